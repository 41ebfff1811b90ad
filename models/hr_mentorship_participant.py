from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .hr_mentorship_program import ROLES

IDENTITY_FIELDS = ("employee_id", "program_id", "role")


class HrMentorshipParticipant(models.Model):
    """An employee enrolled in a program in one role."""

    _name = "hr.mentorship.participant"
    _description = "Mentorship Participant"
    _inherit = ["mail.thread", "mail.activity.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "program_id, role, id"
    _rec_names_search = ["employee_id.name"]
    _check_company_auto = True

    program_id = fields.Many2one(
        "hr.mentorship.program", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    department_id = fields.Many2one(related="employee_id.department_id")
    job_title = fields.Char(related="employee_id.job_title")
    role = fields.Selection(ROLES, required=True, index=True)
    state = fields.Selection(
        [
            ("applied", "Applied"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Status",
        default="applied",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    skill_ids = fields.Many2many(
        "hr.skill", string="Topics", help="What a mentor offers in this program, or a mentee wants to learn in it."
    )
    interest_ids = fields.Many2many("hr.mentorship.interest", string="Interests")
    motivation = fields.Text(help="Your program manager and your partner read this.")
    capacity = fields.Integer(
        "Seats",
        compute="_compute_capacity",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="How many partners at the same time: one for a mentee.",
    )
    member_ids = fields.One2many("hr.mentorship.member", "participant_id")
    seats_taken = fields.Integer(compute="_compute_seats", store=True)
    seats_left = fields.Integer("Free Seats", compute="_compute_seats", store=True)
    is_waiting = fields.Boolean(compute="_compute_is_waiting", search="_search_is_waiting")

    _one_application = models.UniqueIndex(
        "(program_id, employee_id, role) WHERE state IN ('applied', 'approved')",
        "This person takes part in the program in this role already.",
    )
    _capacity_range = models.Constraint(
        "CHECK((role = 'mentee' AND capacity = 1) OR (role = 'mentor' AND capacity BETWEEN 1 AND 50))",
        "A mentee has one seat in a program, a mentor between 1 and 50.",
    )

    @api.depends("role", "program_id")
    def _compute_capacity(self):
        for participant in self:
            if participant.role == "mentee":
                participant.capacity = 1
            elif not participant.capacity:
                # sudo: the number of seats is published in the mentor directory anyway
                profile = participant.sudo().employee_id.mentorship_profile_ids
                participant.capacity = min(profile.mentor_capacity or 1, participant.program_id.mentor_capacity or 1)

    @api.depends("capacity", "role", "state", "member_ids.is_live", "member_ids.mentorship_id.state")
    def _compute_seats(self):
        members = self.env["hr.mentorship.member"]
        mine = [("participant_id", "in", self.ids)]
        taken = dict(members._read_group([*mine, ("is_live", "=", True)], ["participant_id"], ["__count"]))
        # A mentee who has completed a mentorship has had what the program gives; another round is a new application
        through = members.search([*mine, ("role", "=", "mentee"), ("mentorship_id.state", "=", "completed")])
        for participant in self:
            participant.seats_taken = taken.get(participant._origin, 0)
            is_available = participant.state == "approved" and participant._origin not in through.participant_id
            participant.seats_left = max(participant.capacity - participant.seats_taken, 0) if is_available else 0

    @api.depends("role", "seats_left")
    def _compute_is_waiting(self):
        for participant in self:
            participant.is_waiting = participant.role == "mentee" and participant.seats_left > 0

    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("role", "=", "mentee") & Domain("seats_left", ">", 0)

    @api.depends("employee_id.name", "program_id.name", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for participant in self:
            participant.display_name = self.env._(
                "%(employee)s, %(role)s in %(program)s",
                employee=participant.employee_id.name,
                role=roles.get(participant.role, ""),
                program=participant.program_id.name,
            )

    @api.constrains("capacity", "role")
    def _check_capacity(self):
        for participant in self:
            limit = participant.program_id.mentor_capacity
            if participant.role == "mentor" and participant.capacity > limit:
                raise ValidationError(
                    self.env._(
                        "“%(program)s” allows %(limit)s mentees per mentor, and %(name)s would have %(capacity)s "
                        "seats. Choose a smaller number, or raise the limit of the program.",
                        program=participant.program_id.name,
                        limit=limit,
                        name=participant.employee_id.name,
                        capacity=participant.capacity,
                    )
                )
            if participant.seats_taken > participant.capacity:
                raise ValidationError(
                    self.env._(
                        "%(name)s already takes care of %(taken)s mentees in “%(program)s”, so %(capacity)s seats are "
                        "too few.",
                        name=participant.employee_id.name,
                        taken=participant.seats_taken,
                        program=participant.program_id.name,
                        capacity=participant.capacity,
                    )
                )

    def write(self, vals):
        if any(field in vals for field in IDENTITY_FIELDS):
            self._check_without_mentorship()
        return super().write(vals)

    def _check_without_mentorship(self):
        """Whoever sits in a mentorship stays that person: notes and rights of its members hang on it."""
        for participant in self.sudo():
            if participant.member_ids:
                raise UserError(
                    self.env._(
                        "%(name)s has a history of mentorships, which stays with that person. Enrol the other "
                        "person separately.",
                        name=participant.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_without_mentorship(self):
        for participant in self:
            if participant.member_ids:
                raise UserError(
                    self.env._(
                        "%(name)s has a history of mentorships. Withdraw the participation instead of deleting it.",
                        name=participant.display_name,
                    )
                )

    # -- transitions

    def action_approve(self):
        """Let people take part; one mail to each, in batches."""
        self.program_id._check_manager()
        self._check_state_in("applied")
        self._check_reachable()
        self._move_to("approved")
        self.program_id._finish_approvals()
        self._send("hr_mentorship.mail_template_participant_approved")

    def action_reject(self):
        self.program_id._check_manager()
        self._check_state_in("applied")
        self._move_to("rejected")
        self.program_id._finish_approvals()
        self._send("hr_mentorship.mail_template_participant_rejected")

    def action_withdraw(self):
        """Leave the program. Mentorships that run already are ended on their own, each with word to the partner."""
        for participant in self:
            if not (participant.user_id == self.env.user or participant.program_id.is_my_program or self.env.su):
                raise AccessError(self.env._("You can withdraw only yourself."))
        self._check_state_in("applied", "approved")
        for participant in self.sudo():
            # Proposals are nobody's secret to tell: publishing finds out that one of the two has gone
            running = participant.member_ids.filtered(
                lambda member: member.is_live and member.mentorship_id.state != "proposed"
            )
            if running:
                raise UserError(
                    self.env._(
                        "%(name)s has %(count)s mentorships that are not finished. End them first; that takes two "
                        "clicks and no reason.",
                        name=participant.display_name,
                        count=len(running),
                    )
                )
        self._move_to("withdrawn")
        self.sudo().program_id._finish_approvals()

    def _send(self, template_xmlid):
        self.env["mail.template"]._send_of_mentorship(template_xmlid, self.ids)
