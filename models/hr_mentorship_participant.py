from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from .hr_mentorship import LIVE_STATES
from .hr_mentorship_program import ROLES
from .plain_search import COLLECTIONS
from .private_fields import ReaderOne2many

IDENTITY_FIELDS = ("employee_id", "program_id", "role")
PLANNED_SEATS = {"seats_taken", "seats_left"}


class HrMentorshipParticipant(models.Model):
    """An employee enrolled in a program in one role."""

    _name = "hr.mentorship.participant"
    _description = "Mentorship Participant"
    _inherit = ["mail.thread", "mail.activity.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "program_id, role, id"
    _rec_names_search = ["employee_id.name"]
    _check_company_auto = True

    # No check_company: the company is that of the program, so a new record has none by which to offer programs
    program_id = fields.Many2one("hr.mentorship.program", required=True, index=True, ondelete="restrict")
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
        "hr.skill",
        string="Topics",
        domain=lambda self: [("skill_type_id", "!=", self.env["hr.mentorship.profile"]._get_language_type().id)],
        help="What a mentor offers in this program, or a mentee wants to learn in it.",
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
    member_ids = ReaderOne2many("hr.mentorship.member", "participant_id")
    # NO_ACCESS: proposals that nobody has published yet count here; the fields below say what the reader may know
    seats_taken = fields.Integer("Seats Planned", compute="_compute_seats", store=True, groups=NO_ACCESS)
    seats_left = fields.Integer("Seats to Plan", compute="_compute_seats", store=True, groups=NO_ACCESS)
    known_seats_taken = fields.Integer(
        "Seats Taken", compute="_compute_known_seats", search="_search_known_seats_taken"
    )
    known_seats_left = fields.Integer(
        "Free Seats", compute="_compute_known_seats", search="_search_known_seats_left"
    )
    is_waiting = fields.Boolean(compute="_compute_is_waiting", search="_search_is_waiting")
    joining_domain = fields.Json(compute="_compute_joining_domain", exportable=False)

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
        seats = self._count_seats(LIVE_STATES)
        for participant in self:
            participant.seats_taken, participant.seats_left = seats[participant]

    def _count_seats(self, live_states):
        """Return the seats of ``self``, as mentorships in ``live_states`` leave them.

        :returns: by participant: seats taken, and seats free
        :rtype: dict[hr.mentorship.participant, tuple[int, int]]
        """
        members = self.env["hr.mentorship.member"]
        mine = Domain("participant_id", "in", self.ids)
        live = mine & Domain("mentorship_id.state", "in", live_states)
        taken = dict(members._read_group(live, ["participant_id"], ["__count"]))
        # A mentee who has completed a mentorship has had what the program gives; another round is a new application
        through = members.search(mine & Domain("role", "=", "mentee") & Domain("mentorship_id.state", "=", "completed"))
        seats = {}
        for participant in self:
            is_available = participant.state == "approved" and participant._origin not in through.participant_id
            count = taken.get(participant._origin, 0)
            seats[participant] = (count, max(participant.capacity - count, 0) if is_available else 0)
        return seats

    @api.depends_context("uid")
    @api.depends("seats_taken", "seats_left", "program_id.is_my_program", "member_ids.mentorship_id.state")
    def _compute_known_seats(self):
        """Program managers count what they have proposed, everybody else what has been published."""
        managed = self if self.env.su else self.filtered("program_id.is_my_program")
        # sudo: numbers only, of people whom the record rules show to the reader, and see the docstring
        for participant, participant_sudo in zip(managed, managed.sudo(), strict=True):
            participant.known_seats_taken = participant_sudo.seats_taken
            participant.known_seats_left = participant_sudo.seats_left
        others = self - managed
        published = others.sudo()._count_seats(self.env["hr.mentorship"]._get_published_live_states())
        for participant in others:
            participant.known_seats_taken, participant.known_seats_left = published[participant.sudo()]

    def _search_known_seats_taken(self, operator, value):
        return self._search_known_seats("seats_taken", operator, value)

    def _search_known_seats_left(self, operator, value):
        return self._search_known_seats("seats_left", operator, value)

    def _search_known_seats(self, name, operator, value):
        if not isinstance(value, COLLECTIONS if operator == "in" else (int, float)):
            return NotImplemented
        condition = Domain(name, operator, value)
        if self.env.su:
            return condition
        managed = Domain("program_id", "in", self.env["hr.mentorship.program"]._find_my_programs().ids)
        # sudo: see _compute_known_seats; the condition is a number that is compared
        hidden = Domain("id", "in", self.sudo()._search(managed & condition))
        others = self.search(~managed).filtered_domain(Domain(f"known_{name}", operator, value))
        return hidden | Domain("id", "in", others.ids)

    @api.depends("role", "known_seats_left")
    def _compute_is_waiting(self):
        for participant in self:
            participant.is_waiting = participant.role == "mentee" and participant.known_seats_left > 0

    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("role", "=", "mentee") & Domain("known_seats_left", ">", 0)

    @api.depends("program_id", "role")
    def _compute_joining_domain(self):
        """Whom the form offers: who may join the program, and does not yet take part in this role."""
        self.joining_domain = False
        for participant in self.filtered(lambda each: not each.id):
            program, role = participant.program_id, participant.role
            taking_part = Domain("employee_id", "!=", False) & Domain("state", "in", ("applied", "approved"))
            others = self.search(taking_part & Domain("program_id", "=", program.id) & Domain("role", "=", role))
            domain = program._get_eligible_domain() & Domain("id", "not in", others.employee_id.ids)
            participant.joining_domain = list(domain)

    @api.depends("employee_id.name", "program_id.name", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for participant in self:
            if not (participant.employee_id and participant.program_id):
                participant.display_name = self.env._("New Participant")
                continue
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
            taken = participant.sudo().seats_taken  # sudo: see the fields; who changes the seats manages the program
            if taken > participant.capacity:
                raise ValidationError(
                    self.env._(
                        "%(name)s already takes care of %(taken)s mentees in “%(program)s”, so %(capacity)s seats are "
                        "too few.",
                        name=participant.employee_id.name,
                        taken=taken,
                        program=participant.program_id.name,
                        capacity=participant.capacity,
                    )
                )

    def write(self, vals):
        if any(field in vals and not self._is_unchanged(field, vals[field]) for field in IDENTITY_FIELDS):
            self._check_without_mentorship()
        return super().write(vals)

    def _write_multi(self, vals_list):
        """Let the seats change without a trace: the time would tell a participant of a proposal, and the user whose."""
        if self._log_access and self and all(vals.keys() <= PLANNED_SEATS for vals in vals_list):
            self.env.cr.execute(
                SQL("SELECT id, write_uid, write_date FROM hr_mentorship_participant WHERE id IN %s", tuple(self.ids))
            )
            traces = {row_id: {"write_uid": uid, "write_date": at} for row_id, uid, at in self.env.cr.fetchall()}
            vals_list = [{**traces.get(row_id, {}), **vals} for row_id, vals in zip(self.ids, vals_list, strict=True)]
        return super()._write_multi(vals_list)

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
        self.program_id._check_takes_people()
        self._check_reachable()
        self._move_to("approved")
        self.program_id._finish_approvals()
        self._send("hr_mentorship.mail_template_participant_approved")

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
