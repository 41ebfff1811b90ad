from odoo import models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _get_activity_excluded_models(self):
        # The meeting itself stands in the calendars of the two
        return [*super()._get_activity_excluded_models(), "hr.mentorship.interview"]
