from odoo import fields, models


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    def _log_by_link(self, member, outcome):
        """Record what ``member``, who has no user, says about a check-in on the page of their link: held or not."""
        self.ensure_one()
        self._serialize()
        self._check_state_in("planned")
        held_on = min(self.planned_date, fields.Date.context_today(self))
        self._settle(member, outcome, held_on, None, None)
        self._update_todos()
        self._after_log()


class HrMentorshipMember(models.Model):
    """What the links of the daily mail open for a member without a user."""

    _inherit = "hr.mentorship.member"

    def _get_checkin_to_log(self):
        """Return the check-in that the member is asked about: the oldest that is due and that nobody has logged."""
        self.ensure_one()
        checkins = self.mentorship_id.checkin_ids.filtered("is_due").sorted("planned_date")
        return checkins[:1] if self.mentorship_id.state == "active" else checkins.browse()

    def _awaits(self, purpose):
        """Whether the member still has to do what a link for this purpose is for."""
        self.ensure_one()
        if purpose == "checkin":
            return bool(self._get_checkin_to_log())
        if purpose == "fit":
            return bool(self._get_fit_rounds()[self.id])
        return self._awaits_answer() if purpose == "answer" else self._awaits_signature()

    def _may_use_link(self, purpose):
        """Whether a link still opens anything: after “not a fit”, the second step as well."""
        is_second_step = purpose == "fit" and self.mentorship_id.state == "active" and self._says_no()
        return is_second_step or self._awaits(purpose)

    def _says_no(self):
        # sudo: the member's own answer, on the page of their link
        last = self.env["hr.mentorship.fit.answer"].sudo().search([("member_id", "=", self.id)], limit=1)
        return last.answer == "no"
