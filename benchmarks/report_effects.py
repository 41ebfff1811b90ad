"""The chapter of the report about told effects: python -m benchmarks.report_effects FIRMS > CHAPTER.md"""

import datetime
import sys

from effects import compare_shares, decided_by_luck, effect_of_lottery, show_share, sides
from effects.tests.firms import EFFECT, make_firm

HEADER = ["told", "mean", "mean width of the interval", "holds the truth, of 100 firms"]


def main(firms):
    print(describe(int(firms)))


def describe(firms):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    told = {"the lottery": [], "the lottery, in bands": [], "participants beside all others": []}
    for seed in range(firms):
        for name, each in zip(told, measure(seed), strict=True):
            told[name].append(each)
    text = f"""# How true told effects are

Written by `bin/bench effects` on {today}: {firms:,} simulated firms of 1,500 (`effects/tests/firms.py`). Drive, which
no record shows, makes people sign up, score better and stay; being given a mentor adds {EFFECT} to the share of whom it
is true that they stay. Seats end within equal scores, at two sites with different chances. Told are the effect for
those between whom luck decided, the same as the outcome report shows it (in bands, from which nobody can be read out),
and what a naive report would say: participants beside everybody else. Each with an interval of 95 %."""
    rows = [HEADER, ["---", *["--:"] * 3], *(_row(name, each) for name, each in told.items())]
    return "\n\n".join([text, "\n".join("| " + " | ".join(row) + " |" for row in rows)])


def measure(seed):
    """Return estimate and interval of the lottery, of the lottery in bands, and of the naive comparison."""
    lottery, participants, others = make_firm(seed)
    people = list(zip(*(each for each in lottery if decided_by_luck(each[0])), strict=True))
    yield effect_of_lottery(*people)
    drawn, rest = sides(*people)
    bands = [show_share(side.share, int(side.finest)) for side in (drawn, rest)]
    middle = sum(bands[0]) / 2 - sum(bands[1]) / 2
    yield middle, *compare_shares(bands[0], drawn.people, bands[1], rest.people)
    share, other = (sum(side) / len(side) for side in (participants, others))
    yield share - other, *compare_shares((share, share), len(participants), (other, other), len(others))


def _row(name, each):
    count = len(each)
    return [
        name,
        f"{sum(effect for effect, _low, _high in each) / count:.3f}",
        f"{sum(high - low for _effect, low, high in each) / count:.2f}",
        f"{100 * sum(low <= EFFECT <= high for _effect, low, high in each) / count:.1f}",
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
