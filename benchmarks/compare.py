"""Measures the engine beside others on the same instances. Run by bin/bench, see --help.

Every measurement is a process of its own; what is slower than the limit is stopped, and not tried at larger sizes.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np

from matching import Problem
from matching.scoring import Scorer

from . import children
from .population import MARKETS

RIVALS = {
    # name: (environment, needs every score)
    "mentor_match": ("mentor_match", True),
    "matching_stable": ("matching", False),
    "scipy_dense": ("solvers", True),
    "scipy_sparse": ("solvers", False),
    "ortools_flow": ("solvers", False),
    "greedy": ("solvers", False),
}
RIVAL_MARKETS = ("loose", "tight 1.0", "tight 0.7", "stars")
"""Where others run too. What `mentor-match` and `matching` take depends on the size far more than on the market."""
SLOW_RIVALS, SLOW_MARKET = ("mentor_match", "matching_stable"), "tight 1.0"
OBJECTIVES = ("total", "fairest", "stable")
OBJECTIVE_MARKETS = ("loose", "tight 1.0", "stars")
ALONE = "people, without the library"
ALONE_MARKETS = ("loose", "tight 1.0")
GRACE = 2
BYTES_DENSE = 8
"""A pair and seat in the smallest dense matrix that these programs accept (float64)."""


class Comparison:
    def __init__(self, options):
        self.options = options
        self.results = {"sizes": options.sizes, "seed": options.seed, "limit": options.limit, "instances": []}
        self.given_up = {}

    def run(self):
        for size in self.options.sizes:
            for market in self.options.markets:
                folder = self.options.work / "instance"
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                self._measure(size, market, folder)
                shutil.rmtree(folder)
                self._save()

    def _measure(self, size, market, folder):
        rivals = self._rivals(market)
        seats = size * max(1.2, MARKETS[market].seats or 0)
        fits = size * seats * BYTES_DENSE < children.memory_limit()
        wants_dense = fits and any(RIVALS[name][1] and (name, market) not in self.given_up for name in rivals)
        made = self._child(
            [sys.executable, "-m", "benchmarks.prepare", size, market, self.options.seed, folder]
            + ["dense"] * wants_dense,
            limit=600,
        )
        if made["status"] != "done":
            raise SystemExit(f"The instance {size} {market} could not be made: {made}")
        instance = {"size": size, "market": market, "made": made, "own": {}, "rivals": {}}
        self.results["instances"].append(instance)
        objectives = ["people", *(OBJECTIVES if market in OBJECTIVE_MARKETS else ())]
        if market in ALONE_MARKETS:
            objectives.append(ALONE)
        for objective in objectives:
            result = self._measure_own(objective, size, market, folder)
            instance["own"][objective] = result
            self._tell(size, market, f"own, {objective}", result)
        judge = Judge(folder / "problem.npz") if rivals else None
        for name in rivals:
            if RIVALS[name][1] and not fits:
                result = {"status": children.TOO_LARGE}
            else:
                result = self._measure_rival(name, size, market, folder)
            if result["status"] == "done":
                result.update(judge.judge(result.pop("mentor_of")))
            instance["rivals"][name] = result
            self._tell(size, market, name, result)

    def _rivals(self, market):
        if market not in RIVAL_MARKETS:
            return []
        return [name for name in RIVALS if name not in SLOW_RIVALS or market == SLOW_MARKET]

    def _measure_own(self, objective, size, market, folder):
        is_alone = objective == ALONE
        command = [sys.executable, "-m", "benchmarks.own", folder / "problem.npz"]
        command += ["people" if is_alone else objective, self.options.limit]
        command += ["figures"] * (market in OBJECTIVE_MARKETS) + ["alone"] * is_alone
        # The engine minds the limit itself between two steps, and is stopped only if one step takes far longer
        return self._unless_given_up(f"own {objective}", size, market, command, GRACE * self.options.limit)

    def _measure_rival(self, name, size, market, folder):
        python = self.options.environments / RIVALS[name][0] / "bin" / "python"
        limit = self.options.patience if name == "mentor_match" else self.options.limit
        command = [python, "-m", "benchmarks.rivals", name, folder]
        return self._unless_given_up(name, size, market, command, limit)

    def _unless_given_up(self, name, size, market, command, limit=None):
        earlier = self.given_up.get((name, market))
        if earlier:
            return {"status": "not tried", **earlier}
        result = self._child(command, limit or self.options.limit)
        if result["status"] in {children.TOO_SLOW, children.TOO_LARGE, "unsupported"}:
            self.given_up[name, market] = {"reason": result["status"], "at": size, "limit": result.get("limit")}
        elif result.get("seconds", 0) > self.options.limit:
            self.given_up[name, market] = {"reason": children.TOO_SLOW, "at": size, "limit": self.options.limit}
        return result

    def _child(self, command, limit):
        is_rival = command[0] != sys.executable
        folder = self.options.rival_path if is_rival else self.options.own_path
        return children.run(command, limit, folder)

    def _tell(self, size, market, name, result):
        text = f"{result['seconds']:.2f} s" if result["status"] == "done" else result["status"]
        if result["status"] == children.FAILED:
            text += f": {result['error'].strip().splitlines()[-1:]}"
        print(f"{size:>7} {market:<10} {name:<18} {text}", flush=True)

    def _save(self):
        self.options.output.write_text(json.dumps(self.results, indent=1), encoding="utf-8")


class Judge:
    """Checks what somebody else proposes against every rule, and adds its scores up."""

    def __init__(self, path):
        self.problem = Problem.from_bytes(path.read_bytes())
        self.scorer = Scorer(self.problem)
        self.excluded = set(
            zip(self.problem.excluded_mentees.tolist(), self.problem.excluded_mentors.tolist(), strict=True)
        )

    def judge(self, mentor_of):
        mentor_of = np.array(mentor_of)
        mentees = np.flatnonzero(mentor_of >= 0)
        mentors = mentor_of[mentees]
        used = np.bincount(mentors, minlength=self.problem.n_mentors)
        if (used > self.problem.seats).any():
            return {"status": children.FAILED, "error": "a mentor got more people than seats"}
        if self.excluded & set(zip(mentees.tolist(), mentors.tolist(), strict=True)):
            return {"status": children.FAILED, "error": "a forbidden pair was matched"}
        return {"matched": len(mentees), "total": int(self.scorer.scores(mentees, mentors).sum())}


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=_sizes, required=True)
    parser.add_argument("--markets", type=_markets, default=list(MARKETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=60, help="seconds for one measurement")
    parser.add_argument("--patience", type=float, default=60, help="the same for mentor-match")
    parser.add_argument("--environments", type=Path, required=True)
    parser.add_argument("--own-path", type=Path, required=True)
    parser.add_argument("--rival-path", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    return parser.parse_args()


def _sizes(text):
    sizes = sorted({int(size) for size in text.split(",")})
    if sizes[0] < 20:
        raise argparse.ArgumentTypeError("a program has 20 mentees at least")
    return sizes


def _markets(text):
    markets = text.split(",")
    if unknown := set(markets) - set(MARKETS):
        raise argparse.ArgumentTypeError(f"no such market: {', '.join(unknown)}; there are {', '.join(MARKETS)}")
    return markets


if __name__ == "__main__":
    Comparison(read_options()).run()
