from datetime import datetime

import numpy as np
import pytz

from odoo import models

from ..matching import near_table, quantised, table_features
from .hr_mentorship_matcher import HALF, NEUTRAL

SAME_TOWN, SAME_COUNTRY = 0.75, 0.25
"""How near two places of work are, between 0 and the same place."""
DAY = 24


class HrMentorshipMatcherWork(models.AbstractModel):
    """Where and as what people work."""

    _inherit = "hr.mentorship.matcher"

    # -- single things, for all kinds that compare one a person

    def _build_equality(self, setting, of_mentees, of_mentors):
        """Compare one hashable thing a person (None: not known), as the setting says: the same, or a different one."""
        codes = {}
        sides = [
            [-1 if thing is None else codes.setdefault(thing, len(codes)) for thing in people]
            for people in (of_mentees, of_mentors)
        ]
        table = np.eye(len(codes))
        if setting["comparison"] == "different":
            table = 1 - table
        return self._build_table(setting, table, *sides)

    def _build_table(self, setting, table, mentee_codes, mentor_codes):
        # What nobody knows may well be different, but cannot be claimed to be the same, or near
        is_met_unknown = not setting["is_required"] or setting["comparison"] == "different"
        features = table_features(table, mentee_codes, mentor_codes, NEUTRAL if is_met_unknown else 0)
        return self._make_criterion(setting, features, HALF)

    def _get_value_facts(self, pairs, of_mentees, of_mentors):
        return [
            {
                "is_known": of_mentees[mentee] is not None and of_mentors[mentor] is not None,
                "mentee": of_mentees[mentee],
                "mentor": of_mentors[mentor],
            }
            for mentee, mentor in pairs
        ]

    # -- department and job position

    def _read_records(self, pool, field):
        return [
            [employee[field].id or None for employee in employees]
            for employees in (pool.mentee_employees, pool.mentor_employees)
        ]

    def _build_department(self, pool, setting):
        return self._build_equality(setting, *self._read_records(pool, "department_id"))

    def _get_department_facts(self, pool, setting, pairs):
        return self._get_value_facts(pairs, *self._read_records(pool, "department_id"))

    def _get_department_references(self, fact):
        yield "hr.department", [fact["mentee"], fact["mentor"]]

    def _explain_department(self, fact, names, reader):
        mentee, mentor = (names["hr.department"].get(fact[side], "") for side in ("mentee", "mentor"))
        if fact["mentee"] == fact["mentor"]:
            return self.env._("Same department: %(name)s.", name=mentee)
        if reader.role:
            mine, theirs = reader.sort(mentee, mentor)
            return self.env._(
                "Different departments: %(mine)s (you) and %(theirs)s (%(partner)s).",
                mine=mine,
                theirs=theirs,
                partner=reader.partner,
            )
        return self.env._(
            "Different departments: %(of_mentee)s (%(mentee)s) and %(of_mentor)s (%(mentor)s).",
            of_mentee=mentee,
            mentee=reader.mentee,
            of_mentor=mentor,
            mentor=reader.mentor,
        )

    def _find_department_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.employee_id.department_id)

    def _build_job(self, pool, setting):
        return self._build_equality(setting, *self._read_records(pool, "job_id"))

    def _get_job_facts(self, pool, setting, pairs):
        return self._get_value_facts(pairs, *self._read_records(pool, "job_id"))

    def _get_job_references(self, fact):
        yield "hr.job", [fact["mentee"], fact["mentor"]]

    def _explain_job(self, fact, names, reader):
        mentee, mentor = (names["hr.job"].get(fact[side], "") for side in ("mentee", "mentor"))
        if fact["mentee"] == fact["mentor"]:
            return self.env._("Same job position: %(name)s.", name=mentee)
        if reader.role:
            mine, theirs = reader.sort(mentee, mentor)
            return self.env._(
                "Different job positions: %(mine)s (you) and %(theirs)s (%(partner)s).",
                mine=mine,
                theirs=theirs,
                partner=reader.partner,
            )
        return self.env._(
            "Different job positions: %(of_mentee)s (%(mentee)s) and %(of_mentor)s (%(mentor)s).",
            of_mentee=mentee,
            mentee=reader.mentee,
            of_mentor=mentor,
            mentor=reader.mentor,
        )

    def _find_job_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.employee_id.job_id)

    # -- place

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

    def _build_place(self, pool, setting):
        sides = self._read_places(pool)
        codes = {place: code for code, place in enumerate(sorted({p for side in sides for p in side if p}))}
        table = np.array([[self._rate_places(place, other) for other in codes] for place in codes])
        return self._build_table(
            setting, table.reshape(len(codes), len(codes)), *([codes.get(p, -1) for p in side] for side in sides)
        )

    def _get_place_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_places(pool)
        facts = []
        for mentee, mentor in pairs:
            places = (of_mentees[mentee], of_mentors[mentor])
            is_known = all(places)
            facts.append({"is_known": is_known, "nearness": self._rate_places(*places) if is_known else None})
        return facts

    def _explain_place(self, fact, names, reader):
        return {
            1: self.env._("Same place of work."),
            SAME_TOWN: self.env._("Places of work in the same town."),
            SAME_COUNTRY: self.env._("Places of work in the same country."),
        }.get(fact["nearness"], self.env._("Places of work in different countries."))

    def _find_place_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: self._read_place(person.employee_id))

    # -- time zone

    def _read_time_zones(self, pool):
        """Return for each side the hours ahead of UTC a person, None where it is not known."""
        now = datetime.now(pytz.utc)
        offsets = {
            name: now.astimezone(pytz.timezone(name)).utcoffset().total_seconds() / 3600
            for name in {employee.tz for employee in (*pool.mentee_employees, *pool.mentor_employees)}
            if name
        }
        return [
            [offsets.get(employee.tz) for employee in employees]
            for employees in (pool.mentee_employees, pool.mentor_employees)
        ]

    def _build_time_zone(self, pool, setting):
        sides = [np.array(side, dtype=float) for side in self._read_time_zones(pool)]
        mentee_codes, mentor_codes, hours = quantised(*sides, most=10 * DAY)
        apart = np.abs(np.subtract.outer(hours, hours))
        apart = np.minimum(apart, DAY - apart)  # 11 hours ahead and 12 behind are an hour apart
        table = near_table(apart.ravel(), [0], 2 * setting["distance"]).reshape(apart.shape)
        return self._build_table(setting, table, mentee_codes, mentor_codes)

    def _get_time_zone_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_time_zones(pool)
        facts = []
        for mentee, mentor in pairs:
            hours = (of_mentees[mentee], of_mentors[mentor])
            apart = None if None in hours else abs(hours[0] - hours[1])
            facts.append({"is_known": apart is not None, "hours": apart and min(apart, DAY - apart)})
        return facts

    def _explain_time_zone(self, fact, names, reader):
        if not fact["hours"]:
            return self.env._("Same time zone.")
        if fact["hours"] == 1:
            return self.env._("One hour apart.")
        return self.env._("%(hours)s hours apart.", hours=f"{fact['hours']:g}")

    def _find_time_zone_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.employee_id.tz)
