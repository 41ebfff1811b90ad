from odoo import models

from .hr_mentorship_recognition_rule import BADGES


class GamificationBadge(models.Model):
    _inherit = "gamification.badge"

    def _may_be_in_rules(self):
        """Return whether the user may let a rule give this badge (none is always possible).

        What completing a mentorship gives is earned by that alone, whoever asks.
        """
        if not self:
            return True
        if self.id in self._find_ours("mentor", "mentee", "peer"):
            return False
        may_be_given = self._can_grant_badge() in (self.CAN_GRANT, self.TOO_MANY)
        return self.env.su or may_be_given or self.id in self._find_ours(*BADGES)

    def _find_ours(self, *names):
        data = self.env["ir.model.data"]
        return {data._xmlid_to_res_id(f"hr_mentorship.gamification_badge_{name}") for name in names}
