from odoo import fields, models


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    format = fields.Selection(related="program_id.format")

    def _after_all_accepted(self):
        """The time of its own, where the program has no end, counts from the day on which everybody has said yes."""
        today = fields.Date.context_today(self)
        for mentorship in self.sudo():  # sudo: members write no terms, and the program says how long
            if mentorship.program_id._has_own_times():
                mentorship.end_date = mentorship.program_id._get_end_from(today)
        super()._after_all_accepted()
