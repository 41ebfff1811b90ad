from odoo import api, fields, models
from odoo.exceptions import UserError


class HrMentorshipSignature(models.Model):
    """One member's signature of one agreement version; written once, never changed or deleted."""

    _name = "hr.mentorship.signature"
    _description = "Mentorship Signature"
    _rec_name = "signed_name"
    _order = "signed_at, id"

    agreement_id = fields.Many2one(
        "hr.mentorship.agreement", required=True, index=True, readonly=True, ondelete="restrict"
    )
    member_id = fields.Many2one("hr.mentorship.member", required=True, index=True, readonly=True, ondelete="restrict")
    program_id = fields.Many2one(related="agreement_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    role = fields.Selection(related="member_id.role")
    signed_name = fields.Char("Name", required=True, readonly=True)
    signed_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    image = fields.Binary("Signature", required=True, readonly=True, attachment=False)
    body_hash = fields.Char("Fingerprint", required=True, readonly=True, help="SHA-256 of the text that was signed.")
    ip_address = fields.Char("IP Address", readonly=True)
    user_agent = fields.Char("Browser", readonly=True)

    _signs_once = models.Constraint(
        "UNIQUE(agreement_id, member_id)", "This member has signed this version of the agreement already."
    )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("A signature is never changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A signature is never deleted."))
