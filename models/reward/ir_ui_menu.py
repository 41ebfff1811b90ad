from odoo import models
from odoo.fields import Domain

from ..common.groups import ADMIN, MANAGER


class IrUiMenu(models.Model):
    """The catalogue is offered where there is one, and its work to those who have some."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        blacklist = super()._load_menus_blacklist()
        if self.env.user.has_group(ADMIN):
            return blacklist
        rewards = self.env["hr.mentorship.reward"].sudo()  # sudo: whether there is anything, and whose it is
        redemptions = self.env["hr.mentorship.redemption"].sudo()
        owns = rewards.with_context(active_test=False).search_count([("owner_id", "=", self.env.uid)], limit=1)
        if self.env.user.has_group("hr.group_hr_user"):
            owns = owns or rewards.search_count([("kind", "=", "day_off")], limit=1)
        leads = self.env["hr.employee"].sudo().search_count([("parent_id.user_id", "=", self.env.uid)], limit=1)
        asked = Domain("approver_id", "=", self.env.uid)
        if leads:
            asked |= Domain("approval", "=", "lead")
        if owns:
            asked |= Domain("owner_id", "=", self.env.uid) & Domain("approval", "!=", "none")
        approves = rewards.search_count(asked, limit=1)
        has_any = redemptions.search_count([("user_id", "=", self.env.uid)], limit=1)
        is_open = rewards.search_count([("is_published", "=", True)], limit=1)
        is_manager = self.env.user.has_group(MANAGER)
        shown = {
            "hr_mentorship.hr_mentorship_reward_catalogue_menu": is_open,
            "hr_mentorship.hr_mentorship_my_redemption_menu": is_open or has_any,
            "hr_mentorship.hr_mentorship_redemption_to_fulfil_menu": owns,
            "hr_mentorship.hr_mentorship_redemption_to_approve_menu": approves or is_manager,
        }
        for xmlid, is_shown in shown.items():
            menu = None if is_shown else self.env.ref(xmlid, raise_if_not_found=False)
            if menu:
                blacklist.append(menu.id)
        return blacklist
