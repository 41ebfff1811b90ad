"""Puts a chapter into a report, in place of the one with that title: python -m benchmarks.chapters REPORT CHAPTER"""

import re
import sys
from pathlib import Path


def merge(report, chapter):
    """
    >>> merge("# A\\n\\n1\\n\\n# B\\n\\n2\\n", "# A\\n\\n3\\n")
    '# A\\n\\n3\\n\\n# B\\n\\n2\\n'
    """
    chapters = {_title(each): each.strip() for each in (*_split(report), chapter)}
    return "\n\n".join(chapters.values()) + "\n"


def _split(report):
    return [each for each in re.split(r"^(?=# )", report, flags=re.MULTILINE) if each.strip()]


def _title(chapter):
    return chapter.strip().splitlines()[0]


if __name__ == "__main__":
    target, source = map(Path, sys.argv[1:])
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(merge(before, source.read_text(encoding="utf-8")), encoding="utf-8")
