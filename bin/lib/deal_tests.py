"""Deals the addon's test files into parts that take about the same time.

deal_tests.py PARTS TESTS_FOLDER ADDON   prints one line a part for --test-tags; each file is in exactly one
"""

import sys
from pathlib import Path

# A line of a tour keeps a browser busy for as long as this many lines of other tests take.
TOUR_WEIGHT = 20


def deal(paths, parts):
    """Return ``parts`` lists of paths: the heaviest first, each to whoever has least so far."""
    hands = [[0, []] for _ in range(parts)]
    for weight, path in sorted(((weigh(path), path) for path in paths), reverse=True):
        lightest = min(hands)
        lightest[0] += weight
        lightest[1].append(path)
    return [sorted(paths) for _, paths in hands]


def weigh(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    return lines * (TOUR_WEIGHT if path.name.startswith("test_tours") else 1)


def main(parts, folder, addon):
    for paths in deal(Path(folder).glob("test_*.py"), int(parts)):
        print(",".join(f"/{addon}/tests/{path.name}" for path in paths))


if __name__ == "__main__":
    main(*sys.argv[1:])
