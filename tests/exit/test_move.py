from datetime import timedelta

from freezegun import freeze_time
from markupsafe import Markup

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ..common import MentorshipCase

CHANGED = "hr_mentorship.mail_activity_type_work_changed"


@tagged("post_install", "-at_install")
class TestMove(MentorshipCase):
    """Managers, companies, departments, jobs, users and working hours change under a running pair."""

    def told(self, kind):
        notices = self.env["hr.mentorship.notice"].search([("kind", "=", kind), ("state", "=", "queued")])
        return notices.member_id.employee_id

    def manager_todos(self, pair):
        return pair._find_activities([CHANGED])

    def test_mentor_becomes_the_manager_and_everybody_concerned_learns_it(self):
        pair = self.add_mentorship("active")
        self.mia.parent_id = self.max
        self.assertEqual(self.told("line_of_command"), self.mia + self.max)
        self.assertEqual(self.manager_todos(pair).user_id, self.pia.user_id)
        self.mia.parent_id = self.paula
        self.mia.parent_id = self.max
        self.assertEqual(len(self.manager_todos(pair)), 1)
        self.as_user(pair, self.mia)._end()
        self.assertFalse(self.manager_todos(pair))

    def test_news_of_the_line_of_command_holds_as_long_as_it_is_true(self):
        self.add_mentorship("active")
        self.mia.parent_id = self.max
        lines = self.env["hr.mentorship.notice"].search([("kind", "=", "line_of_command")])
        self.assertEqual(lines._filter_true(), lines)
        self.mia.parent_id = self.paula
        self.assertFalse(lines._filter_true())

    def test_mentor_becomes_the_managers_manager(self):
        pair = self.add_mentorship("active")
        self.paula.parent_id = self.max
        self.assertEqual(self.told("line_of_command"), self.mia + self.max)
        self.assertTrue(self.manager_todos(pair))

    def test_offer_in_the_line_of_command_is_not_accepted_and_can_be_declined(self):
        pair = self.add_mentorship("offered")
        self.mia.parent_id = self.max
        self.assertTrue(self.manager_todos(pair))
        for person in (self.mia, self.max):
            with self.subTest(person.name), self.assertRaisesRegex(ValidationError, "line of command above Mia"):
                self.as_user(pair, person).action_accept()
        self.as_user(pair, self.mia).action_decline()
        self.assertEqual(pair.state, "declined")

    def test_change_that_concerns_no_pair_is_told_nobody(self):
        pair = self.add_mentorship("active")
        self.sam.parent_id = self.max
        self.mia.parent_id = self.olga
        self.mia.job_title = "Artist"
        self.assertFalse(self.told("line_of_command") or self.told("work_changed") or self.manager_todos(pair))

    def test_department_or_job_changes_and_both_are_told(self):
        pair = self.add_mentorship("active")
        sales = self.env["hr.department"].create({"name": "Sales"})
        self.mia.department_id = sales
        self.assertEqual(self.told("work_changed"), self.mia + self.max)
        self.assertFalse(self.manager_todos(pair), "a program for everybody has room for a move")
        self.program.department_ids = sales
        self.mia.department_id = self.env["hr.department"].create({"name": "Kitchen"})
        self.assertTrue(self.manager_todos(pair))

    def test_who_moves_is_not_told_about_themselves_like_about_somebody_else(self):
        pair = self.add_mentorship("active")
        self.mia.department_id = self.env["hr.department"].create({"name": "Sales"})
        second = self.env["res.company"].create({"name": "Second"})
        self.max.user_id.write({"company_ids": [Command.set(second.ids)], "company_id": second.id})
        self.max.write({"company_id": second.id, "parent_id": False})

        def read(kind, person):
            notices = self.env["hr.mentorship.notice"].search([("kind", "=", kind), ("mentorship_id", "=", pair.id)])
            [line] = notices.filtered(lambda notice: notice.member_id.employee_id == person)._read_out()
            return line["text"]

        self.assertIn("You work in another place or job now. Your mentorship with Max", read("work_changed", self.mia))
        self.assertIn("Mia works in another place or job now.", read("work_changed", self.max))
        self.assertIn("You work for another company now.", read("company_changed", self.max))
        self.assertIn("Max works for another company now.", read("company_changed", self.mia))

    def test_program_manager_reads_what_has_changed_and_nothing_once_it_is_undone(self):
        sales, kitchen, garden = self.env["hr.department"].create(
            [{"name": "Sales"}, {"name": "Kitchen"}, {"name": "Garden"}]
        )
        self.mia.department_id = sales
        pair = self.add_mentorship("active")
        self.program.department_ids = sales
        self.pia.user_id.lang = "de_DE" if self.env["res.lang"]._get_data(code="de_DE") else "en_US"
        self.mia.department_id = kitchen
        [todo] = self.manager_todos(pair)
        self.assertIn("Kitchen", todo.note)
        self.assertIn("Sales", todo.note)
        self.assertIn("Mia", todo.note)
        self.mia.department_id = garden
        self.assertEqual(self.manager_todos(pair), todo)
        self.assertIn("Garden", todo.note)
        self.assertIn("Sales", todo.note)
        self.assertNotIn("Kitchen", todo.note)
        self.mia.department_id = sales
        self.assertFalse(self.manager_todos(pair))

    def test_a_change_that_was_looked_into_is_no_part_of_the_next_one(self):
        sales, kitchen = self.env["hr.department"].create([{"name": "Sales"}, {"name": "Kitchen"}])
        self.mia.department_id = sales
        pair = self.add_mentorship("active")
        self.program.department_ids = sales
        self.mia.department_id = kitchen
        self.manager_todos(pair)._action_done()
        self.mia.parent_id = self.max
        [todo] = self.manager_todos(pair)
        self.assertNotIn("Kitchen", todo.note)
        self.assertIn("line of command", todo.note)
        self.mia.parent_id = self.paula
        self.assertFalse(self.manager_todos(pair))

    def test_what_still_stands_is_still_asked(self):
        sales, kitchen = self.env["hr.department"].create([{"name": "Sales"}, {"name": "Kitchen"}])
        self.mia.department_id = sales
        pair = self.add_mentorship("active")
        self.program.department_ids = sales
        self.mia.department_id = kitchen
        self.mia.parent_id = self.max
        self.mia.department_id = sales
        [todo] = self.manager_todos(pair)
        self.assertNotIn("Kitchen", todo.note)
        self.assertIn("line of command", todo.note)

    def add_question(self):
        """Return a pair about which its manager is asked, and the department in which it would fit."""
        sales, kitchen = self.env["hr.department"].create([{"name": "Sales"}, {"name": "Kitchen"}])
        self.mia.department_id = sales
        pair = self.add_mentorship("active")
        self.program.department_ids = sales
        self.mia.department_id = kitchen
        return pair, sales

    def test_a_question_goes_where_the_person_was_in_no_open_department_before(self):
        sales, kitchen = self.env["hr.department"].create([{"name": "Sales"}, {"name": "Kitchen"}])
        cook, waiter = self.env["hr.job"].create([{"name": "Cook"}, {"name": "Waiter"}])
        self.mia.write({"department_id": kitchen.id, "job_id": cook.id})
        pair = self.add_mentorship("active")
        self.program.department_ids = sales
        self.mia.job_id = waiter
        self.assertIn("Waiter", self.manager_todos(pair).note)
        self.mia.job_id = cook
        self.assertFalse(self.manager_todos(pair))

    def test_a_question_goes_with_the_condition_that_raised_it(self):
        pair, _sales = self.add_question()
        self.assertTrue(self.manager_todos(pair))
        self.as_user(self.program, self.pia).department_ids = False
        self.assertFalse(self.manager_todos(pair))

    def test_words_of_the_manager_stay_below_what_is_so_now(self):
        pair, _sales = self.add_question()
        todo = self.as_user(self.manager_todos(pair), self.pia)
        todo.note += Markup("<p>Called Mia on Monday</p>")
        self.mia.department_id = self.env["hr.department"].create({"name": "Garden"})
        for word in ("Garden", "Called Mia on Monday"):
            self.assertIn(word, todo.note)
        self.assertNotIn("Kitchen", todo.note)
        todo.note = str(todo.note).replace("could not join", "could not (I asked) join")
        self.mia.department_id = self.env["hr.department"].create({"name": "Garage"})
        for word in ("Garage", "(I asked)", "Called Mia on Monday"):
            self.assertEqual(todo.note.count(word), 1)

    def test_words_of_the_manager_stay_among_what_is_done(self):
        pair, sales = self.add_question()
        todo = self.as_user(self.manager_todos(pair), self.pia)
        todo.note = "<p>Called Mia on Monday</p>"
        self.mia.department_id = sales
        self.assertFalse(self.manager_todos(pair))
        self.assertFalse(todo.active)
        self.assertIn("Called Mia on Monday", todo.note)

    def test_company_changes_and_the_member_can_still_leave(self):
        pair = self.add_mentorship("active")
        second = self.env["res.company"].create({"name": "Second"})
        self.mia.user_id.write({"company_ids": [Command.set(second.ids)], "company_id": second.id})
        self.mia.write({"company_id": second.id, "parent_id": False})
        self.assertEqual(self.told("company_changed"), self.mia + self.max)
        self.assertTrue(self.manager_todos(pair))
        mine = self.as_user(self.env["hr.mentorship"], self.mia).search([])
        self.assertEqual(mine, pair)
        self.assertTrue(mine.name and mine.program_id.name and mine.checkin_ids.mapped("display_name"))
        with self.assertRaises(AccessError):
            self.as_user(self.add_mentorship("active", mentee=self.olga), self.mia).read(["create_date"])
        wizard = self.as_user(self.env["hr.mentorship.end"], self.mia).create({"mentorship_id": pair.id})
        wizard.action_end()
        self.assertEqual(pair.state, "ended")
        mentee = pair.member_ids.participant_id.filtered(lambda part: part.role == "mentee")
        self.as_user(mentee, self.mia).action_withdraw()

    def test_member_leaves_with_another_company_switched_on_and_of_an_archived_program(self):
        pair = self.add_mentorship("active")
        second = self.env["res.company"].create({"name": "Second"})
        self.mia.user_id.company_ids = [Command.link(second.id)]
        # Archived before programs with pairs were kept from it
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_mentorship_program SET active = FALSE WHERE id = %s", [self.program.id])
        self.env.invalidate_all()
        mine = self.as_user(pair, self.mia).with_context(allowed_company_ids=second.ids)
        wizard = self.env["hr.mentorship.end"].with_env(mine.env).create({"mentorship_id": pair.id})
        wizard.action_end()
        self.assertEqual(pair.state, "ended")

    def test_new_user_has_the_todos_and_the_meetings_and_can_leave(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned").sorted("planned_date")[0]
        at = fields.Datetime.to_datetime(checkin.planned_date) + timedelta(hours=10)
        self.as_user(checkin, self.mia)._move(checkin.planned_date, at)
        former = self.mia.user_id
        todos = len(self.todos(checkin, self.mia))
        user = new_test_user(self.env, login="mia2.test", groups="base.group_user", name="Mia")
        with self.collect_mails() as mails:
            self.mia.user_id = user
        self.assertEqual({subject for _name, subject, _text in mails}, {"The account of Mia has changed"})
        self.assertEqual(len(self.todos(checkin, self.mia)), todos)
        self.assertFalse(self.env["mail.activity"].search([("user_id", "=", former.id), ("res_id", "=", checkin.id)]))
        self.assertIn(user.partner_id, checkin.event_id.partner_ids)
        self.assertNotIn(former.partner_id, checkin.event_id.partner_ids)
        with self.assertRaises(AccessError):
            pair.with_user(former)._end()
        self.as_user(pair, self.mia)._end()
        self.assertEqual(pair.state, "ended")

    def test_user_goes_and_nothing_waits_for_them(self):
        pair = self.add_mentorship("active")
        former = self.mia.user_id
        self.mia.user_id = False
        self.assertFalse(
            self.env["mail.activity"].search(
                [("user_id", "=", former.id), ("res_model", "in", ("hr.mentorship", "hr.mentorship.checkin"))]
            )
        )
        self.assertEqual(pair.state, "active")

    @freeze_time("2027-01-04 07:00:00")
    def test_working_days_change_and_meetings_move(self):
        def office(days):
            hours = [
                Command.create({"name": "Day", "dayofweek": str(day), "hour_from": 8, "hour_to": 17}) for day in days
            ]
            return self.env["resource.calendar"].create(
                {"name": "Office", "tz": "UTC", "attendance_ids": [Command.clear(), *hours]}
            )

        self.mia.resource_calendar_id = self.max.resource_calendar_id = office(range(5))
        program = self.add_program("Tuesdays", self.pia, rhythm="weekly", meeting_weekday="1", end_date="2027-06-30")
        pair = self.add_mentorship("active", program=program)
        regular = pair.checkin_ids.filtered(lambda checkin: checkin.kind == "regular")
        self.assertEqual({day.weekday() for day in regular.mapped("planned_date")}, {1})
        self.mia.resource_calendar_id = office([2, 3])
        self.assertLessEqual({day.weekday() for day in regular.mapped("planned_date")}, {2, 3})
        self.assertEqual(self.told("moved_date"), self.mia + self.max)
