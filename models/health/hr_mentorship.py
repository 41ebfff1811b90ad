from datetime import timedelta

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from ...scheduling.rhythm import MONTH, WEEK, Rhythm
from ...scheduling.rules import RuleError
from ..common.client_actions import toast
from ..common.private_fields import SecretJson
from .health_signals import LEVELS, find_signals, judge
from .hr_mentorship_fit_answer import ANSWERS

HEALTH = list(zip(LEVELS, ("On track", "Slowing", "Stalled", "At risk"), strict=True))
NEEDS_ATTENTION = ("stalled", "at_risk")
WORST_FIRST = [health for health, _label in reversed(HEALTH)]
CONFIRM_AFTER = timedelta(days=14)
"""How long the other side has to confirm a log before it counts as unconfirmed, and it does for as long as QUARTER."""
QUARTER = timedelta(days=90)


class HrMentorship(models.Model):
    """Whether a running mentorship is on track, and what speaks against it.

    From the plan and the log alone: when they met, what did not take place, what nobody logged, whether there is a next
    meeting, whether goals move. No rating, no note and no answer to the fit check plays a part, so that nobody learns
    from it what a member said in private.
    """

    _inherit = "hr.mentorship"

    health = fields.Selection(HEALTH, readonly=True, copy=False, index="btree_not_null")
    health_rank = fields.Integer(readonly=True, copy=False, help="Lists begin with those in trouble.")
    health_on = fields.Date("Health As Of", readonly=True, copy=False)
    health_signals = SecretJson(readonly=True, copy=False, groups=NO_ACCESS)
    health_reasons = fields.Text("Why", compute="_compute_health_words")
    health_hint = fields.Text("How It Goes", compute="_compute_health_words")
    asks_fit = fields.Boolean(compute="_compute_my_fit", help="The current user is asked whether it fits.")
    my_fit_answer = fields.Selection(ANSWERS, compute="_compute_my_fit")

    @api.depends_context("lang")
    @api.depends("health", "health_signals", "rhythm")
    def _compute_health_words(self):
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):
            # sudo: the figures are read out, and are nobody's otherwise
            signals = mentorship_sudo.health_signals or []
            mentorship.health_reasons = "\n".join(self._get_signal_words(mentorship_sudo, signals))
            mentorship.health_hint = self._get_health_hint(mentorship.health, signals)

    @api.model
    def _get_signal_words(self, mentorship, signals):
        words = {
            "silence": self.env._("No meeting for %(figure)s days. Agreed: %(rhythm)s."),
            "missed": self.env._("%(figure)s meetings in a row did not take place."),
            "overdue": self.env._("A check-in waits to be logged for %(figure)s days."),
            "no_next": self.env._("No next meeting is planned."),
            "unconfirmed": self.env._("%(figure)s meetings were logged by one side and not confirmed by the other."),
            "goals": self.env._("No goal has moved for %(figure)s days."),
        }
        rhythm = mentorship.rhythm_text
        return [words[name] % {"figure": figure, "rhythm": rhythm} for name, _weight, figure in signals]

    @api.model
    def _get_health_hint(self, health, signals):
        """What the members read: kindly, and with what they can do."""
        if health not in ("slowing", *NEEDS_ATTENTION):
            return self.env._("You are on track.") if health else ""
        names = {name for name, _weight, _figure in signals}
        if names & {"overdue"}:
            return self.env._(
                "Have you met? Then log it. If not, choose another day, or take a break until it suits you."
            )
        if names & {"silence", "missed"}:
            return self.env._(
                "It has become quiet between you, which happens. Agree on a day, meet less often, or take a break: "
                "all of it is fine."
            )
        if names & {"no_next"}:
            return self.env._("Agree on the day of your next meeting before it slips away.")
        return self.env._("A few small things are open: confirm what has been logged, and look at your goals.")

    # -- computing

    def _refresh_health(self):
        """Compute and write the health of these mentorships, in as many statements for many as for one."""
        if not self:
            return
        today = fields.Date.context_today(self)
        self.env.flush_all()
        rows = []
        for mentorship, facts in self._get_health_facts(today).items():
            signals = find_signals(facts)
            health = judge(signals)
            rows.append((mentorship.id, health, WORST_FIRST.index(health), Json(signals)))
        # In SQL: it is no change of the mentorship that anybody made, and there may be thousands a night
        if rows:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE hr_mentorship
                       SET health = new.health, health_rank = new.rank, health_signals = new.signals, health_on = %s
                      FROM (VALUES %s) AS new (id, health, rank, signals)
                     WHERE hr_mentorship.id = new.id
                    """,
                    today,
                    SQL(", ").join(SQL("(%s, %s, %s, %s::jsonb)", *row) for row in rows),
                )
            )
        others = list(set(self.ids) - {row[0] for row in rows})
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship
                   SET health = NULL, health_rank = NULL, health_signals = NULL, health_on = NULL
                 WHERE id = ANY(%s) AND health IS NOT NULL
                """,
                others,
            )
        )
        self.invalidate_recordset(
            ["health", "health_rank", "health_signals", "health_on", "health_reasons", "health_hint"]
        )

    def _get_health_facts(self, today):
        """Read what is known about those of ``self`` that are active, in one query.

        :rtype: dict[hr.mentorship, dict] as :func:`find_signals` takes them
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT mentorship.id, mentorship.rhythm, mentorship.rhythm_days, mentorship.rhythm_rule,
                       mentorship.start_date, mentorship.resumed_on, mentorship.end_date, log.held_on,
                       log.missed, log.overdue_since, log.has_next, log.unconfirmed, goal.moved_on
                  FROM hr_mentorship mentorship
                  LEFT JOIN LATERAL (
                       SELECT MAX(checkin.held_on) FILTER (WHERE checkin.state = 'done') AS held_on,
                              COUNT(*) FILTER (WHERE checkin.state IN ('missed', 'skipped')
                                                 AND checkin.planned_date > COALESCE(last.planned_date, '-infinity')
                              ) AS missed,
                              MIN(checkin.planned_date) FILTER (
                                  WHERE checkin.state = 'planned' AND checkin.planned_date < %(today)s
                              ) AS overdue_since,
                              BOOL_OR(checkin.state = 'planned' AND checkin.planned_date >= %(today)s) AS has_next,
                              COUNT(*) FILTER (WHERE checkin.state = 'done' AND checkin.confirmed_on IS NULL
                                                 AND checkin.logged_by_id IS NOT NULL
                                                 AND checkin.held_on BETWEEN %(quarter_ago)s AND %(confirm_until)s
                              ) AS unconfirmed
                         FROM hr_mentorship_checkin checkin,
                              (SELECT MAX(done.planned_date) AS planned_date FROM hr_mentorship_checkin done
                                WHERE done.mentorship_id = mentorship.id AND done.state = 'done') last
                        WHERE checkin.mentorship_id = mentorship.id
                  ) log ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT MAX(GREATEST(goal.started_on, progress.logged_on)) AS moved_on
                         FROM hr_mentorship_goal goal
                         LEFT JOIN hr_mentorship_goal_progress progress ON progress.goal_id = goal.id
                        WHERE goal.mentorship_id = mentorship.id AND goal.state = 'active'
                  ) goal ON TRUE
                 WHERE mentorship.id = ANY(%(ids)s) AND mentorship.state = 'active'
                   AND mentorship.start_date IS NOT NULL
                """,
                ids=list(self.ids),
                today=today,
                quarter_ago=today - QUARTER,
                confirm_until=today - CONFIRM_AFTER,
            )
        )
        intervals = {}
        facts = {}
        for row in self.env.cr.dictfetchall():
            rhythm = (row["rhythm"], row["rhythm_days"], row["rhythm_rule"])
            if rhythm not in intervals:
                intervals[rhythm] = self._get_interval_days(*rhythm, today)
            since = max(day for day in (row["held_on"], row["start_date"], row["resumed_on"]) if day)
            end = row["end_date"]
            facts[self.browse(row["id"])] = {
                "interval": intervals[rhythm],
                "silent_days": (today - since).days,
                "missed": row["missed"],
                "overdue_days": (today - row["overdue_since"]).days if row["overdue_since"] else 0,
                "has_next": bool(row["has_next"]),
                "near_end": bool(end) and (end - today).days < intervals[rhythm],
                "unconfirmed": row["unconfirmed"],
                "goal_days": (today - row["moved_on"]).days if row["moved_on"] else 0,
            }
        return facts

    @api.model
    def _get_interval_days(self, rhythm, rhythm_days, rhythm_rule, today):
        """Return how many days lie between two meetings, on average for a rule of its own."""
        try:
            return Rhythm(rhythm or "biweekly", rhythm_days or 2 * WEEK, rhythm_rule or "").mean_days(today)
        except RuleError:
            return MONTH

    @api.model
    def _refresh_all_health(self):
        self.search([("state", "=", "active")])._refresh_health()

    @api.model
    def _cron_refresh_health(self, batch_size=1000):
        """Time passes for those as well who do nothing: look at all that run, batch by batch, with a commit each."""
        cron = self.env["ir.cron"]
        domain = [("state", "=", "active")]
        remaining = self.search_count(domain)
        last_id = 0
        while batch := self.search([*domain, ("id", ">", last_id)], limit=batch_size, order="id"):
            last_id = batch[-1].id
            remaining -= len(batch)
            batch.try_lock_for_update(allow_referencing=True)._refresh_health()
            if not cron._commit_progress(len(batch), remaining=max(remaining, 0)):
                return

    # -- what changes it at once

    def _after_activate(self):
        super()._after_activate()
        self._refresh_health()

    def _after_pause(self):
        super()._after_pause()
        self._refresh_health()

    def _after_resume(self):
        super()._after_resume()
        self._refresh_health()

    def _after_close(self):
        super()._after_close()
        self._refresh_health()

    # -- fit check

    @api.depends_context("uid")
    @api.depends("state", "member_ids", "checkin_ids.state")
    def _compute_my_fit(self):
        answers = self.my_member_id._find_fit_answers()
        rounds = self.my_member_id._get_fit_rounds(answers)
        for mentorship in self:
            member = mentorship.my_member_id
            mentorship.asks_fit = bool(rounds.get(member.id))
            mentorship.my_fit_answer = answers[member.id].answer if member.id in answers else False

    def action_fit_good(self):
        return self._answer_fit_as_user("good")

    def action_fit_early(self):
        return self._answer_fit_as_user("early")

    def action_fit_no(self):
        """Say that it is not a fit, and be asked whether to look for somebody else."""
        self._answer_fit_as_user("no")
        return self.action_find_new_match()

    def action_find_new_match(self):
        self.ensure_one()
        return self._open_dialog("hr_mentorship.hr_mentorship_new_match_action")

    def _answer_fit_as_user(self, answer):
        self.ensure_one()
        self._my_members()._answer_fit(answer)
        self.invalidate_recordset(["asks_fit", "my_fit_answer"])
        return toast(self.env._("Thank you for saying so."))
