from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class HrMentorship(models.Model):
    """A pause: nothing is planned and nobody is nudged until the day of return.

    The planned end does not move by itself: it is what the members have signed.
    """

    _inherit = "hr.mentorship"

    paused_on = fields.Date(readonly=True, copy=False)
    pause_until = fields.Date(
        "Back On", readonly=True, copy=False, tracking=True, help="The day on which a paused mentorship goes on."
    )
    resumed_on = fields.Date(
        readonly=True, copy=False, help="The day on which the last pause ended; nothing that lay in it is planned."
    )
    can_pause = fields.Boolean(compute="_compute_can_pause")

    _pause_needs_return = models.Constraint(
        "CHECK(state != 'paused' OR pause_until IS NOT NULL)", "A pause needs a day of return."
    )

    @api.depends_context("uid")
    @api.depends("my_member_id", "is_my_program")
    def _compute_can_pause(self):
        for mentorship in self:
            mentorship.can_pause = bool(mentorship.my_member_id) or mentorship.is_my_program

    def action_pause(self):
        """Open the dialog that asks for the day of return."""
        self.ensure_one()
        return self._open_dialog("hr_mentorship.hr_mentorship_pause_action")

    def _pause(self, pause_until):
        """Pause from today until a day of return; the caller need not give a reason.

        :param date pause_until: the day on which the mentorships go on
        """
        self._check_can_pause()
        self._check_state_in("active")
        today = fields.Date.context_today(self)
        if pause_until <= today:
            raise UserError(self.env._("The day of return lies in the future. Choose a later day."))
        for mentorship in self:
            if mentorship.end_date and pause_until > mentorship.end_date:
                raise UserError(
                    self.env._(
                        "“%(name)s” is planned until %(date)s. Choose a day of return before that, or complete it.",
                        name=mentorship.name,
                        date=format_date(self.env, mentorship.end_date),
                    )
                )
        self._move_to("paused", paused_on=today, pause_until=pause_until)
        self._after_pause()

    def action_resume(self):
        """Go on before the day of return."""
        self._check_can_pause()
        self._resume()

    def _resume(self):
        self._check_state_in("paused")
        self._move_to("active", resumed_on=fields.Date.context_today(self), pause_until=False)
        self._after_resume()

    def _after_pause(self):
        """Hook: these mentorships have just been paused; ``pause_until`` is the day of return."""

    def _after_resume(self):
        """Hook: these mentorships go on from today."""
        self.env["hr.mentorship.checkin"]._plan_for(self)

    def _check_can_pause(self):
        for mentorship in self:
            if not (mentorship.can_pause or self.env.su):
                raise AccessError(self.env._("Only a member or a program manager pauses a mentorship."))
