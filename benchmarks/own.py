"""Child: measures our engine. python -m benchmarks.own PROBLEM OBJECTIVE SECONDS [figures] [alone]

After those seconds the engine gives up the proof, and states the gap. Alone: as if its library were not installed.
"""

import sys
from pathlib import Path
from time import perf_counter, process_time

import matching
from matching import flow

from . import usage

STEPS = ("score", "solve", "prove", "explain")


class Stopwatch:
    """Adds up the time between the engine's reports of its steps."""

    def __init__(self):
        self.seconds = dict.fromkeys(STEPS, 0.0)
        self._step, self._since = STEPS[0], perf_counter()

    def __call__(self, step, _done=0.0):
        now = perf_counter()
        self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = step, now


def main(path, objective, limit, *options):
    if "alone" in options:
        flow.is_available = lambda: False
    flow.is_available()  # loads it
    baseline = usage.resident_mb()
    problem = matching.Problem.from_bytes(Path(path).read_bytes())
    usage.forget_peak()
    watch, start, cpu = Stopwatch(), perf_counter(), process_time()
    try:
        solution = matching.match(problem, objective=objective, time_limit=float(limit), progress=watch)
    except matching.MatchingError as error:
        if objective not in matching.OBJECTIVES:
            usage.answer(status="unsupported", error=str(error))
            return
        raise
    watch(STEPS[-1])
    seconds, cpu = perf_counter() - start, process_time() - cpu
    peak = usage.peak_mb() - baseline
    usage.answer(
        seconds=seconds,
        cpu=cpu,
        stages=watch.seconds,
        peak=peak,
        matched=solution.matched,
        total=solution.total,
        is_proven=bool(solution.is_proven),
        gap=[int(part) for part in solution.gap],
        rounds=solution.rounds,
        figures=_figures(problem, solution) if "figures" in options else None,
    )


def _figures(problem, solution):
    numbers = matching.figures(problem, solution)
    return {
        name: float(getattr(numbers, name))
        for name in ("matched", "mean", "lowest_decile", "lowest", "blocking_pairs", "mentors_used")
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
