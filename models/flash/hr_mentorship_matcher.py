from odoo import api, models


class HrMentorshipMatcher(models.AbstractModel):
    _inherit = "hr.mentorship.matcher"

    @api.model
    def _get_parted_states(self, program):
        """Two who have met once may meet on another question."""
        states = super()._get_parted_states(program)
        return tuple(state for state in states if state != "completed" or program.format != "flash")
