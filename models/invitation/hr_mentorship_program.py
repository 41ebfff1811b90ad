from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS
from odoo.tools import format_list

from ..common.client_actions import reload
from ..common.private_fields import ReaderOne2many, SecretInteger
from ..program.hr_mentorship_participant import OPEN_STATES

LIMITS = {"mentor": "max_mentors", "mentee": "max_mentees", "peer": "max_mentees"}


class HrMentorshipProgram(models.Model):
    """Who is asked to join, and how many may."""

    _inherit = "hr.mentorship.program"

    invitation_ids = ReaderOne2many("hr.mentorship.invitation", "program_id")
    invitation_reminder_days = fields.Integer(
        "Days to a Reminder",
        default=5,
        required=True,
        help="After how many days those who have not answered an invitation are reminded: twice at most, and only "
        "while enrolment is open. 0: never.",
    )
    max_mentors = fields.Integer("Places for Mentors", help="0: no limit. Who finds no place waits for one.")
    max_mentees = fields.Integer("Places for Mentees", help="0: no limit. Who finds no place waits for one.")
    # Stored, so that two people who give the last place at the same moment change the same row, and one of the two
    # steps runs again; only of limited programs, as others need not wait for each other. NO_ACCESS: whoever looks
    # before and after a day reads off who was approved on it, and those who run other programs look as well
    taken_mentor_places = SecretInteger(compute="_compute_limited_counts", store=True, groups=NO_ACCESS)
    taken_mentee_places = SecretInteger(compute="_compute_limited_counts", store=True, groups=NO_ACCESS)
    invited_count = fields.Integer("Invited", compute="_compute_invitation_counts")
    accepted_invitation_count = fields.Integer("Accepted", compute="_compute_invitation_counts")
    unsent_invitation_count = fields.Integer("To Be Sent", compute="_compute_invitation_counts")
    waiting_list_count = fields.Integer("Waiting List", compute="_compute_waiting_list_count")

    _reminder_days_range = models.Constraint(
        "CHECK(invitation_reminder_days BETWEEN 0 AND 90)", "A reminder comes after up to 90 days, or never (0)."
    )
    _places_range = models.Constraint(
        "CHECK(max_mentors >= 0 AND max_mentees >= 0)", "The number of places is 0, for no limit, or more."
    )
    _places_of_mentors = models.Constraint(
        "CHECK(max_mentors = 0 OR taken_mentor_places <= max_mentors)",
        "All places in this role are taken. Raise the limit of the program, or put people on the waiting list.",
    )
    _places_of_mentees = models.Constraint(
        "CHECK(max_mentees = 0 OR taken_mentee_places <= max_mentees)",
        "All places in this role are taken. Raise the limit of the program, or put people on the waiting list.",
    )

    # -- places

    @api.depends("participant_ids.state", "participant_ids.role", "max_mentors", "max_mentees")
    def _compute_limited_counts(self):
        taken = self._count_approved()
        for program in self:
            mentors, *others = (taken.get((program._origin, role), 0) for role in LIMITS)
            program.taken_mentor_places = mentors if program.max_mentors else 0
            program.taken_mentee_places = sum(others) if program.max_mentees else 0

    def _count_free_places(self, role):
        """Return how many more people the program takes in ``role``; None without a limit."""
        self.ensure_one()
        limit = self[LIMITS[role]]
        # sudo: a number
        taken = self.sudo().taken_mentor_places if role == "mentor" else self.sudo().taken_mentee_places
        return max(limit - taken, 0) if limit else None

    def _find_waiting(self, role, limit=None):
        """Return the waiting list of a role (sudo), whoever waits longest first."""
        self.ensure_one()
        return (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search(
                [("program_id", "=", self.id), ("role", "=", role), ("state", "=", "waiting")],
                order="waiting_since, id",
                limit=limit,
            )
        )

    def _fill_places(self):
        """Let the waiting lists move up, and tell those who have a place now."""
        waiting = (
            self.env["hr.mentorship.participant"]
            .sudo()
            ._read_group(
                [("program_id", "in", self.ids), ("program_id.state", "=", "open"), ("state", "=", "waiting")],
                ["program_id", "role"],
            )
        )
        for program, role in waiting:
            free = program._count_free_places(role)
            if free == 0:
                continue
            moved_up = program._find_waiting(role, limit=free)
            moved_up._move_to("approved")
            moved_up._send("hr_mentorship.mail_template_participant_approved")

    def write(self, vals):
        self.check_access("write")
        if LIMITS["mentor"] in vals or LIMITS["mentee"] in vals:
            self._check_places_suffice(vals)
        result = super().write(vals)
        if LIMITS["mentor"] in vals or LIMITS["mentee"] in vals:
            self._fill_places()
        return result

    def _check_places_suffice(self, vals):
        roles = dict(self.env["hr.mentorship.participant"]._fields["role"]._description_selection(self.env))
        given = {role: vals.get(name) for role, name in LIMITS.items()}
        if any(isinstance(limit, int) and limit < 0 for limit in given.values()):
            # Asked before the database does, which would say that all places are taken
            raise ValidationError(self.env._("The number of places is 0, for no limit, or more."))
        limits = {role: limit for role, limit in given.items() if isinstance(limit, int) and limit > 0}
        for (program, role), taken in self._count_approved().items() if limits else ():
            limit = limits.get(role, taken)
            if taken > limit:
                raise ValidationError(
                    self.env._(
                        "%(count)s people take part in “%(program)s” in the role %(role)s already, so a limit "
                        "of %(limit)s is too low. Choose %(count)s or more, or withdraw somebody first.",
                        count=taken,
                        program=program.name,
                        role=roles[role],
                        limit=limit,
                    )
                )

    def _count_approved(self):
        """Return how many people these programs have approved, by program and role."""
        # sudo: numbers, for those who run the programs and for the database
        participants = self.env["hr.mentorship.participant"].sudo()
        mine = [("program_id", "in", self.ids), ("state", "=", "approved")]
        groups = participants._read_group(mine, ["program_id", "role"], ["__count"])
        return {(program.with_env(self.env), role): count for program, role, count in groups}

    # -- figures

    @api.depends("invitation_ids.state", "invitation_ids.asked_on")
    def _compute_invitation_counts(self):
        # As far as the record rules let the reader see them: program managers all, everybody else their own
        groups = self.env["hr.mentorship.invitation"]._read_group(
            [("program_id", "in", self.ids)], ["program_id", "state"], ["__count", "asked_on:count"]
        )
        for program in self:
            mine = [(state, count, sent) for each, state, count, sent in groups if each == program._origin]
            program.invited_count = sum(count for _state, count, _sent in mine)
            program.accepted_invitation_count = sum(count for state, count, _sent in mine if state == "accepted")
            program.unsent_invitation_count = sum(count - sent for state, count, sent in mine if state == "invited")

    @api.depends("participant_ids.state")
    def _compute_waiting_list_count(self):
        counts = dict(
            self.env["hr.mentorship.participant"]._read_group(
                [("program_id", "in", self.ids), ("state", "=", "waiting")], ["program_id"], ["__count"]
            )
        )
        for program in self:
            program.waiting_list_count = counts.get(program._origin, 0)

    # -- asking people

    def action_invite(self):
        """Open the dialog that asks people to join."""
        self.ensure_one()
        self._check_manager()
        self._check_can_invite()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_invite_action")
        action["context"] = {"default_program_id": self.id}
        return action

    def _check_can_invite(self):
        self._check_takes_people()
        for program in self:
            if program.state != "open":
                raise UserError(
                    self.env._(
                        "“%(program)s” is not open yet. Invite people as soon as its sponsor has approved it.",
                        program=program.name,
                    )
                )
            end = program.enrolment_end_date
            if end and fields.Date.context_today(program) > end:
                raise UserError(
                    self.env._(
                        "Enrolment for “%(program)s” is over, so nobody could accept. Extend it first, or add single "
                        "people by hand on the list of participants: they are asked personally.",
                        program=program.name,
                    )
                )

    def action_view_invitations(self):
        return self._open_related("hr_mentorship.hr_mentorship_invitation_action")

    def action_view_waiting_list(self):
        return self._open_related("hr_mentorship.hr_mentorship_participant_action", search_default_waiting_list=1)

    def action_stop_invitations(self):
        """Take back the invitations whose mail has not left yet."""
        self._check_manager()
        unsent = self.sudo().invitation_ids.filtered(
            lambda invitation: invitation.state == "invited" and not invitation.asked_on
        )
        unsent._take_back()
        return reload()

    def _sort_out(self, employees):
        """Say which of ``employees`` (sudo) can be asked, and why others are left out.

        A handful of queries, whatever their number.

        :rtype: tuple[hr.employee, dict[str, hr.employee]]: the others by reason: ``ineligible``, ``taking_part``,
            ``asked`` (or has said no), ``unreachable``
        """
        self.ensure_one()
        eligible = self._find_eligible(employees.filtered("active"))
        taking_part = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search([("program_id", "=", self.id), ("state", "in", OPEN_STATES)])
            .employee_id
        )
        asked = (
            self.env["hr.mentorship.invitation"]
            .sudo()
            .search(
                [
                    ("program_id", "=", self.id),
                    # A no counts from the moment it is said, whether the mail has left or not
                    *("|", ("asked_on", "!=", False), ("state", "in", ("invited", "declined"))),
                ]
            )
            .employee_id
        )
        left_out = {
            "ineligible": employees - eligible,
            "taking_part": eligible & taking_part,
            "asked": (eligible & asked) - taking_part,
        }
        rest = eligible - taking_part - asked
        unreachable = rest.browse(employee.id for employee in rest._find_link_obstacles())
        return rest - unreachable, {**left_out, "unreachable": unreachable}

    def _invite(self, employees, **values):
        """Ask those of ``employees`` (sudo) who may be asked.

        :returns: how many
        """
        self.ensure_one()
        self._check_manager()
        self._check_can_invite()
        people, _left_out = self._sort_out(employees)
        self.env["hr.mentorship.invitation"]._ask(self, people, **values)
        return len(people)

    def _describe_joining(self, role):
        """Return what whoever joins (sudo) in ``role``, or in either, has to reckon with: a line each."""
        self.ensure_one()
        formats = dict(self._fields["format"]._description_selection(self.env))
        lines = [self.env._("Format: %(format)s", format=formats[self.format])]
        if self.effort_text:
            lines.append(self.env._("Time it takes: %(effort)s", effort=self.effort_text))
        trainings = self._get_training_for(role) if role else self._get_trainings()
        if trainings:
            titles = [self.env._("“%(title)s”", title=title) for title in trainings.mapped("title")]
            names = format_list(self.env, titles)
            lines.append(self.env._("Training before the match: %(names)s", names=names))
        return lines

    # -- answers

    def _enrol(self, employee, role, **values):
        """Whoever was entered by a program manager says yes by enrolling themselves."""
        invitation = self._find_invitation(employee, role)
        invitation._serialize()
        invited = invitation.participant_ids.filtered(lambda part: part.state == "invited" and part.role == role)
        if not invited:
            return super()._enrol(employee, role, **values)
        if obstacle := invitation._find_obstacle():
            raise UserError(obstacle)
        # What the person says of themselves takes the place of what somebody has entered for them
        invited.write({name: value for name, value in values.items() if value})
        invitation._note_yes(invited)
        return invited

    def _check_takes_now(self, employee, role):
        """Who is asked in person need not wait for the days on which everybody may apply, nor miss them."""
        invitation = self._find_invitation(employee, role)
        if invitation.is_personal and not invitation._find_obstacle():
            return None
        return super()._check_takes_now(employee, role)

    def _after_enrol(self, participant):
        """With a yes to an invitation, nobody may have to look at the application any more."""
        self._find_invitation(participant.employee_id, participant.role)._note_yes(participant)
        if participant.state == "applied":
            super()._after_enrol(participant)

    def _find_invitation(self, employee, role):
        """Return the invitation (sudo) that somebody answers who enrols in ``role``."""
        mine = [("program_id", "=", self.id), ("employee_id", "=", employee.id), ("role", "in", (role, False))]
        return self.env["hr.mentorship.invitation"].sudo().search(mine)

    def _after_open(self):
        super()._after_open()
        # Whoever was added to the draft is asked now
        self.env.ref("hr_mentorship.ir_cron_send_invitations").sudo()._trigger()

    def _after_close(self):
        super()._after_close()
        waiting = self.sudo().invitation_ids.filtered(lambda invitation: invitation.state == "invited")
        waiting._take_back("expired")
