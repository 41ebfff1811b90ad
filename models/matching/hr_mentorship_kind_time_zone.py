import numpy as np

from odoo import models

from ...matching import near_table, quantised
from .hr_mentorship_kind import DAY


class HrMentorshipKindTimeZone(models.AbstractModel):
    """How many hours their clocks are apart."""

    _name = "hr.mentorship.kind.time_zone"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Time Zone"

    def _build(self, pool, setting):
        sides = [np.array(side, dtype=float) for side in self._read_time_zones(pool)]
        mentee_codes, mentor_codes, hours = quantised(*sides, most=10 * DAY)
        apart = np.abs(np.subtract.outer(hours, hours))
        apart = np.minimum(apart, DAY - apart)  # 11 hours ahead and 12 behind are an hour apart
        table = near_table(apart.ravel(), [0], 2 * setting["distance"]).reshape(apart.shape)
        return self._build_table(setting, table, mentee_codes, mentor_codes)

    def _get_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_time_zones(pool)
        facts = []
        for mentee, mentor in pairs:
            hours = (of_mentees[mentee], of_mentors[mentor])
            apart = None if None in hours else self._count_apart(*hours)
            facts.append({"is_known": apart is not None, "hours": apart})
        return facts

    def _still_holds(self, fact, mentee, mentor):
        """Clocks are set, and people move: what the two read of theirs is so today."""
        hours = [self._read_offset(employee.tz) for employee in (mentee, mentor)]
        return None in hours or self._count_apart(*hours) == fact["hours"]

    def _count_apart(self, one, other):
        apart = abs(one - other)
        return min(apart, DAY - apart)

    def _explain(self, fact, names, reader):
        if not fact["hours"]:
            return self.env._("Same time zone.")
        if fact["hours"] == 1:
            return self.env._("One hour apart.")
        return self.env._("%(hours)s hours apart.", hours=f"{fact['hours']:g}")

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.employee_id.tz)
