"""Lays out the tags of XML files: on one line where they fit, else an attribute a line. Text stays byte for byte.

    python format_xml.py [--check] FOLDER|FILE…

Text is left alone because white space in it is part of what is translated, and of what is shown; that is also why this
is not one of the formatters at large, which reflow it. A tag that does not begin its line is laid out only if it is too
long by itself. With --check nothing is written; the files that would change are named, and the exit code is 1.
"""

import re
import sys
from pathlib import Path

from lxml import etree

WIDTH = 120
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
TOKEN = re.compile(
    r"""
    (?P<kept> <!--.*?--> | <!\[CDATA\[.*?\]\]> | <\?.*?\?> | <!DOCTYPE.*?> )
    | < (?P<name>[A-Za-z_][\w:.-]*) (?P<attributes>(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*) \s* (?P<end>/?>)
    """,
    re.VERBOSE | re.DOTALL,
)


def lay_out(text):
    """Return ``text``, an XML document, with its tags laid out."""
    done, rest = "", 0
    for tag in TOKEN.finditer(text):
        done += text[rest : tag.start()]
        done += tag[0] if tag["kept"] else lay_out_tag(tag, done.rsplit("\n", 1)[-1])
        rest = tag.end()
    return done + text[rest:]


def lay_out_tag(tag, before):
    """Return one start tag, after ``before`` in its line."""
    attributes = [f"{name}={value}" for name, value in ATTRIBUTE.findall(tag["attributes"])]
    line = " ".join([f"<{tag['name']}", *attributes]) + tag["end"]
    if "\n" in "".join(attributes):
        return tag[0]  # a value of several lines has been laid out by hand
    begins_line = not before.strip()
    if len(attributes) < 2 or len(line) + (len(before) if begins_line else 0) <= WIDTH:
        return line
    indent = before[: len(before) - len(before.lstrip())]
    return "\n".join(
        [f"<{tag['name']}", *(f"{indent}    {attribute}" for attribute in attributes), f"{indent}{tag['end']}"]
    )


def find_files(paths):
    """Return the XML files of ``paths``, in order; what git leaves out is no concern of ours."""
    for path in map(Path, paths):
        inside = path.rglob("*.xml") if path.is_dir() else [path]
        yield from sorted(file for file in inside if ".git" not in file.parts)


def main(arguments):
    is_check = "--check" in arguments
    changed = []
    for file in find_files(argument for argument in arguments if argument != "--check"):
        before = file.read_text(encoding="utf-8")
        after = lay_out(before)
        if after == before:
            continue
        if canonical(after) != canonical(before):
            raise AssertionError(f"{file} would say something else")
        changed.append(str(file))
        if not is_check:
            file.write_text(after, encoding="utf-8")
    if is_check and changed:
        print(*(f"{name}: run bin/lib/format_xml.py on it" for name in changed), sep="\n")
    return int(is_check and bool(changed))


def canonical(text):
    return etree.tostring(etree.fromstring(text.encode()), method="c14n2")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
