from collections import defaultdict
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .hr_mentorship_terms_mixin import MEETING_MODES
from .spoken import say_day


class HrMentorshipCheckin(models.Model):
    """The time of a check-in, and all that moves with it.

    A check-in stands on a day. As soon as its members agree on a time, ``planned_at`` is set and there is one event in
    the calendar. :meth:`_move` is the way in for people, :meth:`_reschedule` for the planner; an event that is moved
    in the calendar comes back through :meth:`_follow_events`. Each of them moves day, time, to-dos and event together.

    The to-dos are not Odoo's own meeting activities of the event: those share one deadline and one responsible, while
    a meeting late in Lisbon is on the next day for a partner in Tokyo.
    """

    _inherit = "hr.mentorship.checkin"

    planned_at = fields.Datetime(
        "Time", readonly=True, copy=False, tracking=True, help="Empty as long as only the day is agreed."
    )
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

    def _serialize(self):
        """Let members who move a check-in in the same second wait for each other; see ``hr.mentorship``."""
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE hr_mentorship_checkin SET write_date = (now() AT TIME ZONE 'UTC') WHERE id = ANY(%s)",
            [list(self.ids)],
        )
        self.invalidate_recordset()

    @api.model
    def _to_local_date(self, moment, tz):
        return pytz.utc.localize(moment).astimezone(pytz.timezone(tz or "UTC")).date()

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
        return ["hr_mentorship.mail_activity_type_checkin"]

    def _get_day(self, user):
        """Return the day on which the meeting is for ``user``."""
        self.ensure_one()
        if not self.planned_at:
            return self.planned_date
        return self._to_local_date(self.planned_at, user.tz or self.mentorship_id._get_meeting_tz())

    def _schedule_meeting_activities(self):
        """Give each member who has a user one to-do, due on the day of the meeting."""
        return self._schedule_activities(
            "hr_mentorship.mail_activity_type_checkin",
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
