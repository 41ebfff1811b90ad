from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .hr_mentorship_notice import NoticeText
from .spoken import say_date


class HrMentorship(models.Model):
    """A pause: nothing is planned and nobody is nudged until the day of return.

    The planned end does not move by itself: it is what the members have signed.
    """

    _inherit = "hr.mentorship"

    paused_on = fields.Date(readonly=True, copy=False)
    pause_until = fields.Date(
        "Back On", readonly=True, copy=False, tracking=True, help="The day on which a paused mentorship goes on."
    )
    away_member_id = fields.Many2one(
        "hr.mentorship.member",
        "Away",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Whose absence has paused the mentorship; nobody where somebody has asked for it.",
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

    def _pause(self, pause_until, by=None):
        """Pause from today until a day of return, as a member or a program manager, who need not say why.

        :param date pause_until: the day on which the mentorships go on
        :param by: the member who asks, where it is not the current user: somebody without one
        """
        self._check_can_pause()
        self._serialize()
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
                        date=say_date(self.env, mentorship.end_date),
                    )
                )
        self._move_to("paused", paused_on=today, pause_until=pause_until, away_member_id=False)
        self._after_pause()
        self._tell_members("paused", but=by or self.my_member_id)

    def _pause_for(self, absences):
        """Pause while members are away; nobody is told what kind of absence it is.

        :param dict absences: mentorship: ``(member, pause_until)``
        """
        today = fields.Date.context_today(self)
        paused = self.browse()
        for mentorship, (member, pause_until) in absences.items():
            mentorship._move_to("paused", paused_on=today, pause_until=pause_until, away_member_id=member.id)
            paused |= mentorship
        paused._after_pause()
        paused._tell_members("paused_away", but=paused.away_member_id)

    def action_resume(self):
        """Go on before the day of return."""
        self._check_can_pause()
        self._serialize()
        self._resume()
        self._tell_members("resumed", but=self.my_member_id)

    def _resume(self):
        self._check_state_in("paused")
        self._move_to("active", resumed_on=fields.Date.context_today(self), pause_until=False, away_member_id=False)
        self._after_resume()

    def _after_pause(self):
        result = super()._after_pause()
        today = fields.Date.context_today(self)
        # sudo: the plan belongs to both members, and the callers have checked who pauses
        self.sudo().checkin_ids.filtered(
            lambda checkin: (
                checkin.state == "planned" and today <= checkin.planned_date < checkin.mentorship_id.pause_until
            )
        )._make_way_for_pause()
        return result

    def _after_resume(self):
        result = super()._after_resume()
        checkins = self.env["hr.mentorship.checkin"]
        checkins._come_back_from_pause(self)
        checkins._plan_for(self)
        self._catch_up_with_terms()
        return result

    def _check_can_pause(self):
        for mentorship in self:
            if not (mentorship.can_pause or self.env.su):
                raise AccessError(self.env._("Only a member or a program manager pauses a mentorship."))

    def _tell_members(self, kind, but):
        """Put a line about the pause into the next daily mail of the members, whoever has done it themselves aside."""
        # sudo: to tell everybody, whoever acts
        by_params = defaultdict(self.env["hr.mentorship.member"].sudo().browse)
        for mentorship in self.sudo():
            away = mentorship.away_member_id.employee_id.name or ""
            by_params[away, mentorship.pause_until] |= mentorship.member_ids - but.sudo()
        for (away, pause_until), members in by_params.items():
            members._notify(kind, **({"away": away} if away else {}), **({"back": pause_until} if pause_until else {}))

    # -- by itself

    @api.model
    def _cron_resume(self, batch_size=200):
        """Go on with the mentorships whose day of return has come."""
        today = fields.Date.context_today(self)
        domain = [("state", "=", "paused"), ("pause_until", "<=", today)]
        while due := self.search(domain, limit=batch_size).try_lock_for_update():
            due._resume()
            due._tell_members("resumed", but=self.env["hr.mentorship.member"])
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=self.search_count(domain)):
                break


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("paused", "Mentorship paused"),
            ("paused_away", "Mentorship paused while somebody is away"),
            ("resumed", "Mentorship goes on"),
        ],
        ondelete={"paused": "cascade", "paused_away": "cascade", "resumed": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "paused": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s takes a break until %(back)s. Check-ins in between are off, and "
                    "you hear from us when it goes on."
                ),
                subject=self.env._("Your mentorship with %(partner)s takes a break"),
                button=self.env._("Open the mentorship"),
                rank=40,
                is_essential=True,
                mentorship_states=("paused",),
            ),
            "paused_away": NoticeText(
                text=self.env._(
                    "%(away)s is away until %(back)s, so your mentorship takes a break. Check-ins in between are off, "
                    "and you hear from us when it goes on."
                ),
                subject=self.env._("Your mentorship with %(partner)s takes a break"),
                button=self.env._("Open the mentorship"),
                rank=40,
                is_essential=True,
                mentorship_states=("paused",),
            ),
            "resumed": NoticeText(
                text=self.env._("Your mentorship with %(partner)s goes on. Your next check-ins are planned."),
                subject=self.env._("Your mentorship with %(partner)s goes on"),
                button=self.env._("Open the mentorship"),
                rank=40,
                mentorship_states=("active",),
            ),
        }
