from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hr_mentorship_equality_sex = fields.Boolean("Sex", config_parameter="hr_mentorship.equality_sex")
    hr_mentorship_equality_department = fields.Boolean(
        "Department", config_parameter="hr_mentorship.equality_department"
    )
    hr_mentorship_equality_job = fields.Boolean("Job Position", config_parameter="hr_mentorship.equality_job")
    hr_mentorship_equality_place = fields.Boolean("Place of Work", config_parameter="hr_mentorship.equality_place")
