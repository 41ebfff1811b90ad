"""Which values of a client fit a field: asked before the host stumbles over them, in words for programmers."""

import base64
import binascii
import math
import unicodedata

from odoo.fields import Command

from .fonts import WITHOUT_INK

LARGEST_INTEGER = 2**31 - 1
"""What a column for whole numbers holds, ids of records among them."""

LARGEST_AMOUNT = 10**15
"""Beyond it, a float no longer tells one cent from the next."""

LONGEST_LINE = {True: 600, False: 2000}
"""Bytes of a text of one line, translated or not: an index holds no longer ones, of three languages together."""

BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that are drawn as nothing: fillers of Hangul, and Braille without a dot."""

TEXTS = ("char", "text", "html")
PLAIN = (str, bytes, int, float, bool)


def fits(field, value, record, is_onchange=False):
    """Say whether ``value`` can be kept in ``field``, which is no relation.

    :param record: any record of the field's model
    :param is_onchange: the web client sends the size of a file there, instead of the file
    """
    if value is None or value is False:
        return True
    if field.type == "binary":
        return is_onchange or _is_base64(value)
    if not isinstance(value, PLAIN) and field.type not in ("date", "datetime", "json", "properties"):
        # The host takes a dictionary for the record behind a number
        return False
    if field.type == "selection":
        # The host leaves out those that a method lists
        return value in field.get_values(record.env)
    if field.type in TEXTS:
        return "\0" not in str(value) and _is_short_enough(field, value)
    return _is_in_range(field, value, record)


def is_readable(text):
    """Say whether there is something to see in a text: not blanks, joiners and marks alone.

    >>> is_readable(" \\u200b\\ufeff"), is_readable("\\u200bA")
    (False, True)
    """
    return any(
        letter not in BLANKS and unicodedata.category(letter) not in (*WITHOUT_INK, "Mn", "Me") for letter in text
    )


def _is_in_range(field, value, record):
    try:
        number = field.convert_to_cache(value, record) or 0
    except (TypeError, ValueError, AttributeError, OverflowError):
        return False
    if field.type == "integer":
        return abs(number) <= LARGEST_INTEGER
    return field.type not in ("float", "monetary") or (math.isfinite(number) and abs(number) <= LARGEST_AMOUNT)


def _is_short_enough(field, value):
    return field.type != "char" or len(str(value).encode()) <= LONGEST_LINE[bool(field.translate)]


def is_id(value):
    """Say whether ``value`` can be the id of a record: a bool is none, though Python takes it for a number."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_INTEGER


def given_ids(vals_list, *names):
    """Return the ids that these values name, of whatever they say: what is no id is refused in words further on.

    :rtype: set[int]
    """
    return {vals[name] for vals in vals_list for name in names if is_id(vals.get(name))}


def are_links(value):
    """Say whether ``value`` can be written to a relation to many: ids, or commands that name nothing but ids."""
    if not value:
        return True
    return isinstance(value, (list, tuple)) and all(is_id(item) or _is_command(item) for item in value)


def _is_command(item):
    if not isinstance(item, (list, tuple)) or not item or item[0] not in range(7):
        return False
    if item[0] in (Command.CREATE, Command.UPDATE) and not (len(item) == 3 and isinstance(item[2], dict)):
        return False
    named = [*item[1:2], *(item[2] if len(item) > 2 and isinstance(item[2], (list, tuple)) else ())]
    return all(is_id(one) for one in named if one)


def _is_base64(value):
    try:
        base64.b64decode(value)
    except (TypeError, ValueError, binascii.Error):
        return False
    return True
