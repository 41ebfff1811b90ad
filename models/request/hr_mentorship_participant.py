from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ..common.client_actions import toast
from ..common.private_fields import SecretBoolean, SecretSelection
from ..program.hr_mentorship_participant import OPEN_STATES
from .hr_mentorship import ASKING


class HrMentorshipParticipant(models.Model):
    """Mentees who choose their mentor themselves, and mentors who offer a seat."""

    _inherit = "hr.mentorship.participant"

    can_find_mentor = fields.Boolean(
        compute="_compute_can_find_mentor", help="The current user is this mentee and may ask a mentor."
    )

    given_next_wish = SecretSelection(
        [("ask", "Ask the next wish"), ("tell", "Tell the mentee")],
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="What the mentee wants to happen when a request comes to nothing; empty before they have been asked.",
    )
    given_open_to_offers = SecretBoolean(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="The mentee wants to be shown to mentors of the program who have a seat to offer.",
    )
    is_open_to_offers = fields.Boolean(
        "Mentors May Offer Me a Seat",
        compute="_compute_open_to_offers",
        help="Mentors with a free seat see your name, job, department and place, your topics and interests here, your "
        "languages and the introduction in your profile: as long as you have no mentor, and nobody you would rather "
        "not meet.",
    )
    can_be_offered = fields.Boolean(
        compute="_compute_open_to_offers", help="The current user is this mentee, and mentors of the program may offer."
    )
    can_offer_seat = fields.Boolean(
        compute="_compute_can_offer_seat", help="The current user is this mentor, and has a free seat to offer."
    )

    @api.depends_context("uid")
    @api.depends("state", "role", "program_id.state", "program_id.matching_mode", "member_ids.mentorship_id.state")
    def _compute_can_find_mentor(self):
        choosing = self._find_my_choosing()
        for participant in self:
            participant.can_find_mentor = participant._origin.id in choosing.ids

    def action_find_mentor(self):
        self.ensure_one()
        return self.program_id.action_find_mentor()

    @api.model
    def _find_my_choosing(self):
        """Return the current user's participations, in sudo, in which they may ask a mentor now.

        A proposal that is not published yet does not count: neither may it stand in the way of what a mentee wants,
        nor may they learn of it from a button that is missing.
        """
        members = self.env["hr.mentorship.member"]
        live = Domain("mentorship_id.state", "in", self.env["hr.mentorship"]._get_published_live_states())
        # Their own request that waits for approval; of an offer that does they know nothing
        live |= Domain("mentorship_id.state", "=", "requested") & Domain("mentorship_id.origin", "=", "request")
        # sudo: whether a participant has a seat must not depend on what their record rules show them
        return self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("employee_id.active", "=", True),
                ("role", "=", "mentee"),
                ("state", "=", "approved"),
                ("company_id", "in", self.env.companies.ids),
                ("program_id.state", "=", "open"),
                ("program_id.matching_mode", "!=", "manager"),
                ("member_ids", "not any", live | members._get_through_domain()),
                *self._get_ready_domain(),
            ]
        )

    def _get_own_proposals(self):
        return self.member_ids.mentorship_id.filtered(lambda mentorship: mentorship.state == "proposed")

    def _find_plans(self):
        """With the offers that wait for approval: of them the mentee knows nothing either."""
        return super()._find_plans() | self._find_untold("mentee")

    def _discard_own_proposals(self, mentor):
        """Drop what was planned for these mentees (in sudo), before they ask ``mentor`` themselves.

        Where it is this very mentor who has offered them a seat, no mail says that it is not taken up.
        """
        note = self.env._("The mentee has asked a mentor themselves, so this proposal is discarded.")
        self._discard(self._get_own_proposals(), note)
        offers = self._find_untold("mentee")
        offers._give_way(untold=offers.member_ids.filtered(lambda member: member.participant_id == mentor))
        # These seats are free in the database before the unique indexes look at the new ones
        self.env["hr.mentorship.member"].flush_model(["is_live"])

    def _find_untold(self, role):
        """Return what waits for approval and these people (in sudo), in this role, know nothing of."""
        return self.member_ids.mentorship_id.filtered(
            lambda mentorship: mentorship.state == "requested" and ASKING[mentorship.origin] != role
        )

    def _make_room_for(self, mentee):
        """Let what was planned for this mentor (in sudo) with ``mentee`` give way, and one that holds the last seat.

        What whoever is asked has not been told of, a plan or a request, tells of itself by no refusal.
        """
        self.ensure_one()
        note = self.env._("The mentor has offered a seat to somebody themselves, so this proposal is discarded.")
        proposals = self._get_own_proposals()
        self._discard(proposals & mentee._get_own_proposals(), note)
        if self.seats_left < 1:
            # The one that the program manager would miss least
            least = (proposals & self._get_own_proposals()).sorted(lambda each: (each.is_locked, each.score, -each.id))
            self._discard(least[:1], note)
        if self.seats_left < 1:
            self._find_untold("mentor").sorted("id", reverse=True)[:1]._give_way()
        self.env["hr.mentorship.member"].flush_model(["is_live"])

    def _discard(self, proposals, note):
        if not proposals:
            return
        proposals._move_to("cancelled", closed_on=fields.Date.context_today(self))
        proposals._message_log_batch(bodies=dict.fromkeys(proposals.ids, note))

    def _lock_seats(self):
        """Make everybody who gives or takes a seat of these participants at the same time wait for each other.

        Whoever takes a seat changes the participant's stored number of free seats. Under REPEATABLE READ a
        transaction that has waited here for such a change fails, and Odoo runs it again on fresh data: it either finds
        the next free seat or says in words that there is none. The unique indexes of the members stay the last word.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM hr_mentorship_participant WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                tuple(self.ids) or (0,),
            )
        )

    # -- the wishes, one after the other

    def _set_next_wish(self, wants):
        """Keep whether the current user wants their next wish to be asked when a request comes to nothing."""
        self.ensure_one()
        if not self.is_me:
            raise AccessError(self.env._("You can choose only for yourself."))
        self.sudo().given_next_wish = "ask" if wants else "tell"  # sudo: their own choice, written here alone

    def _wants_next_wish(self):
        """Whether somebody has said that their next wish is to be asked, and has any (in sudo)."""
        return any(
            mentee.given_next_wish == "ask" and mentee._is_still_there() and mentee._list_next_wishes()
            for mentee in self
        )

    def _is_still_there(self):
        self.ensure_one()
        return self.state == "approved" and self.program_id.state == "open"

    def _list_next_wishes(self):
        """Return whom this mentee (in sudo) wishes for and has not asked yet, the most wanted first.

        As the mentee knows it: whether they may be asked is another question.

        :rtype: hr.employee
        """
        self.ensure_one()
        if not self._role_may_wish():
            return self.employee_id.browse()
        asked = self.member_ids.mentorship_id.filtered(lambda request: request._is_answered_request())
        return self.wish_ids.sorted("rank").wished_employee_id - asked.mentor_ids

    def _get_env_as_themselves(self):
        """Return an environment with this person's own rights, and nothing that somebody else's client has sent."""
        user = self.user_id
        return self.env(user=user.id, su=False, context={"lang": user.lang, "tz": user.tz})

    def _find_choosing_as_themselves(self):
        """Return the participations (in sudo) in which this mentee may ask a mentor now, as they see it themselves."""
        self.ensure_one()
        if not self.user_id.active:
            return self.browse()
        return self.with_env(self._get_env_as_themselves())._find_my_choosing()

    def _find_next_wishes(self):
        """Return the mentors (in sudo) among the wishes who can be asked now, the most wanted first."""
        self.ensure_one()
        wished = self._list_next_wishes()
        if not wished:
            return self.browse()
        mentors = self.search(
            [("program_id", "=", self.program_id.id), ("role", "=", "mentor"), ("employee_id", "in", wished.ids)]
        )
        if not mentors:
            return mentors
        ranking = self.env["hr.mentorship.matcher"]._rank_or_nothing(self, mentors)
        possible = {rating["mentor"] for rating in ranking}
        places = {employee_id: place for place, employee_id in enumerate(wished.ids)}
        return mentors.filtered(lambda mentor: mentor in possible).sorted(lambda mentor: places[mentor.employee_id.id])

    # -- leaving while a request waits for its approval

    def _after_withdraw(self):
        """What has not been told to whom it asks goes with either of the two; whoever has asked and stays is told."""
        super()._after_withdraw()
        self._forget_on_cards()
        requests = self.member_ids.mentorship_id.filtered(lambda mentorship: mentorship.state == "requested")
        if not requests:
            return
        leaving = requests.member_ids.filtered(lambda member: member.participant_id in self)
        requests._give_way(untold=leaving)

    # -- offering a seat

    @api.depends_context("uid")
    @api.depends("state", "role", "program_id.state", "program_id.matching_mode", "member_ids.mentorship_id.state")
    def _compute_can_offer_seat(self):
        mine = self.filtered("is_me")
        offering = mine._origin.sudo()._filter_offering()  # sudo: whether a seat is free, for the mentor themselves
        for participant in self:
            participant.can_offer_seat = participant._origin.id in offering.ids

    def _filter_offering(self):
        """Return the mentors among ``self`` (in sudo) who have a seat to offer, as far as they know themselves.

        A proposal that is not published yet holds none: nobody learns of it from a button that is missing.
        """
        return self.filtered(
            lambda mentor: (
                mentor.role == "mentor"
                and mentor._is_still_there()
                and mentor.employee_id.active
                and not mentor.needs_training
                and mentor.program_id._lets_mentors_offer()
            )
        )._filter_waiting_as_known()

    @api.model
    def _find_my_offering(self):
        """Return the current user's participations, in sudo, in which they have a seat to offer."""
        mine = [("user_id", "=", self.env.uid), ("role", "=", "mentor"), ("company_id", "in", self.env.companies.ids)]
        return self.sudo().search(mine)._filter_offering()  # sudo: as for whoever asks

    def action_offer_seat(self):
        """Show the current user, a mentor, the mentees who look for one."""
        self.ensure_one()
        return self.env["hr.mentorship.candidate"]._open_mentees(self.program_id)

    @api.depends_context("uid")
    @api.depends("given_open_to_offers", "role", "state", "program_id.state", "program_id.matching_mode")
    def _compute_open_to_offers(self):
        for participant in self:
            program = participant.program_id
            may_know = self.env.su or participant.is_me or program.is_my_program
            is_for_it = participant.role == "mentee" and participant.state in OPEN_STATES
            # sudo: the mentee's own choice, and to be read by whoever runs the program
            participant.is_open_to_offers = may_know and is_for_it and participant.sudo().given_open_to_offers
            participant.can_be_offered = participant.is_me and is_for_it and program._lets_mentors_offer()

    def action_open_to_offers(self):
        """Let mentors of the program see that the current user looks for one."""
        self._set_open_to_offers(True)
        return toast(self.env._("Mentors with a free seat see you from now on, and may offer it to you."))

    def action_close_to_offers(self):
        self._set_open_to_offers(False)
        return toast(self.env._("No mentor sees you any more among those who look for one."))

    def _set_open_to_offers(self, is_open):
        if not self.env.su and any(not participant.is_me for participant in self):
            raise AccessError(self.env._("You can choose only for yourself."))
        self.sudo().given_open_to_offers = is_open  # sudo: their own choice, written here alone
        if not is_open:
            self._forget_on_cards()

    def _forget_on_cards(self):
        """Let no mentor read on a page that is still open what these people have shown of themselves."""
        self.env["hr.mentorship.candidate"]._forget_mentees(Domain("mentee_id", "in", self.ids))

    def _find_open_mentees(self):
        """Return the mentees (in sudo) of the programs of ``self`` who want to be shown to mentors with a free seat."""
        mentees = self.sudo().search(
            [("program_id", "in", self.program_id.ids), ("role", "=", "mentee"), ("state", "=", "approved")]
        )
        return mentees.filtered("given_open_to_offers")
