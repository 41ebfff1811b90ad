from odoo import api, fields, models
from odoo.exceptions import UserError


class HrMentorshipMatching(models.TransientModel):
    """The program manager lets the engine propose pairs, and reads why somebody is left without one."""

    _name = "hr.mentorship.matching"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Mentorship Matching"
    _document_field = "program_id"

    program_id = fields.Many2one(
        "hr.mentorship.program",
        required=True,
        domain="[('state', '=', 'open')]",
        default=lambda self: self.env["hr.mentorship.program"].search([("state", "=", "open")], limit=1),
    )
    minimum_score = fields.Float(
        "Propose From", default=10.0, help="Pairs that fit less well are not proposed. From 0 to 100."
    )
    waiting_mentee_count = fields.Integer(related="program_id.waiting_mentee_count", related_sudo=False)
    free_seat_count = fields.Integer(related="program_id.free_seat_count", related_sudo=False)
    applied_count = fields.Integer(related="program_id.applied_count", related_sudo=False)
    state = fields.Selection([("prepare", "Prepare"), ("result", "Result")], default="prepare")
    mentorship_ids = fields.Many2many("hr.mentorship", string="Proposals", readonly=True)
    proposal_count = fields.Integer(compute="_compute_figures")
    average_score = fields.Float(compute="_compute_figures", digits=(5, 1))
    is_proven = fields.Boolean(readonly=True)
    unmatched_ids = fields.One2many("hr.mentorship.matching.unmatched", "wizard_id", readonly=True)

    @api.depends("mentorship_ids.score")
    def _compute_figures(self):
        for wizard in self:
            scores = wizard.mentorship_ids.mapped("score")
            wizard.proposal_count = len(scores)
            wizard.average_score = sum(scores) / len(scores) if scores else 0

    @api.constrains("minimum_score")
    def _check_minimum_score(self):
        for wizard in self:
            if not 0 <= wizard.minimum_score <= 100:
                raise UserError(self.env._("A match score lies between 0 and 100."))

    def action_propose(self):
        self.ensure_one()
        self.program_id._check_manager()
        if self.program_id.state != "open":
            raise UserError(
                self.env._("“%(name)s” is not open. Only open programs are matched.", name=self.program_id.name)
            )
        if not self.waiting_mentee_count:
            raise UserError(
                self.env._(
                    "Nobody in “%(name)s” waits for a mentor. Approve the applications first.",
                    name=self.program_id.name,
                )
            )
        proposals, unmatched = self.env["hr.mentorship.matcher"]._propose(self.program_id, self.minimum_score)
        self.write(
            {
                "state": "result",
                "mentorship_ids": proposals.ids,
                # sudo: nobody reads the facts as such; whether they are proven is no secret
                "is_proven": bool(proposals)
                and all(facts["is_proven"] for facts in proposals.sudo().mapped("match_facts")),
                "unmatched_ids": [
                    (0, 0, {"participant_id": participant.id, "reason": reason}) for participant, reason in unmatched
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Match"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_review(self):
        self.ensure_one()
        return self.program_id.action_view_proposals()


class HrMentorshipMatchingUnmatched(models.TransientModel):
    """A mentee for whom the engine found nobody, and why."""

    _name = "hr.mentorship.matching.unmatched"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Mentee Without Proposal"
    _document_field = "participant_id"

    wizard_id = fields.Many2one("hr.mentorship.matching", required=True, ondelete="cascade")
    participant_id = fields.Many2one("hr.mentorship.participant", required=True, readonly=True)
    employee_id = fields.Many2one(related="participant_id.employee_id")
    reason = fields.Text(readonly=True)
