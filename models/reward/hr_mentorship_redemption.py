from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain

from ..common.client_actions import reload, toast
from ..common.groups import ADMIN
from ..common.private_fields import SecretBoolean, SecretJson, SecretMany2one
from ..common.spoken import say_date, with_colon
from .hr_mentorship_reward import APPROVALS, KINDS, OPEN_STATES, TAX_KINDS

APPROVE_TODO = "hr_mentorship.mail_activity_type_approve_redemption"
FULFIL_TODO = "hr_mentorship.mail_activity_type_fulfil_redemption"
DO_WITHIN = timedelta(days=7)


class HrMentorshipRedemption(models.Model):
    """One request for one reward, from the points that pay for it to the day on which somebody has it.

    The price, the value and who approves are those of the moment in which it was requested: what changes in the
    catalogue later changes no promise. Who fulfils it is whoever fulfils the reward now, for a day off HR.
    """

    _name = "hr.mentorship.redemption"
    _description = "Redemption of a Reward"
    _inherit = ["hr.mentorship.thread.mixin", "hr.mentorship.todo.mixin", "hr.mentorship.lifecycle.mixin"]
    _rec_name = "reward_id"
    _order = "id desc"

    reward_id = fields.Many2one("hr.mentorship.reward", required=True, readonly=True, index=True, ondelete="restrict")
    image_256 = fields.Image(related="reward_id.image_256")
    employee_id = fields.Many2one("hr.employee", "For", required=True, readonly=True, index=True, ondelete="restrict")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    # Which program somebody is in is nothing that whoever hands out books has to know
    program_id = fields.Many2one(
        "hr.mentorship.program", readonly=True, index="btree_not_null", ondelete="set null", groups=NO_ACCESS
    )
    program_name = fields.Char(compute="_compute_program_name")
    points = fields.Integer(required=True, readonly=True, aggregator="sum")
    value = fields.Monetary(readonly=True, aggregator="sum")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    tax_kind = fields.Selection(TAX_KINDS, required=True, readonly=True)
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("fulfilled", "Fulfilled"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="requested",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    requested_on = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    decided_on = fields.Date(readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    fulfilled_on = fields.Date(readonly=True, index="btree_not_null")
    fulfilled_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    refusal_reason = fields.Text("Why It Was Refused", readonly=True)
    owner_id = fields.Many2one("res.users", "Taken Care of By", compute="_compute_owner_id", store=True, index=True)
    approval = fields.Selection(APPROVALS, required=True, readonly=True, default="none")
    approver_ids = fields.Many2many(
        "res.users",
        "hr_mentorship_redemption_approver_rel",
        string="Approvers",
        readonly=True,
        help="Beside the program managers, where these approve.",
    )
    waits_for_me = fields.Boolean(compute="_compute_my_part", search="_search_waits_for_me")
    # NO_ACCESS: a size and an address are for the two who need them, see _compute_answers_text
    answers = SecretJson(readonly=True, copy=False, groups=NO_ACCESS)
    answers_text = fields.Text("Wishes", compute="_compute_answers_text")
    entry_id = SecretMany2one(
        "hr.mentorship.wallet.entry", readonly=True, copy=False, ondelete="restrict", groups=NO_ACCESS
    )
    took_stock = SecretBoolean(readonly=True, copy=False, groups=NO_ACCESS)
    code_seen_at = fields.Datetime("Code Seen", readonly=True, copy=False)

    progress_text = fields.Char("What Comes Next", compute="_compute_progress_text")
    what_next = fields.Text(related="reward_id.what_next")
    is_mine = fields.Boolean(compute="_compute_my_part")
    can_approve = fields.Boolean(compute="_compute_my_part")
    can_fulfil = fields.Boolean(compute="_compute_my_part")
    can_refuse = fields.Boolean(compute="_compute_my_part")
    can_cancel = fields.Boolean(compute="_compute_my_part")
    can_show_code = fields.Boolean(compute="_compute_my_part")

    _paid_once = models.UniqueIndex("(entry_id) WHERE entry_id IS NOT NULL", "This has been paid already.")
    _price_range = models.Constraint("CHECK(points > 0)", "A reward costs one point or more.")

    # -- computes

    @api.depends("reward_id.owner_id", "kind")
    def _compute_owner_id(self):
        """A day off is entered by HR: who is responsible for the person there, and not whoever hands out books."""
        for redemption in self:
            redemption.owner_id = redemption.reward_id.owner_id
        days_off = self.filtered(lambda redemption: redemption.kind == "day_off")
        officers = days_off.employee_id._find_hr_officers()
        for redemption in days_off:
            redemption.owner_id = officers[redemption.employee_id].filtered("active") or redemption.owner_id

    @api.depends("reward_id", "employee_id")
    def _compute_display_name(self):
        for redemption in self:
            redemption.display_name = self.env._(
                "%(reward)s for %(employee)s",
                reward=redemption.reward_id.sudo().name,  # sudo: it may have been withdrawn since
                employee=redemption.employee_id.sudo().name,  # sudo: colleagues know each other's names
            )

    @api.depends_context("uid")
    @api.depends("program_id", "user_id")
    def _compute_program_name(self):
        """For whose request it is, and those who manage that program."""
        for redemption, redemption_sudo in zip(self, self.sudo(), strict=True):  # sudo: see the field
            program = redemption_sudo.program_id
            tells = self.env.user in program.manager_ids | redemption_sudo.user_id or self.env.user.has_group(ADMIN)
            redemption.program_name = tells and program.name

    @api.depends_context("uid", "lang")
    @api.depends("answers", "user_id", "owner_id")
    def _compute_answers_text(self):
        for redemption, redemption_sudo in zip(self, self.sudo(), strict=True):  # sudo: whose it is, and its answers
            both = redemption_sudo.user_id | redemption_sudo.owner_id
            redemption.answers_text = redemption_sudo._say_answers(is_private_too=self.env.user in both)

    def _say_answers(self, is_private_too):
        """Say what somebody wishes; a size and an address to the one who gets it and the one who sends it alone."""
        answers = self.answers or {}
        private = {"size": self.env._("Size"), "address": self.env._("Address")}
        labels = {
            "day": self.env._("Day"),
            "answer": answers.get("question") or self.reward_id.question or self.env._("Answer"),
            **(private if is_private_too else {}),
        }
        words = {name: answers.get(name) for name in labels}
        if words["day"]:
            words["day"] = say_date(self.env, words["day"])
        return "\n".join(
            f"{title if title.endswith('?') else with_colon(self.env, title)} {words[name]}"
            for name, title in labels.items()
            if words[name]
        )

    @api.depends_context("uid", "lang")
    @api.depends("state", "kind", "owner_id", "approver_ids", "user_id", "code_seen_at", "refusal_reason")
    def _compute_progress_text(self):
        for redemption, redemption_sudo in zip(self, self.sudo(), strict=True):  # sudo: names of whom it waits for
            redemption.progress_text = redemption_sudo._say_progress()

    def _say_progress(self):
        names = ", ".join(self._get_approvers().mapped("name"))
        words = {
            "requested": self.env._("Waits for the approval of %(names)s.", names=names),
            "approved": self.env._("%(owner)s takes care of it.", owner=self.owner_id.name),
            "refused": self.env._("Refused: %(reason)s The points are back.", reason=self._get_reason()),
            "cancelled": self.env._("Cancelled. The points are back."),
        }
        return words.get(self.state) or self._say_done()

    def _say_done(self):
        day = say_date(self.env, self.fulfilled_on)
        if self.kind != "code":
            return self.env._("Done on %(day)s.", day=day)
        if self.code_seen_at:
            return self.env._("The code was handed out on %(day)s, and has been looked at.", day=day)
        return self.env._("The code is ready: look at it under “Show My Code”.")

    def _get_reason(self):
        reason = (self.refusal_reason or "").strip()
        return reason if not reason or reason[-1] in ".!?…" else f"{reason}."

    @api.depends_context("uid")
    @api.depends("state", "user_id", "owner_id", "approver_ids", "kind")
    def _compute_my_part(self):
        user = self.env.user
        is_admin = user.has_group(ADMIN)
        for redemption, redemption_sudo in zip(self, self.sudo(), strict=True):  # sudo: who approves it
            is_mine = redemption_sudo.user_id == user
            is_asked = not is_mine and user in redemption_sudo._get_approvers()
            decides = is_asked or (is_admin and not is_mine)
            fulfils = redemption_sudo.owner_id == user or is_admin
            is_requested, is_approved = redemption.state == "requested", redemption.state == "approved"
            redemption.is_mine = is_mine
            redemption.waits_for_me = is_requested and is_asked
            redemption.can_approve = is_requested and decides
            redemption.can_fulfil = is_approved and fulfils
            redemption.can_refuse = (is_requested and decides) or (is_approved and fulfils)
            redemption.can_cancel = is_requested and is_mine
            redemption.can_show_code = is_mine and redemption.state == "fulfilled" and redemption.kind == "code"

    def _search_waits_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        me = self.env.uid
        asked = Domain("state", "=", "requested") & Domain("user_id", "!=", me)
        if not self.env.user.has_group(ADMIN):  # who stands in for a program without managers
            by_program = Domain("approval", "=", "program") & Domain("program_id.manager_ids", "in", me)
            asked &= Domain("approver_ids", "in", me) | by_program
        # sudo: which program a request belongs to is no question of a plain user; these are asked to decide
        mine = self.sudo().search(asked).filtered(lambda each: self.env.user in each._get_approvers())
        return Domain.OR([Domain("id", "in" if wanted else "not in", mine.ids) for wanted in value])

    # -- who has to do with it

    def _get_approvers(self):
        """Return the users who may approve this (in sudo), never the one who gets it."""
        self.ensure_one()
        if self.approval == "program" and not self.approver_ids:
            managers = self.program_id.manager_ids - self.user_id  # whoever manages it now
            return managers or self._find_admins()
        return self.approver_ids

    @api.model
    def _find_admins(self):
        return self.env.ref(ADMIN).all_user_ids.filtered("active")

    @api.model
    def _find_approvers(self, reward, employee, program):
        """Return whom to ask before ``employee`` gets ``reward``: as it says, else its owner, else administrators."""
        asked = {
            "program": program.manager_ids,
            "lead": employee.parent_id.user_id,
            "person": reward.approver_id,
        }[reward.approval]
        for users in (asked, reward.owner_id, self._find_admins()):
            others = users.filtered(lambda user: user.active and user != employee.user_id)
            if others:
                return others
        raise UserError(
            self.env._(
                "“%(reward)s” has to be approved, and there is nobody but you who could. Ask an administrator to name "
                "somebody.",
                reward=reward.name,
            )
        )

    @api.model
    def _find_program(self, employee):
        """Return the program that somebody's points come from: the newest one in which they take or took part."""
        participants = self.env["hr.mentorship.participant"].sudo()  # sudo: the person's own
        return participants.search(
            [("employee_id", "=", employee.id), ("state", "=", "approved")], order="id desc", limit=1
        ).program_id

    # -- steps

    @api.model
    def _request(self, reward, employee, answers):
        """Write down a request (all in sudo); the caller has checked that it may be made."""
        program = self._find_program(employee)
        approvers = employee.user_id.browse()
        if reward.approval != "none":
            approvers = self._find_approvers(reward, employee, program)
        if reward.approval == "program" and approvers <= program.manager_ids:
            approvers = approvers.browse()  # asked anew whenever it matters, as a program changes hands
        return self.create(
            {
                "reward_id": reward.id,
                "employee_id": employee.id,
                "requested_on": self.env["hr.mentorship.wallet"]._get_today(employee.company_id),
                "company_id": employee.company_id.id,
                "program_id": program.id,
                "points": reward.price,
                "value": reward.value,
                "currency_id": reward.currency_id.id,
                "kind": reward.kind,
                "tax_kind": reward.tax_kind,
                "approval": reward.approval,
                "approver_ids": [Command.set(approvers.ids)],
                # With what was asked: another question later would stand above this answer
                "answers": {**answers, "question": reward.question} if answers.get("answer") else answers,
                "took_stock": reward.kind != "code" and reward.has_stock,
            }
        )

    def _pay(self):
        """Take the points, with the redemption as the event that is paid for: once, whatever is run again."""
        reason = self._in_words_of_receiver()._say_payment()
        self.entry_id = self.env["hr.mentorship.wallet"]._spend(
            self.employee_id, self.points, reason, program=self.program_id, event_key=f"redemption/{self.id}"
        )

    def _in_words_of_receiver(self):
        return self.with_context(lang=self.user_id.lang or self.env.lang)

    def _say_payment(self):
        return self.env._("Reward: %(name)s", name=self.reward_id.name)

    def _say_return(self):
        return self.env._("Given back: %(name)s", name=self.reward_id.name)

    def _after_request(self):
        """Ask who approves it, or go on at once where nobody has to."""
        if self.approval == "none":
            self._approve(by=False)
            return
        approvers = self._get_approvers()
        self._schedule_activities(APPROVE_TODO, [(self, approvers, self.requested_on + DO_WITHIN)])
        self._tell("redemption_requested", lambda each: approvers)

    def action_approve(self):
        """Let these go on to whoever fulfils them."""
        self._check_decides()
        self._check_state_in("requested")
        self.sudo()._approve(by=self.env.user)  # sudo: states are written by steps
        return reload()

    def _approve(self, by):
        self._serialize()
        decided = {"decided_on": fields.Date.context_today(self), "decided_by_id": by.id} if by else {}
        self._move_to("approved", **decided)
        self._drop_activities(APPROVE_TODO)
        codes = self.filtered(lambda redemption: redemption.kind == "code")
        if codes:
            codes._fulfil(by=False)
        due = fields.Date.context_today(self) + DO_WITHIN
        to_do = self - codes
        to_do._schedule_activities(FULFIL_TODO, [(each, each._get_fulfillers(), due) for each in to_do])
        to_do._tell("redemption_to_fulfil", lambda each: each._get_fulfillers())
        if by:
            to_do._tell("redemption_approved", lambda each: each.user_id)

    def _get_fulfillers(self):
        """Return who sees to it: the owner, or administrators where that one has left."""
        self.ensure_one()
        return self.owner_id if self.owner_id.active else self._find_admins()

    @api.model
    def _hand_over(self, rewards):
        """Whoever takes care of these rewards from now on gets the to-dos of those who did."""
        # sudo: follows from the change of the reward, which has been written by somebody who may
        waiting = self.sudo().search(
            [("reward_id", "in", rewards.ids), ("state", "=", "approved"), ("kind", "!=", "code")]
        )
        waiting._drop_activities(FULFIL_TODO)
        due = fields.Date.context_today(self) + DO_WITHIN
        waiting._schedule_activities(FULFIL_TODO, [(each, each._get_fulfillers(), due) for each in waiting])
        waiting._tell("redemption_to_fulfil", lambda each: each._get_fulfillers())

    def action_fulfil(self):
        """Say that people have what they asked for."""
        self._check_fulfils()
        self._check_state_in("approved")
        self.sudo()._fulfil(by=self.env.user)  # sudo: states are written by steps
        return reload()

    def _fulfil(self, by):
        self._serialize()
        self._move_to("fulfilled", fulfilled_on=fields.Date.context_today(self), fulfilled_by_id=by.id if by else False)
        self._drop_activities(FULFIL_TODO)
        # Who has just pressed “Redeem” has the code in front of them
        waited = self.filtered(lambda each: by or each.approval != "none")
        codes = waited.filtered(lambda each: each.kind == "code")
        codes._tell("redemption_code", lambda each: each.user_id)
        (waited - codes)._tell("redemption_fulfilled", lambda each: each.user_id)

    def action_refuse(self):
        """Ask for the reason of a no, which the receiver reads."""
        self._check_may_refuse()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "hr.mentorship.refuse.redemption",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_redemption_ids": [Command.set(self.ids)]},
        }

    def _check_decides(self):
        self.check_access("read")
        is_admin = self.env.user.has_group(ADMIN)
        for redemption in self.sudo():  # sudo: who is asked
            asked = redemption._get_approvers()
            if redemption.user_id == self.env.user or not (is_admin or self.env.user in asked):
                raise AccessError(
                    self.env._("Those who are asked to approve a reward decide about it, and nobody about their own.")
                )

    def _check_fulfils(self):
        self.check_access("read")
        if self.env.user.has_group(ADMIN):
            return
        if self.sudo().owner_id - self.env.user:  # sudo: who takes care of it
            raise AccessError(self.env._("Whoever takes care of a reward says that somebody has got it, or not."))

    def _check_may_refuse(self):
        """Raise for everybody but those who approve what is requested, and those who take care of what is approved."""
        self.check_access("read")
        requested = self.filtered(lambda redemption: redemption.state == "requested")
        requested._check_decides()
        (self - requested)._check_fulfils()
        self._check_state_in(*OPEN_STATES)

    def _refuse(self, reason):
        """Say no, and give points and stock back; the caller has checked who says so."""
        redemptions = self.sudo()  # sudo: states are written by steps
        redemptions._serialize()
        redemptions._check_state_in(*OPEN_STATES)
        redemptions._close("refused", reason=reason)
        redemptions._tell("redemption_refused", lambda each: each.user_id)

    def action_cancel(self):
        """Take back one's own request, as long as nobody has decided about it."""
        self.check_access("read")
        self._check_state_in("requested")
        for redemption in self:
            if not redemption.can_cancel:
                raise AccessError(self.env._("You take back what you have requested yourself, until it is approved."))
        redemptions = self.sudo()  # sudo: states are written by steps
        redemptions._serialize()
        redemptions._close("cancelled")
        return toast(self.env._("Your request is taken back, and you have your points again."))

    def _close(self, state, reason=False):
        """Give back what was taken for these (in sudo), once: their rows are locked, and were open."""
        today, wallets = fields.Date.context_today(self), self.env["hr.mentorship.wallet"]
        self._move_to(state, decided_on=today, decided_by_id=self.env.uid, refusal_reason=reason)
        wallets._refund(self.entry_id, {each.entry_id.id: each._in_words_of_receiver()._say_return() for each in self})
        codes = self.filtered(lambda redemption: redemption.kind == "code")
        self.env["hr.mentorship.reward.code"]._release(codes)
        for reward, redemptions in self.filtered("took_stock").grouped("reward_id").items():
            reward._put_back(len(redemptions))
        self._drop_activities(APPROVE_TODO, FULFIL_TODO)

    @api.model
    def _close_for_leavers(self, employees):
        """Cancel what waits for people who leave; their points go back into their wallets, which stay."""
        open_ones = self.sudo().search([("employee_id", "in", employees.ids), ("state", "in", OPEN_STATES)])
        if not open_ones:
            return
        open_ones._serialize()
        busy = {
            each: each._get_fulfillers() if each.state == "approved" else each._get_approvers() for each in open_ones
        }
        open_ones._close("cancelled")
        open_ones._tell("redemption_cancelled", busy.get)

    def action_show_code(self):
        """Show the receiver, and nobody else, the code; from then on it counts as seen."""
        self.ensure_one()
        self._check_my_code()
        if not self.code_seen_at:
            self.sudo().code_seen_at = fields.Datetime.now()  # sudo: a step, see above
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Your Code"),
            "res_model": "hr.mentorship.show.code",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_redemption_id": self.id},
        }

    def _check_my_code(self):
        """Raise for everybody but the receiver: administrators, and code in sudo on somebody's behalf, included."""
        self.check_access("read")
        redemption = self.sudo()  # sudo: whose it is
        if not redemption.user_id or redemption.user_id.id != self.env.uid or redemption.kind != "code":
            raise AccessError(self.env._("A gift code is shown to the one who got it, and to nobody else."))
        if redemption.state != "fulfilled":
            raise UserError(self.env._("Your code is there as soon as your request is approved."))

    # -- telling

    def _tell(self, kind, get_users):
        """Put a line into the next daily mails; a redemption without a program has no mail to stand in.

        :param get_users: function of a redemption (sudo) that returns whom to tell of it
        """
        # sudo: a step has happened, whoever made it
        lines = [(each, user) for each in self.sudo().filtered("program_id") for user in get_users(each)]
        self.env["hr.mentorship.notice"].sudo()._queue(
            [
                {
                    "kind": kind,
                    "partner_id": user.partner_id.id,
                    "user_id": user.id,
                    "program_id": redemption.program_id.id,
                    "company_id": redemption.program_id.company_id.id,
                    "params": {
                        "redemption": redemption.id,
                        "reward": redemption.with_context(lang=user.lang).reward_id.name,
                        "who": redemption.employee_id.name,
                        "owner": redemption.owner_id.name,
                        "points": redemption.points,
                        "reason": redemption._get_reason(),
                    },
                }
                for redemption, user in lines
            ]
        )

    def _let_follow(self, pairs):
        """Nobody follows a request because of a to-do: who decides has no part in what is said about it later."""
