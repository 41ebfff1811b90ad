from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    def write(self, vals):
        declining = self.filtered(lambda attendee: attendee.state != "declined")
        result = super().write(vals)
        if vals.get("state") == "declined" and declining:
            declining._tell_partners()
        return result

    def unlink(self):
        """Taken off the list of an event, by themselves or by others."""
        if not self.env.context.get("mentorship_moves_event"):
            for checkin, away in self._find_members():
                # Whoever leaves tells the others; whoever is taken out learns it, as it is in no calendar of theirs now
                removed = away.filtered(lambda member: member.user_id != self.env.user)
                removed._notify("meeting_removed", checkin=checkin)
                if left := away - removed:
                    (checkin.mentorship_id.member_ids - left)._notify("meeting_declined", checkin=checkin)
        return super().unlink()

    def _tell_partners(self):
        """Tell the other members that somebody does not come; what becomes of the meeting is for them to say."""
        for checkin, away in self._find_members():
            (checkin.mentorship_id.member_ids - away)._notify("meeting_declined", checkin=checkin)

    def _find_members(self):
        """Return pairs of a planned check-in and those of its members whom these attendees are, both in sudo."""
        found = []
        # sudo: whoever takes themselves off the list may not read it any more by then
        attendees_sudo = self.sudo()
        for checkin in self.env["hr.mentorship.checkin"]._of_events(attendees_sudo.event_id):
            gone = attendees_sudo.filtered(lambda attendee, c=checkin: attendee.event_id == c.event_id).partner_id
            members = checkin.mentorship_id.member_ids
            partners = members._get_calendar_partners()
            if away := members.browse([member.id for member in members if partners[member] in gone]):
                found.append((checkin, away))
        return found
