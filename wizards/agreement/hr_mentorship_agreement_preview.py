from odoo import api, fields, models


class HrMentorshipAgreementPreview(models.TransientModel):
    """An administrator reads a template the way a pair would, before any pair does."""

    _name = "hr.mentorship.agreement.preview"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Preview of an Agreement Template"

    _document_field = "template_id"
    template_id = fields.Many2one("hr.mentorship.agreement.template", required=True, readonly=True, ondelete="cascade")
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    body = fields.Html("Text", compute="_compute_body", compute_sudo=False, sanitize=False)

    @api.depends("template_id", "lang")
    def _compute_body(self):
        for preview in self:
            template = preview.template_id.with_context(lang=preview.lang)
            preview.body = template and template._render_example()
