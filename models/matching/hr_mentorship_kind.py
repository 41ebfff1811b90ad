from datetime import datetime

import numpy as np
import pytz

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...matching import Criterion, PairCriterion, overlap_features, table_features

ANYTHING = 1e-3
"""Smallest value that meets a must-have which asks for anything in common."""
HALF = 0.5 - 1e-3
"""Smallest value that meets a must-have which is met or not; the half itself is met, whatever its rounding."""
NEUTRAL = 0.5
"""Value of a pair of which too little is known: neither for it nor against it."""
DAY = 24


class HrMentorshipKind(models.AbstractModel):
    """What a criterion can compare: one model a kind, which the matcher asks by the name of the kind.

    - :meth:`_build` gives the engine's criterion. Its value for a pair depends on the two alone, never on who else is
      in the pool: the same pair has the same score in every list and at any time of a day;
    - :meth:`_get_facts` gives a dict a pair, of numbers and ids, that is stored with the match and explains the value.
      ``is_known`` false says that somebody has not answered;
    - :meth:`_explain` puts such a dict into a sentence in the reader's language: one of the two is told of
      themselves as “you”, everybody else of both by their names;
    - :meth:`_get_references`, where facts hold ids: yields (model, ids) whose names the sentence needs;
    - :meth:`_find_gaps`, where people may have left something open that the criterion asks for;
    - :meth:`_check`, where what is compared can go.

    A *setting* is one entry of ``hr.mentorship.criterion._snapshot()``, possibly with another weight.
    """

    _name = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion"

    _is_mutual = True
    """The sentence is the same whoever of the two comes first; among peers it stands once."""

    def _build(self, pool, setting):
        raise NotImplementedError

    def _get_facts(self, pool, setting, pairs):
        raise NotImplementedError

    def _explain(self, fact, names, reader):
        raise NotImplementedError

    def _get_references(self, fact):
        return ()

    def _find_gaps(self, pool, setting):
        return {}

    def _get_suspect_domain(self, setting):
        """Return a domain of participants that holds everybody in whom :meth:`_find_gaps` could find something.

        Whoever leaves a must-have open cannot be found; for the rest most kinds ask nobody.
        """
        return Domain(bool(setting["is_required"]))

    def _has_in_profile(self, field_name):
        """Return the domain of participants whose profile has something in a field."""
        # sudo: whoever manages a program is told what its people have left open
        profiles_sudo = self.env["hr.mentorship.profile"].sudo()
        return Domain("employee_id", "in", profiles_sudo._search([(field_name, "!=", False)]).select("employee_id"))

    def _check(self, program, setting):
        """Raise a sentence if there is no more what is compared, or nobody could meet what is asked for."""
        if setting["is_required"] and program.is_among_peers and self._is_one_ahead(setting):
            raise UserError(
                self.env._(
                    "In “%(program)s” each of two peers would have to be ahead of the other in “%(criterion)s”, which "
                    "nobody can be. Take “Must-have” away from this criterion.",
                    program=program.name,
                    criterion=self.env["hr.mentorship.criterion"]._name_setting(setting),
                )
            )

    def _is_one_ahead(self, setting):
        """Whether this wants one of the two to be ahead of the other one."""
        return False

    # -- for several kinds

    def _make_criterion(self, setting, features, minimum=ANYTHING):
        """Put the features of both sides into a criterion with the weight of ``setting``."""
        return Criterion(setting["key"], setting["weight"], *features, minimum if setting["is_required"] else 0)

    def _build_overlap(self, setting, of_mentees, of_mentors):
        """Compare sets: which share of a mentee's things the mentor has too; neutral where one side has none.

        :param of_mentees: for each mentee a collection of hashable things, empty if nothing is known
        :param of_mentors: likewise
        """
        columns = {}
        sides = []
        for people in (of_mentees, of_mentors):
            rows = [row for row, things in enumerate(people) for _thing in things]
            cells = [columns.setdefault(thing, len(columns)) for things in people for thing in things]
            sides.append((rows, cells))
        features = overlap_features((len(of_mentees), len(of_mentors), len(columns)), sides[0], sides[1])
        return self._make_criterion(
            setting, self._fill_unknown(features, of_mentees, of_mentors, 0 if setting["is_required"] else NEUTRAL)
        )

    def _fill_unknown(self, features, of_mentees, of_mentors, unknown):
        """Give pairs in which one side has nothing the value ``unknown``.

        The features of nothing are zeros, so two more columns do: u(x) · 1 and (1 - u(x)) · u(y), u for "has nothing".
        """
        empty_mentees = np.array([not things for things in of_mentees], dtype=bool)
        empty_mentors = np.array([not things for things in of_mentors], dtype=bool)
        return (
            np.column_stack([features[0], unknown * empty_mentees, unknown * ~empty_mentees]),
            np.column_stack([features[1], np.ones(len(empty_mentors)), empty_mentors]),
        )

    def _get_overlap_facts(self, pairs, of_mentees, of_mentors):
        return [
            {
                "is_known": bool(of_mentees[mentee]) and bool(of_mentors[mentor]),
                "shared": [thing for thing in of_mentees[mentee] if thing in of_mentors[mentor]],
            }
            for mentee, mentor in pairs
        ]

    def _ask_for_missing(self, pool, setting, read):
        """Return a sentence for everyone who has not answered what a must-have asks for."""
        if not setting["is_required"]:
            return {}
        reason = self.env._(
            "Has not answered “%(criterion)s”, which is a must-have: nobody can be found without it.",
            criterion=self.env["hr.mentorship.criterion"]._name_setting(setting),
        )
        return {person: reason for person in pool.people if not read(person)}

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

    def _read_records(self, pool, field):
        return [
            [employee[field].id or None for employee in employees]
            for employees in (pool.mentee_employees, pool.mentor_employees)
        ]

    def _read_time_zones(self, pool):
        """Return for each side the hours ahead of UTC a person, None where it is not known."""
        offsets = {
            name: self._read_offset(name)
            for name in {employee.tz for employee in (*pool.mentee_employees, *pool.mentor_employees)}
        }
        return [
            [offsets.get(employee.tz) for employee in employees]
            for employees in (pool.mentee_employees, pool.mentor_employees)
        ]

    def _read_offset(self, tz_name):
        """Return how many hours a time zone is ahead of UTC now; None without one."""
        if not tz_name:
            return None
        return datetime.now(pytz.timezone(tz_name)).utcoffset().total_seconds() / 3600

    def _still_holds(self, fact, mentee, mentor):
        """Whether what was found when the two were matched may still be said to them (employees, in sudo); a hook."""
        return True

    def _build_pairs(self, setting, values):
        """Turn values of a few pairs, by their rows, into a criterion that is 0 for all others."""
        return PairCriterion(
            setting["key"],
            setting["weight"],
            [mentee for mentee, _mentor in values],
            [mentor for _mentee, mentor in values],
            list(values.values()),
            ANYTHING if setting["is_required"] else 0,
        )
