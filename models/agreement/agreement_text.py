"""Fill the text of an agreement. Names of a fixed list are replaced by words; nothing is ever evaluated.

A text is HTML in which ``<t t-out="rhythm">Every two weeks</t>`` stands for the rhythm of the pair, ``{{rhythm}}`` for
the same, and ``t-if="goals"`` or ``t-if="not goals"`` at an element for leaving it out. That reads like QWeb because
the texts of before were QWeb, but QWeb never sees it: an expression does whatever the server can do, so a text that may
hold one is a program, and whoever writes it runs it.
"""

import re

from lxml import etree, html
from markupsafe import Markup

PLACEHOLDERS = (
    "mentors",
    "mentees",
    "peers",
    "program",
    "company",
    "is_reverse",
    "program_goal",
    "topics",
    "goals",
    "end_date",
    "rhythm",
    "duration",
    "length",
    "place",
    "channels",
)
"""What a text may name, in the order in which people read it in a form."""
TYPED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
DIRECTIVE = "t-"
WRITING = ("t-out", "t-esc", "t-raw", "t-field")
"""Directives of QWeb that write the value of an expression in the place of what stands there."""
CONDITION = re.compile(r"(not\s+)?(\w+)")


class TextError(ValueError):
    """A text names or does what is not on the list."""

    def __init__(self, problem, detail):
        super().__init__(f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail


def check(text):
    """Raise what is wrong with a text, before any pair reads it.

    >>> check('<p t-if="not goals">We meet <t t-out="rhythm">often</t>, {{ place }}.</p>')
    >>> check('<p>{{ rythm }}</p>')  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    hr_mentorship.models.agreement.agreement_text.TextError: unknown: rythm
    """
    for node in _parse(text).iter(etree.Element):
        for name, expression in node.items():
            if name.startswith(DIRECTIVE):
                _read_directive(name, expression)
        for words in (node.text, node.tail):
            for typed in TYPED.findall(words or ""):
                _read_name(typed)


def fill(text, values):
    """Return the text with the words of one pair.

    :param dict values: words by placeholder; an empty one makes a condition on it untrue
    :raises TextError: like :func:`check`
    :rtype: Markup

    >>> fill('<p t-if="goals">{{goals}}</p><p t-if="not goals">Go</p>', dict.fromkeys(PLACEHOLDERS, ""))
    Markup('<p>Go</p>')
    >>> fill('<p>With <b t-out="mentors">Marc</b> &amp; me</p>', {"mentors": "<i>"})
    Markup('<p>With <b>&lt;i&gt;</b> &amp; me</p>')
    """
    root = _parse(text)
    _fill_children(root, values)
    body = etree.tostring(root, encoding="unicode", method="html")
    return Markup(body[body.index(">") + 1 : body.rindex("<")])


def to_plain(text, equivalents=()):
    """Return the text with every expression that is not on the list written out as words, e.g. “[object.name]”.

    What was an expression can be read by whoever has to write it anew, and does nothing any more.

    :param dict equivalents: placeholders that say the same as an expression, by expression
    :returns: the text, and the expressions that were taken out of it
    :rtype: tuple[str, list[str]]

    >>> to_plain('<p t-if="a.b"><t t-out="object.name">Kim</t>, <t t-esc="x.goals"/></p>', {"x.goals": "goals"})
    ('<p><t>[object.name]</t>, <t t-out="goals"/></p>', ['a.b', 'object.name'])
    >>> to_plain('<p t-if="goals">Go</p>')
    ('<p t-if="goals">Go</p>', [])
    """
    equivalents, taken = dict(equivalents), []
    root = _parse(text)
    for node in list(root.iter(etree.Element)):
        for name, expression in node.items():
            if not name.startswith(DIRECTIVE):
                continue
            known = equivalents.get(" ".join(expression.split()), expression)
            directive = "t-out" if name in WRITING and known in PLACEHOLDERS else name
            if _is_good(_read_directive, directive, known):
                del node.attrib[name]
                node.set(directive, known)
                continue
            taken.append(expression or name)
            del node.attrib[name]
            if name in WRITING:
                _replace_content(node, f"[{expression}]")
        for place in ("text", "tail"):
            words = getattr(node, place)
            for typed in TYPED.findall(words or ""):
                if not _is_good(_read_name, typed):
                    taken.append(typed.strip())
                    words = words.replace(f"{{{{{typed}}}}}", f"[{typed.strip()}]")
            setattr(node, place, words)
    body = etree.tostring(root, encoding="unicode", method="xml")
    return body[body.index(">") + 1 : body.rindex("<")], taken


def _parse(text):
    root = html.fragment_fromstring(text or "", create_parent="div")
    # What a browser does not show holds no words, but the reader of the source would not look for it there
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return root


def _is_good(read, *args):
    try:
        read(*args)
    except TextError:
        return False
    return True


def _read_name(name):
    name = name.strip()
    if not name.isidentifier():
        raise TextError("expression", name)
    if name not in PLACEHOLDERS:
        raise TextError("unknown", name)
    return name


def _read_directive(directive, expression):
    """Return the name that a ``t-out`` or ``t-if`` stands for, and whether it is wanted or not."""
    expression = expression.strip()
    if directive == "t-out":
        return _read_name(expression), True
    if directive != "t-if":
        raise TextError("directive", directive)
    condition = CONDITION.fullmatch(expression)
    if not condition:
        raise TextError("expression", expression)
    return _read_name(condition[2]), not condition[1]


def _fill_children(parent, values):
    parent.text = _fill_words(parent.text, values)
    for node in list(parent):
        node.tail = _fill_words(node.tail, values)
        directives = {name: _read_directive(name, node.attrib.pop(name)) for name in _get_directives(node)}
        name, is_wanted = directives.get("t-if", (None, True))
        if name and bool(values.get(name)) != is_wanted:
            _drop(node)
        elif "t-out" in directives:
            _replace_content(node, values.get(directives["t-out"][0]) or "")
            _unwrap(node)
        else:
            _fill_children(node, values)
            _unwrap(node)


def _get_directives(node):
    return [name for name, _expression in node.items() if name.startswith(DIRECTIVE)]


def _fill_words(words, values):
    return words and TYPED.sub(lambda typed: values.get(_read_name(typed[1])) or "", words)


def _replace_content(node, words):
    tail = node.tail
    attributes = dict(node.attrib)
    node.clear()
    node.attrib.update(attributes)
    node.text, node.tail = words, tail


def _unwrap(node):
    if node.tag == "t":
        node.drop_tag()


def _drop(node):
    """Take an element out, and leave what stands behind it."""
    node.drop_tree()
