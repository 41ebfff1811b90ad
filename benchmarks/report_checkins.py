"""The chapter of the report about check-ins: python -m benchmarks.report_checkins FIGURES.json… > CHAPTER.md"""

import datetime
import json
import os
import platform
import sys
from pathlib import Path


def main(*paths):
    measured = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
    print(describe(sorted(measured, key=lambda each: (each["has_time"], each["mentorships"]))))


def describe(measured):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    text = f"""# What planning check-ins costs

Written by `bin/bench checkins` on {today}: {os.cpu_count()} cores, {platform.machine()}, Python \
{platform.python_version()}. Seconds are wall clock, and drift with what
else the machine does; CPU seconds are those of this process and of its connections to the database, and drift less.

Weekly mentorships in the middle of their time, of which a fifth falls due: the daily job, as the scheduler runs it,
plans the next check-in of each, with a to-do for both members, who follow it. Beside it the cheapest way to make the
same rows (check-ins, to-dos, followers) with the ORM in the same process: batch creates of the same size with tracking,
log and subscription switched off, nothing decided, nothing read, commits not counted."""
    header = [
        "active",
        "fall due",
        "event",
        "job s",
        "ms each",
        "rows s",
        "times",
        "job CPU s",
        "ms each",
        "rows CPU s",
    ]
    header += ["times", "peak MB"]
    rows = [header, ["---"] * len(header), *map(_row, measured)]
    return "\n\n".join([text, "\n".join("| " + " | ".join(row) + " |" for row in rows)])


def _row(figures):
    steps, count = figures["steps"], figures["rows"]["hr.mentorship.checkin"]
    cells = [f"{figures['mentorships']:,}", f"{count:,}", "yes" if figures["has_time"] else "no"]
    for unit in ("seconds", "cpu"):
        job = steps["plan"][unit]
        rows = sum(steps[model][unit] for model in figures["rows"])
        cells += [f"{job:.1f}", f"{1000 * job / count:.1f}", f"{rows:.1f}", f"{job / rows:.1f}"]
    return [*cells, f"{max(0, steps['plan']['peak']):.0f}"]


if __name__ == "__main__":
    main(*sys.argv[1:])
