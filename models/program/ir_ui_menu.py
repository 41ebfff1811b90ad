from odoo import models

from ..common.groups import MANAGER


class IrUiMenu(models.Model):
    """Reports are offered to those who have something to read there; to anybody else they are a dead end."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        blacklist = super()._load_menus_blacklist()
        # sudo: whether the user has any, which they know themselves
        is_sponsor = self.env["hr.mentorship.program"].sudo().search_count([("sponsor_id", "=", self.env.uid)], limit=1)
        leads = self.env["hr.employee"].sudo().search_count([("parent_id.user_id", "=", self.env.uid)], limit=1)
        is_manager = self.env.user.has_group(MANAGER)
        hidden = {
            "hr_mentorship.hr_mentorship_feedback_report_menu": not (is_sponsor or is_manager),
            "hr_mentorship.hr_mentorship_team_report_menu": not leads,
            "hr_mentorship.hr_mentorship_reporting_menu": not (is_sponsor or leads or is_manager),
        }
        for xmlid, is_hidden in hidden.items():
            menu = is_hidden and self.env.ref(xmlid, raise_if_not_found=False)
            if menu:
                blacklist.append(menu.id)
        return blacklist
