from odoo import api, fields, models

from ..common.private_fields import ReaderOne2many
from ..mentorship.hr_mentorship import RUNNING_STATES


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    signature_ids = ReaderOne2many("hr.mentorship.signature", "member_id")
    has_signed = fields.Boolean(compute="_compute_has_signed")

    @api.depends("signature_ids", "mentorship_id.agreement_ids.state")
    def _compute_has_signed(self):
        for member in self:
            agreement = member.mentorship_id.open_agreement_id or member.mentorship_id.agreement_id
            member.has_signed = bool(agreement & member.signature_ids.agreement_id)

    def _filter_awaiting(self, purpose):
        if purpose != "sign":
            return super()._filter_awaiting(purpose)
        return self.filtered(lambda member: member._awaits_signature())

    def _awaits_signature(self):
        self.ensure_one()
        mentorship = self.mentorship_id
        return (
            mentorship.state in ("agreement", *RUNNING_STATES)
            and bool(mentorship.open_agreement_id)
            and not self.has_signed
        )
