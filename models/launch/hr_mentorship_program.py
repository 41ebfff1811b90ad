from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.own_context import OURS
from ..common.spoken import say_day
from .mail_activity_plan_template import OWNER_OF_TYPE

GOAL_STEP = "hr_mentorship.mail_activity_type_launch_goal"
SUBMIT_STEP = "hr_mentorship.mail_activity_type_launch_submit"
SUPPORT_STEP = "hr_mentorship.mail_activity_type_launch_support"
MATCH_STEP = "hr_mentorship.mail_activity_type_launch_match"
START_STEP = "hr_mentorship.mail_activity_type_launch_start"


class HrMentorshipProgram(models.Model):
    """The way from a goal to the first meeting, as a plan of to-dos with dates that follow the start of the program."""

    _inherit = "hr.mentorship.program"

    launch_started_on = fields.Date("Checklist Since", readonly=True, copy=False)
    launch_total = fields.Integer("Launch Steps", compute="_compute_launch")
    launch_done = fields.Integer("Launch Steps Done", compute="_compute_launch")
    launch_progress = fields.Float("Progress of the Launch", compute="_compute_launch")
    launch_words = fields.Char("Launch", compute="_compute_launch", help="How far the launch is, and what comes next.")

    @api.depends_context("uid", "lang")
    @api.depends("launch_started_on", "activity_ids.active", "activity_ids.date_deadline", "activity_ids.user_id")
    def _compute_launch(self):
        """Shown to those who run the program and to its sponsor: both have steps in it."""
        self.launch_total = self.launch_done = self.launch_progress = 0
        self.launch_words = False
        seen = self.filtered(lambda program: program.is_my_program or program.is_my_approval)
        steps = seen._find_launch_steps().grouped("res_id")
        for program in seen.filtered(lambda each: each._origin.id in steps):
            mine = steps[program._origin.id]
            waiting = mine.filtered("active").sorted(lambda step: (step.date_deadline, step.id))
            program.launch_total = len(mine)
            program.launch_done = len(mine) - len(waiting)
            program.launch_progress = 100 * program.launch_done / program.launch_total
            program.launch_words = program._say_launch(waiting[:1])

    def _say_launch(self, step):
        if not step:
            return self.env._("All %(total)s steps of the launch are done.", total=self.launch_total)
        return self.env._(
            "%(done)s of %(total)s steps done. Next: %(step)s (%(who)s, %(day)s)",
            done=self.launch_done,
            total=self.launch_total,
            step=step.summary or step.activity_type_id.name,
            who=step.user_id.name,
            day=say_day(self.env, step.date_deadline),
        )

    def _find_launch_steps(self):
        """Return the steps of these programs (sudo), done ones among them."""
        # sudo: the steps of the manager and of the sponsor are one list, which both see
        return (
            self.env["mail.activity"]
            ._clean_sudo()
            .with_context(active_test=False)
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids), ("launch_owner", "!=", False)])
        )

    # -- starting it

    def action_start_checklist(self):
        """Give those who launch the program their steps, from today to the first meetings."""
        self.ensure_one()
        self._check_manager()
        self._check_state_in("draft", "submitted", "open")
        if self.launch_started_on:
            raise UserError(self.env._("The checklist of “%(name)s” runs already.", name=self.name))
        plan = self._find_launch_plan()
        if not plan:
            raise UserError(
                self.env._(
                    "There is no launch checklist for your company. An administrator sets one up under "
                    "Configuration › Launch Checklists."
                )
            )
        self._start_checklist(plan, self.start_date, self.env.user)

    def _after_template(self):
        super()._after_template()
        if plan := self._find_launch_plan():
            self._start_checklist(plan, self.start_date, self.env.user)

    def _find_launch_plan(self):
        """Return the plan of the company, or else one for all companies; the oldest of several."""
        ours = Domain("res_model", "=", self._name) & Domain("template_ids", "!=", False)
        plans = self.env["mail.activity.plan"].search(
            ours & Domain("company_id", "in", (False, self.company_id.id)), order="id"
        )
        return plans.filtered("company_id")[:1] or plans[:1]

    def _start_checklist(self, plan, day, user):
        """Create the steps of ``plan`` around ``day``; whoever is named by no role in it, is ``user``."""
        self._check_manager()
        for program in self:
            if program.is_template:
                raise UserError(self.env._("“%(name)s” is a template. Make a program of it first.", name=program.name))
        # Written with the steps: of two who start it at once, the second one is run again, and finds it started
        self.sudo().launch_started_on = fields.Date.context_today(self)  # sudo: the right has been checked
        values = [
            program._prepare_launch_step(step, day, user)
            for program in self
            for step in program._filter_steps(plan.template_ids)
        ]
        partners = {each["user_id"]: self.env["res.users"].browse(each["user_id"]).partner_id for each in values}
        self._let_follow({(each["res_id"], partners[each["user_id"]]) for each in values})
        # sudo: see _schedule_activities
        todos = self.env["mail.activity"]._clean_sudo()
        return todos.with_context(mail_activity_quick_update=True, mentorship_followed=OURS).create(values)

    def _filter_steps(self, steps):
        """Return the steps of a plan of which there is something to do in a program like this one.

        What has been done before the checklist starts, as a template writes the goal, is no step of it.
        """
        self.ensure_one()
        idle = {
            GOAL_STEP: (self.goal or "").strip(),
            SUBMIT_STEP: not self.requires_approval or self.state != "draft",
            SUPPORT_STEP: self.sponsor_word,
            MATCH_STEP: self.matching_mode == "request",
            # Nobody begins together where people come as they like
            START_STEP: self.time_frame == "always_on",
        }
        types = [self.env.ref(xmlid, raise_if_not_found=False) for xmlid, is_idle in idle.items() if is_idle]
        return steps.filtered(lambda step: step.activity_type_id not in types)

    def _prepare_launch_step(self, step, day, user):
        found = step._determine_responsible(user, self)["responsible"] or user
        return {
            "activity_type_id": step.activity_type_id.id,
            "summary": step._say_summary(found),
            "note": step._say_note(found),
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": found.id,
            # What should have been done by now is for today: nobody starts with a red list
            "date_deadline": max(step._get_date_deadline(day), fields.Date.context_today(self)),
            "launch_owner": OWNER_OF_TYPE.get(step.responsible_type, "other"),
        }

    def _get_launch_owner(self, owner):
        """Return who has the steps of ``owner``: whoever starts the checklist, if they manage the program."""
        self.ensure_one()
        program = self.sudo()  # sudo: names of users of other companies
        managers = program.manager_ids
        manager = self.env.user if self.env.user in managers else managers[:1]
        return program.sponsor_id.filtered("active") or manager if owner == "sponsor" else manager

    # -- following the program

    def write(self, vals):
        former = {program: program.start_date for program in self} if "start_date" in vals else {}
        result = super().write(vals)
        for program, start_date in former.items():
            if program.launch_started_on and start_date and program.start_date:
                program._shift_launch(program.start_date - start_date)
        if "sponsor_id" in vals:
            self.filtered("launch_started_on")._reassign_launch()
        return result

    def _shift_launch(self, distance):
        today = fields.Date.context_today(self)
        for step in self._find_launch_steps().filtered("active") if distance else ():
            step.date_deadline = max(step.date_deadline + distance, today)

    def _reassign_launch(self):
        """Give the steps of the sponsor to the new one."""
        steps = self._find_launch_steps().filtered(lambda step: step.active and step.launch_owner == "sponsor")
        for program in self:
            owner = program._get_launch_owner("sponsor")
            mine = steps.filtered(lambda step, program=program: step.res_id == program.id)
            if mine and owner:
                program._let_follow({(program.id, owner.partner_id)})
                mine.with_context(mail_activity_quick_update=True, mentorship_followed=OURS).user_id = owner

    def action_submit(self):
        result = super().action_submit()
        # Nothing is submitted without its goal: whoever has not ticked that step off has done it all the same
        self._finish_activities(GOAL_STEP, SUBMIT_STEP)
        return result

    def _after_open(self):
        super()._after_open()
        self._finish_activities(GOAL_STEP, SUBMIT_STEP)

    def _say_word(self, word):
        """Whoever has said why they support a program is not asked for it again."""
        result = super()._say_word(word)
        if self.sponsor_word:
            self._finish_activities(SUPPORT_STEP)
        return result

    def _after_close(self):
        super()._after_close()
        self._find_launch_steps().filtered("active").unlink()

    def action_view_launch_steps(self):
        """List the steps, done ones among them."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Launch of %(program)s", program=self.name),
            "res_model": "mail.activity",
            "views": [
                (self.env.ref(f"hr_mentorship.mail_activity_view_{kind}_launch").id, kind)
                for kind in ("list", "kanban")
            ],
            "mobile_view_mode": "kanban",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id), ("launch_owner", "!=", False)],
            "context": {"active_test": False, "create": False},
        }
