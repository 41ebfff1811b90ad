import logging
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, time, timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import format_time

from ...scheduling import free_times, moment_of, move_meeting, plan_meetings, wall_at
from ...scheduling.plan import SPECIAL_KINDS
from ..common.hr_mentorship_terms_mixin import USUAL_HOUR
from ..common.own_context import OURS, get_own
from ..common.spoken import say_date, say_day
from .free_hours import find_waking, read_busy, read_work

_logger = logging.getLogger(__name__)
FITS = [
    ("wanted", "As wanted"),
    ("near", "Another day close by"),
    ("far", "The nearest day on which both work"),
    ("none", "No day on which both work"),
]
TIME_FITS = [
    ("agreed", "As agreed"),
    ("other", "Another time of the day"),
    ("none", "No time at which all are free"),
]
SUGGESTIONS = 3
LOOK_BACK, LOOK_AHEAD = timedelta(days=3), timedelta(days=11)
"""The days around the planned one in which times are looked for."""
NOTICE = timedelta(hours=2)
"""Nobody is asked to meet sooner than this."""
OTHER_WEEKDAY = 0.5
"""What a day of the week other than the preferred one costs, in days of distance."""
HOURS_LIKE_A_DAY = 6
"""This far from the wanted hour is as bad as a day earlier or later."""


class HrMentorshipCheckin(models.Model):
    """Check-ins that plan themselves, on days on which both work."""

    _inherit = "hr.mentorship.checkin"

    wanted_date = fields.Date(readonly=True, copy=False, help="The day that the rhythm asks for.")
    plan_fit = fields.Selection(FITS, readonly=True, copy=False)
    time_fit = fields.Selection(TIME_FITS, readonly=True, copy=False, help="Where the terms say a time.")
    is_out_of_hours = fields.Boolean(
        readonly=True, copy=False, help="The agreed time lies outside of somebody's working hours on this day."
    )
    is_date_agreed = fields.Boolean(
        readonly=True, copy=False, help="A member has chosen the day or the time: new terms leave it alone."
    )
    was_moved_for_leave = fields.Boolean(readonly=True, copy=False)
    date_checked_at = fields.Datetime(
        readonly=True, copy=False, help="Leave that was entered later has not been looked at yet."
    )
    plan_remark = fields.Char(compute="_compute_plan_remark")

    @api.depends_context("lang")
    @api.depends("state", "plan_fit", "time_fit", "is_out_of_hours", "is_date_agreed", "planned_date", "wanted_date")
    def _compute_plan_remark(self):
        for checkin in self:
            is_open = checkin.state == "planned" and not checkin.is_date_agreed
            checkin.plan_remark = checkin._describe_fit() if is_open else False

    def _describe_fit(self):
        """Say why it is on this day, where that is not what the terms say."""
        self.ensure_one()
        wanted = say_date(self.env, self.wanted_date)
        if self.plan_fit == "far":
            return self.env._("Around %(wanted)s, there is no day on which all of you work.", wanted=wanted)
        if self.plan_fit == "none":
            return self.env._("One of you does not work on this day, and no day near it suits all of you.")
        if self.time_fit in ("none", "other"):
            return self._describe_time_fit()
        if self.is_out_of_hours:
            return self.env._("The agreed time lies outside of the working hours of one of you.")
        if self.plan_fit == "near" and self.wanted_date != self.planned_date:
            return self.env._("Instead of %(wanted)s, when one of you does not work.", wanted=wanted)
        return False

    def _describe_time_fit(self):
        if self.time_fit == "none":
            return self.env._("No time is free for all of you around the agreed one. Choose one together.")
        return self.env._("One of you has another appointment at the agreed time.")

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint({"planned_date", "planned_at"}) and not get_own(self.env, "mentorship_plans"):
            # sudo: it is not the user who writes this down
            super(HrMentorshipCheckin, self.sudo()).write(
                {"is_date_agreed": True, "is_out_of_hours": False, "date_checked_at": self.env.cr.now()}
            )
        return result

    # -- planning

    @api.model
    def _plan_for(self, mentorships, since=None):
        """Plan what is missing: the next regular check-ins, the 30-day follow-up and the closing review.

        Idempotent: running it again, or after a crash, adds nothing twice.

        :param date since: the first day on which anything is planned, where that is not today
        """
        today = fields.Date.context_today(self)
        # sudo: the plan follows from the agreement of the members, who do not create check-ins by themselves
        mentorships_sudo = mentorships.sudo()
        planner = self.env["hr.mentorship.planner"]
        people = planner._read_people(mentorships_sudo.member_ids.employee_id)
        existing = planner._read_existing(mentorships_sudo)
        taken = planner._read_taken(mentorships_sudo)
        meetings, due_on = {}, defaultdict(list)
        for mentorship in mentorships_sudo:
            known = existing[mentorship.id]
            found = plan_meetings(
                planner._read_terms(mentorship),
                [people[employee.id] for employee in mentorship.member_ids.employee_id],
                known,
                today,
                since,
                [taken[employee.id] for employee in mentorship.member_ids.employee_id],
            )
            meetings[mentorship] = found
            due_on[mentorship._get_plan_due_on(known, found, today)].append(mentorship.id)
        for day, ids in due_on.items():
            mentorships_sudo.browse(ids).plan_due_on = day
        planned = self._put_into_plan(meetings)
        planned._tell_where_nothing_fits()
        return planned

    @api.model
    def _put_into_plan(self, meetings):
        """Create check-ins, or bring cancelled ones back.

        :param dict meetings: lists of Meeting by mentorship
        """
        # sudo: see _plan_for
        checkins_sudo = self.sudo().with_context(mentorship_plans=OURS, tracking_disable=True)
        gone = checkins_sudo._find_cancelled(meetings)
        vals_list, back = [], self.browse()
        for mentorship, found in meetings.items():
            for meeting in found:
                values = self._get_plan_values(meeting)
                if checkin := gone.get((mentorship.id, meeting.kind)):
                    checkin._move_to("planned", **values)
                    back |= checkin
                else:
                    vals_list.append(
                        {
                            "mentorship_id": mentorship.id,
                            "kind": meeting.kind,
                            "occurrence": meeting.occurrence,
                            "duration": mentorship.meeting_duration,
                            **values,
                        }
                    )
        planned = (checkins_sudo.create(vals_list) | back).with_env(self.env)
        planned._after_plan()
        return planned

    def _find_cancelled(self, meetings):
        ids = [mentorship.id for mentorship, found in meetings.items() if any(m.kind in SPECIAL_KINDS for m in found)]
        if not ids:
            return {}
        cancelled = self.search(
            [("mentorship_id", "in", ids), ("kind", "in", SPECIAL_KINDS), ("state", "=", "cancelled")]
        )
        return {(checkin.mentorship_id.id, checkin.kind): checkin for checkin in cancelled}

    @api.model
    def _get_plan_values(self, meeting):
        return {
            "planned_date": meeting.day,
            "planned_at": meeting.starts_at or False,
            "wanted_date": meeting.wanted,
            "plan_fit": meeting.fit,
            "time_fit": meeting.time_fit,
            "is_out_of_hours": not meeting.is_in_hours,
            "is_date_agreed": False,
            "was_moved_for_leave": False,
            "date_checked_at": self.env.cr.now(),
        }

    def _after_plan(self):
        """Hook: these check-ins have just been planned."""

    def _tell_where_nothing_fits(self):
        """A word to both where the plan could not do what the terms say."""
        self._notify_both("planned_far", self.filtered(lambda checkin: checkin.plan_fit == "far"))
        # Of what is the same for all of them one line is enough, about the one that comes first
        self._notify_both("planned_none", self.filtered(lambda checkin: checkin.plan_fit == "none")._first_of_each())
        self._notify_both("planned_untimed", self.filtered(lambda checkin: checkin.time_fit == "none")._first_of_each())
        # Once, with the first ones: the time does not change until the members change it
        first = self.filtered(
            lambda checkin: checkin.is_out_of_hours and checkin.plan_fit != "none" and checkin.kind == "closing"
        )
        self._notify_both("out_of_hours", first)

    def _first_of_each(self):
        """Return the check-in of each mentorship that comes first."""
        by_mentorship = self.sorted("planned_date").grouped("mentorship_id")
        return self.browse([checkins[0].id for checkins in by_mentorship.values()])

    @api.model
    def _notify_both(self, kind, checkins, **params):
        """Queue a line for all members of many check-ins, in one statement."""
        lines = [
            {
                "kind": kind,
                "partner_id": member._get_person().id,
                "member_id": member.id,
                "program_id": member.program_id.id,
                "company_id": member.company_id.id,
                "mentorship_id": member.mentorship_id.id,
                "checkin_id": checkin.id,
                "params": {"wanted": checkin.wanted_date, **{name: of[checkin.id] for name, of in params.items()}},
            }
            for checkin in checkins.sudo()  # sudo: see member._notify
            for member in checkin.mentorship_id.member_ids
        ]
        if lines:
            self.env["hr.mentorship.notice"].sudo()._queue(lines)

    # -- after new terms

    @api.model
    def _replan_for(self, mentorships):
        """Bring future check-ins to the terms in force now.

        What a member has chosen the day or the time of stays, as long as it lies before the end.
        """
        today = fields.Date.context_today(self)
        mentorships_sudo = mentorships.sudo()  # sudo: see _plan_for
        planner = self.env["hr.mentorship.planner"]
        people = planner._read_people(mentorships_sudo.member_ids.employee_id)
        existing = planner._read_existing(mentorships_sudo)
        future = self.sudo().search(
            [
                ("mentorship_id", "in", mentorships_sudo.ids),
                ("state", "=", "planned"),
                ("planned_date", ">=", today),
                ("kind", "in", ("regular", *SPECIAL_KINDS)),
            ]
        )
        stays = future.filtered(lambda checkin: checkin.is_date_agreed)
        taken = planner._read_taken(mentorships_sudo, but=future - stays)
        moves, to_cancel, missing = {}, self.browse(), {}
        for mentorship in mentorships_sudo:
            mine = future.filtered(lambda checkin, m=mentorship: checkin.mentorship_id == m)
            stays = mine.filtered(
                lambda checkin, m=mentorship: checkin.is_date_agreed and checkin.planned_date < m.end_date
            )
            movable = mine - stays
            loose = {(checkin.kind, checkin.occurrence) for checkin in movable}
            known = [each for each in existing[mentorship.id] if (each.kind, each.occurrence) not in loose]
            mentorship.write(self._get_new_anchor(mentorship, existing[mentorship.id], today))
            found = plan_meetings(
                planner._read_terms(mentorship),
                [people[employee.id] for employee in mentorship.member_ids.employee_id],
                known,
                today,
                taken=[taken[employee.id] for employee in mentorship.member_ids.employee_id],
            )
            mentorship.plan_due_on = mentorship._get_plan_due_on(known, found, today)
            missing[mentorship] = []
            waiting = {kind: list(some) for kind, some in movable.sorted("planned_date").grouped("kind").items()}
            for meeting in found:
                if waiting.get(meeting.kind):
                    moves[waiting[meeting.kind].pop(0)] = meeting
                else:
                    missing[mentorship].append(meeting)
            for checkin in (checkin for checkins in waiting.values() for checkin in checkins):
                # A follow-up stays where it is, even if its 30 days have passed meanwhile
                if checkin.kind != "follow_up" or checkin.planned_date >= mentorship.end_date:
                    to_cancel |= checkin
        self._put_elsewhere(moves)
        to_cancel._cancel()
        self._put_into_plan(missing)._tell_where_nothing_fits()

    @api.model
    def _get_new_anchor(self, mentorship, existing, today):
        """The rhythm goes on from the last meeting before today; the count goes on from the last one of all."""
        regular = [each for each in existing if each.kind == "regular"]
        past = [each.day for each in regular if each.day < today and each.takes_place]
        return {
            "plan_anchor_date": max(past, default=mentorship.start_date),
            "plan_base": max((each.occurrence for each in regular), default=0),
        }

    @api.model
    def _put_elsewhere(self, moves):
        """Move planned check-ins, their to-dos and events.

        :param dict moves: Meeting by check-in
        """
        # sudo: see _plan_for; one recordset, so that what is read of one is read of all
        checkins_sudo = self.sudo().with_context(mentorship_plans=OURS).browse([checkin.id for checkin in moves])
        changed = {}
        for checkin, meeting in zip(checkins_sudo, moves.values(), strict=True):
            values = {**self._get_plan_values(meeting), "occurrence": meeting.occurrence}
            if checkin.kind == "first":
                values["planned_at"] = False  # none before its members agree on one
            changed[checkin] = {name: values.pop(name) for name in ("planned_date", "planned_at")}
            checkin.write(values)
        if changed:
            checkins_sudo._reschedule(changed)
            untimed = checkins_sudo.filtered(lambda checkin: checkin.time_fit == "none" and checkin.kind != "first")
            self._notify_both("planned_untimed", untimed._first_of_each())

    # -- leave that comes later

    @api.model
    def _move_off_leave(self, mentorships):
        """Move check-ins on whose day a member has got leave since they were planned; each at most once.

        A time on which the members have agreed is theirs to move: they are told.
        """
        self._move_off_days_off(self.env["hr.mentorship.planner"]._find_on_leave(mentorships))

    @api.model
    def _move_off_days_off(self, checkins):
        """Move those of ``checkins`` (sudo) on whose day a member does not work."""
        if not checkins:
            return
        today = fields.Date.context_today(self)
        planner = self.env["hr.mentorship.planner"]
        people = planner._read_people(checkins.mentorship_id.member_ids.employee_id)
        existing = planner._read_existing(checkins.mentorship_id)
        taken = planner._read_taken(checkins.mentorship_id)
        moves, former, to_tell = {}, {}, self.browse()
        for checkin in checkins.sorted("planned_date"):
            mentorship = checkin.mentorship_id
            others = existing[mentorship.id]
            me = next(each for each in others if (each.kind, each.occurrence) == (checkin.kind, checkin.occurrence))
            others.remove(me)
            meeting = move_meeting(
                planner._read_terms(mentorship),
                [people[employee.id] for employee in mentorship.member_ids.employee_id],
                me,
                [each for each in others if each.takes_place],
                today,
                [taken[employee.id] for employee in mentorship.member_ids.employee_id],
            )
            if meeting and checkin.is_date_agreed and checkin.planned_at:
                to_tell |= checkin
                others.append(me)
            elif meeting:
                moves[checkin], former[checkin.id] = meeting, checkin.planned_date
                others.append(replace(me, day=meeting.day))
            else:
                others.append(me)
        (checkins - self.union(*moves)).write({"date_checked_at": self.env.cr.now()})
        self._put_elsewhere(moves)
        moved = self.sudo().union(*moves)
        moved.write({"was_moved_for_leave": True})
        self._notify_both("moved_date", moved, former=former)
        self._notify_both("agreed_on_leave", to_tell)

    # -- every day

    @api.model
    def _cron_plan(self, batch_size=500):
        """Keep plans filled, those of people who never log anything included, and off new leave.

        Looks only at mentorships that are due, in locked batches with committed progress: whatever happens to the
        process, a batch is planned and no longer due, or neither.
        """
        cron = self.env["ir.cron"]
        mentorships = self.env["hr.mentorship"]
        on_leave = self.env["hr.mentorship.planner"]._find_on_leave().mentorship_id
        on_leave.write({"plan_due_on": fields.Date.context_today(self)})
        cron._commit_progress(remaining=mentorships.search_count(mentorships._get_due_domain()))
        last_id = 0
        # Always onwards: what another process holds, or what stays due in spite of all, is for the next run
        while due := mentorships.search(
            [*mentorships._get_due_domain(), ("id", ">", last_id)], limit=batch_size, order="id"
        ):
            last_id = due[-1].id
            batch = due.try_lock_for_update()
            self._plan_each(batch)
            remaining = mentorships.search_count([*mentorships._get_due_domain(), ("id", ">", last_id)])
            if not cron._commit_progress(len(batch), remaining=remaining):
                break

    @api.model
    def _plan_each(self, mentorships):
        """Plan locked mentorships together; one that breaks the plan must not keep all others from theirs."""
        try:
            with self.env.cr.savepoint():
                self._move_off_leave(mentorships)
                self._plan_for(mentorships)
        except OperationalError:
            # Of the database, not of a mentorship: the next run does it again
            raise
        except Exception:
            if len(mentorships) <= 1:
                _logger.exception("The check-ins of mentorship %s cannot be planned", mentorships.id)
                return
            middle = len(mentorships) // 2
            self._plan_each(mentorships[:middle])
            self._plan_each(mentorships[middle:])

    def _after_log(self):
        super()._after_log()
        self._plan_for(self.mentorship_id.filtered(lambda mentorship: mentorship.state == "active"))

    @api.model
    def _reschedule(self, moves, notify=False):
        """Hook: move many check-ins at once; see the room of meetings, which knows their to-dos and events."""
        raise NotImplementedError

    # -- times at which everybody in a check-in is free

    def _suggest_times(self, count=SUGGESTIONS):
        """Look for times near the planned day at which all members work and have no other appointment.

        :returns: the starts in UTC, and whether they lie outside of somebody's working hours because there are no
            common ones
        :rtype: tuple[list[datetime], bool]
        """
        self.ensure_one()
        tz = self.mentorship_id._get_meeting_tz()
        now = fields.Datetime.now()
        day = max(self.planned_date, self._to_local_date(now, tz))
        midnight = moment_of(datetime.combine(day, time.min), tz)
        begin, end = max(midnight - LOOK_BACK, now + NOTICE), midnight + LOOK_AHEAD
        employees_sudo = self.mentorship_id.sudo().member_ids.employee_id
        work = read_work(employees_sudo, begin, end)
        busy = read_busy(employees_sudo, begin, end, but=self.event_id)
        length = timedelta(hours=self.duration or 1)

        def find(hours):
            common = [(begin, end)]
            for employee in employees_sudo:
                common = free_times.intersect(common, free_times.subtract(hours[employee], busy[employee]))
            return [start for start in free_times.starts(common, length) if start != self.planned_at]

        candidates = find(work)
        is_edge = not candidates
        if is_edge:
            candidates = find({employee: find_waking(work[employee], employee.tz) for employee in employees_sudo})
        last_day = self.mentorship_id.end_date
        in_time = [start for start in candidates if not last_day or self._to_local_date(start, tz) <= last_day]

        def cost(start):
            local = wall_at(start, tz)
            hours_off = abs(local.hour + local.minute / 60 - self._get_wanted_hour())
            weekday = self.mentorship_id.meeting_weekday
            days_off = abs((local.date() - day).days)
            if weekday and int(weekday) != local.weekday():
                days_off += OTHER_WEEKDAY
            if is_edge:
                return days_off + sum(free_times.distance(start, start + length, hours) for hours in work.values())
            return days_off + hours_off / HOURS_LIKE_A_DAY

        chosen = free_times.choose(in_time or candidates, cost, lambda start: self._to_local_date(start, tz), count)
        return chosen, is_edge and bool(chosen)

    def _get_wanted_hour(self):
        mentorship = self.mentorship_id
        return mentorship.meeting_time if mentorship.has_meeting_time else USUAL_HOUR

    # -- in words

    def _describe_moment(self, moment, tz=None):
        """Return a moment in words, on the clock of ``tz`` or of the reader."""
        zone = tz or self.env.user.tz or "UTC"
        return self.env._(
            "%(day)s, %(time)s",
            day=say_day(self.env, self._to_local_date(moment, zone)),
            time=format_time(self.env, moment, tz=zone, time_format="short"),
        )

    def _describe_elsewhere(self, moment):
        """Return when ``moment`` is for the members on whose clocks it is another time than on the reader's."""
        self.ensure_one()
        here = self.env.user.tz or "UTC"
        words = []
        for member in self.mentorship_id.sudo().member_ids:
            there = member.user_id.tz or member.employee_id.tz or here
            if member.user_id == self.env.user or wall_at(moment, there) == wall_at(moment, here):
                continue
            is_same_day = self._to_local_date(moment, there) == self._to_local_date(moment, here)
            clock = format_time(self.env, moment, tz=there, time_format="short")
            words.append(
                self.env._(
                    "%(time)s for %(name)s",
                    time=clock if is_same_day else self._describe_moment(moment, there),
                    name=member.employee_id.name,
                )
            )
        return ", ".join(words)
