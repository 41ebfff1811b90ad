from datetime import date, timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain

from ...scheduling import wall_at
from ..common.private_fields import PrivateOne2many, SecretSelection
from ..common.spoken import say_date, say_duration, with_colon
from .agenda import list_lines, list_questions, number
from .todos import LOG

CONFIRM_WITHIN = timedelta(days=30)
"""How long after a meeting its other member is still asked to confirm and rate it."""
LONGEST_AGO = timedelta(days=366)
"""How long before its planned day a meeting may have been held; what is older is a slip of the keys."""
LOGGED_STATES = ("done", "missed", "skipped")
REASONS = [
    ("time", "No time"),
    ("absent", "Ill or on leave"),
    ("forgotten", "Forgotten"),
    ("nothing", "Nothing to talk about"),
    ("other", "Something else"),
]
"""Why a meeting did not take place."""


class HrMentorshipCheckin(models.Model):
    """One planned or held meeting of a mentorship."""

    _name = "hr.mentorship.checkin"
    _description = "Mentorship Check-in"
    _inherit = ["hr.mentorship.conversation.mixin", "hr.mentorship.todo.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "planned_date, id"
    _mail_post_access = "read"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, index=True, readonly=True, ondelete="cascade")
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("first", "First meeting"),
            ("regular", "Regular check-in"),
            ("follow_up", "30-day follow-up"),
            ("closing", "Closing review"),
        ],
        default="regular",
        required=True,
        readonly=True,
    )
    occurrence = fields.Integer(
        default=0, readonly=True, help="Which regular check-in of the mentorship this is, counted from one."
    )
    planned_date = fields.Date(required=True, tracking=True)
    list_position = fields.Integer(
        compute="_compute_list_position",
        store=True,
        help="Orders lists: what is still to come, the next one first, and then what is over, the newest first.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Held"),
            ("missed", "Missed"),
            ("skipped", "Skipped"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    held_on = fields.Date(readonly=True)
    duration = fields.Float(readonly=True, help="Length of the meeting, in hours.")
    duration_text = fields.Char("Length", compute="_compute_duration_text")
    agenda = fields.Text(compute="_compute_agenda")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    is_next = fields.Boolean(
        compute="_compute_is_next", help="The next one of its mentorship: it may have been held early."
    )
    is_due = fields.Boolean(compute="_compute_is_overdue", help="Today or earlier, and not logged yet.")
    feedback_ids = PrivateOne2many("hr.mentorship.feedback", "checkin_id")
    note_ids = PrivateOne2many("hr.mentorship.note", "checkin_id", string="Notes")
    planned_at = fields.Datetime(
        "Time", readonly=True, copy=False, tracking=True, help="Empty as long as only the day is agreed."
    )
    agenda_item_ids = PrivateOne2many("hr.mentorship.agenda.item", "checkin_id", readonly=True)
    has_member = fields.Boolean(compute="_compute_has_member", help="The current user is a member of the mentorship.")
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
    next_step_ids = PrivateOne2many("hr.mentorship.next.step", "checkin_id", readonly=True)

    _planned_once = models.UniqueIndex("(mentorship_id, kind, occurrence)", "This check-in stands in the plan already.")

    @api.depends_context("lang")
    @api.depends("duration")
    def _compute_duration_text(self):
        for checkin in self:
            checkin.duration_text = say_duration(self.env, checkin.duration)

    @api.depends_context("uid", "lang")
    @api.depends("mentorship_id.name", "kind", "planned_date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for checkin in self:
            kind = with_colon(self.env, kinds.get(checkin.kind, ""))
            checkin.display_name = f"{kind} {checkin.mentorship_id.display_name}"

    @api.depends("state", "planned_date")
    def _compute_list_position(self):
        for checkin in self:
            day = (checkin.planned_date or date.max).toordinal()
            checkin.list_position = day if checkin.state == "planned" else 2 * date.max.toordinal() - day

    @api.depends("state", "planned_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for checkin in self:
            is_open = checkin.state == "planned" and bool(checkin.planned_date)
            checkin.is_overdue = is_open and checkin.planned_date < today
            checkin.is_due = is_open and checkin.planned_date <= today

    @api.depends("mentorship_id.checkin_ids.planned_date", "mentorship_id.checkin_ids.state")
    def _compute_is_next(self):
        for checkin in self:
            is_first = checkin.planned_date == checkin.mentorship_id.next_checkin_date
            checkin.is_next = checkin.state == "planned" and is_first

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "planned") & Domain("planned_date", "<", fields.Date.context_today(self))

    def _cancel(self):
        """Take planned check-ins, and what they ask people to do, out of the plan."""
        self._move_to("cancelled")
        self._drop_activities(LOG)

    @api.model
    def _to_local_date(self, moment, tz):
        return wall_at(moment, tz).date()

    # -- What to talk about: our questions for the kind of meeting, and what the members put on the agenda.

    @api.depends_context("uid")
    @api.depends("mentorship_id.member_ids.user_id")
    def _compute_has_member(self):
        for checkin in self:
            checkin.has_member = bool(checkin.mentorship_id.my_member_id)

    @api.depends("kind", "occurrence", "agenda_item_ids.name", "agenda_item_ids.is_done")
    @api.depends_context("lang", "uid")
    def _compute_agenda(self):
        for checkin in self:
            checkin.agenda = "\n".join(
                f"{'✓' if line['is_done'] else '•'} {line['name']}" for line in checkin._get_agenda_lines()
            )

    def _get_public_agenda(self):
        """Return our questions alone, for where others might read: the topics are words of the members."""
        return "\n".join(f"• {question}" for question in self._get_own_questions().values())

    def _get_agenda_lines(self):
        """List the agenda as the current user may read it, see :func:`list_lines`."""
        self.ensure_one()
        return list_lines(self._get_own_questions(), self.agenda_item_ids)

    def _get_own_questions(self):
        """Return our questions for this meeting by their key, in the reader's language."""
        prefix = f"{self._get_agenda_key()}-"
        return {key: question for key, question in self._get_agenda_questions().items() if key.startswith(prefix)}

    def _get_agenda_key(self):
        self.ensure_one()
        return "first" if self.kind == "regular" and self.occurrence == 1 else self.kind

    @api.model
    def _get_agenda_questions(self):
        """Return all our questions by their key, in the reader's language.

        :rtype: dict[str, str]
        """
        return number(self._get_agendas())

    @api.model
    def _get_agendas(self):
        """Hook: return the questions of each kind of meeting, in the reader's language."""
        return list_questions(self.env)

    def action_edit_agenda(self):
        """Open the dialog in which a member puts topics on the agenda."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_checkin_agenda_action")
        action["context"] = {"default_checkin_id": self.id}
        return action

    def _get_my_topics(self):
        return self.agenda_item_ids.filtered(lambda item: not item.question and item.author_id == self.env.user)

    def _set_my_topics(self, topics):
        """Put the current user's own topics on the agenda, in place of those they had before.

        :param list[str] topics: one a line
        """
        self.ensure_one()
        self._check_has_member()
        self._check_state_in("planned")
        mine = self._get_my_topics()
        kept = mine.filtered(lambda item: item.topic in topics)
        # sudo: members write the agenda through the dialogs alone
        (mine - kept).sudo().unlink()
        known = set(kept.mapped("topic"))
        mine._add_topics(self, [topic for topic in dict.fromkeys(topics) if topic not in known])

    def _check_has_member(self):
        member = self.mentorship_id.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship log its check-ins."))
        return member

    # -- What became of a meeting: one member logs it, the other confirms or adds.

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
            is_logged = bool(member) and checkin.state in LOGGED_STATES and checkin._could_have_come(member)
            is_mine = member in checkin.confirmed_member_ids
            checkin.can_confirm = is_logged and not is_mine
            # feedback_ids holds only what the record rules let the user read: their own
            checkin.can_log = bool(member) and (
                checkin.state == "planned"
                or (checkin.state == "done" and is_logged and not (is_mine and checkin.feedback_ids))
            )
            checkin.can_change = is_logged and is_mine

    def _could_have_come(self, member, held_on=None):
        """Hook: whether ``member`` belonged to the mentorship already when this meeting took place.

        :param held_on: the day on which they say that it did, if nobody has logged it yet
        """
        self.ensure_one()
        return True

    def _check_could_have_come(self, member, held_on):
        """What became of a meeting is for those to say who could have come; asked after the row is locked."""
        if not self._could_have_come(member, held_on):
            raise UserError(
                self.env._(
                    "You were not in this mentorship yet when it met. Those who were say how it went; the next meeting "
                    "is yours too."
                )
            )

    @api.depends_context("uid")
    @api.depends("state", "planned_date", "held_on", "confirmed_member_ids")
    def _compute_is_waiting_for_me(self):
        since = fields.Date.context_today(self) - CONFIRM_WITHIN
        for checkin in self:
            member = checkin.mentorship_id.my_member_id
            is_unconfirmed = (
                checkin.state == "done"
                and bool(checkin.held_on)
                and checkin.held_on >= since
                and self.env.user not in checkin.confirmed_member_ids.user_id
                and checkin._could_have_come(member)
            )
            checkin.is_waiting_for_me = bool(member) and (checkin.is_due or is_unconfirmed)

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
        may_be_read=False,
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
        :param agenda: see :meth:`hr.mentorship.agenda.item._tick`
        :param next_steps: dicts of ``name``, ``member_id``, ``due_date``
        :param done_steps: open next steps of the mentorship that are done
        """
        self.ensure_one()
        member = self._check_has_member()
        self._serialize()
        self._check_could_have_come(member, held_on)
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
        self.env["hr.mentorship.agenda.item"]._tick(self, agenda)
        # Kept as well where the partner has just said that it did not take place: it counts once that is corrected
        stars = rating if outcome == "done" else None
        self._conclude_log(member, stars, comment, may_be_read, wants_contact, done_steps, next_steps)

    def _conclude_log(self, member, rating, comment, may_be_read, wants_contact, done_steps, next_steps=()):
        """Record what ``member`` thinks of the meeting, what has been done and what comes next; then go on."""
        if done_steps:
            (done_steps & self.mentorship_id.open_next_step_ids)._finish()
        if next_steps:
            self.env["hr.mentorship.next.step"]._agree(self, next_steps)
        if rating:
            self.env["hr.mentorship.feedback"]._record(
                self, member, rating, comment, wants_contact, may_be_read=may_be_read
            )
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
        if outcome == "done" and held_on and held_on < self.planned_date - LONGEST_AGO:
            raise UserError(
                self.env._(
                    "This meeting was planned for %(day)s. One that was held more than a year before is another one: "
                    "check the date.",
                    day=say_date(self.env, self.planned_date),
                )
            )
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
        kind = "checkin_logged" if outcome == "done" else "checkin_not_held"
        member._partners()._notify(kind, checkin=self, by=member.employee_id.name)

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

    def _update_todos(self):
        """Who has logged has done what there was to do; the others are asked to confirm a meeting that was held."""
        if self.state in ("missed", "skipped"):
            self._drop_activities(LOG)
        elif self.state == "done":
            self._finish_activities(LOG, users=self.env.user)
            for user, activities in self._find_activities([LOG]).grouped("user_id").items():
                activities.summary = self.with_context(lang=user.lang)._message_to_confirm()

    def _message_to_confirm(self):
        return self.env._("Logged already: confirm or add")

    def _tell_log(self, reader):
        """Return what has been logged, in words for the member ``reader``."""
        self.ensure_one()
        # sudo: members know each other's names, and that of one who has left the group since
        name = self.sudo().logged_by_id.employee_id.name or self.env._("Your partner")
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

    def _move(self, planned_date, planned_at=False, expected=None, **place):
        """Hook: put this check-in on another day or time; the room of meetings knows the calendar."""
        raise NotImplementedError

    # -- A check-in on the page behind the personal link of a member who has no user.

    def _is_ahead(self):
        """Whether nobody can have met yet: another day, or later today."""
        self.ensure_one()
        is_later = bool(self.planned_at) and self.planned_at > fields.Datetime.now()
        return self.state == "planned" and (is_later or not self.is_due)

    def _get_seen(self):
        """Return what a page shows as logged, for the answer that comes from it."""
        self.ensure_one()
        return f"{self.state} {self.held_on or ''}"

    def _log_by_link(
        self,
        member,
        outcome,
        *,
        seen=None,
        held_on=None,
        summary=None,
        rating=None,
        comment=None,
        may_be_read=False,
        wants_contact=False,
        done_steps=None,
    ):
        """Record what ``member``, who has no user, says about a check-in on the page of their link.

        The same as :meth:`_log`, in short: saying the same as the partner confirms it, saying something else than the
        page has shown corrects it. Where the partner has logged or corrected it in the meantime, the words are kept
        and the member is asked again.

        :param str seen: what the page showed as logged, of :meth:`_get_seen`
        """
        self.ensure_one()
        self._serialize()
        self._check_could_have_come(member, held_on)
        self._check_log(outcome, held_on, None)
        self._check_state_in("planned", *LOGGED_STATES)
        is_same = outcome == self.state and (outcome != "done" or not held_on or held_on == self.held_on)
        if is_same:
            self._confirm(member)
        elif self.state == "planned" or seen == self._get_seen():
            latest = min(self.planned_date, fields.Date.context_today(self))
            self._settle(member, outcome, held_on or latest, None, None)
        if (summary or "").strip():
            self.env["hr.mentorship.note"]._record(self.mentorship_id, "summary", summary, checkin=self, member=member)
        self._conclude_log(
            member, rating if outcome == "done" else None, comment, may_be_read, wants_contact, done_steps
        )
