import csv
import io
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.date_utils import start_of

from ..common import MentorshipCompany
from .common import RewardCompany


@tagged("post_install", "-at_install")
class TestPayroll(RewardCompany, MentorshipCompany, HttpCase):
    """Payroll reads what people have received in money by month, and not what it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.officer = new_test_user(
            cls.env, login="hr.test", password="hr.test", groups="base.group_user,hr.group_hr_user"
        )
        cls.pay(cls.mia, 500)
        cls.mia.name = "=1+1"

    def download(self, login, path=None):
        last = start_of(fields.Date.today(), "month") - timedelta(days=1)
        self.env.flush_all()
        self.authenticate(login, login)
        return self.url_open(path or f"/mentorship/rewards/payroll?first={last}&last={fields.Date.today()}")

    def test_officer_reads_a_row_for_each_person_month_kind_and_currency(self):
        currency = self.env.company.currency_id
        other = self.env["res.currency"].with_context(active_test=False).search([("id", "!=", currency.id)], limit=1)
        book = self.add_reward("Secret book", 10, kind="goods", value=25)
        far = self.add_reward("Far book", 10, kind="goods", value=7, currency_id=other.id)
        day_off = self.add_reward("Day off", 10, kind="day_off", approval="person", approver_id=self.ada.user_id.id)
        for reward in (book, book, far):
            self.as_user(self.redeem(reward, self.mia), self.ada).action_fulfil()
        self.redeem(day_off, self.mia)
        month = start_of(fields.Date.today(), "month") - timedelta(days=1)
        received = self.env["hr.mentorship.redemption"].search([("state", "=", "fulfilled")])
        received.fulfilled_on = start_of(month, "month")
        self.as_user(self.redeem(book, self.mia), self.ada).action_fulfil()  # this month is not over
        page = self.download("hr.test")
        self.assertNotIn("Secret book", page.text)
        header, *rows = csv.reader(io.StringIO(page.content.decode("utf-8-sig")))
        self.assertEqual(header[0], "Employee")
        mine = [row for row in rows if row[1] == str(self.mia.id)]
        self.assertEqual(
            sorted((row[0], row[3], row[4], row[5], float(row[6]), row[7]) for row in mine),
            sorted(
                [
                    ("'=1+1", f"{month:%Y-%m}", "Goods", "2", 50.0, currency.name),
                    ("'=1+1", f"{month:%Y-%m}", "Goods", "1", 7.0, other.name),
                ]
            ),
        )

    def test_others_and_nonsense_are_refused(self):
        for login in ("mia.test", "pia.test"):
            self.assertEqual(self.download(login).status_code, 403, login)
        nonsense = "/mentorship/rewards/payroll?first=x&last=2026-13-40"
        self.assertEqual(self.download("hr.test", nonsense).status_code, 404)
        for days in ("first=2026-01-01&last=9999-12-31", "first=0001-01-01&last=2026-01-31"):
            self.assertEqual(self.download("hr.test", f"/mentorship/rewards/payroll?{days}").status_code, 404)
        self.assertEqual(self.download("ada.test").status_code, 200)
        today = fields.Date.today()
        export = self.env["hr.mentorship.payroll.export"].with_user(self.officer)
        with self.assertRaisesRegex(UserError, "whole months that are over"):
            export.create({"first": today, "last": today}).action_export()
        self.assertNotEqual(
            self.download("hr.test", f"/mentorship/rewards/payroll?first={today}&last={today}").status_code, 200
        )
