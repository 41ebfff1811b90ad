from odoo import models

PAUSE = "/pause"
"""How the address of that choice ends."""


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    def _get_choices(self, kind):
        """A flash meeting is moved or called off; there is nothing to take a break from."""
        choices = super()._get_choices(kind)
        if not self.mentorship_id.is_flash:
            return choices
        return [(label, url) for label, url in choices if not url.endswith(PAUSE)]
