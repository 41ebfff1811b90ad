from datetime import timedelta

from odoo import Command, models

from ..common.own_context import OURS, get_own

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
        if left := self._filter_left(vals):
            stayed = self - left
            if stayed:
                stayed.write(dict(vals))
            left.write({**vals, "partner_ids": self._keep_me(vals["partner_ids"])})
            for event in left:
                event.change_attendee_status("declined", "self_only")
            return True
        is_followed = not FOLLOWED_FIELDS.isdisjoint(vals) and not get_own(self.env, "mentorship_moves_event")
        if not is_followed:
            return super().write(vals)
        checkins = self.env["hr.mentorship.checkin"]._of_events(self | self.recurrence_id.calendar_event_ids)
        if not checkins:
            return super().write(vals)
        # A series takes events apart and puts others in their place: what has come of them is looked at in the end
        recurrences = checkins.event_id.recurrence_id
        result = super(CalendarEvent, self.with_context(mentorship_moves_event=OURS)).write(vals)
        checkins._find_events_again(recurrences | self.recurrence_id)
        return result

    def _filter_left(self, vals):
        """Return the meetings of a pair from whose list the user takes themselves off: they decline, and stay on it.

        Nobody reads these events but whoever is on the list, so that off it the host could not finish what it does,
        nor show what has become of it; and the meeting would be nowhere in the calendar of somebody who is expected.
        """
        if self.env.su or self._keep_me(vals.get("partner_ids")) == self._to_commands(vals.get("partner_ids")):
            return self.browse()
        checkins = self.env["hr.mentorship.checkin"]._of_events(self)
        mine = checkins.event_id.filtered(lambda event: self.env.user.partner_id in event.partner_ids)
        return self.browse(mine.ids)

    def _keep_me(self, commands):
        """Return these changes of a list of partners without those that take the current user off it."""
        me = self.env.user.partner_id.id
        kept = []
        for command in self._to_commands(commands):
            operation, partner_id, ids = (*command, 0, 0)[:3]
            if operation in (Command.DELETE, Command.UNLINK) and partner_id == me:
                continue
            is_left = operation == Command.CLEAR or (operation == Command.SET and me not in (ids or ()))
            kept.append(Command.set([*(ids or ()), me]) if is_left else command)
        return kept

    def _to_commands(self, commands):
        """Return what a client may give for a list of partners, mere ids among it, as commands."""
        commands = list(commands or [])
        return [Command.set(commands)] if commands and isinstance(commands[0], int) else commands

    def unlink(self):
        if self and not get_own(self.env, "mentorship_moves_event"):
            self.env["hr.mentorship.checkin"]._of_events(self)._lose_events()
        return super().unlink()

    def _get_first_alarm_at(self):
        """Return when the first reminder of the event is due; without one, when it starts."""
        self.ensure_one()
        return self.start - timedelta(minutes=max(self.alarm_ids.mapped("duration_minutes"), default=0))

    def _is_told_by_calendar(self):
        """Return whether Odoo itself tells the attendees when an event is moved: not what comes from elsewhere."""
        silent = ("no_mail_to_attendees", "skip_attendee_notification", "dont_notify")
        return not any(self.env.context.get(key) for key in silent)

    def _get_guests(self):
        """Return the attendees without a user, who have no calendar here in which they would find the event."""
        return self.attendee_ids.filtered(lambda attendee: not attendee.partner_id.user_ids)
