import functools
import logging

from psycopg2 import DataError

from odoo.http import request

_logger = logging.getLogger(__name__)

MAX_LETTERS = 200_000
"""More than a drawn signature takes; nobody writes as much by hand."""


def clean(value):
    """Return what a browser has sent without what neither the database nor a page can take."""
    if not isinstance(value, str):
        return value
    text = value[:MAX_LETTERS].encode("utf-8", "replace").decode()
    return "".join(letter for letter in text if letter >= " " or letter in "\n\r\t")


def tolerant(method):
    """Decorate the method of a public page: whatever nonsense it is sent, it answers, and never with an error 500.

    What can be said in a sentence is a user error and is caught where it happens; this is the net below.
    """

    @functools.wraps(method)
    def wrapper(self, *args, **kwargs):
        kwargs = {name: clean(value) for name, value in kwargs.items()}
        try:
            with request.env.cr.savepoint():
                return method(self, *args, **kwargs)
        except (DataError, OverflowError, ValueError, TypeError) as error:
            # Of the error its kind alone: its words may be those of the visitor
            _logger.info("%s was sent what it cannot read: %s", method.__name__, type(error).__name__)
            return self._render_refusal()

    return wrapper
