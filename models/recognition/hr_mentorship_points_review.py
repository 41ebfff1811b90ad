from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from ..common.client_actions import reload
from ..common.groups import ADMIN
from ..common.private_fields import SecretJson
from ..common.spoken import say_date

LOOKED_AT = timedelta(days=90)
"""How far back the nightly look goes."""
BACK_AND_FORTH = 3
"""Gifts of points each way."""
SAME_WAY = 8
"""Gifts of points one way: points for the same person come once a week at most, so nearly every week."""
AT_ONCE = {"checkin_confirmed": 4, "goal_reached": 3}
"""Events of one pair on one day, from which on they look as if they were only clicked."""


class HrMentorshipPointsReview(models.Model):
    """Something about the points of a pair that somebody should look at, with the reason in words.

    It accuses nobody: there may be a good reason. Program managers and administrators take the points back or dismiss
    it, with a word each; nobody about a pair of their own. It shows who got points from whom and how often, never the
    words of a thank-you, and never what anybody has spent. What has been looked at once is not brought up again.
    """

    _name = "hr.mentorship.points.review"
    _description = "Look at Fair Play"
    _inherit = ["hr.mentorship.lifecycle.mixin"]
    _order = "state, id desc"
    _rec_name = "mentorship_id"

    reason = fields.Selection(
        [
            ("back_and_forth", "Points back and forth"),
            ("same_pair", "Points for the same person nearly every week"),
            ("velocity", "Many events on one day"),
        ],
        required=True,
        readonly=True,
    )
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("open", "To look at"), ("taken_back", "Points taken back"), ("dismissed", "Dismissed")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # NO_ACCESS: entries belong to wallets, which nobody but their owners read
    noticed_entries = SecretJson(readonly=True, copy=False, groups=NO_ACCESS)
    words = fields.Text("What Was Noticed", compute="_compute_words")
    word = fields.Text("A Word About It", help="If points are taken back, those who had them read it.")
    decided_on = fields.Date(readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")

    _open_once = models.UniqueIndex(
        "(mentorship_id, reason) WHERE state = 'open'", "This waits for somebody to look at it already."
    )

    @api.depends_context("lang")
    @api.depends("reason", "noticed_entries")
    def _compute_words(self):
        # sudo: names, days and sums of these entries, for those who read the review
        for review in self:
            review.words = review.sudo()._say_what()

    def _get_entries(self):
        return self.env["hr.mentorship.wallet.entry"].browse(self.noticed_entries or [])

    def _say_what(self):
        """Return in lines what was noticed; of entries, who got how many points from whom, and when."""
        entries = self._get_entries()
        if not entries:
            return ""
        days = entries.mapped("event_date")
        values = {"first": say_date(self.env, min(days)), "last": say_date(self.env, max(days))}
        if self.reason == "velocity":
            head = self.env._("Many events of one pair were counted on the same day. Did all of them take place?")
            per_day = entries.grouped(lambda entry: (entry.event_date, entry.event_key.split(":")[0]))
            kinds = {
                "checkin_confirmed": self.env._("%(day)s: %(count)s meetings confirmed, %(points)s points"),
                "goal_reached": self.env._("%(day)s: %(count)s goals reached, %(points)s points"),
            }
            lines = [
                kinds[event]
                % {
                    "day": say_date(self.env, day),
                    "count": len({entry.event_key.split(":")[1] for entry in same}),
                    "points": sum(same.mapped("points")),
                }
                for (day, event), same in sorted(per_day.items(), key=lambda item: item[0])
            ]
            return "\n".join([head, *lines])
        head = (
            self.env._("The two have given each other points with thank-yous, %(first)s to %(last)s:", **values)
            if self.reason == "back_and_forth"
            else self.env._("Points went to the same person nearly every week, %(first)s to %(last)s:", **values)
        )
        ways = entries.grouped(lambda entry: (entry.from_employee_id, entry.wallet_id.employee_id))
        lines = [
            self.env._(
                "%(giver)s to %(receiver)s: %(times)s ×, %(points)s points",
                giver=giver.name,
                receiver=receiver.name,
                times=len(same),
                points=sum(same.mapped("points")),
            )
            for (giver, receiver), same in ways.items()
        ]
        return "\n".join([head, *lines])

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if not self.env.su:
            self._check_mine_to_decide()
            self._check_state_in("open")
        return super().write(vals)

    # -- finding

    @api.model
    def _cron_find(self):
        """Look once a night for what is unusual, and tell those who may decide about it."""
        names = ("reason", "mentorship_id", "noticed_entries")
        # sudo: nobody makes one by hand
        reviews = self.sudo().create([dict(zip(names, row, strict=True)) for row in self._find_unusual()])
        reviews._tell_deciders()

    @api.model
    def _find_unusual(self):
        """Return reason, mentorship and entries of what nobody has looked at yet.

        :rtype: list[tuple[str, int, list[int]]]
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH fresh AS (
                    SELECT entry.id, entry.kind, entry.event_date, entry.from_employee_id AS giver,
                           wallet.employee_id AS receiver, SPLIT_PART(entry.event_key, ':', 1) AS event,
                           SUBSTRING(entry.event_key FROM '^[a-z_]+:([0-9]{1,9})(?::|$)')::int AS source_id
                      FROM hr_mentorship_wallet_entry entry
                      JOIN hr_mentorship_wallet wallet ON wallet.id = entry.wallet_id
                     WHERE entry.kind IN ('gift', 'earn')
                       AND entry.event_date > %(since)s
                       AND NOT EXISTS (SELECT FROM hr_mentorship_wallet_entry back WHERE back.reverses_id = entry.id)
                       AND entry.id NOT IN (
                               SELECT JSONB_ARRAY_ELEMENTS(noticed_entries)::int FROM hr_mentorship_points_review)
                ), way AS (
                    SELECT note.mentorship_id, giver, receiver, COUNT(*) AS times, ARRAY_AGG(fresh.id) AS ids
                      FROM fresh
                      JOIN hr_mentorship_note note ON note.id = fresh.source_id AND fresh.kind = 'gift'
                  GROUP BY 1, 2, 3
                ), mutual AS (
                    SELECT one.mentorship_id, one.giver, other.giver AS other_giver, one.ids || other.ids AS ids
                      FROM way one
                      JOIN way other
                        ON other.mentorship_id = one.mentorship_id
                       AND other.giver = one.receiver AND other.receiver = one.giver AND one.giver < one.receiver
                     WHERE one.times >= %(both)s AND other.times >= %(both)s
                ), happened AS (
                    SELECT fresh.id, fresh.event, fresh.event_date, fresh.source_id,
                           COALESCE(checkin.mentorship_id, goal.mentorship_id) AS mentorship_id
                      FROM fresh
                 LEFT JOIN hr_mentorship_checkin checkin
                        ON checkin.id = fresh.source_id AND fresh.event = 'checkin_confirmed'
                 LEFT JOIN hr_mentorship_goal goal ON goal.id = fresh.source_id AND fresh.event = 'goal_reached'
                     WHERE fresh.kind = 'earn'
                ), found AS (
                    SELECT 'back_and_forth' AS reason, mentorship_id, ids FROM mutual
                     UNION ALL
                    SELECT 'same_pair', mentorship_id, ids
                      FROM way
                     WHERE times >= %(same)s
                       AND NOT EXISTS (SELECT FROM mutual
                                        WHERE mutual.mentorship_id = way.mentorship_id
                                          AND way.giver IN (mutual.giver, mutual.other_giver))
                     UNION ALL
                    SELECT 'velocity', mentorship_id, ARRAY_AGG(id)
                      FROM happened
                      JOIN UNNEST(%(events)s::varchar[], %(most)s::int[]) AS limits(event, most) USING (event)
                     WHERE mentorship_id IS NOT NULL
                  GROUP BY mentorship_id, event, event_date, most
                    HAVING COUNT(DISTINCT source_id) >= most
                )
                  SELECT found.reason, found.mentorship_id, ARRAY_AGG(each.id ORDER BY each.id)
                    FROM found
              CROSS JOIN UNNEST(found.ids) AS each(id)
                   WHERE NOT EXISTS (SELECT FROM hr_mentorship_points_review review
                                      WHERE review.mentorship_id = found.mentorship_id
                                        AND review.reason = found.reason AND review.state = 'open')
                GROUP BY 1, 2
                ORDER BY 2, 1
                """,
                since=fields.Date.today() - LOOKED_AT,
                both=BACK_AND_FORTH,
                same=SAME_WAY,
                events=list(AT_ONCE),
                most=list(AT_ONCE.values()),
            )
        )
        return self.env.cr.fetchall()

    def _tell_deciders(self):
        self.env["hr.mentorship.notice"].sudo()._queue(
            [
                {
                    "kind": "points_review",
                    "partner_id": user.partner_id.id,
                    "user_id": user.id,
                    "program_id": review.program_id.id,
                    "company_id": review.company_id.id,
                    "mentorship_id": review.mentorship_id.id,
                    "params": {"review": review.id},
                }
                for review in self
                for user in review._find_deciders()
            ]
        )

    def _find_deciders(self):
        """Return the managers of the program who are not of the pair, or administrators where there is none."""
        own = self._find_own_users()
        admins = self.env.ref(ADMIN).all_user_ids.filtered("active")
        return (self.program_id.manager_ids - own) or admins - own

    def _find_own_users(self):
        """Return whose own affair this (in sudo) is: the pair's, and that of whoever had these points and has left."""
        entries = self._get_entries()
        return (
            self.mentorship_id.member_ids.user_id
            | entries.wallet_id.employee_id.user_id
            | entries.from_employee_id.user_id
        )

    # -- deciding

    def _check_mine_to_decide(self):
        """Raise for everybody but those who run the program and administrators, and for one's own pair."""
        self.check_access("write")
        is_admin = self.env.user.has_group(ADMIN)
        for review in self.sudo():  # sudo: whose pair it is, and whose points
            own = self.env.user in review._find_own_users()
            if own or not (is_admin or self.env.user in review.program_id.manager_ids):
                raise AccessError(
                    self.env._(
                        "Program managers and administrators decide about fair play, and nobody about their own."
                    )
                )

    def _check_has_word(self):
        for review in self:
            if not (review.word or "").strip():
                raise UserError(
                    self.env._("Enter a word about it first: why points are taken back, or why all is well.")
                )

    def action_take_back(self):
        """Take back what of these points still stands, by entries of their own; whoever had them reads why."""
        self._check_mine_to_decide()
        self._check_has_word()
        reviews = self.sudo()  # sudo: wallets are nobody's to move but by steps
        reviews._serialize()
        reviews._check_state_in("open")
        for review in reviews:
            review._take_back()
        self._close("taken_back")
        return reload()

    def _take_back(self):
        """Take the points of one review (sudo) back; events that it is about are not paid again."""
        wallets, notices = self.env["hr.mentorship.wallet"], self.env["hr.mentorship.notice"]
        langs = self.env["hr.mentorship.recognition.event"]._get_langs(self._get_entries().wallet_id.employee_id)
        lines = []
        for employee, entries in self._get_entries().grouped(lambda entry: entry.wallet_id.employee_id).items():
            speaker = self.with_context(lang=langs[employee.id])
            reason = speaker.env._("Taken back: %(word)s", word=self.word.strip())
            back = wallets._reverse(entries, reason, key=f"review/{self.id}")
            user = employee.user_id
            if back and user:
                lines.append(
                    {
                        "kind": "points_taken_back",
                        "partner_id": user.partner_id.id,
                        "user_id": user.id,
                        "program_id": self.program_id.id,
                        "company_id": self.company_id.id,
                        "params": {"points": -sum(back.mapped("points")), "word": self.word.strip()},
                    }
                )
        notices._queue(lines)

    def action_dismiss(self):
        """Say that all is well; what was looked at is not brought up again."""
        self._check_mine_to_decide()
        self._check_has_word()
        self.sudo()._serialize()  # sudo: the row itself
        self._check_state_in("open")
        self._close("dismissed")
        return reload()

    def _close(self, state):
        self._move_to(state, decided_on=fields.Date.context_today(self), decided_by_id=self.env.uid)
