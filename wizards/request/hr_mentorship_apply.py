from odoo import api, fields, models


class HrMentorshipApply(models.TransientModel):
    """Mentees say at the door whether mentors see that they look for one."""

    _inherit = "hr.mentorship.apply"

    can_be_offered = fields.Boolean(compute="_compute_can_be_offered", compute_sudo=False)
    is_open_to_offers = fields.Boolean("Mentors may offer me a seat", default=True)

    @api.depends("role", "program_id")
    def _compute_can_be_offered(self):
        for wizard in self:
            program = wizard.program_id
            wizard.can_be_offered = bool(program) and wizard.role == "mentee" and program._lets_mentors_offer()

    def _get_more_values(self):
        values = super()._get_more_values()
        return {**values, "given_open_to_offers": self.is_open_to_offers} if self.can_be_offered else values
