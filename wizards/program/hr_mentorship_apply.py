from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.common.client_actions import toast
from ...models.people.topic_domains import topics_domain
from ...models.program.hr_mentorship_program import ROLES


class HrMentorshipApply(models.TransientModel):
    """An employee applies to take part in a program; the answers start from the own profile."""

    _name = "hr.mentorship.apply"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Join a Mentorship Program"

    _document_field = "program_id"
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    goal = fields.Text(related="program_id.goal", related_sudo=False)
    has_questions = fields.Boolean(related="program_id.has_application_survey", related_sudo=False)
    matching_mode = fields.Selection(related="program_id.matching_mode", related_sudo=False)
    role = fields.Selection(ROLES, required=True, readonly=True)
    skill_ids = fields.Many2many(
        "hr.skill",
        string="Topics",
        domain=topics_domain,
        compute="_compute_from_profile",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    offered_skill_ids = fields.Many2many(
        "hr.skill",
        "hr_mentorship_apply_offered_skill_rel",
        string="Offered Topics",
        domain=topics_domain,
        compute="_compute_from_profile",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    interest_ids = fields.Many2many(
        "hr.mentorship.interest",
        string="Interests",
        compute="_compute_from_profile",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    capacity = fields.Integer(
        "Mentees at the Same Time",
        compute="_compute_from_profile",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    motivation = fields.Text(
        help="Your program manager and everybody in your mentorship read this: your partner, or the whole group."
    )
    keep_in_profile = fields.Boolean(
        "Remember in my profile", default=True, help="Add these topics and interests to your mentorship profile."
    )

    @api.depends("role", "program_id")
    def _compute_from_profile(self):
        for wizard in self:
            profile = self._get_profile()
            is_mentor = wizard.role == "mentor"
            wizard.skill_ids = profile.offered_skill_ids if is_mentor else profile.wanted_skill_ids
            wizard.offered_skill_ids = profile.offered_skill_ids if wizard.role == "peer" else False
            wizard.interest_ids = profile.interest_ids
            wizard.capacity = (
                min(profile.mentor_capacity or 1, wizard.program_id.mentor_capacity or 1) if is_mentor else 1
            )

    def _get_profile(self):
        employee = self.env["hr.mentorship.profile"]._get_my_employee(self.program_id.company_id)
        return self.env["hr.mentorship.profile"].search([("employee_id", "=", employee.id)])

    def action_apply(self):
        self.ensure_one()
        employee = self.env["hr.mentorship.profile"]._get_my_employee(self.program_id.company_id)
        if not employee:
            raise UserError(
                self.env._("Your user has no employee record in this company. Ask your HR department to link one.")
            )
        if not self.skill_ids:
            raise UserError(self.env._("Choose at least one topic, so that we can find the right partner for you."))
        is_peer = self.role == "peer"
        if is_peer and not self.offered_skill_ids:
            raise UserError(
                self.env._("Choose at least one topic that you can help with: peers learn, and help each other.")
            )
        participant = self.program_id._enrol(
            employee,
            self.role,
            skill_ids=self.skill_ids.ids,
            offered_skill_ids=self.offered_skill_ids.ids if is_peer else [],
            interest_ids=self.interest_ids.ids,
            capacity=self.capacity if self.role == "mentor" else 1,
            motivation=self.motivation,
            **self._get_more_values(),
        )
        if self.keep_in_profile:
            skills = "offered_skill_ids" if self.role == "mentor" else "wanted_skill_ids"
            profile = self._get_profile()
            profile.write(
                {
                    skills: [(4, skill.id) for skill in self.skill_ids],
                    **({"offered_skill_ids": [(4, skill.id) for skill in self.offered_skill_ids]} if is_peer else {}),
                    "interest_ids": [(4, interest.id) for interest in self.interest_ids],
                }
            )
        if self.has_questions:
            return {"type": "ir.actions.act_url", "url": participant._start_survey(), "target": "self"}
        return toast(self._say_outcome(participant.state))

    def _get_more_values(self):
        """Hook: return what else the applicant says here of their participation."""
        return {}

    def _say_outcome(self, state):
        if state == "approved":
            return self.env._("Welcome! You take part.")
        if state == "waiting":
            return self.env._("Thank you! All places are taken now, so you are on the waiting list. You hear by mail.")
        return self.env._("Thank you! Your program manager looks at your application and you hear by mail.")
