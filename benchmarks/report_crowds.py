"""The chapter of the report about crowds: python -m benchmarks.report_crowds FIGURES.json… > CHAPTER.md"""

import datetime
import json
import os
import platform
import sys
from pathlib import Path


def main(*paths):
    measured = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
    print(describe(sorted(measured, key=lambda each: each["people"])))


def describe(measured):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    text = f"""# What inviting and importing a crowd costs

Written by `bin/bench crowds` on {today}: {os.cpu_count()} cores with a load of {os.getloadavg()[1]:.1f}, \
{platform.machine()}, Python {platform.python_version()}.

Half of the people have a user, the others get a personal link. *Invite* only notes who is asked; a job writes the
mails, a hundred at a time with a commit after each, and the program says how many are left. A file goes in as the
import dialog sends it, 200 lines a request with a bar of progress, first as a test; everybody in it is asked by the
same job. The same file again is what one does after a breakdown: it finds everybody entered. “Longest” is the longest
single request or batch: what a server's limit of time has to allow. The measurement ends with an error if anybody has
got two mails, or none; `tests/test_restart.py` kills a server in the middle of a batch of mails, and
`tests/invitation/test_import_killed.py` in the middle of a file, for real: after the next start everybody is there once
and has one mail."""
    return "\n\n".join([text, *map(_describe, measured)])


def _describe(figures):
    rows = [["step", "s", "CPU s", "queries", "longest s", "ms each"], ["---", *["--:"] * 5]]
    rows += [_row(step, figures["people"]) for step in figures["steps"]]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"## {figures['people']:,} people\n\n{table}"


def _row(step, people):
    longest = step["longest"]
    return [
        step["name"],
        f"{step['seconds']:.1f}",
        f"{step['cpu']:.1f}",
        f"{step['queries']:,}",
        "" if longest is None else f"{longest:.1f}",
        f"{1000 * step['seconds'] / people:.2f}",
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
