from odoo import api, models

HOST_BATCH = 2000
"""Lines that the host's dialog sends at once, unless somebody chooses another number."""
BATCH = 200
"""Lines of a file of ours: a line takes some 10 ms of CPU, and longer on a busy machine."""


class BaseImport(models.TransientModel):
    """A file of people goes in a few seconds at a time: no request runs into a server's limit of time.

    What a request has brought is kept, whatever becomes of the next one: whoever imports the same file again goes on
    where it broke off, see :meth:`HrMentorshipParticipant._load_records_create`.
    """

    _inherit = "base_import.import"

    @api.model
    def _is_of_mentorship(self, model):
        return model in self.env and self.env[model]._is_mentorship_model()

    def parse_preview(self, options, count=10):
        if self._is_of_mentorship(self.res_model) and options.get("limit") == HOST_BATCH:
            # The dialog takes over what it is told here, and shows it
            options = {**options, "limit": BATCH}
        return super().parse_preview(options, count=count)
