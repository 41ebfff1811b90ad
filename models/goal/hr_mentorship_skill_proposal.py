from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS

from ..common.client_actions import toast

DECIDE_WITHIN = timedelta(days=14)
AGREE_TODO = "hr_mentorship.mail_activity_type_agree_skill"
APPLY_TODO = "hr_mentorship.mail_activity_type_apply_skill"


class HrMentorshipSkillProposal(models.Model):
    """A level of a skill that somebody has reached with a goal, on its way into the employee's file.

    The employee agrees first, or not; only then HR sees it, and applies it or not. It goes through the commands of
    ``employee_skill_ids``, which keep the history of the skill. HR does not learn which goal it comes from.
    """

    _name = "hr.mentorship.skill.proposal"
    _description = "Skill Level Proposal"
    _inherit = ["hr.mentorship.thread.mixin", "hr.mentorship.todo.mixin", "hr.mentorship.lifecycle.mixin"]
    _rec_name = "skill_id"
    _order = "id desc"

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    # NO_ACCESS: its name would tell HR what only the pair knows
    goal_id = fields.Many2one("hr.mentorship.goal", readonly=True, index=True, ondelete="set null", groups=NO_ACCESS)
    skill_id = fields.Many2one("hr.skill", required=True, readonly=True, index=True, ondelete="cascade")
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_level_id = fields.Many2one(
        "hr.skill.level", "Proposed Level", required=True, readonly=True, ondelete="cascade"
    )
    current_level_id = fields.Many2one("hr.skill.level", compute="_compute_current_level_id")
    state = fields.Selection(
        [
            ("proposed", "Not Yet Agreed"),
            ("agreed", "Waits for HR"),
            ("applied", "Level Set"),
            ("declined", "Declined"),
        ],
        string="Status",
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    agreed_on = fields.Date(readonly=True, copy=False)
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    can_agree = fields.Boolean(compute="_compute_my_part")
    can_apply = fields.Boolean(compute="_compute_my_part")

    _one_open_for_a_goal = models.UniqueIndex(
        "(goal_id) WHERE state IN ('proposed', 'agreed')", "This goal has an open proposal already."
    )

    @api.depends("employee_id.name", "skill_id", "skill_level_id")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = self.env._(
                "%(employee)s: %(skill)s, %(level)s",
                employee=proposal.employee_id.name,
                skill=proposal.skill_id.name,
                level=proposal.skill_level_id.name,
            )

    @api.depends("employee_id.employee_skill_ids", "skill_id")
    def _compute_current_level_id(self):
        levels = self._get_current_levels()
        for proposal in self:
            proposal.current_level_id = levels.get((proposal.employee_id.id, proposal.skill_id.id), False)

    @api.depends_context("uid")
    @api.depends("state", "user_id")
    def _compute_my_part(self):
        is_officer = self.env.user.has_group("hr.group_hr_user")
        for proposal in self:
            is_mine = bool(proposal.user_id) and proposal.user_id == self.env.user
            proposal.can_agree = is_mine and proposal.state == "proposed"
            # Nobody applies their own: four eyes, for HR officers as well
            proposal.can_apply = is_officer and not is_mine and proposal.state == "agreed"

    def _get_current_levels(self):
        """Return the highest level that is valid today, by employee and skill.

        :rtype: dict[tuple[int, int], record]
        """
        today = fields.Date.context_today(self)
        # sudo: levels of a skill are read by every employee (rules of hr_skills); those of an inactive type too
        rows = (
            self.env["hr.employee.skill"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self.employee_id.ids),
                    ("skill_id", "in", self.skill_id.ids),
                    ("valid_from", "<=", today),
                    "|",
                    ("valid_to", "=", False),
                    ("valid_to", ">=", today),
                ]
            )
        )
        levels = {}
        for row in rows.sorted("level_progress"):
            levels[row.employee_id.id, row.skill_id.id] = row.skill_level_id
        return levels

    @api.model
    def _propose_for(self, goals):
        """Propose the levels that goals have led to, to the employees first.

        Nothing is proposed to people without a user, who could not agree, nor what somebody has already.
        """
        # sudo: proposals are made by reaching a goal alone, whoever of the pair has marked it
        goals_sudo = goals.sudo().filtered(lambda goal: goal.skill_id and goal.skill_level_id and goal.user_id)
        vals_list = [
            {
                "employee_id": goal.employee_id.id,
                "goal_id": goal.id,
                "skill_id": goal.skill_id.id,
                "skill_level_id": goal.skill_level_id.id,
            }
            for goal in goals_sudo
        ]
        proposals = self.sudo().create(vals_list)
        needless = proposals.filtered(lambda proposal: proposal._is_needless())
        needless.unlink()
        proposals -= needless
        deadline = fields.Date.context_today(self) + DECIDE_WITHIN
        proposals._schedule_activities(AGREE_TODO, [(proposal, proposal.user_id, deadline) for proposal in proposals])
        return proposals

    @api.model
    def _take_back_for(self, goals):
        """A goal goes on after all: what waits for an answer is taken back, what was applied stays."""
        # sudo: as above
        waiting = self.sudo().search([("goal_id", "in", goals.ids), ("state", "in", ("proposed", "agreed"))])
        waiting._decide("declined")

    def action_agree(self):
        """The employee wants the level in the own file: HR is asked next."""
        for proposal in self:
            if not proposal.can_agree:
                raise AccessError(self.env._("Only the employee agrees, while the proposal waits for it."))
        self._move_to("agreed", agreed_on=fields.Date.context_today(self))
        self._finish_activities(AGREE_TODO, users=self.env.user)
        deadline = fields.Date.context_today(self) + DECIDE_WITHIN
        # sudo: the employee does not read who in HR is responsible
        employees = {proposal: proposal.sudo().employee_id for proposal in self}
        officers = self.sudo().employee_id._find_hr_officers()
        self._schedule_activities(
            APPLY_TODO, [(proposal, officers[employee], deadline) for proposal, employee in employees.items()]
        )
        return toast(self.env._("HR is asked to put it into your file."))

    def action_decline(self):
        """The employee or HR says no; no reason is asked for."""
        for proposal in self:
            if not (proposal.can_agree or proposal.can_apply):
                raise AccessError(self.env._("Only the employee, then HR, decide about a proposal that waits."))
        self._decide("declined")
        return toast(self.env._("Declined. The file stays as it is."))

    def action_apply(self):
        """HR writes the level into the employee's file, with their own rights."""
        for proposal in self:
            if not proposal.can_apply:
                raise AccessError(
                    self.env._("An HR officer applies a level of somebody else, once that person has agreed.")
                )
            if proposal._is_needless():
                raise UserError(
                    self.env._(
                        "%(employee)s has the level “%(level)s” in “%(skill)s” already. Decline this proposal.",
                        employee=proposal.employee_id.name,
                        level=proposal.current_level_id.name,
                        skill=proposal.skill_id.name,
                    )
                )
            # Commands of the employee, not rows of its skills: hr_skills ends the old level there instead of losing it
            proposal.employee_id.write(
                {
                    "employee_skill_ids": [
                        Command.create(
                            {
                                "skill_id": proposal.skill_id.id,
                                "skill_type_id": proposal.skill_type_id.id,
                                "skill_level_id": proposal.skill_level_id.id,
                                "valid_from": fields.Date.context_today(self),
                            }
                        )
                    ]
                }
            )
        self._decide("applied")
        return toast(self.env._("The level is in the file."))

    def _decide(self, state):
        self._move_to(state, decided_on=fields.Date.context_today(self), decided_by_id=self.env.uid)
        self._finish_activities(AGREE_TODO, APPLY_TODO, users=self.env.user)
        self._drop_activities(AGREE_TODO, APPLY_TODO)

    def _is_needless(self):
        self.ensure_one()
        current = self.current_level_id
        return bool(current) and current.level_progress >= self.skill_level_id.level_progress
