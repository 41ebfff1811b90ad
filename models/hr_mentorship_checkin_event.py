from collections import defaultdict
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

REMINDER = "calendar.alarm_notif_2"
"""Half an hour before; a notification, not one more mail."""


class HrMentorshipCheckin(models.Model):
    """The one event that a check-in with a time has in the calendar of its members."""

    _inherit = "hr.mentorship.checkin"

    video_link = fields.Char(compute="_compute_video_link")

    @api.depends_context("uid")
    @api.depends("state", "meeting_mode", "event_id.videocall_location")
    def _compute_video_link(self):
        """The link of a private event is for those who take part in it, so it is read as the user."""
        readable = self.event_id._filtered_access("read")
        for checkin in self:
            is_call = checkin.state == "planned" and checkin.meeting_mode == "video"
            checkin.video_link = is_call and checkin.event_id in readable and checkin.event_id.videocall_location

    def action_join(self):
        """Open the video call."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.video_link, "target": "new"}

    # -- from the check-in to the calendar

    def _sync_events(self, notify=False):
        """Bring the calendar to what these check-ins say: one event for each that has a time, none for the others."""
        timed = self.filtered("planned_at")
        if notify:
            (self - timed).filtered("event_id")._tell_time_taken_back()
        (self - timed)._remove_events()
        without_event = timed.filtered(lambda checkin: not checkin.event_id)
        without_event._create_events(notify)
        same_values = defaultdict(self.env["calendar.event"].browse)
        for checkin in timed - without_event:
            event_sudo = checkin.sudo().event_id  # sudo: see _create_events
            values = {
                **checkin._get_event_times(),
                **checkin._get_event_place(event_sudo.access_token, event_sudo.videocall_location),
            }
            changed = {name: value for name, value in values.items() if event_sudo[name] != value}
            if changed:
                same_values[tuple(changed.items())] |= event_sudo
        for values, events_sudo in same_values.items():
            events_sudo.with_context(mentorship_moves_event=True, **self._get_event_context(notify)).write(dict(values))
            if not notify and dict(values).get("start", fields.Datetime.now()) > fields.Datetime.now():
                events_sudo._get_guests()._notify_attendees(
                    self.env.ref("calendar.calendar_template_meeting_changedate", raise_if_not_found=False),
                    force_send=True,
                )

    def _tell_time_taken_back(self):
        """The day stays and the time is gone: no invitation says that, so a line of ours does."""
        for checkin in self:
            member = checkin.mentorship_id.my_member_id
            (checkin.mentorship_id.member_ids - member)._notify(
                "day_moved", checkin=checkin, partner=member.sudo().employee_id  # sudo: partners know each other
            )

    def _create_events(self, notify):
        if not self:
            return
        # sudo: the organiser is the mentor, whoever of the two sets the time
        checkins_sudo = self.sudo()
        partners = checkins_sudo.mentorship_id.member_ids._get_calendar_partners()
        reminder = self.env.ref(REMINDER, raise_if_not_found=False)
        common = {
            "alarm_ids": [Command.set(reminder.ids)] if reminder else [],
            "res_model_id": self.env["ir.model"]._get_id(self._name),
        }
        events_sudo = (
            self.env["calendar.event"]
            ._clean_sudo()
            .with_context(skip_contact_description=True, **self._get_event_context(notify))
            .create(
                [
                    {**common, **checkin._get_event_values(partners, is_settled=not notify)}
                    for checkin in checkins_sudo
                ]
            )
            .with_env(checkins_sudo.env)
        )
        for checkin, event in zip(checkins_sudo, events_sudo, strict=True):
            checkin.event_id = event
        if not notify:
            events_sudo._get_guests()._send_invitation_emails()

    def _get_event_context(self, notify):
        return {
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
            "no_mail_to_attendees": not notify,
            # The planner looks days ahead; the reminder of what comes next need not be worked out for each event
            "dont_notify": not notify,
        }

    def _get_event_values(self, partners, is_settled):
        """Return the values of a new event.

        :param dict partners: of each member, as of ``_get_calendar_partners``
        :param bool is_settled: the terms that all have signed say the time, so nobody is asked again
        """
        self.ensure_one()
        members = self.mentorship_id.member_ids
        users = members.sorted(lambda member: member.role != "mentor").user_id
        organiser = users.filtered("active")[:1]
        words = self.with_context(lang=organiser.lang or self.env.lang)
        attendees = self.env["res.partner"].union(*(partners[member] for member in members))
        token = uuid4().hex
        values = {
            "name": words.display_name,
            "description": plaintext2html(words._get_public_agenda()),
            "user_id": organiser.id or False,
            "partner_ids": [Command.set(attendees.ids)],
            "privacy": "private",
            "show_as": "busy",
            "access_token": token,
            "res_id": self.id,
            "activity_ids": [],
            **self._get_event_times(),
            **self._get_event_place(token),
        }
        if is_settled:
            values["attendee_ids"] = [
                Command.create({"partner_id": partner.id, "state": "accepted"}) for partner in attendees
            ]
        return values

    def _get_event_times(self):
        self.ensure_one()
        duration = timedelta(minutes=round((self.duration or 1) * 60))
        return {"allday": False, "start": self.planned_at, "stop": self.planned_at + duration}

    def _get_event_place(self, token, video_link=False):
        """Return where the event is.

        :param str token: of the event, by which Odoo opens a video call of its own
        :param str video_link: the link that the event has already, and keeps
        """
        self.ensure_one()
        place = self.meeting_location or False
        if self.meeting_mode != "video":
            return {"location": place, "videocall_location": False}
        if place and urlsplit(place).scheme in ("http", "https"):
            return {"location": False, "videocall_location": place}
        if not video_link:
            event = self.env["calendar.event"]
            video_link = f"{event.get_base_url()}/{event.DISCUSS_ROUTE}/{token}"
        return {"location": place, "videocall_location": video_link}

    def _remove_events(self):
        """Take events that are still to come out of the calendar.

        Whoever caused it, their partner is told by our own line in the daily mail; a mail of Odoo for each event, sent
        before it, would say the same five times and less kindly.
        """
        # sudo: see _create_events
        checkins_sudo = self.sudo().filtered(
            lambda checkin: checkin.event_id and checkin.event_id.stop > fields.Datetime.now()
        )
        events_sudo = checkins_sudo.event_id
        if events_sudo:
            checkins_sudo.write({"event_id": False})
            events_sudo.unlink()

    # -- from the calendar to the check-in

    @api.model
    def _of_events(self, events):
        """Return the planned check-ins of ``events``, in sudo: whoever may change the event moves its check-in."""
        return self.sudo().search([("event_id", "in", events.ids), ("state", "=", "planned")])

    def _find_events_again(self, recurrences):
        """Follow the events of these check-ins (in sudo) after a change, or whatever a series has put in their place.

        :param recurrences: the series of before and after
        """
        gone = self.filtered(lambda checkin: not checkin.event_id.exists().active)
        (self - gone)._follow_events()
        if not gone:
            return
        # sudo: see _create_events
        events = (
            self.env["calendar.event"]
            .sudo()
            .search(
                Domain("recurrence_id", "in", recurrences.exists().ids)
                # The events of a series are copies of the one that was made one
                | (Domain("res_model", "=", self._name) & Domain("res_id", "in", gone.ids))
            )
        )
        events -= self.sudo().search([("event_id", "in", events.ids)]).event_id
        for checkin in gone.filtered("planned_at").sorted("planned_at"):
            if event := min(events, key=lambda event, c=checkin: abs(event.start - c.planned_at), default=None):
                checkin.event_id = event
                events -= event
                gone -= checkin
                checkin._follow_events()
        gone._lose_events()

    def _follow_events(self):
        """Take over where and when the events of these check-ins are now."""
        is_told = self.env["calendar.event"]._is_told_by_calendar()
        for checkin in self:
            event = checkin.event_id
            tz = checkin.mentorship_id._get_meeting_tz()
            values = {
                "planned_at": False if event.allday else event.start,
                "planned_date": event.start_date if event.allday else self._to_local_date(event.start, tz),
            }
            if not event.allday:
                values["duration"] = event.duration
            if checkin.meeting_mode != "video":
                values["meeting_location"] = event.location
            changed = {name: value for name, value in values.items() if checkin[name] != value}
            if changed:
                checkin.write(changed)
            if not changed.keys().isdisjoint({"planned_at", "planned_date"}):
                checkin._tell_move(is_told)
        self._move_activities()
        self.filtered("planned_at")._after_time_agreed()

    def _tell_move(self, is_told):
        """Tell of a move in the calendar what the calendar does not say itself.

        :param bool is_told: whether the calendar tells its attendees of the move
        """
        self.ensure_one()
        members = self.mentorship_id.member_ids
        if not is_told:
            members.filtered(lambda member: member.user_id != self.env.user)._notify("meeting_moved", checkin=self)
        if self.mentorship_id.end_date and self.planned_date > self.mentorship_id.end_date:
            members._notify("meeting_after_end", checkin=self, end=self.mentorship_id.end_date)

    def _lose_events(self):
        """Somebody has taken the events out of the calendar: the day stays, the time is to be agreed anew."""
        self.write({"planned_at": False, "event_id": False})
        self._move_activities()
        for checkin in self:
            members = checkin.mentorship_id.member_ids
            members.filtered(lambda member: member.user_id != self.env.user)._notify("meeting_removed", checkin=checkin)
