"""Which values of a client fit a field: asked before the host stumbles over them, in words for programmers."""

import base64
import binascii
import math

LARGEST_INTEGER = 2**31 - 1
"""What a column for whole numbers holds."""

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
    if field.type == "selection":
        # The host leaves out those that a method lists
        return isinstance(value, PLAIN) and value in field.get_values(record.env)
    if field.type in TEXTS:
        return isinstance(value, PLAIN) and "\0" not in str(value)
    try:
        return _is_in_range(field, field.convert_to_cache(value, record))
    except (TypeError, ValueError, AttributeError, OverflowError):
        return False


def _is_in_range(field, number):
    if field.type == "integer":
        return abs(number or 0) <= LARGEST_INTEGER
    return field.type not in ("float", "monetary") or math.isfinite(number or 0)


def _is_base64(value):
    try:
        base64.b64decode(value)
    except (TypeError, ValueError, binascii.Error):
        return False
    return True
