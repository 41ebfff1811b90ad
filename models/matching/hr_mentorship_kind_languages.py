import numpy as np

from odoo import models


class HrMentorshipKindLanguages(models.AbstractModel):
    """The languages that both speak."""

    _name = "hr.mentorship.kind.languages"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Languages"

    def _read_languages(self, pool):
        return [
            [frozenset(profile.language_ids.ids) or None for profile in profiles]
            for profiles in (pool.mentee_profiles, pool.mentor_profiles)
        ]

    def _build(self, pool, setting):
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

    def _get_facts(self, pool, setting, pairs):
        of_mentees, of_mentors = self._read_languages(pool)
        facts = []
        for mentee, mentor in pairs:
            is_known = of_mentees[mentee] is not None and of_mentors[mentor] is not None
            shared = sorted(of_mentees[mentee] & of_mentors[mentor]) if is_known else []
            facts.append({"is_known": is_known, "shared": shared})
        return facts

    def _get_references(self, fact):
        yield "hr.skill", fact["shared"]

    def _explain(self, fact, names, reader):
        shared = [names["hr.skill"][language] for language in fact["shared"] if language in names["hr.skill"]]
        if not shared:
            return self.env._("No language in common.")
        if reader.role:
            return self.env._("You both speak %(languages)s.", languages=", ".join(shared))
        return self.env._("Both speak %(languages)s.", languages=", ".join(shared))

    def _get_suspect_domain(self, setting):
        return super()._get_suspect_domain(setting) & ~self._has_in_profile("language_ids")

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: pool.get_profile(person).language_ids)
