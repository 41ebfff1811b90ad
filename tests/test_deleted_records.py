from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.ir_model_data import NEEDED_MODELS
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
        with mute_logger("odoo.addons.hr_mentorship.models.mail_template"):
            draft = self.as_user(self.add_program("Draft", self.pia, state="draft"), self.pia)
            draft.action_submit()
            self.as_user(draft, self.sam).action_approve()
            applications = self.enrol(self.olga, "mentee", state="applied") | self.enrol(
                self.paula, "mentor", state="applied"
            )
            self.as_user(applications[0], self.pia).action_approve()
            self.as_user(applications[1], self.pia).action_reject()
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
