from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .hr_mentorship_program import RHYTHM_STEPS

PLANNED_AHEAD = 2
"""How many regular check-ins stand in the calendar from today on; the rest follows as time goes by."""

FOLLOW_UP_AFTER = timedelta(days=30)

RATE_WITHIN = timedelta(days=30)
"""How long after a meeting its other member is still asked for a rating."""

GIVES_WAY_WITHIN = timedelta(days=3)
"""A regular check-in this close to the follow-up or the closing review would be a second meeting for nothing."""


class HrMentorshipCheckin(models.Model):
    """One planned or held meeting of a mentorship."""

    _name = "hr.mentorship.checkin"
    _description = "Mentorship Check-in"
    _inherit = ["mail.thread", "mail.activity.mixin", "hr.mentorship.lifecycle.mixin"]
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
    agenda = fields.Text(compute="_compute_agenda")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    is_due = fields.Boolean(compute="_compute_is_overdue", help="Today or earlier, and not logged yet.")
    feedback_ids = fields.One2many("hr.mentorship.feedback", "checkin_id")
    note_ids = fields.One2many("hr.mentorship.note", "checkin_id", string="Notes")
    can_log = fields.Boolean(compute="_compute_can_log")
    is_waiting_for_me = fields.Boolean(
        compute="_compute_is_waiting_for_me",
        search="_search_is_waiting_for_me",
        help="Due and not logged yet, or logged by the partner not long ago and not rated by the current user.",
    )

    _planned_once = models.UniqueIndex("(mentorship_id, kind, occurrence)", "This check-in stands in the plan already.")

    @api.depends("mentorship_id.name", "kind", "planned_date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for checkin in self:
            checkin.display_name = f"{kinds.get(checkin.kind, '')}: {checkin.mentorship_id.name}"

    @api.depends("kind", "occurrence")
    @api.depends_context("lang")
    def _compute_agenda(self):
        questions = self._get_agendas()
        for checkin in self:
            kind = "first" if checkin.kind == "regular" and checkin.occurrence == 1 else checkin.kind
            checkin.agenda = "\n".join(f"• {question}" for question in questions.get(kind, ()))

    @api.model
    def _get_agendas(self):
        """Return the questions of each kind of meeting, in the reader's language.

        :rtype: dict[str, list[str]]
        """
        return {
            "first": [
                self.env._("What do you each want to get out of this mentorship?"),
                self.env._("How do you like to work and to receive feedback?"),
                self.env._("Which topics come first?"),
                self.env._("When and how do you meet, and how do you cancel a meeting?"),
            ],
            "regular": [
                self.env._("What has happened since the last time?"),
                self.env._("What is on your mind today?"),
                self.env._("What will you try until the next time?"),
            ],
            "follow_up": [
                self.env._("Does the agreement still fit, or shall something change?"),
                self.env._("Are rhythm, length and place right?"),
                self.env._("What works well, what should be different?"),
            ],
            "closing": [
                self.env._("What have you reached, and what surprised you?"),
                self.env._("What stays open, and who can help with it?"),
                self.env._("How do you want to keep in touch?"),
            ],
        }

    @api.depends("state", "planned_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for checkin in self:
            is_open = checkin.state == "planned" and bool(checkin.planned_date)
            checkin.is_overdue = is_open and checkin.planned_date < today
            checkin.is_due = is_open and checkin.planned_date <= today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "planned") & Domain("planned_date", "<", fields.Date.context_today(self))

    @api.depends_context("uid")
    @api.depends("state", "feedback_ids")
    def _compute_can_log(self):
        for checkin in self:
            is_member = bool(checkin.mentorship_id.my_member_id)
            # feedback_ids holds only what the record rules let the user read: their own
            checkin.can_log = is_member and (
                checkin.state == "planned" or (checkin.state == "done" and not checkin.feedback_ids)
            )

    def _compute_is_waiting_for_me(self):
        waiting = self.search([("id", "in", self.ids), ("is_waiting_for_me", "=", True)])
        for checkin in self:
            checkin.is_waiting_for_me = checkin in waiting

    def _search_is_waiting_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        due = Domain("state", "=", "planned") & Domain("planned_date", "<=", today)
        unrated = (
            Domain("state", "=", "done")
            & Domain("held_on", ">=", today - RATE_WITHIN)
            & ~Domain("feedback_ids", "any", Domain("author_id", "=", self.env.uid))
        )
        return Domain("mentorship_id.member_ids.user_id", "=", self.env.uid) & (due | unrated)

    # -- planning

    @api.model
    def _plan_for(self, mentorships):
        """Plan what is missing: the next regular check-ins, the 30-day follow-up and the closing review.

        Idempotent: running it again, or after a crash, adds nothing twice.
        """
        today = fields.Date.context_today(self)
        # sudo: the plan follows from the agreement of the members, who do not create check-ins by themselves
        checkins_sudo = self.sudo()
        known = {
            (mentorship.id, kind, occurrence)
            for mentorship, kind, occurrence in checkins_sudo._read_group(
                [("mentorship_id", "in", mentorships.ids)], ["mentorship_id", "kind", "occurrence"]
            )
        }
        vals_list = [
            {
                "mentorship_id": mentorship.id,
                "kind": kind,
                "occurrence": occurrence,
                "planned_date": planned_date,
                "duration": mentorship.meeting_duration,
            }
            for mentorship in mentorships
            for kind, occurrence, planned_date in self._get_plan(mentorship, today)
            if (mentorship.id, kind, occurrence) not in known
        ]
        created = checkins_sudo.create(vals_list)
        created._schedule_meeting_activities()
        return created

    @api.model
    def _get_plan(self, mentorship, today):
        """List what should stand in the plan of an active mentorship by ``today``.

        :rtype: list[tuple[str, int, date]] of kind, occurrence and date
        """
        start, end = mentorship.start_date, mentorship.end_date
        step = RHYTHM_STEPS[mentorship.rhythm]
        follow_up = self._to_working_day(start + FOLLOW_UP_AFTER)
        plan = [("follow_up", 0, follow_up)] if follow_up < end else []
        plan.append(("closing", 0, self._to_working_day(end, before=True)))
        special_dates = [date for _kind, _occurrence, date in plan]
        ahead = occurrence = 0
        # Multiplying the step, not adding it up: a monthly rhythm from the 31st must not slide to the 28th
        while ahead < PLANNED_AHEAD and (date := self._to_working_day(start + step * (occurrence + 1))) < end:
            occurrence += 1
            if any(abs(date - special) <= GIVES_WAY_WITHIN for special in special_dates):
                continue
            if date >= today:
                ahead += 1
            plan.append(("regular", occurrence, date))
        return plan

    @api.model
    def _to_working_day(self, date, before=False):
        """Move a weekend to the Monday after it, or to the Friday ``before`` it."""
        days_into_weekend = max(date.weekday() - 4, 0)
        if not days_into_weekend:
            return date
        return date - timedelta(days=days_into_weekend) if before else date + timedelta(days=3 - days_into_weekend)

    @api.model
    def _cron_plan(self, batch_size=500):
        """Keep the plans of all running mentorships filled, those whose members never log anything included."""
        cron = self.env["ir.cron"]
        domain = [("state", "=", "active")]
        remaining = self.env["hr.mentorship"].search_count(domain)
        last_id = 0
        while mentorships := self.env["hr.mentorship"].search(
            [*domain, ("id", ">", last_id)], limit=batch_size, order="id"
        ):
            self._plan_for(mentorships)
            last_id = mentorships[-1].id
            remaining -= len(mentorships)
            if not cron._commit_progress(len(mentorships), remaining=max(remaining, 0)):
                break

    # -- logging

    def action_log(self):
        """Open the dialog in which a member logs this check-in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_checkin_log_action")
        action["context"] = {"default_checkin_id": self.id}
        return action

    def _log(self, outcome, held_on=None, duration=None, summary=None, private_note=None, rating=None):
        """Record what became of a check-in, as the current user, who is a member.

        The first member to log decides on the outcome; the other one adds a rating, a summary or a note of their own.

        :param str outcome: ``done``, ``missed`` or ``skipped``
        :param int rating: 1 (poor) to 5 (excellent), or None
        """
        self.ensure_one()
        member = self.mentorship_id.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship log its check-ins."))
        if outcome == "done" and held_on and held_on > fields.Date.context_today(self):
            raise UserError(self.env._("A meeting that was held cannot lie in the future. Check the date."))
        if self.state == "planned":
            values = {"held_on": held_on or fields.Date.context_today(self)} if outcome == "done" else {}
            if duration and outcome == "done":
                values["duration"] = duration
            self._move_to(outcome, **values)
        else:
            self._check_state_in("done")
        notes = self.env["hr.mentorship.note"]
        notes._record(self.mentorship_id, "summary", summary, checkin=self)
        notes._record(self.mentorship_id, "private", private_note, checkin=self)
        if self.state == "done":
            if rating:
                self.env["hr.mentorship.feedback"]._record(self, member, rating)
            self._finish_activities("hr_mentorship.mail_activity_type_checkin", users=self.env.user)
        else:
            self._drop_activities("hr_mentorship.mail_activity_type_checkin")
        self._after_log()

    def _after_log(self):
        """Hook: what became of these check-ins has been recorded, by the current user."""
        running = self.mentorship_id.filtered(lambda mentorship: mentorship.state == "active")
        self._plan_for(running)

    def _cancel(self):
        """Take planned check-ins, and what they ask people to do, out of the plan."""
        self._move_to("cancelled")
        self._drop_activities("hr_mentorship.mail_activity_type_checkin")
