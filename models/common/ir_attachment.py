from odoo import api, models
from odoo.fields import Domain


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        """Let a search for files learn of other records no more than whoever searches may read.

        The host looks for files in sudo with the client's own conditions, and leaves out what may not be read only
        then. From whoever made a file, a condition goes on to the channels they are in, and to what is written there:
        “found” or “not found” would spell it out.
        """
        if not self.env.su and not bypass_access:
            domain = Domain(domain).optimize(self).map_conditions(self._ask_as_reader)
        return super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)

    def _ask_as_reader(self, condition):
        if condition.operator not in ("any", "not any") or not isinstance(condition.value, Domain):
            return condition
        comodel = self.env[self._fields[condition.field_expr].comodel_name]
        # As the host does for “any”: archived records count
        found = comodel.with_context(active_test=False)._search(condition.value)
        return Domain(condition.field_expr, condition.operator, found)

    def _filter_of_mentorship(self):
        """Return those of ``self`` (in sudo) that belong to a document of mentorship, or to a message written there."""

        def is_ours(model):
            return (model or "").startswith("hr.mentorship")

        attachments_sudo = self.sudo().exists()  # sudo: what is asked is whose they are, not what is in them
        in_messages_sudo = attachments_sudo.filtered(lambda attachment: attachment.res_model == "mail.message")
        messages_sudo = self.env["mail.message"].sudo().browse(in_messages_sudo.mapped("res_id")).exists()
        message_ids = set(messages_sudo.filtered(lambda message: is_ours(message.model)).ids)
        return attachments_sudo.filtered(
            lambda attachment: (
                is_ours(attachment.res_model)
                or (attachment.res_model == "mail.message" and attachment.res_id in message_ids)
            )
        )
