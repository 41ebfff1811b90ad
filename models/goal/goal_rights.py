"""Who may do what with a goal: the rules of the mentee who owns it, and of the mentors who read along."""

from odoo.fields import Domain

from ..common.index_paths import any_path
from ..mentorship.hr_mentorship import RUNNING_STATES
from ..program.hr_mentorship_program import GIVING

OPEN_STATES = ("suggested", "draft", "active")
"""Still to be worked on; the rest is history and keeps its words."""
GOAL_TIME = ("agreement", *RUNNING_STATES)
"""States of a mentorship in which its mentee may set goals."""


def mentors_of(goal):
    """Return the seats of those who read along."""
    return (goal.mentorship_id.member_ids - goal.member_id).filtered(lambda member: member.role in GIVING)


def may_read(goal_sudo, user):
    """Whether the user reads the goal: its mentee, and the mentors once it is more than a draft."""
    return goal_sudo.user_id == user or (
        user in mentors_of(goal_sudo).user_id and (goal_sudo.state != "draft" or not goal_sudo.user_id)
    )


def may_write(goal_sudo, user):
    """Whether the user writes the goal: its mentee, and the mentors of a mentee without a user."""
    return goal_sudo.user_id == user or (user in mentors_of(goal_sudo).user_id and not goal_sudo.user_id)


def find_readable(goals_sudo, user):
    """Return the domain of the goals that the user reads, the same as :func:`may_read`."""
    return _find(goals_sudo, user, Domain("state", "!=", "draft") | Domain("user_id", "=", False))


def find_writable(goals_sudo, user):
    """Return the domain of the goals that the user writes, the same as :func:`may_write`."""
    return _find(goals_sudo, user, Domain("user_id", "=", False))


def _find(goals_sudo, user, open_to_mentors):
    """Return the domain of one's own goals, and of those of one's mentees as far as they are open to mentors."""
    me_as_mentor = Domain("user_id", "=", user.id) & Domain("role", "in", GIVING)
    return any_path(
        goals_sudo._search(Domain("user_id", "=", user.id)),
        goals_sudo._search(Domain("mentorship_id.member_ids", "any", me_as_mentor) & open_to_mentors),
    )


def list_steps(goal, user):
    """Return what the user may do with the goal now, as values of its fields.

    :rtype: dict[str, bool]
    """
    is_mentor = user in mentors_of(goal).user_id
    is_mine = bool(goal.user_id) and goal.user_id == user
    # Somebody without a user writes nothing down: the mentor does, while they talk
    is_owner = is_mine or (is_mentor and bool(goal.member_id) and not goal.user_id)
    is_running = goal.mentorship_id.state in GOAL_TIME
    # Nothing is saved yet: whoever writes it may start it right away
    can_decide = not goal._origin or (is_owner and is_running)
    return {
        "is_mine": is_mine,
        "can_decide": can_decide,
        "can_edit": can_decide and (not goal._origin or goal.state in OPEN_STATES),
        "can_log": (is_owner or is_mentor) and is_running and goal.state == "active",
        "can_congratulate": (
            is_mentor and goal.state == "reached" and user not in goal.congratulated_by_ids and bool(goal.user_id)
        ),
    }
