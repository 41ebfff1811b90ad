from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MentorshipCase, next_monday


@tagged("post_install", "-at_install")
class TestLaunch(MentorshipCase):
    """The way from a goal to the first meetings: an activity plan with dates around the start of the program."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start = next_monday() + timedelta(weeks=10)
        cls.program.write({"start_date": cls.start, "state": "draft"})
        cls.plan = cls.env.ref("hr_mentorship.mail_activity_plan_launch")

    def start_checklist(self):
        """Start it before anything of the program is written down."""
        self.program.goal = False
        self.as_user(self.program, self.pia).action_start_checklist()
        self.program.goal = "More people who dare to lead."
        return self.program._find_launch_steps().with_env(self.env).sorted("date_deadline")

    def words(self, who=None):
        return self.as_user(self.program, who or self.pia).launch_words

    # -- starting

    def test_program_manager_starts_the_checklist_and_both_get_their_steps(self):
        steps = self.start_checklist()
        self.assertEqual(len(steps), 9)
        for step, planned in zip(steps, self.plan.template_ids, strict=True):
            owner = self.sam if planned.responsible_type == "mentorship_sponsor" else self.pia
            self.assertEqual(step.user_id, owner.user_id)
            self.assertEqual(step.date_deadline, planned._get_date_deadline(self.start))
            self.assertTrue(step.summary and step.note)
        self.assertEqual(steps[-1].date_deadline, self.start)
        self.assertRegex(self.words(), "0 of 9 steps done. Next: Write down what .* is for.* \\(Pia, ")
        self.assertEqual(self.words(self.sam), self.words())
        with self.assertRaisesRegex(UserError, "runs already"):
            self.as_user(self.program, self.pia).action_start_checklist()

    def test_program_is_asked_for_no_step_that_it_has_not(self):
        """Where people ask themselves and come as they like, nobody publishes matches or begins together."""
        self.program.write({"matching_mode": "request", "time_frame": "always_on"})
        self.program.company_id.mentorship_requires_approval = False
        types = self.start_checklist().activity_type_id.get_external_id().values()
        self.assertEqual(len(types), 6)
        for step in ("match", "start", "submit"):
            self.assertNotIn(f"hr_mentorship.mail_activity_type_launch_{step}", types)

    def test_what_has_been_done_before_is_no_step(self):
        """The goal that stands already, the submission that has been, and the word that the sponsor has said."""
        program = self.as_user(self.program, self.pia)
        program.action_submit()
        self.program.sponsor_word = "Take the hour; you have my support."
        program.action_start_checklist()
        types = self.program._find_launch_steps().activity_type_id.get_external_id().values()
        self.assertEqual(len(types), 6)
        for step in ("goal", "submit", "support"):
            self.assertNotIn(f"hr_mentorship.mail_activity_type_launch_{step}", types)

    def test_goal_is_no_next_step_once_the_program_is_submitted(self):
        self.start_checklist()
        self.as_user(self.program, self.pia).action_submit()
        self.env.invalidate_all()
        self.assertRegex(self.words(), "2 of 9 steps done. Next: Say why you support")

    def test_goal_is_no_next_step_of_a_program_that_opens_without_an_approval(self):
        self.program.company_id.mentorship_requires_approval = False
        self.start_checklist()
        self.as_user(self.program, self.pia).action_open_program()
        self.env.invalidate_all()
        self.assertRegex(self.words(), "1 of 8 steps done. Next: Say why you support")

    def test_sponsor_who_has_said_a_word_is_not_asked_for_it(self):
        self.start_checklist()
        program = self.as_user(self.program, self.pia)
        program.action_submit()
        word = self.env["hr.mentorship.approve"].with_user(self.sam.user_id)
        word.create({"program_id": program.id, "word": "Take the hour; you have my support."}).action_confirm()
        support = self.env.ref("hr_mentorship.mail_activity_type_launch_support")
        [step] = self.program._find_launch_steps().filtered(lambda each: each.activity_type_id == support)
        self.assertFalse(step.active)

    def test_what_is_late_already_is_for_today(self):
        self.program.start_date = fields.Date.today() + timedelta(days=10)
        steps = self.start_checklist()
        self.assertEqual(steps[0].date_deadline, fields.Date.today())
        self.assertEqual(steps[-1].date_deadline, self.program.start_date)

    def test_steps_speak_the_language_of_their_owner_and_the_words_of_the_plan(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.sam.user_id.lang = "fr_FR"
        support = self.env.ref("hr_mentorship.mail_activity_type_launch_support")
        support.with_context(lang="fr_FR").summary = "Dites pourquoi"
        self.plan.template_ids[0].summary = "Dream a little"
        steps = self.start_checklist()
        self.assertEqual(steps[0].summary, "Dream a little")
        self.assertEqual(steps.filtered(lambda step: step.activity_type_id == support).summary, "Dites pourquoi")

    def test_program_of_a_template_has_its_checklist(self):
        template = self.as_user(self.env["hr.mentorship.program"], self.pia)._search_templates()[0]
        program = template._create_from_template("New", self.start, self.sam.user_id)
        self.assertEqual((program.launch_total, program.launch_done), (8, 0), "its goal is written")

    def test_company_has_a_plan_of_its_own_and_it_is_taken(self):
        plan = self.plan.copy({"name": "Ours", "company_id": self.env.company.id})
        plan.template_ids[1:].unlink()
        self.assertEqual(len(self.start_checklist()), 1)

    def test_plans_are_gone_and_the_program_manager_reads_who_can_help(self):
        self.env["mail.activity.plan"].search([("res_model", "=", "hr.mentorship.program")]).unlink()
        with self.assertRaisesRegex(UserError, "An administrator sets one up"):
            self.start_checklist()
        template = self.as_user(self.env["hr.mentorship.program"], self.pia)._search_templates()[0]
        self.assertFalse(template._create_from_template("New", self.start, self.sam.user_id).launch_total)

    # -- how far it is

    def test_steps_are_done_and_the_page_counts_them(self):
        steps = self.start_checklist()
        self.as_user(steps[0], self.pia).action_done()
        self.as_user(steps[2], self.sam).action_done()
        program = self.as_user(self.program, self.pia)
        self.assertEqual((program.launch_total, program.launch_done), (9, 2))
        self.assertRegex(program.launch_words, "2 of 9 steps done. Next: Submit the program")
        program.action_submit()
        self.env.invalidate_all()
        self.assertEqual(program.launch_done, 3, "submitting is a step of it")
        action = program.action_view_launch_steps()
        self.assertEqual([kind for _view, kind in action["views"]], ["list", "kanban"])
        self.assertEqual(action["mobile_view_mode"], "kanban", "a list of four columns does not fit a phone")
        listed = self.env["mail.activity"].with_user(self.pia.user_id).with_context(**action["context"])
        self.assertEqual(len(listed.search(action["domain"])), 9)
        for step in steps.filtered("active"):
            step.action_done()
        self.assertEqual(self.words(), "All 9 steps of the launch are done.")

    def test_others_read_nothing_of_it(self):
        self.start_checklist()
        self.program.state = "open"
        self.assertFalse(self.words(self.mia))
        self.assertFalse(self.as_user(self.program, self.mia).launch_total)
        with self.assertRaises(AccessError):
            self.as_user(self.program, self.petra).action_start_checklist()

    # -- following the program

    def test_program_starts_later_and_its_steps_wait(self):
        steps = self.start_checklist()
        steps[0].action_done()
        before = {step: step.date_deadline for step in steps}
        self.as_user(self.program, self.pia).start_date = self.start + timedelta(days=7)
        for step in steps[1:]:
            self.assertEqual(step.date_deadline, before[step] + timedelta(days=7))
        self.assertEqual(steps[0].date_deadline, before[steps[0]])

    def test_sponsor_is_chosen_later_and_gets_the_steps_that_waited(self):
        self.program.sponsor_id = False
        steps = self.start_checklist()
        self.assertEqual(steps.user_id, self.pia.user_id)
        self.as_user(self.program, self.pia).sponsor_id = self.sam.user_id
        self.assertEqual(len(steps.filtered(lambda step: step.user_id == self.sam.user_id)), 2)

    def test_program_is_cancelled_and_no_step_is_left(self):
        steps = self.start_checklist()
        self.as_user(self.program, self.pia).action_cancel()
        self.assertFalse(steps.exists())

    # -- like any plan

    def test_plan_is_started_from_the_todos_as_on_any_document(self):
        dialog = self.as_user(self.env["mail.activity.schedule"], self.pia).with_context(
            active_model="hr.mentorship.program", active_ids=self.program.ids, plan_mode=True
        )
        form = Form(dialog)
        form.plan_id = self.plan.with_env(dialog.env)
        self.assertEqual(form.plan_date, self.start)
        form.save().action_schedule_plan()
        self.assertEqual(len(self.program._find_launch_steps()), 8)

    def test_administrator_of_mentorship_edits_plans_of_programs_and_no_others(self):
        plan = self.as_user(self.plan, self.ada)
        plan.template_ids[0].delay_count = 9
        other = self.env["mail.activity.plan"].create({"name": "Calls", "res_model": "res.partner"})
        with self.assertRaises(AccessError):
            self.as_user(other, self.ada).name = "Mine"
        with self.assertRaises(AccessError):
            self.as_user(self.plan, self.pia).name = "Mine"
        with self.assertRaisesRegex(ValidationError, "Only plans for mentorship programs"):
            other.template_ids = [Command.create({"responsible_type": "mentorship_sponsor"})]

    def test_client_does_not_pass_a_todo_off_as_a_step(self):
        todos = self.as_user(self.env["mail.activity"], self.pia)
        values = {
            "res_model_id": self.env["ir.model"]._get_id("hr.mentorship.program"),
            "res_id": self.program.id,
            "summary": "Mine",
        }
        todos.create(values)
        with self.assertRaises(AccessError):
            todos.create({**values, "launch_owner": "manager"})
