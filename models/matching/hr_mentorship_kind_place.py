import numpy as np

from odoo import models

SAME_TOWN, SAME_COUNTRY = 0.75, 0.25
"""How near two places of work are, between 0 and the same place."""


class HrMentorshipKindPlace(models.AbstractModel):
    """Where the two work."""

    _name = "hr.mentorship.kind.place"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Place"

    def _read_places(self, pool):
        """Return for each side (address, town, country) a person, None where no address is known."""
        return [
            [self._read_place(employee) for employee in employees]
            for employees in (pool.mentee_employees, pool.mentor_employees)
        ]

    def _read_place(self, employee):
        address = employee.work_location_id.address_id or employee.address_id
        if not address:
            return None
        return address.id, (address.city or "").strip().lower() or False, address.country_id.id

    def _rate_places(self, place, other):
        if place[0] == other[0]:
            return 1
        if place[2] != other[2]:
            return 0
        if place[1] and place[1] == other[1]:
            return SAME_TOWN
        return SAME_COUNTRY if place[2] else 0

    def _build(self, pool, setting):
        sides = self._read_places(pool)
        codes = {place: code for code, place in enumerate(sorted({p for side in sides for p in side if p}))}
        table = np.array([[self._rate_places(place, other) for other in codes] for place in codes])
        return self._build_table(
            setting, table.reshape(len(codes), len(codes)), *([codes.get(p, -1) for p in side] for side in sides)
        )

    def _get_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_places(pool)
        facts = []
        for mentee, mentor in pairs:
            places = (of_mentees[mentee], of_mentors[mentor])
            is_known = all(places)
            facts.append({"is_known": is_known, "nearness": self._rate_places(*places) if is_known else None})
        return facts

    def _explain(self, fact, names, reader):
        return {
            1: self.env._("Same place of work."),
            SAME_TOWN: self.env._("Places of work in the same town."),
            SAME_COUNTRY: self.env._("Places of work in the same country."),
        }.get(fact["nearness"], self.env._("Places of work in different countries."))

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: self._read_place(person.employee_id))
