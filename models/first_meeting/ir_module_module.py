from odoo import api, models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Let programs that were there before a language read its translations of the questions they have taken."""
        result = super()._load_module_terms(modules, langs, overwrite=overwrite)
        if "hr_mentorship" in modules:
            self.env["hr.mentorship.question"]._take_translations()
        return result
