"""Who must not meet whom in a program: each rule as pairs of employees."""


def list_kept_apart(pool, parted_states):
    """Return the rules that keep people apart, the first that applies first, each with its pairs of employee ids.

    The codes: ``self``, ``line_of_command``, ``parted`` (said no to each other or are through, in this program),
    ``blocked`` (by either side; nobody is told so in words), ``rejected`` (by the program manager, who does not want to
    see them again).

    :param pool: MatchingPool
    :param parted_states: states of mentorships after which the two are not brought together again
    :rtype: list[tuple[str, set[tuple[int, int]]]]
    """
    employees = pool.people.employee_id
    return [
        ("self", {(employee.id, employee.id) for employee in employees}),
        ("line_of_command", _find_line_of_command(employees)),
        ("parted", _find_parted(pool, parted_states)),
        ("blocked", pool.env["hr.mentorship.block"]._get_blocked_pairs(employees)),
        ("rejected", _find_rejected(pool)),
    ]


def _find_line_of_command(employees):
    return {
        pair
        for employee_id, manager_ids in employees._get_lines_of_command().items()
        for manager_id in manager_ids
        for pair in ((employee_id, manager_id), (manager_id, employee_id))
    }


def _find_parted(pool, states):
    # Whom a departure has parted have said nothing: they may meet again as soon as both are there
    parted = pool.env["hr.mentorship"].search(
        [("program_id", "=", pool.program.id), ("state", "in", states), ("ended_by_departure", "=", False)]
    )
    return {
        (mentee.id, mentor.id)
        for mentorship in parted
        for mentee in mentorship.mentee_ids
        for mentor in mentorship.mentor_ids
    }


def _find_rejected(pool):
    rejected = pool.env["hr.mentorship"].search([("program_id", "=", pool.program.id), ("is_rejected", "=", True)])
    return {(mentee.id, mentor.id) for pair in rejected for mentee in pair.mentee_ids for mentor in pair.mentor_ids}
