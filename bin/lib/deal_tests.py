"""Deals the addon's test files into parts that take about the same time.

deal_tests.py PARTS TESTS_FOLDER ADDON   prints one line a part for --test-tags; each file is in exactly one of them

Left out are tours, and sweeps (tag “sweep”): long walks over every model, field and person, with data of their own.
"""

import sys
from pathlib import Path


def deal(paths, parts):
    """Return ``parts`` lists of paths: the heaviest first, each to whoever has least so far."""
    hands = [[0, []] for _ in range(parts)]
    for weight, path in sorted(((weigh(path), path) for path in paths), reverse=True):
        lightest = min(hands)
        lightest[0] += weight
        lightest[1].append(path)
    return [sorted(paths) for _, paths in hands]


def weigh(path):
    return path.read_text(encoding="utf-8").count("\n")


def main(parts, folder, addon):
    paths = [path for path in Path(folder).rglob("test_*.py") if not path.name.startswith("test_tours")]
    for part in deal(paths, int(parts)):
        tags = (f"/{addon}/tests/{path.relative_to(folder).as_posix()}" for path in part)
        print(",".join([*tags, "-sweep"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
