"""Compares a database from which the addon was uninstalled with the one it had been installed into.

check_uninstall.py [--people-stay] BEFORE AFTER

Both came from one template, so a row that only AFTER has was left behind by the addon, and one that only BEFORE has was
taken along by it. That holds for every table, so for columns, crons, menus, rules, groups, attachments and all else.
With demo data, people stay: Odoo does not delete employees, nor the users and contacts that belong to them.
"""

import sys

import psycopg2

# The columns by which people know a row.
TELLING = ("complete_name", "name", "key", "model", "res_model", "module", "subject")

# What an installation and an uninstallation leave in any case, whatever the module.
EXPECTED = {
    "base_registry_signaling": "counts the changes of the registry",
    "bus_bus": "messages to open browsers",
    "ir_logging": "the server's log",
    "orm_signaling_assets": "counts changes",
    "orm_signaling_default": "counts changes",
    "orm_signaling_groups": "counts changes",
    "orm_signaling_registry": "counts changes",
    "orm_signaling_routing": "counts changes",
    "orm_signaling_stable": "counts changes",
    "orm_signaling_templates": "counts changes",
    "ir_cron_trigger": "wake-up calls of Odoo's own crons",
    "ir_cron_progress": "progress of Odoo's own crons",
}
# Compiled assets and their like come and go with any module.
EXPECTED_ROWS = {"ir_attachment": "url LIKE '/web/assets/%'"}
# People, and what Odoo itself keeps about them.
PEOPLE = "('hr.employee', 'hr.version', 'res.partner', 'res.users', 'resource.resource')"
PEOPLE_ROWS = {
    **dict.fromkeys(("hr_employee", "hr_version", "res_partner", "res_users", "resource_resource"), "TRUE"),
    **dict.fromkeys(("digest_digest_res_users_rel", "res_company_users_rel", "res_groups_users_rel"), "TRUE"),
    **dict.fromkeys(("discuss_channel_member", "res_users_settings"), "TRUE"),
    "ir_attachment": f"res_model IN {PEOPLE} OR url LIKE '/web/assets/%'",
    # What two people have written to each other stays theirs, as an ordinary group
    "discuss_channel": "channel_type = 'group'",
    "ir_model_data": f"model IN {PEOPLE}",
    "mail_message": f"model IN {PEOPLE}",
}

SCHEMA = {
    "table or view": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
    "column": "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'",
    "index": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": "SELECT conrelid::regclass || ': ' || conname FROM pg_constraint WHERE conrelid <> 0",
    "sequence": "SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = 'public'",
    "function": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "trigger": "SELECT tgrelid::regclass || ': ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def main(*arguments):
    *options, before, after = arguments
    expected = PEOPLE_ROWS if options == ["--people-stay"] else EXPECTED_ROWS
    with psycopg2.connect(dbname=before) as old, psycopg2.connect(dbname=after) as new:
        problems = [*schema_differences(old, new), *row_differences(old, new, expected)]
    print(*problems, sep="\n", end="\n" if problems else "")
    return bool(problems)


def query(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def schema_differences(old, new):
    for kind, statement in SCHEMA.items():
        there, now = ({name for (name,) in query(connection, statement)} for connection in (old, new))
        yield from (f"left behind: {kind} {name}" for name in sorted(now - there))
        yield from (f"taken along: {kind} {name}" for name in sorted(there - now))


def row_differences(old, new, expected):
    columns = {}
    for table, column in query(
        old,
        """SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t
           USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'""",
    ):
        columns.setdefault(table, set()).add(column)
    for table in sorted(columns.keys() - EXPECTED.keys()):
        # A table without ids joins two others: their ids make the row.
        key = "id" if "id" in columns[table] else f"({', '.join(sorted(columns[table]))})"
        statement = f'SELECT CAST({key} AS text) FROM "{table}"'
        if table in expected:
            statement += f" WHERE ({expected[table]}) IS NOT TRUE"
        there, now = ({name for (name,) in query(connection, statement)} for connection in (old, new))
        for verb, rows, connection in (("left behind", now - there, new), ("taken along", there - now, old)):
            if rows:
                yield f"{verb}: {len(rows)} row(s) of {table}: {examples(connection, table, columns[table], rows)}"


def examples(connection, table, columns, rows):
    """Say what the first rows are."""
    some = sorted(rows)[:5]
    telling = [name for name in TELLING if name in columns]
    if "id" not in columns or not telling:
        return "; ".join(some)
    statement = f'SELECT id, {", ".join(telling)} FROM "{table}" WHERE id IN ({", ".join(some)})'
    return "; ".join(" ".join(map(str, row)) for row in query(connection, statement))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
