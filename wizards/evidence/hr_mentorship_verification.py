from odoo import api, fields, models

from ...models.common.spoken import say_date


class HrMentorshipVerification(models.TransientModel):
    """Says whether an agreement is still what was signed, and which part is not."""

    _name = "hr.mentorship.verification"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Verification of a Mentorship Agreement"

    _document_field = "agreement_id"
    agreement_id = fields.Many2one("hr.mentorship.agreement", required=True, readonly=True)
    is_intact = fields.Boolean(compute="_compute_result", compute_sudo=False)
    result = fields.Html(compute="_compute_result", compute_sudo=False, sanitize=False)
    replaced_by = fields.Char(compute="_compute_result", compute_sudo=False)
    final_hash = fields.Char(related="agreement_id.final_hash", related_sudo=False)

    @api.depends("agreement_id")
    def _compute_result(self):
        for verification in self:
            agreement = verification.agreement_id
            agreement.check_access("read")
            findings = agreement._verify() if agreement else []
            verification.is_intact = all(is_intact is not False for _part, is_intact in findings)
            verification.result = agreement._describe(findings)
            successor = agreement._get_successor() if agreement else agreement
            verification.replaced_by = bool(successor) and self.env._(
                "Version %(version)s has been in force in its place since %(date)s.",
                version=successor.version,
                date=say_date(self.env, successor.signed_at),
            )
