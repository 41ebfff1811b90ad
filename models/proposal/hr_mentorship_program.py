from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_list, formatLang

from ...scheduling.rules import RuleError, days_of_rule
from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many
from ..common.spoken import by_count, say_date, say_duration

APPROVE_PROGRAM = "hr_mentorship.mail_activity_type_approve_program"
CHANGE_PROGRAM = "hr_mentorship.mail_activity_type_change_program"
CHOOSE_SPONSOR = "hr_mentorship.mail_activity_type_program_without_sponsor"
LONGEST_WORD = 1500
"""Letters of a word of support: an invitation is read, a speech is not."""


class HrMentorshipProgram(models.Model):
    """How a program wins its sponsor: what it costs and brings, and the word with which leaders stand behind it.

    Four eyes: somebody other than those who run a program says yes to it, or what shall change, and they hear it.
    """

    _inherit = "hr.mentorship.program"

    objective_ids = fields.Many2many(
        "hr.mentorship.objective",
        "hr_mentorship_program_objective_rel",
        string="Objectives",
        help="What the program is for. Each suggests a format, a rhythm, criteria and targets, to be taken or not.",
    )
    # With what it saves and what goes wrong without it: for who decides, not for who may join
    expected_benefits = fields.Text(
        translate=True,
        groups=MANAGER,
        help="What the company has from it: what it saves, avoids, or can do that it could not before.",
    )
    benefits_text = fields.Text("Expected Benefits to Read", compute="_compute_benefits_text")
    requires_approval = fields.Boolean(related="company_id.mentorship_requires_approval")
    change_request = fields.Text(
        "Wanted Changes", readonly=True, copy=False, help="What the sponsor wants to be changed before saying yes."
    )
    sponsor_hint = fields.Char(compute="_compute_sponsor_hint", help="Why nobody can approve this program.")
    submit_hint = fields.Char(
        compute="_compute_submit_hint", help="What a draft still needs to be submitted or opened."
    )
    approved_on = fields.Date(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, index=False)
    effort_hours = fields.Float(
        "Hours a Mentee", compute="_compute_effort", help="What all meetings together take of one mentee's time."
    )
    effort_text = fields.Char("Effort", compute="_compute_effort")
    currency_id = fields.Many2one(related="company_id.currency_id")
    budget_line_ids = ReaderOne2many("hr.mentorship.budget.line", "program_id", string="Budget", copy=True)
    budget_planned = fields.Monetary("Planned", compute="_compute_budget")
    budget_spent = fields.Monetary("Spent", compute="_compute_budget")
    budget_left = fields.Monetary("Left", compute="_compute_budget")
    budget_text = fields.Char("Budget in Words", compute="_compute_budget")
    sponsor_word = fields.Text(
        "Word of Support",
        readonly=True,
        copy=False,
        help="What the sponsor says to the people whom the program is for, on its page and above its invitation.",
    )
    sponsor_word_on = fields.Date("Said On", readonly=True, copy=False)
    # Whoever is the sponsor later has not said it
    sponsor_word_user_id = fields.Many2one("res.users", "Said By", readonly=True, copy=False, index=False)
    sponsor_word_image = fields.Image(related="sponsor_word_user_id.avatar_256", string="Picture")
    sponsor_word_name = fields.Char(related="sponsor_word_user_id.name", string="Name of Who Says It")
    sponsor_word_title = fields.Char("Job of Who Says It", compute="_compute_sponsor_word_title", compute_sudo=True)
    is_my_word = fields.Boolean(compute="_compute_is_my_word", help="The current user is the sponsor.")

    @api.depends_context("uid", "lang")
    @api.depends("expected_benefits", "manager_ids", "sponsor_id")
    def _compute_benefits_text(self):
        """Sponsors are no program managers; whoever runs the program or decides on it reads it."""
        for program in self:
            may_read = self.env.su or program.is_my_program or program.is_my_approval
            program.benefits_text = may_read and program.sudo().expected_benefits  # sudo: see the docstring

    @api.depends("sponsor_word_user_id", "company_id")
    def _compute_sponsor_word_title(self):
        for program in self:
            employees = program.sponsor_word_user_id.employee_ids
            here = employees.filtered(lambda employee, company=program.company_id: employee.company_id == company)
            program.sponsor_word_title = (here or employees)[:1].job_title

    @api.depends_context("uid")
    @api.depends("sponsor_id")
    def _compute_is_my_word(self):
        for program in self:
            program.is_my_word = program.sponsor_id._origin == self.env.user

    # -- What it takes

    @api.depends_context("lang")
    @api.depends(
        "rhythm", "rhythm_days", "rhythm_rule", "meeting_duration", "mentor_capacity", "start_date", "end_date"
    )
    def _compute_effort(self):
        for program in self:
            count = program._count_meetings()
            program.effort_hours = count * program.meeting_duration
            program.effort_text = program._describe_effort(count) if count else False

    def _count_meetings(self):
        """Return how many meetings the suggested rhythm gives between start and end; 0 if that cannot be said."""
        start, end = self._get_mentoring_period()
        if not (start and end) or start >= end:
            return 0
        if self.rhythm == "custom":
            try:
                return len(days_of_rule(self.rhythm_rule, start, end))
            except RuleError:  # in a form while somebody types it
                return 0
        if self.rhythm == "monthly":
            span = relativedelta(end, start)
            return max(span.years * 12 + span.months, 1)
        step = {"weekly": 7, "biweekly": 14, "days": self.rhythm_days}.get(self.rhythm, 0)
        return max((end - start).days // step, 1) if step > 0 else 0

    def _get_mentoring_period(self):
        """Return from when to when one pair meets, each a date or nothing."""
        self.ensure_one()
        return self.start_date, self.end_date

    def _describe_effort(self, count):
        values = {
            "count": count,
            "length": say_duration(self.env, self.meeting_duration),
            "total": say_duration(self.env, count * self.meeting_duration),
        }
        if count == 1:
            return self.env._("One meeting of %(length)s for each pair.", **values)
        if self.mentor_capacity <= 1 or self.is_among_peers:
            return self.env._("About %(count)s meetings of %(length)s: %(total)s for each of the two.", **values)
        return self.env._(
            "About %(count)s meetings of %(length)s: %(total)s for a mentee, and as much for a mentor with each of up "
            "to %(mentees)s mentees.",
            mentees=self.mentor_capacity,
            **values,
        )

    def _say_who_may_join(self):
        self.ensure_one()
        # sudo: names of departments and of the company, on a page that has been checked
        departments, company = self.sudo().department_ids, self.sudo().company_id
        who = (
            format_list(self.env, departments.mapped("complete_name"))
            if departments
            else self.env._("Everybody in %(company)s", company=company.name)
        )
        return f"{who}; {self.eligibility_words}" if self.eligibility_words else who

    def _describe_audience(self):
        """Say who may join, and how many that are, for people who decide on the program."""
        who = self._say_who_may_join()
        if not self.eligible_count:
            return who
        return by_count(
            self.eligible_count,
            self.env._("%(who)s: one employee can join", who=who),
            self.env._("%(who)s: %(count)s employees can join", who=who, count=self.eligible_count),
        )

    def _describe_approval(self):
        """Say who has approved the program, and when; the caller has checked who reads it."""
        self.ensure_one()
        day = say_date(self.env, self.approved_on)
        # sudo: names of users of other companies
        name = self.sudo().approved_by_id.name
        if not name:
            return self.env._("Approved on %(date)s.", date=day)
        return self.env._("Approved on %(date)s by %(name)s.", date=day, name=name)

    @api.depends_context("uid", "lang")
    @api.depends("budget_line_ids.planned", "budget_line_ids.spent", "manager_ids", "sponsor_id")
    def _compute_budget(self):
        self.budget_planned = self.budget_spent = self.budget_left = 0
        self.budget_text = False
        readable = self.filtered(lambda program: self.env.su or program.is_my_program or program.is_my_approval)
        further = readable._get_further_budgets()
        for program in readable:
            lines = program.budget_line_ids
            planned, spent = further.get(program._origin.id, (0, 0))
            program.budget_planned = sum(lines.mapped("planned")) + planned
            program.budget_spent = sum(lines.mapped("spent")) + spent
            program.budget_left = program.budget_planned - program.budget_spent
            program.budget_text = program._describe_budget() if lines or planned or spent else False

    def _get_further_budgets(self):
        """Hook: return what these programs plan and spend beside their lines, by id of the program.

        :rtype: dict[int, tuple[float, float]]
        """
        return {}

    def _describe_budget(self):
        planned, spent, left = (
            formatLang(self.env, amount, currency_obj=self.currency_id)
            for amount in (self.budget_planned, self.budget_spent, abs(self.budget_left))
        )
        if self.currency_id.is_zero(self.budget_spent):
            return self.env._("%(planned)s planned, nothing spent yet.", planned=planned)
        if self.currency_id.compare_amounts(self.budget_left, 0) < 0:
            return self.env._(
                "%(spent)s of %(planned)s spent: %(left)s more than planned.", spent=spent, planned=planned, left=left
            )
        return self.env._("%(spent)s of %(planned)s spent, %(left)s left.", spent=spent, planned=planned, left=left)

    # -- Who may say yes to it

    @api.depends("sponsor_id.active", "manager_ids", "state")
    def _compute_sponsor_hint(self):
        for program in self:
            is_waiting = program.state in ("draft", "submitted")
            program.sponsor_hint = program._find_sponsor_obstacle() if is_waiting else False

    @api.depends_context("uid", "lang")
    @api.depends("state", "sponsor_id", "goal", "requires_approval", "manager_ids")
    def _compute_submit_hint(self):
        """Said before anybody presses the button, which is there as soon as nothing is missing."""
        self.submit_hint = False
        for program in self.filtered(lambda each: each.state == "draft" and each.is_my_program):
            if program.requires_approval and (missing := program._list_missing()):
                program.submit_hint = self.env._(
                    "Before you submit it, this program still needs %(missing)s.",
                    missing=format_list(self.env, missing),
                )
            elif not program.requires_approval and not (program.goal or "").strip():
                program.submit_hint = self.env._(
                    "Before you open it, this program still needs a goal that says what it is for."
                )

    def _find_sponsor_obstacle(self):
        """Say why the sponsor cannot approve this program; empty if nothing stands against it."""
        sponsor = self.sudo().sponsor_id  # sudo: names of users of other companies
        if sponsor and sponsor._origin in self.manager_ids._origin:
            return self.env._(
                "%(name)s manages this program, and nobody approves their own. Choose somebody else as sponsor.",
                name=sponsor.name,
            )
        if sponsor and not sponsor.active:
            return self.env._(
                "%(name)s has no access to Odoo any more and cannot approve. Choose another sponsor.",
                name=sponsor.name,
            )
        return ""

    @api.constrains("sponsor_id", "manager_ids")
    def _check_sponsor_is_another(self):
        for program in self:
            # Once it is approved, a sponsor may well lend a hand
            if program.state in ("draft", "submitted") and program.sponsor_id in program.manager_ids:
                raise ValidationError(program._find_sponsor_obstacle())

    @api.constrains("goal", "sponsor_id")
    def _check_submitted_stays_whole(self):
        for program in self:
            if program.state in ("submitted", "open", "closed") and not (program.goal or "").strip():
                raise ValidationError(
                    self.env._(
                        "The goal of “%(name)s” is what its sponsor approves. Put it in other words, but do not leave "
                        "it empty.",
                        name=program.name,
                    )
                )
            if program.state == "submitted" and not program.sponsor_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” waits for its sponsor. Choose another one, or take it back to draft first.",
                        name=program.name,
                    )
                )

    def write(self, vals):
        if "sponsor_id" not in vals:
            return super().write(vals)
        waiting = self.filtered(
            lambda program: program.state == "submitted" and program.sponsor_id.id != vals["sponsor_id"]
        )
        result = super().write(vals)
        if waiting:
            waiting._check_can_approve()
            waiting._drop_activities(APPROVE_PROGRAM)
            waiting._ask_sponsor()
        self._drop_activities(CHOOSE_SPONSOR)
        return result

    # -- A sponsor who leaves while something waits for them: nobody else would notice that it waits for ever

    @api.model
    def _find_sponsored_by(self, users):
        """Return the programs (in sudo) in which something waits for one of these sponsors. A hook for later steps."""
        return self.search([("sponsor_id", "in", users.ids), ("state", "=", "submitted")])

    def _ask_for_another_sponsor(self):
        """Give those who run these programs (in sudo) a to-do, as their sponsor has no access any more."""
        self._drop_activities(APPROVE_PROGRAM, CHOOSE_SPONSOR)
        today = fields.Date.context_today(self)
        self._schedule_activities(
            CHOOSE_SPONSOR, [(program, program.manager_ids.filtered("active"), today) for program in self]
        )

    def _welcome_sponsor_back(self):
        """Ask these programs' (in sudo) sponsors again, who were archived by mistake."""
        self._drop_activities(CHOOSE_SPONSOR)
        self.filtered(lambda program: not program._find_activities([APPROVE_PROGRAM]))._ask_sponsor()

    # -- With the sponsor's approval, or without where the company asks for none

    def action_submit(self):
        """Ask the sponsor to approve."""
        self._check_can_approve()
        self._check_manager()
        self._check_state_in("draft")
        self._check_is_whole()
        self._move_to("submitted")
        self._ask_sponsor()
        self.sudo().change_request = False  # sudo: follows the steps of the program, which have been checked
        self._drop_activities(CHANGE_PROGRAM)

    def _check_can_approve(self):
        for program in self:
            if obstacle := program._find_sponsor_obstacle():
                raise UserError(obstacle)

    def _check_is_whole(self):
        """Say all that is missing at once: nobody likes to be sent back twice."""
        for program in self:
            if missing := program._list_missing():
                raise UserError(
                    self.env._(
                        "“%(name)s” cannot be submitted yet. It still needs %(missing)s. Fill that in, then submit it "
                        "again.",
                        name=program.display_name,
                        missing=format_list(self.env, missing),
                    )
                )

    def _list_missing(self):
        """Return in words what a sponsor has to find in this program."""
        self.ensure_one()
        wanted = {
            self.env._("a sponsor who approves it"): self.sponsor_id,
            self.env._("a goal that says what it is for"): (self.goal or "").strip(),
        }
        return [words for words, value in wanted.items() if not value]

    def _ask_sponsor(self):
        """Give the sponsor a to-do and a mail."""
        today = fields.Date.context_today(self)
        self._schedule_activities(APPROVE_PROGRAM, [(program, program.sponsor_id, today) for program in self])
        self.env["mail.template"]._send_of_mentorship("hr_mentorship.mail_template_program_submitted", self.ids)

    def action_approve(self):
        """The sponsor says yes: the program is open from now on, and enrolment from its own date on."""
        self._check_sponsor()
        self._check_state_in("submitted")
        self._move_to("open")
        self._finish_activities(APPROVE_PROGRAM)
        self._drop_activities(CHOOSE_SPONSOR)
        self._tell_managers("hr_mentorship.mail_template_program_approved")
        self._after_open()
        # sudo: follows from the approval, which has been checked
        self.sudo().write({"approved_on": fields.Date.context_today(self), "approved_by_id": self.env.uid})

    def _check_sponsor(self):
        for program in self:
            if not (program.is_my_approval or self.env.su):
                raise AccessError(
                    self.env._("Only the sponsor of “%(name)s” may approve it.", name=program.display_name)
                )

    def action_ask_for_changes(self):
        """Open the dialog in which the sponsor says what shall change."""
        self.ensure_one()
        self._check_sponsor()
        self._check_state_in("submitted")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_ask_for_changes_action")
        action["context"] = {"default_program_id": self.id}
        return action

    def _ask_for_changes(self, reason):
        """The sponsor sends the program back, with a word that reaches those who run it."""
        self._check_sponsor()
        self._check_state_in("submitted")
        if not (reason or "").strip():
            raise UserError(self.env._("Say what shall change, so that the program manager knows what to do."))
        self._move_to("draft", change_request=reason)
        # Not done, as nothing has been approved
        self._drop_activities(APPROVE_PROGRAM, CHOOSE_SPONSOR)
        today = fields.Date.context_today(self)
        self._schedule_activities(CHANGE_PROGRAM, [(program, program.manager_ids, today) for program in self])
        self._tell_managers("hr_mentorship.mail_template_program_changes")

    def _tell_managers(self, template_xmlid):
        """Send one mail to each program manager, in their own language, but not to whoever did it."""
        for user in self.manager_ids - self.env.user:
            programs = self.filtered(lambda program, u=user: u in program.manager_ids)
            self.env["mail.template"].with_context(lang=user.lang)._send_of_mentorship(
                template_xmlid, programs.ids, recipient_ids=[(6, 0, user.partner_id.ids)]
            )

    def action_return_to_draft(self):
        """The program manager takes it back. A sponsor asks for changes instead, with a word on what shall change."""
        self._check_manager()
        self._check_state_in("submitted", "cancelled")
        self._move_to("draft")
        # Not done, as nothing has been approved
        self._drop_activities(APPROVE_PROGRAM, CHOOSE_SPONSOR)

    def _after_close(self):
        self._drop_activities(APPROVE_PROGRAM, CHANGE_PROGRAM, CHOOSE_SPONSOR)
        super()._after_close()

    def action_give_approval(self):
        """Open the dialog in which the sponsor says yes, with a word of support or without."""
        self.ensure_one()
        self._check_sponsor()
        self._check_state_in("submitted")
        return self._open_approval()

    def action_say_word(self):
        """Open the dialog in which the sponsor of an open program says a word of support, or changes it."""
        self.ensure_one()
        self._check_may_say()
        return {**self._open_approval(), "name": self.env._("Word of Support")}

    def _open_approval(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_approve_action")
        action["context"] = {"default_program_id": self.id}
        return action

    def _say_word(self, word):
        """Put the sponsor's word on the program's page; an empty one takes it off again."""
        self.ensure_one()
        self._check_may_say()
        word = (word or "").strip()
        if len(word) > LONGEST_WORD:
            raise UserError(
                self.env._(
                    "Your word has %(count)s letters. Keep it below %(most)s, so that everybody reads it.",
                    count=len(word),
                    most=LONGEST_WORD,
                )
            )
        # sudo: a sponsor writes nothing else of the program, and this has been checked
        self.sudo().write(
            {
                "sponsor_word": word or False,
                "sponsor_word_on": fields.Date.context_today(self) if word else False,
                "sponsor_word_user_id": self.env.uid if word else False,
            }
        )

    def _check_may_say(self):
        self._check_state_in("submitted", "open")
        for program in self:
            if not program.is_my_word:
                raise AccessError(
                    self.env._(
                        "The word of support of “%(name)s” is its sponsor's own. Ask %(sponsor)s to write it.",
                        name=program.display_name,
                        sponsor=program.sudo().sponsor_id.name or self.env._("the sponsor"),
                    )
                )

    def action_open_program(self):
        """Open the program at once, in companies that ask for no approval."""
        self._check_manager()
        self._check_state_in("draft")
        for program in self:
            if program.requires_approval:
                raise UserError(
                    self.env._(
                        "“%(name)s” opens with the approval of its sponsor. Submit it, or ask an administrator "
                        "whether your company needs approvals.",
                        name=program.display_name,
                    )
                )
            if not (program.goal or "").strip():
                raise UserError(
                    self.env._(
                        "Whoever joins wants to know what “%(name)s” is for. Write down its goal, then open it.",
                        name=program.display_name,
                    )
                )
        self._move_to("open")
        self.sudo().change_request = False  # sudo: follows the steps of the program, which have been checked
        self._drop_activities(APPROVE_PROGRAM, CHANGE_PROGRAM, CHOOSE_SPONSOR)
        self._after_open()
