from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    # NO_ACCESS: said to this member alone, by what is sent or shown to them
    own_match_reasons = fields.Text(compute="_compute_own_match_reasons", groups=NO_ACCESS)

    @api.depends("role", "mentorship_id.match_facts", "mentorship_id.state", "mentorship_id.name", "employee_id.tz")
    @api.depends_context("lang")
    def _compute_own_match_reasons(self):
        facts = [member.mentorship_id._get_true_facts() for member in self]
        readers = [member.mentorship_id._get_reader(member) for member in self]
        explained = self.env["hr.mentorship.matching.words"]._explain(facts, readers)
        for member, reasons in zip(self, explained, strict=True):
            member.own_match_reasons = "\n".join(reasons)

    def _get_match_reasons(self):
        """Say to this member why the match: in a mail, or on the page of a personal link, whoever makes them."""
        self.ensure_one()
        return self.sudo().own_match_reasons  # sudo: see the field
