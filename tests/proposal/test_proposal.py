from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestProposal(MentorshipCase):
    """A program says what it takes and brings, wins its sponsor, and opens with a word of support."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        cls.draft = cls.add_program(
            "Speakers",
            cls.pia,
            state="draft",
            start_date=today,
            end_date=today + timedelta(days=182),
            rhythm="biweekly",
            meeting_duration=1.5,
            mentor_capacity=2,
            objective_ids=[Command.set(cls.env.ref("hr_mentorship.objective_leadership").ids)],
        )

    def plan(self, name="Kick-off", planned=1000.0, **values):
        line = {"program_id": self.draft.id, "name": name, "planned": planned, **values}
        return self.as_user(self.env["hr.mentorship.budget.line"], self.pia).create(line)

    def open_approval(self, person, action="action_give_approval"):
        context = getattr(self.as_user(self.draft, person), action)()["context"]
        return self.as_user(self.env["hr.mentorship.approve"], person).with_context(**context)

    # -- what it takes

    def test_effort_follows_rhythm_length_and_time(self):
        program = self.as_user(self.draft, self.pia)
        program.write({"start_date": "2030-01-01", "end_date": "2030-07-01"})  # half a year, and 181 days
        self.assertEqual(
            program.effort_text,
            "About 12 meetings of 1 hour and 30 minutes: 18 hours for a mentee, and as much for a mentor with each of "
            "up to 2 mentees.",
        )
        for rhythm, hours in (("weekly", 37.5), ("biweekly", 18), ("monthly", 9), ("days", 27)):
            with self.subTest(rhythm):
                program.write({"rhythm": rhythm, "rhythm_days": 10})
                self.assertEqual(program.effort_hours, hours)
        program.write({"rhythm": "custom", "rhythm_rule": "FREQ=MONTHLY;BYDAY=1WE"})
        self.assertEqual(program.effort_hours, 9.0, "six first Wednesdays")

    def test_effort_of_programs_that_are_always_open_or_of_one_meeting(self):
        program = self.as_user(self.draft, self.pia)
        program.write({"time_frame": "always_on", "duration_months": 3, "rhythm": "monthly", "mentor_capacity": 1})
        self.assertEqual(
            program.effort_text,
            "About 3 meetings of 1 hour and 30 minutes: 4 hours and 30 minutes for each of the two.",
        )
        program.format = "group"
        self.assertIn("for everybody in the group", program.effort_text)
        program.format = "flash"
        self.assertEqual(program.effort_hours, 1.5)

    def test_effort_of_a_form_without_dates_is_left_open(self):
        with Form(self.as_user(self.draft, self.pia)) as form:
            form.end_date = self.draft.start_date - timedelta(days=1)
            self.assertFalse(form.effort_text)
            form.rhythm = "monthly"
            form.end_date = self.draft.start_date + timedelta(days=25)
            self.assertIn("One meeting of 1 hour and 30 minutes", form.effort_text)

    # -- the budget

    def test_manager_and_sponsor_read_what_is_planned_spent_and_left(self):
        self.plan(spent=400.0)
        self.plan("Books", 200.0, spent=300.0)
        for person in (self.pia, self.sam):
            with self.subTest(person.name):
                program = self.as_user(self.draft, person)
                self.assertEqual((program.budget_planned, program.budget_spent, program.budget_left), (1200, 700, 500))
                self.assertIn("left.", program.budget_text)
        self.draft.budget_line_ids[0].spent = 2000
        self.assertIn("more than planned", self.as_user(self.draft, self.sam).budget_text)

    def test_who_may_join_reads_no_budget(self):
        self.plan()
        self.draft.state = "open"
        program = self.as_user(self.draft, self.olga)
        self.assertEqual((program.budget_planned, program.budget_text), (0, False))
        self.assertFalse(program.budget_line_ids)

    def test_budget_below_zero_is_refused_in_a_sentence(self):
        for values in ({"planned": -1.0}, {"spent": -1.0}):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "A budget is not below zero"):
                self.plan(**values)

    def test_plan_that_changes_after_submission_stands_in_the_history(self):
        line = self.plan()
        self.as_user(self.draft, self.pia).action_submit()
        before = len(self.draft.message_ids)
        self.as_user(line, self.pia).spent = 10.0
        self.assertEqual(len(self.draft.message_ids), before, "spending is no change of the plan")
        self.as_user(line, self.pia).planned = 1500.0
        self.assertIn("1,000.00", self.draft.message_ids[0].body)
        self.assertIn("1,500.00", self.draft.message_ids[0].body)
        self.plan("Books", 100.0)
        self.assertIn("1,600.00", self.draft.message_ids[0].body)
        self.as_user(line, self.pia).unlink()
        self.assertIn("100.00", self.draft.message_ids[0].body)
        self.assertEqual(len(self.draft.message_ids), before + 3)

    def test_copy_plans_the_same_and_has_spent_nothing(self):
        self.plan(spent=400.0)
        copy = self.as_user(self.draft, self.pia).copy()
        self.assertRecordValues(copy.budget_line_ids, [{"name": "Kick-off", "planned": 1000, "spent": 0}])
        self.assertFalse(copy.sponsor_word)

    # -- the page

    def test_proposal_says_everything_on_one_page_to_manager_and_sponsor(self):
        self.plan()
        self.draft.expected_benefits = "Nobody leaves for want of a stage."
        for person in (self.pia, self.sam):
            with self.subTest(person.name):
                report = self.as_user(self.env["ir.actions.report"], person)
                html, _type = report._render_qweb_html(
                    "hr_mentorship.hr_mentorship_proposal_report_action", self.draft.ids
                )
                text = html2plaintext(html)
                for words in (
                    "More people who dare to lead.",
                    "Leadership",
                    "Nobody leaves for want of a stage.",
                    "meetings of 1 hour and 30 minutes",
                    "Kick-off",
                    "1,000.00",
                    "Pia",
                    "Sam",
                ):
                    self.assertIn(words, text)

    def test_who_may_join_does_not_read_what_the_company_has_from_it(self):
        self.draft.write({"state": "open", "expected_benefits": "One search less."})
        for person in (self.pia, self.sam, self.ada):
            self.assertEqual(self.as_user(self.draft, person).benefits_text, "One search less.")
        for person in (self.olga, self.petra):
            self.assertFalse(self.as_user(self.draft, person).benefits_text)
        for ask in (
            lambda mine: mine.read(["expected_benefits"]),
            lambda mine: mine.search([("expected_benefits", "ilike", "search")]),
            lambda mine: mine.formatted_read_group([], ["expected_benefits"]),
        ):
            with self.assertRaises(AccessError):
                ask(self.as_user(self.draft, self.olga))

    def test_others_print_no_proposal(self):
        self.draft.state = "open"
        for person in (self.olga, self.petra):
            document = self.as_user(self.env["report.hr_mentorship.report_proposal"], person)
            with self.subTest(person.name), self.assertRaisesRegex(AccessError, "Only the sponsor"):
                document._get_report_values(self.draft.ids)

    def test_mail_to_the_sponsor_leads_to_the_proposal(self):
        with self.collect_mails() as mails:
            self.as_user(self.draft, self.pia).action_submit()
        self.assertIn("meetings of 1 hour and 30 minutes", mails[0][2])
        mail = self.env["mail.mail"].search([("subject", "=", "Please approve: Speakers")], limit=1)
        self.assertIn(f"/report/pdf/hr_mentorship.report_proposal/{self.draft.id}", mail.body_html)

    # -- approval and the word

    def test_sponsor_approves_with_a_word_that_everybody_reads(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.open_approval(self.sam).create({"word": " Take the stage. "}).action_confirm()
        self.assertRecordValues(
            self.draft,
            [
                {
                    "state": "open",
                    "sponsor_word": "Take the stage.",
                    "sponsor_word_on": fields.Date.today(),
                    "approved_by_id": self.sam.user_id.id,
                    "approved_on": fields.Date.today(),
                }
            ],
        )
        self.sam.job_title = "Head of Everything"
        seen = self.as_user(self.draft, self.olga)
        self.assertEqual(
            (seen.sponsor_word, seen.sponsor_word_name, seen.sponsor_word_title),
            ("Take the stage.", "Sam", "Head of Everything"),
        )
        self.assertTrue(seen.sponsor_word_image)

    def test_sponsor_approves_without_a_word_and_says_it_later(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.open_approval(self.sam).create({}).action_confirm()
        self.assertEqual((self.draft.state, self.draft.sponsor_word), ("open", False))
        self.open_approval(self.sam, "action_say_word").create({"word": "Go on."}).action_confirm()
        self.assertEqual(self.draft.sponsor_word, "Go on.")
        dialog = self.open_approval(self.sam, "action_say_word").create({})
        self.assertEqual(dialog.word, "Go on.", "changed, not written anew")
        dialog.word = ""
        dialog.action_confirm()
        self.assertRecordValues(self.draft, [{"sponsor_word": False, "sponsor_word_user_id": False}])

    def test_word_stays_with_who_has_said_it(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.open_approval(self.sam).create({"word": "Go on."}).action_confirm()
        self.draft.sponsor_id = self.paula.user_id
        self.assertEqual(self.draft.sponsor_word_name, "Sam")
        with self.assertRaisesRegex(AccessError, "Ask Paula to write it"):
            self.as_user(self.draft, self.sam)._say_word("Not mine any more.")

    def test_administrator_approves_but_says_no_word_for_the_sponsor(self):
        self.as_user(self.draft, self.pia).action_submit()
        dialog = self.open_approval(self.ada).create({"word": "In his name."})
        dialog.action_confirm()
        self.assertRecordValues(self.draft, [{"state": "open", "sponsor_word": False}])
        self.assertEqual(self.draft.approved_by_id, self.ada.user_id)

    def test_word_is_nobody_elses_to_write(self):
        self.draft.state = "open"
        for person in (self.pia, self.olga, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.draft, person).action_say_word()
        with self.assertRaises(AccessError):
            self.as_user(self.draft, self.pia).sponsor_word = "I said it."

    def test_speech_is_refused_in_a_sentence(self):
        self.draft.state = "open"
        with self.assertRaisesRegex(UserError, "Keep it below"):
            self.as_user(self.draft, self.sam)._say_word("Take the stage. " * 200)

    def test_dialog_of_a_program_that_was_taken_back_approves_nothing(self):
        self.as_user(self.draft, self.pia).action_submit()
        dialog = self.open_approval(self.sam).create({"word": "Go on."})
        self.as_user(self.draft, self.pia).action_return_to_draft()
        with self.assertRaisesRegex(UserError, "is in the status “Draft”"):
            self.as_user(dialog, self.sam).action_confirm()
        self.assertRecordValues(self.draft, [{"state": "draft", "sponsor_word": False}])

    # -- companies without approvals

    def test_program_opens_with_approval_only(self):
        with self.assertRaisesRegex(UserError, "opens with the approval of its sponsor"):
            self.as_user(self.draft, self.pia).action_open_program()
        self.assertEqual(self.draft.state, "draft")

    def test_company_without_approvals_lets_managers_open(self):
        self.env.company.mentorship_requires_approval = False
        with self.assertRaises(AccessError):
            self.as_user(self.draft, self.sam).action_open_program()
        self.as_user(self.draft, self.pia).action_open_program()
        self.assertRecordValues(self.draft, [{"state": "open", "approved_on": False}])
        without_goal = self.add_program("Silence", self.pia, state="draft", goal=False)
        with self.assertRaisesRegex(UserError, "Write down its goal"):
            self.as_user(without_goal, self.pia).action_open_program()

    def test_administrator_switches_approvals_for_the_company(self):
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.mentorship_requires_approval, "by default")
        settings.mentorship_requires_approval = False
        settings.execute()
        self.assertFalse(self.draft.requires_approval)

    # -- objectives

    def test_objective_in_use_is_archived_instead_of_deleted(self):
        objective = self.env.ref("hr_mentorship.objective_leadership")
        self.as_user(objective, self.ada).unlink()
        self.assertFalse(objective.active)
        self.assertEqual(self.draft.with_context(active_test=False).objective_ids, objective)

    def test_objective_with_a_long_meeting_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "up to 8 hours"):
            self.env["hr.mentorship.objective"].create({"name": "Marathon", "meeting_duration": 9})
