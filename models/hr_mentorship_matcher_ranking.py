import numpy as np

from odoo import api, models
from odoo.fields import Domain

from ..matching.scoring import Scorer
from .hr_mentorship_matcher import MICRO_POINTS_PER_PERCENT
from .match_reader import Reader
from .matching_pool import MatchingPool


class HrMentorshipMatcherRanking(models.AbstractModel):
    """The mentors for one mentee, by the same score and the same rules as a matching of everybody."""

    _inherit = "hr.mentorship.matcher"

    @api.model
    def _rank_mentors(self, mentee, mentors=None, most=None):
        """Return the mentors whom ``mentee`` may ask, best first; equally good ones in the order of their names.

        A seat that an unpublished proposal holds is taken, unless the proposal is for this mentee.

        :param mentee: hr.mentorship.participant; the caller has checked that the user is this mentee
        :param mentors: the participants who are asked about, all mentors of the program if None
        :param int most: how many at most
        :returns: for each a dict: ``mentor`` (in sudo), ``score`` 0 to 100, ``facts`` as ``match_facts`` has them
        :rtype: list[dict]
        """
        mentee = mentee.sudo()  # sudo: mentees read no mentors, and get no more of them than this ranking
        mentors = self._find_askable_mentors(mentee, mentors)
        if not mentors or self._find_obstacle(mentee):
            return []
        program = mentee.program_id
        criteria = self._read_criteria(program)
        pool = MatchingPool(program, mentee, mentors)
        problem = self._build_problem(program, pool, criteria, program.minimum_score)
        scorer = Scorer(problem)
        scores = scorer.block(np.array([0]))[0]
        rows = sorted(
            np.flatnonzero(scores >= 0).tolist(),
            key=lambda row: (-scores[row], mentors[row].employee_id.name, mentors[row].id),
        )[:most]
        values = scorer.values(np.zeros(len(rows), dtype=int), np.array(rows, dtype=int))
        all_facts = self._get_match_facts(pool, criteria, [(0, row) for row in rows], values)
        return [
            {"mentor": mentors[row], "score": int(scores[row]) / MICRO_POINTS_PER_PERCENT, "facts": facts}
            for row, facts in zip(rows, all_facts, strict=True)
        ]

    def _find_askable_mentors(self, mentee, mentors=None):
        own_proposals = mentee.member_ids.mentorship_id.filtered(lambda mentorship: mentorship.state == "proposed")
        planned = own_proposals.member_ids.participant_id
        domain = (
            Domain("role", "=", "mentor")
            & Domain("state", "=", "approved")
            & (Domain("seats_left", ">", 0) | Domain("id", "in", planned.ids))
        )
        if mentors is not None:
            domain &= Domain("id", "in", mentors.ids)
        return self._read_candidates(mentee.program_id, domain).filtered(lambda mentor: not self._find_obstacle(mentor))

    def _explain_to_mentee(self, mentee, mentors, facts_list):
        """Say why some mentors fit, as :meth:`_explain` does, to the mentee whom it is about; all in sudo."""
        name = mentee.employee_id.name
        return self._explain(facts_list, [Reader(name, mentor.employee_id.name, "mentee") for mentor in mentors])
