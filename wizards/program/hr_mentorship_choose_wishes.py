from odoo import api, fields, models

from ...models.common.client_actions import reload

_CHOICE = {
    "compute": "_compute_choices",
    "compute_sudo": False,
    "store": True,
    "readonly": False,
    "precompute": True,
}
CHOICES = ("first_id", "second_id", "third_id", "fourth_id", "fifth_id")


class HrMentorshipChooseWishes(models.TransientModel):
    """A participant names up to five people they would like to be matched with, in order."""

    _name = "hr.mentorship.choose.wishes"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Choose Mentorship Wishes"

    _document_field = "participant_id"
    participant_id = fields.Many2one("hr.mentorship.participant", required=True, readonly=True)
    role = fields.Selection(related="participant_id.role", related_sudo=False)
    candidate_ids = fields.Many2many(
        "hr.employee.public", compute="_compute_candidate_ids", compute_sudo=False, string="People to Choose From"
    )
    first_id = fields.Many2one("hr.employee.public", "First Choice", **_CHOICE)
    second_id = fields.Many2one("hr.employee.public", "Second Choice", **_CHOICE)
    third_id = fields.Many2one("hr.employee.public", "Third Choice", **_CHOICE)
    fourth_id = fields.Many2one("hr.employee.public", "Fourth Choice", **_CHOICE)
    fifth_id = fields.Many2one("hr.employee.public", "Fifth Choice", **_CHOICE)

    @api.depends("participant_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.participant_id.check_access("read")
            wizard.candidate_ids = wizard.participant_id._get_wish_candidates().ids if wizard.participant_id else False

    @api.depends("participant_id")
    def _compute_choices(self):
        for wizard in self:
            candidates = set(wizard.candidate_ids.ids)
            wished = [wish.wished_employee_id.id for wish in wizard.participant_id.wish_ids.sorted("rank")]
            wished = [employee_id for employee_id in wished if employee_id in candidates]
            for position, name in enumerate(CHOICES):
                wizard[name] = wished[position] if position < len(wished) else False

    def action_save(self):
        self.ensure_one()
        self.participant_id._set_wishes([self[name].id for name in CHOICES if self[name]])
        return reload()
