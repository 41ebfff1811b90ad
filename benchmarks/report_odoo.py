"""The part of the report about Odoo."""

TITLES = {
    "read": "reading the pool, building the problem",
    "match": "matching, to the proof",
    "facts": "facts of every pair",
    "keep": "keeping the run: facts, lines, figures, insights",
    "apply": "using the run: checks, proposals",
    "words": "reasons in words, all pairs",
}
BESIDE = {"read": "read, bare SQL", "keep": "keep, bare SQL", "apply": "apply, bare SQL"}


def describe(measured):
    """Tables of what `odoo_measure` has written, in the order of size."""
    if not measured:
        return ""
    text = """\
From a program in the database to proposals in the database, in one transaction; then the reasons as somebody reads
them later. Bare SQL reads, or inserts, the same rows from the same process, and does nothing else."""
    parts = ["## Inside Odoo", text]
    rows = []
    for figures in sorted(measured, key=lambda each: each["mentees"]):
        for name, title in TITLES.items():
            if name in figures["steps"]:
                rows.append(_row(figures, name, title))
    header = ["mentees", "step", "s", "bare SQL s", "times", "queries", "peak MB"]
    lines = [header, ["---"] * len(header), *rows]
    parts.append("\n".join("| " + " | ".join(line) + " |" for line in lines))
    return "\n\n".join(parts)


def _row(figures, name, title):
    step, bare = figures["steps"][name], figures["steps"].get(BESIDE.get(name))
    return [
        f"{figures['mentees']:,}",
        title,
        f"{step['seconds']:.2f}",
        f"{bare['seconds']:.2f}" if bare else "",
        f"{step['seconds'] / bare['seconds']:.1f}" if bare else "",
        f"{step['queries']:,}",
        f"{step['peak']:.0f}",
    ]
