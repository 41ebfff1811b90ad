from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.todo_words import say_anew

POINTS_LEFT = "hr_mentorship.mail_activity_type_points_left"
SETTLE_WITHIN = timedelta(days=14)
TOLD_RECENTLY = timedelta(days=90)


class HrEmployee(models.Model):
    """What becomes of the rewards and points of somebody who leaves.

    They are told to spend their points as soon as their last day is known. What waits for them is cancelled when they
    leave, and HR settles what is left then: how much, never what it was earned for.
    """

    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("departure_date"):
            self._announce_last_day_of_points()
        return result

    def _leave_mentorships(self):
        result = super()._leave_mentorships()
        self.env["hr.mentorship.redemption"]._close_for_leavers(self)
        self._let_hr_settle_points()
        return result

    @api.model
    def _get_holding_domain(self):
        """Whoever waits for a reward holds something as well, whether they are in a program or not."""
        # sudo: called by the cron
        waiting = self.env["hr.mentorship.redemption"].sudo()._search([("state", "in", ("requested", "approved"))])
        return super()._get_holding_domain() | Domain("id", "in", waiting.subselect("employee_id"))

    def _find_wallets_with_points(self):
        # sudo: whoever writes employees reads no wallet
        return self.env["hr.mentorship.wallet"].sudo().search([("employee_id", "in", self.ids), ("balance", ">", 0)])

    def _announce_last_day_of_points(self):
        """Tell those who will leave until when they can spend their points, in the next daily mail."""
        today = fields.Date.context_today(self)
        wallets = self._find_wallets_with_points().filtered(
            lambda wallet: (
                wallet.employee_id.active
                and wallet.employee_id.user_id.active
                and (wallet.employee_id.departure_date or today) > today
            )
        )
        programs = self.env["hr.mentorship.wallet.expiry"]._find_programs(wallets)
        self.env["hr.mentorship.notice"].sudo()._queue(  # sudo: to the owners of the wallets alone
            [
                {
                    "kind": "points_leaving",
                    "partner_id": wallet.employee_id.user_id.partner_id.id,
                    "user_id": wallet.employee_id.user_id.id,
                    "program_id": programs[wallet.employee_id.id],
                    "company_id": wallet.company_id.id,
                    "params": {
                        "points": wallet.balance,
                        "until": wallet.employee_id.departure_date,
                        "wallet": wallet.id,
                    },
                }
                for wallet in wallets
                if programs.get(wallet.employee_id.id)
            ]
        )

    def _let_hr_settle_points(self):
        """Let HR learn how many points these people leave behind: once, though leaving may have several steps.

        Another number than the one last told is told as well.
        """
        activity_type = self.env.ref(POINTS_LEFT, raise_if_not_found=False)
        wallets = self._find_wallets_with_points() if activity_type else self.env["hr.mentorship.wallet"]
        wallets -= self._find_told(wallets)
        officers = wallets.employee_id._find_hr_officers()
        today = fields.Date.context_today(self)
        # sudo: a step has happened, and the to-do is for somebody who reads employees
        self.env["mail.activity"]._clean_sudo().with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": self.env["ir.model"]._get_id("hr.employee"),
                    "res_id": wallet.employee_id.id,
                    "user_id": officer.id,
                    "date_deadline": today + SETTLE_WITHIN,
                    **wallet._say_left_behind_to(officer),
                }
                for wallet in wallets
                for officer in officers[wallet.employee_id]
            ]
        )

    def _find_told(self, wallets):
        """Return those of ``wallets`` (sudo) of which HR knows; what still waits for HR says the number of now."""
        since = fields.Datetime.now() - TOLD_RECENTLY
        by_employee = self._find_todos_of_points().sorted("id").grouped("res_id")
        told = wallets.browse()
        for wallet in wallets:
            todos = by_employee.get(wallet.employee_id.id, self.env["mail.activity"])
            waiting = todos.filtered("active")
            for todo in waiting:
                said = wallet._say_left_behind_to(todo.user_id)
                if todo.summary != said["summary"]:
                    todo.write({"summary": said["summary"], "note": say_anew(todo.note, said["note"])})
            last = todos.filtered(lambda todo: todo.create_date >= since)[-1:]
            if waiting or (last and last.summary == wallet._say_left_behind_to(last.user_id)["summary"]):
                told |= wallet
        return told

    def _find_todos_of_points(self):
        activity_type = self.env.ref(POINTS_LEFT, raise_if_not_found=False)
        # sudo: to-dos of somebody else
        return (
            self.env["mail.activity"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", "hr.employee"),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "in", activity_type.ids if activity_type else []),
                ]
            )
        )

    def _offer_return(self):
        """Whoever is back spends their points themselves."""
        self._find_todos_of_points().filtered("active").unlink()
        return super()._offer_return()
