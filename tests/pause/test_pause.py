from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase

START = date(2027, 3, 1)
"""A Monday."""


class PauseCase(MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship"].search([("state", "in", ("active", "paused"))])._move_to(
            "ended", closed_on=fields.Date.today()
        )
        cls.startClassPatcher(freeze_time(START))
        cls.program = cls.add_program("Breathers", cls.pia)
        cls.pair = cls.add_mentorship("active")
        cls.today = START

    def pause(self, person, pause_until):
        dialogs = self.as_user(self.env["hr.mentorship.pause"], person)
        dialog = dialogs.create({"mentorship_id": self.pair.id, "pause_until": pause_until})
        affected = dialog.affected_checkin_count
        dialog.action_pause()
        return affected

    def planned(self):
        self.env.invalidate_all()
        return self.pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned")

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"hr_mentorship.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def notices(self, person, kind=None):
        lines = self.env["hr.mentorship.notice"].search([("member_id.employee_id", "=", person.id)])
        return lines.filtered(lambda line: line.kind == kind) if kind else lines

    def words(self, lines):
        return " ".join(line["text"] for line in lines._read_out())


@tagged("post_install", "-at_install")
class TestPause(PauseCase):
    """A pair takes a break, and goes on where it was."""

    def test_member_pauses_and_the_partner_goes_on_earlier(self):
        back_on = self.today + timedelta(days=40)
        self.pause(self.mia, back_on)
        self.assertRecordValues(self.pair, [{"state": "paused", "paused_on": self.today, "pause_until": back_on}])
        self.as_user(self.pair, self.max).action_resume()
        self.assertRecordValues(self.pair, [{"state": "active", "resumed_on": self.today, "pause_until": False}])

    def test_outsider_pauses_or_goes_on_and_is_refused(self):
        back_on = self.today + timedelta(days=40)
        for person in (self.olga, self.paula, self.sam, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.pair, person)._pause(back_on)
        self.pause(self.pia, back_on)
        for person in (self.olga, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.pair, person).action_resume()

    def test_member_chooses_a_day_that_makes_no_sense_and_is_told(self):
        for day, words in ((self.today, "in the future"), (self.pair.end_date + timedelta(days=1), "planned until")):
            with self.subTest(day), self.assertRaisesRegex(UserError, words):
                self.pause(self.mia, day)

    def test_member_pauses_twice_and_is_told_the_status(self):
        self.pause(self.mia, self.today + timedelta(days=40))
        with self.assertRaisesRegex(UserError, "is in the status “Paused”"):
            self.pause(self.max, self.today + timedelta(days=40))

    def test_check_ins_of_the_pause_are_cancelled_or_held_afterwards(self):
        end_date, back_on = self.pair.end_date, self.today + timedelta(days=40)
        inside = self.planned().filtered(lambda checkin: checkin.planned_date < back_on)
        self.assertTrue(inside.filtered(lambda checkin: checkin.kind == "regular"))
        self.assertEqual(self.pause(self.mia, back_on), len(inside), "the dialog says how many")
        for checkin in inside:
            with self.subTest(checkin.kind):
                if checkin.kind == "regular":
                    self.assertEqual(checkin.state, "cancelled")
                    self.assertFalse(self.todos(checkin))
                else:
                    self.assertEqual(checkin.state, "planned")
                    self.assertGreaterEqual(checkin.planned_date, back_on)
                    self.assertEqual(
                        set(self.todos(checkin).mapped("date_deadline")), {checkin.planned_date}, "to-dos move along"
                    )
        self.assertEqual(self.pair.end_date, end_date, "the planned end does not move in silence")

    def test_meeting_in_the_calendar_goes_with_the_pause_and_comes_back(self):
        checkin = self.planned().filtered(lambda checkin: checkin.kind == "regular")[0]
        moment = datetime.combine(checkin.planned_date, datetime.min.time()) + timedelta(hours=9)
        self.as_user(checkin, self.mia)._move(checkin.planned_date, moment)
        event = checkin.event_id
        self.assertTrue(event)
        self.pause(self.mia, checkin.planned_date + timedelta(days=5))
        self.assertFalse(event.exists())
        self.as_user(self.pair, self.mia).action_resume()
        self.assertEqual((checkin.state, checkin.planned_at), ("planned", moment), "it has not been missed yet")
        self.assertTrue(checkin.event_id)
        self.assertEqual(len(self.todos(checkin)), 2)

    def test_pair_goes_on_and_nothing_of_the_pause_is_overdue(self):
        back_on = self.today + timedelta(days=70)
        self.pause(self.mia, back_on)
        with freeze_time(back_on):
            self.run_cron("ir_cron_resume")
            self.assertEqual(self.pair.state, "active")
            planned = self.planned()
            self.assertFalse(planned.filtered("is_overdue"))
            self.assertGreaterEqual(len(planned.filtered(lambda checkin: checkin.kind == "regular")), 2)
            before = self.pair.checkin_ids
            self.env["hr.mentorship.checkin"]._plan_for(self.pair)
            self.assertEqual(self.pair.checkin_ids, before)

    def test_nothing_is_planned_while_paused(self):
        self.pause(self.mia, self.today + timedelta(days=100))
        before = self.pair.checkin_ids
        with freeze_time(self.today + timedelta(days=60)):
            self.run_cron("ir_cron_plan_checkins")
        self.assertEqual(self.pair.checkin_ids, before)

    def test_partner_is_told_kindly_and_whoever_pauses_is_not(self):
        self.pause(self.mia, self.today + timedelta(days=40))
        self.assertFalse(self.notices(self.mia, "paused"))
        [line] = self.notices(self.max, "paused")
        self.assertIn("Your mentorship with Mia takes a break until", self.words(line))
        self.as_user(self.pair, self.max).action_resume()
        self.assertTrue(self.notices(self.mia, "resumed"))
        self.assertFalse(self.notices(self.max, "resumed"))

    def test_program_manager_pauses_and_both_are_told(self):
        self.pause(self.pia, self.today + timedelta(days=40))
        self.assertTrue(self.notices(self.mia, "paused"))
        self.assertTrue(self.notices(self.max, "paused"))

    def test_day_of_return_comes_and_the_cron_runs_twice(self):
        back_on = self.today + timedelta(days=10)
        self.pause(self.mia, back_on)
        with freeze_time(back_on - timedelta(days=1)):
            self.run_cron("ir_cron_resume")
            self.assertEqual(self.pair.state, "paused")
        with freeze_time(back_on):
            self.run_cron("ir_cron_resume")
            self.run_cron("ir_cron_resume")
            self.assertEqual(self.pair.state, "active")
            self.assertEqual(len(self.notices(self.mia, "resumed")), 1)
            self.assertEqual(len(self.notices(self.max, "resumed")), 1)

    def test_member_ends_a_paused_mentorship(self):
        self.pause(self.mia, self.today + timedelta(days=40))
        self.as_user(self.pair, self.mia)._end()
        self.assertEqual(self.pair.state, "ended")
        self.assertFalse(self.planned())


@tagged("post_install", "-at_install")
class TestLeave(PauseCase):
    """A long absence pauses a mentorship by itself, and nobody learns what kind of absence it is."""

    def add_leave(self, person, first, last, **values):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Surgery",
                "resource_id": person.resource_id.id if person else False,
                "calendar_id": person.resource_calendar_id.id if person else False,
                "date_from": datetime.combine(first, datetime.min.time()),
                "date_to": datetime.combine(last, datetime.max.time()).replace(microsecond=0),
                **values,
            }
        )

    def test_long_leave_pauses_from_its_first_day_until_the_return(self):
        first, last = self.today + timedelta(days=7), self.today + timedelta(days=30)
        self.add_leave(self.max, first, last)
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.state, "active", "it has not begun")
        with freeze_time(first):
            self.run_cron("ir_cron_pause_for_leave")
            self.run_cron("ir_cron_pause_for_leave")
            self.assertEqual(self.pair.state, "paused")
            self.assertEqual(self.pair.pause_until, last + timedelta(days=1))
            self.assertEqual(self.pair.away_member_id.employee_id, self.max)
            [line] = self.notices(self.mia, "paused_away")
            self.assertIn("Max is away until", self.words(line))
            self.assertFalse(self.notices(self.max, "paused_away"))
        with freeze_time(last + timedelta(days=1)):
            self.run_cron("ir_cron_resume")
            self.run_cron("ir_cron_pause_for_leave")
            self.assertEqual(self.pair.state, "active")

    def test_kind_of_absence_stands_nowhere(self):
        self.add_leave(self.max, self.today, self.today + timedelta(days=30))
        self.run_cron("ir_cron_pause_for_leave")
        said = " ".join(self.pair.message_ids.mapped("body")) + self.words(self.notices(self.mia))
        self.assertNotIn("Surgery", said)
        tracked = self.pair.message_ids.sudo().tracking_value_ids
        self.assertIn("pause_until", tracked.field_id.mapped("name"))

    def test_short_leave_pauses_nothing(self):
        self.add_leave(self.max, self.today, self.today + timedelta(days=14))
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.state, "active")

    def test_two_leaves_with_a_weekend_between_are_one(self):
        self.add_leave(self.max, self.today, self.today + timedelta(days=11))
        self.add_leave(self.max, self.today + timedelta(days=14), self.today + timedelta(days=18))
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.pause_until, self.today + timedelta(days=19))

    def test_program_chooses_never_to_pause_by_itself(self):
        self.program.leave_pause_days = 0
        self.add_leave(self.max, self.today, self.today + timedelta(days=30))
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.state, "active")

    def test_closed_company_pauses_and_that_of_another_calendar_does_not(self):
        other = self.env["resource.calendar"].create({"name": "Other"})
        leave = self.add_leave(None, self.today, self.today + timedelta(days=30), calendar_id=other.id)
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.state, "active")
        leave.calendar_id = self.max.resource_calendar_id
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.state, "paused")

    def test_members_go_on_during_a_leave_and_are_left_alone(self):
        self.add_leave(self.max, self.today, self.today + timedelta(days=30))
        self.run_cron("ir_cron_pause_for_leave")
        self.as_user(self.pair, self.max).action_resume()
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.state, "active")

    def test_leave_becomes_longer_and_the_pause_with_it(self):
        leave = self.add_leave(self.max, self.today, self.today + timedelta(days=30))
        self.run_cron("ir_cron_pause_for_leave")
        leave.date_to += timedelta(days=30)
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.pause_until, self.today + timedelta(days=61))

    def test_pause_that_somebody_chose_is_not_touched_by_a_leave(self):
        self.pause(self.mia, self.today + timedelta(days=10))
        self.add_leave(self.max, self.today, self.today + timedelta(days=30))
        self.run_cron("ir_cron_pause_for_leave")
        self.assertEqual(self.pair.pause_until, self.today + timedelta(days=10))

    def test_leaves_of_many_are_read_in_as_many_queries_as_those_of_few(self):
        pairs = [self.pair] + [self.add_other_pair(n) for n in range(4)]
        for pair in pairs:
            self.add_leave(pair.mentor_ids, self.today, self.today + timedelta(days=30))
        pairs[0]._find_long_absences()  # what is cached for all of them
        counts = []
        for mentorships in (pairs[0] | pairs[1], self.env["hr.mentorship"].union(*pairs)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(mentorships._find_long_absences()), len(mentorships))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
