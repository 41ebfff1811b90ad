from collections import Counter
from dataclasses import replace

from odoo import api, models
from odoo.fields import Domain

from .matching_pool import MatchingPool


class HrMentorshipMatcherRun(models.AbstractModel):
    """What runs need of the matcher: the pool as it is without the proposals that a run may replace."""

    _inherit = "hr.mentorship.matcher"

    @api.model
    def _get_settings(self, program):
        """Return what the program manager has chosen and a run depends on, as plain data to be kept with it."""
        return {"criteria": self._read_criteria(program), "minimum_score": program.minimum_score}

    @api.model
    def _read_open_pool(self, program):
        """Return the people a run may pair: those who are free, and those of proposals that are not locked.

        :returns: the pool, and the free seats of its mentors in the order of their rows
        :rtype: tuple[MatchingPool, list[int]]
        """
        # sudo: proposals of a program whose manager has been checked
        members = program.sudo()._get_unlocked_proposals().member_ids
        freed = Counter(member.participant_id.id for member in members)
        ready = self._read_candidates(
            program, Domain("seats_left", ">", 0) | (Domain("id", "in", list(freed)) & Domain("state", "=", "approved"))
        ).filtered(lambda participant: not self._find_obstacle(participant))
        mentees = ready.filtered(lambda participant: participant.role == "mentee")
        mentors = ready - mentees
        seats = [mentor.seats_left + freed[mentor.id] for mentor in mentors]
        return MatchingPool(program, mentees, mentors), seats

    def _find_excluded_pairs(self, pool):
        """Beside the others: ``rejected``, pairs that the program manager does not want to see again."""
        excluded = super()._find_excluded_pairs(pool)
        rejected = pool.env["hr.mentorship"].search([("program_id", "=", pool.program.id), ("is_rejected", "=", True)])
        pairs = {(pair.mentee_ids.id, pair.mentor_ids.id) for pair in rejected}
        for rows in pool.pair_rows(pairs):
            excluded.setdefault(rows, "rejected")
        return excluded

    @api.model
    def _build_run_problem(self, program, pool, seats, settings):
        problem = self._build_problem(program, pool, settings["criteria"], settings["minimum_score"])
        return replace(problem, seats=seats)
