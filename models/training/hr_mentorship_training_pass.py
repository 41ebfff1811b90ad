from odoo import api, fields, models

from ..common.groups import MANAGER


class HrMentorshipTrainingPass(models.Model):
    """That somebody has passed a training, and when: all that anybody else learns of their answers."""

    _name = "hr.mentorship.training.pass"
    _description = "Mentorship Training Passed"
    _order = "passed_on desc, id desc"

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    survey_id = fields.Many2one(
        "survey.survey",
        "Training",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        groups=MANAGER,
    )
    name = fields.Char(related="survey_id.title", help="For who has passed, and reads no surveys.")
    passed_on = fields.Date(required=True, readonly=True)

    _once = models.Constraint("UNIQUE(employee_id, survey_id)", "This training has been passed already.")

    @api.model
    def _record(self, answers):
        """Keep who has passed with these answers; the first day counts.

        :param answers: survey.user_input that have reached the pass mark
        """
        # sudo: people take a training without a right on employees, or without any user
        answers_sudo = answers.sudo()
        partners = answers_sudo.partner_id
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    *("|", ("user_id.partner_id", "in", partners.ids)),
                    *("&", ("user_id", "=", False), ("work_contact_id", "in", partners.ids)),
                ]
            )
        )
        known = {(found.employee_id, found.survey_id) for found in employees.training_pass_ids}
        wanted = {
            (employee, answer.survey_id)
            for answer in answers_sudo
            for employee in employees
            if answer.partner_id == employee._get_mentorship_partner()
        }
        today = fields.Date.context_today(self)
        return self.sudo().create(
            [
                {"employee_id": employee.id, "survey_id": survey.id, "passed_on": today}
                for employee, survey in wanted - known
            ]
        )
