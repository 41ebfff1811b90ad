from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from ..common import MentorshipCase

TODO = "hr_mentorship.mail_activity_type_program_changed"


@tagged("post_install", "-at_install")
class TestApproval(MentorshipCase):
    """What the sponsor has approved stays as it was, and later changes are seen beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        cls.plan = cls.add_program(
            "Speakers",
            cls.pia,
            state="draft",
            start_date=today,
            end_date=today + timedelta(days=182),
            max_mentees=20,
            budget_line_ids=[Command.create({"name": "Kick-off", "planned": 1000.0})],
            target_ids=[Command.create({"measure": "match_rate", "wanted_value": 90})],
        )
        cls.plan.with_user(cls.pia.user_id).action_submit()
        cls.plan.with_user(cls.sam.user_id).action_approve()
        cls.plan.invalidate_recordset()

    def change(self, **values):
        self.as_user(self.plan, self.pia).write(values)
        self.plan.invalidate_recordset()

    def read_changes(self, person):
        return self.as_user(self.plan, person).approval_change_text or ""

    def find_todos(self):
        return self.plan.activity_ids.filtered(lambda todo: todo.activity_type_id == self.env.ref(TODO))

    def find_lines(self, kind="approval_changed"):
        return self.env["hr.mentorship.notice"].search([("program_id", "=", self.plan.id), ("kind", "=", kind)])

    def open_dialog(self, person):
        action = self.as_user(self.plan, person).action_view_changes()
        return Form(self.as_user(self.env["hr.mentorship.approve"], person).with_context(**action["context"]))

    # -- what is kept

    def test_manager_and_sponsor_read_what_was_approved_after_it_has_changed(self):
        self.change(max_mentees=40, goal="Everything is different.", meeting_duration=2)
        self.as_user(self.plan.budget_line_ids, self.pia).planned = 5000
        for person in (self.pia, self.sam):
            program = self.as_user(self.plan, person)
            for words in ("Places for Mentees: 20", "Purpose: More people who dare to lead.", "1,000.00", "90 %"):
                self.assertIn(words, program.approved_text)
            self.assertNotIn("5,000.00", program.approved_text)
            self.assertEqual(len(program.approval_fingerprint), 64)
            self.assertFalse(program.approval_warning)

    def test_fingerprint_stands_in_the_history_and_tells_what_was_changed_outside(self):
        program = self.as_user(self.plan, self.pia)
        self.assertTrue(any(program.approval_fingerprint in message.body for message in self.plan.message_ids))
        kept = self.plan.sudo().approved_values
        self.plan.sudo().approved_values = {**kept, "values": {**kept["values"], "max_mentees": 40}}
        self.plan.invalidate_recordset()
        self.assertIn("does not match its fingerprint", program.approval_warning)

    def test_who_may_join_reads_nothing_of_it(self):
        self.change(max_mentees=40)
        for person in (self.olga, self.petra):
            program = self.as_user(self.plan, person)
            if program.has_access("read"):
                self.assertFalse(program.approved_text or program.approval_change_text or program.approval_fingerprint)
        for person in (self.olga, self.pia, self.ada):
            with self.assertRaises(AccessError):
                self.as_user(self.plan, person).read(["approved_values"])
        with self.assertRaises(AccessError):
            self.as_user(self.plan, self.pia).write({"approved_values": False})

    def test_program_without_an_approval_keeps_nothing(self):
        self.env.company.mentorship_requires_approval = False
        program = self.as_user(self.add_program("Quick", self.pia, state="draft"), self.pia)
        program.action_open_program()
        program.max_mentees = 3
        self.assertFalse(program.approved_text or program.has_approval_changes)

    # -- what is different

    def test_each_change_says_what_was_approved_and_what_it_is_now(self):
        new_end = self.plan.end_date + timedelta(days=30)
        self.change(max_mentees=40, max_mentors=5, end_date=new_end, meeting_duration=2.0, rhythm="weekly")
        self.change(
            target_ids=[
                Command.update(self.plan.target_ids.id, {"wanted_value": 60}),
                Command.create({"measure": "participation", "wanted_value": 30}),
            ]
        )
        self.change(budget_line_ids=[Command.create({"name": "Books", "planned": 200.0})])
        text = self.read_changes(self.sam)
        for words in (
            "Places for Mentees: approved 20, now 40",
            "Places for Mentors: approved no limit, now 5",
            "now 2 hours",
            "Target, Match rate: approved 90 %, now 60 %",
            "Target, People taking part: not in what was approved, now 30",
            "Budget, Books: not in what was approved, now",
            "Budget in All: approved",
        ):
            self.assertIn(words, text)
        self.assertEqual(text.count("\n"), 8, text)
        self.change(budget_line_ids=[Command.clear()])
        self.assertIn("Budget, Kick-off: approved $", self.read_changes(self.sam).replace("\xa0", ""))

    def test_what_is_set_back_is_no_change(self):
        self.assertFalse(self.read_changes(self.sam))
        self.change(max_mentees=40)
        self.assertTrue(self.find_todos())
        self.change(max_mentees=20)
        self.assertFalse(self.read_changes(self.sam))
        self.assertFalse(self.find_todos())
        self.assertFalse(self.find_lines()._filter_true())

    def test_the_goal_in_one_more_language_is_no_change(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.as_user(self.plan, self.pia).with_context(lang="de_DE").goal = "Mehr Mut."
        self.assertFalse(self.read_changes(self.sam))
        self.change(goal="Fewer people.")
        self.assertIn("“More people who dare to lead.”, now “Fewer people.”", self.read_changes(self.sam))

    def test_new_conditions_are_a_change_without_their_code(self):
        self.change(eligibility_domain="[('name', 'ilike', 'a')]")
        self.assertIn("the conditions are not those that were approved", self.read_changes(self.sam))
        self.assertNotIn("ilike", self.read_changes(self.sam))

    def test_proposal_that_is_printed_later_says_what_has_changed(self):
        self.change(max_mentees=40)
        report = self.as_user(self.env["ir.actions.report"], self.sam)
        html, _type = report._render_qweb_html("hr_mentorship.hr_mentorship_proposal_report_action", self.plan.ids)
        self.assertIn("approved 20, now 40", html2plaintext(html))

    # -- who hears of it

    def test_sponsor_gets_one_todo_and_one_line_for_many_changes(self):
        self.change(max_mentees=40)
        self.as_user(self.plan.budget_line_ids, self.pia).planned = 5000
        self.as_user(self.plan.target_ids, self.pia).wanted_value = 50
        self.assertEqual(self.find_todos().user_id, self.sam.user_id)
        self.assertEqual(len(self.find_todos()), 1)
        self.assertEqual(len(self.find_lines()._filter_true()), 1)
        self.assertIn("has changed since you approved it", self.find_lines().text)

    def test_sponsor_who_is_archived_before_looking_at_changes_leaves_the_manager_a_todo(self):
        self.change(max_mentees=40)
        self.sam.user_id.active = False
        choose = self.env.ref("hr_mentorship.mail_activity_type_program_without_sponsor")
        todos = self.plan._find_activities(["hr_mentorship.mail_activity_type_program_without_sponsor"])
        self.assertFalse(self.find_todos())
        self.assertEqual((todos.user_id, todos.activity_type_id), (self.pia.user_id, choose))
        self.sam.user_id.active = True
        self.assertEqual(self.find_todos().user_id, self.sam.user_id)
        self.assertFalse(todos.exists())

    def test_what_is_not_in_a_proposal_bothers_nobody(self):
        self.change(digest_hour=9, offer_validity_days=10)
        self.as_user(self.plan.budget_line_ids, self.pia).spent = 10
        self.assertFalse(self.find_todos() or self.find_lines())

    def test_todo_goes_along_to_the_next_sponsor(self):
        self.change(max_mentees=40)
        self.plan.sponsor_id = self.paula.user_id
        self.assertEqual(self.find_todos().user_id, self.paula.user_id)
        self.assertEqual(len(self.find_lines()._filter_true()), 1)

    # -- what the sponsor says to it

    def test_sponsor_agrees_and_what_is_approved_is_what_it_is_now(self):
        self.change(max_mentees=40)
        self.assertIn("approved 20, now 40", self.open_dialog(self.sam).change_text)
        self.open_dialog(self.sam).save().action_agree()
        self.plan.invalidate_recordset()
        self.assertFalse(self.read_changes(self.sam))
        self.assertIn("Places for Mentees: 40", self.as_user(self.plan, self.sam).approved_text)
        self.assertFalse(self.find_todos())
        self.assertIn("Sam", self.find_lines("approval_agreed").text)
        self.assertTrue(any("approved 20, now 40" in message.body for message in self.plan.message_ids))

    def test_sponsor_agrees_to_what_they_have_read_and_to_nothing_else(self):
        self.change(max_mentees=40)
        dialog = self.open_dialog(self.sam).save()
        self.change(max_mentees=400)
        with self.assertRaisesRegex(UserError, "changed again while you were reading"):
            dialog.action_agree()
        self.assertIn("now 400", self.read_changes(self.sam))

    def test_nobody_else_agrees_and_nobody_to_nothing(self):
        with self.assertRaisesRegex(UserError, "There is nothing to agree to"):
            self.as_user(self.plan, self.sam).action_view_changes()
        self.change(max_mentees=40)
        seen = self.as_user(self.plan, self.pia)._get_seen()
        for act in (lambda program: program.action_view_changes(), lambda program: program._agree_to_changes(seen)):
            with self.assertRaisesRegex(AccessError, "Only the sponsor"):
                act(self.as_user(self.plan, self.pia))

    def test_sponsor_who_does_not_agree_says_so_and_the_program_stays_open(self):
        self.change(max_mentees=40)
        action = self.as_user(self.plan, self.sam).action_ask_for_changes()
        dialog = self.as_user(self.env["hr.mentorship.ask.for.changes"], self.sam).with_context(**action["context"])
        dialog.create({"reason": "We agreed on 20."}).action_send()
        self.assertRecordValues(self.plan, [{"state": "open", "change_request": "We agreed on 20."}])
        self.assertEqual(self.plan.activity_ids.user_id, self.pia.user_id)
        self.change(max_mentees=20)
        self.assertFalse(self.plan.change_request)
        self.assertFalse(self.plan.activity_ids)
