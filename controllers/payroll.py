import csv
import io

from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

from ..models.common.base import YEARS
from ..models.common.groups import ADMIN
from ..models.common.spreadsheet_cells import guard
from ..models.reward.payroll import collect_taxable, find_closed_months

GROUPS = ("hr.group_hr_user", ADMIN)


class MentorshipPayroll(Controller):
    """What people have received in rewards, for payroll: by person, month, kind and currency, not what it was."""

    @route("/mentorship/rewards/payroll", type="http", auth="user", methods=["GET"], readonly=True)
    def export(self, first="", last="", **_params):
        if not any(request.env.user.has_group(group) for group in GROUPS):
            raise AccessError(request.env._("HR officers and administrators of mentorship get this file."))
        try:
            days = fields.Date.to_date(first), fields.Date.to_date(last)
        except ValueError:
            days = None, None
        if not all(days) or not all(day.year in YEARS for day in days):
            raise request.not_found()
        days = find_closed_months(request.env, *days)
        content = self._write(*days)
        name = f"rewards-{days[0]}-{days[1]}.csv"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )

    def _write(self, first, last):
        env = request.env
        labels = dict(env["hr.mentorship.redemption"]._fields["tax_kind"]._description_selection(env))
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(
            [
                env._("Employee"),
                env._("Employee ID"),
                env._("Company"),
                env._("Month"),
                env._("Tax Kind"),
                env._("Rewards"),
                env._("Value"),
                env._("Currency"),
            ]
        )
        rows = collect_taxable(env, first, last, env.companies)
        for employee, month, tax_kind, currency, count, value in rows:
            writer.writerow(
                [
                    guard(employee.name or ""),
                    employee.id,
                    guard(employee.company_id.name or ""),
                    f"{month:%Y-%m}",
                    labels[tax_kind],
                    count,
                    f"{value:.{currency.decimal_places}f}",
                    currency.name,
                ]
            )
        return "\ufeff" + file.getvalue()  # by this mark a spreadsheet knows the letters of all languages
