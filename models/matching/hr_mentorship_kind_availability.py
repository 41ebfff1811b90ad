from odoo import models

from .hr_mentorship_kind import DAY

WEEK = 7 * DAY
HOURS = {"am": range(8, 12), "noon": range(12, 14), "pm": range(14, 18)}
"""The hours of a day that a time slot stands for, on the clock of whoever chose it."""


class HrMentorshipKindAvailability(models.AbstractModel):
    """When both are free."""

    _name = "hr.mentorship.kind.availability"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Availability"

    def _read_availability(self, pool):
        """Return for each side the hours of a week in UTC at which a person is free, empty where nothing is known."""
        offsets = self._read_time_zones(pool)
        return [
            [
                frozenset(
                    int(int(slot.weekday) * DAY + hour - offset) % WEEK
                    for slot in profile.availability_ids
                    for hour in HOURS[slot.part]
                )
                if offset is not None
                else frozenset()
                for profile, offset in zip(profiles, side, strict=True)
            ]
            for profiles, side in zip((pool.mentee_profiles, pool.mentor_profiles), offsets, strict=True)
        ]

    def _build(self, pool, setting):
        return self._build_overlap(setting, *self._read_availability(pool))

    def _get_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_availability(pool)
        return [
            {
                "is_known": bool(of_mentees[mentee] and of_mentors[mentor]),
                "hours": len(of_mentees[mentee] & of_mentors[mentor]),
            }
            for mentee, mentor in pairs
        ]

    def _explain(self, fact, names, reader):
        if not fact["hours"]:
            return self.env._("Never free at the same time.")
        if fact["hours"] == 1:
            return self.env._("Usually free at the same time for one hour a week.")
        return self.env._("Usually free at the same time for %(hours)s hours a week.", hours=fact["hours"])

    def _get_suspect_domain(self, setting):
        return super()._get_suspect_domain(setting) & ~self._has_in_profile("availability_ids")

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: pool.get_profile(person).availability_ids)
