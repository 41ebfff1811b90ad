"""Child: makes an instance and what others need of it. python -m benchmarks.prepare SIZE MARKET SEED FOLDER [dense]

Writes problem.npz, candidates.npz and, if asked for, dense.npy; tells how long scoring took.
"""

import sys
from pathlib import Path
from time import perf_counter

from . import usage
from .instances import build_problem, save_candidates, save_dense
from .population import populate


def main(size, market, seed, folder, *options):
    folder = Path(folder)
    start = perf_counter()
    problem = build_problem(populate(int(size), market, int(seed)))
    built = perf_counter()
    (folder / "problem.npz").write_bytes(problem.to_bytes())
    saved = perf_counter()
    save_candidates(problem, folder / "candidates.npz")
    listed = perf_counter()
    if "dense" in options:
        save_dense(problem, folder / "dense.npy")
    usage.answer(
        build=built - start,
        candidates=listed - saved,
        dense=perf_counter() - listed,
        n_mentees=problem.n_mentees,
        n_mentors=problem.n_mentors,
        n_seats=int(problem.seats.sum()),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
