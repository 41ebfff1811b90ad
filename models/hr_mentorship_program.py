from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .private_fields import ReaderOne2many

ROLES = [("mentor", "Mentor"), ("mentee", "Mentee")]


class HrMentorshipProgram(models.Model):
    """One cohort of mentorships, or an always-on program: why it exists, who runs it, when, and by which rules."""

    _name = "hr.mentorship.program"
    _description = "Mentorship Program"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
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
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("hr_mentorship.group_hr_mentorship_manager").id),
        ],
        required=True,
    )
    start_date = fields.Date(
        required=True,
        copy=False,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
        tracking=True,
    )
    end_date = fields.Date(
        required=True,
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
    agreement_template_id = fields.Many2one(
        "hr.mentorship.agreement.template",
        default=lambda self: self.env["hr.mentorship.agreement.template"].search([], limit=1),
        required=True,
        ondelete="restrict",
    )

    participant_ids = ReaderOne2many("hr.mentorship.participant", "program_id")
    mentorship_ids = ReaderOne2many("hr.mentorship", "program_id")
    is_my_program = fields.Boolean(
        compute="_compute_my_role", search="_search_is_my_program", help="The current user manages this program."
    )
    is_my_approval = fields.Boolean(compute="_compute_my_role", help="The current user may approve this program.")
    applied_count = fields.Integer("To Approve", compute="_compute_counts")
    mentor_count = fields.Integer("Mentors", compute="_compute_counts")
    mentee_count = fields.Integer("Mentees", compute="_compute_counts")
    waiting_mentee_count = fields.Integer("Waiting Mentees", compute="_compute_counts")
    free_seat_count = fields.Integer("Free Seats", compute="_compute_counts")
    proposed_count = fields.Integer("To Publish", compute="_compute_counts")
    live_mentorship_count = fields.Integer("Running Mentorships", compute="_compute_counts")
    mentorship_count = fields.Integer("Mentorships", compute="_compute_counts")
    overdue_checkin_count = fields.Integer("Overdue Check-ins", compute="_compute_counts")

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
        is_admin = self.env.user.has_group("hr_mentorship.group_hr_mentorship_admin")
        for program in self:
            # _origin: in a form that is not saved yet, the users are new records with the real ones behind them
            manages = self.env.user in program.manager_ids._origin
            program.is_my_program = is_admin or manages
            # Nobody approves what they run themselves, administrators included
            program.is_my_approval = not manages and (is_admin or self.env.user == program.sponsor_id._origin)

    def _search_is_my_program(self, operator, value):
        if operator != "in":
            return NotImplemented
        if self.env.user.has_group("hr_mentorship.group_hr_mentorship_admin"):
            return Domain.TRUE
        return Domain("manager_ids", "in", self.env.user.ids)

    @api.depends_context("uid")
    @api.depends("state", "participant_ids.state", "participant_ids.seats_left", "mentorship_ids.state")
    @api.depends("is_my_program")
    def _compute_counts(self):
        """Figures of a program's cards. Ordinary users count only what their record rules let them see.

        Who waits and what is free depends on proposals that nobody has published, so only program managers count it.
        """
        participants = self.env["hr.mentorship.participant"]._read_group(
            [("program_id", "in", self.ids), ("state", "in", ("applied", "approved"))],
            ["program_id", "role", "state"],
            ["__count"],
        )
        managed = self if self.env.su else self.filtered("is_my_program")
        # sudo: numbers only, of the user's own programs
        seats = self.env["hr.mentorship.participant"].sudo()
        free = {
            (program.id, role): count
            for program, role, count in seats._read_group(
                [("program_id", "in", managed.ids), ("state", "=", "approved"), *seats._get_ready_domain()],
                ["program_id", "role"],
                ["seats_left:sum"],
            )
        }
        mentorships = self.env["hr.mentorship"]._read_group(
            [("program_id", "in", self.ids)], ["program_id", "state"], ["__count"]
        )
        # A proposal that was rejected was never published, whatever its state is now
        published = {
            program.id: count
            for program, count in self.env["hr.mentorship"]._read_group(
                [("program_id", "in", self.ids), ("offered_on", "!=", False)], ["program_id"], ["__count"]
            )
        }
        overdue = self.env["hr.mentorship.checkin"]._read_group(
            [("program_id", "in", self.ids), ("is_overdue", "=", True)], ["program_id"], ["__count"]
        )
        people = {(program.id, role, state): count for program, role, state, count in participants}
        pairs = {(program.id, state): count for program, state, count in mentorships}
        late = {program.id: count for program, count in overdue}
        live_states = self.env["hr.mentorship"]._get_published_live_states()
        for program in self:
            key = program._origin.id
            program.applied_count = sum(people.get((key, role, "applied"), 0) for role, _label in ROLES)
            program.mentor_count = people.get((key, "mentor", "approved"), 0)
            program.mentee_count = people.get((key, "mentee", "approved"), 0)
            is_open = program.state == "open"
            program.free_seat_count = free.get((key, "mentor"), 0) if is_open else 0
            program.waiting_mentee_count = free.get((key, "mentee"), 0) if is_open else 0
            program.proposed_count = pairs.get((key, "proposed"), 0)
            program.live_mentorship_count = sum(pairs.get((key, state), 0) for state in live_states)
            program.mentorship_count = published.get(key, 0)
            program.overdue_checkin_count = late.get(key, 0)

    @api.model
    def _find_my_programs(self):
        """Return the programs that the current user manages, archived ones too."""
        is_admin = self.env.user.has_group("hr_mentorship.group_hr_mentorship_admin")
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

    def write(self, vals):
        is_moving = "company_id" in vals and not self._is_unchanged("company_id", vals["company_id"])
        if is_moving and self.sudo().participant_ids:
            raise UserError(self.env._("A program with participants stays in its company."))
        return super().write(vals)

    # -- transitions

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """What managers and sponsor write to each other is not for everybody who may join the program."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation == "read":
            # sudo: whose word it is does not hang on what the user may read of the program
            sponsored = self.filtered(lambda program: program.sudo().sponsor_id == self.env.user)
            operations.update(dict.fromkeys(self - sponsored, "write"))
        return operations

    def action_submit(self):
        """Ask the sponsor to approve."""
        self._check_manager()
        self._check_state_in("draft")
        for program in self:
            if not program.sponsor_id:
                raise UserError(
                    self.env._(
                        "“%(name)s” has no sponsor yet. Choose who approves it, then submit it again.",
                        name=program.display_name,
                    )
                )
            if not program.goal:
                raise UserError(
                    self.env._(
                        "A sponsor approves a goal, and “%(name)s” has none yet. Write down what the program is "
                        "for, then submit it again.",
                        name=program.display_name,
                    )
                )
        self._move_to("submitted")
        self._ask_sponsor()

    def action_approve(self):
        """The sponsor says yes: the program is open from now on, and enrolment from its own date on."""
        self._check_sponsor()
        self._check_state_in("submitted")
        self._move_to("open")
        self._finish_activities("hr_mentorship.mail_activity_type_approve_program")

    def action_return_to_draft(self):
        """The program manager takes it back. A sponsor asks for changes instead, with a word on what shall change."""
        self._check_manager()
        self._check_state_in("submitted", "cancelled")
        self._move_to("draft")
        # Not done, as nothing has been approved
        self._drop_activities("hr_mentorship.mail_activity_type_approve_program")

    def action_close(self):
        """End the program. Running mentorships come first: each is completed or ended on its own."""
        self._check_manager()
        self._check_state_in("open")
        for program in self:
            if program.live_mentorship_count or program.proposed_count:
                raise UserError(
                    self.env._(
                        "“%(name)s” still has %(count)s mentorships that are not finished. Complete, end or discard "
                        "them first.",
                        name=program.display_name,
                        count=program.live_mentorship_count + program.proposed_count,
                    )
                )
        self._finish("closed")

    def action_cancel(self):
        self._check_manager()
        self._check_state_in("draft", "submitted", "open")
        for program in self:
            if program.live_mentorship_count or program.proposed_count:
                raise UserError(
                    self.env._(
                        "“%(name)s” has mentorships that are not finished. End or discard them before you cancel "
                        "the program.",
                        name=program.display_name,
                    )
                )
        self._finish("cancelled")

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
        """Nobody has to approve a program any more that is closed or cancelled."""
        self._drop_activities("hr_mentorship.mail_activity_type_approve_program")

    # -- openings

    def action_view_participants(self):
        return self._open_related("hr_mentorship.hr_mentorship_participant_action")

    def action_view_applications(self):
        return self._open_related("hr_mentorship.hr_mentorship_participant_action", search_default_to_approve=1)

    def action_view_waiting(self):
        return self._open_related("hr_mentorship.hr_mentorship_participant_action", search_default_waiting_mentees=1)

    def action_view_proposals(self):
        return self._open_related("hr_mentorship.hr_mentorship_action", search_default_proposed=1)

    def action_view_mentorships(self):
        return self._open_related("hr_mentorship.hr_mentorship_action")

    def action_view_overdue_checkins(self):
        return self._open_related("hr_mentorship.hr_mentorship_checkin_action", search_default_overdue=1)

    def action_view_satisfaction(self):
        return self._open_related("hr_mentorship.hr_mentorship_feedback_report_action")

    def _open_related(self, action_xmlid, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(action_xmlid)
        action["domain"] = [("program_id", "=", self.id)]
        action["context"] = {"default_program_id": self.id, **context}
        return action

    # -- helpers

    def _check_manager(self):
        for program in self:
            if not (program.is_my_program or self.env.su):
                raise AccessError(
                    self.env._("Only a program manager of “%(name)s” may do this.", name=program.display_name)
                )

    def _check_sponsor(self):
        for program in self:
            if not (program.is_my_approval or self.env.su):
                raise AccessError(
                    self.env._("Only the sponsor of “%(name)s” may approve it.", name=program.display_name)
                )
