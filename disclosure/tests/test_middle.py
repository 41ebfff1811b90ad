"""Whoever is one of the people, and knows the rules, learns nothing of what another one has done."""

from itertools import pairwise, product
from random import Random

import engine_runs  # noqa: F401
import pytest

from disclosure import FEWEST_IN_THE_MIDDLE, describe_activity, keep_group


@pytest.mark.parametrize("people", [FEWEST_IN_THE_MIDDLE, FEWEST_IN_THE_MIDDLE + 1])
@pytest.mark.parametrize("values", [(0, 1, 2, 3), (False, True)])
def test_everybody_may_have_done_anything_for_whoever_knows_one_of_them(people, values):
    """All that so many people can have done, by what is told of it and by what one of them has done."""
    possible = {}
    for each in product(values, repeat=people):
        told = describe_activity([int(value) for value in each], [bool(value) for value in each])
        # Of what is told one part belongs to what is counted here
        seen = told.is_common if values == (False, True) else told.middle
        possible.setdefault((seen, each[0]), set()).add(each[1])
    known = {key: found for key, found in possible.items() if found != set(values)}
    assert not known


def test_four_people_would_be_too_few():
    possible = {}
    for each in product((0, 1, 2, 3), repeat=FEWEST_IN_THE_MIDDLE - 1):
        possible.setdefault((describe_activity(each, each).middle, each[0]), set()).add(each[1])
    assert any(len(found) < 4 for found in possible.values())


def test_no_two_figures_of_a_group_differ_by_fewer_than_n_people():
    random = Random(1)
    for least in (3, 5):
        shown, team = [frozenset()], set()
        for _quarter in range(400):
            team ^= set(random.sample(range(14), random.randint(0, 4)))
            shown.append(keep_group(shown[-1], frozenset(team), least))
        for before, after in pairwise(shown):
            assert before == after or len(before ^ after) >= least
            assert not after or len(after) >= least
        assert len(set(shown)) > 10
