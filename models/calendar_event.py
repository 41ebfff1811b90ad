from odoo import models

FOLLOWED_FIELDS = {
    *("start", "stop", "start_date", "stop_date", "allday", "duration", "location", "active"),
    *("recurrency", "recurrence_update"),
}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _get_activity_excluded_models(self):
        # A check-in has its own to-dos, one for each member
        return [*super()._get_activity_excluded_models(), "hr.mentorship.checkin"]

    def write(self, vals):
        is_followed = not FOLLOWED_FIELDS.isdisjoint(vals) and not self.env.context.get("mentorship_moves_event")
        if not is_followed:
            return super().write(vals)
        checkins = self.env["hr.mentorship.checkin"]._of_events(self | self.recurrence_id.calendar_event_ids)
        if not checkins:
            return super().write(vals)
        # A series takes events apart and puts others in their place: what has come of them is looked at in the end
        recurrences = checkins.event_id.recurrence_id
        result = super(CalendarEvent, self.with_context(mentorship_moves_event=True)).write(vals)
        checkins._find_events_again(recurrences | self.recurrence_id)
        return result

    def unlink(self):
        if self and not self.env.context.get("mentorship_moves_event"):
            self.env["hr.mentorship.checkin"]._of_events(self)._lose_events()
        return super().unlink()

    def _is_told_by_calendar(self):
        """Return whether Odoo itself tells the attendees when an event is moved: not what comes from elsewhere."""
        silent = ("no_mail_to_attendees", "skip_attendee_notification", "dont_notify")
        return not any(self.env.context.get(key) for key in silent)

    def _get_guests(self):
        """Return the attendees without a user, who have no calendar here in which they would find the event."""
        return self.attendee_ids.filtered(lambda attendee: not attendee.partner_id.user_ids)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_busy_calendar_events(self, start_datetime, end_datetime):
        """Whoever invites a member sees that they are busy, though not with whom: a rule hides the event itself."""
        # sudo: the host takes nothing but the times
        return super(ResPartner, self.sudo())._get_busy_calendar_events(start_datetime, end_datetime)
