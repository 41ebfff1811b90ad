"""What a single choice by hand would mean: how well the two fit, what keeps them apart, what it costs others."""

from odoo.fields import Domain

from ...matching import MICRO_POINTS_PER_PERCENT, MatchingError, cost_among_peers, cost_of_choice, match

PAIRS_WITH_COSTS = 60_000
"""Mentees × mentors up to which costs are worked out while somebody waits for the dialog."""
PEERS_WITH_COSTS = 120
"""The same among peers, where the best for those who are left is found anew for each choice that is shown."""


def find_options(env, program, mentee, only, limit=12):
    """Rank the mentors of a program for one mentee.

    The caller has checked that the user manages the program.

    :param only: look at this mentor alone; empty: at all of the program
    :returns: values of ``hr.mentorship.choice.option``, best first, those that may not be chosen last; and
        whether their costs are known
    :rtype: tuple[list[dict], bool]
    """
    matcher, mentee = env["hr.mentorship.matcher"], mentee.sudo()  # sudo: see the docstring
    role = "peer" if program.is_among_peers else "mentor"
    candidates = Domain("role", "=", role) & Domain("state", "=", "approved") & Domain("id", "!=", mentee.id)
    mentors = only.sudo() or matcher._read_candidates(program, candidates)
    if not mentors:
        return [], False
    ratings = matcher._rate(program, [(mentee, mentor) for mentor in mentors], with_facts=False)
    proposals = _find_weakest_proposals(program)
    present = mentee.member_ids.filtered("is_live").mentorship_id
    current = present.member_ids.participant_id - mentee
    is_yet_to_come = bool(present) and all(mentorship._is_yet_to_come() for mentorship in present)
    possible, impossible = [], []
    best_first = sorted(zip(mentors, ratings, strict=True), key=lambda rated: (-rated[1]["score"], rated[0].id))
    for mentor, rating in best_first:
        freed = proposals.get(mentor.id) if not mentor.seats_left and mentor not in current else None
        if mentor not in current:
            obstacle = _find_obstacle(matcher, mentor, rating, freed)
        else:
            obstacle = _explain_exclusion(matcher, rating) if is_yet_to_come else ""
        (impossible if obstacle else possible).append(
            {
                "mentor_id": mentor.id,
                "score": rating["score"],
                "seats_left": mentor.seats_left,
                "freed_id": freed.id if freed and not obstacle else False,
                "freed_name": ", ".join((freed.mentee_ids - mentor.employee_id).mapped("name"))
                if freed and not obstacle
                else False,
                "obstacle": obstacle,
                "is_possible": not obstacle,
            }
        )
        if len(possible) == limit:
            break
    options = (possible + impossible)[:limit]
    shown = [(mentee, mentors.browse(option["mentor_id"])) for option in options]
    for option, rating in zip(options, matcher._rate(program, shown), strict=True):
        option["facts"] = rating["facts"]
    costs = _find_costs(matcher, program, mentee, [option["mentor_id"] for option in options if option["is_possible"]])
    notes = _find_notes(matcher, program, mentee, options)
    for option in options:
        option["note"] = notes.get(option["mentor_id"], False)
        people, points = (costs or {}).get(option["mentor_id"], (0, 0))
        option.update(cost_people=people, cost_score=points / MICRO_POINTS_PER_PERCENT)
    return options, costs is not None


def _find_notes(matcher, program, mentee, options):
    """Return, by mentor id, what is known of the two elsewhere."""
    # sudo: the mentors of a program that the user manages
    mentors = matcher.env["hr.mentorship.participant"].sudo().browse([option["mentor_id"] for option in options])
    pairs = {mentor.id: (mentee.employee_id.id, mentor.employee_id.id) for mentor in mentors}
    notes = matcher.env["hr.mentorship.matching.words"]._find_pair_notes(program, pairs.values())
    return {mentor_id: notes[pair] for mentor_id, pair in pairs.items() if pair in notes}


def _find_weakest_proposals(program):
    """Return, by mentor id, the proposal that fits least of those that are not locked."""
    weakest = {}
    for proposal in program.sudo()._get_unlocked_proposals().sorted("score", reverse=True):
        for person in proposal.member_ids.participant_id:
            if person.role != "mentee":
                weakest[person.id] = proposal
    return weakest


def _explain_exclusion(matcher, rating):
    code = rating["excluded"]
    return matcher.env["hr.mentorship.matching.words"]._explain_exclusion(code) if code else ""


def _find_obstacle(matcher, mentor, rating, freed):
    if rating["excluded"]:
        return _explain_exclusion(matcher, rating)
    if rating["missed"]:
        name = matcher.env["hr.mentorship.criterion"]._name_setting
        return matcher.env._(
            "Misses a must-have: %(criteria)s.",
            criteria=", ".join(name(setting) for setting in rating["missed"]),
        )
    obstacle = matcher._find_obstacle(mentor)
    if obstacle:
        return obstacle
    if not mentor.seats_left and not freed:
        return matcher.env._("All seats are taken by matches that are published or locked.")
    return ""


def _find_costs(matcher, program, mentee, mentor_ids):
    """Return by how much the best for all falls with each choice; None where that takes too long to know.

    :rtype: dict[int, tuple[int, int]] | None, by mentor id: people, micro-points
    """
    pool, seats = matcher._read_open_pool(program)
    if mentee not in pool.mentee_rows or len(pool.mentees) * len(pool.mentors) > PAIRS_WITH_COSTS:
        return None
    if pool.is_among_peers and len(pool.mentees) > PEERS_WITH_COSTS:
        return None
    problem = matcher._build_run_problem(program, pool, seats, matcher._get_settings(program.sudo()))
    rows = {pool.mentors[row].id: row for row in range(len(pool.mentors))}
    if pool.is_among_peers:
        partners = [rows[partner_id] for partner_id in mentor_ids if partner_id in rows]
        costs = cost_among_peers(problem, pool.mentee_rows[mentee], partners)
        return {pool.mentors[row].id: cost for row, cost in costs.items()}
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
