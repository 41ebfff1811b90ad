from odoo import models


class HrMentorshipTarget(models.Model):
    _name = "hr.mentorship.target"
    _inherit = ["hr.mentorship.target", "hr.mentorship.approved.line.mixin"]

    _approved_fields = ("measure", "wanted_value", "unit", "label")
