from odoo import api, models

from ..matching import MatchingError, cost_of_choice, match

MICRO_POINTS_PER_PERCENT = 10_000
PAIRS_WITH_COSTS = 60_000
"""Mentees × mentors up to which costs are worked out while somebody waits for the dialog."""


class HrMentorshipMatcherChoice(models.AbstractModel):
    """What a single choice by hand would mean: how well the two fit, what keeps them apart, what it costs others."""

    _inherit = "hr.mentorship.matcher"

    @api.model
    def _find_options(self, program, mentee, only=None, limit=12):
        """Rank the mentors of a program for one mentee.

        The caller has checked that the user manages the program.

        :param only: look at this mentor alone
        :returns: values of ``hr.mentorship.choice.option``, best first, those that may not be chosen last; and
            whether their costs are known
        :rtype: tuple[list[dict], bool]
        """
        mentee = mentee.sudo()
        mentors = only.sudo() or self._read_candidates(program, [("role", "=", "mentor"), ("state", "=", "approved")])
        if not mentors:
            return [], False
        ratings = self._rate(program, [(mentee, mentor) for mentor in mentors])
        proposals = self._find_weakest_proposals(program)
        current = mentee.member_ids.filtered("is_live").mentorship_id._get_participant("mentor")
        options = []
        for mentor, rating in zip(mentors, ratings, strict=True):
            freed = proposals.get(mentor.id) if not mentor.seats_left and mentor != current else None
            obstacle = "" if mentor == current else self._find_choice_obstacle(mentor, rating, freed)
            options.append(
                {
                    "mentor_id": mentor.id,
                    "score": rating["score"],
                    "facts": rating["facts"],
                    "seats_left": mentor.seats_left,
                    "freed_id": freed.id if freed and not obstacle else False,
                    "freed_name": freed.mentee_ids.name if freed and not obstacle else False,
                    "obstacle": obstacle,
                    "is_possible": not obstacle,
                }
            )
        options.sort(key=lambda option: (not option["is_possible"], -option["score"], option["mentor_id"]))
        options = options[:limit]
        costs = self._find_costs(program, mentee, [option["mentor_id"] for option in options if option["is_possible"]])
        notes = self._find_option_notes(program, mentee, options)
        for option in options:
            option["note"] = notes.get(option["mentor_id"], False)
            people, points = (costs or {}).get(option["mentor_id"], (0, 0))
            option.update(cost_people=people, cost_score=points / MICRO_POINTS_PER_PERCENT)
        return options, costs is not None

    def _find_option_notes(self, program, mentee, options):
        """Return, by mentor id, what is known of the two elsewhere."""
        # sudo: the mentors of a program that the user manages
        mentors = self.env["hr.mentorship.participant"].sudo().browse([option["mentor_id"] for option in options])
        pairs = {mentor.id: (mentee.employee_id.id, mentor.employee_id.id) for mentor in mentors}
        notes = self._find_pair_notes(program, pairs.values())
        return {mentor_id: notes[pair] for mentor_id, pair in pairs.items() if pair in notes}

    def _find_weakest_proposals(self, program):
        """Return, by mentor id, the proposal that fits least of those that are not locked."""
        weakest = {}
        for proposal in program.sudo()._get_unlocked_proposals().sorted("score", reverse=True):
            weakest[proposal._get_participant("mentor").id] = proposal
        return weakest

    def _find_choice_obstacle(self, mentor, rating, freed):
        if rating["excluded"]:
            return self._explain_exclusion(rating["excluded"])
        if rating["missed"]:
            return self.env._(
                "Misses a must-have: %(criteria)s.",
                criteria=", ".join(self._name_criterion(setting) for setting in rating["missed"]),
            )
        obstacle = self._find_obstacle(mentor)
        if obstacle:
            return obstacle
        if not mentor.seats_left and not freed:
            return self.env._("All seats are taken by matches that are published or locked.")
        return ""

    def _explain_exclusion(self, code):
        return {
            "self": self.env._("The same person."),
            "line_of_command": self.env._("One is in the other's line of command."),
            "parted": self.env._("They have said no to each other, or are through, in this program."),
            "rejected": self.env._("You have rejected this pair. Take the rejection back first."),
        }.get(code, self.env._("A rule keeps the two apart."))

    def _find_costs(self, program, mentee, mentor_ids):
        """Return by how much the best for all falls with each choice; None where that takes too long to know.

        :rtype: dict[int, tuple[int, int]] | None, by mentor id: people, micro-points
        """
        pool, seats = self._read_open_pool(program)
        if mentee not in pool.mentee_rows or len(pool.mentees) * len(pool.mentors) > PAIRS_WITH_COSTS:
            return None
        problem = self._build_run_problem(program, pool, seats, self._get_settings(program.sudo()))
        rows = {pool.mentors[row].id: row for row in range(len(pool.mentors))}
        try:
            choices = cost_of_choice(
                problem,
                match(problem),
                pool.mentee_rows[mentee],
                [rows[mentor_id] for mentor_id in mentor_ids if mentor_id in rows],
            )
        except MatchingError:
            return None  # no proof in time, so nothing certain to say
        return {pool.mentors[choice.mentor].id: (choice.people, choice.points) for choice in choices}
