"""The chapter of the report about screens and jobs: python -m benchmarks.report_scale BEFORE FIGURES.json… > CHAPTER.md

BEFORE is a file with figures of an earlier version, or an empty argument.
"""

import datetime
import json
import os
import platform
import sys
from pathlib import Path


def main(before, *paths):
    earlier = _read(before) if before else {}
    measured = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
    print(describe(sorted(measured, key=lambda each: each["employees"]), earlier))


def _read(path):
    figures = json.loads(Path(path).read_text(encoding="utf-8"))
    return {
        "employees": figures["employees"],
        "rows": {(row["who"], row["what"]): row for row in figures["rows"]},
    }


def describe(measured, earlier):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    load = os.getloadavg()[1]
    text = f"""# What screens and jobs cost in a company

Written by `bin/bench scale` on {today}: {os.cpu_count()} cores with a load of {load:.1f}, {platform.machine()}, \
Python {platform.python_version()}.
CPU seconds are those of the server process and of its connections to the database; queries and bytes are exact, seconds
drift with what else the machine does. Each screen is opened with what the web client asks for: views, records of the
first page, default filters on. Beside it a built-in screen with as many rows, in the same process: the contacts, or the
employees. Steps and jobs run from start to a flushed database, once, and are rolled back."""
    return "\n\n".join([text, *(_describe_company(each, earlier) for each in measured)])


def _describe_company(figures, earlier):
    then = earlier["rows"] if earlier and earlier["employees"] == figures["employees"] else {}
    built_in = {row["what"]: row for row in figures["rows"] if row["what"] in ("contacts", "employees")}
    title = (
        f"## {figures['employees']:,} employees, {figures['hr.mentorship']:,} mentorships,"
        f" {figures['hr.mentorship.checkin']:,} check-ins, {figures['hr.mentorship.feedback']:,} ratings"
    )
    header = ["who", "what", "CPU s", "queries", "kB", *(["before: CPU s", "queries"] if then else []), "beside: CPU s"]
    lines = [header, ["---"] * len(header)]
    for row in figures["rows"]:
        beside, before = built_in.get(row["beside"]), then.get((row["who"], row["what"]))
        cells = [row["who"], row["what"], _seconds(row), f"{row['queries']:,}"]
        cells.append(f"{row['bytes'] / 1000:,.0f}" if row["kind"] == "screen" else "")
        if then:
            cells += [_seconds(before), f"{before['queries']:,}"] if before else ["", ""]
        cells.append(f"{row['beside']}: {_seconds(beside)}" if beside else "")
        lines.append(cells)
    return "\n\n".join([title, "\n".join("| " + " | ".join(line) + " |" for line in lines)])


def _seconds(row):
    return f"{row['cpu']:.2f}"


if __name__ == "__main__":
    main(*sys.argv[1:])
