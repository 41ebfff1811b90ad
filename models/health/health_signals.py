"""How a mentorship goes, judged by what its plan and its log say. Plain Python, no words: those are the model's."""

SLOWING, STALLED = 1, 2
GRACE_DAYS = 3
"""Nobody meets to the day; a meeting moved over a weekend is no sign of anything."""
LEVELS = ("on_track", "slowing", "stalled", "at_risk")


def find_signals(facts):
    """List what speaks against a mentorship, with how much each thing weighs: 0 (worth a word), slowing, or stalled.

    Silence is measured by the rhythm that was agreed, so that a monthly pair is not late after three weeks. It begins
    with the last meeting that was held, or with the day from which there could have been one.

    >>> facts = {"interval": 14, "silent_days": 41, "missed": 0, "overdue_days": 0, "has_next": True}
    >>> find_signals(facts)
    [('silence', 2, 41)]
    >>> find_signals({**facts, "silent_days": 20})
    []
    >>> find_signals({**facts, "silent_days": 20, "missed": 2, "has_next": False})
    [('missed', 1, 2), ('no_next', 1, 0)]

    :param dict facts: ``interval`` of the rhythm and ``silent_days``, both in days; ``missed``, how many meetings in a
        row did not take place; ``overdue_days`` of the oldest check-in that nobody logged; ``has_next`` meeting in the
        plan, ``near_end`` where none is needed; ``unconfirmed`` logs, and ``goal_days`` without progress on any goal
    :rtype: list[tuple[str, int, int]] of name, weight and figure, the heaviest first
    """
    signals = []
    silence = facts["silent_days"] - GRACE_DAYS
    if silence > 1.5 * facts["interval"]:
        signals.append(("silence", STALLED if silence > 2.5 * facts["interval"] else SLOWING, facts["silent_days"]))
    if facts["missed"] >= 2:
        signals.append(("missed", STALLED if facts["missed"] >= 3 else SLOWING, facts["missed"]))
    if facts["overdue_days"] >= 7:
        signals.append(("overdue", STALLED if facts["overdue_days"] >= 28 else SLOWING, facts["overdue_days"]))
    if not facts["has_next"] and not facts.get("near_end"):
        signals.append(("no_next", SLOWING, 0))
    if facts.get("unconfirmed", 0) >= 2:
        signals.append(("unconfirmed", 0, facts["unconfirmed"]))
    if facts.get("goal_days", 0) >= 60:
        signals.append(("goals", 0, facts["goal_days"]))
    return sorted(signals, key=lambda signal: -signal[1])


def judge(signals):
    """Say in one word how it goes.

    One heavy sign means that it has stalled, two that it may come to nothing; small things count where they meet.

    >>> judge([])
    'on_track'
    >>> judge([("silence", 2, 41)])
    'stalled'
    >>> judge([("silence", 2, 80), ("overdue", 2, 35)])
    'at_risk'
    >>> judge([("goals", 0, 70)]), judge([("goals", 0, 70), ("unconfirmed", 0, 2)])
    ('on_track', 'slowing')
    """
    heavy = sum(weight == STALLED for _name, weight, _figure in signals)
    if heavy:
        return LEVELS[2 if heavy == 1 else 3]
    is_slowing = any(weight == SLOWING for _name, weight, _figure in signals) or len(signals) > 1
    return LEVELS[1 if is_slowing else 0]
