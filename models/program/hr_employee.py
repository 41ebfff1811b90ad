from odoo import api, models


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
