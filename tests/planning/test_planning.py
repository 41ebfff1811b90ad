from datetime import date, timedelta
from itertools import pairwise
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from .common import PlanningCase


@tagged("post_install", "-at_install")
class TestDays(PlanningCase):
    """Dates avoid the days on which either of them does not work."""

    def test_preferred_weekday_and_own_rule_are_followed(self):
        self.assertEqual(self.days(self.begin(meeting_weekday="3")), ["2027-01-14", "2027-01-21"])
        other = self.begin(
            mentor=self.olga, mentee=self.paula, rhythm="custom", rhythm_rule="FREQ=MONTHLY;BYDAY=1TU", planned_ahead=3
        )
        self.assertEqual(self.days(other), ["2027-01-05", "2027-03-02", "2027-04-06"])

    def test_days_on_which_the_calendar_of_one_has_no_hours_are_avoided(self):
        self.max.resource_calendar_id = self.add_calendar("Part time", days=(0, 1, 4))
        pair = self.begin(meeting_weekday="2")
        self.assertEqual(self.days(pair), ["2027-01-15", "2027-01-22"], "Friday instead of Wednesday")
        self.assertIn("Instead of January 13, 2027", pair.checkin_ids.filtered("occurrence")[0].plan_remark)
        self.assertFalse(self.notices(pair, "planned_far"), "a day in the same week is no news")

    def test_public_holiday_and_leave_are_avoided(self):
        self.take_leave(None, "2027-01-12")
        self.take_leave(self.mia, "2027-01-19", "2027-01-20")
        self.assertEqual(self.days(self.begin(meeting_weekday="1")), ["2027-01-13", "2027-01-21"])

    def test_leave_of_a_whole_week_brings_the_nearest_day_and_a_word_to_both(self):
        self.take_leave(self.max, "2027-01-11", "2027-01-17")
        self.take_leave(self.mia, "2027-01-08")
        pair = self.begin(meeting_weekday="1")
        self.assertEqual(self.days(pair), ["2027-01-07", "2027-01-19"])
        told = self.notices(pair, "planned_far")
        self.assertEqual(set(told.member_id.mapped("employee_id.name")), {"Max", "Mia"})
        remark = pair.checkin_ids.filtered("occurrence")[0].plan_remark
        self.assertIn("there is no day on which all of you work", remark)
        text = told[0]._read_out()[0]["text"]
        self.assertRegex(
            text, r"is planned for Thursday, January 7, 2027: around Tuesday, January 12, 2027 there is no"
        )

    def test_leave_without_an_end_keeps_the_day_and_asks_both(self):
        self.take_leave(self.max, "2027-01-01", "2029-12-31")
        pair = self.begin()
        self.assertEqual(self.days(pair), ["2027-01-11", "2027-01-18"])
        self.assertEqual(set(pair.checkin_ids.mapped("plan_fit")), {"none"})
        self.assertEqual(len(self.notices(pair, "planned_none")), 2, "one line for all of them")
        with self.collect_mails() as mails:
            self.send_digests(date(2027, 1, 4))
        self.assertTrue(mails)
        for _name, subject, _text in mails:
            self.assertLess(len(subject), 70)

    def test_public_holiday_of_another_company_or_calendar_counts_for_nobody_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        leave = self.take_leave(None, "2027-01-11", calendar_id=False)
        leave.company_id = other
        self.take_leave(None, "2027-01-18", calendar_id=self.add_calendar("Elsewhere").id)
        self.assertEqual(self.days(self.begin()), ["2027-01-11", "2027-01-18"])

    def test_work_from_elsewhere_is_no_leave(self):
        self.take_leave(self.max, "2027-01-11", time_type="other")
        self.assertEqual(self.days(self.begin()), ["2027-01-11", "2027-01-18"])

    def test_leave_counts_in_the_time_zone_of_whoever_takes_it(self):
        self.mia.tz = "Pacific/Auckland"
        leave = self.take_leave(self.mia, "2027-01-12")
        self.assertEqual(leave.date_from.day, 11, "it begins on Monday noon in UTC")
        self.assertEqual(self.days(self.begin(meeting_weekday="0")), ["2027-01-11", "2027-01-18"])
        self.assertEqual(self.days(self.begin(meeting_weekday="1", mentor=self.olga)), ["2027-01-13", "2027-01-19"])

    def test_whoever_has_no_calendar_works_from_monday_to_friday(self):
        self.max.resource_calendar_id = False
        self.assertTrue(self.max.resource_id._is_fully_flexible())
        self.take_leave(self.max, "2027-01-12", calendar_id=False)
        pair = self.begin(meeting_weekday="1", has_meeting_time=True, meeting_time=16, meeting_tz="UTC")
        self.assertEqual(self.days(pair), ["2027-01-13", "2027-01-19"])
        self.assertFalse(any(pair.checkin_ids.mapped("is_out_of_hours")))

    def test_archived_and_flexible_and_alternating_calendars_are_read(self):
        archived = self.add_calendar("Old", days=(1, 2))
        archived.active = False
        self.max.resource_calendar_id = archived
        self.assertEqual(self.days(self.begin())[:1], ["2027-01-12"])
        flexible = self.add_calendar("Flexible")
        flexible.flexible_hours = True
        self.max.resource_calendar_id = flexible
        pair = self.begin(mentee=self.olga, has_meeting_time=True, meeting_time=16, meeting_tz="UTC")
        self.assertEqual(self.days(pair), ["2027-01-11", "2027-01-18"])
        turns = self.add_calendar("Turns")
        turns.switch_calendar_type()
        turns.attendance_ids.filtered(
            lambda hours: hours.week_type == "1" and not hours.display_type and hours.dayofweek in "0123"
        ).unlink()
        self.max.resource_calendar_id = turns
        pair = self.begin(mentee=self.paula, rhythm="weekly", planned_ahead=4)
        weekdays = [day.weekday() for day in pair.checkin_ids.filtered("occurrence").mapped("planned_date")]
        self.assertEqual(set(weekdays), {0, 4}, "every other week on Friday")

    def test_member_without_user_or_mail_is_planned_with(self):
        self.mia.user_id = False
        self.mia.work_email = False
        self.mia.work_contact_id = False
        self.take_leave(self.mia, "2027-01-11")
        with freeze_time(f"{self.start_day} 07:00:00"):
            pair = self.add_mentorship("proposed")
            pair._move_to("active", start_date=date(2027, 1, 4), rhythm="weekly", end_date=date(2027, 12, 31))
            self.checkins._plan_for(pair)
        self.assertEqual(self.days(pair), ["2027-01-12", "2027-01-18"])
        self.assertEqual(self.todos(pair.checkin_ids).user_id, self.max.user_id)
        self.take_leave(self.max, "2027-01-18")
        self.run_cron("2027-01-05")
        self.assertEqual(self.days(pair), ["2027-01-12", "2027-01-19"])

    def test_started_on_29_february(self):
        pair = self.begin("2028-02-29", rhythm="monthly", end_date="2029-12-31", planned_ahead=12)
        # 29 April, July and October are at weekends, 29 March and 28 February next year are not
        self.assertEqual(self.days(pair, "follow_up"), ["2028-03-30"])
        self.assertEqual(self.days(pair)[:3], ["2028-05-01", "2028-05-29", "2028-06-29"])
        self.assertIn("2029-02-28", self.days(pair))


@tagged("post_install", "-at_install")
class TestTime(PlanningCase):
    """With a fixed time, check-ins have one."""

    def begin_at(self, hour, tz, **terms):
        return self.begin(**{"has_meeting_time": True, "meeting_time": hour, "meeting_tz": tz, **terms})

    def test_time_on_the_wall_stays_through_both_changes_of_the_clock(self):
        for day, expected in (("2027-03-15", [9, 8]), ("2027-10-11", [8, 8, 9])):
            with self.subTest(day):
                pair = self.begin_at(
                    10, "Europe/Berlin", day=day, meeting_weekday="1", planned_ahead=len(expected), mentor=self.sam
                )
                regular = pair.checkin_ids.filtered(lambda checkin: checkin.kind == "regular").sorted("planned_at")
                self.assertEqual([checkin.planned_at.hour for checkin in regular], expected)
                pair.with_user(self.pia.user_id)._end()

    def test_each_gets_one_event_and_one_todo(self):
        pair = self.begin_at(10, "UTC")
        self.assertEqual(len(pair.checkin_ids.event_id), len(pair.checkin_ids))
        self.assertEqual(len(self.todos(pair.checkin_ids)), 2 * len(pair.checkin_ids))
        self.assertFalse(any(pair.checkin_ids.mapped("is_date_agreed")), "the plan is no choice of a member")

    def test_day_on_which_both_work_at_that_time_is_preferred(self):
        self.max.resource_calendar_id = self.add_calendar("Mornings", hours=[(8, 12)])
        late = self.add_calendar("Late on Thursdays")
        late.attendance_ids.filtered(lambda hours: hours.dayofweek in "012" and hours.hour_from < 12).unlink()
        self.mia.resource_calendar_id = late
        self.assertEqual(self.days(self.begin_at(9, "UTC", meeting_weekday="1")), ["2027-01-14", "2027-01-21"])

    def test_pair_without_a_common_hour_keeps_the_day_and_is_told_once(self):
        for person, tz in ((self.max, "Europe/Berlin"), (self.mia, "Pacific/Auckland")):
            person.tz = tz
        pair = self.begin_at(10, False, meeting_weekday="1")
        self.assertEqual(self.days(pair), ["2027-01-12", "2027-01-19"])
        self.assertEqual(set(pair.checkin_ids.mapped("is_out_of_hours")), {True})
        self.assertEqual(len(self.notices(pair, "out_of_hours")), 2)
        self.assertIn("outside of the working hours", pair.checkin_ids[0].plan_remark)
        self.run_cron("2027-01-13")
        self.assertEqual(self.days(pair), ["2027-01-12", "2027-01-19", "2027-01-26"])
        self.assertEqual(len(self.notices(pair, "out_of_hours")), 2)

    def test_evening_that_is_saturday_for_the_other_is_avoided(self):
        for person, tz in ((self.max, "America/Vancouver"), (self.mia, "Pacific/Auckland")):
            person.tz = tz
        pair = self.begin_at(16, "America/Vancouver", meeting_weekday="4")
        self.assertEqual(self.days(pair)[:1], ["2027-01-07"], "Thursday")


@tagged("post_install", "-at_install")
class TestNoTwoAtOnce(PlanningCase):
    """Nobody has two meetings at once: across all their mentorships, and with their own calendar."""

    terms = {"meeting_weekday": "1", "has_meeting_time": True, "meeting_time": 10, "meeting_tz": "UTC"}

    def times(self, pairs):
        planned = pairs.checkin_ids.filtered(lambda checkin: checkin.state == "planned" and checkin.planned_at)
        return sorted(checkin.planned_at for checkin in planned)

    def assert_apart(self, pairs):
        times = self.times(pairs)
        self.assertTrue(times)
        for before, after in pairwise(times):
            self.assertGreaterEqual(after - before, timedelta(hours=1))

    def mentees(self, count):
        found = self.env["hr.employee"].union(*(self.add_person(f"mentee{n}") for n in range(count)))
        found.resource_calendar_id = self.office
        return found

    def begin_some(self, count):
        pairs = self.env["hr.mentorship"]
        with freeze_time(f"{self.start_day} 07:00:00"):
            program = self.add_program(
                "Tuesdays",
                self.pia,
                rhythm="weekly",
                end_date="2027-06-30",
                enrolment_end_date=self.start_day,
                mentor_capacity=count,
                **self.terms,
            )
            self.enrol(self.max, "mentor", program=program, capacity=count)
            for mentee in self.mentees(count):
                pairs += self.add_mentorship("active", program=program, mentee=mentee)
        return pairs

    def test_three_mentees_of_one_mentor_meet_one_after_the_other(self):
        pairs = self.begin_some(3)
        self.assert_apart(pairs)
        regular = pairs.checkin_ids.filtered(lambda checkin: checkin.kind == "regular")
        self.assertEqual({checkin.planned_date.weekday() for checkin in regular}, {1}, "on the day they want")
        self.assertIn("another appointment", " ".join(filter(None, regular.mapped("plan_remark"))))
        # In one batch as well, and in new terms
        for day in ("2027-01-13", "2027-01-20", "2027-02-10"):
            pairs.plan_due_on = fields.Date.to_date(day)
            self.run_cron(day)
            self.assert_apart(pairs)
        with freeze_time("2027-02-10 07:00:00"):
            pairs.sudo().write({"meeting_time": 14})
            pairs._after_terms_changed()
        self.assert_apart(pairs)
        future = [at for at in self.times(pairs) if at > fields.Datetime.to_datetime("2027-02-10")]
        self.assertIn(14, {at.hour for at in future})

    def test_own_calendar_is_respected(self):
        with freeze_time(f"{self.start_day} 07:00:00"):
            for person, hour in ((self.mia, 10), (self.max, 11)):
                self.env["calendar.event"].create(
                    {
                        "name": "Busy",
                        "partner_ids": [Command.set(person.user_id.partner_id.ids)],
                        "start": f"2027-01-12 {hour}:00:00",
                        "stop": f"2027-01-12 {hour + 1}:00:00",
                    }
                )
        pair = self.begin(**self.terms)
        self.assertIn("2027-01-12 09:00:00", [str(at) for at in self.times(pair)])
        self.assertNotIn("2027-01-12 10:00:00", [str(at) for at in self.times(pair)])

    def test_week_without_free_time_has_a_day_without_a_time_and_a_word(self):
        with freeze_time(f"{self.start_day} 07:00:00"):
            self.env["calendar.event"].create(
                {
                    "name": "Fair",
                    "allday": True,
                    "show_as": "busy",
                    "partner_ids": [Command.set(self.max.user_id.partner_id.ids)],
                    "start": "2027-01-05",
                    "stop": "2027-01-19",
                }
            )
        pair = self.begin(**self.terms)
        checkin = pair.checkin_ids.filtered(lambda checkin: checkin.kind == "regular").sorted("planned_date")[0]
        self.assertEqual((str(checkin.planned_date), checkin.planned_at), ("2027-01-12", False))
        self.assertFalse(checkin.event_id)
        self.assertEqual(self.notices(pair, "planned_untimed").member_id.employee_id, self.mia + self.max)
        self.assertIn("Choose one together", checkin.plan_remark)

    def test_nothing_is_read_where_no_time_is_fixed(self):
        pair = self.begin()
        self.env.flush_all()
        pair.mapped("has_meeting_time")
        with self.assertQueryCount(0):
            self.assertFalse(self.env["hr.mentorship.planner"]._read_taken(pair))


@tagged("post_install", "-at_install")
class TestHorizon(PlanningCase):
    """The plan goes on by itself."""

    def test_program_says_how_many_are_planned_ahead(self):
        pair = self.begin(planned_ahead=4)
        self.assertEqual(len(self.days(pair)), 4)
        self.assertEqual(pair.plan_due_on, date(2027, 1, 12))

    def test_cron_looks_only_at_what_is_due(self):
        pair = self.begin()
        touched = []
        with patch.object(
            type(self.checkins), "_plan_for", lambda self, mentorships, since=None: touched.append(mentorships)
        ):
            self.run_cron("2027-01-11")
            self.assertFalse([some for some in touched if pair in some])
            with self.assertRaises(AssertionError, msg="nothing planned, so it stays due, and the test ends here"):
                self.run_twice("2027-01-12", touched, pair)
        self.run_cron("2027-01-12")
        self.assertEqual(self.days(pair), ["2027-01-11", "2027-01-18", "2027-01-25"])
        self.assertEqual(pair.plan_due_on, date(2027, 1, 19))

    def run_twice(self, day, touched, pair):
        def stop(cron, processed=0, **kwargs):
            self.assertFalse([some for some in touched if pair in some])
            return 60.0

        with freeze_time(f"{day} 06:00:00"), patch.object(type(self.env["ir.cron"]), "_commit_progress", stop):
            self.checkins._cron_plan()

    def test_plan_that_reaches_the_end_is_never_due_again(self):
        pair = self.begin(end_date="2027-01-20")
        self.assertFalse(pair.plan_due_on)
        with freeze_time("2027-01-06 08:00:00"):
            pair._move_to("active", end_date=date(2027, 3, 1))
            self.assertEqual(pair.plan_due_on, date(2027, 1, 6))

    def test_cron_in_small_batches_plans_everybody_once(self):
        pairs = [
            self.begin(mentor=self.add_person(f"mentor{index}"), mentee=self.add_person(f"mentee{index}"))
            for index in range(3)
        ]
        for _time in range(2):
            self.run_cron("2027-01-12", batch_size=2)
        for pair in pairs:
            self.assertEqual(self.days(pair), ["2027-01-11", "2027-01-18", "2027-01-25"])

    def test_nothing_is_planned_for_the_time_in_which_the_server_was_down(self):
        pair = self.begin()
        self.run_cron("2027-03-01")
        self.assertEqual(self.days(pair), ["2027-01-11", "2027-01-18", "2027-03-01", "2027-03-08"])

    def test_paused_mentorship_is_left_alone_and_goes_on_from_the_day_of_return(self):
        pair = self.begin()
        with freeze_time("2027-01-05 08:00:00"):
            pair.with_user(self.mia.user_id)._pause(date(2027, 4, 5))
        before = pair.checkin_ids
        self.run_cron("2027-03-01")
        self.assertEqual(pair.checkin_ids, before)
        self.assertFalse(pair.plan_due_on)
        with freeze_time("2027-04-05 08:00:00"):
            pair.with_user(self.mia.user_id)._resume()
        ahead = [day for day in self.days(pair) if day >= "2027-04-05"]
        self.assertEqual(ahead, ["2027-04-12", "2027-04-19"])
        self.assertEqual(self.days(pair, "follow_up"), ["2027-04-05"], "it fell into the pause")
        self.assertEqual(self.days(pair, "closing"), ["2028-12-29"], "31 December is a Sunday")

    def test_review_that_a_pause_puts_off_falls_on_a_day_on_which_both_work(self):
        self.max.resource_calendar_id = self.add_calendar("Part time", days=(1, 2, 3))
        self.take_leave(self.mia, "2027-04-06", "2027-04-07")
        for terms in ({}, {"has_meeting_time": True, "meeting_time": 9.0, "meeting_tz": "UTC"}):
            with self.subTest(**terms):
                pair = self.begin(**terms)
                follow_up = pair.checkin_ids.filtered(lambda checkin: checkin.kind == "follow_up")
                with freeze_time("2027-01-05 08:00:00"):
                    pair.with_user(self.mia.user_id)._pause(date(2027, 4, 5))
                self.assertEqual(follow_up.planned_date, date(2027, 4, 8), "Thursday, not Monday")
                self.assertEqual(set(self.todos(follow_up).mapped("date_deadline")), {date(2027, 4, 8)})
                self.assertEqual(
                    follow_up.planned_at, bool(terms) and fields.Datetime.to_datetime("2027-04-08 09:00:00")
                )
                self.assertEqual(len(follow_up.event_id), int(bool(terms)))
                pair.with_user(self.pia.user_id)._end()

    def test_review_that_was_cancelled_comes_back(self):
        pair = self.begin()
        closing = pair.checkin_ids.filtered(lambda checkin: checkin.kind == "closing")
        closing._cancel()
        with freeze_time("2027-01-06 08:00:00"):
            self.checkins._plan_for(pair)
        self.assertEqual(closing.state, "planned")
        self.assertEqual(len(self.todos(closing)), 2)
