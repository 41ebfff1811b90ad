"""The chapter of the report about reports: python -m benchmarks.report_reports FIGURES.json… > CHAPTER.md"""

import datetime
import json
import os
import platform
import sys
from pathlib import Path

FLOOR, PAGE = "Odoo's contacts: ", ": first page"


def main(*paths):
    measured = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
    print(describe(sorted(measured, key=lambda each: each["mentorships"])))


def describe(measured):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    text = f"""# What reports cost

Written by `bin/bench reports` on {today}: {os.cpu_count()} cores, {platform.machine()}, Python \
{platform.python_version()}.

One program, read by its manager: the first page of each report with the fields of its list, and one grouped read, as
the web client asks for them. Beside each the SQL that computes the same figures and nothing else, written by hand:
without rights, labels and counts. Releases are made once, with a mark for each answer; beside them an aggregate and an
INSERT of the same marks.

A request costs something by itself, whatever it reads: what Odoo needs for its own contacts, as many rows, beyond their
SQL, was measured in the same run. “Above that” is a reading beside its SQL and that cost together."""
    return "\n\n".join([text, *map(_tables, measured)])


def _tables(figures):
    title = (
        f"{figures['mentorships']:,} mentorships, {figures['checkins']:,} check-ins, {figures['answers']:,} answers, "
        f"of which {figures['released']:,} are released"
    )
    header = ["what", "ms", "queries", "SQL ms", "times", "above that"]
    floors = {
        is_page: max(each["ours"] - each["bare"], 0)
        for each in figures["rows"]
        if each["what"].startswith(FLOOR)
        for is_page in [each["what"].endswith(PAGE)]
    }
    rows = [header, ["---", *["--:"] * 5], *(_row(each, floors) for each in figures["rows"])]
    document = figures["document"]
    end = (
        f"The satisfaction report of the program, up to what the rendering engine gets: {document['cpu']:.2f} s of "
        f"CPU, {document['queries']} queries."
    )
    return "\n\n".join([f"## {title}", "\n".join("| " + " | ".join(row) + " |" for row in rows), end])


def _row(each, floors):
    ours, bare = 1000 * each["ours"], 1000 * each["bare"]
    above = ""
    if ": " in each["what"]:
        above = f"{ours / (bare + 1000 * floors[each['what'].endswith(PAGE)]):.1f}"
    return [each["what"], f"{ours:,.1f}", str(each["queries"]), f"{bare:,.1f}", f"{ours / bare:.1f}", above]


if __name__ == "__main__":
    main(*sys.argv[1:])
