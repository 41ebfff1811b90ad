from odoo import models
from odoo.exceptions import UserError


class HrMentorshipAgreement(models.Model):
    """In a group nobody's “no” to a text is one for all: it parts with whoever does not sign, and drafts anew."""

    _inherit = "hr.mentorship.agreement"

    def _refuse_as(self, member):
        group = self.mentorship_id.sudo()  # sudo: the caller knows that the member refuses
        if self.is_amendment or not group._goes_on_without(member.sudo()):
            return super()._refuse_as(member)
        group._serialize()
        self._check_state_in("draft", "signing")
        if member.has_signed:
            raise UserError(self.env._("You have signed this agreement already. You can end the mentorship instead."))
        return group._part_with(member.sudo())._after_decline()

    def _expire(self):
        """The mentor and the mentees who have signed in time go on without the others."""
        going_on = self.browse()
        for agreement in self.filtered(lambda agreement: not agreement.is_amendment):
            group = agreement.mentorship_id
            late = group.member_ids.filtered(lambda member: not member.has_signed)
            if group.is_group and group._get_mentor() not in late and len(group.member_ids - late) > 1:
                going_on |= agreement
                parted = group._part_with(late)
                parted._after_decline()
                late._send("hr_mentorship.mail_template_agreement_expired")
        return super(HrMentorshipAgreement, self - going_on)._expire()

    def _close_amendments(self, state, members, template_xmlid):
        """Whoever has joined and has not signed what stays in force does not stay without an agreement."""
        result = super()._close_amendments(state, members, template_xmlid)
        for group in self.sudo().mentorship_id.filtered("is_group"):
            signers = group.agreement_id.signature_ids.member_id
            if newcomers := group.member_ids - signers - group._get_mentor():
                # In sudo as members: nobody has to agree to what follows from the others' “no”
                parted = group._part_with(newcomers) if signers & (group.member_ids - group._get_mentor()) else group
                parted._end()
        return result
