from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MentorshipCase

CHOOSE = "Choose another sponsor: this one has no access to Odoo any more"


@tagged("post_install", "-at_install")
class TestSponsor(MentorshipCase):
    """Somebody other than those who run a program says yes to it, or what shall change, and they hear it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.add_program("Speakers", cls.pia, state="draft")

    def test_program_manager_submits_without_sponsor_and_is_told_what_is_missing(self):
        self.draft.sponsor_id = False
        with self.assertRaisesRegex(UserError, "It still needs a sponsor who approves it. Fill"):
            self.as_user(self.draft, self.pia).action_submit()
        self.assertEqual(self.draft.state, "draft")

    def test_program_manager_submits_without_goal_and_is_told_what_is_missing(self):
        self.draft.goal = False
        with self.assertRaisesRegex(UserError, "It still needs a goal that says what it is for. Fill"):
            self.as_user(self.draft, self.pia).action_submit()

    def test_program_manager_is_told_at_once_of_all_that_is_missing(self):
        self.draft.write({"goal": "  ", "sponsor_id": False})
        with self.assertRaisesRegex(UserError, "a sponsor who approves it and a goal that says what it is for"):
            self.as_user(self.draft, self.pia).action_submit()

    def test_program_manager_reads_what_is_missing_before_the_button_is_there(self):
        draft = self.as_user(self.draft, self.pia)
        self.assertFalse(draft.submit_hint)
        with Form(draft) as form:
            form.sponsor_id = self.env["res.users"]
            self.assertIn("still needs a sponsor who approves it", form.submit_hint)
            form.goal = "  "
            self.assertIn("a sponsor who approves it and a goal", form.submit_hint)
        self.draft.company_id.mentorship_requires_approval = False
        self.assertIn("Before you open it", draft.submit_hint)

    def test_program_manager_submits_and_the_sponsor_gets_a_mail_and_a_todo(self):
        with self.collect_mails() as mails:
            self.as_user(self.draft, self.pia).action_submit()
        self.assertEqual(self.draft.state, "submitted")
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Sam", "Please approve: Speakers")])
        self.assertIn("More people who dare to lead.", mails[0][2])
        self.assertEqual(len(self.todos(self.draft, self.sam)), 1)
        self.assertEqual(len(self.todos(self.draft)), 1)

    def test_sponsor_approves_and_the_program_is_open(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.assertTrue(self.as_user(self.draft, self.sam).is_my_approval)
        self.as_user(self.draft, self.sam).action_approve()
        self.assertEqual(self.draft.state, "open")
        self.assertFalse(self.todos(self.draft))

    def test_anybody_but_the_sponsor_approves_and_is_refused(self):
        self.as_user(self.draft, self.pia).action_submit()
        for person in (self.olga, self.pia, self.petra, self.paula):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.draft, person).action_approve()
        self.assertEqual(self.draft.state, "submitted")

    def test_sponsor_asks_for_changes_and_the_program_manager_hears_which(self):
        self.as_user(self.draft, self.pia).action_submit()
        action = self.as_user(self.draft, self.sam).action_ask_for_changes()
        dialog = self.as_user(self.env["hr.mentorship.ask.for.changes"], self.sam).with_context(**action["context"])
        with self.collect_mails() as mails:
            dialog.create({"reason": "Say how many people shall lead."}).action_send()
        self.assertEqual(self.draft.state, "draft")
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Pia", "Please change: Speakers"))
        self.assertIn("Say how many people shall lead.", text)
        self.assertEqual(self.todos(self.draft).user_id, self.pia.user_id, "to change it, and none to approve it")
        self.assertFalse(
            self.draft.message_ids.filtered("mail_activity_type_id"), "no to-do was done, as nothing was approved"
        )
        self.as_user(self.draft, self.pia).action_submit()
        self.assertEqual((self.draft.state, self.draft.change_request), ("submitted", False))
        self.assertEqual(self.todos(self.draft).user_id, self.sam.user_id)

    def test_sponsor_approves_and_the_program_manager_hears_it(self):
        self.as_user(self.draft, self.pia).action_submit()
        with self.collect_mails() as mails:
            self.as_user(self.draft, self.sam).action_approve()
        self.assertEqual([(name, subject) for name, subject, _text in mails], [("Pia", "Approved: Speakers")])

    def test_program_manager_is_never_the_sponsor_of_their_own_program(self):
        self.draft.manager_ids += self.ada.user_id
        self.as_user(self.draft, self.pia).action_submit()
        self.assertFalse(self.as_user(self.draft, self.ada).is_my_approval, "administrators included")
        with self.assertRaisesRegex(ValidationError, "Pia manages this program, and nobody approves their own"):
            self.draft.sponsor_id = self.pia.user_id

    def test_archived_sponsor_approves_nothing_and_the_program_manager_reads_it(self):
        self.sam.user_id.active = False
        self.assertIn("Choose another sponsor", self.as_user(self.draft, self.pia).sponsor_hint)
        with self.assertRaisesRegex(UserError, "cannot approve. Choose another sponsor"):
            self.as_user(self.draft, self.pia).action_submit()

    def test_sponsor_who_is_archived_while_a_program_waits_leaves_its_manager_a_todo(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.sam.user_id.active = False
        todo = self.todos(self.draft)
        self.assertEqual((todo.user_id, todo.summary), (self.pia.user_id, CHOOSE))
        self.as_user(self.draft, self.pia).sponsor_id = self.olga.user_id
        self.assertEqual(self.todos(self.draft).user_id, self.olga.user_id, "asked instead, and nothing to choose")

    def test_sponsor_who_was_archived_by_mistake_is_asked_again(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.sam.user_id.active = False
        self.sam.user_id.active = True
        self.assertEqual(self.todos(self.draft).user_id, self.sam.user_id)

    def test_todo_to_choose_a_sponsor_goes_with_what_waited_for_one(self):
        self.as_user(self.draft, self.pia).action_submit()
        self.sam.user_id.active = False
        self.as_user(self.draft, self.pia).action_return_to_draft()
        self.assertFalse(self.todos(self.draft))

    def test_sponsor_who_is_archived_while_nothing_waits_leaves_no_todo(self):
        self.sam.user_id.active = False
        self.assertFalse(self.todos(self.draft))

    def test_sponsor_who_is_replaced_hands_the_question_over(self):
        self.as_user(self.draft, self.pia).action_submit()
        with self.collect_mails() as mails:
            self.as_user(self.draft, self.pia).sponsor_id = self.olga.user_id
        self.assertEqual([name for name, _subject, _text in mails], ["Olga"])
        self.assertEqual(self.todos(self.draft).user_id, self.olga.user_id)

    def test_goal_that_a_sponsor_approves_is_not_emptied(self):
        self.as_user(self.draft, self.pia).action_submit()
        with self.assertRaisesRegex(ValidationError, "do not leave it empty"):
            self.as_user(self.draft, self.pia).goal = " "

    def test_sponsor_approves_a_draft_and_is_told_the_status(self):
        with self.assertRaisesRegex(UserError, "“Speakers” is in the status “Draft”"):
            self.as_user(self.draft, self.sam).action_approve()

    def test_sponsor_edits_the_program_and_is_refused(self):
        with self.assertRaises(AccessError):
            self.as_user(self.draft, self.sam).write({"goal": "Another goal"})
