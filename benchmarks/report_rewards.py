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
is due. Last the statement of 10,000 entries as the web client opens it, beside the SELECT of what it shows."""
    header = ["events", "pay s", "ms each", "rows s", "times", "pay CPU s", "rows CPU s", "times", "again s"]
    header += ["statement ms", "SELECT ms"]
    rows = [header, ["---"] * len(header), *map(_row, measured)]
    return "\n\n".join([text, "\n".join("| " + " | ".join(row) + " |" for row in rows)])


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
        f"{1000 * steps['statement']['seconds']:.0f}",
        f"{1000 * steps['select']['seconds']:.0f}",
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
