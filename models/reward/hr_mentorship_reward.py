from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.date_utils import end_of, start_of

from ..common.client_actions import reload, toast
from ..common.groups import ADMIN
from ..common.spoken import by_count, say_date

KINDS = [
    ("code", "Gift Code"),
    ("goods", "Goods"),
    ("experience", "Experience"),
    ("training", "Extra Training"),
    ("day_off", "Day Off"),
    ("donation", "Donation"),
]
TAX_KINDS = [
    ("cash_like", "Cash-like"),
    ("goods", "Goods"),
    ("experience", "Experience"),
    ("training", "Training"),
    ("time_off", "Time Off"),
    ("donation", "Donation"),
]
TAX_KIND_OF = {
    "code": "cash_like",
    "goods": "goods",
    "experience": "experience",
    "training": "training",
    "day_off": "time_off",
    "donation": "donation",
}
APPROVALS = [
    ("none", "Nobody"),
    ("program", "Program Managers"),
    ("lead", "The Person's Manager"),
    ("person", "Somebody I Name"),
]
MENU_FIELDS = frozenset({"owner_id", "kind", "is_published", "approval", "approver_id", "active"})
"""What decides who is offered which menu, which the host keeps for each user."""

OPEN_STATES = ("requested", "approved")
COUNTED_STATES = (*OPEN_STATES, "fulfilled")
"""What counts against the limit of a person: what was refused or cancelled has given everything back."""


class HrMentorshipReward(models.Model):
    """Something in the catalogue that employees get for their points.

    Administrators keep the catalogue, and nobody sees anything of it before they publish it. The stock is taken and
    given back by one statement in the database, which lets it fall to zero and no further.
    """

    _name = "hr.mentorship.reward"
    _description = "Mentorship Reward"
    _inherit = ["image.mixin", "hr.mentorship.archived.mixin", "hr.mentorship.conditions.mixin"]
    _order = "sequence, price, id"

    _used_by = (("hr.mentorship.redemption", "reward_id"), ("hr.mentorship.reward.code", "reward_id"))

    name = fields.Char(required=True, translate=True)
    good_for = fields.Char("In One Sentence", translate=True, help="This stands on the card.")
    description = fields.Text(translate=True, help="What exactly somebody gets.")
    what_next = fields.Text(
        "What Happens Then", translate=True, help="What the receiver reads after redeeming, e.g. who gets in touch."
    )
    sequence = fields.Integer(default=10)
    category_id = fields.Many2one("hr.mentorship.reward.category", index="btree_not_null", ondelete="set null")
    kind = fields.Selection(KINDS, default="goods", required=True)
    price = fields.Integer("Price in Points", required=True, default=100, aggregator=None)
    value = fields.Monetary("Value in Money", help="What it is worth to payroll, when somebody has received one.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    tax_kind = fields.Selection(
        TAX_KINDS, compute="_compute_tax_kind", store=True, readonly=False, required=True, precompute=True
    )
    is_published = fields.Boolean("Published", readonly=True, copy=False, index=True)

    has_stock = fields.Boolean("Count the Stock", help="Without it there is always another one.")
    stock = fields.Integer("Left in Stock", copy=False, aggregator=None)
    left_count = fields.Integer("Left", compute="_compute_left", help="In stock, or as codes; -1: none is counted.")
    left_text = fields.Char("Availability", compute="_compute_left")
    limit_count = fields.Integer("At Most a Person", help="How many one person may redeem; 0: as many as they like.")
    limit_period = fields.Selection(
        [("month", "a month"), ("quarter", "a quarter"), ("year", "a year"), ("ever", "ever")],
        default="year",
        required=True,
    )
    offered_from = fields.Date()
    offered_until = fields.Date()
    company_ids = fields.Many2many(
        "res.company", "hr_mentorship_reward_company_rel", string="Companies", help="Empty: people of all companies."
    )
    country_ids = fields.Many2many(
        "res.country",
        "hr_mentorship_reward_country_rel",
        string="Countries",
        help="Where people work. Empty: anywhere.",
    )

    owner_id = fields.Many2one(
        "res.users",
        "Fulfilled By",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="Reads who is to get one, and sees to it. A day off goes to who is responsible for the person in HR.",
    )
    approval = fields.Selection(
        APPROVALS,
        "Approved By",
        default="none",
        required=True,
    )
    approver_id = fields.Many2one("res.users", ondelete="restrict", domain=[("share", "=", False)])
    asks_size = fields.Boolean("Ask for a Size")
    asks_address = fields.Boolean("Ask for an Address")
    asks_date = fields.Boolean("Ask for a Day")
    question = fields.Char("Ask in Your Own Words", translate=True)

    my_balance = fields.Integer(compute="_compute_my_part")
    points_to_go = fields.Integer(compute="_compute_my_part")
    my_obstacle = fields.Char(compute="_compute_my_part", help="Why the reader cannot redeem this now.")
    my_part = fields.Char("For Me", compute="_compute_my_part")
    can_redeem = fields.Boolean(compute="_compute_my_part")
    can_afford = fields.Boolean(compute="_compute_my_part", search="_search_can_afford")
    is_for_me = fields.Boolean(compute="_compute_is_for_me", search="_search_is_for_me")
    is_mine_to_fulfil = fields.Boolean(compute="_compute_is_mine_to_fulfil")
    open_count = fields.Integer("Open Requests", compute="_compute_open_count", compute_sudo=True, groups=ADMIN)

    _price_range = models.Constraint("CHECK(price > 0)", "A reward costs one point or more.")
    _stock_range = models.Constraint("CHECK(stock IS NULL OR stock >= 0)", "There are none left.")
    _limit_range = models.Constraint("CHECK(limit_count IS NULL OR limit_count >= 0)", "A limit is zero or more.")

    # -- computes

    @api.depends("kind")
    def _compute_tax_kind(self):
        for reward in self:
            reward.tax_kind = TAX_KIND_OF.get(reward.kind, "goods")

    @api.depends_context("lang")
    @api.depends("kind", "has_stock", "stock")
    def _compute_left(self):
        codes = self.env["hr.mentorship.reward.code"]._count_free(self)
        for reward in self:
            if reward.kind == "code":
                reward.left_count = codes.get(reward._origin.id, 0)
            else:
                reward.left_count = reward.stock if reward.has_stock else -1
            if reward.left_count < 0:
                reward.left_text = False
            elif not reward.left_count:
                reward.left_text = self.env._("None left")
            else:
                reward.left_text = self.env._("%(count)s left", count=reward.left_count)

    @api.depends_context("uid", "company", "lang")
    @api.depends("price", "kind", "stock", "has_stock", "is_published", "offered_from", "offered_until", "limit_count")
    def _compute_my_part(self):
        employee = self.env["hr.mentorship.profile"]._get_my_employee()
        balance = self._get_balance(employee)
        obstacles = self._origin._find_obstacles(employee)
        for reward in self:
            reward.my_balance = balance
            reward.points_to_go = max(reward.price - balance, 0)
            reward.my_obstacle = obstacles.get(reward._origin.id, "")
            reward.can_afford = not reward.points_to_go
            reward.can_redeem = reward.can_afford and not reward.my_obstacle
            if reward.points_to_go:
                reward.my_part = by_count(
                    reward.points_to_go,
                    self.env._("1 point to go: you have %(balance)s", balance=reward.my_balance),
                    self.env._(
                        "%(count)s points to go: you have %(balance)s",
                        count=reward.points_to_go,
                        balance=reward.my_balance,
                    ),
                )
            else:
                enough = self.env._("You have enough points: %(balance)s", balance=reward.my_balance)
                reward.my_part = reward.my_obstacle or enough

    def _search_can_afford(self, operator, value):
        if operator != "in":
            return NotImplemented
        affordable = Domain("price", "<=", self._get_balance(self.env["hr.mentorship.profile"]._get_my_employee()))
        return Domain.OR([affordable if wanted else ~affordable for wanted in value])

    @api.depends_context("uid", "company")
    @api.depends("is_published", "offered_from", "offered_until", "company_ids", "country_ids", "eligibility_domain")
    def _compute_is_for_me(self):
        found = self.sudo()._filter_offered_to(self.env["hr.mentorship.profile"]._get_my_employee())
        for reward in self:
            reward.is_for_me = reward.id in found._ids

    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        employee = self.env["hr.mentorship.profile"]._get_my_employee()
        # sudo: which of them are for the reader; the record rules say beside it which they read
        offered = self.sudo().search([("is_published", "=", True)])._filter_offered_to(employee)
        return Domain.OR([Domain("id", "in" if wanted else "not in", offered.ids) for wanted in value])

    @api.depends_context("uid")
    @api.depends("owner_id")
    def _compute_is_mine_to_fulfil(self):
        for reward in self:
            reward.is_mine_to_fulfil = reward.owner_id == self.env.user

    def _compute_open_count(self):
        rows = self.env["hr.mentorship.redemption"]._read_group(
            [("reward_id", "in", self.ids), ("state", "in", OPEN_STATES)], ["reward_id"], ["__count"]
        )
        counts = {reward.id: count for reward, count in rows}
        for reward in self:
            reward.open_count = counts.get(reward.id, 0)

    # -- constraints and CRUD

    @api.constrains("value", "offered_from", "offered_until", "approval", "approver_id", "owner_id")
    def _check_reward(self):
        for reward in self:
            if reward.value < 0:
                raise ValidationError(
                    self.env._("“%(name)s” is worth nothing or more, never less than that.", name=reward.name)
                )
            if reward.offered_from and reward.offered_until and reward.offered_until < reward.offered_from:
                raise ValidationError(
                    self.env._("“%(name)s” is offered until a day after its first one.", name=reward.name)
                )
            outside = (reward.owner_id | reward.approver_id).filtered("share")
            if outside:
                raise ValidationError(
                    self.env._(
                        "%(user)s only visits the portal. Choose an employee to see to “%(name)s”, or to approve it.",
                        user=outside[0].name,
                        name=reward.name,
                    )
                )
            if reward.approval == "person" and not reward.approver_id:
                raise ValidationError(
                    self.env._("Name who approves “%(name)s”, or let nobody have to.", name=reward.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        rewards = super().create(vals_list)
        self.env.registry.clear_cache()  # the menus of whoever fulfils something now
        return rewards

    def write(self, vals):
        if not MENU_FIELDS.isdisjoint(vals):
            self.env.registry.clear_cache()
        owners = {reward: reward.owner_id for reward in self} if "owner_id" in vals else {}
        result = super().write(vals)
        handed_over = self.filtered(lambda reward: reward in owners and reward.owner_id != owners[reward])
        if handed_over:
            self.env["hr.mentorship.redemption"]._hand_over(handed_over)
        return result

    def _get_conditions_companies(self):
        return self.company_ids

    # -- the catalogue

    def action_publish(self):
        """Let employees see and redeem these."""
        self._check_catalogue_admin()
        empty = self.filtered(lambda reward: reward.kind == "code" and not reward.left_count)
        if empty:
            raise UserError(
                self.env._(
                    "There are no codes for “%(name)s” yet. Import them first, then publish it.", name=empty[0].name
                )
            )
        self.sudo().write({"is_published": True, "active": True})  # sudo: a step, which the client does not write
        return reload()

    def action_withdraw(self):
        """Offer these to nobody any more; what has been requested by then stays promised."""
        self._check_catalogue_admin()
        waiting = sum(self.mapped("open_count"))
        self.sudo().is_published = False  # sudo: see action_publish
        if not waiting:
            return reload()
        message = by_count(
            waiting,
            self.env._("One request waits still. It stays promised; refuse it, and the points come back."),
            self.env._(
                "%(count)s requests wait still. They stay promised; refuse them, and the points come back.",
                count=waiting,
            ),
        )
        return toast(message, "warning", stay=True)

    def _check_catalogue_admin(self):
        self.check_access("write")

    def action_archive(self):
        self.filtered("is_published").action_withdraw()
        return super().action_archive()

    def action_redeem(self):
        """Show what redeeming this means, before it happens."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Redeem"),
            "res_model": "hr.mentorship.redeem",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_reward_id": self.id},
        }

    def action_import_codes(self):
        self.ensure_one()
        self._check_catalogue_admin()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Codes"),
            "res_model": "hr.mentorship.import.codes",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_reward_id": self.id},
        }

    def action_view_redemptions(self):
        self.ensure_one()
        self._check_catalogue_admin()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Requests: %(reward)s", reward=self.name),
            "res_model": "hr.mentorship.redemption",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [("reward_id", "=", self.id)],
        }

    # -- who may redeem what

    @api.model
    def _get_balance(self, employee):
        # sudo: of the reader's own wallet
        wallets = self.env["hr.mentorship.wallet"].sudo()
        return wallets.search([("employee_id", "=", employee.id)], limit=1).balance if employee else 0

    def _filter_offered_to(self, employee):
        """Return those of ``self`` (in sudo) that are in the catalogue for ``employee`` (in sudo) today."""
        if not employee or not employee.active:
            return self.browse()
        today = fields.Date.context_today(self)
        country = employee.address_id.country_id or employee.company_id.country_id
        return self.filtered(
            lambda reward: (
                reward.is_published
                and reward.active
                and (not reward.offered_from or reward.offered_from <= today)
                and (not reward.offered_until or reward.offered_until >= today)
                and (not reward.company_ids or employee.company_id in reward.company_ids)
                and (not reward.country_ids or country in reward.country_ids)
                and reward._suits(employee)
            )
        )

    def _suits(self, employee):
        if not self._has_conditions():
            return True
        conditions, problem = self._read_conditions()
        return not problem and bool(self._search_people(conditions & Domain("id", "in", employee.ids)))

    def _find_obstacles(self, employee):
        """Say why ``employee`` (in sudo) cannot redeem these now, whatever the points; empty where nothing is against.

        :rtype: dict[int, str]
        """
        rewards = self.sudo()  # sudo: the reader reads the rewards; of who else redeems them only the stock is told
        offered = rewards._filter_offered_to(employee)
        today = self.env["hr.mentorship.wallet"]._get_today(employee.company_id)
        used = rewards._count_used(employee, today)
        obstacles = {}
        for reward in rewards:
            if reward not in offered:
                obstacles[reward.id] = reward._say_not_offered(employee)
            elif reward.left_count == 0:
                obstacles[reward.id] = self.env._("None left")
            elif reward.limit_count and used.get(reward.id, 0) >= reward.limit_count:
                obstacles[reward.id] = reward._say_limit(today)
            else:
                obstacles[reward.id] = ""
        return obstacles

    def _say_not_offered(self, employee):
        today = fields.Date.context_today(self)
        if not employee or not employee.active:
            return self.env._("Rewards are for employees, and there is none for your user in this company.")
        if not (self.is_published and self.active):
            return self.env._("“%(name)s” has been withdrawn from the catalogue.", name=self.name)
        if self.offered_from and self.offered_from > today:
            return self.env._(
                "“%(name)s” is offered from %(day)s on.", name=self.name, day=say_date(self.env, self.offered_from)
            )
        if self.offered_until and self.offered_until < today:
            return self.env._(
                "“%(name)s” was offered until %(day)s.", name=self.name, day=say_date(self.env, self.offered_until)
            )
        if self.eligibility_words:
            return self.env._("“%(name)s” is for: %(words)s", name=self.name, words=self.eligibility_words)
        return self.env._("“%(name)s” is for certain people, and you are not among them.", name=self.name)

    def _say_limit(self, today):
        if self.limit_period == "ever":
            return self.env._("At most %(count)s a person: you have had yours.", count=self.limit_count)
        values = {
            "count": self.limit_count,
            "day": say_date(self.env, end_of(today, self.limit_period) + timedelta(days=1)),
        }
        return {
            "month": self.env._("At most %(count)s a month: you have had yours. Again from %(day)s on.", **values),
            "quarter": self.env._("At most %(count)s a quarter: you have had yours. Again from %(day)s on.", **values),
            "year": self.env._("At most %(count)s a year: you have had yours. Again from %(day)s on.", **values),
        }[self.limit_period]

    def _count_used(self, employee, today):
        """Return how many ``employee`` has redeemed within the period of each limit, by id."""
        used = {}
        for period, rewards in self.filtered("limit_count").grouped("limit_period").items():
            domain = Domain("employee_id", "=", employee.id) & Domain("reward_id", "in", rewards.ids)
            domain &= Domain("state", "in", COUNTED_STATES)
            if period != "ever":
                domain &= Domain("requested_on", ">=", start_of(today, period))
            rows = self.env["hr.mentorship.redemption"].sudo()._read_group(domain, ["reward_id"], ["__count"])
            used.update({reward.id: count for reward, count in rows})
        return used

    # -- redeeming

    def _redeem(self, employee, answers):
        """Take the points and one of these for ``employee`` (in sudo), both or neither; return the redemption (sudo).

        The wallet comes first: it lets one transaction of a person wait for another, so that the limit of a person
        holds as well. Then one is taken off the stock, or one code, by statements that cannot go below zero.

        :param dict answers: to what the reward asks for
        """
        self.ensure_one()
        reward = self.sudo()  # sudo: stock and codes are nobody's to write; what may be redeemed is asked here
        obstacle = reward._find_obstacles(employee)[reward.id]
        if obstacle:
            go_on = self.env._("Your points are all still there: choose something else in the catalogue.")
            refusal = "\n".join((obstacle, go_on))
            raise UserError(refusal)
        balance = reward._get_balance(employee)
        if balance < reward.price:
            raise UserError(reward._say_short(balance))
        redemption = self.env["hr.mentorship.redemption"].sudo()._request(reward, employee, answers)
        redemption._pay()
        if reward.kind == "code":
            self.env["hr.mentorship.reward.code"]._reserve(redemption)
        elif reward.has_stock:
            reward._take_one()
        redemption._after_request()
        return redemption

    def _say_short(self, balance):
        missing = self.price - balance
        return self.env._(
            "“%(name)s” costs %(price)s points and you have %(balance)s: %(missing)s to go.",
            name=self.name,
            price=self.price,
            balance=balance,
            missing=missing,
        )

    def _take_one(self):
        """Take one off the stock; two transactions that want the last one do so after each other."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE hr_mentorship_reward SET stock = stock - 1 WHERE id = %s AND stock > 0 RETURNING id", self.id)
        )
        if not self.env.cr.fetchone():
            raise UserError(self._say_sold_out())
        self.invalidate_recordset()

    def _put_back(self, count):
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE hr_mentorship_reward SET stock = COALESCE(stock, 0) + %s WHERE id = %s", count, self.id)
        )
        self.invalidate_recordset()

    def _say_sold_out(self):
        return self.env._(
            "The last “%(name)s” has just gone. Your points are all still there: choose something else, or come back "
            "later.",
            name=self.name,
        )
