"""What the addon tells itself in the context, in a way in which no client can.

A client sends a context along with any call, a report or an export, and the host takes all of it. What comes from
there is text, numbers, lists and dictionaries: never an object of one of these classes. So a step of ours is told by
such an object, and what is none is as if it were not there.
"""

PREFIX = "mentorship_"


class Own:
    """A mark, or what carries one: stands in the context under a key of ours."""


class OwnText(Own, str):
    """A text for the templates of our mails, which read it as any other."""


class OwnSet(Own, frozenset):
    """Ids for the same."""


OURS = Own()
"""Says that a step of ours is under way."""


def get_own(env, key, kind=Own):
    """Return what this addon has put into the context, or nothing: of a client nothing counts.

    :param kind: the class that the value must be of
    """
    value = env.context.get(key)
    return value if isinstance(value, kind) else None


def without_foreign(records):
    """Return ``records`` without what a client has put into the context under a key of ours."""
    context = records.env.context
    own = {key: value for key, value in context.items() if not key.startswith(PREFIX) or isinstance(value, Own)}
    if len(own) == len(context):
        return records
    # Replaced, as keys are taken out
    return records.with_context(own)  # pylint: disable=context-overridden
