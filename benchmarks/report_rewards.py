"""The chapter of the report about rewards: python -m benchmarks.report_rewards FIGURES.json… > CHAPTER.md"""

import datetime
import json
import os
import platform
import sys
from pathlib import Path


def main(*paths):
    measured = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
    print(describe(sorted(measured, key=lambda each: each["events"])))


def describe(measured):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    text = f"""# What recognition costs

Written by `bin/bench rewards` on {today}: {os.cpu_count()} cores, {platform.machine()}, Python \
{platform.python_version()}.

Every meeting held is confirmed by both, and the job pays for all of them at once, as at a cohort's end: it finds what
is due, locks the wallets, adds the entries and moves the balances, a commit every 1,000. Beside it the same entries and
balances by INSERT and UPDATE in the same batches, nothing looked for, nothing checked. “Again” is the job when nothing
is due."""
    header = ["events", "pay s", "ms each", "rows s", "times", "pay CPU s", "rows CPU s", "times", "again s"]
    pages = """\
Pages as the web client reads them, the middle of fifteen times, forty rows each: the statement of somebody with 10,000
entries, the wall of a program with 10,000 posts and 30,000 reactions, a catalogue of 40 rewards, and last the first ten
of a leaderboard on which everybody is who takes part in the program.
Beside them the same rows by bare SELECTs, the time that the database takes for the statements
of the page, and for comparison a page of the host: forty partners with eight columns, read the same way."""
    head = ["page", "ms", "statements", "of it SQL ms", "bare SELECTs ms", "SQL, times", "page, times"]
    head += ["beside the host"]
    every = measured[-1]["steps"]
    names = ("statement", "wall", "catalogue", "leaderboard", "host")
    tables = [[header, *map(_row, measured)], [head, *(_page(name, every[name], every["host"]) for name in names)]]
    first, second = ("\n".join("| " + " | ".join(row) + " |" for row in _ruled(table)) for table in tables)
    return "\n\n".join([text, first, pages, second])


def _ruled(table):
    return [table[0], ["---"] * len(table[0]), *table[1:]]


def _page(name, step, host):
    return [
        name,
        f"{1000 * step['seconds']:.1f}",
        str(step["queries"]),
        f"{1000 * step['sql']:.1f}",
        f"{1000 * step['bare']:.1f}",
        f"{step['sql'] / step['bare']:.1f}",
        f"{step['seconds'] / step['bare']:.1f}",
        f"{step['seconds'] / host['seconds']:.1f}",
    ]


def _row(figures):
    steps, count = figures["steps"], figures["events"]
    pay, rows = steps["pay"], steps["rows"]
    return [
        f"{count:,}",
        f"{pay['seconds']:.1f}",
        f"{1000 * pay['seconds'] / count:.2f}",
        f"{rows['seconds']:.1f}",
        f"{pay['seconds'] / rows['seconds']:.1f}",
        f"{pay['cpu']:.1f}",
        f"{rows['cpu']:.1f}",
        f"{pay['cpu'] / rows['cpu']:.1f}",
        f"{steps['again']['seconds']:.2f}",
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
