from odoo import api, fields, models
from odoo.exceptions import ValidationError
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
    meets_from = fields.Date(
        readonly=True,
        copy=False,
        help="The first day on which a meeting of a running group is one of this newcomer too.",
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
        joining = matched.filtered(lambda member: member.sudo().mentorship_id._is_group_under_way())
        joining.sudo()._check_joining()  # sudo: blocks and lines of command are nobody's to read
        return super(HrMentorshipMember, matched - joining)._check_partners()

    def _check_joining(self):
        """Whoever joins a group (in sudo) may meet everybody there; nobody learns who, nor of the others."""
        is_apart = self._read_rules_apart(self.mentorship_id.member_ids.employee_id)
        if any(is_apart(member.employee_id, other.employee_id) for member in self for other in member._partners()):
            raise ValidationError(self.mentorship_id._say_withdrawn())

    @api.model
    def _read_rules_apart(self, employees):
        """Return what says whether two of ``employees`` (in sudo) must not meet, without saying why.

        :rtype: Callable[[hr.employee, hr.employee], bool]
        """
        blocked = self.env["hr.mentorship.block"]._get_blocked_pairs(employees)
        lines = employees._get_lines_of_command()

        def is_apart(one, other):
            return (one.id, other.id) in blocked or other.id in lines[one.id] or one.id in lines[other.id]

        return is_apart

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
        """Mails and pages of links say first that it is a group, and with whom."""
        self.ensure_one()
        mentorship = self.sudo().mentorship_id  # sudo: whose seats they are, and no more
        if mentorship._filter_founded():
            reasons = self.sudo()._explain_group_match(self)  # sudo: see _explain_match of mentorships
        else:
            reasons = super()._get_match_reasons()
        company = mentorship.with_env(self.env)._describe_company(self) if mentorship.state == "offered" else ""
        return "\n".join(filter(None, (company, reasons)))

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
