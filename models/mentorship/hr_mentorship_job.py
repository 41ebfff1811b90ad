from odoo import api, fields, models


def _publish(mentorships, _arguments):
    mentorships._offer()


class HrMentorshipJob(models.Model):
    _inherit = "hr.mentorship.job"

    kind = fields.Selection(selection_add=[("publish", "Publish matches")], ondelete={"publish": "cascade"})

    @api.model
    def _get_steps(self):
        return {
            **super()._get_steps(),
            "publish": ("hr.mentorship", ("proposed",), _publish),
        }
