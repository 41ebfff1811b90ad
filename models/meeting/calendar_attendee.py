from odoo import models

from ..common.own_context import get_own


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    def write(self, vals):
        declining = self.filtered(lambda attendee: attendee.state != "declined")
        result = super().write(vals)
        if vals.get("state") == "declined" and declining:
            declining._tell_partners()
        return result

    def unlink(self):
        """Taken off the list of an event by others; whoever takes themselves off declines, and stays on it."""
        if get_own(self.env, "mentorship_moves_event"):
            return super().unlink()
        left = self._filter_left()
        left.do_decline()
        removed = self - left
        for checkin, away in removed._find_members():
            # As it is in no calendar of theirs now
            away._notify("meeting_removed", checkin=checkin)
        return super(CalendarAttendee, removed).unlink()

    def _filter_left(self):
        """Return the lines with which a member takes themselves off the list of a check-in, see ``calendar.event``."""
        if self.env.su:
            return self.browse()
        mine = self.filtered(lambda attendee: attendee.partner_id == self.env.user.partner_id)
        meetings = self.env["hr.mentorship.checkin"]._of_events(mine.event_id).event_id
        return mine.filtered(lambda attendee: attendee.event_id.id in meetings.ids)

    def _tell_partners(self):
        """Tell the other members that somebody does not come; what becomes of the meeting is for them to say."""
        for checkin, away in self._find_members():
            # By name: of several in a group the others do come
            (checkin.mentorship_id.member_ids - away)._notify(
                "meeting_declined", checkin=checkin, partner=away.employee_id
            )

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
