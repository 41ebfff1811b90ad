from odoo import fields, models

from ..common.groups import ADMIN


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self._report_programs_without_manager()
        return result

    def _report_programs_without_manager(self):
        """Give administrators of mentorship a to-do on programs that nobody manages any more."""
        # sudo: whoever archives a user need not see any program
        programs = (
            self.env["hr.mentorship.program"]
            .sudo()
            .with_context(active_test=False)
            .search([("manager_ids", "in", self.ids), ("state", "in", ("draft", "submitted", "open"))])
            .filtered(lambda program: program.active and not program.manager_ids.filtered("active"))
        )
        admins = self.env.ref(ADMIN).sudo().all_user_ids.filtered("active")
        programs.with_context(active_test=True)._schedule_activities(
            "hr_mentorship.mail_activity_type_program_without_manager",
            [
                (
                    program,
                    admins.filtered(lambda user, program=program: program.company_id in user.company_ids),
                    fields.Date.context_today(self),
                )
                for program in programs
            ],
        )
