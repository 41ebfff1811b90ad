from odoo import api, fields, models


class HrEmployeePublic(models.Model):
    """The way from one mentor's page to all whom a mentee may ask."""

    _inherit = "hr.employee.public"

    may_choose_mentor = fields.Boolean(
        compute="_compute_may_choose_mentor", help="The current user is a mentee who may ask a mentor now."
    )

    @api.depends_context("uid")
    def _compute_may_choose_mentor(self):
        self.may_choose_mentor = bool(self.env["hr.mentorship.participant"]._find_my_choosing())

    def action_find_my_mentor(self):
        """Show the mentors whom the current user may ask, ranked."""
        return self.env["hr.mentorship.candidate"].action_find()
