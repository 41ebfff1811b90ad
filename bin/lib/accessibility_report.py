"""readme/ACCESSIBILITY.md: how accessible the addon is, in the order of WCAG 2.2, which EN 301 549 and VPAT follow.

accessibility_report.py REPOSITORY           writes it
accessibility_report.py --check REPOSITORY   exit 1 if it is older than what it is made of

It is made of readme/accessibility.csv, which holds what is known about each criterion and from where, and of the
screens and the host's faults that tests/test_tours_accessibility.py names: what that test holds is said, and no more.
"""

import argparse
import ast
import csv
import sys
from pathlib import Path

RESULTS = {
    "yes": "Supports",
    "partial": "Partially supports",
    "no": "Does not support",
    "none": "Not applicable",
    "open": "Not evaluated",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("repository", type=Path)
    arguments = parser.parse_args()
    page = arguments.repository / "readme" / "ACCESSIBILITY.md"
    wanted = make_page(arguments.repository)
    if not arguments.check:
        page.write_text(wanted, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != wanted:
        sys.exit(f"{page.name} is older than what it is made of: bin/lib/accessibility_report.py makes it anew")


def make_page(repository):
    test = ast.parse((repository / "tests" / "test_tours_accessibility.py").read_text(encoding="utf-8"))
    with (repository / "readme" / "accessibility.csv").open(encoding="utf-8", newline="") as file:
        criteria = list(csv.DictReader(file))
    count = {key: sum(row["result"] == key for row in criteria) for key in RESULTS}
    lines = [
        "# Accessibility",
        "",
        "<!-- Made by bin/lib/accessibility_report.py: change readme/accessibility.csv or the test instead. -->",
        "",
        "What is known about the accessibility of the addon in Odoo 19 Community, criterion by criterion of WCAG 2.2,",
        "levels A and AA; chapter 9 of EN 301 549 and the tables of a VPAT 2.5 take the same numbers. Nobody from",
        "outside has certified it, and no screen reader was used: what was not looked at says so.",
        "",
        " · ".join(f"{label}: {count[key]}" for key, label in RESULTS.items()),
        "",
        "## How it was found",
        "",
        "In every run of the tests axe-core looks at these screens, at 1366 and at 390 pixels, and fails on anything",
        "serious or critical that is not in the table of the host's faults, and on a page wider than its window:",
        "",
        "; ".join(dict.fromkeys(find_screens(test))) + ".",
        "",
        "## What the host does",
        "",
        "These parts of Odoo's web client break rules of axe-core wherever they stand, in all its apps:",
        "",
        "| Part | Rules |",
        "| --- | --- |",
        *(f"| {what} | {'several' if '*' in rules else ', '.join(rules)} |" for what, rules in find_host(test)),
        "",
        "## Criterion by criterion",
        "",
        "| Criterion | Level | Result | How it is known |",
        "| --- | --- | --- | --- |",
        *(
            f"| {row['criterion']} {row['name']} | {row['level']} | {RESULTS[row['result']]} | {row['how']} |"
            for row in criteria
        ),
        "",
    ]
    return "\n".join(lines)


def find_screens(test):
    """Yield the names that the test gives to what it looks at, in its order."""
    nodes = (node for node in ast.walk(test) if isinstance(node, (ast.Call, ast.List)))
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        match node:
            case ast.Call(func=ast.Attribute(attr="open_form" | "open_action" | "press"), args=[_, ast.Constant(name)]):
                yield name
            case ast.List(elts=[ast.Constant("look"), ast.Constant(name)]):
                yield name


def find_host(test):
    """Yield each part of the host that the test knows, with the rules that it breaks."""
    for node in test.body:
        match node:
            case ast.Assign(targets=[ast.Name("HOST")], value=ast.List(rows)):
                for what, rules, _selector in (row.elts for row in rows):
                    yield what.value, ["*" if isinstance(rule, ast.Name) else rule.value for rule in rules.elts]


if __name__ == "__main__":
    main()
