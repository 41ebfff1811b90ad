from datetime import timedelta

from odoo import models

from ..common.own_context import get_own

FAR_AWAY = "mentorship_far_away"
ALARMS_SENT_FOR = timedelta(days=1)
"""How far ahead the host sends alarms to a browser."""


class CalendarAlarmManager(models.AbstractModel):
    _inherit = "calendar.alarm_manager"

    def _notify_next_alarm(self, partner_ids):
        """Send nobody their next alarm where all events that change are too far away to be among those sent before.

        The host works it out for each user, with several queries.
        """
        if get_own(self.env, FAR_AWAY):
            return None
        return super()._notify_next_alarm(partner_ids)
