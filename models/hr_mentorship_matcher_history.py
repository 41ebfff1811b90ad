from collections import defaultdict

import numpy as np

from odoo import fields, models

from ..matching import PairCriterion
from .hr_mentorship_matcher import ANYTHING

LONG_WAIT_DAYS = 90
"""After so many days somebody waits as long as it counts. Being left out of a whole program counts twice that."""
PRIOR_CHECKINS = 2
"""As many kept check-ins everybody is credited with, so that one missed among few does not brand a person."""
WISH_VALUES = (1.0, 0.85, 0.7, 0.55, 0.4)
"""What a first choice, a second … is worth."""
STRONGER_WISH = 0.6
"""Share of the stronger wish where both sides are asked for theirs; the weaker one has the rest."""


class HrMentorshipMatcherHistory(models.AbstractModel):
    """What was before this matching: shared success, waiting in vain, kept appointments."""

    _inherit = "hr.mentorship.matcher"

    # -- values of single pairs

    def _build_pairs(self, setting, values):
        """Turn values of a few pairs, by their rows, into a criterion that is 0 for all others."""
        return PairCriterion(
            setting["key"],
            setting["weight"],
            [mentee for mentee, _mentor in values],
            [mentor for _mentee, mentor in values],
            list(values.values()),
            ANYTHING if setting["is_required"] else 0,
        )

    # -- wishes

    def _read_wishes(self, pool):
        """Return the ranks (of the mentor for the mentee, of the mentee for the mentor) of all pairs with a wish.

        :rtype: dict[tuple[int, int], tuple[int | None, int | None]], by rows
        """
        ranks = pool.env["hr.mentorship.wish"]._get_ranks(pool.people)
        wishes = {}
        for (participant_id, employee_id), rank in ranks.items():
            if participant_id in pool.mentee_row_of_id:
                row = pool.mentee_row_of_id[participant_id]
                for mentor_row in pool.mentor_rows_of.get(employee_id, ()):
                    wishes[row, mentor_row] = (rank, wishes.get((row, mentor_row), (None, None))[1])
            else:
                row = pool.mentor_row_of_id[participant_id]
                for mentee_row in pool.mentee_rows_of.get(employee_id, ()):
                    wishes[mentee_row, row] = (wishes.get((mentee_row, row), (None, None))[0], rank)
        return wishes

    def _rate_wishes(self, pool, ranks):
        weaker, stronger = sorted(WISH_VALUES[rank - 1] if rank else 0 for rank in ranks)
        if not (pool.program.mentees_wish and pool.program.mentors_wish):
            return stronger
        return STRONGER_WISH * stronger + (1 - STRONGER_WISH) * weaker

    def _build_wishes(self, pool, setting):
        wishes = self._read_wishes(pool)
        return self._build_pairs(setting, {pair: self._rate_wishes(pool, ranks) for pair, ranks in wishes.items()})

    def _get_wishes_facts(self, pool, setting, pairs):
        wishes = self._read_wishes(pool)
        return [dict(zip(("mentee", "mentor"), wishes.get(pair, (None, None)), strict=True)) for pair in pairs]

    def _explain_wishes(self, fact, names, reader):
        if not (fact["mentee"] or fact["mentor"]):
            return self.env._("Neither has wished for the other.")
        if reader.role:
            return self._explain_wishes_to_member(*reader.sort(fact["mentee"], fact["mentor"]), reader.partner)
        if fact["mentee"] and fact["mentor"]:
            return self.env._(
                "They wish for each other: choice %(of_mentee)s of %(mentee)s, choice %(of_mentor)s of %(mentor)s.",
                of_mentee=fact["mentee"],
                mentee=reader.mentee,
                of_mentor=fact["mentor"],
                mentor=reader.mentor,
            )
        name = reader.mentee if fact["mentee"] else reader.mentor
        return self.env._("Choice %(rank)s of %(name)s.", rank=fact["mentee"] or fact["mentor"], name=name)

    def _explain_wishes_to_member(self, mine, theirs, partner):
        if mine and theirs:
            return self.env._(
                "You wish for each other: %(partner)s is your choice %(mine)s, and you are choice %(theirs)s of "
                "%(partner)s.",
                partner=partner,
                mine=mine,
                theirs=theirs,
            )
        if mine:
            return self.env._("%(partner)s is your choice %(rank)s.", partner=partner, rank=mine)
        return self.env._("You are choice %(rank)s of %(partner)s.", partner=partner, rank=theirs)

    # -- an earlier mentorship of the two that went well

    def _count_earlier(self, pool):
        """Return how many mentorships the two have completed in other programs, in the same roles.

        :rtype: dict[tuple[int, int], int], by rows
        """
        completed = pool.env["hr.mentorship"].search(
            [
                ("state", "=", "completed"),
                ("program_id", "!=", pool.program.id),
                ("mentee_ids", "in", [employee.id for employee in pool.mentee_employees]),
                ("mentor_ids", "in", [employee.id for employee in pool.mentor_employees]),
            ]
        )
        counts = defaultdict(int)
        for mentorship in completed:
            pairs = [(mentee.id, mentor.id) for mentee in mentorship.mentee_ids for mentor in mentorship.mentor_ids]
            for rows in pool.pair_rows(pairs):
                counts[rows] += 1
        return counts

    def _build_earlier_mentor(self, pool, setting):
        return self._build_pairs(setting, dict.fromkeys(self._count_earlier(pool), 1))

    def _get_earlier_mentor_facts(self, pool, setting, pairs):
        counts = self._count_earlier(pool)
        return [{"times": counts.get(pair, 0)} for pair in pairs]

    def _explain_earlier_mentor(self, fact, names, reader):
        if reader.role and not fact["times"]:
            return self.env._("You have not completed a mentorship together before.")
        if reader.role:
            return self.env._("You have completed a mentorship together before.")
        if not fact["times"]:
            return self.env._("They have not completed a mentorship together before.")
        return self.env._("They have completed a mentorship together before.")

    # -- waiting

    def _read_waiting(self, pool):
        """Return (left out of an earlier program, days since the application) for each mentee."""
        employees = pool.mentees.employee_id
        earlier = pool.env["hr.mentorship.participant"].search(
            [
                ("employee_id", "in", employees.ids),
                ("role", "=", "mentee"),
                ("state", "=", "approved"),
                ("program_id.state", "=", "closed"),
                ("program_id", "!=", pool.program.id),
            ]
        )
        had_mentor = earlier.member_ids.filtered(lambda member: member.mentorship_id.offered_on).participant_id
        left_out = (earlier - had_mentor).employee_id
        today = fields.Date.context_today(pool.mentees)
        return [
            (mentee.employee_id in left_out, max((today - mentee.create_date.date()).days, 0))
            for mentee in pool.mentees
        ]

    def _build_waiting(self, pool, setting):
        values = [
            1 if was_left_out else min(days / LONG_WAIT_DAYS, 1) / 2 for was_left_out, days in self._read_waiting(pool)
        ]
        mentees = np.array(values, dtype=float).reshape(-1, 1)
        return self._make_criterion(setting, (mentees, np.ones((len(pool.mentors), 1))))

    def _get_waiting_facts(self, pool, setting, pairs):
        waiting = self._read_waiting(pool)
        return [{"was_left_out": waiting[mentee][0], "days": waiting[mentee][1]} for mentee, _mentor in pairs]

    def _explain_waiting(self, fact, names, reader):
        if reader.role == "mentee":
            return self._explain_waiting_to_mentee(fact)
        mentee = reader.mentee
        if fact["was_left_out"]:
            return self.env._("%(mentee)s was left without a mentor in an earlier program.", mentee=mentee)
        if not fact["days"]:
            return self.env._("%(mentee)s applied today.", mentee=mentee)
        if fact["days"] == 1:
            return self.env._("%(mentee)s has waited for one day.", mentee=mentee)
        return self.env._("%(mentee)s has waited for %(days)s days.", mentee=mentee, days=fact["days"])

    def _explain_waiting_to_mentee(self, fact):
        if fact["was_left_out"]:
            return self.env._("You were left without a mentor in an earlier program.")
        if not fact["days"]:
            return self.env._("You applied today.")
        if fact["days"] == 1:
            return self.env._("You have waited for one day.")
        return self.env._("You have waited for %(days)s days.", days=fact["days"])

    # -- reliability

    def _read_reliability(self, pool):
        """Return for each side (held, missed) check-ins of each person, in all programs.

        :rtype: tuple[list[tuple[int, int]], list[tuple[int, int]]]
        """
        members = pool.env["hr.mentorship.member"].search_fetch(
            [("employee_id", "in", pool.people.employee_id.ids), ("mentorship_id.start_date", "!=", False)],
            ["employee_id", "mentorship_id"],
        )
        checkins = pool.env["hr.mentorship.checkin"]._read_group(
            [("mentorship_id", "in", members.mentorship_id.ids), ("state", "in", ("done", "missed"))],
            ["mentorship_id", "state"],
            ["__count"],
        )
        by_mentorship = {(mentorship.id, state): count for mentorship, state, count in checkins}
        counts = defaultdict(lambda: (0, 0))
        for member in members:
            held, missed = counts[member.employee_id.id]
            mentorship_id = member.mentorship_id.id
            counts[member.employee_id.id] = (
                held + by_mentorship.get((mentorship_id, "done"), 0),
                missed + by_mentorship.get((mentorship_id, "missed"), 0),
            )
        return tuple(
            [counts[employee.id] for employee in employees]
            for employees in (pool.mentee_employees, pool.mentor_employees)
        )

    def _build_reliability(self, pool, setting):
        """The mean of both sides' shares of kept check-ins."""
        mentees, mentors = (
            np.array([(held + PRIOR_CHECKINS) / (held + missed + PRIOR_CHECKINS) / 2 for held, missed in side])
            for side in self._read_reliability(pool)
        )
        features = (
            np.column_stack([mentees, np.ones(len(mentees))]),
            np.column_stack([np.ones(len(mentors)), mentors]),
        )
        return self._make_criterion(setting, features)

    def _get_reliability_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_reliability(pool)
        return [{"mentee": of_mentees[mentee], "mentor": of_mentors[mentor]} for mentee, mentor in pairs]

    def _explain_reliability(self, fact, names, reader):
        if not any((*fact["mentee"], *fact["mentor"])):
            return self.env._("Neither has had a check-in yet.")
        return self.env._(
            "Check-ins kept so far: %(mentor_held)s of %(mentor_all)s by %(mentor)s, %(mentee_held)s of %(mentee_all)s "
            "by %(mentee)s.",
            mentor=reader.mentor,
            mentee=reader.mentee,
            mentor_held=fact["mentor"][0],
            mentor_all=sum(fact["mentor"]),
            mentee_held=fact["mentee"][0],
            mentee_all=sum(fact["mentee"]),
        )
