"""What is said of a run: what it looks for, how it differs from the run before, and what has come of its use."""

from odoo.tools import format_list

from ..common.client_actions import start_anew, toast
from ..common.spoken import by_count


def explain_objectives(env):
    """Return by objective what a run with it looks for, in the reader's language."""
    return {
        "people": env._("As many people as possible get a partner; among these ways, the best fit in total."),
        "total": env._("The best fit summed over all pairs, even if somebody stays without a partner for it."),
        "fairest": env._(
            "As many people as possible get a partner, then the weakest pair fits as well as it can, then the next."
        ),
        "stable": env._("No two people would both rather have each other than whom they got."),
    }


def describe_delta(run):
    """Compare a run with the one before, as far as the two can be compared.

    The number of matches tells something of the same people and seats alone, and scores do of the same criteria on
    top of that: the mean of those who are left over falls while the matching of all gets better.
    """
    before = run.previous_id
    if not run.pool_fingerprint or run.pool_fingerprint != before.pool_fingerprint:
        return run.env._("Other people or seats than in the run before: the figures do not compare")
    is_same_objective, has_same_rules = run.objective == before.objective, run._get_rules() == before._get_rules()
    parts = [(run.matched_count - before.matched_count, run.env._("matched"), "%+d")]
    if has_same_rules:
        parts += [
            (round(run.mean_score - before.mean_score, 1), run.env._("mean"), "%+.1f"),
            (round(run.lowest_score - before.lowest_score, 1), run.env._("lowest"), "%+.1f"),
        ]
    changes = ", ".join(f"{label} {form % value}" for value, label, form in parts if value)
    if not has_same_rules:
        return _describe_delta_of_count(run.env, changes)
    if not is_same_objective and changes:
        return run.env._("Since the run before, which had another objective: %(changes)s", changes=changes)
    if changes:
        return run.env._("Since the run before: %(changes)s", changes=changes)
    return run.env._("Same figures as the run before")


def describe_agreement(runs):
    """Say which of the runs of a comparison bring the same people together; nothing, where no two of them do."""
    env = runs.env
    labels = dict(runs._fields["objective"]._description_selection(env))
    done = runs.filtered(lambda run: run.state == "done" and run.pairs_fingerprint)
    # Where nobody is matched there is nothing to agree on
    equal = [same for same in done.grouped("pairs_fingerprint").values() if len(same) > 1 and same[0].matched_count]
    if any(len(same) == len(runs) for same in equal):
        return env._("All objectives give the same pairs: it makes no difference which one you use.")
    return " ".join(
        env._(
            "These give the same pairs, so it makes no difference which one of them you use: %(objectives)s.",
            objectives=format_list(env, [labels[run.objective] for run in same]),
        )
        for same in equal
    )


def _describe_delta_of_count(env, change):
    if change:
        return env._(
            "Since the run before: %(changes)s. Scores do not compare, as the criteria have changed", changes=change
        )
    return env._("As many matches as in the run before. Scores do not compare, as the criteria have changed")


def tell_applied(program, count, total, left_out):
    """Return the action that says how many pairs are in the working list, and which could not be put there.

    :param program: whose working list it is; the page of its matching begins with it
    :param int count: how many have come into it
    :param int total: how many it has, with those that were locked before
    :param left_out: pairs of a line and the reason
    """
    env, page = program.env, start_anew(program.action_match())
    message = by_count(
        count,
        env._("One pair is in the working list. Nobody is told before you publish."),
        env._("%(count)s pairs are in the working list. Nobody is told before you publish.", count=count),
    )
    if total > count:
        message = env._(
            "In the working list now: %(total)s, new: %(count)s. Nobody is told before you publish.",
            count=count,
            total=total,
        )
    if not left_out:
        return toast(message, then=page)
    pairs = "; ".join(f"{line.display_name}: {obstacle}" for line, obstacle in left_out[:10])
    more = env._(" and %(count)s more", count=len(left_out) - 10) if len(left_out) > 10 else ""
    left = env._("Left out, because things have changed since: %(pairs)s%(more)s.", pairs=pairs, more=more)
    return toast(f"{message} {left}", "warning", page)
