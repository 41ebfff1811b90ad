"""What counts as matched, the same in every figure."""

from odoo.tools import SQL

WAS_MATCHED = SQL(
    "(mentorship.state IN ('agreement', 'active', 'paused', 'completed') OR mentorship.start_date IS NOT NULL)"
)
"""Of a row ``mentorship`` of ``hr_mentorship``: all have said yes. Whoever began and ended early was matched too; an
offer that waits is none yet."""
