from odoo import api, fields, models

from ...models.common.client_actions import toast
from ...models.program.hr_mentorship_program import LEARNING


class HrMentorshipGoalSuggest(models.TransientModel):
    """A mentor suggests a goal; the mentee takes it up, changes it, or not."""

    _name = "hr.mentorship.goal.suggest"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Suggest a Goal"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True)
    mentee_member_ids = fields.Many2many("hr.mentorship.member", compute="_compute_mentee_member_ids")
    member_id = fields.Many2one(
        "hr.mentorship.member",
        "For",
        compute="_compute_member_id",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
        domain="[('id', 'in', mentee_member_ids)]",
    )
    name = fields.Char("Goal", required=True)
    reason = fields.Text("Why It Matters")
    measure = fields.Text("How We Will See It")
    target_date = fields.Date("By")

    @api.depends("mentorship_id")
    def _compute_mentee_member_ids(self):
        for dialog in self:
            dialog.mentee_member_ids = dialog._get_mentees()

    @api.depends("mentorship_id")
    def _compute_member_id(self):
        for dialog in self:
            dialog.member_id = dialog._get_mentees()[:1]

    def _get_mentees(self):
        others = self.mentorship_id.member_ids - self.mentorship_id.my_member_id
        return others.filtered(lambda member: member.role in LEARNING)

    def action_suggest(self):
        self.ensure_one()
        values = {name: self[name] for name in ("name", "reason", "measure", "target_date")}
        self.env["hr.mentorship.goal"]._suggest(self.mentorship_id, values, member=self.member_id)
        if not self.member_id.user_id:
            return toast(self.env._("The goal is set. Talk about it at your next meeting."))
        name = self.member_id.sudo().employee_id.name  # sudo: partners read each other's names
        return toast(self.env._("Suggested. %(name)s takes it up, or says no.", name=name))
