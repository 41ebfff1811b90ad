from odoo import fields, models


class HrMentorship(models.Model):
    """Where and how long a pair meets, when it has agreed on something new."""

    _inherit = "hr.mentorship"

    def _after_terms_changed(self):
        result = super()._after_terms_changed()
        today = fields.Date.context_today(self)
        # sudo: what the members have signed changes their meetings, whoever signs last
        checkins = self.sudo().checkin_ids.filtered(lambda c: c.state == "planned" and c.planned_date >= today)
        self.env["hr.mentorship.checkin"]._reschedule(
            {
                checkin: {
                    "duration": checkin.mentorship_id.meeting_duration,
                    "meeting_mode": checkin.mentorship_id.meeting_mode,
                    "meeting_location": checkin.mentorship_id.meeting_location,
                }
                for checkin in checkins
            }
        )
        return result
