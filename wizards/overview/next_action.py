"""What somebody does next: the one thing that comes first, and what waits behind it.

Plain Python over facts, so that the order can be read here in one piece. What keeps somebody else waiting comes before
what does not, what has a date before what has none, and what only prepares comes last.
"""

from collections import namedtuple
from datetime import date

Step = namedtuple("Step", "kind about holds")
"""``kind`` of step, the kind of record that it is ``about``, and when it ``holds``, as a function of what is known of
one such record."""

NextAction = namedtuple("NextAction", "kind about id")

STEPS = [
    # Somebody waits for a word
    Step("answer_request", "mentorship", lambda it: it["can_answer"] and it["is_request_to_me"]),
    Step("answer_offer", "mentorship", lambda it: it["can_answer"]),
    Step("first_meeting", "mentorship", lambda it: it["can_sign"] and it["can_hold_first_meeting"]),
    Step("sign_change", "mentorship", lambda it: it["can_sign"] and it["is_amendment"]),
    Step("sign", "mentorship", lambda it: it["can_sign"]),
    Step("answer_invitation", "invitation", lambda it: True),
    Step("approve_program", "program_to_approve", lambda it: True),
    # What was, as long as one remembers it
    Step("log_checkin", "checkin", lambda it: it["is_due"] and it["can_log"]),
    Step("confirm_checkin", "checkin", lambda it: it["can_confirm"]),
    # What stands between somebody and their partner
    Step("take_training", "participant", lambda it: it["training_is_open"]),
    Step("finish_answers", "participant", lambda it: it["survey_is_open"]),
    Step("choose_mentor", "program_to_choose_in", lambda it: True),
    Step("first_hour", "checkin", lambda it: it["is_first"] and it["can_plan"] and not it["has_time"]),
    Step("answer_goal", "goal", lambda it: it["is_suggested"] and it["can_decide"]),
    # What is quickly done, and good for both
    Step("fit", "mentorship", lambda it: it["asks_fit"]),
    Step("thank", "mentorship", lambda it: it["can_thank"]),
    Step("congratulate", "goal", lambda it: it["can_congratulate"]),
    Step("answer_level", "level", lambda it: True),
    Step("another_partner", "mentorship", lambda it: it["is_asked_for_another"]),
    # Nothing waits: what makes the most of it
    Step("set_goal", "mentorship", lambda it: it["is_without_goal"]),
    Step("next_meeting", "checkin", lambda it: it["is_next"]),
    Step("fill_in_profile", "profile", lambda it: not it["has_topics"]),
    Step("join_program", "program_to_join", lambda it: True),
    Step("wait_for_match", "participant", lambda it: it["is_waiting"]),
]

QUIET = ("set_goal", "next_meeting", "fill_in_profile", "join_program", "wait_for_match")
"""What nobody waits for. Each stands on the page in a place of its own anyway, so that of these one is enough."""


def find_next_actions(facts):
    """Return what there is to do, the first first.

    :param dict facts: by kind of record a list of dicts, each with the ``id``, perhaps a ``day`` by which it counts,
        and what the steps about that kind ask for
    :rtype: list[NextAction]

    >>> overdue = {"is_due": True, "can_log": True, "can_confirm": False, "is_first": False, "is_next": False}
    >>> find_next_actions({"checkin": [{"id": 7, **overdue}], "program_to_approve": [{"id": 3}]})
    [NextAction(kind='approve_program', about='program_to_approve', id=3), NextAction(kind='log_checkin', \
about='checkin', id=7)]
    >>> find_next_actions({})
    []
    """
    actions = []
    taken = set()
    for step in STEPS:
        if step.kind in QUIET and actions:
            break
        for record in sorted(facts.get(step.about, []), key=lambda it: (it.get("day") or date.max, it["id"])):
            # Of one record the first step counts: what comes after it comes after it
            if (step.about, record["id"]) not in taken and step.holds(record):
                taken.add((step.about, record["id"]))
                actions.append(NextAction(step.kind, step.about, record["id"]))
                if step.kind in QUIET:
                    return actions
    return actions
