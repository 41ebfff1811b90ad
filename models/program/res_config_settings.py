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
        help="Figures are shown of at least this many people, never fewer than 3. Whoever answers is told the number, "
        "and it stays with the answer: lowering it never touches older answers.",
    )

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
