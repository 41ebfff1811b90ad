from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PlanningCase


@tagged("post_install", "-at_install")
class TestLaterLeave(PlanningCase):
    """Leave or a public holiday that is entered after the meeting was planned."""

    def test_cron_moves_the_meeting_once_and_tells_both(self):
        pair = self.begin(meeting_weekday="1")
        first = pair.checkin_ids.filtered(lambda checkin: checkin.occurrence == 1)
        self.take_leave(self.mia, "2027-01-12")
        self.run_cron("2027-01-05")
        self.assertEqual(first.planned_date, date(2027, 1, 13))
        self.assertEqual(set(self.todos(first).mapped("date_deadline")), {date(2027, 1, 13)})
        told = self.notices(pair, "moved_date")
        self.assertEqual(set(told.member_id.mapped("employee_id.name")), {"Max", "Mia"})
        self.assertIn(
            "is on Wednesday, January 13, 2027 now, because one of you does not work on Tuesday, January 12, 2027",
            told[0]._read_out()[0]["text"],
        )
        self.take_leave(self.max, "2027-01-13")
        self.run_cron("2027-01-06")
        self.assertEqual(first.planned_date, date(2027, 1, 13), "at most once")
        self.assertEqual(len(self.notices(pair, "moved_date")), 2)

    def test_public_holiday_moves_all_who_meet_on_it(self):
        pairs = [
            self.begin(
                meeting_weekday="1",
                mentor=self.add_person(f"mentor{index}"),
                mentee=self.add_person(f"mentee{index}"),
            )
            for index in range(3)
        ]
        for person in self.people.values():
            person.resource_calendar_id = self.office
        self.take_leave(None, "2027-01-12")
        self.run_cron("2027-01-05", batch_size=2)
        for pair in pairs:
            self.assertEqual(self.days(pair)[0], "2027-01-13")

    def test_half_a_day_off_moves_nothing_but_a_meeting_at_that_time(self):
        day_only = self.begin(meeting_weekday="1")
        timed = self.begin(
            mentee=self.olga, meeting_weekday="1", has_meeting_time=True, meeting_time=9, meeting_tz="UTC"
        )
        self.take_leave(self.max, "2027-01-12", date_to="2027-01-12 12:00:00")
        self.run_cron("2027-01-05")
        self.assertEqual(self.days(day_only)[0], "2027-01-12")
        self.assertEqual(self.days(timed)[0], "2027-01-12", "both work on this day")
        self.assertFalse(self.notices(day_only, "moved_date"))

    def test_day_that_a_member_chose_on_their_own_leave_stays(self):
        leave = self.take_leave(self.mia, "2027-01-13", "2027-01-15")
        self.env.cr.execute(
            "UPDATE resource_calendar_leaves SET write_date = write_date - INTERVAL '1 day' WHERE id = %s", [leave.id]
        )
        pair = self.begin(meeting_weekday="1")
        first = pair.checkin_ids.filtered(lambda checkin: checkin.occurrence == 1)
        with freeze_time("2027-01-05 08:00:00"):
            first.with_user(self.mia.user_id)._move(date(2027, 1, 14))
        self.assertTrue(first.is_date_agreed)
        self.run_cron("2027-01-06")
        self.assertEqual(first.planned_date, date(2027, 1, 14))

    def test_time_on_which_members_have_agreed_stays_and_they_are_told_once(self):
        pair = self.begin(meeting_weekday="1")
        first = pair.checkin_ids.filtered(lambda checkin: checkin.occurrence == 1)
        moment = fields.Datetime.to_datetime("2027-01-12 09:00:00")
        with freeze_time("2027-01-05 08:00:00"):
            first.with_user(self.mia.user_id)._move(moment.date(), moment)
        self.take_leave(self.max, "2027-01-12")
        for day in ("2027-01-06", "2027-01-07"):
            self.run_cron(day)
            self.assertEqual(first.planned_at, moment)
            told = self.notices(pair, "agreed_on_leave")
            self.assertEqual(len(told), 2)
        self.assertIn("You have agreed to meet Max on Tuesday", " ".join(line["text"] for line in told._read_out()))

    def test_meeting_with_an_event_moves_in_the_calendar_too(self):
        pair = self.begin(meeting_weekday="1", has_meeting_time=True, meeting_time=10, meeting_tz="UTC")
        first = pair.checkin_ids.filtered(lambda checkin: checkin.occurrence == 1)
        self.take_leave(self.mia, "2027-01-12")
        self.run_cron("2027-01-05")
        self.assertEqual(first.planned_at, fields.Datetime.to_datetime("2027-01-13 10:00:00"))
        self.assertEqual(first.event_id.start, fields.Datetime.to_datetime("2027-01-13 10:00:00"))


@tagged("post_install", "-at_install")
class TestNewTerms(PlanningCase):
    """The members have signed other terms."""

    def change(self, pair, day, **terms):
        with freeze_time(f"{day} 08:00:00"):
            pair.sudo().write(terms)
            pair._after_terms_changed()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_future_check_ins_move_and_none_is_doubled(self):
        pair = self.begin()
        before = pair.checkin_ids
        self.change(pair, "2027-01-13", rhythm="biweekly", meeting_weekday="3")
        self.assertEqual(self.days(pair), ["2027-01-11", "2027-01-28", "2027-02-11"])
        self.assertEqual(len(pair.checkin_ids - before), 1)
        self.assertEqual(len(self.todos(pair.checkin_ids)), 2 * len(pair.checkin_ids))
        self.run_cron("2027-01-29")
        self.assertEqual(self.days(pair)[-1], "2027-02-25")

    def test_check_ins_beyond_a_new_end_are_cancelled_and_the_review_moves(self):
        pair = self.begin()
        self.change(pair, "2027-01-05", end_date=date(2027, 1, 15))
        self.assertEqual(self.days(pair), ["2027-01-11"])
        self.assertEqual(self.days(pair, "closing"), ["2027-01-15"])
        self.assertFalse(self.days(pair, "follow_up"))
        self.assertFalse(self.todos(pair.checkin_ids.filtered(lambda checkin: checkin.state == "cancelled")))

    def test_day_that_a_member_has_chosen_stays(self):
        pair = self.begin()
        first = pair.checkin_ids.filtered(lambda checkin: checkin.occurrence == 1)
        with freeze_time("2027-01-05 08:00:00"):
            first.with_user(self.mia.user_id)._move(date(2027, 1, 13))
        self.change(pair, "2027-01-06", meeting_weekday="3")
        self.assertEqual(self.days(pair), ["2027-01-13", "2027-01-21"])

    def test_new_fixed_time_gives_each_check_in_its_time(self):
        pair = self.begin()
        self.assertFalse(any(pair.checkin_ids.mapped("planned_at")))
        self.change(pair, "2027-01-05", has_meeting_time=True, meeting_time=9.5, meeting_tz="UTC")
        self.assertEqual({checkin.planned_at.time().isoformat() for checkin in pair.checkin_ids}, {"09:30:00"})
        self.assertEqual(len(pair.checkin_ids.event_id), len(pair.checkin_ids))

    def test_held_meetings_stay_as_they_were(self):
        pair = self.begin()
        first = pair.checkin_ids.filtered(lambda checkin: checkin.occurrence == 1)
        with freeze_time("2027-01-11 18:00:00"):
            first.with_user(self.mia.user_id)._log("done", held_on=date(2027, 1, 11), rating=5)
        self.change(pair, "2027-01-12", rhythm="days", rhythm_days=10)
        self.assertEqual((first.state, first.planned_date), ("done", date(2027, 1, 11)))
        self.assertEqual(self.days(pair), ["2027-01-21", "2027-02-10"], "31 January is close to the follow-up")

    def test_terms_that_change_in_a_pause_count_from_its_end(self):
        pair = self.begin()
        with freeze_time("2027-01-05 08:00:00"):
            pair.with_user(self.mia.user_id)._pause(date(2027, 1, 16))
        before = [(checkin.id, checkin.planned_date) for checkin in pair.checkin_ids]
        self.change(pair, "2027-01-06", rhythm="monthly", meeting_weekday="3")
        self.assertEqual([(checkin.id, checkin.planned_date) for checkin in pair.checkin_ids], before)
        with freeze_time("2027-01-16 08:00:00"):
            pair._resume()
        self.assertEqual(self.days(pair), ["2027-03-04", "2027-04-01"], "4 February is close to the follow-up")
        self.assertFalse(pair.has_new_terms)

    def test_second_move_of_what_is_over_is_refused(self):
        pair = self.begin()
        with freeze_time("2027-01-13 08:00:00"), self.assertRaises(UserError):
            pair.checkin_ids[-1].with_user(self.mia.user_id)._move(date(2027, 1, 12) - timedelta(days=1))


@tagged("post_install", "-at_install")
class TestBrokenPlan(PlanningCase):
    """What breaks the plan of one pair keeps nobody else from theirs."""

    def test_pair_that_cannot_be_planned_stays_due_and_all_others_are_planned(self):
        pairs = [
            self.begin(mentor=self.add_person(f"mentor{index}"), mentee=self.add_person(f"mentee{index}"))
            for index in range(3)
        ]
        # As somebody's own SQL or an older version may have left it
        self.env.cr.execute(
            "UPDATE hr_mentorship SET rhythm = 'custom', rhythm_rule = 'NONSENSE' WHERE id = %s", [pairs[1].id]
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.hr_mentorship.models.planning.hr_mentorship_checkin", "ERROR") as logged:
            self.run_cron("2027-01-12")
        self.assertIn(f"mentorship {pairs[1].id} cannot be planned", logged.output[0])
        self.assertEqual([len(self.days(pair)) for pair in pairs], [3, 2, 3])
        self.assertEqual(pairs[1].plan_due_on, date(2027, 1, 12))
