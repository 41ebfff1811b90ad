from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestEligibility(MentorshipCase):
    """Who may join a program: conditions on employees, of what everybody reads, and a sentence for the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env["hr.job"].create({"name": "Juggler"})
        (cls.mia | cls.max).job_id = cls.job
        cls.jugglers = f"[('job_id', '=', {cls.job.id})]"

    def set_rule(self, rule, program=None, **values):
        self.as_user(program or self.program, self.pia).write({"eligibility_domain": rule, **values})

    def break_rule(self):
        """A field goes, with the module it came from."""
        self.env.cr.execute(
            "UPDATE hr_mentorship_program SET eligibility_domain = %s WHERE id = %s",
            ["[('x_circus', '=', True)]", self.program.id],
        )
        self.env.invalidate_all()

    def apply(self, employee):
        wizard = self.as_user(self.env["hr.mentorship.apply"], employee).create(
            {"program_id": self.program.id, "role": "mentee", "skill_ids": [Command.set(self.leading.ids)]}
        )
        return wizard.action_apply()

    # -- in force

    def test_employee_who_meets_the_conditions_applies_and_another_reads_why_not(self):
        self.set_rule(self.jugglers, eligibility_words="jugglers, young and old")
        self.apply(self.mia)
        self.assertEqual(self.program.participant_ids.employee_id, self.mia)
        refused = "“Leaders” is not open to Olga. Who may join: jugglers, young and old"
        with self.assertRaisesRegex(UserError, refused):
            self.apply(self.olga)
        program = self.as_user(self.program, self.olga)
        self.assertEqual(program.join_obstacle, refused)
        self.assertFalse(program.can_join_as_mentor or program.can_join_as_mentee)
        self.assertFalse(self.as_user(self.program, self.max).join_obstacle)
        self.set_rule(self.jugglers, eligibility_words=False)
        self.assertRegex(self.as_user(self.program, self.olga).join_obstacle, "Olga is not among them. Ask Pia")

    def test_conditions_and_departments_hold_both(self):
        stage = self.env["hr.department"].create({"name": "Stage"})
        (self.max | self.olga).department_id = stage
        self.set_rule(self.jugglers, department_ids=[Command.set(stage.ids)])
        everybody = self.env["hr.employee"].search([])
        self.assertEqual(self.program._find_eligible(), self.max)
        self.assertEqual(everybody.filtered(self.program._is_eligible), self.max)
        self.assertEqual(everybody.search(self.program._get_eligible_domain()), self.max)
        self.assertRegex(self.program._find_entry_obstacle(self.mia), "not open to the department of Mia")

    def test_program_manager_enrols_whom_the_conditions_leave_out_and_is_refused(self):
        self.set_rule(self.jugglers)
        participants = self.as_user(self.env["hr.mentorship.participant"], self.pia)
        form = Form(participants)
        form.program_id, form.role = self.program, "mentee"
        offered = participants.env["hr.employee"].search(form.joining_domain)
        self.assertEqual(set(offered.ids), {self.mia.id, self.max.id})
        values = {"program_id": self.program.id, "role": "mentee", "skill_ids": self.leading.ids}
        with self.assertRaisesRegex(UserError, "Olga is not among them.* Change who may join"):
            participants.create([{**values, "employee_id": each.id} for each in (self.mia, self.olga)])

    def test_many_people_are_judged_in_one_go(self):
        self.set_rule(self.jugglers)
        employees = self.env["hr.employee"].search([])
        self.program._find_eligible(employees)
        self.env.flush_all()
        with self.assertQueryCount(5):  # rule, view, people: however many there are
            self.program._find_eligible(employees)

    def test_whoever_is_archived_is_not_among_those_who_can_join(self):
        self.set_rule(self.jugglers)
        self.max.active = False
        self.assertEqual(self.program._find_eligible(), self.mia)

    # -- tried live

    def test_program_manager_tries_conditions_live_and_lists_the_people(self):
        form = Form(self.as_user(self.program, self.pia))
        everybody = self.env["hr.employee"].search_count([("company_id", "=", self.env.company.id)])
        self.assertEqual(form.eligible_count, everybody)
        form.eligibility_domain = self.jugglers
        self.assertEqual(form.eligible_count, 2)
        form.eligibility_domain = "[('job_id', "
        self.assertRegex(form.eligibility_problem, "cannot be read")
        form.eligibility_domain = self.jugglers
        program = form.save()
        action = program.action_view_eligible()
        people = program.env[action["res_model"]].search(action["domain"])
        self.assertEqual(people.mapped("name"), ["Max", "Mia"])
        with self.assertRaises(AccessError):
            self.as_user(self.program, self.olga).action_view_eligible()

    def test_people_counted_do_not_hang_on_who_counts(self):
        self.set_rule("[('newly_hired', '=', True)]")
        counts = {self.as_user(self.program, who).eligible_count for who in (self.pia, self.ada, self.sam)}
        self.assertEqual(counts, {len(self.program._find_eligible())})
        self.assertEqual(self.as_user(self.program, self.olga).eligible_count, 0)

    # -- what may be asked

    def test_conditions_that_every_colleague_could_check_are_taken(self):
        for rule in (
            "[]",
            "[('department_id.name', 'ilike', 'a')]",
            "['|', ('parent_id.job_id', '=', 3), ('child_ids', '!=', False)]",
            "[('employee_skill_ids', 'any', [('skill_id.name', '=', 'Leading'), ('skill_level_id', '!=', 3)])]",
            "[('create_date', '>=', 'today -90d')]",
            "[('user_id', '!=', False)]",
            "[('work_location_id.location_type', '=', 'home')]",
            "[('department_id', 'child_of', [1])]",
        ):
            with self.subTest(rule):
                self.set_rule(rule)

    def test_program_manager_asks_for_what_not_everybody_reads_and_is_refused(self):
        """Neither directly nor round a corner, and no administrator for them either: the number would tell."""
        for rule in (
            "[('birthday', '<', '1980-01-01')]",
            "[('employee_id.birthday', '<', '1980-01-01')]",
            "[('department_id.manager_id.private_email', 'ilike', 'a')]",
            "[('department_id', 'any', [('member_ids', 'any', [('marital', '=', 'single')])])]",
            "[('user_id.partner_id.bank_ids', '!=', False)]",
            "[('user_id', 'ilike', 'a')]",
            "[('address_id', 'ilike', 'BE04')]",
            "[('job_id.requirements', 'ilike', 'a')]",
            "[('employee_skill_ids.employee_id.ssnid', 'like', '1')]",
            "[('mentorship_member_ids', '!=', False)]",
            "[('member_of_department', '=', True)]",
            "[('message_ids.body', 'ilike', 'a')]",
        ):
            for who in (self.pia, self.ada):
                with self.subTest(rule, who=who.name), self.assertRaisesRegex(ValidationError, "colleague|a field"):
                    self.as_user(self.program, who).eligibility_domain = rule
                self.env.invalidate_all(flush=False)
                self.assertFalse(self.program.eligibility_domain)

    def test_conditions_that_make_no_sense_are_refused_in_a_sentence(self):
        for rule, words in {
            "[('job_id', ": "cannot be read",
            "hello": "cannot be read",
            "5": "cannot be read",
            "[('name', '=', uid)]": "cannot be read",
            "[('name', 'any!', [])]": "cannot be read",
            "['&', ('name', '=', 'a')]": "cannot be read",
            "[('x_circus', '=', 1)]": "“x_circus” is not a field",
            "[('job_id.x_circus', '=', 1)]": "“job_id.x_circus” is not a field",
            "[('name.x', '=', 1)]": "“name.x” is not a field",
            "[('create_date', '>', 'some day')]": "does not fit its field",
            "[('birthday_public_display_string', '=', 'a')]": "cannot be searched",
        }.items():
            with self.subTest(rule), self.assertRaisesRegex(ValidationError, words):
                self.set_rule(rule)

    # -- a field that is there no more

    def test_conditions_that_broke_let_nobody_in_and_say_who_can_mend_them(self):
        self.break_rule()
        with self.assertRaisesRegex(UserError, "cannot be told now.*Pia can mend that"):
            self.apply(self.mia)
        self.assertRegex(self.as_user(self.program, self.mia).join_obstacle, "Pia can mend that")
        program = self.as_user(self.program, self.pia)
        self.assertRegex(program.eligibility_problem, "“x_circus” is not a field of employees")
        self.assertFalse(program._find_eligible())
        with self.assertRaisesRegex(UserError, "x_circus"):
            program.action_view_eligible()
        form = Form(self.as_user(self.env["hr.mentorship.participant"], self.pia))
        form.program_id, form.role = self.program, "mentee"
        self.assertFalse(self.env["hr.employee"].search(form.joining_domain))
        program.name = "Leaders, once more"
        with mute_logger("odoo.sql_db"):
            program.eligibility_domain = self.jugglers
        self.assertTrue(program._is_eligible(self.mia))
