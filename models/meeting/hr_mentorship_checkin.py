from collections import defaultdict
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..checkin.todos import LOG
from ..common.hr_mentorship_terms_mixin import MEETING_MODES
from ..common.own_context import OURS
from ..common.spoken import say_day
from ..program.hr_mentorship_program import GIVING
from .calendar_alarm_manager import ALARMS_SENT_FOR, FAR_AWAY

REMINDER = "calendar.alarm_notif_2"
"""Half an hour before; a notification, not one more mail."""
MEETING_TERMS = {"meeting_duration": "duration", "meeting_mode": "meeting_mode", "meeting_location": "meeting_location"}


class HrMentorshipCheckin(models.Model):
    """The time of a check-in, and all that moves with it.

    A check-in stands on a day. As soon as its members agree on a time, ``planned_at`` is set and there is one event in
    the calendar. :meth:`_move` is the way in for people, :meth:`_reschedule` for the planner; an event that is moved
    in the calendar comes back through :meth:`_follow_events`. Each of them moves day, time, to-dos and event together.

    The to-dos are not Odoo's own meeting activities of the event: those share one deadline and one responsible, while
    a meeting late in Lisbon is on the next day for a partner in Tokyo.
    """

    _inherit = "hr.mentorship.checkin"

    event_id = fields.Many2one("calendar.event", "Calendar Event", readonly=True, copy=False, ondelete="set null")
    meeting_mode = fields.Selection(
        MEETING_MODES, "Where", compute="_compute_place", store=True, readonly=False, precompute=True
    )
    meeting_location = fields.Char("Place", compute="_compute_place", store=True, readonly=False, precompute=True)
    can_plan = fields.Boolean(compute="_compute_can_plan")
    # What a calendar view shows: the time, or the whole day as long as there is none
    calendar_start = fields.Datetime("Starts", compute="_compute_calendar", store=True)
    calendar_stop = fields.Datetime("Ends", compute="_compute_calendar", store=True)
    is_all_day = fields.Boolean("All Day", compute="_compute_calendar", store=True)
    video_link = fields.Char(compute="_compute_video_link")

    _one_event = models.UniqueIndex("(event_id) WHERE event_id IS NOT NULL", "An event is the time of one check-in.")

    @api.depends("mentorship_id")
    def _compute_place(self):
        """Take the terms as they are when the check-in is planned; later on it may have a place of its own."""
        for checkin in self:
            checkin.meeting_mode = checkin.mentorship_id.meeting_mode
            checkin.meeting_location = checkin.mentorship_id.meeting_location

    @api.depends("planned_date", "planned_at", "duration")
    def _compute_calendar(self):
        for checkin in self:
            start = checkin.planned_at or fields.Datetime.to_datetime(checkin.planned_date)
            checkin.is_all_day = not checkin.planned_at
            checkin.calendar_start = start
            checkin.calendar_stop = start and start + timedelta(hours=checkin.duration or 1)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_plan(self):
        for checkin in self:
            checkin.can_plan = checkin.state == "planned" and bool(checkin.mentorship_id.my_member_id)

    # -- life

    @api.model_create_multi
    def create(self, vals_list):
        checkins = super().create(vals_list)
        checkins.filtered(lambda checkin: checkin.state == "planned")._sync_events()
        return checkins

    def unlink(self):
        self._remove_events()
        return super().unlink()

    def _move_to(self, state, **values):
        result = super()._move_to(state, **values)
        if state == "done":
            # Met before the day in the calendar: that event is still to come, and nobody has to keep it free
            self.filtered(lambda checkin: checkin.held_on and checkin.held_on < checkin.planned_date)._remove_events()
        elif state != "planned":
            self._remove_events()
        return result

    # -- moving

    def action_plan(self):
        """Open the dialog in which a member agrees on a time, with suggestions of when both are free."""
        self.ensure_one()
        if not self.can_plan:
            raise AccessError(self.env._("Only the members of a mentorship plan its meetings, and only those to come."))
        dialog = self.env["hr.mentorship.checkin.plan"].create({"checkin_id": self.id})
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_checkin_plan_action")
        return {**action, "res_id": dialog.id}

    def _move(self, planned_date, planned_at=False, expected=None, **place):
        """Put a planned check-in on another day or time, as one of its members; the calendar tells the partner.

        :param date planned_date: the day; where there is a time, it follows from that
        :param datetime planned_at: the time in UTC, or False as long as only the day is agreed
        :param tuple expected: day and time as the user has seen them, so that nobody overrules a partner unknowingly
        :param place: new ``duration``, ``meeting_mode`` or ``meeting_location``
        """
        self.ensure_one()
        if not (self.env.su or self.mentorship_id.my_member_id):
            raise AccessError(self.env._("Only the members of a mentorship plan its meetings."))
        self._serialize()
        self._check_state_in("planned")
        if expected is not None and (self.planned_date, self.planned_at) != expected:
            raise UserError(
                self.env._(
                    "Your partner has moved this meeting to %(when)s in the meantime. Look at it again before you "
                    "change it.",
                    when=self._describe_time(),
                )
            )
        is_over = planned_at < fields.Datetime.now() if planned_at else planned_date < fields.Date.context_today(self)
        if is_over:
            raise UserError(
                self.env._("A meeting is planned ahead, and this time is over. If you have met, log the check-in.")
            )
        self._reschedule({self: {"planned_date": planned_date, "planned_at": planned_at, **place}}, notify=True)
        if planned_at:
            self._after_time_agreed()

    @api.model
    def _reschedule(self, moves, notify=False):
        """Move many check-ins at once, and their to-dos and events with them.

        :param dict moves: check-in: new values of ``planned_date``, ``planned_at``, ``duration``, ``meeting_mode`` and
            ``meeting_location``, as far as they change
        :param bool notify: whether the calendar tells all attendees; otherwise only those who have no user, and so no
            calendar in which they would find it
        """
        same_values = defaultdict(self.browse)
        for checkin, values in moves.items():
            new_values = dict(values)
            if planned_at := values.get("planned_at"):
                tz = checkin.mentorship_id._get_meeting_tz()
                new_values["planned_date"] = self._to_local_date(planned_at, tz)
            same_values[tuple(sorted(new_values.items()))] |= checkin
        for values, checkins in same_values.items():
            # sudo: members change nothing of a check-in but this, and the callers have checked who asks
            checkins.sudo().write(dict(values))
        moved = self.browse([checkin.id for checkin in moves])
        moved._move_activities()
        moved._sync_events(notify)

    def _after_time_agreed(self):
        """Hook: a member has set the time of these check-ins, here or in the calendar."""

    def _describe_time(self, tz=None):
        """Return when the meeting is, in words and on the clock of ``tz`` or of the reader."""
        self.ensure_one()
        if self.planned_at:
            return self._describe_moment(self.planned_at, tz)
        return say_day(self.env, self.planned_date)

    # -- to-dos

    @api.model
    def _get_meeting_activity_types(self):
        """List the types of the to-dos that are due on the day of the meeting."""
        return [LOG]

    def _get_day(self, user):
        """Return the day on which the meeting is for ``user``."""
        self.ensure_one()
        if not self.planned_at:
            return self.planned_date
        return self._to_local_date(self.planned_at, user.tz or self.mentorship_id._get_meeting_tz())

    def _schedule_meeting_activities(self):
        """Give each member who has a user one to-do, due on the day of the meeting."""
        return self._schedule_activities(
            LOG,
            [
                (checkin, user, checkin._get_day(user))
                for checkin in self
                for user in checkin.mentorship_id.sudo().member_ids.user_id
            ],
        )

    def _move_activities(self):
        checkins = {checkin.id: checkin for checkin in self}
        by_day = defaultdict(self.env["mail.activity"].browse)
        for activity in self._find_activities(self._get_meeting_activity_types()):
            day = checkins[activity.res_id]._get_day(activity.user_id)
            if activity.date_deadline != day:
                by_day[day] |= activity
        for day, activities in by_day.items():
            activities._clean_sudo().with_context(mail_activity_quick_update=True).write({"date_deadline": day})

    def _after_plan(self):
        super()._after_plan()
        self._schedule_meeting_activities()

    # -- The one event that a check-in with a time has in the calendar of its members.

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
            events_sudo.with_context(mentorship_moves_event=OURS, **self._get_event_context(notify)).write(dict(values))
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
                "day_moved",
                checkin=checkin,
                partner=member.sudo().employee_id,  # sudo: partners know each other
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
                [{**common, **checkin._get_event_values(partners, is_settled=not notify)} for checkin in checkins_sudo]
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
        users = members.sorted(lambda member: member.role not in GIVING).user_id
        organiser = users.filtered("active")[:1]
        words = self.with_context(lang=organiser.lang or self.env.lang)
        attendees = self.env["res.partner"].union(*(partners[member] for member in members))
        token = uuid4().hex
        values = {
            "name": words.sudo().display_name,  # sudo: by both names, as it stands in the calendars of both
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
            near_sudo = events_sudo.filtered(lambda event: event._get_first_alarm_at() < self._get_alarm_horizon())
            near_sudo.unlink()
            (events_sudo - near_sudo).with_context(**{FAR_AWAY: OURS}).unlink()

    @api.model
    def _get_alarm_horizon(self):
        return fields.Datetime.now() + ALARMS_SENT_FOR

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

    # -- meeting

    def _take_new_terms(self, before):
        """Return what a change of the terms changes here: what it names, and the pair has not agreed for this meeting.

        :param dict before: the terms that were in force
        """
        self.ensure_one()
        if self.is_date_agreed:
            return {}
        terms = self.mentorship_id._get_terms()
        return {
            name: terms[term]
            for term, name in MEETING_TERMS.items()
            if term in before and terms[term] != before[term] and (self[name] or False) == (before[term] or False)
        }
