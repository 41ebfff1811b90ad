import logging

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestAccount(MentorshipCase):
    """Whoever has the account of an employee reads their mentorship: nobody takes that over by an entry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hugo = new_test_user(
            cls.env, "hugo.account", groups="base.group_user,hr.group_hr_user,base.group_erp_manager"
        )
        cls.pair = cls.add_mentorship("active")
        cls.former = cls.mia.user_id

    def call(self, record, method, *args, user=None):
        """Call as a client does; what has failed leaves nothing."""
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(user=user or self.hugo, su=False)
        with self.env.cr.savepoint():
            result = call_kw(env[record._name], method, [record.ids, *args], {})
            env.flush_all()
        return result

    def test_language_that_is_not_installed_is_refused_and_stops_nobody_else(self):
        """One account would stop what is done for all others in the same step."""
        with self.assertRaisesRegex(UserError, "“xx_XX” is not installed here"):
            self.call(self.former, "write", {"lang": "xx_XX"}, user=self.former)
        self.call(self.former, "write", {"lang": "en_US"}, user=self.former)

    def test_contact_in_a_language_that_is_not_installed_gets_no_account(self):
        contact = self.env["res.partner"].create({"name": "Connie", "lang": "xx_XX"})
        with self.assertRaisesRegex(UserError, "“xx_XX” is not installed here"), self.env.cr.savepoint():
            self.env["res.users"].create({"login": "connie.account", "partner_id": contact.id})

    def test_update_forgets_languages_that_are_not_installed_of_people_of_ours_alone(self):
        nora = self.env["hr.employee"].create({"name": "Nora", "work_email": "nora@example.com"}).work_contact_id
        customer = self.env["res.partner"].create({"name": "Customer"})
        mia, max_ = self.former.partner_id, self.max.user_id.partner_id
        self.env["res.lang"]._activate_lang("de_DE")
        max_.lang = "de_DE"
        self.env.flush_all()
        strange = mia + nora + customer
        self.env.cr.execute("UPDATE res_partner SET lang = 'xx_XX' WHERE id = ANY(%s)", [strange.ids])
        self.env.invalidate_all()
        with self.assertLogs("pre_languages", logging.INFO) as logs:  # a number: Odoo has another “INFO”
            self.run_migration("19.0.1.3.0/pre-languages.py")
        self.assertEqual((mia + nora).mapped("lang"), [False, False])
        self.assertEqual((max_ + customer).mapped("lang"), ["de_DE", "xx_XX"])
        self.assertIn("Mia had the language xx_XX", "\n".join(logs.output))

    def test_who_keeps_employees_takes_over_nobody(self):
        """By the employee, the resource behind it, the account's own list, another resource, or in two steps."""
        resource = self.hugo.env["resource.resource"].create({"name": "Hugo", "user_id": self.hugo.id})
        roads = {
            "employee": (self.mia, {"user_id": self.hugo.id}),
            "nobody": (self.mia, {"user_id": False}),
            "resource": (self.mia.resource_id, {"user_id": self.hugo.id}),
            "account": (self.hugo, {"employee_ids": [Command.link(self.mia.id)]}),
            "other resource": (self.mia, {"resource_id": resource.id}),
            "lines": (resource, {"employee_id": [Command.link(self.mia.id)]}),
        }
        for name, (record, values) in roads.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "Mia: whoever has the account.*ask "):
                self.call(record, "write", values)
            self.env.invalidate_all()
            self.assertEqual(self.mia.user_id, self.former)
        self.call(self.sam, "write", {"user_id": False})
        self.assertFalse(self.sam.user_id, "somebody without any mentorship")

    def test_who_has_no_account_gets_the_one_of_their_address_and_both_are_told(self):
        with self.collect_mails() as mails:
            self.mia.user_id = False
        self.assertEqual(
            [(name, subject) for name, subject, _text in mails if "account" in subject],
            [("Mia", "The account of Mia has changed")],
        )
        self.mia.work_email = "mia@example.com"
        with self.assertRaisesRegex(UserError, "Only an administrator"):
            self.call(self.mia, "write", {"user_id": self.hugo.id})
        with self.assertRaisesRegex(UserError, "Only an administrator"):
            self.call(self.mia, "write", {"user_id": self.olga.user_id.id, "work_email": self.olga.user_id.email})
        self.mia.work_email = self.hugo.email
        with self.assertRaisesRegex(UserError, "Only an administrator"):
            self.call(self.mia, "write", {"user_id": self.hugo.id})
        self.mia.work_email = "mia@example.com"
        self.call(self.mia, "write", {"user_id": self.former.id})
        self.assertEqual(self.pair.member_ids.user_id, self.former + self.max.user_id)

    def test_administrator_of_the_system_hands_over_and_both_are_told(self):
        admin = new_test_user(
            self.env, "anton.account", groups="base.group_system,hr.group_hr_manager", email="anton@example.com"
        )
        sam = self.sam.user_id
        self.sam.user_id = False
        with self.collect_mails() as mails:
            self.call(self.mia, "write", {"user_id": sam.id}, user=admin)
        self.assertCountEqual([name for name, subject, _text in mails if "account of Mia" in subject], ["Mia", "Sam"])
