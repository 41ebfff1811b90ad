from odoo import api, fields, models
from odoo.exceptions import UserError

RATINGS = [
    ("0", "Not rated"),
    ("1", "Poor"),
    ("2", "Fair"),
    ("3", "Good"),
    ("4", "Very good"),
    ("5", "Excellent"),
]


class HrMentorshipCheckinLog(models.TransientModel):
    """A member says in a minute, on a phone as well, what became of a check-in."""

    _name = "hr.mentorship.checkin.log"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Log a Check-in"
    _document_field = "checkin_id"

    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True)
    is_first_log = fields.Boolean(compute="_compute_is_first_log")
    agenda = fields.Text(related="checkin_id.agenda", related_sudo=False)
    outcome = fields.Selection(
        [("done", "We met"), ("missed", "It did not happen"), ("skipped", "We skip it")], default="done", required=True
    )
    held_on = fields.Date(
        "Date", compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    duration = fields.Float(
        compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    summary = fields.Text(
        compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    private_note = fields.Text(
        compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    rating = fields.Selection(
        RATINGS, "How Was It?", default="0", help="Nobody sees your answer; reports show groups of several people."
    )

    @api.depends("checkin_id")
    def _compute_from_checkin(self):
        for wizard in self:
            checkin = wizard.checkin_id
            notes = checkin.note_ids.filtered(lambda note: note.author_id == self.env.user)
            wizard.held_on = checkin.held_on or min(
                checkin.planned_date or fields.Date.context_today(self), fields.Date.context_today(self)
            )
            wizard.duration = checkin.duration
            wizard.summary = notes.filtered(lambda note: note.kind == "summary").body
            wizard.private_note = notes.filtered(lambda note: note.kind == "private").body

    @api.depends("checkin_id.state")
    def _compute_is_first_log(self):
        for wizard in self:
            wizard.is_first_log = wizard.checkin_id.state == "planned"

    def action_save(self):
        self.ensure_one()
        if self.outcome == "done" and self.rating == "0":
            raise UserError(self.env._("How was it? One tap on the stars is enough; only you can see your answer."))
        self.checkin_id._log(
            self.outcome if self.is_first_log else "done",
            held_on=self.held_on,
            duration=self.duration,
            summary=self.summary,
            private_note=self.private_note,
            rating=int(self.rating) or None,
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
