from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.common.ir_model_data import NEEDED_MODELS
from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestDeletedRecords(MentorshipCase):
    """What an administrator deletes of ours breaks no step of a mentorship, or is not deleted at all."""

    def records_of_ours(self, model):
        data = self.env["ir.model.data"].search([("module", "=", "hr_mentorship"), ("model", "=", model)])
        return self.env[model].with_context(active_test=False).browse(data.mapped("res_id")).exists()

    def test_administrator_deletes_badges_and_mails_and_every_step_goes_on(self):
        self.records_of_ours("gamification.badge").unlink()
        self.records_of_ours("mail.template").unlink()
        with mute_logger("odoo.addons.hr_mentorship.models.common.mail_template"):
            draft = self.as_user(self.add_program("Draft", self.pia, state="draft"), self.pia)
            draft.action_submit()
            self.as_user(draft, self.sam).action_approve()
            applications = self.enrol(self.olga, "mentee", state="applied") | self.enrol(
                self.paula, "mentor", state="applied"
            )
            self.as_user(applications[0], self.pia).action_approve()
            self.as_user(applications[1], self.pia)._reject("Next time.")
            pair = self.add_mentorship("completed")
            declined = self.add_mentorship("offered", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
            self.as_user(declined, self.people["eve"]).action_decline()
            self.send_digests()
        self.assertEqual((pair.state, declined.state, draft.state), ("completed", "declined", "open"))
        self.assertEqual(applications.mapped("state"), ["approved", "rejected"])
        self.assertFalse(pair.member_ids.badge_user_id)

    def test_administrator_deletes_what_the_steps_need_and_is_told_what_to_do_instead(self):
        for model in NEEDED_MODELS:
            records = self.records_of_ours(model)
            if model == "ir.ui.view":
                records = records.filtered(lambda view: not view.inherit_children_ids and view.type != "qweb")
            self.assertTrue(records, model)
            for record in records[:3]:
                with self.subTest(f"{model} {record.display_name}"), self.assertRaisesRegex(UserError, "Archive"):
                    record.unlink()

    # -- what people have chosen

    def test_what_people_have_chosen_is_archived_where_the_rest_is_deleted(self):
        profile = self.mia.mentorship_profile_ids or self.env["hr.mentorship.profile"].create(
            {"employee_id": self.mia.id}
        )
        interests = self.env["hr.mentorship.interest"].create([{"name": "Juggling"}, {"name": "Whistling"}])
        profile.interest_ids = interests[0]
        slots = self.env["hr.mentorship.time.slot"].search([], limit=2)
        self.env["hr.mentorship.profile"].search([]).availability_ids = False
        profile.availability_ids = slots[0]
        for choices in (interests, slots):
            with self.subTest(choices._name):
                used, unused = choices
                self.as_user(choices, self.ada).unlink()
                self.assertFalse(unused.exists())
                self.assertTrue(used.exists())
                self.assertFalse(used.active)
        self.assertEqual((profile.interest_ids, profile.availability_ids), (interests[0].browse(), slots[0].browse()))
        kept = profile.with_context(active_test=False)
        self.assertEqual((kept.interest_ids, kept.availability_ids), (interests[0], slots[0]))

    def test_who_may_not_delete_a_choice_does_not_archive_it_either(self):
        interest = self.env["hr.mentorship.interest"].create({"name": "Juggling"})
        with self.assertRaises(AccessError):
            self.as_user(interest, self.olga).unlink()
        self.assertTrue(interest.active)

    # -- programs

    def test_program_with_running_pairs_is_not_archived_and_keeps_its_format(self):
        self.add_mentorship("active")
        program = self.as_user(self.program, self.pia)
        with self.assertRaisesRegex(UserError, "Close or cancel the program"):
            program.action_archive()
        with self.assertRaisesRegex(UserError, "Copy the program"):
            program.format = "reverse"
        program.write({"format": "one_to_one", "name": "Leaders of Tomorrow"})
        self.assertTrue(program.active)

    def test_copy_of_a_program_has_a_name_of_its_own_and_dates_ahead(self):
        self.program.write(
            {
                "enrolment_start_date": "2020-01-01",
                "enrolment_end_date": "2020-02-01",
                "start_date": "2020-02-01",
                "end_date": "2020-08-01",
            }
        )
        copy = self.as_user(self.program, self.pia).copy()
        self.assertEqual((copy.name, copy.state), ("Leaders (copy)", "draft"))
        today = fields.Date.today()
        self.assertTrue(today <= copy.enrolment_start_date < copy.start_date < copy.end_date)

    def test_administrators_hear_of_a_program_whose_only_manager_is_archived(self):
        self.pia.user_id.active = False
        todos = self.program.activity_ids
        self.assertIn(self.ada.user_id, todos.user_id)
        self.assertEqual(set(todos.mapped("summary")), {"Choose who manages this program from now on"})

    def test_program_manager_lowers_the_limit_and_reads_who_has_more_seats(self):
        self.enrol(self.max, "mentor", capacity=2)
        with self.assertLogs("odoo.tests.form.onchange") as logs, Form(self.as_user(self.program, self.pia)) as form:
            form.mentor_capacity = 1
        self.assertIn("Max keep the seats they have", "".join(logs.output))
