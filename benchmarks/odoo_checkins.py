"""In an Odoo shell: what the daily planning of check-ins costs, beside the cheapest creation of the same rows.

Adds as many active mentorships as there are mentees in the program of `odoo_add_bench`, weekly ones with a plan, of
which a fifth falls due today; runs the job as the scheduler does; then creates the very rows that it has written once
more, by batch creates of the ORM and nothing else. Writes its figures as JSON to BENCH_OUTPUT; with BENCH_PROFILE set,
prints where the time goes. With TIME set, mentorships have a fixed time, and each check-in an event in the calendar.
"""

import cProfile
import json
import os
import pstats
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import numpy as np

from odoo.fields import Date
from odoo.tools import SQL, split_every

from odoo.addons.hr_mentorship.models.common.own_context import OURS

from . import usage
from .odoo_add_bench import copy_rows

WEEK, DUE_SHARE = 7, 5
MEETINGS_HELD = 8


def main(env):
    measured = CheckinsMeasurement(env, has_time=bool(os.environ.get("TIME")))
    measured.add_mentorships()
    measured.run()
    Path(os.environ["BENCH_OUTPUT"]).write_text(json.dumps(measured.figures, indent=1), encoding="utf-8")


class CheckinsMeasurement:
    def __init__(self, env, has_time):
        self.env, self.has_time = env, has_time
        self.checkins = env["hr.mentorship.checkin"].with_context(tracking_disable=True)
        self.program = env["hr.mentorship.program"].search([("name", "=", "Bench")])
        self.today = Date.context_today(self.checkins)
        self.figures = {"has_time": has_time, "steps": {}}

    # -- what is there

    def add_mentorships(self):
        """Pairs in the middle of their mentorship: eight meetings held, the next ones and both reviews planned."""
        env, today = self.env, self.today
        seats = env["hr.mentorship.participant"].search([("program_id", "=", self.program.id)])
        mentees = self._get_mentees(seats)
        mentors = [
            (seat, slot + 1)
            for seat in seats.filtered(lambda seat: seat.role == "mentor")
            for slot in range(seat.capacity)
        ][: len(mentees)]
        count = len(mentees)
        # Who falls due met yesterday for the last time and has one meeting ahead; all others have two
        group = np.arange(count) % DUE_SHARE
        last_met = [today + timedelta(days=int(each) - 1 - (WEEK if each else 0)) for each in group]
        start = [day - timedelta(days=WEEK * MEETINGS_HELD) for day in last_met]
        first = self._add_first(mentors[0], mentees[0], start[0])
        mentorships = copy_rows(
            env.cr,
            "hr_mentorship",
            first.id,
            start_date=start,
            plan_due_on=[today + timedelta(days=int(each)) for each in group],
            name=[f"Pair {number}" for number in range(count)],
            channel_id=[None] * count,
        )
        for member in first.member_ids:
            is_mentor = member.role == "mentor"
            people = [seat for seat, _slot in mentors] if is_mentor else list(mentees)
            copy_rows(
                *(env.cr, "hr_mentorship_member", member.id),
                mentorship_id=mentorships,
                participant_id=[seat.id for seat in people],
                employee_id=[seat.employee_id.id for seat in people],
                user_id=[seat.user_id.id for seat in people],
                slot=[slot for _seat, slot in mentors] if is_mentor else [1] * count,
                is_live=[True] * count,
            )
        self._add_plan(first, mentorships, start)
        env.cr.execute("DELETE FROM hr_mentorship WHERE id = %s", [first.id])
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()
        self.figures.update(mentorships=count, due=env["hr.mentorship"].search_count(first._get_due_domain()))

    def _get_mentees(self, seats):
        return seats.filtered(lambda seat: seat.role == "mentee")

    def _add_first(self, mentor, mentee, start):
        """A pair made by the ORM, of which all others are copies; not live, as its people take part in a copy."""
        seat, slot = mentor
        first = self.env["hr.mentorship"].create(
            {
                "program_id": self.program.id,
                "member_ids": [
                    (0, 0, {"participant_id": seat.id, "slot": slot}),
                    (0, 0, {"participant_id": mentee.id}),
                ],
            }
        )
        first._move_to(
            "active",
            start_date=start,
            end_date=start + timedelta(days=365),
            rhythm="weekly",
            has_meeting_time=self.has_time,
            meeting_time=10,
            meeting_tz="Europe/Brussels",
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_mentorship_member SET is_live = FALSE WHERE mentorship_id = %s", [first.id])
        # Each has a channel of its own, which people open by the first press
        self.env.cr.execute("UPDATE hr_mentorship SET channel_id = NULL WHERE id = %s", [first.id])
        return first

    def _add_plan(self, first, mentorships, start):
        checkin = self.checkins.create({"mentorship_id": first.id, "planned_date": start[0], "kind": "regular"})
        self.env.flush_all()
        rows = []
        for mentorship, day in zip(mentorships.tolist(), start, strict=True):
            meetings = [day + timedelta(days=WEEK * number) for number in range(1, MEETINGS_HELD + 3)]
            # The last of them lies behind the horizon of those who fall due
            meetings = [each for each in meetings if each < self.today + timedelta(days=2 * WEEK - 1)]
            rows += [(mentorship, "regular", number + 1, each) for number, each in enumerate(meetings)]
            rows += [
                (mentorship, "follow_up", 0, day + timedelta(days=30)),
                (mentorship, "closing", 0, day + timedelta(days=365)),
            ]
        for some in split_every(100_000, rows, list):
            ids, kinds, occurrences, days = zip(*some, strict=True)
            copy_rows(
                *(self.env.cr, "hr_mentorship_checkin", checkin.id),
                mentorship_id=list(ids),
                kind=list(kinds),
                occurrence=list(occurrences),
                planned_date=list(days),
                calendar_start=list(days),
                calendar_stop=list(days),
                state=["done" if each < self.today else "planned" for each in days],
            )

    # -- what is measured

    def run(self):
        env = self.env
        last = {model: env[model].search([], order="id desc", limit=1).id or 0 for model in self._models()}
        self._measure("plan", self._plan)
        env.invalidate_all()
        written = {
            model: env[model].search([("id", ">", last[model]), *self._domain(model)], order="id")
            for model in self._models()
        }
        self.figures["rows"] = {model: len(records) for model, records in written.items()}
        if not len(written["hr.mentorship.checkin"]) == self.figures["due"] > 0:
            raise SystemExit(f"{self.figures['due']} check-ins fell due, planned were {self.figures['rows']}.")
        self._create_again(written)

    def _models(self):
        models = ["hr.mentorship.checkin", "mail.activity", "mail.followers"]
        return [*models, "calendar.event"] if self.has_time else models

    def _domain(self, model):
        return [] if model == "hr.mentorship.checkin" else [("res_model", "=", "hr.mentorship.checkin")]

    def _plan(self):
        """The scheduler comes back for what a run has left over."""
        cron, mentorships = self.env.ref("hr_mentorship.ir_cron_plan_checkins"), self.env["hr.mentorship"]
        left = None
        while due := mentorships.search_count(mentorships._get_due_domain()):
            if due == left or cron.method_direct_trigger() is not True:
                raise SystemExit(f"The job leaves {due} mentorships over.")
            self.env.cr.commit()
            left = due

    def _create_again(self, written):
        """Batch creates of the same rows with everything switched off that may be, in batches of the job's size."""
        values = {model: self._read_values(records) for model, records in written.items()}
        for model in reversed(self._models()):
            self.env.cr.execute(
                SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(self.env[model]._table), written[model].ids)
            )
        self.env.cr.commit()
        env = self.env(
            su=True,
            context={
                "tracking_disable": True,
                "mail_create_nolog": True,
                "mail_create_nosubscribe": True,
                "mail_activity_quick_update": True,
                "mentorship_followed": OURS,
                "mentorship_plans": OURS,
                "no_mail_to_attendees": True,
                "dont_notify": True,
            },
        )
        self.env.invalidate_all()
        seconds, cpu = dict.fromkeys(values, 0.0), dict.fromkeys(values, 0.0)
        of_checkin = {model: defaultdict(list) for model in self._models()[1:]}
        for model, rows_of in of_checkin.items():
            for row in values[model]:
                rows_of[row["res_id"]].append(row)
        for some in split_every(500, zip(written["hr.mentorship.checkin"].ids, values["hr.mentorship.checkin"]), list):
            new_ids = None
            for model in self._models():
                if new_ids is None:
                    rows = [row for _old_id, row in some]
                else:
                    rows = [
                        {**row, "res_id": new_id}
                        for (old_id, _row), new_id in zip(some, new_ids, strict=True)
                        for row in of_checkin[model][old_id]
                    ]
                cpu_before, start = self._cpu(), perf_counter()
                created = env[model].create(rows)
                env.flush_all()
                seconds[model] += perf_counter() - start
                cpu[model] += self._cpu() - cpu_before
                new_ids = new_ids or created.ids
            env.cr.commit()
        for model in self._models():
            self.figures["steps"][model] = {"seconds": seconds[model], "cpu": cpu[model]}

    def _read_values(self, records):
        """Values as `create` takes them; of what is computed, only what the job gives as well."""
        given = {
            "hr.mentorship.checkin": [
                *("mentorship_id", "kind", "occurrence", "duration", "planned_date", "wanted_date"),
                *("plan_fit", "is_out_of_hours", "is_date_agreed", "was_moved_for_leave", "date_checked_at"),
                *("state", "meeting_mode", "meeting_location"),
            ],
            "mail.activity": [
                *("activity_type_id", "summary", "res_model_id", "res_id", "res_name", "user_id", "date_deadline")
            ],
            "mail.followers": ["res_model", "res_id", "partner_id", "subtype_ids"],
            "calendar.event": [
                *("name", "description", "user_id", "partner_ids", "privacy", "show_as", "access_token", "allday"),
                *("start", "stop", "location", "videocall_location", "alarm_ids", "res_model_id", "res_id"),
            ],
        }[records._name]
        rows = records.read(given, load=None)
        for row in rows:
            row.pop("id")
            for name, value in row.items():
                if isinstance(value, tuple | list):
                    row[name] = [(6, 0, list(value))]
        return rows

    def _measure(self, name, function):
        """Measures up to a committed database."""
        self.env.flush_all()
        self.env.invalidate_all()
        usage.forget_peak()
        before = usage.resident_mb()
        profile = cProfile.Profile() if os.environ.get("BENCH_PROFILE") else None
        cpu, start = self._cpu(), perf_counter()
        if profile:
            profile.enable()
        function()
        if profile:
            profile.disable()
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
            pstats.Stats(profile).sort_stats("cumulative").print_stats("hr_mentorship", 30)
        self.figures["steps"][name] = {
            "seconds": perf_counter() - start,
            "cpu": self._cpu() - cpu,
            "peak": usage.peak_mb() - before,
        }

    def _cpu(self):
        return usage.cpu_seconds(self.env.cr)
