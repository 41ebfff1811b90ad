from odoo import models

from .own_context import get_own


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # Set where followers have been added in one batch already (hr.mentorship.lifecycle.mixin, _schedule_activities)
        if get_own(self.env, "mentorship_followed"):
            return True
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)
