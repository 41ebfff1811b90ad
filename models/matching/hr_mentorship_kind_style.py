import numpy as np

from odoo import models

from ...matching import closeness_features
from ..people.hr_mentorship_profile import STYLE_ITEMS
from .hr_mentorship_kind import HALF

ALIKE, UNLIKE = 0.85, 0.6
"""From which closeness on, and up to which, working styles are said to be alike, or to differ."""


class HrMentorshipKindStyle(models.AbstractModel):
    """How they like to work."""

    _name = "hr.mentorship.kind.style"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Style"

    def _read_styles(self, pool):
        """Return for each side the answers 0..1 as an array (people, questions), nan where there is none."""
        return [
            np.array(
                [
                    [(int(profile[item]) - 1) / 4 if profile[item] else np.nan for item in STYLE_ITEMS]
                    for profile in profiles
                ],
                dtype=float,
            ).reshape(len(profiles), len(STYLE_ITEMS))
            for profiles in (pool.mentee_profiles, pool.mentor_profiles)
        ]

    def _build(self, pool, setting):
        features = closeness_features(*self._read_styles(pool), similar=setting["comparison"] == "similar")
        return self._make_criterion(setting, features, HALF)

    def _get_facts(self, pool, setting, pairs):
        """How close the two are on the whole: single answers stay with those who gave them."""
        of_mentees, of_mentors = self._read_styles(pool)
        facts = []
        for mentee, mentor in pairs:
            apart = (of_mentees[mentee] - of_mentors[mentor]) ** 2
            answered = ~np.isnan(apart)
            closeness = round(1 - float(apart[answered].mean()), 2) if answered.any() else None
            facts.append({"is_known": closeness is not None, "closeness": closeness})
        return facts

    def _explain(self, fact, names, reader):
        if reader.role:
            return self._explain_style_to_member(fact["closeness"])
        if fact["closeness"] >= ALIKE:
            return self.env._("Their working styles are alike.")
        if fact["closeness"] <= UNLIKE:
            return self.env._("Their working styles differ.")
        return self.env._("Their working styles are alike in some things and differ in others.")

    def _explain_style_to_member(self, closeness):
        if closeness >= ALIKE:
            return self.env._("Your working styles are alike.")
        if closeness <= UNLIKE:
            return self.env._("Your working styles differ.")
        return self.env._("Your working styles are alike in some things and differ in others.")
