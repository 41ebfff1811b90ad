from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    def write(self, vals):
        declining = self.filtered(lambda attendee: attendee.state != "declined")
        result = super().write(vals)
        if vals.get("state") == "declined" and declining:
            declining._tell_partners()
        return result

    def _tell_partners(self):
        """Tell the other members that somebody does not come; what becomes of the meeting is for them to say."""
        checkins_sudo = self.env["hr.mentorship.checkin"]._of_events(self.event_id)
        for checkin in checkins_sudo:
            gone = self.filtered(lambda attendee, c=checkin: attendee.event_id == c.event_id).partner_id
            members = checkin.mentorship_id.member_ids
            partners = members._get_calendar_partners()
            away = members.browse([member.id for member in members if partners[member] in gone])
            if away:
                (members - away)._notify("meeting_declined", checkin=checkin)
