"""Turns what was measured into tables: python -m benchmarks.report SEED FIGURES.json… > RESULTS.md"""

import datetime
import json
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import report_odoo
from .children import FAILED, TOO_LARGE, TOO_SLOW
from .population import MARKETS

TITLES = {
    "mentor_match": "`mentor-match` 7.0 (`munkres` 1.1.4)",
    "matching_stable": "`matching` 1.4 (stable)",
    "scipy_dense": "scipy `linear_sum_assignment`, dense",
    "scipy_sparse": "scipy `min_weight_full_bipartite_matching`, top 50",
    "ortools_flow": "OR-Tools `SimpleMinCostFlow`, top 50",
    "greedy": "greedy, best first, top 50",
}
TARGETS = {1000: (0.15, 0.15, 80), 5000: (1.5, 1.5, 200), 20_000: (10, 10, 450), 50_000: (30, 30, 750)}
"""CPU seconds in a loose market, in the slowest other one, MB in a loose one."""
STARS_TARGETS = {50_000: 60}
"""CPU seconds in the market of stars, where it has a target of its own."""
OBJECTIVE_TARGETS = {("fairest", 5000): 6, ("stable", 5000): 1}
"""CPU seconds of other objectives, in each market."""


def main(seed, *paths):
    everything = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
    results = next((each for each in everything if "instances" in each), {"instances": []})
    parts = [_introduction(seed), _targets(results), _own(results), _rivals(results), _objectives(results)]
    parts += [report_odoo.describe([each for each in everything if "steps" in each])]
    print("\n\n".join(part for part in parts if part))


def _introduction(seed):
    markets = "\n".join(f"- **{name}**: {market.description}" for name, market in MARKETS.items())
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "as many as cores")
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return f"""# What the matching costs

Written by `bin/bench matching` on {today}: {os.cpu_count()} cores, {platform.machine()}, {_memory()} GB, Python
{platform.python_version()}, numpy {version("numpy")} with {threads} BLAS thread(s), {_library()}, seed {seed}.
Times are wall clock, and drift with what else the machine does; CPU seconds less, ratios least.

The people come from a seeded generator (`benchmarks/population.py`): 300 topics with Zipf popularity, 4 to 10 offered
by a mentor with levels, 1 to 4 wanted by a mentee, 30 departments with lines of command, 5 places, languages,
interests, seniority, availability, style and wishes: nine criteria. Mentors are a third of the mentees, with 1 to 5
seats. Markets:

{markets}

Every measurement is a process of its own. Peak memory is what it had above the interpreter with its packages loaded,
the instance included. `> N s` was stopped after that time; *(at M)* means that it was stopped at the size M, and not
tried beyond. What would need more than three quarters of the memory does not fit."""


def _library():
    try:
        return f"pylmcf {version('pylmcf')}"
    except PackageNotFoundError:
        return "no pylmcf"


def _memory():
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)


# -- our engine


def _targets(results):
    rows = []
    for size, (loose, tight, memory) in TARGETS.items():
        own = {each["market"]: each["own"] for each in results["instances"] if each["size"] == size}
        stars = STARS_TARGETS.get(size)
        tight_markets = own.keys() - {"loose"} - ({"stars"} if stars else set())
        rows += _target(size, "loose, CPU seconds", own, ["loose"], "people", loose)
        rows += _target(size, "slowest other market, CPU seconds", own, tight_markets, "people", tight)
        if stars:
            rows += _target(size, "stars, CPU seconds", own, ["stars"], "people", stars)
        for (objective, of_size), limit in OBJECTIVE_TARGETS.items():
            if of_size == size:
                rows += _target(size, f"{objective}, slowest market, CPU seconds", own, own, objective, limit)
        rows += _target(size, "loose, peak MB", own, ["loose"], "people", memory, "peak")
    return _section("Against the targets", ["mentees", "", "target", "measured", "met"], rows)


def _target(size, name, own, markets, objective, limit, field="cpu"):
    """The row of a target, if it was measured: the worst of some markets. What was not proven in time is not met."""
    measured = [own[market][objective] for market in own if market in markets and objective in own[market]]
    if not measured:
        return
    values = [each[field] if each.get("is_proven") else float("inf") for each in measured]
    is_met = "yes" if max(values) <= limit else "**no**"
    yield [f"{size:,}", name, limit, _worst(measured, field), is_met]


def _worst(own, field):
    unfinished = [each for each in own if field not in each]
    if unfinished:
        return _time(unfinished[0])
    unproven = [each for each in own if not each["is_proven"]]
    worst = max(each[field] for each in unproven or own)
    return (_seconds(worst) if field != "peak" else f"{worst:.0f}") + ", not proven" * bool(unproven)


def _own(results):
    rows = []
    for each in results["instances"]:
        own = each["own"]["people"]
        row = [f"{each['size']:,}", each["market"], _time(own)]
        if own["status"] == "done":
            row += [_seconds(own["stages"][step]) for step in ("score", "solve", "prove", "explain")]
            proof = f"{own['rounds']}" if own["is_proven"] else f"gap {_gap(own)}"
            row += [
                _seconds(own["cpu"]),
                f"{own['peak']:.0f}",
                f"{own['matched']:,}",
                f"{own['total'] / max(1, own['matched']) / 1e4:.1f}",
            ]
            row += [proof]
        rows.append(row)
    text = """\
From arrays to the proven optimum (most people, then the highest total) with its explanations: `match()`. *Score*
includes finding the candidates, *prove* looks at all pairs again where needed, *explain* gives every pair's
contributions and every unmatched mentee's reason. The last column counts the rounds until the proof, or says how far
the bound lies above what was found in time."""
    header = [
        *("mentees", "market", "total s", "score", "solve", "prove", "explain", "CPU s"),
        *("peak MB", "matched", "mean score", "rounds"),
    ]
    return _section("The engine", header, rows, text)


def _gap(own):
    people, points = own["gap"]
    return f"{people} people" if people else f"{100 * points / max(1, own['total']):.2g} %"


# -- others


def _rivals(results):
    tables = []
    for market in MARKETS:
        rows = []
        for each in results["instances"]:
            if each["market"] == market and each["rivals"]:
                rows += _rival_rows(each)
        if rows:
            header = ["mentees", "with", "s", "times ours", "peak MB", "people", "total", "proof"]
            tables.append(f"### Market: {market}\n\n{_table(header, rows)}")
    if not tables:
        return ""
    text = """\
The same instances, solved by what one would pick instead. Others get their scores from our engine: what that took
(all pairs, or the 50 best of each mentee) is in their time. All but `matching`, which finds stable pairs, are asked
for what ours is asked for: most people, then the highest total. *People* and *total* compare with our optimum;
each result was checked against the rules. Only ours proves that no other matching is better, and explains it."""
    return "\n\n".join([f"## Beside others\n\n{text}", *tables])


def _rival_rows(instance):
    own = instance["own"]["people"]
    size = f"{instance['size']:,}"
    yield [size, "**ours**", _time(own), "", _peak(own), *_optimum(own), "yes" if own.get("is_proven") else "no"]
    for name, result in instance["rivals"].items():
        scoring = instance["made"]["dense" if name in {"mentor_match", "scipy_dense"} else "candidates"]
        seconds = result["seconds"] + scoring if "seconds" in result else None
        row = [size, TITLES[name], _seconds(seconds) if seconds else _time(result)]
        row += [_ratio(seconds, result, own), _peak(result), *_beside(result, own), "no"]
        yield row


def _optimum(own):
    return (f"{own['matched']:,}", "100 %") if "matched" in own else ("", "")


def _beside(result, own):
    if "matched" not in result:
        return "", ""
    if "matched" not in own:
        return f"{result['matched']:,}", ""
    missing = result["matched"] - own["matched"]
    people = f"{missing:+,}" if missing else "same"
    share = 100 * result["total"] / own["total"]
    # A hair less is less: the best lists may have lacked the best pair
    return people, "same" if result["total"] == own["total"] else f"{share:.4f} %" if share > 99.9 else f"{share:.1f} %"


def _ratio(seconds, result, own):
    if "seconds" not in own:
        return ""
    if seconds:
        ratio = seconds / own["seconds"]
        return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"
    if result["status"] == TOO_SLOW:
        return f"> {result['limit'] / own['seconds']:,.0f}"
    return ""


# -- other objectives


def _objectives(results):
    rows = []
    for each in results["instances"]:
        if len(each["own"]) == 1:
            continue
        for objective, own in each["own"].items():
            row = [f"{each['size']:,}", each["market"], objective, _time(own), _cpu(own), _peak(own)]
            numbers = own.get("figures")
            if numbers:
                row += [f"{numbers['matched']:,.0f}"]
                row += [f"{numbers[name] / 1e4:.1f}" for name in ("mean", "lowest_decile", "lowest")]
                row += [f"{numbers['blocking_pairs']:,.0f}", f"{numbers['mentors_used']:,.0f}"]
            rows.append(row)
    header = [
        *("mentees", "market", "objective", "s", "CPU s", "peak MB", "matched", "mean", "lowest decile", "lowest"),
        *("blocking pairs", "mentors used"),
    ]
    text = """\
Scores out of 100. Stable pairs beside `matching` 1.4: see its lines above. *Without the library* is what stands in
where `pylmcf` is not installed: the same pairs, prices and surpluses, later."""
    return _section("All objectives", header, rows, text)


# -- cells


def _section(title, header, rows, text=""):
    if not rows:
        return ""
    return "\n\n".join(part for part in (f"## {title}", text, _table(header, rows)) if part)


def _table(header, rows):
    filled = [[*row, *[""] * (len(header) - len(row))] for row in rows]
    lines = [header, ["---"] * len(header), *filled]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _seconds(seconds):
    return f"{seconds:.0f}" if seconds >= 99.5 else f"{seconds:.2g}" if seconds >= 0.01 else f"{seconds:.3f}"


def _time(result):
    status = result["status"]
    if status == "done":
        return _seconds(result["seconds"])
    if status == "not tried":
        reason = _time({**result, "status": result["reason"]})
        return f"{reason} (at {result['at']:,})"
    if status == TOO_SLOW:
        return f"> {result['limit']:.0f} s"
    return {TOO_LARGE: "does not fit", FAILED: "failed", "unsupported": "not yet"}[status]


def _cpu(own):
    if "cpu" not in own:
        return ""
    return _seconds(own["cpu"]) + ", not proven" * (not own["is_proven"])


def _peak(result):
    return f"{result['peak']:.0f}" if "peak" in result else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
