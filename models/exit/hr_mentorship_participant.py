from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.groups import MANAGER
from ..program.hr_mentorship_participant import OPEN_STATES
from .hr_employee import BACK


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    state_before_departure = fields.Char(readonly=True, copy=False, groups=MANAGER)
    can_take_up = fields.Boolean(
        compute="_compute_can_take_up", help="They had left, are back, and the current user manages the program."
    )

    @api.depends("member_ids.pool_answer")
    def _compute_seats(self):
        super()._compute_seats()

    def _count_seats(self, live_states):
        seats = super()._count_seats(live_states)
        members = self.env["hr.mentorship.member"]
        held = dict(
            members._read_group(
                [
                    ("participant_id", "in", self.ids),
                    ("pool_answer", "in", ("asked", "no")),
                    ("mentorship_id.state", "=", "ended"),
                ],
                ["participant_id"],
                ["__count"],
            )
        )
        for participant in self:
            if waiting := held.get(participant._origin):
                taken, left = seats[participant]
                seats[participant] = (taken, max(left - waiting, 0))
        return seats

    # -- Who may come in: nobody into a program that is over, and nobody past its departments.

    @api.model_create_multi
    def create(self, vals_list):
        self.env["hr.mentorship.program"]._check_manages_named(vals_list)
        participants = super().create(vals_list)
        if not self.env.su:
            participants._check_may_enter()
        return participants

    def _check_may_enter(self):
        """What the join button keeps from employees, program managers keep to as well, by hand or by file."""
        self.program_id._check_takes_people()
        for program, participants in self.grouped("program_id").items():
            # sudo: people whom a program manager need not see as an HR officer does
            employees = participants.sudo().employee_id
            for employee in employees - program._find_eligible(employees):
                obstacle = program._find_entry_obstacle(employee)
                raise UserError(
                    self.env._(
                        "%(obstacle)s Change who may join on the program first, or choose somebody else.",
                        obstacle=obstacle,
                    )
                )

    # -- coming back

    @api.depends_context("uid")
    @api.depends("state", "employee_id.active", "program_id.state")
    def _compute_can_take_up(self):
        for participant, participant_sudo in zip(self, self.sudo(), strict=True):  # sudo: the field is nobody's
            participant.can_take_up = (
                participant.state == "withdrawn"
                and bool(participant_sudo.state_before_departure)
                and participant_sudo.employee_id.active
                and participant.program_id.state == "open"
                and participant.program_id.is_my_program
            )

    def action_take_up(self):
        """Let people go on where a departure has cut them off: their participation, and mentorships with it."""
        self.program_id._check_manager()
        self._check_state_in("withdrawn")
        for participant in self:
            if not participant.can_take_up:
                raise UserError(
                    self.env._(
                        "%(name)s cannot take up what was: the participation was not ended by a departure, or the "
                        "program is not open. Enrol the person anew.",
                        name=participant.display_name,
                    )
                )
        participants_sudo = self.sudo()  # sudo: the transition has been checked
        pairs = participants_sudo.member_ids.mentorship_id.filtered("ended_by_departure")
        participants_sudo._take_up()
        # Where a partner has not come back yet, or has somebody else by now, the participation alone goes on
        pairs.filtered(lambda pair: not pair._find_take_up_obstacle())._take_up()
        participants_sudo._drop_activities(BACK)

    def _take_up(self):
        """Give those who have left their participation back (sudo), unless they have enrolled anew."""
        for state, participants in self.grouped("state_before_departure").items():
            anew = self.search(
                [
                    ("program_id", "in", participants.program_id.ids),
                    ("employee_id", "in", participants.employee_id.ids),
                    ("state", "in", OPEN_STATES),
                ]
            )
            taken = {(each.program_id, each.employee_id, each.role) for each in anew}
            participants.filtered(
                lambda each, taken=taken: (each.program_id, each.employee_id, each.role) not in taken
            )._move_to(state)
        self.state_before_departure = False
