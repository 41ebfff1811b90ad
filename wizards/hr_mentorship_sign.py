from odoo import fields, models
from odoo.exceptions import UserError
from odoo.http import request


class HrMentorshipSign(models.TransientModel):
    """A member reads the agreement and signs it by drawing, typing or uploading."""

    _name = "hr.mentorship.sign"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Sign a Mentorship Agreement"
    _document_field = "agreement_id"

    agreement_id = fields.Many2one("hr.mentorship.agreement", required=True, readonly=True)
    body = fields.Html(related="agreement_id.body", related_sudo=False)
    reading_body = fields.Html(related="agreement_id.reading_body", related_sudo=False, sanitize=False)
    is_translation = fields.Boolean(related="agreement_id.is_translation", related_sudo=False)
    translation_notice = fields.Char(related="agreement_id.translation_notice", related_sudo=False)
    partner_signature_ids = fields.One2many(related="agreement_id.signature_ids", related_sudo=False)
    has_read = fields.Boolean("I have read the agreement and I enter into it voluntarily")
    signed_name = fields.Char("Your Name", required=True, default=lambda self: self.env.user.name)
    image = fields.Binary("Your Signature")

    def action_sign(self):
        self.ensure_one()
        if not self.has_read:
            raise UserError(self.env._("Read the agreement and confirm that you have, then sign."))
        self.agreement_id._sign(
            self.signed_name,
            self.image,
            ip_address=request.httprequest.remote_addr if request else False,
            user_agent=request.httprequest.user_agent.string if request else False,
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
