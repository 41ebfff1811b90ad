from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..common.client_actions import toast
from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many
from ..common.spoken import by_count
from ..people.topic_domains import topics_domain
from .hr_mentorship_program import LEARNING, ROLES
from .survey_survey import APPLICATION

OPEN_STATES = ("invited", "applied", "waiting", "approved")
"""In which somebody has, or may still get, a place: nobody has two of these in one role of a program."""
STATES = [
    ("invited", "Invited"),
    ("applied", "Applied"),
    ("waiting", "Waiting List"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]
STANDING_AFTER = {"closed": "over", "cancelled": "cancelled"}
"""What becomes of an approved application, by the state of its program."""


class HrMentorshipParticipant(models.Model):
    """An employee enrolled in a program in one role."""

    _name = "hr.mentorship.participant"
    _description = "Mentorship Participant"
    _inherit = ["hr.mentorship.thread.mixin", "hr.mentorship.todo.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "program_id, role, id"
    _rec_names_search = ["employee_id.name"]
    _check_company_auto = True
    _has_work_of_managers = True

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
        STATES,
        string="Status",
        default="applied",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    standing = fields.Selection(
        [*STATES, ("over", "Program closed"), ("cancelled", "Program cancelled")],
        compute="_compute_standing",
        help="The status, as long as the program goes on: nobody takes part any more in one that is over.",
    )
    skill_ids = fields.Many2many(
        "hr.skill",
        string="Topics",
        domain=topics_domain,
        help="What a mentor offers in this program, or a mentee or a peer wants to learn in it.",
    )
    offered_skill_ids = fields.Many2many(
        "hr.skill",
        "hr_mentorship_participant_offered_skill_rel",
        string="Offered Topics",
        domain=topics_domain,
        help="What a peer can help the other one with; mentors name it under “Topics”.",
    )
    interest_ids = fields.Many2many("hr.mentorship.interest", string="Interests")
    motivation = fields.Text(
        help="Your program manager and everybody in your mentorship read this: your partner, or the whole group."
    )
    capacity = fields.Integer(
        "Seats",
        compute="_compute_capacity",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="How many partners at the same time: one for a mentee.",
    )
    joining_domain = fields.Json(compute="_compute_joining_domain", exportable=False)
    is_among_peers = fields.Boolean(related="program_id.is_among_peers")
    wish_ids = ReaderOne2many("hr.mentorship.wish", "participant_id", readonly=True)
    is_me = fields.Boolean(compute="_compute_is_me")
    is_trained = fields.Boolean("Trained", copy=False, tracking=True)
    trained_on = fields.Date(compute="_compute_trained_on", store=True, readonly=False, copy=False)
    requires_training = fields.Boolean(related="program_id.requires_training")
    needs_training = fields.Boolean(
        compute="_compute_needs_training", help="The program matches no mentor without training, and this one has none."
    )
    survey_answer_id = fields.Many2one(
        "survey.user_input",
        string="Answers",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
    )
    survey_status = fields.Selection(
        [("open", "To answer"), ("done", "Answered")],
        string="Application Survey",
        compute="_compute_survey_status",
        compute_sudo=True,
        help="Empty where the program asks nothing.",
    )
    rejection_reason = fields.Text(
        readonly=True,
        copy=False,
        groups=MANAGER,
        help="What the person was told by mail.",
    )

    _one_application = models.UniqueIndex(
        "(program_id, employee_id, role) WHERE state IN ('invited', 'applied', 'waiting', 'approved')",
        "This person takes part in the program in this role already.",
    )
    _capacity_range = models.Constraint(
        "CHECK((role IN ('mentee', 'peer') AND capacity = 1) OR (role = 'mentor' AND capacity BETWEEN 1 AND 50))",
        "A mentee or a peer has one seat in a program, a mentor between 1 and 50.",
    )
    _one_answer = models.UniqueIndex(
        "(survey_answer_id) WHERE survey_answer_id IS NOT NULL", "These answers belong to somebody else."
    )

    @api.depends("state", "program_id.state")
    def _compute_standing(self):
        for participant in self:
            after = STANDING_AFTER.get(participant.program_id.state) if participant.state == "approved" else None
            participant.standing = after or participant.state

    @api.depends("role", "program_id")
    def _compute_capacity(self):
        for participant in self:
            if participant.role in LEARNING:
                participant.capacity = 1
            elif not participant.capacity:
                # sudo: the number of seats is published in the mentor directory anyway
                profile = participant.sudo().employee_id.mentorship_profile_ids
                participant.capacity = min(profile.mentor_capacity or 1, participant.program_id.mentor_capacity or 1)

    @api.constrains("role", "program_id")
    def _check_role(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for participant in self:
            possible = participant.program_id._get_roles()
            if participant.role not in possible:
                raise ValidationError(
                    self.env._(
                        "In “%(program)s” people take part in another way: %(roles)s. Choose it for %(name)s.",
                        program=participant.program_id.name,
                        roles=", ".join(roles[role] for role in possible),
                        name=participant.employee_id.name,
                    )
                )

    @api.onchange("program_id")
    def _onchange_program_role(self):
        """Where there is one role, nobody has to choose it."""
        possible = self.program_id._get_roles() if self.program_id else ()
        if self.role and possible and self.role not in possible:
            self.role = False
        if len(possible) == 1:
            self.role = possible[0]

    def _filter_through(self):
        """Hook: return those whose mentoring in the program is over, though nobody has taken them out of it."""
        return self.browse()

    def _get_wanted_skills(self):
        """Return the topics in which these people want to learn."""
        return self.filtered(lambda person: person.role in LEARNING).skill_ids

    def _get_offered_skills(self):
        """Return the topics with which these people can help."""
        return self.offered_skill_ids | self.filtered(lambda person: person.role == "mentor").skill_ids

    @api.depends("program_id", "role")
    def _compute_joining_domain(self):
        """Whom the form offers: who may join the program, and does not yet take part in this role."""
        self.joining_domain = False
        for participant in self.filtered(lambda each: not each.id):
            program, role = participant.program_id, participant.role
            taking_part = Domain("employee_id", "!=", False) & Domain("state", "in", OPEN_STATES)
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

    # -- transitions

    def action_approve(self):
        """Let people take part; one mail to each, in batches. Without any, say what to do first."""
        if not self:
            # No error: nothing has gone wrong, and everything stays as it is
            return toast(self.env._("Tick the people whom you want to approve, then press Approve."), "warning", False)
        self.program_id._check_manager()
        self._check_state_in("applied", "waiting")
        self.program_id._check_takes_people()
        self._check_can_take_part()
        self._move_to("approved")
        self.program_id._finish_approvals()
        self._send("hr_mentorship.mail_template_participant_approved")
        return toast(
            by_count(
                len(self),
                self.env._("The application of %(name)s is approved: the mail is on its way.", name=self._say_names()),
                self.env._("%(count)s applications are approved: the mails are on their way.", count=len(self)),
            )
        )

    def _say_names(self):
        return ", ".join(self.employee_id.mapped("name"))

    def _check_can_take_part(self):
        """Hook: raise a sentence for people who cannot be approved as they are."""

    def _send(self, template_xmlid):
        self.env["mail.template"]._send_of_mentorship(template_xmlid, self.ids)

    def _filter_run_by_user(self):
        run = self.sudo().filtered("program_id.is_my_program")  # sudo: who runs it does not hang on who reads it
        return run.with_env(self.env)

    # -- Whom a participant would like to meet: up to five people of the other role, in order.

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_me(self):
        for participant in self:
            participant.is_me = participant.user_id == self.env.user

    def action_choose_wishes(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_choose_wishes_action")
        action["context"] = {"default_participant_id": self.id}
        return action

    def _role_may_wish(self):
        self.ensure_one()
        return self.program_id.mentees_wish if self.role in LEARNING else self.program_id.mentors_wish

    def _get_wish_candidates(self):
        """Return the employees (sudo) among whom this participant may choose.

        Approved participants of the other role in the program, or other peers, without those whom the line of command
        rules out.
        Blocks are left out of account: a name that is missing would tell who blocked.
        """
        self.ensure_one()
        me = self.sudo().employee_id
        if not me:
            return me
        # sudo: participants do not read each other; their names are what the program shows them to choose from
        others = self.sudo().search(
            [
                ("program_id", "=", self.program_id.id),
                ("role", "=", {"mentee": "mentor", "mentor": "mentee"}.get(self.role, self.role)),
                ("state", "=", "approved"),
                ("employee_id.active", "=", True),
            ]
        )
        employees = others.employee_id - me
        managers = (employees | me)._get_lines_of_command()
        return employees.filtered(
            lambda employee: employee.id not in managers[me.id] and me.id not in managers[employee.id]
        )

    # -- Mentors of a program that requires a training are matched once the program manager has ticked it.

    @api.depends("is_trained")
    def _compute_trained_on(self):
        for participant in self:
            if not participant.is_trained:
                participant.trained_on = False
            elif not participant.trained_on:
                participant.trained_on = fields.Date.context_today(participant)

    @api.depends("is_trained", "role", "program_id.requires_training")
    def _compute_needs_training(self):
        for participant in self:
            participant.needs_training = (
                participant.role == "mentor" and participant.program_id.requires_training and not participant.is_trained
            )

    @api.model
    def _get_ready_domain(self):
        """Leave out the mentors who still need a training: their seats are not free before."""
        return [
            *("|", ("role", "in", LEARNING)),
            *("|", ("is_trained", "=", True), ("program_id.requires_training", "=", False)),
        ]

    def _explain_needs_training(self):
        """Say to a program manager what keeps this participant from being matched; a later room names the training."""
        self.ensure_one()
        return self.env._("Not trained yet. Mark them as trained after the training of the mentors.")

    def action_mark_trained(self):
        self.program_id._check_manager()
        self.write({"is_trained": True})
        return toast(
            by_count(
                len(self),
                self.env._("%(name)s is marked as trained.", name=self._say_names()),
                self.env._("%(count)s people are marked as trained.", count=len(self)),
            )
        )

    # -- The answers a participant gives to the questions of a program, read by its program managers.

    @api.constrains("survey_answer_id")
    def _check_survey_answer(self):
        """Answers belong to who gave them, in sudo too: whoever runs a program reads and deletes what stands here."""
        for participant in self.sudo():
            answer = participant.survey_answer_id
            is_own = answer.partner_id == participant.user_id.partner_id and answer.survey_id.survey_type == APPLICATION
            if answer and not is_own:
                raise ValidationError(self.env._("These answers belong to somebody else."))

    def unlink(self):
        # sudo: the answers go with their participant; who may delete that one has been checked by then. Theirs only:
        # whatever stands in the field, nobody deletes answers of another application with it
        answers_sudo = self.sudo().survey_answer_id.filtered(lambda answer: answer.survey_id.survey_type == APPLICATION)
        result = super().unlink()
        answers_sudo.unlink()
        return result

    def action_answer_survey(self):
        """Open the questions of the program, where the current user left off."""
        self.ensure_one()
        if not self.is_me:
            raise AccessError(self.env._("You can answer only for yourself."))
        if self.survey_status != "open":
            raise UserError(
                self.env._("There is nothing left to answer for “%(program)s”.", program=self.program_id.name)
            )
        return {"type": "ir.actions.act_url", "url": self._start_survey(), "target": "self"}

    def _start_survey(self):
        """Return where the participant answers; the caller has checked that they are the current user."""
        # sudo: employees have no rights on surveys, and this is an answer of their own
        participant_sudo = self.sudo()
        survey_sudo = participant_sudo.program_id.application_survey_id
        if participant_sudo.survey_answer_id.survey_id != survey_sudo:
            participant_sudo.survey_answer_id = survey_sudo._create_answer(
                user=participant_sudo.user_id, check_attempts=False
            )
        return participant_sudo.survey_answer_id.get_start_url()

    def action_view_survey_answer(self):
        self.ensure_one()
        self.program_id._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answers of %(name)s", name=self.employee_id.name),
            "res_model": "survey.user_input",
            "res_id": self.survey_answer_id.id,
            "views": [(self.env.ref("hr_mentorship.survey_user_input_view_form_application").id, "form")],
        }

    def _get_survey_answers(self, questions):
        """Return what the participants in ``self`` have answered to ``questions``, in no language.

        Finished surveys only. One query for the answers, whatever their number.

        :param questions: survey.question
        :returns: by ids of participant and question: the ids of the chosen answers for a choice, a float for a number
            or a scale, a date, or a string; nothing where the question was skipped
        :rtype: dict[tuple[int, int], list[int] | float | datetime.date | str]
        """
        # sudo: the matching reads the answers; what it shows of them, and to whom, is decided there
        participant_of = {participant.survey_answer_id.id: participant.id for participant in self.sudo()}
        lines_sudo = (
            self.env["survey.user_input.line"]
            .sudo()
            .search_fetch(
                [
                    ("user_input_id", "in", [answer_id for answer_id in participant_of if answer_id]),
                    ("user_input_id.state", "=", "done"),
                    ("question_id", "in", questions.ids),
                    ("skipped", "=", False),
                ]
            )
        )
        answers = {}
        for line in lines_sudo:
            key = (participant_of[line.user_input_id.id], line.question_id.id)
            if line.answer_type == "suggestion":
                if line.suggested_answer_id and not line.matrix_row_id:
                    answers.setdefault(key, []).append(line.suggested_answer_id.id)
            elif line.answer_type in ("numerical_box", "scale"):
                answers[key] = float(line[f"value_{line.answer_type}"])
            elif line.answer_type in ("date", "char_box"):
                answers[key] = line[f"value_{line.answer_type}"]
        return answers

    # -- A no to an application: with a reason for the person alone, and not for ever.

    def action_reject(self):
        """Open the dialog that asks for the words, and shows the mail; without anybody, say what to do first."""
        if not self:
            return toast(self.env._("Tick the people whom you want to reject, then press Reject."), "warning", False)
        self.program_id._check_manager()
        self._check_state_in("applied", "waiting")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_reject_application_action")
        action["context"] = {"default_participant_ids": self.ids}
        return action

    def _reject(self, reason):
        """Say no to people; one mail to each, in batches."""
        self.program_id._check_manager()
        self._check_state_in("applied", "waiting")
        self._check_reason(reason)
        self._move_to("rejected", rejection_reason=reason)
        self.program_id._finish_approvals()
        self._send("hr_mentorship.mail_template_participant_rejected")
        return toast(
            by_count(
                len(self),
                self.env._("The application of %(name)s is rejected: the mail is on its way.", name=self._say_names()),
                self.env._("%(count)s applications are rejected: the mails are on their way.", count=len(self)),
            )
        )

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason in a few kind words: it is all that the person gets to read."))

    def action_take_back_rejection(self):
        """Let applications wait again, as if nobody had answered."""
        self.program_id._check_manager()
        self._check_state_in("rejected")
        self.program_id._check_takes_people()
        self._check_not_applied_again()
        self._move_to("applied", rejection_reason=False)
        self.sudo().program_id._ask_managers_for_approval()

    def _check_not_applied_again(self):
        others = self.search(
            [
                ("program_id", "in", self.program_id.ids),
                ("employee_id", "in", self.employee_id.ids),
                ("state", "in", OPEN_STATES),
            ]
        )
        taken = {(other.program_id, other.employee_id, other.role): other for other in others}
        for participant in self:
            if (participant.program_id, participant.employee_id, participant.role) in taken:
                raise UserError(
                    self.env._(
                        "%(name)s has applied again since. Approve the new application instead.",
                        name=participant.employee_id.name,
                    )
                )
