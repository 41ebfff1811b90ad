from odoo import models

from .base import ADDON


class IrDefault(models.Model):
    _inherit = "ir.default"

    def _get_model_defaults(self, model_name, condition=False):
        # Everybody may keep defaults of their own; what the addon writes in sudo says itself how it begins
        if self.env.su and model_name in self.env and self.env[model_name]._original_module == ADDON:
            return {}
        return super()._get_model_defaults(model_name, condition)
