import numpy as np

from odoo import models

from ..matching import closeness_features
from .hr_mentorship_matcher import HALF
from .hr_mentorship_matcher_work import DAY
from .hr_mentorship_profile import SENIORITIES, SENIORITY_STEPS
from .hr_mentorship_profile_style import STYLE_ITEMS

WEEK = 7 * DAY
HOURS = {"am": range(8, 12), "noon": range(12, 14), "pm": range(14, 18)}
"""The hours of a day that a time slot stands for, on the clock of whoever chose it."""
AHEAD_AT_ALL, FAR_AHEAD = 0.75, 0.75
"""Value of a mentor who is ahead by less, and by much more, than the useful distance."""
MUCH_MORE = 2
ALIKE, UNLIKE = 0.85, 0.6
"""From which closeness on, and up to which, working styles are said to be alike, or to differ."""


class HrMentorshipMatcherProfile(models.AbstractModel):
    """What people have answered about themselves: languages, experience, working style, time."""

    _inherit = "hr.mentorship.matcher"

    # -- languages

    def _read_languages(self, pool):
        return [
            [frozenset(profile.language_ids.ids) or None for profile in profiles]
            for profiles in (pool.mentee_profiles, pool.mentor_profiles)
        ]

    def _build_languages(self, pool, setting):
        """One common language is all it takes."""
        sides = self._read_languages(pool)
        codes = {}
        for side in sides:
            for languages in side:
                if languages is not None:
                    codes.setdefault(languages, len(codes))
        columns = {language: column for column, language in enumerate(sorted(frozenset().union(*codes)))}
        spoken = np.zeros((len(codes), len(columns)))
        for languages, code in codes.items():
            spoken[code, [columns[language] for language in languages]] = 1
        table = (spoken @ spoken.T > 0).astype(float)
        return self._build_table(setting, table, *([codes.get(some, -1) for some in side] for side in sides))

    def _get_languages_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_languages(pool)
        facts = []
        for mentee, mentor in pairs:
            is_known = of_mentees[mentee] is not None and of_mentors[mentor] is not None
            shared = sorted(of_mentees[mentee] & of_mentors[mentor]) if is_known else []
            facts.append({"is_known": is_known, "shared": shared})
        return facts

    def _get_languages_references(self, fact):
        yield "hr.skill", fact["shared"]

    def _explain_languages(self, fact, names, reader):
        shared = [names["hr.skill"][language] for language in fact["shared"] if language in names["hr.skill"]]
        if not shared:
            return self.env._("No language in common.")
        if reader.role:
            return self.env._("You both speak %(languages)s.", languages=", ".join(shared))
        return self.env._("Both speak %(languages)s.", languages=", ".join(shared))

    def _find_languages_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: pool.get_profile(person).language_ids)

    # -- seniority

    def _read_seniority(self, pool):
        return [
            [SENIORITY_STEPS.get(profile.seniority) for profile in profiles]
            for profiles in (pool.mentee_profiles, pool.mentor_profiles)
        ]

    def _build_seniority(self, pool, setting):
        """The mentor ahead by a useful distance; in a reverse program, the mentee."""
        steps = np.arange(len(SENIORITIES))
        ahead = np.subtract.outer(steps, steps) if self._is_reverse(pool) else -np.subtract.outer(steps, steps)
        distance = max(setting["distance"], 1)
        table = np.select(
            [ahead <= 0, ahead < distance, ahead < distance + MUCH_MORE], [0, AHEAD_AT_ALL, 1], default=FAR_AHEAD
        )
        codes = [[-1 if step is None else step for step in side] for side in self._read_seniority(pool)]
        return self._build_table(setting, table, *codes)

    def _is_reverse(self, pool):
        return pool.program.format == "reverse"

    def _get_seniority_facts(self, pool, setting, pairs):
        return self._get_value_facts(pairs, *self._read_seniority(pool))

    def _explain_seniority(self, fact, names, reader):
        field = self.env["hr.mentorship.profile"]._fields["seniority"]
        labels = [label for _key, label in field._description_selection(self.env)]
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

    def _find_seniority_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: pool.get_profile(person).seniority)

    # -- working style

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

    def _build_style(self, pool, setting):
        features = closeness_features(*self._read_styles(pool), similar=setting["comparison"] == "similar")
        return self._make_criterion(setting, features, HALF)

    def _get_style_facts(self, pool, setting, pairs):
        """How close the two are on the whole: single answers stay with those who gave them."""
        of_mentees, of_mentors = self._read_styles(pool)
        facts = []
        for mentee, mentor in pairs:
            apart = (of_mentees[mentee] - of_mentors[mentor]) ** 2
            answered = ~np.isnan(apart)
            closeness = round(1 - float(apart[answered].mean()), 2) if answered.any() else None
            facts.append({"is_known": closeness is not None, "closeness": closeness})
        return facts

    def _explain_style(self, fact, names, reader):
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

    # -- availability

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

    def _build_availability(self, pool, setting):
        return self._build_overlap(setting, *self._read_availability(pool))

    def _get_availability_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_availability(pool)
        return [
            {
                "is_known": bool(of_mentees[mentee] and of_mentors[mentor]),
                "hours": len(of_mentees[mentee] & of_mentors[mentor]),
            }
            for mentee, mentor in pairs
        ]

    def _explain_availability(self, fact, names, reader):
        if not fact["hours"]:
            return self.env._("Never free at the same time.")
        if fact["hours"] == 1:
            return self.env._("Usually free at the same time for one hour a week.")
        return self.env._("Usually free at the same time for %(hours)s hours a week.", hours=fact["hours"])

    def _find_availability_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: pool.get_profile(person).availability_ids)
