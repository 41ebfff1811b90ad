from odoo import api, models


class HrMentorshipRelease(models.Model):
    _inherit = "hr.mentorship.release"

    @api.model_create_multi
    def create(self, vals_list):
        """The last months of a program are released after it has closed: its results wait for them."""
        releases = super().create(vals_list)
        # sudo: results are read by program managers, and counted whoever releases
        releases.sudo().program_id.filtered("result_on")._freeze_satisfaction()
        return releases
