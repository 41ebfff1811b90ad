from odoo import api, fields, models


class HrMentorshipParticipantTraining(models.Model):
    """Mentors of a program that requires a training are matched once the program manager has ticked it."""

    _inherit = "hr.mentorship.participant"

    is_trained = fields.Boolean("Trained", copy=False, tracking=True)
    trained_on = fields.Date(compute="_compute_trained_on", store=True, readonly=False, copy=False)
    requires_training = fields.Boolean(related="program_id.requires_training")
    needs_training = fields.Boolean(
        compute="_compute_needs_training", help="The program matches no mentor without training, and this one has none."
    )

    @api.depends("is_trained")
    def _compute_trained_on(self):
        for participant in self:
            if not participant.is_trained:
                participant.trained_on = False
            elif not participant.trained_on:
                participant.trained_on = fields.Date.context_today(participant)

    @api.depends("is_trained", "role", "program_id.requires_training")
    def _compute_needs_training(self):
        for participant in self:
            participant.needs_training = (
                participant.role == "mentor" and participant.program_id.requires_training and not participant.is_trained
            )

    @api.model
    def _get_ready_domain(self):
        """Leave out the mentors who still need a training: their seats are not free before."""
        return [
            *("|", ("role", "=", "mentee")),
            *("|", ("is_trained", "=", True), ("program_id.requires_training", "=", False)),
        ]

    def action_mark_trained(self):
        self.program_id._check_manager()
        self.write({"is_trained": True})
