from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HrMentorship(models.Model):
    """A flash mentorship is over with its one meeting: there is no rhythm, no goal, no break and no agreement."""

    _inherit = "hr.mentorship"

    is_flash = fields.Boolean(compute="_compute_is_flash")

    @api.depends("program_id.format")
    def _compute_is_flash(self):
        for mentorship in self:
            mentorship.is_flash = mentorship.program_id.format == "flash"

    @api.depends("program_id.format")
    def _compute_phase(self):
        """One meeting is the first one and the last: what helps is what prepares it."""
        super()._compute_phase()
        for mentorship in self.filtered(lambda each: each.is_flash and each.phase):
            mentorship.phase = "before" if mentorship.phase == "before" else "first_meeting"

    @api.model
    def _get_phase_domains(self):
        is_flash = Domain("program_id.format", "=", "flash")
        domains = {phase: domain & ~is_flash for phase, domain in super()._get_phase_domains().items()}
        domains["first_meeting"] |= Domain("state", "=", "active") & is_flash
        return domains

    def _needs_agreement(self):
        return not self.is_flash and super()._needs_agreement()

    @api.depends("program_id.format")
    def _compute_rhythm_text(self):
        super()._compute_rhythm_text()

    def _describe_rhythm(self):
        return self.env._("Once, on one question") if self.is_flash else super()._describe_rhythm()

    def _check_may_request(self, mentee, mentor, message):
        result = super()._check_may_request(mentee, mentor, message)
        if mentee.program_id.format == "flash" and not (message or "").strip():
            raise UserError(
                self.env._(
                    "You meet once, on one question. Write it down, so that %(name)s can say yes to it.",
                    name=mentor.employee_id.name,
                )
            )
        return result

    def _get_words_for_next(self):
        """The question is what the meeting is about, whoever answers it."""
        return self.given_request_message if self.is_flash else super()._get_words_for_next()

    # -- What makes no sense around one meeting.

    def _compute_can_pause(self):
        super()._compute_can_pause()
        for mentorship in self:
            mentorship.can_pause = mentorship.can_pause and not mentorship.is_flash

    def _pause(self, pause_until, by=None):
        self._check_takes_time()
        return super()._pause(pause_until, by)

    def _follow_leaves(self):
        return super(HrMentorship, self.filtered(lambda mentorship: not mentorship.is_flash))._follow_leaves()

    def _compute_can_set_goal(self):
        super()._compute_can_set_goal()
        for mentorship in self.filtered("is_flash"):
            mentorship.can_set_goal = mentorship.can_suggest_goal = False

    def _check_takes_time(self):
        if any(mentorship.is_flash for mentorship in self):
            raise UserError(
                self.env._(
                    "A flash mentorship is one meeting on one question. Move the meeting, or write down what comes of "
                    "it when you log it."
                )
            )

    def _get_health_facts(self, today):
        """One meeting has no rhythm that it could fall behind: what counts is that it is planned, and logged."""
        facts = super()._get_health_facts(today)
        for mentorship in self.filtered("is_flash"):  # of all at once: there may be thousands a night
            if mentorship in facts:
                facts[mentorship].update(silent_days=0, goal_days=0, unconfirmed=0)
        return facts
