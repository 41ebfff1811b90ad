from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..common.client_actions import toast
from ..common.groups import MANAGER
from ..common.private_fields import PrivateOne2many

OPEN_FOR = timedelta(days=14)
"""How long a survey can be answered; nobody is asked again while one is open, nor within as many days of the last."""
REMIND_AFTER = (timedelta(days=4), timedelta(days=9))
"""When those are reminded who have not answered: twice at most."""
CLOSING_WITHIN = timedelta(days=60)
"""Whose mentorship was completed, or ended early, longer ago is not asked to look back any more."""
CLOSING = 0
"""The round of the survey at the end; the ones on the way are counted from one."""


class HrMentorshipPulse(models.Model):
    """One member asked once how it goes: on the way, or looking back at the end.

    A global record rule shows it to the member alone, administrators included, and with it whether it has been
    answered: who has not said anything is nobody's business either. Others read releases, made of many answers
    (``hr.mentorship.release``), and rates of rounds that are over (``hr.mentorship.pulse.rate``).

    *N*, the smallest group of which figures are shown, is kept with each: people are told it when they are asked, and
    a setting that is lowered afterwards does not touch what they have said.
    """

    _name = "hr.mentorship.pulse"
    _inherit = ["hr.mentorship.lifecycle.mixin"]
    _description = "Mentorship Survey to Answer"
    _order = "asked_on desc, id desc"

    member_id = fields.Many2one("hr.mentorship.member", required=True, readonly=True, index=True, ondelete="cascade")
    author_id = fields.Many2one(related="member_id.user_id", store=True, index=True)
    program_id = fields.Many2one(related="member_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="set null", help="When they were asked."
    )
    role = fields.Selection(related="member_id.role", store=True)
    survey_id = fields.Many2one(
        "survey.survey",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
    )
    round = fields.Integer(readonly=True, help="Counted from one on the way; zero at the end.")
    state = fields.Selection(
        [("open", "To Answer"), ("answered", "Answered"), ("declined", "Not Now"), ("over", "Over")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    asked_on = fields.Date(required=True, readonly=True)
    closes_on = fields.Date("Open Until", required=True, readonly=True)
    remind_on = fields.Date(readonly=True, index="btree_not_null")
    reminder_count = fields.Integer(readonly=True)
    answered_on = fields.Date(readonly=True)
    threshold = fields.Integer(required=True, readonly=True, help="The smallest group in whose figures it may be.")
    answer_ids = PrivateOne2many("hr.mentorship.pulse.answer", "pulse_id", readonly=True)
    heading = fields.Char(compute="_compute_heading", compute_sudo=True)
    about = fields.Char(compute="_compute_heading", compute_sudo=True)

    _one_a_round = models.Constraint("UNIQUE(member_id, round)", "This member has been asked in this round already.")
    _one_open = models.UniqueIndex("(employee_id) WHERE state = 'open'", "Nobody is asked twice at once.")
    _reminder_range = models.Constraint(
        f"CHECK(reminder_count BETWEEN 0 AND {len(REMIND_AFTER)})", "Nobody is reminded more than twice."
    )

    @api.depends_context("lang")
    @api.depends("round", "member_id")
    def _compute_heading(self):
        for pulse in self:
            partners = ", ".join(pulse.member_id._partners().employee_id.mapped("name"))
            if pulse.round == CLOSING:
                pulse.heading = self.env._("Look back (2 minutes)")
                pulse.about = self.env._("What was your mentorship with %(partner)s like?", partner=partners)
            else:
                pulse.heading = self.env._("Tell us how it goes (2 minutes)")
                pulse.about = self.env._("About your mentorship with %(partner)s.", partner=partners)

    @api.depends_context("lang")
    @api.depends("heading")
    def _compute_display_name(self):
        for pulse in self:
            pulse.display_name = pulse.heading

    # -- asking

    @api.model
    def _cron_ask(self, batch_size=500):
        """Ask everybody for whom a round is due, and remind those who have not answered; batch by batch."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=1)
        self._close_overdue()
        cron._commit_progress(remaining=1)
        while due := self._find_due(batch_size):
            self._ask(due)
            if not cron._commit_progress(len(due), remaining=len(due)):
                return
        while forgotten := self._find_forgotten(batch_size):
            forgotten._remind()
            if not cron._commit_progress(len(forgotten), remaining=len(forgotten)):
                return
        self.env["hr.mentorship.pulse.rate"]._count_closed_months()
        cron._commit_progress(remaining=0)

    @api.model
    def _find_due(self, limit):
        """Return who is to be asked now, in one query: each person for one mentorship.

        Of running mentorships, and not while they pause; at the end of those that were completed or ended early. A
        flash meeting that was held is looked back at and nothing else. Whoever has joined a group later has their own
        first weeks.

        :rtype: list[tuple[int, int, int]] of member, round and survey
        """
        for model in ("hr.mentorship.program", "hr.mentorship", "hr.mentorship.member", "hr.employee", self._name):
            self.env[model].flush_model()
        self.env["survey.survey"].flush_model(["active"])
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (member.employee_id) member.id, due.round, due.survey_id
                  FROM hr_mentorship_member member
                  JOIN hr_employee employee ON employee.id = member.employee_id AND employee.active
                  JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
                  JOIN hr_mentorship_program program ON program.id = member.program_id AND program.asks_surveys
    CROSS JOIN LATERAL (
                       SELECT CASE
                                  WHEN program.format = 'group' THEN
                                      GREATEST(mentorship.start_date, member.responded_at::date)
                                  ELSE mentorship.start_date
                              END + program.pulse_first_days AS first_on
                       ) begun
    CROSS JOIN LATERAL (
                       SELECT %(closing)s AS round, program.closing_survey_id AS survey_id
                        WHERE mentorship.closed_on > %(today)s::date - %(within)s
                          -- Who ends early has something to say as well, where the two had begun
                          AND (mentorship.state = 'completed'
                               OR mentorship.state = 'ended' AND mentorship.start_date IS NOT NULL
                                  AND program.format != 'flash')
                    UNION ALL
                       SELECT CASE
                                  WHEN program.pulse_every_days > 0 THEN
                                      (%(today)s::date - begun.first_on) / program.pulse_every_days + 1
                                  ELSE 1
                              END,
                              program.pulse_survey_id
                        WHERE mentorship.state = 'active'
                          AND program.format != 'flash'
                          AND begun.first_on <= %(today)s::date
                          -- Soon they are asked to look back
                          AND (mentorship.end_date IS NULL OR mentorship.end_date > %(today)s::date + %(open)s)
                       ) due
                  JOIN survey_survey survey ON survey.id = due.survey_id AND survey.active
                 WHERE NOT EXISTS (
                           SELECT FROM hr_mentorship_pulse pulse
                            WHERE pulse.member_id = member.id AND pulse.round = due.round
                       )
                   AND NOT EXISTS (
                           SELECT FROM hr_mentorship_pulse pulse
                            WHERE pulse.employee_id = member.employee_id
                              AND (pulse.state = 'open' OR pulse.asked_on > %(today)s::date - %(open)s)
                       )
              ORDER BY member.employee_id, due.round, mentorship.start_date, member.id
                 LIMIT %(limit)s
                """,
                closing=CLOSING,
                today=fields.Date.context_today(self),
                within=CLOSING_WITHIN.days,
                open=OPEN_FOR.days,
                limit=limit,
            )
        )
        return self.env.cr.fetchall()

    @api.model
    def _ask(self, due):
        """Ask these members; the daily mail tells them, and a card on their overview.

        :param due: as :meth:`_find_due` returns it
        """
        # sudo: for the job; nobody makes these by hand
        members = self.env["hr.mentorship.member"].sudo().browse([member_id for member_id, _round, _survey in due])
        today = fields.Date.context_today(self)
        threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        pulses = self.sudo().create(
            [
                {
                    "member_id": member.id,
                    "employee_id": member.employee_id.id,
                    "department_id": member.employee_id.department_id.id,
                    "round": number,
                    "survey_id": survey_id,
                    "asked_on": today,
                    "closes_on": today + OPEN_FOR,
                    "remind_on": today + REMIND_AFTER[0],
                    "threshold": threshold,
                }
                for member, (_member_id, number, survey_id) in zip(members, due, strict=True)
            ]
        )
        pulses._notify("survey_open", "survey_closing")
        return pulses

    def _notify(self, kind, closing_kind):
        for is_closing, pulses in self.grouped(lambda pulse: pulse.round == CLOSING).items():
            for closes_on, group in pulses.grouped("closes_on").items():
                group.member_id._notify(closing_kind if is_closing else kind, closes_on=closes_on)

    @api.model
    def _find_forgotten(self, limit):
        today = fields.Date.context_today(self)
        return self.sudo().search([("state", "=", "open"), ("remind_on", "<=", today)], limit=limit)

    def _remind(self):
        """Remind these (sudo) once more, unless they rest; whoever has had both reminders hears no more."""
        today = fields.Date.context_today(self)
        resting = self.filtered(lambda pulse: pulse.member_id.mentorship_state == "paused")
        # While they pause nobody asks; the question waits for their return, as long as it is open
        resting.remind_on = today + timedelta(days=1)
        for (count, asked_on), pulses in (self - resting).grouped(lambda p: (p.reminder_count, p.asked_on)).items():
            later = [asked_on + after for after in REMIND_AFTER if asked_on + after > today]
            pulses.write({"reminder_count": count + 1, "remind_on": later[0] if later and count == 0 else False})
        (self - resting)._notify("survey_reminder", "survey_closing_reminder")

    @api.model
    def _close_overdue(self):
        # sudo: for the job
        overdue = self.sudo().search([("state", "=", "open"), ("closes_on", "<", fields.Date.context_today(self))])
        overdue._finish("over")

    def _finish(self, state, **values):
        return self._move_to(state, remind_on=False, **values)

    # -- answering

    def _check_mine(self):
        """Raise if this is asked of somebody else; checked before anything is read in sudo."""
        self.ensure_one()
        if not self.exists() or self.sudo().author_id != self.env.user:
            raise AccessError(self.env._("A survey is answered by each person alone."))

    def action_answer(self):
        self._check_mine()
        return {"type": "ir.actions.act_url", "url": f"/mentorship/survey/{self.id}", "target": "self"}

    def action_decline(self):
        """Not now: no reminder follows, and the next round asks again."""
        self._check_mine()
        self._decline()
        return toast(self.env._("Not this time, then. You are asked again in the next round."))

    def _decline(self):
        self._serialize()
        if self.state == "open":
            self._finish("declined")

    def _get_questions(self):
        """Return what is asked here (sudo); nothing where the survey has been deleted."""
        self.ensure_one()
        survey = self.sudo().survey_id  # sudo: members have no right on surveys
        return survey._get_pulse_questions(self.role) if survey else self.env["survey.question"]._clean_sudo()

    def _get_chosen(self):
        """Return what mattered most to this member when they were last asked, the most important first.

        :rtype: survey.question.answer (sudo)
        """
        self.ensure_one()
        # sudo: the member's own, on their own page
        answers = self.env["hr.mentorship.pulse.answer"].sudo()
        mine = answers.search([("pulse_id.member_id", "=", self.member_id.id), ("choice_id", "!=", False)], limit=3)
        last = mine.filtered(lambda answer: answer.pulse_id == mine[:1].pulse_id)
        return last.sorted("weight", reverse=True).choice_id

    def _answer(self, rows, wants_contact=False):
        """Keep what the member says, once; the caller has checked that it is theirs.

        :param list rows: values of answers, without the survey
        """
        self.ensure_one()
        # Two submits at once change the same row: the second one runs again and finds it answered
        self._serialize()
        if self.state == "answered":
            raise UserError(self.env._("You have answered already. Thank you!"))
        if self.state != "open":
            raise UserError(self.env._("This survey is over. The next one comes in some weeks."))
        if not rows:
            raise UserError(self.env._("Answer one question at least, or press “Not now”."))
        # sudo: members answer by this step alone
        self.env["hr.mentorship.pulse.answer"].sudo().create([{**row, "pulse_id": self.id} for row in rows])
        self._finish("answered", answered_on=fields.Date.context_today(self))
        if wants_contact:
            # Nothing of it is kept here: the to-do of the program manager is all that says who has asked
            self.sudo().member_id._ask_for_contact()
