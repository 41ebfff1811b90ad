from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain

from .private_fields import SecretSelection
from .spoken import say_date, say_duration

ACTIVITY_TYPE = "hr_mentorship.mail_activity_type_checkin"

CONFIRM_WITHIN = timedelta(days=30)
"""How long after a meeting its other member is still asked to confirm and rate it."""

LOGGED_STATES = ("done", "missed", "skipped")

REASONS = [
    ("time", "No time"),
    ("absent", "Ill or on leave"),
    ("forgotten", "Forgotten"),
    ("nothing", "Nothing to talk about"),
    ("other", "Something else"),
]


class HrMentorshipCheckin(models.Model):
    """What became of a meeting: one member logs it, the other confirms or adds."""

    _inherit = "hr.mentorship.checkin"

    logged_by_id = fields.Many2one("hr.mentorship.member", readonly=True, copy=False, index="btree_not_null")
    # Who logs has confirmed
    confirmed_member_ids = fields.Many2many(
        "hr.mentorship.member",
        "hr_mentorship_checkin_confirmation_rel",
        "checkin_id",
        "member_id",
        string="Confirmed By",
        readonly=True,
        copy=False,
    )
    confirmed_on = fields.Date(readonly=True, copy=False, help="When another member than who logged it agreed.")
    given_reason = SecretSelection(REASONS, readonly=True, copy=False, groups=NO_ACCESS)
    reason = fields.Selection(
        REASONS, compute="_compute_reason", help="Why the meeting did not take place. Only the members read it."
    )
    can_log = fields.Boolean(compute="_compute_can_log")
    can_confirm = fields.Boolean(compute="_compute_can_log", help="The other one has logged it, the user has not.")
    can_change = fields.Boolean(compute="_compute_can_log", help="The user has logged or confirmed it.")
    is_waiting_for_me = fields.Boolean(
        compute="_compute_is_waiting_for_me",
        search="_search_is_waiting_for_me",
        help="Due and not logged yet, or logged by the partner not long ago and not confirmed by the current user.",
    )

    @api.depends_context("uid")
    @api.depends("given_reason")
    def _compute_reason(self):
        """Members alone read it, program managers and administrators do not."""
        for checkin, checkin_sudo in zip(self, self.sudo(), strict=True):
            checkin.reason = checkin_sudo.given_reason if checkin.has_member else False

    @api.depends_context("uid")
    @api.depends("state", "feedback_ids", "confirmed_member_ids")
    def _compute_can_log(self):
        for checkin in self:
            member = checkin.mentorship_id.my_member_id
            is_logged = bool(member) and checkin.state in LOGGED_STATES
            is_mine = member in checkin.confirmed_member_ids
            checkin.can_confirm = is_logged and not is_mine
            # feedback_ids holds only what the record rules let the user read: their own
            checkin.can_log = bool(member) and (
                checkin.state == "planned" or (checkin.state == "done" and not (is_mine and checkin.feedback_ids))
            )
            checkin.can_change = is_logged and is_mine

    def _compute_is_waiting_for_me(self):
        waiting = self.search([("id", "in", self.ids), ("is_waiting_for_me", "=", True)])
        for checkin in self:
            checkin.is_waiting_for_me = checkin in waiting

    def _search_is_waiting_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        due = Domain("state", "=", "planned") & Domain("planned_date", "<=", today)
        unconfirmed = (
            Domain("state", "=", "done")
            & Domain("held_on", ">=", today - CONFIRM_WITHIN)
            & ~Domain("confirmed_member_ids", "any", Domain("user_id", "=", self.env.uid))
        )
        return Domain("mentorship_id.member_ids.user_id", "=", self.env.uid) & (due | unconfirmed)

    def action_log(self):
        """Open the dialog in which a member logs this check-in, or confirms what the other one has logged."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_checkin_log_action")
        action["context"] = {"default_checkin_id": self.id}
        if self.state != "planned":
            action["name"] = self.env._("Confirm Check-in") if self.can_confirm else self.env._("My View")
        return action

    def action_confirm(self):
        """It was as the partner says: one tap, without the dialog."""
        self.ensure_one()
        self._check_has_member()
        return self.env["hr.mentorship.checkin.log"].create({"checkin_id": self.id}).action_confirm()

    def _log(
        self,
        outcome,
        held_on=None,
        duration=None,
        summary=None,
        private_note=None,
        rating=None,
        *,
        planned_date=None,
        planned_at=None,
        reason=None,
        agenda=(),
        next_steps=(),
        done_steps=None,
        comment=None,
        wants_contact=False,
        is_correction=False,
    ):
        """Record what became of a check-in, as the current user, who is a member.

        The first member to log decides on the outcome. The other one confirms it by logging the same, and adds words,
        steps and a rating of their own; logging another outcome keeps all of these and leaves it unconfirmed. Only a
        correction, which the partner then confirms in turn, changes what has been logged.

        :param str outcome: ``done``, ``moved`` (to ``planned_date``, and ``planned_at`` if the time is agreed),
            ``missed`` or ``skipped`` (for a ``reason`` of ``REASONS``)
        :param int rating: 1 (poor) to 5 (excellent), or None
        :param agenda: see :meth:`_tick_agenda`
        :param next_steps: dicts of ``name``, ``member_id``, ``due_date``
        :param done_steps: open next steps of the mentorship that are done
        """
        self.ensure_one()
        member = self._check_has_member()
        self._serialize()
        self._check_log(outcome, held_on, planned_date)
        if outcome == "moved":
            self._move(planned_date, planned_at or False)
        elif self.state == "planned" or is_correction:
            self._settle(member, outcome, held_on, duration, reason)
        else:
            self._check_state_in(*LOGGED_STATES)
            if outcome == self.state and (not held_on or not self.held_on or held_on == self.held_on):
                self._confirm(member)
        notes = self.env["hr.mentorship.note"]
        notes._record(self.mentorship_id, "summary", summary, checkin=self)
        notes._record(self.mentorship_id, "private", private_note, checkin=self)
        self._tick_agenda(agenda)
        if done_steps:
            (done_steps & self.mentorship_id.open_next_step_ids)._finish()
        if next_steps:
            self.env["hr.mentorship.next.step"]._agree(self, next_steps)
        # Kept as well where the partner has just said that it did not take place: it counts once that is corrected
        if rating and outcome == "done":
            self.env["hr.mentorship.feedback"]._record(self, member, rating, comment, wants_contact)
        if wants_contact:
            member._ask_for_contact()
        self._update_todos()
        self._after_log()

    def _check_log(self, outcome, held_on, planned_date):
        today = fields.Date.context_today(self)
        if outcome not in (*LOGGED_STATES, "moved"):
            raise UserError(self.env._("Nobody has logged this check-in yet. Say what became of it."))
        if outcome == "done" and held_on and held_on > today:
            raise UserError(self.env._("A meeting that was held cannot lie in the future. Check the date."))
        if outcome == "moved":
            if self.state in LOGGED_STATES:
                raise UserError(
                    self.env._("This check-in has been logged already and cannot be moved. Plan the next one instead.")
                )
            self._check_state_in("planned")
            if not planned_date or planned_date < today:
                raise UserError(self.env._("To which day do you move the meeting? Choose today or a later one."))

    def _settle(self, member, outcome, held_on, duration, reason):
        """Write the outcome that ``member`` knows, for the others to confirm."""
        self._check_state_in("planned", *LOGGED_STATES)
        values = {
            "held_on": (held_on or fields.Date.context_today(self)) if outcome == "done" else False,
            "given_reason": reason if outcome in ("missed", "skipped") else False,
            "logged_by_id": member.id,
            "confirmed_member_ids": [Command.set(member.ids)],
            "confirmed_on": False,
        }
        if duration and outcome == "done":
            values["duration"] = duration
        self._move_to(outcome, **values)

    def _confirm(self, member):
        """Note that ``member`` agrees with what has been logged; whoever has logged it does so anyway."""
        if member in self.confirmed_member_ids:
            return
        # sudo: members change a check-in through its steps alone
        self.sudo().write(
            {
                "confirmed_member_ids": [Command.link(member.id)],
                "confirmed_on": self.confirmed_on or fields.Date.context_today(self),
            }
        )

    @api.model
    def _take_ratings_as_confirmation(self):
        """Whoever has rated a held check-in has agreed that it took place: nobody is asked again about old ones."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO hr_mentorship_checkin_confirmation_rel (checkin_id, member_id)
                 SELECT feedback.checkin_id, feedback.member_id
                   FROM hr_mentorship_feedback feedback
                   JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                  WHERE checkin.state = 'done'
            ON CONFLICT DO NOTHING
            """
        )
        self.env.cr.execute(
            """
            UPDATE hr_mentorship_checkin checkin
               SET logged_by_id = answer.first_member_id,
                   confirmed_on = CASE WHEN answer.count > 1 THEN checkin.held_on END
              FROM (
                    SELECT checkin_id, (array_agg(member_id ORDER BY id))[1] AS first_member_id, COUNT(*) AS count
                      FROM hr_mentorship_feedback
                     GROUP BY checkin_id
                   ) answer
             WHERE checkin.id = answer.checkin_id AND checkin.state = 'done' AND checkin.logged_by_id IS NULL
            """
        )
        self.env.invalidate_all()

    def _update_todos(self):
        """Who has logged has done what there was to do; the others are asked to confirm a meeting that was held."""
        if self.state in ("missed", "skipped"):
            self._drop_activities(ACTIVITY_TYPE)
        elif self.state == "done":
            self._finish_activities(ACTIVITY_TYPE, users=self.env.user)
            for user, activities in self._find_activities([ACTIVITY_TYPE]).grouped("user_id").items():
                activities.summary = self.with_context(lang=user.lang)._message_to_confirm()

    def _message_to_confirm(self):
        return self.env._("Logged by your partner: confirm or add")

    def _tell_log(self, reader):
        """Return what has been logged, in words for the member ``reader``."""
        self.ensure_one()
        name = self.logged_by_id.employee_id.name or self.env._("Your partner")
        if self.logged_by_id == reader:
            name = self.env._("You")
        if self.state == "done":
            return self.env._(
                "%(name)s logged: we met on %(date)s for %(duration)s.",
                name=name,
                date=say_date(self.env, self.held_on),
                duration=say_duration(self.env, self.duration),
            )
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(name)s logged: %(outcome)s.",
            name=name,
            outcome=f"{states[self.state]} ({reasons[self.reason]})" if self.reason else states[self.state],
        )

    def _get_summaries(self, reader):
        """Return what the others have written about this meeting for the member ``reader`` to read.

        :rtype: list[str]
        """
        self.ensure_one()
        return self.note_ids.filtered(
            lambda note: (
                note.kind == "summary"
                and not (note.member_id == reader if note.member_id else note.author_id == reader.user_id)
            )
        ).mapped("body")

    def _after_log(self):
        """Hook: what became of these check-ins has been recorded, by the current user."""
        running = self.mentorship_id.filtered(lambda mentorship: mentorship.state == "active")
        self._plan_for(running)
