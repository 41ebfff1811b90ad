from odoo import models

from .hr_mentorship_fit_check import ASK_STATES


class HrMentorshipMember(models.Model):
    """What the links of the daily mail open for a member without a user."""

    _inherit = "hr.mentorship.member"

    def _filter_awaiting(self, purpose):
        """Return those who still have to do what a link for this purpose is for."""
        if purpose == "checkin":
            return self.filtered(lambda member: member._get_link_checkin())
        if purpose == "fit":
            rounds = self._get_fit_rounds()
            return self.filtered(lambda member: rounds[member.id])
        return self.filtered(
            lambda member: member._awaits_answer() if purpose == "answer" else member._awaits_signature()
        )

    def _may_use_link(self, purpose):
        """Whether a link still opens anything: after “not a fit”, the second step as well."""
        is_second_step = purpose == "fit" and self.mentorship_id.state in ASK_STATES and self._says_no()
        return is_second_step or bool(self._filter_awaiting(purpose))

    def _says_no(self):
        # sudo: the member's own answer, on the page of their link
        last = self.env["hr.mentorship.fit.answer"].sudo().search([("member_id", "=", self.id)], limit=1)
        return last.answer == "no"
