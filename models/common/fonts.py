"""Which letters the fonts of this machine can print: asks fontconfig, as the PDF engine does. No ORM."""

import bisect
import logging
import re
import shutil
import subprocess
import unicodedata

_logger = logging.getLogger(__name__)
# Without an ink of their own: controls, joiners and spaces, and what only chooses between two forms of a letter
WITHOUT_INK = ("Cc", "Cf", "Zs", "Zl", "Zp")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# color=false: the PDF engine leaves the glyphs of colour fonts blank
LIST_CHARSETS = ("fc-list", ":color=false", "--format", "%{charset}\n")


def find_missing(text):
    """Return the characters of a text that no font here has, in their order, each once.

    Nothing where nobody can say: then the PDF engine may do without fontconfig too.

    :rtype: str
    """
    letters = [
        letter
        for letter in dict.fromkeys(SELECTORS.sub("", text))
        if not letter.isascii() and unicodedata.category(letter) not in WITHOUT_INK
    ]
    if not letters or not (ranges := read_ranges()):
        return ""
    starts = [start for start, _end in ranges]
    return "".join(letter for letter in letters if not _is_within(ord(letter), ranges, starts))


def _is_within(code, ranges, starts):
    position = bisect.bisect_right(starts, code) - 1
    return position >= 0 and code <= ranges[position][1]


def read_ranges():
    """Return what the fonts have, as sorted ranges that do not overlap: (first code, last code).

    Asked each time, because somebody may have installed a font a moment ago; it takes a few milliseconds.
    """
    if not shutil.which(LIST_CHARSETS[0]):
        _logger.warning("No fc-list here (package fontconfig): nobody checks that the fonts have all letters of a PDF")
        return []
    try:
        listed = subprocess.run(LIST_CHARSETS, capture_output=True, check=True, timeout=30).stdout.decode()
    except (OSError, subprocess.SubprocessError) as error:
        _logger.warning("fc-list does not say which letters the fonts have: %s", error)
        return []
    return merge_ranges(listed)


def merge_ranges(listed):
    """Read ``20-7e a0-377 37f`` and the like, one font a line.

    :rtype: list[tuple[int, int]]
    """
    merged = []
    spans = {span for span in listed.split() if re.fullmatch("[0-9a-f]+(-[0-9a-f]+)?", span)}
    for start, end in sorted((int(span.split("-")[0], 16), int(span.split("-")[-1], 16)) for span in spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
