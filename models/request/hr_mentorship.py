import logging
from datetime import timedelta

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Command
from odoo.tools import SQL

from ..common.client_actions import toast
from ..common.private_fields import SecretBoolean, SecretMany2one, SecretSelection, SecretText
from ..common.spoken import by_count
from ..mentorship.todos import ANSWER_OFFER

_logger = logging.getLogger(__name__)
MOST_LETTERS = 1000
"""Length of the words with which a mentee asks: a mail, not an application."""
ASKING = {"request": "mentee", "offer": "mentor"}
"""The role of whoever has asked, by where a mentorship comes from."""
MAILS = {"request": "hr_mentorship.mail_template_request", "offer": "hr_mentorship.mail_template_seat_offer"}
"""What the mails about it begin with: the one that asks is called so, others go on with what has happened."""


class HrMentorship(models.Model):
    """A mentorship that a mentee has asked for, or a mentor has offered: only the other one still has to accept it.

    Where the program wants its managers to approve requests it waits for them first: whoever has asked knows of it, the
    seat is kept, and the other one knows of nothing. Whatever comes of it, both are told as far as they know of it.
    """

    _inherit = "hr.mentorship"

    origin = fields.Selection(
        [("manager", "Proposed"), ("request", "Requested by the mentee"), ("offer", "Offered by the mentor")],
        default="manager",
        required=True,
        readonly=True,
        copy=False,
    )
    given_request_message = SecretText(readonly=True, copy=False, groups=NO_ACCESS)
    request_message = fields.Text(
        "Message", compute="_compute_request_message", help="Only the two of you read this, not the program manager."
    )
    request_answer = fields.Text(
        "Why It Was Not Approved",
        readonly=True,
        copy=False,
        help="What the program manager has said to whoever has asked; who was to be asked knows of neither.",
    )
    is_my_request = fields.Boolean(
        compute="_compute_my_request", help="The current user has asked, and waits for the answer."
    )
    is_request_to_me = fields.Boolean(
        compute="_compute_my_request", help="The current user has been asked, and has not answered."
    )
    # NO_ACCESS: who is asked need not know that others were asked before, or would be next
    follows_id = SecretMany2one(
        "hr.mentorship", readonly=True, copy=False, index="btree_not_null", ondelete="set null", groups=NO_ACCESS
    )
    fell_by = SecretSelection(
        [("declined", "Not accepted"), ("expired", "Not answered"), ("told", "Cannot be; the mentee knows")],
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="Why this request has come to nothing, until the job has looked for the next wish of the mentee.",
    )

    is_taken_back = SecretBoolean(readonly=True, copy=False, groups=NO_ACCESS)

    _fallen_index = models.Index("(id) WHERE fell_by IS NOT NULL")

    @api.depends_context("uid")
    @api.depends("given_request_message", "origin", "offered_on", "member_ids.participant_id")
    def _compute_request_message(self):
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):
            me = mentorship.my_member_id
            # Who is asked reads nothing before they are asked, even where they may see that a request waits
            may_read = self.env.su or (me and (mentorship.offered_on or me in mentorship._get_asking()))
            mentorship.request_message = mentorship_sudo.given_request_message if may_read else False

    @api.depends_context("uid")
    @api.depends("origin", "state", "member_ids.participant_id")
    def _compute_my_request(self):
        self.is_my_request = self.is_request_to_me = False
        # Of all that nobody has asked for, or that has been answered, nothing is read
        for mentorship in self.filtered(
            lambda each: each.origin != "manager" and each.state in ("requested", "offered")
        ):
            asking = mentorship._get_asking()
            is_mine = mentorship.my_member_id in asking
            is_known = mentorship.state == "offered" or (mentorship.state == "requested" and is_mine)
            mentorship.is_my_request = is_known and is_mine
            mentorship.is_request_to_me = is_known and bool(asking and mentorship.my_member_id) and not is_mine

    def _get_asking(self):
        """Return the members who have asked the others themselves; none where a program manager has proposed it."""
        return self.member_ids.filtered(lambda member: member.role == ASKING.get(member.mentorship_id.origin))

    # -- asking

    @api.model
    def _request(self, mentee, mentor, message="", follows=None):
        """Ask ``mentor`` to take on ``mentee``, who is the current user; both are participants of one program.

        A proposal for this mentee that is not published yet, locked or not, gives way: what a mentee wants counts more
        than what was planned for them, and refusing would tell them that there is a plan.

        :param follows: the request that has come to nothing, in whose place this one is made in the mentee's name
        :returns: the request, which holds the mentor's seat until it is answered, taken back or expired
        :rtype: hr.mentorship
        :raises UserError: if this is not possible, or not possible any more
        """
        mentee, mentor = mentee.sudo(), mentor.sudo()  # sudo: mentees read no mentors; checked from here on
        self._check_may_request(mentee, mentor, message)
        (mentee | mentor)._lock_seats()
        mentee._discard_own_proposals(mentor)
        ranking = self.env["hr.mentorship.matcher"]._rank_mentors(mentee, mentor)
        if not ranking:
            # One sentence whatever the reason: nobody learns from it who has blocked whom
            raise UserError(
                self.env._(
                    "%(name)s cannot take another mentee now: the last seat may just have been taken. Choose "
                    "somebody else.",
                    name=mentor.employee_id.name,
                )
            )
        return self._place("request", mentee, mentor, mentee, ranking[0], message, follows)

    @api.model
    def _offer_seat(self, mentor, mentee, message=""):
        """Offer a seat of ``mentor``, who is the current user, to ``mentee``; both are participants of one program.

        What is planned for the two together gives way, and so does one other plan where it holds the last seat: that
        there is one is not told by a refusal.

        :returns: the offer, to which the mentor has said yes
        :rtype: hr.mentorship
        :raises UserError: if this is not possible, or not possible any more
        """
        mentor, mentee = mentor.sudo(), mentee.sudo()  # sudo: mentors read no mentees; checked from here on
        self._check_may_offer(mentor, mentee, message)
        (mentee | mentor)._lock_seats()
        mentor._make_room_for(mentee)
        ranking = self.env["hr.mentorship.matcher"]._rank_mentees(mentor, mentee)
        if not ranking or not mentee.given_open_to_offers:
            # One sentence whatever the reason: nobody learns from it who has blocked whom
            raise UserError(
                self.env._(
                    "%(name)s does not look for a mentor any more: they may just have found one. Choose somebody else.",
                    name=mentee.employee_id.name,
                )
            )
        return self._place("offer", mentee, mentor, mentor, ranking[0], message)

    def _check_may_offer(self, mentor, mentee, message):
        program = mentor.program_id
        if mentor.user_id != self.env.user or mentor.role != "mentor":
            raise AccessError(self.env._("Everybody offers their own seats, as a mentor of the program."))
        if mentee.program_id != program or mentee.role != "mentee":
            raise AccessError(self.env._("Offer a seat to a mentee of the same program."))
        if not program._lets_mentors_offer():
            raise UserError(
                self.env._("In “%(program)s” nobody offers seats. You will hear from us.", program=program.name)
            )
        if not mentor._filter_offering():
            raise UserError(
                self.env._(
                    "You have no free seat in “%(program)s” that you could offer. Take an offer back first, or take "
                    "more seats.",
                    program=program.name,
                )
            )
        self._check_length(message)

    @api.model
    def _place(self, origin, mentee, mentor, asking, rating, message, follows=None):
        """Hold a seat for two participants (in sudo), of whom ``asking`` has said yes; the caller has checked both.

        The other one is asked at once, or as soon as a program manager has approved, where the program wants that.
        """
        program = mentee.program_id
        today = fields.Date.context_today(self)
        is_held_back = program._holds_back(asking)
        answered = {"response": "accepted", "responded_at": fields.Datetime.now()}
        # sudo: people create nothing but their own request, which has been checked
        request = (
            self.sudo()
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "program_id": program.id,
                    "origin": origin,
                    "state": "requested" if is_held_back else "offered",
                    "offered_on": False if is_held_back else today,
                    "offer_expires_on": today + timedelta(days=program.offer_validity_days),
                    "given_request_message": (message or "").strip(),
                    "follows_id": follows.id if follows else False,
                    "score": rating["score"],
                    "match_facts": rating["facts"],
                    "member_ids": [
                        Command.create(
                            {
                                "participant_id": mentor.id,
                                "slot": self.env["hr.mentorship.matcher"]._find_free_slots(mentor)[0],
                                **(answered if asking == mentor else {}),
                            }
                        ),
                        Command.create(
                            {
                                "participant_id": mentee.id,
                                "slot": 1,
                                **(answered if asking == mentee else {}),
                            }
                        ),
                    ],
                }
            )
        )
        mentee._forget_on_cards()
        if is_held_back:
            program._ask_managers_for_requests()
        else:
            request._ask_the_other()
        return request.with_env(self.env)

    def _ask_the_other(self):
        """Let those know who are asked (in sudo): a to-do and a mail each."""
        asked = self.member_ids - self._get_asking()
        self._schedule_activities(
            ANSWER_OFFER,
            [(member.mentorship_id, member.user_id, member.mentorship_id.offer_expires_on) for member in asked],
        )
        for origin, members in asked.grouped(lambda member: member.mentorship_id.origin).items():
            members._send(MAILS[origin])

    def _check_may_request(self, mentee, mentor, message):
        program = mentee.program_id
        if mentee.user_id != self.env.user or mentee.role != "mentee":
            raise AccessError(self.env._("Everybody asks for themselves, as a mentee of the program."))
        if program.matching_mode == "manager":
            raise UserError(
                self.env._(
                    "In “%(program)s” the program manager brings people together. You will hear from them.",
                    program=program.name,
                )
            )
        if mentee not in mentee.with_env(self.env)._find_my_choosing():
            raise UserError(self._explain_why_not_now(mentee))
        if mentor.program_id != program or mentor.role != "mentor":
            raise AccessError(self.env._("Ask a mentor of the same program."))
        self._check_length(message)

    def _check_length(self, message):
        if len(message or "") > MOST_LETTERS:
            raise UserError(
                self.env._(
                    "Your message has %(count)s letters. Say it in at most %(most)s, and keep the rest for your first "
                    "meeting.",
                    count=len(message),
                    most=MOST_LETTERS,
                )
            )

    def _explain_why_not_now(self, mentee):
        """Say why a mentee may not ask, from what they know themselves."""
        return self._explain_match_there(mentee) or self.env._(
            "Approved mentees of an open program ask for a mentor. In “%(program)s” that is not possible now.",
            program=mentee.program_id.name,
        )

    @api.model
    def _explain_match_there(self, mentee):
        """Say to a mentee whom they have asked, or have a match with; empty if there is nobody."""
        published = self._get_published_live_states()
        pending = mentee.member_ids.mentorship_id.filtered(
            lambda mentorship: (
                mentorship.state in published or (mentorship.state == "requested" and mentorship.origin == "request")
            )
        )[:1]
        mentor = pending.member_ids.filtered(lambda member: member.role == "mentor").employee_id.name
        if pending.origin == "request" and pending.state == "offered":
            return self.env._(
                "You have asked %(mentor)s already. Wait for the answer, or take that request back first.",
                mentor=mentor,
            )
        if pending.state == "requested":
            return self.env._(
                "You want to ask %(mentor)s, and a program manager looks at it first. Wait for that, or take this "
                "request back.",
                mentor=mentor,
            )
        if pending.state == "offered":
            return self.env._(
                "There is a match with %(mentor)s for you. Answer it first; if you decline, you can ask somebody else.",
                mentor=mentor,
            )
        if pending:
            return self.env._(
                "You have a mentor in “%(program)s” already: %(mentor)s.",
                program=mentee.program_id.name,
                mentor=mentor,
            )
        return ""

    # -- taking back

    def action_take_back(self):
        """Whoever has asked does so no longer, and may ask somebody else, or the same person another time."""
        members = self._my_members()
        if members - self._get_asking():
            raise AccessError(self.env._("Only whoever has asked takes a request back."))
        self._check_state_in("requested", "offered")
        self._serialize()
        known = self.filtered(lambda mentorship: mentorship.state == "offered")
        self._move_to("cancelled", closed_on=fields.Date.context_today(self), is_taken_back=True)
        self._after_close()
        (known.sudo().member_ids - members)._send_of_origin("taken_back")
        self.sudo().program_id._finish_requests()  # sudo: to-dos of the program managers
        return True

    # -- approving, where the program wants that

    def _is_yet_to_come(self):
        return self.state == "requested" or super()._is_yet_to_come()

    def action_approve_request(self):
        """Let those be asked whom somebody wants to ask; several at once. Without any, say what to do first."""
        if not self:
            # No error: nothing has gone wrong, and everything stays as it is
            return toast(self._say_tick_requests(), "warning", False)
        self.program_id._check_manager()
        self._check_state_in("requested")
        self._check_programs_open()
        requests = self.sudo()  # sudo: what becomes of it is for the members; the right has been checked
        # Whoever withdraws in the same moment changes the same row, and one of the two runs again
        requests.member_ids.participant_id._serialize()
        lost = requests._find_impossible()
        today = fields.Date.context_today(self)
        for program, approved in (requests - lost).grouped("program_id").items():
            expires_on = today + timedelta(days=program.offer_validity_days)
            approved._move_to("offered", offered_on=today, offer_expires_on=expires_on)
        (requests - lost)._ask_the_other()
        (requests - lost)._get_asking()._send("hr_mentorship.mail_template_request_approved")
        lost._give_way()
        requests.program_id._finish_requests()
        return self._say_approved(requests - lost, lost)

    def _give_way(self, untold=None):
        """Close requests (in sudo) that nobody has approved yet, as something has changed; who has asked is told so.

        :param untold: members who need not be told: they have changed it themselves
        """
        self._move_to("cancelled", closed_on=fields.Date.context_today(self))
        self._after_close()
        asking = self._get_asking()
        self.filtered(lambda request: not untold or request._get_asking() - untold)._tell_declined(
            self.member_ids - asking
        )
        self.program_id._finish_requests()

    def _check_programs_open(self):
        for program in self.program_id:
            if program.state != "open":
                raise UserError(
                    self.env._("“%(program)s” is not open, so nobody can be asked in it.", program=program.name)
                )

    def _find_impossible(self):
        """Return the requests (in sudo) that have become impossible while they waited: not why, it may be a block."""
        gone = self.filtered(
            lambda request: any(
                participant.state != "approved"
                or not participant.employee_id.active
                or participant.employee_id.company_id != request.company_id
                for participant in request.member_ids.participant_id
            )
        )
        return gone | self._find_unfit()

    def _say_approved(self, approved, lost):
        words = []
        if approved:
            words.append(
                by_count(
                    len(approved),
                    self.env._("Approved: %(names)s. The request is on its way.", names=approved[:1].name),
                    self.env._("%(count)s requests are approved, and on their way.", count=len(approved)),
                )
            )
        if lost:
            words.append(
                self.env._(
                    "These have become impossible since they were made, and those who have asked are told: %(names)s.",
                    names=", ".join(lost.mapped("name")),
                )
            )
        return toast(" ".join(words), "warning" if lost else "success")

    def _say_tick_requests(self):
        return self.env._("Tick the requests that you want to answer, then press the button.")

    def action_decline_request(self):
        """Open the dialog that asks for the reason; without any request, say what to do first."""
        if not self:
            return toast(self._say_tick_requests(), "warning", False)
        self.program_id._check_manager()
        self._check_state_in("requested")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_decline_request_action")
        action["context"] = {"default_mentorship_ids": self.ids}
        return action

    def _decline_request(self, reason):
        """Say no to requests, with a reason that those read who have asked; nobody else has heard of them.

        These two are not proposed to each other either, until the rejection is taken back.
        """
        self.program_id._check_manager()
        self._check_state_in("requested")
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason in a few kind words: whoever has asked reads it."))
        requests = self.sudo()  # sudo: the right has been checked
        requests._move_to(
            "cancelled",
            closed_on=fields.Date.context_today(self),
            is_rejected=True,
            reject_reason=reason.strip(),
            request_answer=reason.strip(),
        )
        requests._after_close()
        requests._get_asking()._send("hr_mentorship.mail_template_request_not_approved")
        requests.program_id._finish_requests()
        return toast(
            by_count(
                len(self),
                self.env._("Not approved: %(names)s. Your reason is on its way.", names=self[:1].name),
                self.env._("%(count)s requests are not approved. Your reason is on its way.", count=len(self)),
            )
        )

    def _after_all_accepted(self):
        """Who has found a mentor is shown to no other one."""
        members = self.sudo().member_ids  # sudo: everybody has said yes
        members.filtered(lambda member: member.role == "mentee").participant_id._forget_on_cards()
        return super()._after_all_accepted()

    # -- coming to nothing, and falling to the next wish

    def _expire_offers(self):
        """Nobody has found the time to approve some of them: it is not their partners who have not answered."""
        held_back = self.filtered(lambda mentorship: mentorship.state == "requested")
        held_back._move_to("cancelled", closed_on=fields.Date.context_today(self))
        held_back._get_asking()._send("hr_mentorship.mail_template_request_not_looked_at")
        held_back.program_id._finish_requests()
        return super(HrMentorship, self - held_back)._expire_offers()

    def _tell_expired(self):
        falling = self._fall_to_next_wish("expired")
        requested = self._filter_asked()
        (requested.member_ids - falling._get_asking())._send_of_origin("expired")
        return super(HrMentorship, self - requested)._tell_expired()

    def _tell_declined(self, decliners):
        falling = self._fall_to_next_wish("declined")
        requested = self._filter_asked()
        asking = requested._get_asking()
        (asking - decliners - falling._get_asking())._send_of_origin("declined")
        # Whoever was asked and has not said no: it has been withdrawn
        (requested.member_ids - asking - decliners)._send("hr_mentorship.mail_template_declined")
        return super(HrMentorship, self - requested)._tell_declined(decliners)

    def _filter_asked(self):
        return self.filtered(lambda mentorship: mentorship.origin != "manager")

    def _fall_to_next_wish(self, how="told"):
        """Let the job ask the next wish of those mentees (in sudo) who want that, and return their requests.

        Not at once: whoever declines waits for nothing that others do, nor fails with it.

        :param str how: of ``fell_by``
        """
        requests = self.filtered(lambda mentorship: mentorship.origin == "request")
        falling = requests.filtered(lambda request: request._get_asking().participant_id._wants_next_wish())
        job = self._find_next_wish_job()
        if not job:
            return self.browse()  # nobody would look at them: whoever has asked hears it at once
        if falling:
            falling.fell_by = how
            job._trigger()
        return falling

    @api.model
    def _find_next_wish_job(self):
        """Return the job (in sudo) that asks next wishes, unless an administrator has deleted or stopped it."""
        job = self.env.ref("hr_mentorship.ir_cron_ask_next_wishes", raise_if_not_found=False)
        return job and job.sudo().filtered("active")  # sudo: a job of ours

    @api.model
    def _cron_ask_next_wishes(self):
        """Ask, for one mentee after the other, the next wish that is possible; each is told what has come of it."""
        commit_progress = self.env["ir.cron"]._commit_progress
        last_id = 0
        remaining = self._find_fallen(last_id)
        # The host leaves out a job that is killed three times before it has reported anything
        commit_progress(remaining=len(remaining))
        while remaining:
            fallen = remaining[:1]
            try:
                fallen = fallen.try_lock_for_update()
                fallen._ask_next_wish()
                self.env.flush_all()
            except (OperationalError, IntegrityError):
                # Somebody has taken a seat in the same moment: to be seen with fresh eyes
                _logger.info("The next wish after request %s is asked again.", remaining[:1].id, exc_info=True)
                self.env.cr.rollback()
                if job := self._find_next_wish_job():
                    job._trigger()
            except Exception:
                # What is wrong with one of them keeps nobody else waiting; it is looked at again with the next run
                _logger.exception("The next wish after request %s cannot be asked.", remaining[:1].id)
                self.env.cr.rollback()
            last_id = remaining[0].id
            remaining = self._find_fallen(last_id)
            if not commit_progress(len(fallen), remaining=len(remaining)):
                break

    @api.model
    def _find_fallen(self, after_id):
        """Return what the job still has to look at, the oldest first."""
        self.flush_model(["fell_by"])
        # By hand, as no client may ask the column
        rows = self.env.execute_query(
            SQL("SELECT id FROM hr_mentorship WHERE fell_by IS NOT NULL AND id > %s ORDER BY id", after_id)
        )
        return self.browse(row_id for [row_id] in rows)

    def _ask_next_wish(self):
        """Ask the next wish of the mentee of this fallen request, or tell them that there is none."""
        for fallen in self.sudo():  # sudo: a job of ours
            how, fallen.fell_by = fallen.fell_by, False
            member = fallen._get_asking()
            if not member.participant_id._is_still_there():
                continue  # they have been told of the end of the program, or have left it themselves
            if request := fallen._request_next_wish(member.participant_id):
                request.sudo()._get_asking()._send("hr_mentorship.mail_template_request_next_wish")
            elif how != "told":
                member._send(f"hr_mentorship.mail_template_request_{how}")

    def _request_next_wish(self, mentee):
        """Ask in the name of ``mentee`` (in sudo), as far as they could ask themselves.

        :returns: the new request, or nothing
        """
        nothing = self.browse()
        # Asked again: they may have thought better of it since the request came to nothing
        if mentee.given_next_wish != "ask" or mentee not in mentee._find_choosing_as_themselves():
            return nothing
        requests = mentee._get_env_as_themselves()["hr.mentorship"]
        wishes = mentee._find_next_wishes() - self.member_ids.participant_id
        return next(filter(None, (requests._request_if_possible(mentee, mentor, self) for mentor in wishes)), nothing)

    @api.model
    def _request_if_possible(self, mentee, mentor, fallen):
        """Ask ``mentor`` in the place of the request ``fallen`` (in sudo); return nothing where that is impossible."""
        try:
            with self.env.cr.savepoint():
                return self._request(mentee, mentor, fallen._get_words_for_next(), follows=fallen)
        except UserError:
            return self.browse()  # what has become impossible meanwhile is one wish less

    def _is_answered_request(self):
        """Whether a mentee (in sudo) has asked with this, and it has come to an end by which that is over.

        Not where nobody has looked at it in time, nor where it gave way: the mentor was never asked, and may be still.
        """
        self.ensure_one()
        is_over = self.state in ("declined", "ended") or (
            self.state == "cancelled" and bool(self.offered_on or self.is_rejected or self.is_taken_back)
        )
        return is_over and self.origin == "request"

    def _get_words_for_next(self):
        """Hook: return what is said to the next one as well; what a mentee writes to a mentor is for that one."""
        self.ensure_one()
        return ""
