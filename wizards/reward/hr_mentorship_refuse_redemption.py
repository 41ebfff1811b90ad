from odoo import fields, models

from ...models.common.client_actions import reload


class HrMentorshipRefuseRedemption(models.TransientModel):
    """A no to requests for rewards, with a reason that the receivers read."""

    _name = "hr.mentorship.refuse.redemption"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Refuse a Reward"

    _document_field = "redemption_ids"
    redemption_ids = fields.Many2many(
        "hr.mentorship.redemption", "hr_mentorship_refuse_redemption_rel", required=True, readonly=True
    )
    reason = fields.Text(required=True)

    def action_refuse(self):
        self._check_mine()
        # sudo: all that the dialog names, as those that the reader may not read would just be missing
        redemptions = self.sudo().redemption_ids.with_env(self.env)
        redemptions._check_may_refuse()
        redemptions._refuse(self.reason.strip())
        return reload()
