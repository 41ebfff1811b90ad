from odoo import api, fields, models

from ...models.common.client_actions import reload


class HrMentorshipWrapUp(models.TransientModel):
    """A program manager sees what closing or cancelling a program means for its people, and does it in one step."""

    _name = "hr.mentorship.wrap.up"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "End a Program"

    _document_field = "program_id"
    _given_at_creation = ("outcome",)
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    outcome = fields.Selection(
        [("closed", "Closed"), ("cancelled", "Cancelled")], default="closed", required=True, readonly=True
    )
    met_ids = fields.Many2many("hr.mentorship", compute="_compute_met_ids", compute_sudo=False)
    not_completed_ids = fields.Many2many(
        "hr.mentorship",
        "hr_mentorship_wrap_up_not_completed_rel",
        string="End Without Completing",
        domain="[('id', 'in', met_ids)]",
        help="Mentorships that have met, and yet did not come to what they set out for.",
    )
    completed_names = fields.Text("Completed", compute="_compute_consequence", compute_sudo=False)
    completed_count = fields.Integer(compute="_compute_consequence", compute_sudo=False)
    ended_names = fields.Text("Ended", compute="_compute_consequence", compute_sudo=False)
    ended_count = fields.Integer(compute="_compute_consequence", compute_sudo=False)
    discarded_count = fields.Integer(compute="_compute_consequence", compute_sudo=False)
    requested_count = fields.Integer(related="program_id.requested_count", related_sudo=False)
    applied_count = fields.Integer(related="program_id.applied_count", related_sudo=False)
    people_count = fields.Integer(compute="_compute_consequence", compute_sudo=False)
    word = fields.Text("A Word to Everybody", help="Stands in the mail that tells the people of the program.")

    @api.depends("program_id", "outcome")
    def _compute_met_ids(self):
        for wizard in self:
            program = wizard.program_id
            wizard.met_ids = program._get_wrap_up(wizard.outcome)["completed"] if program else False

    @api.depends("program_id", "outcome", "not_completed_ids")
    def _compute_consequence(self):
        for wizard in self:
            program = wizard.program_id
            what = program._get_wrap_up(wizard.outcome, wizard.not_completed_ids._origin) if program else {}
            none = self.env["hr.mentorship"]
            completed, ended = what.get("completed", none), what.get("ended", none)
            wizard.completed_count, wizard.ended_count = len(completed), len(ended)
            wizard.completed_names = ", ".join(name or "" for name in completed.mapped("name"))
            wizard.ended_names = ", ".join(name or "" for name in ended.mapped("name"))
            discarded = what.get("discarded", none)
            wizard.discarded_count = len(discarded.filtered(lambda each: each.state == "proposed"))
            wizard.people_count = len(
                program.participant_ids.filtered(
                    lambda participant: participant.state in ("applied", "waiting", "approved")
                ).employee_id
            )

    def action_wrap_up(self):
        self.ensure_one()
        in_background = self.program_id._wrap_up(self.outcome, (self.word or "").strip(), self.not_completed_ids)
        return in_background or reload()
