"""Names the test classes in which working days count, for bin/test --on.

counting_days.py TESTS_FOLDER   prints tests/…/test_x.py::TestClass, one a line

It is a class whose tests ask for the next Monday or send the daily mails, themselves, in their set-up or through what
they inherit, and every class of the room that plans. Tours are left out: the browser stays on its own day.
"""

import ast
import sys
from pathlib import Path

WORDS = {"next_monday", "send_digest", "send_digests"}
ROOMS = {"planning"}


def find_classes(source, whole=False):
    """Return the names of the test classes that count days, all if ``whole``."""
    words = {
        node.name: get_words(node)
        for node in ast.parse(source).body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef))
    }
    counting, before = set(words) if whole else set(WORDS), None
    while counting != before:
        before = set(counting)
        counting |= {name for name, used in words.items() if used & before}
    return [name for name in words if name in counting and name.startswith("Test")]


def get_words(node):
    return {
        getattr(part, "attr", None) or getattr(part, "id", None)
        for part in ast.walk(node)
        if isinstance(part, (ast.Attribute, ast.Name))
    }


def main(folder):
    folder, found = Path(folder), []
    for path in sorted(folder.rglob("test_*.py")):
        if not path.name.startswith("test_tours"):
            names = find_classes(path.read_text(encoding="utf-8"), whole=path.parent.name in ROOMS)
            found += [f"tests/{path.relative_to(folder).as_posix()}::{name}" for name in names]
    if not found:
        sys.exit("no test counts days any more")
    print("\n".join(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
