from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_employee_departure import LEFT
from .hr_mentorship_notice import NoticeText

BACK = "hr_mentorship.mail_activity_type_person_back"


class HrEmployee(models.Model):
    """Somebody who comes back, or has been archived by mistake, takes up what was in one step."""

    _inherit = "hr.employee"

    def write(self, vals):
        back = self.filtered(lambda employee: not employee.active) if vals.get("active") else self.browse()
        result = super().write(vals)
        if back:
            back._offer_return()
        return result

    def _offer_return(self):
        """Ask the program managers whether these people go on where they have left."""
        # sudo: whoever unarchives an employee need not see any participation
        participants_sudo = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self.ids),
                    ("state", "=", "withdrawn"),
                    ("state_before_departure", "!=", False),
                    ("program_id.state", "=", "open"),
                ]
            )
        )
        today = fields.Date.context_today(self)
        participants_sudo._schedule_activities(
            BACK, [(participant, participant.program_id.manager_ids, today) for participant in participants_sudo]
        )


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    state_before_departure = fields.Char(readonly=True, copy=False, groups="hr_mentorship.group_hr_mentorship_manager")
    can_take_up = fields.Boolean(
        compute="_compute_can_take_up", help="They had left, are back, and the current user manages the program."
    )

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
                    ("state", "in", ("applied", "approved")),
                ]
            )
            taken = {(each.program_id, each.employee_id, each.role) for each in anew}
            participants.filtered(
                lambda each, taken=taken: (each.program_id, each.employee_id, each.role) not in taken
            )._move_to(state)
        self.state_before_departure = False


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    ended_by_departure = fields.Boolean(readonly=True, copy=False, groups="hr_mentorship.group_hr_mentorship_manager")
    can_take_up = fields.Boolean(compute="_compute_can_take_up", help="Who had left is back.")

    @api.depends_context("uid")
    @api.depends("state", "program_id.state", "member_ids.employee_id.active")
    def _compute_can_take_up(self):
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):  # sudo: the field is nobody's
            mentorship.can_take_up = (
                mentorship.state == "ended"
                and mentorship_sudo.ended_by_departure
                and mentorship.is_my_program
                and not mentorship_sudo._find_take_up_obstacle()
            )

    def action_take_up(self):
        """Let pairs go on that a departure has parted."""
        self.program_id._check_manager()
        self._check_state_in("ended")
        pairs_sudo = self.sudo()  # sudo: the transition has been checked
        for pair in pairs_sudo:
            if obstacle := pair._find_take_up_obstacle():
                raise UserError(obstacle)
        people = pairs_sudo.member_ids.participant_id.filtered(
            lambda participant: participant.state == "withdrawn" and participant.state_before_departure
        )
        people._take_up()
        people._drop_activities(BACK)
        pairs_sudo._take_up()

    def _find_take_up_obstacle(self):
        """Say what keeps a pair (sudo) from going on; empty if nothing does."""
        self.ensure_one()
        if not self.ended_by_departure:
            return self.env._("“%(name)s” was not ended by a departure. Match the two anew.", name=self.name)
        if self.program_id.state != "open" or self.end_date < fields.Date.context_today(self):
            return self.env._("The time of “%(name)s” is over. Match the two anew in another program.", name=self.name)
        for member in self.member_ids:
            if not member.employee_id.active:
                return self.env._("%(name)s is still archived.", name=member.employee_id.name)
            if not member._find_seats():
                return self.env._(
                    "%(name)s has no free seat by now. Raise the number of seats, or match others.",
                    name=member.employee_id.name,
                )
        return ""

    def _take_up(self):
        """Go on (sudo) where a departure has stopped: with the meetings, or with the agreement to sign."""
        if not self:
            return
        self._serialize()
        for member in self.member_ids:
            participant, slot = member._find_seats()[0]
            member.write({"participant_id": participant.id, "slot": slot, "pool_answer": False})
        self.member_ids._check_partners()
        values = {"closed_on": False, "given_end_reason": False, "ended_by_departure": False}
        begun = self.filtered("start_date")
        begun._move_to("active", pause_until=False, **values)
        begun._after_resume()
        (self - begun)._move_to("agreement", **values)
        self.env["hr.mentorship.agreement"]._draft_for(self - begun)
        self._drop_activities(LEFT)
        self.member_ids._notify("taken_up")


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _find_seats(self):
        """Return the free seats (sudo) of whoever sat here, as pairs of participant and slot.

        Somebody who has enrolled anew in the meantime sits in the new participation.
        """
        self.ensure_one()
        mine = self.participant_id
        anew = mine.search(
            [
                ("program_id", "=", mine.program_id.id),
                ("employee_id", "=", mine.employee_id.id),
                ("role", "=", mine.role),
                ("state", "in", ("applied", "approved")),
            ],
            limit=1,
        )
        participant = anew or mine
        slots = self.env["hr.mentorship.matcher"]._find_free_slots(participant)
        return [(participant, slot) for slot in slots]


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(selection_add=[("taken_up", "Mentorship goes on")], ondelete={"taken_up": "cascade"})

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "taken_up": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s goes on. Meetings that were planned are back in "
                    "your plan."
                ),
                subject=self.env._("Your mentorship with %(partner)s goes on"),
                button=self.env._("Open the mentorship"),
                rank=70,
                is_essential=True,
                mentorship_states=("agreement", "active"),
            ),
        }
