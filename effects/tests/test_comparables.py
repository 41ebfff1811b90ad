"""Whoever is compared with stands beside one person, and is like them."""

import random

from effects import PER_PERSON, count_effective, deal, mean_of_comparables


def make(rng):
    strata = [f"s{index}" for index in range(rng.randint(1, 6))]
    people = [(f"p{index}", rng.choice(strata)) for index in range(rng.randint(1, 30))]
    colleagues = [f"c{index}" for index in range(rng.randint(0, 120))]
    # Somebody is in several strata: of two quarters, say
    free = {stratum: rng.sample(colleagues, rng.randint(0, len(colleagues))) for stratum in strata}
    return people, free


def test_nobody_stands_beside_two_and_everybody_is_of_the_stratum():
    for seed in range(200):
        people, free = make(random.Random(seed))
        found = deal(people, free)
        dealt = [colleague for each in found.values() for colleague in each]
        assert len(dealt) == len(set(dealt))
        for person, stratum in people:
            assert set(found[person]) <= set(free[stratum])
            assert len(found[person]) <= PER_PERSON


def test_people_of_a_stratum_get_alike_many_and_nobody_is_left_who_could_be_taken():
    for seed in range(200):
        people, free = make(random.Random(seed))
        found = deal(people, free)
        taken = {colleague for each in found.values() for colleague in each}
        for stratum in free:
            sizes = [len(found[person]) for person, own in people if own == stratum]
            assert not sizes or max(sizes) - min(sizes) <= 1
            if sizes and min(sizes) < PER_PERSON:
                assert set(free[stratum]) <= taken


def test_one_colleague_moves_the_mean_by_one_person_at_most():
    rng = random.Random(3)
    for _try in range(200):
        groups = [[rng.randint(0, 1) for _each in range(rng.randint(1, 5))] for _person in range(rng.randint(1, 9))]
        before = mean_of_comparables(groups)
        group = rng.choice(groups)
        group[0] = 1 - group[0]
        assert abs(mean_of_comparables(groups) - before) <= 1 / len(groups) + 1e-9


def test_effective_number_is_that_of_all_when_they_weigh_alike_and_less_otherwise():
    rng = random.Random(4)
    for _try in range(200):
        sizes = [rng.randint(1, 5) for _person in range(rng.randint(1, 20))]
        effective = count_effective(sizes)
        assert len(sizes) - 1e-9 <= effective <= sum(sizes) + 1e-9
