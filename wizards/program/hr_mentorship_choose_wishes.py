from odoo import Command, api, fields, models

from ...models.common.client_actions import toast
from ...models.common.given_values import is_id
from ...models.program.hr_mentorship_wish import MAX_WISHES


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
    line_ids = fields.One2many(
        "hr.mentorship.choose.wishes.line",
        "choice_id",
        "Wishes",
        default=lambda self: self._get_wished_lines(self.env.context.get("default_participant_id")),
    )
    # Json: a form tells what has changed of records, and the server takes no computed ones from it to compare with
    open_candidates = fields.Json(compute="_compute_open_candidates", compute_sudo=False)
    is_full = fields.Boolean(compute="_compute_open_candidates", compute_sudo=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Begin with the wishes of before, whoever makes the dialog: one that is empty would take them all away."""
        return super().create(
            [
                vals
                if "line_ids" in vals or not is_id(vals.get("participant_id"))
                else {**vals, "line_ids": self._get_wished_lines(vals["participant_id"])}
                for vals in vals_list
            ]
        )

    @api.model
    def _get_wished_lines(self, participant_id):
        participant = self.env["hr.mentorship.participant"].browse(participant_id if is_id(participant_id) else ())
        participant.check_access("read")
        candidates = set(participant._get_wish_candidates().ids) if participant else set()
        wished = [wish.wished_employee_id.id for wish in participant.wish_ids.sorted("rank")]
        wished = [employee_id for employee_id in wished if employee_id in candidates]
        return [
            Command.create({"sequence": rank, "employee_id": employee_id}) for rank, employee_id in enumerate(wished, 1)
        ]

    @api.depends("participant_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.participant_id.check_access("read")
            wizard.candidate_ids = wizard.participant_id._get_wish_candidates().ids if wizard.participant_id else False

    @api.depends("candidate_ids", "line_ids.employee_id")
    def _compute_open_candidates(self):
        for wizard in self:
            chosen = set(wizard.line_ids.employee_id.ids)
            wizard.open_candidates = [person for person in wizard.candidate_ids.ids if person not in chosen]
            wizard.is_full = len(wizard.line_ids) >= MAX_WISHES

    def action_save(self):
        self.ensure_one()
        # Not in the order of the cache, which is that of before the last drag
        lines = self.line_ids.sorted(lambda line: (line.sequence, line.id))
        self.participant_id._set_wishes([line.employee_id.id for line in lines])
        self._after_save()
        if not lines:
            return toast(self.env._("You have no wishes any more. The matching goes by everything else."))
        return toast(self.env._("Your wishes are saved. You can change them until you are matched."))

    def _after_save(self):
        """Hook: the wishes of this participant, who is the current user, are as they stand in the dialog."""
