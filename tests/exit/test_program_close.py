from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestProgramClose(MentorshipCase):
    """A program ends in one step, shows before what that means, and tells everybody in it."""

    def wrap_up(self, outcome, person=None, **values):
        return self.as_user(self.env["hr.mentorship.wrap.up"], person or self.pia).create(
            {"program_id": self.program.id, "outcome": outcome, **values}
        )

    def add_cohort(self):
        """A pair that has met, one that has not, one asked, one proposed; one who waits and one who has applied."""
        pairs = {}
        for name, state in {"met": "active", "unmet": "active", "asked": "offered", "thought": "proposed"}.items():
            index = len(pairs)
            pairs[name] = self.add_other_pair(index, state)
        checkin = pairs["met"].checkin_ids[0]
        self.as_user(checkin, self.people["mentee0"])._log("done", held_on=fields.Date.today())
        self.enrol(self.mia, "mentee")
        self.enrol(self.olga, "mentee", state="applied")
        return pairs

    # -- in one step

    def test_program_manager_sees_the_consequence_and_closes_a_cohort_in_one_step(self):
        pairs = self.add_cohort()
        wizard = self.wrap_up("closed", word="The next one starts in March.")
        self.assertEqual(
            (wizard.completed_count, wizard.ended_count, wizard.discarded_count, wizard.applied_count), (1, 2, 1, 1)
        )
        self.assertIn("Mentee0", wizard.completed_names)
        self.assertNotIn("Mentee0", wizard.ended_names)
        self.assertEqual(self.program.state, "open", "nothing happens before the button is pressed")
        with self.collect_mails() as mails:
            wizard.action_wrap_up()
        self.assertEqual(self.program.state, "closed")
        self.assertEqual(
            {name: pair.state for name, pair in pairs.items()},
            {"met": "completed", "unmet": "ended", "asked": "ended", "thought": "cancelled"},
        )
        self.assertFalse(pairs["unmet"].checkin_ids.filtered(lambda checkin: checkin.state == "planned"))
        told = {name: text for name, _subject, text in mails}
        self.assertEqual(len(told), len(mails), "one mail a person")
        self.assertIn("Your mentorship in it ends with it", told["Mentor1"])
        self.assertIn("Your application could not be answered", told["Olga"])
        self.assertIn("The next one starts in March.", told["Mia"])
        self.assertNotIn("Mentee0", told, "who completes gets a line of their own")
        self.assertIn("Congratulations", " ".join(self.read_news(self.people["mentee0"])))

    def test_program_manager_cancels_and_everybody_is_told_and_nothing_waits(self):
        pairs = self.add_cohort()
        with self.collect_mails() as mails:
            self.wrap_up("cancelled").action_wrap_up()
        self.assertEqual(
            {name: pair.state for name, pair in pairs.items()},
            {"met": "ended", "unmet": "ended", "asked": "ended", "thought": "cancelled"},
        )
        self.assertEqual(self.program.state, "cancelled")
        told = {name for name, subject, _text in mails if subject == "Leaders has been cancelled"}
        self.assertTrue({"Mia", "Olga", "Mentor0", "Mentee1", "Mentor2"} <= told)
        self.assertFalse(
            self.program.participant_ids.filtered(lambda participant: participant.state == "applied"),
            "no application waits for an answer",
        )
        self.assertFalse(self.todos(self.program))
        mia = self.program.participant_ids.filtered(lambda participant: participant.employee_id == self.mia)
        self.assertEqual((mia.state, mia.standing), ("approved", "cancelled"), "nobody reads that they take part")

    def test_nobody_is_told_of_a_list_that_they_no_longer_stand_on(self):
        """What waits for the daily mail when a program ends is not true any more."""
        for outcome, standing in (("cancelled", "cancelled"), ("closed", "over")):
            program = self.add_program(outcome, self.pia)
            waiting = self.enrol(self.mia, "mentee", program=program)
            line = waiting._notify("left_over")
            self.as_user(program, self.pia)._wrap_up(outcome)
            with self.subTest(outcome):
                self.assertEqual(line.state, "dropped")
                self.assertEqual(waiting.standing, standing)

    def test_somebody_in_both_roles_is_told_once(self):
        self.enrol(self.mia, "mentee", state="applied")
        self.enrol(self.mia, "mentor")
        with self.collect_mails() as mails:
            self.as_user(self.program, self.pia).action_close()
        self.assertEqual([name for name, _subject, _text in mails], ["Mia"])
        self.assertIn("Thank you for taking part", mails[0][2])

    def test_only_a_program_manager_ends_a_program(self):
        for person in (self.mia, self.sam, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.program, person)._wrap_up("cancelled")
        self.assertEqual(self.program.state, "open")

    def test_cost_of_closing_does_not_grow_faster_than_the_cohort(self):
        def close(*indexes):
            program = self.add_program(f"Cohort of {len(indexes)}", self.pia)
            for index in indexes:
                self.add_other_pair(index, "offered", program=program)
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            self.as_user(program, self.pia)._wrap_up("closed")
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        close(0)
        few, more = close(1, 2), close(*range(3, 9))
        # Each mail brings a message of its own, which the host writes one by one
        self.assertLess(more - few, 4 * 40)

    # -- after the end

    def test_application_of_a_program_that_is_over_is_not_approved(self):
        applied = self.enrol(self.olga, "mentee", state="applied")
        self.program.sudo().state = "cancelled"
        with self.assertRaisesRegex(UserError, "“Leaders” is over"):
            self.as_user(applied, self.pia).action_approve()
        self.assertEqual(applied.state, "applied")

    def test_nobody_is_enrolled_by_hand_in_a_program_that_is_over_or_past_its_departments(self):
        values = {"employee_id": self.olga.id, "role": "mentee", "skill_ids": self.leading.ids}
        participants = self.as_user(self.env["hr.mentorship.participant"], self.pia)
        self.program.department_ids = self.env["hr.department"].create({"name": "Sales"})
        with self.assertRaisesRegex(UserError, "is not open to the department of Olga"):
            participants.create({**values, "program_id": self.program.id})
        self.program.department_ids = False
        participants.create({**values, "employee_id": self.paula.id, "program_id": self.program.id})
        closed = self.add_program("Old", self.pia, state="closed")
        with self.assertRaisesRegex(UserError, "“Old” is over"):
            participants.create({**values, "program_id": closed.id})

    # -- by itself

    def run_on(self, day):
        with freeze_time(f"{day} 12:00:00"), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_end_as_planned").method_direct_trigger()
        self.env.invalidate_all()

    def test_pairs_end_on_their_planned_day_with_a_word_before(self):
        met = self.add_mentorship("active")
        self.as_user(met.checkin_ids[0], self.mia)._log("done", held_on=fields.Date.today())
        never_met = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        end = met.end_date
        self.run_on(end - timedelta(days=30))
        self.assertNotIn("ends on", " ".join(self.read_news(self.mia)))
        for day in (end - timedelta(days=14), end - timedelta(days=13)):
            self.run_on(day)
        said = [line for line in self.read_news(self.mia) if "ends on" in line]
        self.assertEqual(len(said), 1, "announced once")
        self.run_on(end)
        self.assertEqual((met.state, never_met.state), ("active", "active"), "the last day belongs to it")
        self.run_on(end + timedelta(days=1))
        self.assertEqual((met.state, never_met.state), ("completed", "ended"))
        self.assertIn("no meeting was logged", " ".join(self.read_news(self.people["eve"])))

    def test_a_later_end_is_announced_anew_and_a_change_that_waits_holds_the_end_up(self):
        pair = self.add_mentorship("active")
        end = pair.end_date
        self.run_on(end - timedelta(days=10))
        self.assertEqual(pair.end_announced_for, end)
        pair.sudo().end_date = end + timedelta(days=60)
        self.run_on(end + timedelta(days=1))
        self.assertEqual(pair.state, "active")
        self.run_on(end + timedelta(days=50))
        self.assertEqual(pair.end_announced_for, end + timedelta(days=60))
