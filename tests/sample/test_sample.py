from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..common import MentorshipCase

PASSING = ("bus_bus", "ir_cron_trigger", "ir_cron_progress", "ir_logging")
"""Tables of which Odoo itself empties what it has put there."""


@tagged("post_install", "-at_install")
class TestSample(MentorshipCase):
    """A program of invented people, loaded and removed by a button in a real database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.env["res.company"].create({"name": "Empty Company"})
        cls.pia.user_id.write({"company_ids": [Command.link(cls.home.id)], "company_id": cls.home.id})
        cls.manager = cls.env(user=cls.pia.user_id.id, su=False, context={"allowed_company_ids": cls.home.ids})
        cls.programs = cls.manager["hr.mentorship.program"]

    def load(self):
        action = self.programs.action_load_sample()
        self.env.flush_all()
        return self.programs.browse(action["res_id"])

    def draft(self):
        return self.programs.create({"name": "Ours", "goal": "To learn.", "sponsor_id": self.sam.user_id.id})

    def count(self):
        """Return how many rows there are, by table, with all that waits to be written."""
        self.env.cr.flush()
        tables = self.env.execute_query(SQL("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        parts = [
            SQL("SELECT %s, COUNT(*) FROM %s", table, SQL.identifier(table))
            for [table] in tables
            if table not in PASSING
        ]
        return dict(self.env.execute_query(SQL(" UNION ALL ").join(parts)))

    def assert_nothing_left(self, before):
        after = self.count()
        self.assertEqual({table: after[table] - rows for table, rows in before.items() if after[table] != rows}, {})

    # -- what it shows

    def test_sample_has_something_for_every_page(self):
        program = self.load()
        self.assertEqual((program.state, program.is_sample, program.company_id), ("open", True, self.home))
        self.assertEqual((program.mentor_count, program.mentee_count, program.applied_count), (5, 6, 1))
        pairs = self.manager["hr.mentorship"].search([("program_id", "=", program.id)])
        states = pairs.grouped("state")
        self.assertEqual((len(states["active"]), len(states["completed"]), len(states["proposed"])), (4, 1, 1))
        self.assertTrue(states["proposed"].run_id)
        self.assertEqual(set((pairs - states["proposed"]).agreement_ids.mapped("state")), {"signed"})
        self.assertGreaterEqual(set(pairs.checkin_ids.mapped("state")), {"done", "missed", "planned"})
        goals = self.env["hr.mentorship.goal"].search([("program_id", "=", program.id)])
        self.assertGreaterEqual(set(goals.mapped("state")), {"suggested", "active", "reached"})
        self.assertTrue(program.attention_count)
        self.assertTrue(program.overdue_checkin_count)
        today = fields.Date.today()
        self.assertTrue(program.enrolment_end_date < program.start_date < today < program.end_date)
        for report in ("checkin", "engagement", "goal", "participation", "matching"):
            with self.subTest(report):
                rows = self.manager[f"hr.mentorship.{report}.report"].search([("program_id", "=", program.id)])
                self.assertTrue(rows)

    def test_agreements_of_the_sample_are_intact(self):
        program = self.load()
        for agreement in self.env["hr.mentorship.agreement"].search([("program_id", "=", program.id)]):
            self.assertFalse([part for part, is_intact in agreement._verify() if is_intact is False])

    def test_satisfaction_comes_of_it_as_of_any_program(self):
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 5)
        program = self.load()
        self.env["hr.mentorship.release"]._release(program.ids)
        self.assertTrue(self.env["hr.mentorship.release"].search([("program_id", "=", program.id)]))

    def test_people_are_invented_and_cannot_be_reached(self):
        last = self.env["mail.activity"].search([], order="id desc", limit=1).id or 0
        with self.collect_mails() as mails:
            program = self.load()
        people = program.sudo().sample_employee_ids
        self.assertEqual((len(people), people.company_id), (12, self.home))
        self.assertFalse(people.user_id)
        self.assertFalse([person.name for person in people if person.work_email or person.work_contact_id.email])
        self.assertTrue(all("(sample)" in name for name in people.mapped("name")))
        self.assertFalse(mails)
        self.assertLessEqual(self.env["mail.activity"].search([("id", ">", last)]).user_id, self.pia.user_id)

    def test_sample_speaks_the_language_of_who_loads_it(self):
        for code in ("de_DE", "es_ES", "fr_FR"):
            self.env["res.lang"]._activate_lang(code)
            self.pia.user_id.lang = code
            with self.subTest(code):
                program = self.load().with_context(lang=code)
                self.assertNotIn("Learning from Each Other", program.name)
                self.assertNotIn("(sample)", program.sudo().sample_employee_ids[0].name)
                agreement = self.env["hr.mentorship.agreement"].search([("program_id", "=", program.id)], limit=1)
                self.assertEqual(agreement.lang, code)
                program.action_remove_sample()

    # -- taking it away

    def test_removing_leaves_nothing_and_it_loads_again(self):
        before = self.count()
        for _time in range(2):
            self.load().action_remove_sample()
            self.assert_nothing_left(before)

    def run_jobs(self):
        for job in ("ask_pulse", "nudge", "refresh_health", "plan_checkins", "record_figures", "recognition"):
            self.run_job(f"ir_cron_{job}")

    def test_removing_leaves_nothing_of_what_has_been_played_with(self):
        self.run_jobs()  # so that they have nothing left to do for other programs of this database
        before = self.count()
        program = self.load()
        with self.collect_mails() as mails:
            program.participant_ids.filtered(lambda each: each.state == "applied").action_approve()
            program._solve_and_use()
            proposals = program.proposal_ids
            proposals.action_offer()
        self.assertEqual(set(proposals.mapped("state")), {"active"}, "invented people say yes and sign at once")
        self.assertFalse(mails)
        words = "Just trying"
        program.message_post(body=words)
        program.message_subscribe(self.petra.user_id.partner_id.ids)
        self.manager["hr.mentorship"].search([("program_id", "=", program.id), ("state", "=", "active")])[:1]._end()
        self.env["hr.mentorship.release"]._release(program.ids)
        self.run_jobs()
        self.manager["hr.mentorship.wrap.up"].create(
            {"program_id": program.id, "outcome": "closed", "keep_lessons": "It was fun"}
        ).action_wrap_up()
        self.env["hr.mentorship.wrap.up"].search([]).unlink()  # dialogs go by themselves
        program.action_remove_sample()
        self.assert_nothing_left(before)

    def test_topics_that_others_use_by_now_stay(self):
        program = self.load()
        topics = program.sudo().sample_skill_type_id
        self.mia.mentorship_profile_ids.offered_skill_ids = [Command.set(topics.skill_ids[0].ids)]
        action = program.action_remove_sample()
        self.assertIn(topics.skill_ids[0].name, action["params"]["message"])
        self.assertTrue(topics.exists())

    # -- who may

    def test_only_program_managers_load_and_remove_it(self):
        for person in (self.mia, self.sam, self.paula):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.env["hr.mentorship.program"].with_user(person.user_id).action_load_sample()
        program = self.load()
        for person in (self.mia, self.sam, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(program, person).action_remove_sample()
        self.ada.user_id.company_ids += self.home
        self.as_user(program, self.ada).with_context(allowed_company_ids=self.home.ids).action_remove_sample()
        self.assertFalse(program.exists())

    def test_it_comes_into_the_company_that_was_asked_and_not_into_the_users_first_one(self):
        user = self.pia.user_id
        user.company_id = self.program.company_id
        self.assertNotEqual(user.company_id, self.home)
        program = self.load()
        self.assertEqual(program.company_id, self.home)
        self.assertEqual(program.participant_ids.employee_id.company_id, self.home)

    def test_second_one_is_refused_and_so_is_one_beside_real_programs(self):
        self.load()
        with self.assertRaisesRegex(UserError, "there already"):
            self.programs.action_load_sample()
        with self.assertRaisesRegex(UserError, "programs of its own"):
            self.env["hr.mentorship.program"].with_user(self.petra.user_id).action_load_sample()

    def test_program_that_was_open_before_it_was_cancelled_keeps_a_sample_away(self):
        """Its people have answered, and invented answers must not fill up their groups."""
        program = self.draft()
        program.sudo().state = "cancelled"
        self.assertTrue(self.programs._may_load_sample(), "a draft that was given up has reached nobody")
        person = self.env["hr.employee"].create({"name": "Real", "company_id": self.home.id})
        self.env["hr.mentorship.participant"].create(
            {"program_id": program.id, "employee_id": person.id, "role": "mentee"}
        )
        self.assertFalse(self.programs._may_load_sample())

    def test_invented_answers_are_told_in_no_figure_across_programs(self):
        sample = self.load()
        asked = []

        def note(model, program_ids):
            asked.append(program_ids)
            return self.env["hr.mentorship.release"].browse()

        across = self.env.registry["hr.mentorship.release.across"]
        base = next(each for each in across.__mro__ if each.__module__.endswith("release.hr_mentorship_release_across"))
        with patch.object(base, "_release", note):
            self.env["hr.mentorship.release.across"]._release((sample | self.program).ids)
        self.assertEqual(asked, [self.program.ids])

    def test_invented_person_who_has_a_user_by_now_is_named_before_anything_goes(self):
        program = self.load()
        person = self.env["hr.employee"].browse(program.sudo().sample_employee_ids[:1].id)
        person.user_id = self.add_person("somebody").user_id
        with self.assertRaisesRegex(UserError, "have a user by now"):
            program.action_remove_sample()
        person.user_id = False
        program.action_remove_sample()
        self.assertFalse(person.exists())

    def test_real_programs_are_no_samples(self):
        here = self.as_user(self.program, self.pia).with_context(allowed_company_ids=self.program.company_id.ids)
        with self.assertRaisesRegex(UserError, "real people"):
            here.action_remove_sample()

    # -- how it stays apart

    def test_no_real_program_is_submitted_beside_it(self):
        sample, draft = self.load(), self.draft()
        with self.assertRaisesRegex(UserError, "Remove it first"):
            draft.sudo()._move_to("submitted")
        sample.action_remove_sample()
        draft.sudo()._move_to("submitted")
        self.assertEqual(draft.state, "submitted")

    def test_invented_and_real_people_never_take_part_together(self):
        sample, draft = self.load(), self.draft()
        olga = self.env["hr.employee"].create({"name": "Real Olga", "company_id": self.home.id})
        invented = sample.sudo().sample_employee_ids
        self.assertEqual(sample.sudo()._find_eligible(), invented)
        eligible = draft.sudo()._find_eligible()
        self.assertIn(olga, eligible)
        self.assertFalse(eligible & invented)
        for program, person in ((sample, olga), (draft, invented[0])):
            self.assertTrue(program._find_entry_obstacle(person.sudo()))
            with self.assert_refused():
                self.enrol(person, "mentee", program=program.sudo())

    def test_sample_counts_in_no_digest_and_pays_no_points(self):
        sample = self.load()
        digest = self.env["digest.digest"].create({"name": "Weekly", "company_id": self.home.id})
        digest = digest.with_env(self.manager)
        self.assertEqual((digest.kpi_mentorship_meetings_value, digest.kpi_mentorship_begun_value), (0, 0))
        with self.assert_refused():
            sample.sudo().has_recognition = True

    def test_employees_do_not_see_it(self):
        sample = self.load()
        self.olga.user_id.company_ids += self.home
        self.assertFalse(
            self.env["hr.mentorship.program"].with_user(self.olga.user_id).search([("id", "=", sample.id)])
        )

    # -- the button

    def test_empty_page_of_a_program_manager_offers_it_and_its_card_removes_it(self):
        overview = self.manager["hr.mentorship.overview"]
        page = overview.get_page()
        self.assertIn("action_load_sample", [button["name"] for button in page["action"]["buttons"]])
        action = overview.action_load_sample()
        cards = [card for section in overview.get_page()["sections"] for card in section["cards"]]
        [card] = [card for card in cards if (card["model"], card["id"]) == (action["res_model"], action["res_id"])]
        self.assertIn("action_remove_sample", [button["name"] for button in card["buttons"]])
        self.assertFalse(self.programs._may_load_sample())
