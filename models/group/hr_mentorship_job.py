from odoo import api, models


class HrMentorshipJob(models.Model):
    _inherit = "hr.mentorship.job"

    @api.model
    def _split(self, kind, records):
        """What is proposed to the mentor of one group is published together, so that it becomes one."""
        if kind != "publish":
            return super()._split(kind, records)
        groups = records.filtered("is_group")
        # sudo: proposals are nobody's but the program manager's, who has been checked
        mentors = groups.sudo().grouped(lambda pair: pair._get_mentor().participant_id)
        return [*super()._split(kind, records - groups), *mentors.values()]
