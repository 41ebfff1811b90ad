from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..common.given_values import are_links, given_ids, is_id
from ..common.groups import ADMIN, MANAGER
from ..common.private_fields import ReaderOne2many
from .enrolment import describe_parts, explain_closed, find_employees, find_lines, find_open, is_for, is_open

ROLES = [("mentor", "Mentor"), ("mentee", "Mentee"), ("peer", "Peer")]
GIVING, LEARNING = ("mentor", "peer"), ("mentee", "peer")
"""The roles of those who help, and of those who are helped: a peer does both."""
APPROVE_APPLICATIONS = "hr_mentorship.mail_activity_type_approve_applications"


class HrMentorshipProgram(models.Model):
    """One cohort of mentorships, or an always-on program: why it exists, who runs it, when, and by which rules."""

    _name = "hr.mentorship.program"
    _description = "Mentorship Program"
    _inherit = [
        "hr.mentorship.thread.mixin",
        "hr.mentorship.todo.mixin",
        "hr.mentorship.lifecycle.mixin",
        "hr.mentorship.terms.mixin",
    ]
    _order = "start_date desc, id desc"

    name = fields.Char(required=True, translate=True, tracking=True)
    goal = fields.Text(translate=True, help="What shall be different at the end, for the people and for the company?")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Waiting for Sponsor"),
            ("open", "Open"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    sponsor_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id), ('id', 'not in', manager_ids)]",
        tracking=True,
        help="The executive who wants this program and approves it: nobody who manages it.",
    )
    manager_ids = fields.Many2many(
        "res.users",
        "hr_mentorship_program_manager_rel",
        string="Program Managers",
        default=lambda self: self.env.user,
        # Cached, unlike env.ref(): it is asked for whenever the field is read
        domain=lambda self: [("all_group_ids", "in", self.env["ir.model.data"]._xmlid_to_res_id(MANAGER))],
        required=True,
    )
    start_date = fields.Date(
        required=True,
        copy=False,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
        tracking=True,
    )
    end_date = fields.Date(
        copy=False,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30 + 182),
        tracking=True,
    )
    format = fields.Selection(
        [("one_to_one", "One-to-one"), ("reverse", "Reverse: juniors mentor seniors")],
        default="one_to_one",
        required=True,
    )
    rhythm = fields.Selection(default="biweekly", required=True)
    meeting_duration = fields.Float(default=1.0, required=True)
    mentor_capacity = fields.Integer(
        "Mentees per Mentor", default=2, required=True, help="The most mentees one mentor takes on in this program."
    )
    offer_validity_days = fields.Integer(
        "Days to Answer", default=7, required=True, help="How long both sides have to accept a match."
    )
    participant_ids = ReaderOne2many("hr.mentorship.participant", "program_id")
    has_my_part = fields.Boolean(
        compute="_compute_has_my_part",
        compute_sudo=True,
        search="_search_has_my_part",
        help="The current user takes part, has applied, or has taken part once.",
    )
    is_for_my_department = fields.Boolean(
        compute="_compute_is_for_my_department", search="_search_is_for_my_department", compute_sudo=True
    )
    is_my_program = fields.Boolean(
        compute="_compute_my_role", search="_search_is_my_program", help="The current user manages this program."
    )
    is_my_approval = fields.Boolean(compute="_compute_my_role", help="The current user may approve this program.")
    has_report = fields.Boolean(
        compute="_compute_has_report", help="Somebody takes part, so that there is something to report."
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Open to Departments",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        help="Who may join, sub-departments included. Empty: everybody in the company.",
    )
    enrolment_start_date = fields.Date(required=True, copy=False, default=fields.Date.context_today)
    enrolment_end_date = fields.Date(
        copy=False, default=lambda self: fields.Date.context_today(self) + timedelta(days=30)
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
        groups=MANAGER,
        help="Questions that applicants answer after they have applied. Only program managers read the answers.",
    )
    has_application_survey = fields.Boolean(compute="_compute_has_application_survey", compute_sudo=True)
    my_participant_ids = fields.Many2many(
        "hr.mentorship.participant", string="My Part", compute="_compute_my_participant_ids"
    )
    my_part = fields.Char("How Far I Am", compute="_compute_my_part", help="What the current user is here, in words.")
    can_join_as_mentor = fields.Boolean(compute="_compute_my_participant_ids")
    can_join_as_mentee = fields.Boolean(compute="_compute_my_participant_ids")
    can_join_as_peer = fields.Boolean(compute="_compute_my_participant_ids")
    is_among_peers = fields.Boolean(compute="_compute_is_among_peers")

    _dates_in_order = models.Constraint(
        "CHECK(start_date < end_date)", "A program ends after it starts. Check its dates."
    )
    _mentor_capacity_range = models.Constraint(
        "CHECK(mentor_capacity BETWEEN 1 AND 50)", "A mentor takes care of at least one and at most 50 mentees."
    )
    _meeting_duration_range = models.Constraint(
        "CHECK(meeting_duration > 0 AND meeting_duration <= 8)", "A meeting lasts up to 8 hours, and more than none."
    )
    _offer_validity_range = models.Constraint(
        "CHECK(offer_validity_days BETWEEN 1 AND 90)", "People need between 1 and 90 days to answer an offer."
    )
    _enrolment_dates_in_order = models.Constraint(
        "CHECK(enrolment_start_date <= enrolment_end_date AND enrolment_end_date <= end_date)",
        "Enrolment ends after it starts, and before the program ends. Check the enrolment dates.",
    )

    @api.constrains("manager_ids")
    def _check_has_manager(self):
        for program in self:
            if not program.manager_ids:
                raise ValidationError(
                    self.env._("“%(name)s” needs at least one program manager.", name=program.display_name)
                )

    @api.depends_context("uid")
    @api.depends("manager_ids", "sponsor_id")
    def _compute_my_role(self):
        is_admin = self.env.user.has_group(ADMIN)
        for program in self:
            # _origin: in a form that is not saved yet, the users are new records with the real ones behind them
            manages = self.env.user in program.manager_ids._origin
            program.is_my_program = is_admin or manages
            # Nobody approves what they run themselves, administrators included
            program.is_my_approval = not manages and (is_admin or self.env.user == program.sponsor_id._origin)

    @api.depends_context("uid")
    @api.depends("participant_ids.state", "state", "manager_ids", "sponsor_id")
    def _compute_has_report(self):
        """Before anybody takes part, a report would be empty pages."""
        told = self.filtered(
            lambda program: program.state in ("open", "closed") and (program.is_my_program or program.is_my_approval)
        )
        # sudo: whether there is somebody, for those who run or approve the program; a sponsor reads no participants
        rows = (
            self.env["hr.mentorship.participant"]
            .sudo()
            ._read_group([("program_id", "in", told.ids), ("state", "=", "approved")], ["program_id"])
        )
        with_people = {program.id for (program,) in rows}
        for program in self:
            program.has_report = program._origin.id in with_people

    @api.depends_context("uid")
    @api.depends("participant_ids.user_id")
    def _compute_has_my_part(self):
        """Ask for the user's own rows alone: the record rules ask this of every program that somebody opens, and going
        through ``participant_ids`` would read all participants of all of them.
        """
        rows = self.env["hr.mentorship.participant"]._read_group(
            self._get_my_part_domain() & Domain("program_id", "in", self.ids), ["program_id"]
        )
        mine = {program.id for [program] in rows}
        for program in self:
            program.has_my_part = program._origin.id in mine

    def _search_has_my_part(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: participants read their own rows anyway; as a subquery, and not as one that asks all their rules again
        mine = self.env["hr.mentorship.participant"].sudo()._search(self._get_my_part_domain())
        return Domain("id", "in", mine.select("program_id"))

    @api.model
    def _get_my_part_domain(self):
        """Return which rows of the user's own they may know of: whoever is added to a draft is asked when it opens."""
        is_early = Domain("state", "=", "invited") & Domain("program_id.state", "in", ("draft", "submitted"))
        return Domain("user_id", "=", self.env.uid) & ~is_early

    @api.depends_context("uid")
    @api.depends("department_ids")
    def _compute_is_for_my_department(self):
        """Ask where the user works today: what a record rule says of its user is remembered after they have moved."""
        mine = self._find_my_departments()
        for program in self:
            program.is_for_my_department = not program.department_ids or bool(mine & set(program.department_ids.ids))

    def _search_is_for_my_department(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("department_ids", "=", False) | Domain("department_ids", "in", list(self._find_my_departments()))

    @api.model
    def _find_my_departments(self):
        """Return the ids of the departments in which the user works, and of those above them."""
        return find_lines(self.env.user.sudo().employee_ids)  # sudo: they know where they work

    def _search_is_my_program(self, operator, value):
        if operator != "in":
            return NotImplemented
        if self.env.user.has_group(ADMIN):
            return Domain.TRUE
        return Domain("manager_ids", "in", self.env.user.ids)

    @api.model
    def _find_my_programs(self):
        """Return the programs that the current user manages, archived ones too."""
        is_admin = self.env.user.has_group(ADMIN)
        mine = Domain.TRUE if is_admin else Domain("manager_ids", "in", self.env.uid)
        return self.with_context(active_test=False).search(mine)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for program in self:
            if program.state not in ("draft", "cancelled") or program.sudo().participant_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” has a history that its people rely on. Archive it instead of deleting it.",
                        name=program.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")  # before anything is looked up that they name
        if any(vals.get("sponsor_id") for vals in vals_list):
            self.env.registry.clear_cache()  # the menus of a new sponsor
        for vals in vals_list:
            if "manager_ids" in vals:
                self._with_managers(vals["manager_ids"])._check_keeps_me()
        self._check_survey_is_mine(vals_list)
        return super().create(vals_list)

    def _with_managers(self, commands):
        """Return this program as it would be with other managers, which are what a client says."""
        try:
            if not are_links(commands):
                raise ValueError(commands)
            return self.new({"manager_ids": commands}, origin=self if self.id else None)
        except (IndexError, TypeError, ValueError) as error:
            raise UserError(
                self.env._(
                    "“%(value)s” does not fit “%(field)s”. Enter it again, or choose from the list.",
                    value=str(commands)[:50],
                    field=self._fields["manager_ids"]._description_string(self.env),
                )
            ) from error

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        is_moving = "company_id" in vals and not self._is_unchanged("company_id", vals["company_id"])
        if is_moving and self.sudo().participant_ids:
            raise UserError(self.env._("A program with participants stays in its company."))
        if "manager_ids" in vals:
            for program in self:
                program._with_managers(vals["manager_ids"])._check_keeps_me()
        self._check_survey_is_mine([vals])
        if "sponsor_id" in vals:
            self.env.registry.clear_cache()  # the menus of both sponsors
        return super().write(vals)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """What managers and sponsor write to each other is not for everybody who may join the program."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation == "read":
            # sudo: whose word it is does not hang on what the user may read of the program
            sponsored = self.filtered(lambda program: program.sudo().sponsor_id == self.env.user)
            operations.update(dict.fromkeys(self - sponsored, "write"))
        return operations

    # -- its life

    def _after_open(self):
        """Hook: the program takes people from now on, with its sponsor's yes or in a company that asks for none."""

    def _finish(self, outcome, word="", ended=None, told=None):
        """Write the end of programs in which no mentorship is open any more.

        :param str outcome: closed or cancelled
        :param str word: what the program manager adds to the mail that tells everybody
        :param ended: mentorships that end with it, in sudo
        :param told: mentorships whose members hear of their end by a line of its own, in sudo
        """
        self._move_to(outcome)
        self._after_close()

    def _after_close(self):
        """Nobody has anything to do any more for a program that is closed or cancelled."""
        self._drop_activities(APPROVE_APPLICATIONS)

    @api.model
    def _get_start_in(self, weeks):
        """Return the first Monday in so many weeks or more, on which mentoring may begin."""
        day = fields.Date.context_today(self) + timedelta(weeks=weeks)
        return day + timedelta(days=-day.weekday() % 7)

    # -- openings

    def action_view_participants(self):
        return self._open_related("hr_mentorship.hr_mentorship_participant_action")

    def action_view_applications(self):
        return self._open_related("hr_mentorship.hr_mentorship_application_action", search_default_to_approve=1)

    def action_view_waiting(self):
        return self._open_related("hr_mentorship.hr_mentorship_participant_action", search_default_waiting_mentees=1)

    def _open_related(self, action_xmlid, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(action_xmlid)
        action["domain"] = [("program_id", "=", self.id)]
        action["context"] = {"default_program_id": self.id, "among_peers": self.is_among_peers, **context}
        return action

    # -- helpers

    def _check_manager(self):
        for program in self:
            if not (program.is_my_program or self.env.su):
                raise AccessError(
                    self.env._("Only a program manager of “%(name)s” may do this.", name=program.display_name)
                )

    @api.model
    def _check_manages_named(self, vals_list):
        """Raise if a client's values put something into a program that the user does not manage.

        Asked before the insert: a unique index answers before the record rules do, and “is there already” would tell
        of a program that is not the user's.
        """
        given = [vals.get("program_id", self.env.context.get("default_program_id")) for vals in vals_list]
        self.browse({program_id for program_id in given if is_id(program_id)})._check_manager()

    # -- The door of a program: who may come in, when, and how they apply.

    @api.depends("state", "enrolment_start_date", "enrolment_end_date")
    def _compute_is_enrolment_open(self):
        today = fields.Date.context_today(self)
        for program in self:
            program.is_enrolment_open = is_open(program, today)

    def _search_is_enrolment_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return find_open(fields.Date.context_today(self))

    @api.depends("application_survey_id")
    def _compute_has_application_survey(self):
        for program in self:
            program.has_application_survey = bool(program.application_survey_id)

    def _check_survey_is_mine(self, vals_list):
        """Whose program asks a survey may read it, so nobody takes one that they may not read already."""
        if not self.env.su:
            ids = given_ids(vals_list, "application_survey_id")
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
                ("state", "in", ("applied", "waiting", "approved")),
            ]
        )
        by_program = mine.grouped("program_id")
        for program in self:
            participants = by_program.get(program._origin, mine.browse())
            may_join = program.is_enrolment_open and bool(
                employees.filtered(lambda employee, program=program: program._is_eligible(employee))
            )
            program.my_participant_ids = participants
            roles = set(program._get_roles()) - set(participants.mapped("role")) if may_join else ()
            program.can_join_as_mentor = "mentor" in roles
            program.can_join_as_mentee = "mentee" in roles
            program.can_join_as_peer = "peer" in roles

    @api.depends("format")
    def _compute_is_among_peers(self):
        for program in self:
            program.is_among_peers = "peer" in program._get_roles()

    def _get_roles(self):
        """Hook: return the roles in which people take part."""
        self.ensure_one()
        return ("mentor", "mentee")

    @api.depends_context("uid", "lang")
    @api.depends("participant_ids.state", "participant_ids.role")
    def _compute_my_part(self):
        for program in self:
            program.my_part = describe_parts(program.my_participant_ids)

    def action_join_as_mentor(self):
        return self._open_application("mentor")

    def action_join_as_mentee(self):
        return self._open_application("mentee")

    def action_join_as_peer(self):
        return self._open_application("peer")

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
        return not self._find_entry_obstacle(employee)

    def _find_eligible(self, employees=None):
        """Return who may join this program (sudo), among ``employees`` or of all who work here; in one go.

        :param employees: hr.employee, archived ones are judged like anybody else
        """
        self.ensure_one()
        domain = self._get_eligible_domain()
        people = self.env["hr.employee"]._clean_sudo()  # sudo: who may join does not hang on what the user sees
        if employees is None:
            return people.search(domain)
        return people.with_context(active_test=False).search(domain & Domain("id", "in", employees.ids))

    def _find_entry_obstacle(self, employee):
        """Say why ``employee`` (sudo) may not join this program; empty if they may."""
        self.ensure_one()
        # sudo: departments are readable, but the check must not depend on the asking user
        if is_for(self.sudo(), employee):
            return ""
        return self.env._(
            "“%(program)s” is not open to the department of %(employee)s.",
            program=self.name,
            employee=employee.name,
        )

    def _get_eligible_domain(self):
        """Return the domain of the employees who may join, the same as ``_is_eligible``; of none without a program.

        :rtype: Domain
        """
        return find_employees(self)

    def _enrol(self, employee, role, **values):
        """Let ``employee`` (sudo) apply in ``role``; the caller has checked that the user acts for them."""
        self.ensure_one()
        self._check_takes_now(employee, role)
        if obstacle := self._find_entry_obstacle(employee):
            raise UserError(obstacle)
        # sudo: applying is all an employee may do with participants, and it has been checked
        participant = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .create({"program_id": self.id, "employee_id": employee.id, "role": role, **values})
        )
        self._after_enrol(participant)
        return participant

    def _check_takes_now(self, employee, role):
        """Hook: raise if ``employee`` (sudo) comes on a day on which the program takes nobody in ``role``."""
        if not self.is_enrolment_open:
            raise UserError(explain_closed(self))

    def _check_takes_people(self):
        """Raise a sentence for programs that are over."""
        for program in self:
            if program.state in ("closed", "cancelled"):
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(name)s” is over (%(state)s), so nobody can join it any more. Enrol these people in another "
                        "program instead.",
                        name=program.name,
                        state=states[program.state],
                    )
                )

    def _after_enrol(self, participant):
        """Let somebody look at the application (sudo) of a person who has just enrolled."""
        self.sudo()._ask_managers_for_approval()

    def _ask_managers_for_approval(self):
        self._ask_managers(APPROVE_APPLICATIONS, days=3)

    def _ask_managers(self, activity_type, days):
        """Keep one to-do of this type a program manager while something waits, not one for each thing that waits.

        :param int days: how long there is time
        """
        asked = self._find_activities([activity_type]).grouped("res_id")
        deadline = fields.Date.context_today(self) + timedelta(days=days)
        nobody = self.env["mail.activity"]
        self._schedule_activities(
            activity_type,
            [(program, program.manager_ids - asked.get(program.id, nobody).user_id, deadline) for program in self],
        )

    def _finish_approvals(self):
        """Close the to-dos of programs in which no application waits any more."""
        waiting = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search([("program_id", "in", self.ids), ("state", "=", "applied")])
        )
        (self - waiting.program_id)._finish_activities(APPROVE_APPLICATIONS)

    # -- A program goes from hand to hand in a step of its own: whoever leaves its managers reads it no more.

    def _check_keeps_me(self):
        """Refuse, before anything is written, what would lock the user out in the middle of the form.

        ``self`` is the program as it would be. Administrators read all programs anyway.
        """
        if self.env.su or self.env.user.has_group(ADMIN):
            return
        if self.manager_ids._origin and self.env.user not in self.manager_ids._origin:
            raise UserError(
                self.env._(
                    "You would no longer be able to open this program. Stay among its managers while you set it up, "
                    "and press “Hand Over” when somebody else shall run it."
                )
            )

    def action_hand_over(self):
        """Open the dialog that gives the program to somebody else."""
        self.ensure_one()
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_hand_over_action")
        action["context"] = {"default_program_id": self.id}
        return action
