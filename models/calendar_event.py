from odoo import models

FOLLOWED_FIELDS = {"start", "stop", "start_date", "stop_date", "allday", "duration", "location"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _get_activity_excluded_models(self):
        # A check-in has its own to-dos, one for each member
        return [*super()._get_activity_excluded_models(), "hr.mentorship.checkin"]

    def write(self, vals):
        is_removal = vals.get("active") is False
        is_move = not FOLLOWED_FIELDS.isdisjoint(vals)
        result = super().write(vals)
        if not (is_removal or is_move) or self.env.context.get("mentorship_moves_event"):
            return result
        if checkins := self.env["hr.mentorship.checkin"]._of_events(self):
            if is_removal:
                checkins._lose_events()
            else:
                checkins._follow_events()
        return result

    def unlink(self):
        if self:
            self.env["hr.mentorship.checkin"]._of_events(self)._lose_events()
        return super().unlink()

    def _get_guests(self):
        """Return the attendees without a user, who have no calendar here in which they would find the event."""
        return self.attendee_ids.filtered(lambda attendee: not attendee.partner_id.user_ids)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_busy_calendar_events(self, start_datetime, end_datetime):
        """Whoever invites a member sees that they are busy, though not with whom: a rule hides the event itself."""
        # sudo: the host takes nothing but the times
        return super(ResPartner, self.sudo())._get_busy_calendar_events(start_datetime, end_datetime)
