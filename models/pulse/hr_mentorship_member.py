from odoo import fields, models


class HrMentorshipMember(models.Model):
    """Whom a survey waits for."""

    _inherit = "hr.mentorship.member"

    def _filter_awaiting(self, purpose):
        if purpose != "survey":
            return super()._filter_awaiting(purpose)
        # sudo: what comes out is told to the members themselves alone
        waiting = self.env["hr.mentorship.pulse"].sudo().search([("member_id", "in", self.ids), ("state", "=", "open")])
        return self & waiting.member_id.with_env(self.env)

    def _may_use_link(self, purpose):
        """As long as the survey runs, so that whoever presses twice, or comes back, reads that they have answered."""
        if purpose == "survey":
            pulse = self._get_link_pulse()
            return bool(pulse) and pulse.closes_on >= fields.Date.context_today(self)
        return super()._may_use_link(purpose)

    def _get_link_pulse(self):
        """Return the survey (sudo) that the link of this member is about: the last one that they were asked."""
        self.ensure_one()
        # sudo: see above
        return self.env["hr.mentorship.pulse"].sudo().search([("member_id", "=", self.id)], limit=1)
