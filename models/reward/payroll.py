"""What payroll gets of the rewards: sums of money by person and month, and not what somebody has chosen."""

from collections import defaultdict
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.date_utils import end_of, start_of

from ..common.spoken import say_date


def find_closed_months(env, first, last):
    """Return first and last day of the whole months from ``first`` to ``last`` that are over.

    Two files that differ by a few days would tell what somebody has received on one of them.
    """
    first = start_of(first, "month")
    last = min(end_of(last, "month"), start_of(fields.Date.context_today(env.user), "month") - timedelta(days=1))
    if last < first:
        raise UserError(
            env._(
                "Payroll gets whole months that are over: choose the last one, until %(day)s, or an earlier one.",
                day=say_date(env, last),
            )
        )
    return first, last


def collect_taxable(env, first, last, companies):
    """Return what people have received, by person, month, tax kind and currency; the caller checks who asks.

    Amounts in two currencies are two rows, never one sum.

    :rtype: list[tuple] of employee (sudo), first day of the month, tax kind, currency, count, value
    """
    domain = (
        Domain("state", "=", "fulfilled")
        & Domain("fulfilled_on", ">=", first)
        & Domain("fulfilled_on", "<=", last)
        & Domain("company_id", "in", companies.ids)
    )
    # sudo: payroll reads sums of money a month, not what somebody has chosen
    redemptions_sudo = (
        env["hr.mentorship.redemption"]
        .sudo()
        .search_fetch(domain, ["employee_id", "fulfilled_on", "tax_kind", "currency_id", "value"], order="id")
    )
    sums = defaultdict(lambda: [0, 0.0])
    for redemption in redemptions_sudo:
        month = start_of(redemption.fulfilled_on, "month")
        total = sums[redemption.employee_id, month, redemption.tax_kind, redemption.currency_id]
        total[0] += 1
        total[1] += redemption.value
    return sorted(
        ((*key, count, key[3].round(value)) for key, (count, value) in sums.items()),
        key=lambda row: (row[0].name or "", row[0].id, row[1], row[2], row[3].name),
    )
