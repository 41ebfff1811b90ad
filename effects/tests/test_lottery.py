"""Of firms with a known effect: the lottery finds it, and comparing volunteers with others does not."""

from firms import EFFECT, make_drawn_firm, make_firm

from effects import compare_shares, decided_by_luck, effect_of_lottery, sides

FIRMS = 600


def measure(firms=FIRMS):
    """Return in what share of firms the interval holds the true effect: that of the lottery, and the naive one."""
    lucky = naive = 0
    estimates = []
    for seed in range(firms):
        lottery, participants, others = make_firm(seed)
        people = [each for each in lottery if decided_by_luck(each[0])]
        effect, low, high = effect_of_lottery(*zip(*people, strict=True))
        estimates.append(effect)
        lucky += low <= EFFECT <= high
        share, other = (sum(side) / len(side) for side in (participants, others))
        low, high = compare_shares((share, share), len(participants), (other, other), len(others))
        naive += low <= EFFECT <= high
    return lucky / firms, naive / firms, sum(estimates) / firms


def test_interval_covers_the_truth_95_times_of_100_and_the_naive_comparison_misses_it():
    lucky, naive, mean = measure()
    assert 0.93 <= lucky <= 0.97
    assert naive < 0.5
    assert abs(mean - EFFECT) < 0.02


def test_interval_covers_the_truth_where_the_matching_draws_between_near_equals():
    """By steps of three points, of scores that hardly tie: the chances that the matching finds are right ones."""
    covered, estimates, decided = 0, [], []
    for seed in range(120):
        people = [each for each in make_drawn_firm(seed, 30_000) if decided_by_luck(each[0])]
        decided.append(len(people))
        effect, low, high = effect_of_lottery(*zip(*people, strict=True))
        estimates.append(effect)
        covered += low <= EFFECT <= high
    assert 0.9 <= covered / len(estimates) <= 1
    assert abs(sum(estimates) / len(estimates) - EFFECT) < 0.05
    assert min(decided) > 20
    assert not [each for each in make_drawn_firm(7, 1) if decided_by_luck(each[0])], (
        "without a band luck decides nothing"
    )


def test_one_person_moves_a_side_by_what_it_says_at_most():
    lottery, _participants, _others = make_firm(7)
    people = [each for each in lottery if decided_by_luck(each[0])]
    before = sides(*zip(*people, strict=True))
    for index, (chance, drawn, value) in enumerate(people):
        other = [*people[:index], (chance, drawn, not value), *people[index + 1 :]]
        for side, after in zip(before, sides(*zip(*other, strict=True)), strict=True):
            assert abs(side.share - after.share) <= 1 / side.finest + 1e-9


def test_of_equal_chances_a_side_is_its_plain_share():
    values = [True, False, True, True, False, True]
    drawn = [True, True, True, False, False, False]
    first, second = sides([0.5] * 6, drawn, values)
    assert [round(side, 9) for side in first] == [round(2 / 3, 9), 3, 3]
    assert [round(side, 9) for side in second] == [round(2 / 3, 9), 3, 3]
