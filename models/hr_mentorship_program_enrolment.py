from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

APPROVE_APPLICATIONS = "hr_mentorship.mail_activity_type_approve_applications"


class HrMentorshipProgramEnrolment(models.Model):
    """The door of a program: who may come in, when, and how they apply."""

    _inherit = "hr.mentorship.program"

    department_ids = fields.Many2many(
        "hr.department",
        string="Open to Departments",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        help="Who may join, sub-departments included. Empty: everybody in the company.",
    )
    enrolment_start_date = fields.Date(required=True, copy=False, default=fields.Date.context_today)
    enrolment_end_date = fields.Date(
        required=True, copy=False, default=lambda self: fields.Date.context_today(self) + timedelta(days=30)
    )
    is_enrolment_open = fields.Boolean(compute="_compute_is_enrolment_open", search="_search_is_enrolment_open")
    mentees_wish = fields.Boolean(
        "Mentees Name Wishes",
        default=True,
        help="While they wait, mentees see the names of the approved mentors and name up to five in order.",
    )
    mentors_wish = fields.Boolean(
        "Mentors Name Wishes",
        help="While they have free seats, mentors see the names of the approved mentees and name up to five in order.",
    )
    requires_training = fields.Boolean(
        "Mentors Are Trained First", help="Only mentors whom a program manager has marked as trained are matched."
    )
    application_survey_id = fields.Many2one(
        "survey.survey",
        domain="[('survey_type', '=', 'mentorship')]",
        context={"default_survey_type": "mentorship"},
        index="btree_not_null",
        ondelete="restrict",
        groups="hr_mentorship.group_hr_mentorship_manager",
        help="Questions that applicants answer after they have applied. Only program managers read the answers.",
    )
    has_application_survey = fields.Boolean(compute="_compute_has_application_survey", compute_sudo=True)
    my_participant_ids = fields.Many2many(
        "hr.mentorship.participant", string="My Part", compute="_compute_my_participant_ids"
    )
    my_part = fields.Char("How Far I Am", compute="_compute_my_part", help="What the current user is here, in words.")
    can_join_as_mentor = fields.Boolean(compute="_compute_my_participant_ids")
    can_join_as_mentee = fields.Boolean(compute="_compute_my_participant_ids")

    _enrolment_dates_in_order = models.Constraint(
        "CHECK(enrolment_start_date <= enrolment_end_date AND enrolment_end_date <= end_date)",
        "Enrolment ends after it starts, and before the program ends. Check the enrolment dates.",
    )

    @api.depends("state", "enrolment_start_date", "enrolment_end_date")
    def _compute_is_enrolment_open(self):
        today = fields.Date.context_today(self)
        for program in self:
            program.is_enrolment_open = (
                program.state == "open"
                and bool(program.enrolment_start_date and program.enrolment_end_date)
                and program.enrolment_start_date <= today <= program.enrolment_end_date
            )

    def _search_is_enrolment_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return (
            Domain("state", "=", "open")
            & Domain("enrolment_start_date", "<=", today)
            & Domain("enrolment_end_date", ">=", today)
        )

    @api.depends("application_survey_id")
    def _compute_has_application_survey(self):
        for program in self:
            program.has_application_survey = bool(program.application_survey_id)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_survey_is_mine(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_survey_is_mine([vals])
        return super().write(vals)

    def _check_survey_is_mine(self, vals_list):
        """Whose program asks a survey may read it, so nobody takes one that they may not read already."""
        if not self.env.su:
            ids = {vals.get("application_survey_id") for vals in vals_list} - {None, False}
            self.env["survey.survey"].browse(ids).check_access("read")

    @api.constrains("application_survey_id")
    def _check_application_survey(self):
        for program in self.sudo():  # constraints run as whoever writes, who may not read the survey
            survey = program.application_survey_id
            if survey and survey.survey_type != "mentorship":
                raise ValidationError(
                    self.env._(
                        "“%(survey)s” is not an application survey: others would read the answers. Choose one of the "
                        "type “Mentorship Application”.",
                        survey=survey.title,
                    )
                )

    @api.depends_context("uid")
    @api.depends("is_enrolment_open", "participant_ids.state")
    def _compute_my_participant_ids(self):
        employees = self.env.user.sudo().employee_ids
        mine = self.env["hr.mentorship.participant"].search(
            [
                ("program_id", "in", self.ids),
                ("employee_id", "in", employees.ids),
                ("state", "in", ("applied", "approved")),
            ]
        )
        by_program = mine.grouped("program_id")
        for program in self:
            participants = by_program.get(program._origin, mine.browse())
            may_join = program.is_enrolment_open and bool(
                employees.filtered(lambda employee, program=program: program._is_eligible(employee))
            )
            program.my_participant_ids = participants
            program.can_join_as_mentor = may_join and "mentor" not in participants.mapped("role")
            program.can_join_as_mentee = may_join and "mentee" not in participants.mapped("role")

    @api.depends_context("uid", "lang")
    @api.depends("participant_ids.state", "participant_ids.role")
    def _compute_my_part(self):
        words = {
            ("mentor", "applied"): self.env._("You have applied as a mentor; you hear by mail."),
            ("mentee", "applied"): self.env._("You have applied as a mentee; you hear by mail."),
            ("mentor", "approved"): self.env._("You take part as a mentor."),
            ("mentee", "approved"): self.env._("You take part as a mentee."),
        }
        for program in self:
            program.my_part = " ".join(
                words[participant.role, participant.state] for participant in program.my_participant_ids
            )

    def action_join_as_mentor(self):
        return self._open_application("mentor")

    def action_join_as_mentee(self):
        return self._open_application("mentee")

    def action_view_my_participation(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_my_participant_action")
        participants = self.my_participant_ids
        if len(participants) == 1:
            return {**action, "res_id": participants.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", participants.ids)]}

    def _open_application(self, role):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_apply_action")
        action["context"] = {"default_program_id": self.id, "default_role": role}
        return action

    def _is_eligible(self, employee):
        """Say whether ``employee`` (sudo) may join this program."""
        self.ensure_one()
        program_sudo = self.sudo()  # departments are readable, but the check must not depend on the asking user
        if employee.company_id != program_sudo.company_id:
            return False
        departments = program_sudo.department_ids
        if not departments:
            return True
        path = (employee.department_id.parent_path or "").split("/")
        return any(str(department.id) in path for department in departments)

    def _get_eligible_domain(self):
        """Return the domain of the employees who may join, the same as ``_is_eligible``; of none without a program.

        :rtype: Domain
        """
        domain = Domain("company_id", "in", self.company_id.ids)
        departments = self.department_ids
        return domain & Domain("department_id", "child_of", departments.ids) if departments else domain

    def _enrol(self, employee, role, **values):
        """Let ``employee`` (sudo) apply in ``role``; the caller has checked that the user acts for them."""
        self.ensure_one()
        if not self.is_enrolment_open:
            raise UserError(
                self.env._(
                    "Enrolment for “%(name)s” is not open now. It runs from %(start)s to %(end)s.",
                    name=self.name,
                    start=self.enrolment_start_date,
                    end=self.enrolment_end_date,
                )
            )
        if not self._is_eligible(employee):
            raise UserError(
                self.env._(
                    "“%(program)s” is not open to the department of %(employee)s.",
                    program=self.name,
                    employee=employee.name,
                )
            )
        # sudo: applying is all an employee may do with participants, and it has been checked
        participant = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .create({"program_id": self.id, "employee_id": employee.id, "role": role, **values})
        )
        self.sudo()._ask_managers_for_approval()
        return participant

    def _ask_managers_for_approval(self):
        """Keep one to-do a program manager while applications wait, not one an application."""
        asked = self._find_activities([APPROVE_APPLICATIONS]).user_id
        today = fields.Date.context_today(self)
        self._schedule_activities(
            APPROVE_APPLICATIONS,
            [(program, program.manager_ids - asked, today + timedelta(days=3)) for program in self],
        )

    def _finish_approvals(self):
        """Close the to-dos of programs in which no application waits any more."""
        waiting = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search([("program_id", "in", self.ids), ("state", "=", "applied")])
        )
        (self - waiting.program_id)._finish_activities(APPROVE_APPLICATIONS)

    def _after_close(self):
        self._drop_activities(APPROVE_APPLICATIONS)
        return super()._after_close()
