from odoo import api, models
from odoo.tools import SQL, formatLang

from ...models.common.spoken import say_date
from ..overview import cards

PLACES = 10
"""Places of a leaderboard: who comes after them reads their own place, and the others not."""


class HrMentorshipLeaderboard(models.AbstractModel):
    """Who has earned most in a program, of those alone who want to be named.

    Nothing of it is stored but everybody's own yes. Places are those among the ones who have said so: of the others no
    name, no number and no gap is told. What counts is earned in the program, by its rules, in weeks that are over and
    in which it happened: neither what somebody was given or has spent, nor the day on which something came.
    """

    _name = "hr.mentorship.leaderboard"
    _description = "Leaderboard of a Mentorship Program"

    @api.model
    @api.readonly
    def get_page(self):
        """Return the leaderboards that the current user may read.

        :rtype: dict with ``boards``, a list of what :meth:`_make_board` returns
        """
        programs = self._find_mine()
        days = {program: program._get_leaderboard_days() for program in programs}
        seats = programs._find_my_leaderboard_seats()
        ranks = self._rank(days, seats.employee_id)
        boards = []
        for program in programs:
            own = seats.filtered(lambda seat, program=program: seat.program_id == program)
            boards.append(self._make_board(program, days[program], own, *ranks[program]))
        return {"boards": boards}

    @api.model
    def _find_mine(self):
        """Return the programs (sudo) whose leaderboard the current user reads, as one who takes part or runs it."""
        self.env.flush_all()
        rows = self.env.execute_query(self.env["hr.mentorship.program"]._get_my_leaderboards_query())
        # sudo: who takes part reads the name of the program, whichever company they work in
        return self.env["hr.mentorship.program"].sudo().browse(sorted({row[0] for row in rows}, reverse=True))

    @api.model
    def _make_board(self, program, days, seats, count, ranked):
        """Return the leaderboard of ``program`` (sudo), which the caller has found to be the reader's.

        :param days: the first and the last day that count
        :param seats: how the reader takes part in it (sudo), if at all
        :param count: how many are named
        :param ranked: rank, employee (sudo) and points of the first places and of the reader
        :rtype: dict with ``key``, ``model``, ``id``, ``title``, ``audience``, ``period`` (which weeks count),
            ``places`` (dicts of ``key``, ``rank``, ``name``, ``points`` and ``is_me``), ``missing`` (what it takes to
            be shown, if it is not), ``mine`` (where the reader stands) and ``buttons``
        """
        first, last = days
        least = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        missing = ""
        if count < least:
            ranked = []
            missing = self.env._(
                "Nobody is shown yet. That takes %(count)s people who want to be on it and have earned points.",
                count=least,
            )
        period = self.env._(
            "Points earned in the program from %(first)s to %(last)s, week by week.",
            first=say_date(self.env, first),
            last=say_date(self.env, last),
        )
        audience = self.env._(
            "Everybody who takes part reads it, and the program managers. Only those stand here who want to; of all "
            "others nothing is told."
        )
        return {
            "key": program.id,
            "model": program._name,
            "id": program.id,
            "title": program.name,
            "audience": audience,
            "period": "" if missing else period,
            "places": [
                {
                    "key": employee.id,
                    "rank": rank,
                    "name": employee.name,
                    "points": formatLang(self.env, points, digits=0),
                    "is_me": employee in seats.employee_id,
                }
                for rank, employee, points in ranked[:PLACES]
            ],
            "missing": missing,
            "mine": self._say_mine(seats, ranked),
            "buttons": self._make_buttons(program, seats),
        }

    @api.model
    def _say_mine(self, seats, ranked):
        if not seats:
            return ""
        if not any(seats.mapped("on_leaderboard")):
            return self.env._("You are not on it.")
        for rank, employee, _points in ranked:
            if employee in seats.employee_id:
                return self.env._("You are on it: place %(rank)s.", rank=rank)
        return self.env._("You are on it, as soon as it is shown and a week with points of yours is over.")

    @api.model
    def _make_buttons(self, program, seats):
        if not seats:
            return []
        if any(seats.mapped("on_leaderboard")):
            return [cards.make_button("action_leave_leaderboard", self.env._("Take Me Off"))]
        consequence = self.env._(
            "Everybody who takes part in “%(program)s”, and its program managers, then read your name and the points "
            "that you have earned in it. You take yourself off at any time, at once.",
            program=program.name,
        )
        return [
            cards.make_button(
                "action_join_leaderboard",
                self.env._("Put Me on It"),
                confirm=consequence,
                confirm_label=self.env._("Put Me on It"),
                cancel_label=self.env._("Rather Not"),
            )
        ]

    @api.model
    def _rank(self, days, mine):
        """Return of each program how many are named, and rank, employee (sudo) and points of the first and of ``mine``.

        Equal points share a place, in the order of the alphabet. One statement ranks them all: whoever runs forty
        programs waits for one page as long as whoever takes part in one.

        :param dict days: the first and the last day that count, by program
        :rtype: dict[hr.mentorship.program, tuple[int, list[tuple[int, hr.employee, int]]]]
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT program_id, rank, id, points, count
                  FROM (
                        SELECT board.program_id, employee.id, SUM(entry.points) AS points,
                               COUNT(*) OVER (PARTITION BY board.program_id) AS count,
                               RANK() OVER (PARTITION BY board.program_id ORDER BY SUM(entry.points) DESC) AS rank,
                               ROW_NUMBER() OVER (
                                   PARTITION BY board.program_id
                                       ORDER BY SUM(entry.points) DESC, employee.name, employee.id) AS position
                          FROM UNNEST(%(programs)s::int[], %(firsts)s::date[], %(lasts)s::date[])
                               AS board (program_id, first, last)
                          JOIN hr_mentorship_wallet_entry entry
                            ON entry.program_id = board.program_id AND entry.kind = 'earn'
                          JOIN hr_mentorship_wallet wallet ON wallet.id = entry.wallet_id
                          JOIN hr_employee employee ON employee.id = wallet.employee_id
                         WHERE employee.active
                           AND EXISTS (
                                   SELECT FROM hr_mentorship_participant seat
                                    WHERE seat.program_id = board.program_id AND seat.employee_id = employee.id
                                      AND seat.state = 'approved' AND seat.on_leaderboard)
                           AND COALESCE(entry.event_date, entry.create_date::date) BETWEEN board.first AND board.last
                           AND NOT EXISTS (
                                   SELECT FROM hr_mentorship_wallet_entry back WHERE back.reverses_id = entry.id)
                      GROUP BY board.program_id, employee.id
                       ) ranked
                 WHERE position <= %(places)s OR id = ANY(%(mine)s)
              ORDER BY program_id, position
                """,
                programs=[program.id for program in days],
                firsts=[first for first, _last in days.values()],
                lasts=[last for _first, last in days.values()],
                places=PLACES,
                mine=mine.ids,
            )
        )
        # sudo: names of those who want to be named, for those who may read them
        people = self.env["hr.employee"].sudo().browse([row[2] for row in rows])
        ranks = {program: (0, []) for program in days}
        by_id = {program.id: program for program in days}
        for (program_id, rank, _id, points, count), employee in zip(rows, people, strict=True):
            ranked = ranks[by_id[program_id]][1]
            ranked.append((rank, employee, points))
            ranks[by_id[program_id]] = (count, ranked)
        return ranks
