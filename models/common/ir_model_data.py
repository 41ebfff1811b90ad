from odoo import api, models
from odoo.exceptions import UserError

NEEDED_MODELS = (
    "ir.actions.act_window",
    "ir.actions.report",
    "ir.actions.server",
    "ir.cron",
    "ir.ui.view",
    "mail.activity.type",
)
"""Models of which our code cannot do without its own records. Badges and mails it can: see where they are sent."""


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed_by_mentorship(self):
        """Keep what each step of a mentorship needs: its name goes with a record, whichever way that is deleted."""
        needed = self.filtered(lambda data: data.module == "hr_mentorship" and data.model in NEEDED_MODELS)
        # While modules are loaded, updates and uninstallations clear away; unlink() drops the context that says so
        if needed and self.env.registry.ready:
            raise UserError(
                self.env._(
                    "The mentorship programs need %(names)s for their next steps. Archive what you do not want to see, "
                    "or change its words, instead of deleting it.",
                    names=", ".join(f"“{data.name}”" for data in needed),
                )
            )
