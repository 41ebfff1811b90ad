"""Shows in words what has changed between two texts, to people who see colours and to people who listen."""

import re
from difflib import SequenceMatcher

from lxml import html
from markupsafe import Markup

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PARTS = {"ul", "ol", "li", "table", "tr", "td", "th", "dt", "dd"}
BLOCKS = HEADINGS | PARTS | {"p", "div", "section", "article", "blockquote"}
WORDS = re.compile(r"\s+|[^\s]+")
SIMILAR = 0.4
"""Paragraphs that share less than this are shown as one that went and one that came, not word by word."""


def split_blocks(text):
    """Return the paragraphs of an HTML text as ``(is_heading, words)``, without its markup.

    >>> split_blocks("<h3>When</h3><p>Every <b>two</b> weeks.<br/>On Monday.</p>")
    [(True, 'When'), (False, 'Every two weeks.'), (False, 'On Monday.')]
    >>> split_blocks("")
    []
    """
    if not (text or "").strip():
        return []
    blocks, words, tags = [], [], [""]

    def close():
        block = " ".join("".join(words).split())
        if block:
            blocks.append((tags[-1] in HEADINGS, block))
        words.clear()

    def walk(element):
        is_block = element.tag in BLOCKS
        if is_block:
            close()
            tags.append(element.tag)
        words.append(element.text or "" if isinstance(element.tag, str) else "")
        for child in element:
            if child.tag == "br":
                close()
            walk(child)
            words.append(child.tail or "")
        if is_block:
            close()
            tags.pop()

    walk(html.fragment_fromstring(str(text), create_parent="div"))
    return blocks


def compare_words(old, new, removed="", added=""):
    """Return one line in which the words that went and that came are marked.

    :param str removed: what a screen reader says before words that went
    :param str added: what it says before words that came
    :rtype: Markup

    >>> str(compare_words("every two weeks", "every three weeks"))
    'every <del>two</del> <ins>three</ins> weeks'

    What goes and comes side by side stands together, not word by word:

    >>> str(compare_words("we meet by chat.", "we call each other."))
    'we <del>meet by chat.</del> <ins>call each other.</ins>'
    """
    marks = {
        "del": Markup("<del>%s%s</del>"),
        "ins": Markup("<ins>%s%s</ins>"),
    }
    spoken = {
        tag: Markup('<span class="visually-hidden">%s </span>') % label if label else ""
        for tag, label in (("del", removed), ("ins", added))
    }
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    parts, gone, come = [], "", ""

    def close():
        pieces = [marks[tag] % (spoken[tag], words) for tag, words in (("del", gone), ("ins", come)) if words]
        parts.append(Markup(" ").join(pieces))

    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        old_words, new_words = "".join(before[start:end]), "".join(after[other_start:other_end])
        if operation == "equal" and (old_words.strip() or not (gone or come)):
            close()
            parts.append(Markup("%s") % old_words)
            gone = come = ""
        else:
            gone, come = gone + old_words, come + new_words
    close()
    return Markup().join(parts)


def compare_texts(old, new, removed="", added=""):
    """Return the paragraphs that have changed, each below the heading of its section; nothing if none has.

    :param old: HTML
    :param new: HTML
    :rtype: Markup
    """
    before, after = split_blocks(old), split_blocks(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    lines, heading, shown_heading = [], "", ""

    def show(line, is_heading=False):
        nonlocal shown_heading
        if heading and heading != shown_heading and not is_heading:
            lines.append(Markup('<p class="fw-bold mb-1">%s</p>') % heading)
            shown_heading = heading
        lines.append(Markup("<p>%s</p>") % line)

    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        if operation == "equal":
            for is_heading, words in after[other_start:other_end]:
                heading = words if is_heading else heading
            continue
        gone, come = before[start:end], after[other_start:other_end]
        for position in range(max(len(gone), len(come))):
            _was_heading, old_words = gone[position] if position < len(gone) else (False, "")
            is_heading, new_words = come[position] if position < len(come) else (False, "")
            if old_words and new_words and SequenceMatcher(None, old_words, new_words).ratio() < SIMILAR:
                show(compare_words(old_words, "", removed, added))
                old_words = ""
            show(compare_words(old_words, new_words, removed, added), is_heading)
            if is_heading:
                heading = shown_heading = new_words
    return Markup().join(lines)
