from collections import defaultdict

import numpy as np

from odoo import models

PRIOR_CHECKINS = 2
"""As many kept check-ins everybody is credited with, so that one missed among few does not brand a person."""


class HrMentorshipKindReliability(models.AbstractModel):
    """How many of their check-ins both have kept."""

    _name = "hr.mentorship.kind.reliability"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Reliability"

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

    def _build(self, pool, setting):
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

    def _get_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_reliability(pool)
        return [{"mentee": of_mentees[mentee], "mentor": of_mentors[mentor]} for mentee, mentor in pairs]

    def _explain(self, fact, names, reader):
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
