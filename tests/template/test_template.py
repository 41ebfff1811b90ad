from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MentorshipCase, next_monday


@tagged("post_install", "-at_install")
class TestTemplate(MentorshipCase):
    """A program that is set up like a template, in two minutes; and templates made of programs that work well."""

    def new_program(self, template, who=None, **answers):
        """Make a program the way a program manager does."""
        form = Form(
            self.as_user(self.env["hr.mentorship.new.program"], who or self.pia).with_context(
                default_template_id=template.id
            )
        )
        for name, value in answers.items():
            form[name] = value
        action = form.save().action_create_program()
        self.assertNotEqual(action.get("target"), "main", "one goes back to where one has come from")
        return self.env["hr.mentorship.program"].browse(action["res_id"])

    def save_as_template(self, program=None, who=None, **values):
        program = self.as_user(program or self.program, who or self.pia)
        template = program.browse(program.action_save_as_template()["res_id"])
        template.write(values)
        return template.with_env(self.env)

    # -- what is shipped

    def test_every_shipped_template_becomes_a_program_that_can_be_submitted(self):
        templates = self.as_user(self.env["hr.mentorship.program"], self.pia)._search_templates().with_env(self.env)
        self.assertGreaterEqual(len(templates), 5)
        for template in templates:
            with self.subTest(template.name):
                program = self.new_program(template, sponsor_id=self.sam.user_id)
                self.assertTrue(program.active and not program.is_template)
                self.assertEqual((program.state, program.manager_ids), ("draft", self.pia.user_id))
                self.assertEqual(program.company_id, self.env.company)
                self.assertEqual(program.name, f"{template.name} {program.start_date.year}")
                self.assertEqual(program.start_date.weekday(), 0)
                self.assertGreaterEqual(program.enrolment_start_date, fields.Date.today())
                self.assertEqual(program.criterion_ids.mapped("kind"), template.criterion_ids.mapped("kind"))
                self.assertEqual(len(program.question_ids), len(template.question_ids))
                self.assertTrue(program.goal and program.nudge_step_ids)
                self.as_user(program, self.pia).action_submit()

    def test_templates_are_met_nowhere_but_among_templates(self):
        template = self.save_as_template()
        programs = self.as_user(self.env["hr.mentorship.program"], self.pia)
        self.assertNotIn(template, programs.search([]).with_env(self.env))
        self.assertFalse(self.as_user(template, self.olga).search([("id", "=", template.id)]))
        self.assertIn(template, self.as_user(template, self.petra)._search_templates().with_env(self.env))
        with self.assertRaises(AccessError):
            self.as_user(template, self.petra).name = "Mine"

    # -- making one

    def test_program_manager_saves_a_program_as_template_and_uses_it_again(self):
        monday = next_monday()
        self.program.write({"rhythm": "monthly", "mentor_capacity": 5, "start_date": monday + timedelta(days=14)})
        self.program.end_date = self.program.start_date + timedelta(weeks=10)
        self.enrol(self.mia, "mentee")
        template = self.save_as_template(name="Good leaders", template_hint="For the few.")
        self.assertEqual((template.template_weeks, template.sponsor_id.id), (10, False))
        self.assertFalse(template.participant_ids)
        start = monday + timedelta(weeks=20)
        program = self.new_program(template, start_date=start, name="Once more", sponsor_id=self.sam.user_id)
        self.assertEqual((program.name, program.rhythm, program.mentor_capacity), ("Once more", "monthly", 5))
        self.assertEqual((program.start_date, program.end_date), (start, start + timedelta(weeks=10)))
        self.assertFalse(program.participant_ids)
        self.assertEqual(program.template_opens_days, template.template_opens_days)

    def test_program_begins_soon_and_nobody_enrols_in_the_past(self):
        template = self.save_as_template()
        template.write({"template_opens_days": 60, "template_closes_days": 30})
        today = fields.Date.today()
        program = self.new_program(template, start_date=today + timedelta(days=3))
        self.assertEqual((program.enrolment_start_date, program.enrolment_end_date), (today, today))

    def test_program_would_begin_in_the_past_and_nothing_is_created(self):
        template = self.save_as_template()
        before = self.env["hr.mentorship.program"].with_context(active_test=False).search_count([])
        with self.assertRaisesRegex(UserError, "starts today or later"):
            self.new_program(template, start_date=fields.Date.today() - timedelta(days=1))
        self.assertEqual(self.env["hr.mentorship.program"].with_context(active_test=False).search_count([]), before)

    def test_program_manager_names_herself_as_sponsor_and_is_told(self):
        template = self.save_as_template()
        dialog = self.as_user(self.env["hr.mentorship.new.program"], self.pia).create(
            {"template_id": template.id, "sponsor_id": self.pia.user_id.id}
        )
        with self.assertRaisesRegex(ValidationError, "nobody approves their own"):
            dialog.action_create_program()

    def test_employee_makes_no_program(self):
        template = self.save_as_template()
        with self.assertRaises(AccessError):
            self.new_program(template, who=self.olga)
        with self.assertRaises(AccessError):
            self.as_user(template, self.olga)._create_from_template("Mine", date(2050, 1, 3), self.env["res.users"])
        with self.assertRaisesRegex(UserError, "not a template"):
            self.as_user(self.program, self.pia)._create_from_template("Mine", date(2050, 1, 3), self.env["res.users"])

    # -- a template that is not whole any more

    def test_what_a_template_names_is_archived_and_left_out_with_a_word(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "How do you like it?",
                "survey_type": "mentorship",
                "question_and_page_ids": [Command.create({"title": "Where?", "question_type": "char_box"})],
            }
        )
        self.program.application_survey_id = survey
        self.program.criterion_ids = [
            Command.create({"kind": "custom_answer", "question_id": survey.question_ids.id, "weight": 3})
        ]
        department = self.env["hr.department"].create({"name": "Stage"})
        self.program.department_ids = department
        template = self.save_as_template(who=self.ada)
        self.assertEqual(template.application_survey_id, survey)
        self.assertEqual(template.criterion_ids.question_id, survey.question_ids)
        survey.active = department.active = False
        form = Form(
            self.as_user(self.env["hr.mentorship.new.program"], self.ada).with_context(default_template_id=template.id)
        )
        self.assertRegex(form.left_out, "Left out.*Open to Departments, Application Survey.*, a matching criterion")
        program = self.new_program(template, who=self.ada)
        self.assertFalse(program.application_survey_id or program.department_ids)
        self.assertEqual(len(program.criterion_ids), len(template.criterion_ids) - 1)

    def test_survey_that_the_user_may_not_read_is_left_out(self):
        survey = self.env["survey.survey"].create({"title": "Secret", "survey_type": "mentorship"})
        self.program.application_survey_id = survey
        template = self.save_as_template(who=self.ada)
        can_read = survey.with_user(self.petra.user_id).has_access("read")
        program = self.new_program(template, who=self.petra)
        self.assertEqual(program.application_survey_id, survey if can_read else survey.browse())

    # -- it stays a template

    def test_template_is_not_run(self):
        template = self.as_user(self.save_as_template(), self.pia)
        with self.assertRaisesRegex(UserError, "is a template, which nobody approves"):
            template.action_submit()
        with self.assertRaisesRegex(UserError, "is a template, which nobody joins"):
            self.as_user(self.env["hr.mentorship.participant"], self.pia).create(
                {"program_id": template.id, "employee_id": self.olga.id, "role": "mentee"}
            )
        with self.assertRaisesRegex(IntegrityError, "template_stays_one"), mute_logger("odoo.sql_db"):
            template.active = True
            template.flush_recordset()

    def test_distances_of_a_template_make_sense(self):
        template = self.save_as_template()
        for weeks in (0, -3, 10_000):
            with self.assertRaisesRegex(UserError, "at least one week"):
                template.template_weeks = weeks
        with self.assertRaisesRegex(UserError, "within ten years"):
            template.template_opens_days = 10**6
