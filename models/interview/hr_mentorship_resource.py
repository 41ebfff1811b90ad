from odoo import fields, models


class HrMentorshipResource(models.Model):
    _inherit = "hr.mentorship.resource"

    # Offered to nobody by itself: no member has this role
    role = fields.Selection(selection_add=[("manager", "Program Managers")], ondelete={"manager": "set default"})
