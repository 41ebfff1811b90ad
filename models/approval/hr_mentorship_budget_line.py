from odoo import models


class HrMentorshipBudgetLine(models.Model):
    _name = "hr.mentorship.budget.line"
    _inherit = ["hr.mentorship.budget.line", "hr.mentorship.approved.line.mixin"]

    _approved_fields = ("name", "planned")
