from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.date_utils import start_of

from ...models.reward.payroll import find_closed_months


class HrMentorshipPayrollExport(models.TransientModel):
    """For which time payroll wants to know what people have received in rewards."""

    _name = "hr.mentorship.payroll.export"
    _description = "Rewards for Payroll"

    first = fields.Date("From", required=True, default=lambda self: start_of(self._get_last_day(), "month"))
    last = fields.Date("Until", required=True, default=lambda self: self._get_last_day())

    @api.model
    def _get_last_day(self):
        """Return the end of the last month that is over."""
        return start_of(fields.Date.context_today(self), "month") - timedelta(days=1)

    def action_export(self):
        self.ensure_one()
        self.check_access("write")
        if self.last < self.first:
            raise UserError(self.env._("The last day lies before the first one. Choose a later one."))
        first, last = find_closed_months(self.env, self.first, self.last)
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentorship/rewards/payroll?first={first}&last={last}",
            "target": "download",
        }
