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
            apart = None if None in hours else abs(hours[0] - hours[1])
            facts.append({"is_known": apart is not None, "hours": apart and min(apart, DAY - apart)})
        return facts

    def _explain(self, fact, names, reader):
        if not fact["hours"]:
            return self.env._("Same time zone.")
        if fact["hours"] == 1:
            return self.env._("One hour apart.")
        return self.env._("%(hours)s hours apart.", hours=f"{fact['hours']:g}")

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.employee_id.tz)
