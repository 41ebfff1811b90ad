"""Reads a log of Odoo.

odoo_log.py warnings FILE [ADDON]   prints warnings and errors, of ADDON only if it is given; exit 1 if there are any
odoo_log.py tests FILE              prints "PASSED FAILED"; a skipped test has failed, and so has a run without tests
"""

import re
import sys
from pathlib import Path

ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>[^\s:]+): ", re.M)
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
# Said of the machine, not of the addon.
EXPECTED = (
    re.compile(r"Wkhtmltopdf|wkhtmltopdf"),
    re.compile(r"Running as user 'root'"),
)


def entries(text):
    """Yield (level, logger, text) of each entry, the lines that follow it included."""
    starts = list(ENTRY.finditer(text))
    for match, following in zip(starts, [*starts[1:], None]):
        yield match["level"], match["logger"], text[match.end() : following.start() if following else None].rstrip()


def warnings(text, addon):
    for level, logger, message in entries(text):
        if level in ("INFO", "DEBUG", "RUNBOT") or any(pattern.search(message) for pattern in EXPECTED):
            continue
        if not addon or addon in logger or addon in message or addon.replace("_", ".") in message:
            yield f"{level} {logger}: {message}"


def count_tests(text):
    results = RESULT.findall(text)
    if not results:
        return 0, 1
    failures, errors, total = map(int, results[-1])
    skipped = sum(message.startswith("skipped ") for _, logger, message in entries(text) if ".tests" in logger)
    failed = failures + errors + skipped
    return (total - failed, failed) if total else (0, 1)


def main(command, path, addon=None):
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    if command == "tests":
        for _, _, message in entries(text):
            if message.startswith("skipped "):
                print(message, file=sys.stderr)
        print(*count_tests(text))
        return 0
    # The database is named after the addon: only what comes after its name counts.
    found = list(warnings(re.sub(r"hr_mentorship_[0-9a-f]{8}_\w+", "DATABASE", text), addon))
    print(*found, sep="\n", end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
