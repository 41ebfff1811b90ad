"""Searches that may come to a record on more than one path."""

from odoo.fields import Domain
from odoo.tools import SQL


def any_path(*queries):
    """Return the domain of the records that one of these queries finds, each by an index of its own.

    Of an OR over conditions on different tables PostgreSQL makes a scan of the whole table, with a look at each of its
    rows; of a UNION it makes as many looks into an index as the reader has records.

    :param queries: of records of one model, as ``_search`` returns them
    :rtype: Domain
    """
    return Domain("id", "in", SQL(" UNION ").join(query.select() for query in queries))
