"""What our code says in the note of a to-do, and what people have written beside it."""

import hashlib

from lxml import html
from markupsafe import Markup

MARK = "o_mentorship_said_"
"""Begins the class of a paragraph of ours; its fingerprint follows, by which it is known to be as it was."""


def say(words):
    """Return a paragraph for a note.

    :param words: a text, or lines joined as Markup
    """
    paragraph = Markup("<p>%s</p>") % words
    return Markup('<p class="%s">%s</p>') % (MARK + _fingerprint(html.fromstring(paragraph)), words)


def say_anew(note, paragraph):
    """Return ``note`` with ``paragraph`` in the place of what was said before, and all words of people below it."""
    return Markup(paragraph or "") + find_own_words(note) or False


def find_own_words(note):
    """Return what people have written into ``note``; a paragraph of ours that they have changed is theirs."""
    root = html.fragment_fromstring(note or "", create_parent="div")
    for element in root.xpath(f'.//*[contains(@class, "{MARK}")]'):
        mine = [name for name in element.classes if name.startswith(MARK)]
        if MARK + _fingerprint(element) in mine:
            element.drop_tree()
        else:
            for name in mine:
                element.classes.discard(name)
    if not root.text_content().strip() and root.find(".//img") is None:
        return Markup()
    # Markup: the field has cleaned the note when it was written, and cleans it again
    inner = html.tostring(root, encoding="unicode")
    return Markup(inner.removeprefix("<div>").removesuffix("</div>"))


def _fingerprint(element):
    words = " ".join(element.text_content().split())
    return hashlib.sha256(words.encode()).hexdigest()[:16]
