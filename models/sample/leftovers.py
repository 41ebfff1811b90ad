"""All that hangs on some records, found and taken away by what the database itself knows of its tables.

Nothing here knows a model by name: what a room adds tomorrow goes as well. The ORM would refuse much of it, and rightly
so: a signature, a log or an entry of a wallet is never deleted. Of people who never were there is nothing to keep.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

RESTRICTS = ("r", "a")
"""What PostgreSQL calls the rules by which a row cannot go while another one points to it."""
DOCUMENTS = {"mail.activity": "res_model", "mail.followers": "res_model", "ir.model.data": "model"}
"""Models of Odoo whose rows hang on a document, and the field that names its model; ``res_id`` is its id."""


class Link(NamedTuple):
    """A foreign key: ``table.column`` points to ``target``."""

    table: str
    column: str
    target: str
    rule: str


def read_links(env):
    rows = env.execute_query(
        SQL(
            """
            SELECT source.relname, attribute.attname, target.relname, link.confdeltype
              FROM pg_constraint link
              JOIN pg_class source ON source.oid = link.conrelid
              JOIN pg_class target ON target.oid = link.confrelid
              JOIN pg_attribute attribute ON attribute.attrelid = source.oid AND attribute.attnum = link.conkey[1]
             WHERE link.contype = 'f' AND source.relnamespace = current_schema()::regnamespace
            """
        )
    )
    return [Link(*row) for row in rows]


def find_tables(env, addon):
    """Return the names of the models that ``addon`` keeps in tables of their own, by table."""
    return {
        model._table: model._name
        for model in env.values()
        if model._original_module == addon and model._auto and not model._abstract
    }


def find_rows(env, links, tables, roots, kept):
    """Return the ids of all rows of ``tables`` that hang on ``roots``, by table; the roots are among them.

    :param dict roots: ids by table; also of tables that are not ours, to which rows of ours point
    :param kept: tables of which nothing but the roots goes
    """
    rows = defaultdict(set, {table: set(ids) for table, ids in roots.items()})
    fresh = {table: set(ids) for table, ids in roots.items()}
    while fresh:
        found = defaultdict(set)
        for link in links:
            # What only loses a link stays: it is about something else
            if link.rule == "n" or link.table not in tables or link.table in kept or not fresh.get(link.target):
                continue
            ids = _find_pointing(env, link, fresh[link.target])
            found[link.table] |= ids - rows[link.table]
        fresh = {table: ids for table, ids in found.items() if ids}
        for table, ids in fresh.items():
            rows[table] |= ids
    return {table: ids for table, ids in rows.items() if ids}


def find_pointed(env, links, rows, target):
    """Return the ids of the rows of ``target`` to which ``rows`` point."""
    ids = set()
    for link in links:
        if link.target == target and rows.get(link.table):
            ids |= {
                row[0]
                for row in env.execute_query(
                    SQL(
                        "SELECT DISTINCT %(column)s FROM %(table)s WHERE id = ANY(%(ids)s) AND %(column)s IS NOT NULL",
                        column=SQL.identifier(link.column),
                        table=SQL.identifier(link.table),
                        ids=list(rows[link.table]),
                    )
                )
            }
    return ids


def are_used_elsewhere(env, links, rows, table):
    """Return whether anything but ``rows`` points to those of ``table``, relations of many to many included."""
    relations = _find_relations(env)
    for link in links:
        if link.target != table:
            continue
        column = link.column if link.table in relations else "id"
        if _find_pointing(env, link, rows[table], column) - (rows.get(link.table) or set()):
            return True
    return False


def _find_relations(env):
    """Return the tables without an id, which are those of many to many."""
    rows = env.execute_query(
        SQL(
            """
            SELECT relname FROM pg_class
             WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
               AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'id' AND attnum > 0)
            """
        )
    )
    return {row[0] for row in rows}


def _find_pointing(env, link, ids, column="id"):
    """Return ``column`` of the rows that point by ``link`` to one of ``ids``."""
    found = env.execute_query(
        SQL(
            "SELECT %s FROM %s WHERE %s = ANY(%s)",
            SQL.identifier(column),
            SQL.identifier(link.table),
            SQL.identifier(link.column),
            list(ids),
        )
    )
    return {row[0] for row in found}


def delete_rows(env, links, rows):
    """Delete ``rows``, those first to which nothing points any more that the database would hold on to."""
    relations = _find_relations(env)
    for link in links:
        if link.target not in rows or link.rule not in RESTRICTS:
            continue
        where = SQL("%s = ANY(%s)", SQL.identifier(link.column), list(rows[link.target]))
        table = SQL.identifier(link.table)
        if link.table in relations:
            env.cr.execute(SQL("DELETE FROM %s WHERE %s", table, where))
        elif link.table == link.target:
            env.cr.execute(SQL("UPDATE %s SET %s = NULL WHERE %s", table, SQL.identifier(link.column), where))
    waiting = dict(rows)
    while waiting:
        held = {
            link.target
            for link in links
            if link.rule in RESTRICTS and link.table in waiting and link.target != link.table
        }
        free = [table for table in waiting if table not in held]
        if not free:
            raise ValueError(f"These tables hold each other: {sorted(waiting)}")
        for table in free:
            env.cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), list(waiting.pop(table))))
