from odoo import api, fields, models


class HrMentorshipShowCode(models.TransientModel):
    """A gift code on the screen of the one who got it. It is worked out for that screen and kept nowhere."""

    _name = "hr.mentorship.show.code"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Gift Code on the Screen"

    _document_field = "redemption_id"
    redemption_id = fields.Many2one("hr.mentorship.redemption", required=True, readonly=True)
    what_next = fields.Text(related="redemption_id.what_next", related_sudo=False)
    code = fields.Char("Your Code", compute="_compute_code", compute_sudo=False, exportable=False)

    @api.depends_context("uid")
    @api.depends("redemption_id")
    def _compute_code(self):
        for dialog in self:
            dialog.code = False
            if dialog.redemption_id:
                dialog.redemption_id._check_my_code()
                dialog.code = dialog.env["hr.mentorship.reward.code"]._read_code_of(dialog.redemption_id)
