from odoo import api, models

from ...models.common.client_actions import reload

PROGRAM = "hr.mentorship.program"


class MailActivitySchedule(models.TransientModel):
    """Whoever starts a plan from the to-dos of a program, as on any document, gets its steps with dates and owners."""

    _inherit = "mail.activity.schedule"

    @api.depends("res_model", "res_ids")
    def _compute_plan_date(self):
        on_programs = self.filtered(lambda dialog: dialog.res_model == PROGRAM)
        for dialog in on_programs:
            dialog.plan_date = dialog._get_applied_on_records()[:1].start_date
        super(MailActivitySchedule, self - on_programs)._compute_plan_date()

    def action_schedule_plan(self):
        if self.res_model != PROGRAM:
            return super().action_schedule_plan()
        programs = self._get_applied_on_records()
        programs._start_checklist(self.plan_id, self.plan_date, self.plan_on_demand_user_id or self.env.user)
        return reload()
