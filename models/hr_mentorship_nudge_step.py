from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.tools import SQL

from .private_fields import ReaderOne2many

STALE_AFTER = timedelta(days=60)
"""Whatever was planned longer ago and never logged is history; nobody is nudged about it any more."""

NUDGES = {
    ("before", "members", False): "checkin_reminder",
    ("after", "members", False): "checkin_nudge",
    ("after", "members", True): "checkin_choices",
    ("after", "managers", False): "checkin_escalation",
}
"""The kind of the line that a step queues, by when, for whom, and whether it offers the choices."""

ESCALATION = "hr_mentorship.mail_activity_type_talk_to_pair"


class HrMentorshipNudgeStep(models.Model):
    """One step of a program to keep its pairs meeting: a word before a check-in, and several after a missed one.

    Each step fires once a check-in, which :class:`HrMentorshipNudge` holds in the database. A check-in that is logged
    gets no more; one that is moved begins anew.
    """

    _name = "hr.mentorship.nudge.step"
    _description = "Reminder of a Mentorship Program"
    _order = "program_id, trigger desc, delay_days, id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    trigger = fields.Selection(
        [("before", "days before a check-in"), ("after", "days after, if nobody logged it")],
        string="When",
        default="after",
        required=True,
    )
    delay_days = fields.Integer("Days", default=3, required=True)
    audience = fields.Selection(
        [("members", "Both members"), ("managers", "Program managers")], string="Who", default="members", required=True
    )
    offers_choices = fields.Boolean("With Choices", help="One click each: we met, another day, take a break, end it.")
    text = fields.Char(
        "Own Words",
        translate=True,
        help="Instead of our words. %(partner)s, %(pair)s, %(day)s and %(program)s are filled in.",
    )
    default_text = fields.Char(
        "What They Read", compute="_compute_default_text", help="With the names of a pair that does not exist."
    )

    _delay_range = models.Constraint(
        "CHECK(delay_days BETWEEN 1 AND 60)", "A reminder comes between 1 and 60 days before or after a check-in."
    )
    _managers_hear_afterwards = models.Constraint(
        "CHECK(audience = 'members' OR trigger = 'after')", "Program managers hear of check-ins nobody logged alone."
    )
    _choices_for_members_afterwards = models.Constraint(
        "CHECK(NOT offers_choices OR (trigger = 'after' AND audience = 'members'))",
        "The choices are for the members, after a check-in that nobody logged.",
    )

    @api.depends("trigger", "delay_days", "audience")
    def _compute_display_name(self):
        triggers = dict(self._fields["trigger"]._description_selection(self.env))
        for step in self:
            step.display_name = f"{step.delay_days} {triggers.get(step.trigger, '')}"

    @api.depends_context("lang")
    @api.depends("trigger", "audience", "offers_choices", "text")
    def _compute_default_text(self):
        notices = self.env["hr.mentorship.notice"]
        texts = notices._get_notice_texts()
        day = notices._say_day(fields.Date.context_today(self), self.env.lang)
        for step in self:
            kind = step._get_kind()
            text = step.text or (texts[kind].text if kind else "")
            names = {"partner": "Robin", "pair": "Kim → Robin", "day": day, "program": step.program_id.name or ""}
            try:
                step.default_text = text % names
            except (TypeError, ValueError, KeyError):
                step.default_text = text  # somebody is still typing; what cannot be filled in is refused on saving

    @api.constrains("text")
    def _check_text(self):
        notices = self.env["hr.mentorship.notice"]
        for step in self:
            if step.text:
                notices._check_placeholders(step.text, ("partner", "pair", "day", "program"))

    @api.model
    def _get_default_steps(self):
        """Return the steps of a new program, as commands."""
        return [
            Command.create({"trigger": "before", "delay_days": 2}),
            Command.create({"delay_days": 3}),
            Command.create({"delay_days": 7, "offers_choices": True}),
            Command.create({"delay_days": 14, "audience": "managers"}),
        ]

    def _get_kind(self):
        self.ensure_one()
        return NUDGES.get((self.trigger, self.audience, self.offers_choices))


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    nudge_step_ids = ReaderOne2many(
        "hr.mentorship.nudge.step",
        "program_id",
        string="Reminders",
        copy=True,
        default=lambda self: self.env["hr.mentorship.nudge.step"]._get_default_steps(),
        groups="hr_mentorship.group_hr_mentorship_manager",
    )


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    def write(self, vals):
        before = {checkin: checkin.planned_date for checkin in self} if "planned_date" in vals else {}
        result = super().write(vals)
        self.filtered(lambda checkin: checkin in before and checkin.planned_date != before[checkin])._forget_nudges()
        return result

    def _forget_nudges(self):
        """What was said about the day of before is void, and the new day gets its own reminders."""
        if not self:
            return
        # sudo: nudges belong to the job, and whoever may move a check-in has been checked
        self.env["hr.mentorship.nudge"].sudo().search([("checkin_id", "in", self.ids)]).unlink()
        self.env["hr.mentorship.notice"].sudo().search(
            [("checkin_id", "in", self.ids), ("state", "=", "queued"), ("kind", "in", list(NUDGES.values()))]
        )._move_to("dropped", is_dismissed=True)

    def _after_log(self):
        result = super()._after_log()
        self.mentorship_id._drop_activities(ESCALATION)
        return result

    # -- the daily job

    @api.model
    def _cron_nudge(self, batch_size=500):
        """Let the steps of all programs fire that are due, each once a check-in; in batches, committed one by one."""
        cron = self.env["ir.cron"]
        last_id = 0
        while due := self._find_nudges_due(last_id, batch_size):
            last_id = max(checkin_id for checkin_id, _step_id in due)
            self._nudge(due)
            if not cron._commit_progress(len(due), remaining=self._count_nudges_due()):
                return
        cron._commit_progress(remaining=0)

    @api.model
    def _get_nudges_due_sql(self):
        today = fields.Date.context_today(self)
        self.env.flush_all()
        return SQL(
            """
              FROM hr_mentorship_checkin checkin
              JOIN hr_mentorship mentorship ON mentorship.id = checkin.mentorship_id AND mentorship.state = 'active'
              JOIN hr_mentorship_nudge_step step ON step.program_id = checkin.program_id AND step.active
             WHERE checkin.state = 'planned'
               AND checkin.planned_date > %(long_ago)s
               AND CASE step.trigger
                   WHEN 'before' THEN checkin.planned_date > %(today)s
                                  AND checkin.planned_date - step.delay_days <= %(today)s
                   ELSE checkin.planned_date + step.delay_days <= %(today)s
                   END
               AND NOT EXISTS (SELECT FROM hr_mentorship_nudge nudge
                                WHERE nudge.checkin_id = checkin.id AND nudge.step_id = step.id)
            """,
            today=today,
            long_ago=today - STALE_AFTER,
        )

    @api.model
    def _count_nudges_due(self):
        self.env.cr.execute(SQL("SELECT COUNT(*) %s", self._get_nudges_due_sql()))
        return self.env.cr.fetchone()[0]

    @api.model
    def _find_nudges_due(self, after_id, limit):
        """Return ``(id of the check-in, id of the step)`` of about ``limit`` check-ins, in their order."""
        due = self._get_nudges_due_sql()
        self.env.cr.execute(
            SQL(
                """
                WITH due AS (SELECT checkin.id AS checkin_id, step.id AS step_id %s AND checkin.id > %s)
                SELECT checkin_id, step_id FROM due
                 WHERE checkin_id IN (SELECT DISTINCT checkin_id FROM due ORDER BY checkin_id LIMIT %s)
                 ORDER BY checkin_id
                """,
                due,
                after_id,
                limit,
            )
        )
        return self.env.cr.fetchall()

    @api.model
    def _nudge(self, due):
        """Fire these steps, whose check-ins nobody else is working on, and write down that they have."""
        checkins = self.browse({checkin_id for checkin_id, _step_id in due})
        locked = checkins.try_lock_for_update(allow_referencing=True)
        steps = self.env["hr.mentorship.nudge.step"]
        by_checkin = dict.fromkeys(locked, steps)
        for checkin_id, step_id in due:
            if (checkin := self.browse(checkin_id)) in by_checkin:
                by_checkin[checkin] += steps.browse(step_id)
        self.env["hr.mentorship.nudge"].create(
            [{"checkin_id": checkin.id, "step_id": step.id} for checkin, steps in by_checkin.items() for step in steps]
        )
        # Of several that are due at once, after a stop of the server for one, the last one says it all
        firing = [
            (checkin, max(of_audience, key=lambda step: (step.trigger == "after", step.delay_days)))
            for checkin, steps in by_checkin.items()
            for of_audience in steps.grouped("audience").values()
        ]
        self.env["hr.mentorship.notice"]._queue(
            [line for checkin, step in firing for line in checkin._get_nudge_lines(step)]
        )
        self._escalate([checkin for checkin, step in firing if step.audience == "managers"])

    def _get_nudge_lines(self, step):
        self.ensure_one()
        if not (kind := step._get_kind()):
            return []
        common = {
            "kind": kind,
            "program_id": self.program_id.id,
            "company_id": self.company_id.id,
            "mentorship_id": self.mentorship_id.id,
            "checkin_id": self.id,
            "params": {"step_id": step.id},
        }
        if step.audience == "managers":
            users = self.program_id.manager_ids
            return [{**common, "user_id": user.id, "partner_id": user.partner_id.id} for user in users]
        return [
            {**common, "member_id": member.id, "partner_id": member._get_person().id}
            for member in self.mentorship_id.member_ids
        ]

    @api.model
    def _escalate(self, checkins):
        """Give the program managers a to-do for each pair, if they have none yet."""
        mentorships = self.env["hr.mentorship"].union(*(checkin.mentorship_id for checkin in checkins))
        known = {(todo.res_id, todo.user_id) for todo in mentorships._find_activities([ESCALATION])}
        today = fields.Date.context_today(self)
        mentorships._schedule_activities(
            ESCALATION,
            [
                (
                    mentorship,
                    mentorship.program_id.manager_ids.filtered(lambda user, m=mentorship: (m.id, user) not in known),
                    today,
                )
                for mentorship in mentorships
            ],
        )


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _after_close(self):
        result = super()._after_close()
        self._drop_activities(ESCALATION)
        return result

    def _after_pause(self):
        result = super()._after_pause()
        self._drop_activities(ESCALATION)
        return result
