from odoo import api, fields, models
from odoo.exceptions import UserError

LONGEST = 500


class HrMentorshipRedeem(models.TransientModel):
    """What somebody has, what a reward costs and what is left then, before they redeem it: the last of three taps."""

    _name = "hr.mentorship.redeem"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Redeem a Reward"

    _document_field = "reward_id"
    reward_id = fields.Many2one("hr.mentorship.reward", required=True, readonly=True)
    reward_name = fields.Char(related="reward_id.name", related_sudo=False)
    kind = fields.Selection(related="reward_id.kind", related_sudo=False)
    price = fields.Integer(related="reward_id.price", related_sudo=False)
    shown_price = fields.Integer(
        compute="_compute_shown_price",
        store=True,
        readonly=False,
        precompute=True,
        help="What the reader has agreed to: no more is taken, and no less.",
    )
    is_new_price = fields.Boolean(readonly=True)
    approval = fields.Selection(related="reward_id.approval", related_sudo=False)
    asks_size = fields.Boolean(related="reward_id.asks_size", related_sudo=False)
    asks_address = fields.Boolean(related="reward_id.asks_address", related_sudo=False)
    asks_date = fields.Boolean(related="reward_id.asks_date", related_sudo=False)
    question = fields.Char(related="reward_id.question", related_sudo=False)
    balance = fields.Integer("You Have", compute="_compute_balance", compute_sudo=False)
    balance_after = fields.Integer("Left Then", compute="_compute_balance", compute_sudo=False)
    size = fields.Char()
    address = fields.Text("Where To")
    day = fields.Date()
    answer = fields.Text()
    redemption_id = fields.Many2one("hr.mentorship.redemption", readonly=True)

    @api.depends("reward_id")
    def _compute_balance(self):
        for dialog in self:
            dialog.balance = dialog.reward_id.my_balance
            dialog.balance_after = dialog.reward_id.my_balance - dialog.reward_id.price

    @api.depends("reward_id")
    def _compute_shown_price(self):
        for dialog in self:
            dialog.shown_price = dialog.reward_id.price

    def action_redeem(self):
        """Redeem it: once for one dialog, however often the button is pressed or the call comes through twice."""
        self._check_mine()
        self.reward_id.check_access("read")
        dialog = self.sudo()  # sudo: a read-only field of the reader's own dialog
        if not dialog.redemption_id:
            if dialog.shown_price != dialog.reward_id.price:
                return dialog._ask_again()
            # Employees are no documents that plain users read: the reader's own is looked up, and never given
            employee = self.env["hr.mentorship.profile"]._get_my_employee()
            dialog.redemption_id = self.reward_id._redeem(employee, self._get_answers())
        return self._show(dialog.redemption_id)

    def _ask_again(self):
        """Show the price of now, and take nothing before the reader has said yes to it."""
        self.write({"shown_price": self.reward_id.price, "is_new_price": True})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Redeem"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _show(self, redemption):
        if redemption.kind == "code" and redemption.state == "fulfilled":
            return redemption.with_env(self.env).action_show_code()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My Rewards"),
            "res_model": "hr.mentorship.redemption",
            "res_id": redemption.id,
            "views": [(False, "form")],
        }

    def _get_answers(self):
        given = {
            "size": (self.asks_size, self.size, self.env._("Size")),
            "address": (self.asks_address, self.address, self.env._("Where To")),
            "day": (self.asks_date, self.day and fields.Date.to_string(self.day), self.env._("Day")),
            "answer": (self.question, self.answer, self.question),
        }
        if self.asks_date and self.day and self.day < fields.Date.context_today(self):
            raise UserError(self.env._("That day has passed. Choose one that is still to come."))
        answers = {}
        for name, (is_asked, answer, label) in given.items():
            if not is_asked:
                continue
            answers[name] = (answer or "").strip()[:LONGEST]
            if not answers[name]:
                raise UserError(
                    self.env._("Fill in “%(label)s”: without it nobody can see to your reward.", label=label)
                )
        return answers
