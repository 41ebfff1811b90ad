"""The addon's XML and CSV files: each is well formed, and loaded by the manifest exactly once.

check_files.py REPOSITORY
"""

import ast
import csv
import sys
from pathlib import Path

from lxml import etree

LOADED_FOLDERS = ("data", "demo", "reports", "security", "views", "wizards")


def main(repository):
    problems = [*malformed(repository), *wrongly_listed(repository)]
    print(*problems, sep="\n", end="\n" if problems else "")
    return bool(problems)


def malformed(repository):
    for path in repository.rglob("*.xml"):
        parser = etree.XMLParser(recover=True)
        etree.parse(path, parser)
        yield from (f"{path.relative_to(repository)}:{error.line}: {error.message}" for error in parser.error_log)
    for path in repository.rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        for number, row in enumerate(rows, 2):
            if len(row) != len(header):
                yield f"{path.relative_to(repository)}:{number}: {len(row)} values for {len(header)} columns"


def wrongly_listed(repository):
    manifest = ast.literal_eval((repository / "__manifest__.py").read_text(encoding="utf-8"))
    listed = [*manifest.get("data", ()), *manifest.get("demo", ())]
    there = {
        path.relative_to(repository).as_posix()
        for folder in LOADED_FOLDERS
        for pattern in ("*.xml", "*.csv")
        for path in (repository / folder).rglob(pattern)
    }
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"__manifest__.py: {name} is listed twice"
    for name in sorted(set(listed) - there):
        yield f"__manifest__.py: {name} does not exist"
    for name in sorted(there - set(listed)):
        yield f"{name}: not listed in the manifest, so never loaded"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
