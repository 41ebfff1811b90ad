from datetime import date

import numpy as np

from odoo import fields, models

from ...matching import at_least_table, near_table, quantised
from ..common.spoken import say_date
from .comparable_fields import find_field
from .hr_mentorship_criterion import MEASURING_COMPARISONS

MOST_NUMBERS = 1500
"""So many different numbers are told apart. Where there are more, those next to each other are taken for one: only
there may the score of a pair differ, by the smallest of steps, with who else is in the pool."""


def _collections(people):
    return [things or () for things in people]


def _to_json(value):
    return fields.Date.to_string(value) if isinstance(value, date) else value


class HrMentorshipKindCustom(models.AbstractModel):
    """What a company has come up with itself: values of any kind, as the comparison of the setting says."""

    _name = "hr.mentorship.kind.custom"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: of One's Own"

    def _is_one_ahead(self, setting):
        return setting["comparison"] == "at_least" and setting["distance"] > 0

    def _build_comparison(self, setting, of_mentees, of_mentors):
        """Compare values a person, None where nothing is known; collections of them for overlap."""
        if setting["comparison"] == "overlap":
            return self._build_overlap(setting, _collections(of_mentees), _collections(of_mentors))
        if setting["comparison"] not in MEASURING_COMPARISONS:
            return self._build_equality(setting, of_mentees, of_mentors)
        sides = [
            np.array([np.nan if value is None else self._to_number(value) for value in side], dtype=float)
            for side in (of_mentees, of_mentors)
        ]
        mentee_codes, mentor_codes, numbers = quantised(*sides, most=MOST_NUMBERS)
        distance = setting["distance"]
        if setting["comparison"] == "near":
            table = near_table(numbers, numbers, 2 * distance)
        else:
            table = at_least_table(numbers + distance, numbers)
        return self._build_table(setting, table, mentee_codes, mentor_codes)

    def _to_number(self, value):
        # An earlier date is more: longer in the company, more years of age
        return -value.toordinal() if isinstance(value, date) else float(value)

    def _get_comparison_facts(self, setting, pairs, of_mentees, of_mentors):
        if setting["comparison"] == "overlap":
            return self._get_overlap_facts(pairs, _collections(of_mentees), _collections(of_mentors))
        return self._get_value_facts(pairs, *([_to_json(value) for value in side] for side in (of_mentees, of_mentors)))

    def _explain_comparison(self, fact, values, reader):
        """Say how two values compare.

        :param values: their names, of the mentee and the mentor, or those that both share; empty where the reader is
            not to know them
        """
        label = self._name_thing(fact)
        names = ", ".join(dict.fromkeys(values))
        if fact["comparison"] == "overlap":
            return self._explain_common(fact["has_common"], label, names, reader)
        if fact["is_same"] and names:
            return self.env._("%(label)s: the same (%(names)s).", label=label, names=names)
        if fact["is_same"]:
            return self.env._("%(label)s: the same.", label=label)
        if names:
            return self._explain_values(label, values, reader)
        return self.env._("%(label)s: not the same.", label=label)

    def _explain_values(self, label, values, reader):
        if reader.role:
            mine, theirs = reader.sort(*values)
            return self.env._(
                "%(label)s: %(mine)s (you) and %(theirs)s (%(partner)s).",
                label=label,
                mine=mine,
                theirs=theirs,
                partner=reader.partner,
            )
        return self.env._(
            "%(label)s: %(of_mentee)s (%(mentee)s) and %(of_mentor)s (%(mentor)s).",
            label=label,
            of_mentee=values[0],
            mentee=reader.mentee,
            of_mentor=values[1],
            mentor=reader.mentor,
        )

    def _explain_common(self, has_common, label, names, reader):
        if not has_common:
            return self.env._("%(label)s: nothing in common.", label=label)
        if not names and reader.role:
            return self.env._("%(label)s: you have something in common.", label=label)
        if not names:
            return self.env._("%(label)s: the two have something in common.", label=label)
        return self.env._("%(label)s in common: %(names)s.", label=label, names=names)

    def _name_thing(self, fact):
        return self.env["hr.mentorship.criterion"]._name_thing(fact)

    def _find_field(self, setting):
        return find_field(self.env, setting["field_name"])

    def _fold(self, sides):
        """Words are the same in any case."""
        return [[value.casefold() if isinstance(value, str) else value for value in side] for side in sides]

    def _get_custom_facts(self, setting, pairs, sides, value_type, comodel):
        """As :meth:`_get_comparison_facts`, with what it takes to name the values.

        :param sides: the values of the mentees and of the mentors, None where nothing is known
        :param str value_type: the type of the field that holds them, or could
        :param comodel: the model of which they are ids, or False
        """
        facts = self._get_comparison_facts(setting, pairs, *sides)
        folded = self._fold(sides)
        for fact, (mentee, mentor) in zip(facts, pairs, strict=True):
            fact.update(
                is_same=folded[0][mentee] == folded[1][mentor],
                has_common=bool(fact.get("shared")),
                value_type=value_type,
                comodel=comodel,
            )
        return facts

    def _get_custom_references(self, fact):
        if fact["comodel"] and fact["comodel"] in self.env:
            yield fact["comodel"], fact["shared"] if "shared" in fact else (fact["mentee"], fact["mentor"])

    def _explain_custom(self, fact, names, reader):
        if fact["comparison"] == "overlap":
            values = [names[fact["comodel"]].get(thing) for thing in fact["shared"]]
        else:
            values = [self._name_value(fact, fact[side], names) for side in ("mentee", "mentor")]
        return self._explain_comparison(fact, values if all(values) else [], reader)

    def _name_value(self, fact, value, names):
        if value is None:
            return ""
        if fact["comodel"]:
            return names[fact["comodel"]].get(value, "")
        if fact["value_type"] == "selection":
            field = self._find_field(fact)
            return "" if field is None else dict(field._description_selection(self.env)).get(value, "")
        return self._format_value(value, fact["value_type"])

    def _format_value(self, value, value_type):
        if value_type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if value_type == "date":
            return say_date(self.env, value)
        return f"{value:g}" if isinstance(value, int | float) else value
