from odoo import fields, models

from ...models.common.client_actions import reload
from ...models.common.groups import MANAGER


class HrMentorshipHandOver(models.TransientModel):
    """A program manager gives a program to colleagues, in one step that does not end before a closed door."""

    _name = "hr.mentorship.hand.over"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Hand a Program Over"

    _document_field = "program_id"
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    user_ids = fields.Many2many(
        "res.users",
        "hr_mentorship_hand_over_user_rel",
        string="New Program Managers",
        required=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref(MANAGER).id),
        ],
    )
    keep_me = fields.Boolean("I stay program manager as well")

    def action_hand_over(self):
        self.ensure_one()
        self.program_id._hand_over(self.user_ids, self.keep_me)
        if self.keep_me:
            return reload()
        # The page below is closed to whoever has handed it over
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_program_action")
        return {**action, "target": "main"}
