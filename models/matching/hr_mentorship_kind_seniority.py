import numpy as np

from odoo import models

from ..people.hr_mentorship_profile import SENIORITIES, SENIORITY_STEPS

AHEAD_AT_ALL, FAR_AHEAD = 0.75, 0.75
"""Value of a mentor who is ahead by less, and by much more, than the useful distance."""
MUCH_MORE = 2


class HrMentorshipKindSeniority(models.AbstractModel):
    """Who has worked for longer."""

    _name = "hr.mentorship.kind.seniority"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Seniority"

    def _read_seniority(self, pool):
        return [
            [SENIORITY_STEPS.get(profile.seniority) for profile in profiles]
            for profiles in (pool.mentee_profiles, pool.mentor_profiles)
        ]

    def _build(self, pool, setting):
        """The mentor ahead by a useful distance; in a reverse program, the mentee."""
        steps = np.arange(len(SENIORITIES))
        ahead = np.subtract.outer(steps, steps) if self._is_reverse(pool) else -np.subtract.outer(steps, steps)
        distance = max(setting["distance"], 1)
        table = np.select(
            [ahead <= 0, ahead < distance, ahead < distance + MUCH_MORE], [0, AHEAD_AT_ALL, 1], default=FAR_AHEAD
        )
        codes = [[-1 if step is None else step for step in side] for side in self._read_seniority(pool)]
        return self._build_table(setting, table, *codes)

    def _is_one_ahead(self, setting):
        return True

    def _is_reverse(self, pool):
        return pool.program.format == "reverse"

    def _get_facts(self, pool, setting, pairs):
        return self._get_value_facts(pairs, *self._read_seniority(pool))

    def _explain(self, fact, names, reader):
        field = self.env["hr.mentorship.profile"]._fields["seniority"]
        # In the middle of a sentence: 3 to 5 years (you) and more than 20 years (Max)
        labels = [label[:1].lower() + label[1:] for _key, label in field._description_selection(self.env)]
        years = labels[fact["mentee"]], labels[fact["mentor"]]
        if fact["mentee"] == fact["mentor"] and reader.role:
            return self.env._("You both have about as much work experience: %(years)s.", years=years[0])
        if fact["mentee"] == fact["mentor"]:
            return self.env._("Both have about as much work experience: %(years)s.", years=years[0])
        if reader.role:
            mine, theirs = reader.sort(*years)
            return self.env._(
                "Work experience: %(mine)s (you) and %(theirs)s (%(partner)s).",
                mine=mine,
                theirs=theirs,
                partner=reader.partner,
            )
        return self.env._(
            "Work experience: %(mentor_years)s (%(mentor)s) and %(mentee_years)s (%(mentee)s).",
            mentor_years=years[1],
            mentor=reader.mentor,
            mentee_years=years[0],
            mentee=reader.mentee,
        )

    def _get_suspect_domain(self, setting):
        return super()._get_suspect_domain(setting) & ~self._has_in_profile("seniority")

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: pool.get_profile(person).seniority)
