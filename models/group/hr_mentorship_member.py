from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..common.private_fields import SecretJson

GROUP_SLOT = 0
"""The slot of a mentor in their group: there is one of it, and so one group a mentor and program."""


class HrMentorshipMember(models.Model):
    """Seats of a group: the mentees hold its places, the mentor the group as a whole."""

    _inherit = "hr.mentorship.member"

    place = fields.Integer(
        readonly=True, copy=False, help="Which of the places of a group this mentee holds, counted from one."
    )
    # NO_ACCESS: as on the mentorship, which has them as long as it is that of two people
    match_facts = SecretJson(readonly=True, copy=False, groups=NO_ACCESS)

    _one_place = models.UniqueIndex(
        "(mentorship_id, place) WHERE is_live AND place > 0",
        "This place in the group has just been taken. Reload the page: the free places have changed.",
    )

    def _has_valid_slot(self):
        is_group = self.role == "mentor" and self.slot == GROUP_SLOT and self.program_id.format == "group"
        # Whoever has left takes nobody's seat, however few the mentor has by now
        has_parted = bool(self.sudo().mentorship_id.parted_from_id)
        return is_group or has_parted or super()._has_valid_slot()

    @api.constrains("mentorship_id", "participant_id")
    def _check_partners(self):
        """Whoever leaves a group is matched with nobody, so whatever has changed about the two stands in no way."""
        matched = self.filtered(lambda member: not member.sudo().mentorship_id.parted_from_id)
        return super(HrMentorshipMember, matched)._check_partners()

    def _answer(self, response):
        """A group goes on without the mentees who say no, and begins with the last yes of the others."""
        going_on = self.env["hr.mentorship"].sudo()
        if response == "declined":
            for member in self.sudo():  # sudo: the caller has made sure that the answer is the member's own
                if member.mentorship_id._goes_on_without(member):
                    going_on |= member.mentorship_id
                    member.mentorship_id._part_with(member)
        result = super()._answer(response)
        going_on._go_on_if_accepted()
        return result

    def _get_match_reasons(self):
        self.ensure_one()
        if not self.mentorship_id.is_group:
            return super()._get_match_reasons()
        return self.sudo()._explain_group_match(self)  # sudo: see _explain_match of mentorships

    def _explain_group_match(self, reader):
        """Say why the mentees of the group (in sudo) were put together with its mentor.

        :param reader: the member who reads it: a mentee reads of themselves alone
        """
        members = self.mentorship_id.member_ids
        mentor = members.filtered(lambda member: member.role == "mentor")[:1]
        mentees = members - mentor if reader.role != "mentee" else reader.sudo()
        known = mentees.filtered("match_facts")
        readers = [
            self.env["hr.mentorship.matcher"]._get_group_reader(mentee, mentor, reader.role or "") for mentee in known
        ]
        words = self.env["hr.mentorship.matching.words"]
        facts = [
            words._leave_out_outdated(mentee.match_facts, mentee.employee_id, mentor.employee_id) for mentee in known
        ]
        reasons = words._explain(facts, readers)
        if reader.role == "mentee":
            return "\n".join(sentence for sentences in reasons for sentence in sentences)
        return "\n".join(
            self.env._("%(name)s: %(reasons)s", name=mentee.employee_id.name, reasons=" ".join(sentences))
            for mentee, sentences in zip(known, reasons, strict=True)
            if sentences
        )
