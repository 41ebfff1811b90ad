from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ..common.plain_search import COLLECTIONS
from ..common.private_fields import ReaderOne2many
from ..common.spoken import by_count
from ..program.hr_mentorship_participant import OPEN_STATES
from ..program.hr_mentorship_program import LEARNING
from ..program.hr_mentorship_wish import MAX_WISHES
from .hr_mentorship import LIVE_STATES

IDENTITY_FIELDS = ("employee_id", "program_id", "role")
PLANNED_SEATS = {"seats_taken", "seats_left"}


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    member_ids = ReaderOne2many("hr.mentorship.member", "participant_id")
    # NO_ACCESS: proposals that nobody has published yet count here; the fields below say what the reader may know
    seats_taken = fields.Integer("Seats Planned", compute="_compute_seats", store=True, groups=NO_ACCESS)
    seats_left = fields.Integer("Seats to Plan", compute="_compute_seats", store=True, groups=NO_ACCESS)
    known_seats_taken = fields.Integer(
        "Seats Taken", compute="_compute_known_seats", search="_search_known_seats_taken"
    )
    known_seats_left = fields.Integer("Free Seats", compute="_compute_known_seats", search="_search_known_seats_left")
    is_waiting = fields.Boolean(compute="_compute_is_waiting", search="_search_is_waiting")
    can_wish = fields.Boolean(compute="_compute_can_wish", help="The current user may choose wishes here now.")

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
        through = members.search(mine & Domain("role", "in", LEARNING) & members._get_through_domain())
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
            participant.is_waiting = participant.role in LEARNING and participant.known_seats_left > 0

    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("role", "in", LEARNING) & Domain("known_seats_left", ">", 0)

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
                        "%(name)s already takes care of %(taken)s mentees in “%(program)s”. Choose %(taken)s seats or "
                        "more, or end one of these mentorships first.",
                        name=participant.employee_id.name,
                        taken=taken,
                        program=participant.program_id.name,
                    )
                )

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if any(field in vals and not self._is_unchanged(field, vals[field]) for field in IDENTITY_FIELDS):
            self._check_without_mentorship()
        if "program_id" in vals:
            self.env["hr.mentorship.program"]._check_manages_named([vals])
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

    def action_withdraw(self):
        """Leave the program. Mentorships that run already are ended on their own, each with word to the partner."""
        for participant in self:
            if not (participant.user_id == self.env.user or participant.program_id.is_my_program or self.env.su):
                raise AccessError(self.env._("You can withdraw only yourself."))
        self.check_access("read")  # an invitation to what has not opened yet is nobody's to answer
        self._check_state_in(*OPEN_STATES)
        published = self.env["hr.mentorship"]._get_published_live_states()
        for participant in self.sudo():
            # What is not told is nobody's secret to tell: publishing finds out that one of the two has gone
            running = participant.member_ids.filtered(lambda member: member.mentorship_id.state in published)
            if running:
                raise UserError(
                    by_count(
                        len(running),
                        self.env._(
                            "%(name)s has a mentorship that is not finished. End it first; that takes two clicks and "
                            "no reason.",
                            name=participant.display_name,
                        ),
                        self.env._(
                            "%(name)s has %(count)s mentorships that are not finished. End them first; that takes two "
                            "clicks and no reason.",
                            name=participant.display_name,
                            count=len(running),
                        ),
                    )
                )
        self._move_to("withdrawn")
        self.sudo()._after_withdraw()

    def _after_withdraw(self):
        """Hook: these people (in sudo) have just left their programs."""
        self.program_id._finish_approvals()

    @api.depends_context("uid")
    @api.depends(
        *("user_id", "role", "state", "known_seats_left"),
        *("program_id.state", "program_id.mentees_wish", "program_id.mentors_wish"),
    )
    def _compute_can_wish(self):
        for participant in self:
            participant.can_wish = participant.is_me and participant._may_wish()

    def _may_wish(self):
        """Wishes are for those who are not matched yet, in a program that still matches."""
        self.ensure_one()
        is_waiting = self.state in ("applied", "waiting") or (self.state == "approved" and self.known_seats_left)
        return bool(is_waiting and self.program_id.state == "open" and self._role_may_wish())

    def _set_wishes(self, employee_ids):
        """Replace the wishes of the current user by these people, the first choice first."""
        self.ensure_one()
        if not (self.is_me or self.env.su):
            raise AccessError(self.env._("You can choose only your own wishes."))
        if not self._may_wish():
            raise UserError(
                self.env._(
                    "“%(program)s” takes no wishes from you now: you are matched, or nobody asks for them.",
                    program=self.program_id.name,
                )
            )
        if len(employee_ids) > MAX_WISHES or len(set(employee_ids)) < len(employee_ids):
            raise UserError(self.env._("Choose up to %(count)s different people, each of them once.", count=MAX_WISHES))
        employees = self.env["hr.employee"].sudo().browse(employee_ids)
        if gone := employees - self._get_wish_candidates():
            raise UserError(
                self.env._(
                    "%(names)s cannot be matched with you in “%(program)s”. Choose somebody else.",
                    names=", ".join(gone.mapped("name")),
                    program=self.program_id.name,
                )
            )
        # sudo: wishes are written here alone; who asks, and for whom, has been checked
        self.sudo().wish_ids.unlink()
        self.sudo().wish_ids.create(
            [
                {"participant_id": self.id, "wished_employee_id": employee_id, "rank": rank}
                for rank, employee_id in enumerate(employee_ids, 1)
            ]
        )

    @api.depends(
        *("state", "member_ids.mentorship_id.state", "program_id.application_survey_id"),
        *("survey_answer_id.state", "survey_answer_id.survey_id"),
    )
    def _compute_survey_status(self):
        """Who has a match already has nothing to answer any more: the questions are there to find it.

        A match that nobody has published yet does not count: questions that vanish would tell of it.
        """
        waiting = self._filter_waiting_as_known()
        for participant in self:
            survey, answer = participant.program_id.application_survey_id, participant.survey_answer_id
            if answer.state == "done" and (not survey or answer.survey_id == survey):
                participant.survey_status = "done"
            elif survey and (participant.state in ("applied", "waiting") or participant in waiting):
                participant.survey_status = "open"
            else:
                participant.survey_status = False

    def _filter_through(self):
        """Return those who have been together with somebody, are no more, and wait for nobody else."""
        published = self.env["hr.mentorship"]._get_published_live_states()

        def is_together(participant):
            members = participant.sudo().member_ids  # sudo: counted, not shown
            return any(member.mentorship_state in published for member in members)

        approved = self.filtered(lambda participant: participant.state == "approved" and participant.sudo().member_ids)
        return approved - approved._filter_waiting_as_known() - approved.filtered(is_together)

    def _filter_waiting_as_known(self):
        """Return those who wait for a match as far as they know themselves: proposals are not published yet."""
        published = self.env["hr.mentorship"]._get_published_live_states()

        def is_waiting(participant):
            members = participant.sudo().member_ids  # sudo: counted, not shown
            if participant.role in LEARNING and members.filtered_domain(members._get_through_domain()):
                return False
            return sum(member._holds_known_seat(published) for member in members) < participant.capacity

        return self.filtered(lambda participant: participant.state == "approved" and is_waiting(participant))
