from odoo import api, models
from odoo.models import BaseModel

from .base import ADDON


class MailActivity(models.Model):
    """To-dos on documents whose conversation is private to their members."""

    _inherit = "mail.activity"

    def _check_access(self, operation):
        """Let whoever reads such a document read the to-dos that our steps give; those of their own stay theirs."""
        result = super()._check_access(operation)
        if not result or operation != "read":
            return result
        forbidden = result[0] - result[0]._filter_readable_steps()
        return (forbidden, lambda: forbidden._make_access_error(operation)) if forbidden else None

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """Find no more than can be read: the host asks two different questions, and a form would break on the rest."""
        query = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if self.env.su or bypass_access:
            return query
        found = self.browse(query)
        private = found._filter_in_conversations()
        hidden = private - private._filtered_access("read")
        return (found - hidden)._as_query(order) if hidden else query

    def _filter_in_conversations(self):
        todos_sudo = self.sudo()  # sudo: on which document it is; nothing of it is shown
        is_private = self.env["mail.message"]._is_conversation
        return self.browse().union(
            *(todos.with_env(self.env) for model, todos in todos_sudo.grouped("res_model").items() if is_private(model))
        )

    def _filter_readable_steps(self):
        """Return those that a step of this addon has given on a document that the user may read."""
        todos_sudo = self._filter_in_conversations().sudo()  # sudo: whose document it is on is what is asked
        if not todos_sudo:
            return self.browse()
        ours = [("module", "=", ADDON), ("model", "=", "mail.activity.type")]
        types = set(self.env["ir.model.data"].sudo().search(ours).mapped("res_id"))  # sudo: which types are ours
        todos_sudo = todos_sudo.filtered(lambda todo: todo.activity_type_id.id in types)
        readable = self.browse()
        for model, group in todos_sudo.grouped("res_model").items():
            documents = self.env[model].browse(group.mapped("res_id")).exists()._filtered_access("read")
            readable |= self.browse(group.filtered(lambda todo, d=documents: todo.res_id in d._ids).ids)
        refused = BaseModel._check_access(readable, "read")  # what rights and rules say before any document is asked
        return readable - refused[0] if refused else readable
