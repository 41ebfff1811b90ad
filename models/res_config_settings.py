from odoo import api, fields, models
from odoo.exceptions import ValidationError

ANONYMITY_PARAMETER = "hr_mentorship.anonymity_threshold"
ANONYMITY_DEFAULT = 5
ANONYMITY_FLOOR = 3


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hr_mentorship_anonymity_threshold = fields.Integer(
        "Smallest Group Shown",
        config_parameter=ANONYMITY_PARAMETER,
        default=ANONYMITY_DEFAULT,
        help="Reports show answers only where at least this many people have given one.",
    )

    hr_mentorship_equality_sex = fields.Boolean("Sex", config_parameter="hr_mentorship.equality_sex")
    hr_mentorship_equality_department = fields.Boolean(
        "Department", config_parameter="hr_mentorship.equality_department"
    )
    hr_mentorship_equality_job = fields.Boolean("Job Position", config_parameter="hr_mentorship.equality_job")
    hr_mentorship_equality_place = fields.Boolean("Place of Work", config_parameter="hr_mentorship.equality_place")

    mentorship_seal_subject = fields.Char(related="company_id.mentorship_seal_subject")
    mentorship_seal_valid_until = fields.Datetime(related="company_id.mentorship_seal_valid_until")
    mentorship_seal_fault = fields.Char(compute="_compute_mentorship_seal_fault")

    @api.depends("company_id")
    def _compute_mentorship_seal_fault(self):
        for settings in self:
            settings.mentorship_seal_fault = settings.company_id._get_mentorship_seal_fault()

    @api.constrains("hr_mentorship_anonymity_threshold")
    def _check_anonymity_threshold(self):
        for settings in self:
            if settings.hr_mentorship_anonymity_threshold < ANONYMITY_FLOOR:
                raise ValidationError(
                    self.env._(
                        "Groups of fewer than %(floor)s people do not protect anybody. Choose %(floor)s or more.",
                        floor=ANONYMITY_FLOOR,
                    )
                )
