import numpy as np

from odoo import api, models
from odoo.exceptions import UserError

from ..matching import MatchingError, Problem
from ..matching.scoring import Scorer
from .matching_pool import MatchingPool

MICRO_POINTS_PER_PERCENT = 10_000



class HrMentorshipMatcher(models.AbstractModel):
    """The only door between the matching engine, which knows arrays, and the ORM.

    Reads the pool of a program in a fixed number of queries, builds the engine's problem from it, and puts the engine's
    figures into words. Solving and proposing is the work of :class:`HrMentorshipMatchingRun`.

    What each kind of criterion compares, and what it says of it, is the work of ``hr.mentorship.kind.<kind>``.

    A *setting* is one entry of ``hr.mentorship.criterion._snapshot()``, possibly with another weight.
    """

    _name = "hr.mentorship.matcher"
    _description = "Mentorship Matcher"

    # -- reading

    def _read_criteria(self, program):
        # sudo: the caller has checked the user; weights are read by program managers alone
        return program.sudo().criterion_ids._snapshot()

    @api.model
    def _build_problem(self, program, pool, criteria=None, minimum_score=0.0, seed=0):
        """Translate a pool into the arrays of the engine.

        :param pool: as :meth:`_read_pool` gives it
        :param list[dict] criteria: settings as ``criterion._snapshot()`` gives them, those of the program if None
        :param float minimum_score: pairs that score lower, 0 to 100, may not be matched
        :param int seed: another one picks another of several equally good solutions
        :rtype: ..matching.Problem
        :raises UserError: if the criteria say nothing, or compare what there is no more
        """
        criteria = self._read_criteria(program) if criteria is None else criteria
        self._check_criteria(program, criteria)
        excluded = sorted(self._find_excluded_pairs(pool))
        try:
            return Problem(
                mentee_ids=pool.mentees.ids,
                mentor_ids=pool.mentors.ids,
                seats=pool.mentors.mapped("seats_left"),
                criteria=self._build_criteria(pool, criteria),
                excluded_mentees=[pair[0] for pair in excluded],
                excluded_mentors=[pair[1] for pair in excluded],
                minimum_score=round(minimum_score * MICRO_POINTS_PER_PERCENT),
                seed=seed,
            )
        except MatchingError as error:
            raise UserError(str(error)) from error

    def _build_criteria(self, pool, criteria):
        return [self._get_kind(setting)._build(pool, setting) for setting in criteria]

    def _get_kind(self, setting):
        return self.env[f"hr.mentorship.kind.{setting['kind']}"]

    def _check_criteria(self, program, criteria):
        if not criteria:
            raise UserError(
                self.env._(
                    "“%(name)s” compares nothing yet, so nobody can say who fits. Add a criterion first.",
                    name=program.name,
                )
            )
        if not any(setting["weight"] for setting in criteria):
            raise UserError(
                self.env._(
                    "All criteria of “%(name)s” have the weight 0, so every pair would be as good as any other. "
                    "Give at least one of them a weight.",
                    name=program.name,
                )
            )
        for setting in criteria:
            self._get_kind(setting)._check(program, setting)

    @api.model
    def _rate(self, program, pairs, criteria=None):
        """Say how well some pairs fit, whether or not they may or would be matched.

        :param pairs: list of (mentee, mentor), participants of the program
        :returns: for each pair a dict: ``score`` 0 to 100, ``facts`` as ``match_facts`` has them, ``excluded`` the
            code of the rule that keeps the two apart or None, ``missed`` the settings of the must-haves they miss
        :rtype: list[dict]
        """
        if not pairs:
            return []
        criteria = self._read_criteria(program) if criteria is None else criteria
        self._check_criteria(program, criteria)
        participants = self.env["hr.mentorship.participant"].sudo()  # sudo: as in _read_pool
        mentees = participants.browse({mentee.id: None for mentee, _mentor in pairs}.keys())
        mentors = participants.browse({mentor.id: None for _mentee, mentor in pairs}.keys())
        pool = MatchingPool(program, mentees, mentors)
        problem = Problem(mentees.ids, mentors.ids, [0] * len(mentors), self._build_criteria(pool, criteria))
        scorer = Scorer(problem)
        rows = [(pool.mentee_rows[mentee], pool.mentor_rows[mentor]) for mentee, mentor in pairs]
        columns = [np.array(column) for column in zip(*rows, strict=True)]
        scores, values = scorer.scores(*columns), scorer.values(*columns)
        excluded = self._find_excluded_pairs(pool)
        facts = self._get_match_facts(pool, criteria, rows, values)
        return [
            {
                "score": int(scores[index]) / MICRO_POINTS_PER_PERCENT,
                "facts": facts[index],
                "excluded": excluded.get(pair),
                "missed": [
                    setting
                    for setting, criterion, value in zip(criteria, problem.criteria, values[index], strict=True)
                    if value < criterion.minimum
                ],
            }
            for index, pair in enumerate(rows)
        ]

    @api.model
    def _get_match_facts(self, pool, criteria, pairs, values, is_proven=False):
        """Return what explains some matches, as ``match_facts`` stores it: figures and ids, no words.

        :param pairs: list of (row of the mentee, row of the mentor)
        :param values: array (n_pairs, n_criteria) of values 0..1
        :rtype: list[dict]
        """
        total_weight = sum(setting["weight"] for setting in criteria) or 1
        by_criterion = [
            self._get_kind(setting)._get_facts(pool, setting, pairs) if pairs else []
            for setting in criteria
        ]
        return [
            {
                "is_proven": bool(is_proven),
                "criteria": [
                    {
                        **setting,
                        "value": round(float(values[index][column]), 4),
                        "points": round(100 * setting["weight"] * float(values[index][column]) / total_weight, 1),
                        "most_points": round(100 * setting["weight"] / total_weight, 1),
                        **by_criterion[column][index],
                    }
                    for column, setting in enumerate(criteria)
                ],
            }
            for index in range(len(pairs))
        ]

    # -- writing

    @api.model
    def _find_free_slots(self, mentor):
        taken = set(mentor.member_ids.filtered("is_live").mapped("slot"))
        return [slot for slot in range(1, mentor.capacity + 1) if slot not in taken]
