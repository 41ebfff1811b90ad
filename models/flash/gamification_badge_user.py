from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

BADGE_AGAIN_AFTER = relativedelta(years=1)


class GamificationBadgeUser(models.Model):
    _inherit = "gamification.badge.user"

    @api.model
    def _grant_for_completion(self, members):
        """Who answers a question a week earns one badge a year in a program and role, not fifty."""
        flash = members.filtered(lambda member: member.mentorship_id.is_flash)
        if not flash:
            return super()._grant_for_completion(members)
        since = fields.Datetime.now() - BADGE_AGAIN_AFTER
        rewarded = flash.search(
            [
                ("employee_id", "in", flash.employee_id.ids),
                ("program_id", "in", flash.program_id.ids),
                ("badge_user_id.create_date", ">=", since),
            ]
        )
        first = {(each.program_id, each.employee_id, each.role): each for each in flash[::-1]}
        for each in rewarded:
            first.pop((each.program_id, each.employee_id, each.role), None)
        return super()._grant_for_completion((members - flash).union(*first.values()))
