from odoo import api, models


class IrUiMenu(models.Model):
    """Reports are offered to those who have something to read there; to anybody else they are a dead end."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        blacklist = super()._load_menus_blacklist()
        if self.env.user.has_group("hr_mentorship.group_hr_mentorship_manager"):
            return blacklist
        # sudo: whether the user has any, which they know themselves
        is_sponsor = self.env["hr.mentorship.program"].sudo().search_count([("sponsor_id", "=", self.env.uid)], limit=1)
        leads = self.env["hr.employee"].sudo().search_count([("parent_id.user_id", "=", self.env.uid)], limit=1)
        hidden = {
            "hr_mentorship.hr_mentorship_feedback_report_menu": not is_sponsor,
            "hr_mentorship.hr_mentorship_participation_report_menu": not leads,
            "hr_mentorship.hr_mentorship_reporting_menu": not (is_sponsor or leads),
        }
        for xmlid, is_hidden in hidden.items():
            menu = is_hidden and self.env.ref(xmlid, raise_if_not_found=False)
            if menu:
                blacklist.append(menu.id)
        return blacklist


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("sponsor_id") for vals in vals_list):
            self.env.registry.clear_cache()  # the menus of a new sponsor
        return super().create(vals_list)

    def write(self, vals):
        if "sponsor_id" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("parent_id") for vals in vals_list):
            self.env.registry.clear_cache()  # the menus of somebody who leads people now
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys().isdisjoint({"parent_id", "user_id"}):
            self.env.registry.clear_cache()
        return super().write(vals)
