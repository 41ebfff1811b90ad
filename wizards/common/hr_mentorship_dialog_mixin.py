from odoo import api, models


class HrMentorshipDialogMixin(models.AbstractModel):
    """A dialog about one document, opened by nobody who may not read that document itself.

    Fields that show parts of the document are ``related_sudo=False`` or ``compute_sudo=False``: a form that is not
    saved yet is filled through ``onchange``, where neither this check nor a record rule applies.
    """

    _name = "hr.mentorship.dialog.mixin"
    _description = "Mentorship Dialog"

    _document_field = None

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        dialogs._check_document_access()
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        if self._document_field in vals:
            self._check_document_access()
        return result

    def _check_mine(self):
        """Raise if this is somebody else's dialog; asked before anything is read in sudo, as the cache asks nobody."""
        self.ensure_one()
        self.check_access("write")

    def _check_document_access(self):
        # Not a constraint: those run in sudo
        self[self._document_field].check_access("read")
