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
{platform.python_version()}. Times are wall clock, and drift with what
else the machine does: the CPU column is the share of this process. All figures of a line come from one process.

Weekly mentorships in the middle of their time, of which a fifth falls due: the daily job, as the scheduler runs it,
plans the next check-in of each, with a to-do for both members, who follow it. Beside it the cheapest way to make the
same rows with the ORM: batch creates with tracking, log and subscription switched off, nothing decided, nothing read.
*Rows* compares with the creation of all that the job writes, *check-ins and to-dos* with that of those two alone."""
    header = [
        "active",
        "fall due",
        "event",
        "job s",
        "CPU s",
        "ms a check-in",
        "rows s",
        "times",
        "check-ins and to-dos s",
    ]
    header += ["times", "peak MB"]
    rows = [header, ["---"] * len(header), *map(_row, measured)]
    return "\n\n".join([text, "\n".join("| " + " | ".join(row) + " |" for row in rows)])


def _row(figures):
    steps, count = figures["steps"], figures["rows"]["hr.mentorship.checkin"]
    seconds = steps["plan"]["seconds"]
    rows = sum(steps[model]["seconds"] for model in steps if model != "plan")
    least = sum(steps[model]["seconds"] for model in ("hr.mentorship.checkin", "mail.activity"))
    return [
        f"{figures['mentorships']:,}",
        f"{count:,}",
        "yes" if figures["has_time"] else "no",
        f"{seconds:.1f}",
        f"{steps['plan']['cpu']:.1f}",
        f"{1000 * seconds / count:.1f}",
        f"{rows:.1f}",
        f"{seconds / rows:.1f}",
        f"{least:.1f}",
        f"{seconds / least:.1f}",
        f"{steps['plan']['peak']:.0f}",
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
