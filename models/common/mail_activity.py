from odoo import api, models
from odoo.models import BaseModel
from odoo.tools import ormcache

from .base import ADDON


class MailActivity(models.Model):
    """To-dos on documents whose conversation is private to their members.

    What is given to those who run a program is their own work, though it stands on a document that its members read:
    why it is asked, and what they say when it is done, is read by them alone.
    """

    _inherit = "mail.activity"

    def _check_access(self, operation):
        """Let whoever reads such a document read the to-dos that our steps give; those of their own stay theirs."""
        result = super()._check_access(operation)
        forbidden = result[0] if result else self.browse()
        if operation == "read":
            forbidden -= forbidden._filter_readable_steps()
        if operation != "create" and not self.env.su:
            forbidden |= self._filter_work_of_others()
        return (forbidden, lambda: forbidden._make_access_error(operation)) if forbidden else None

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """Find no more than can be read: the host asks two different questions, and a form would break on the rest."""
        query = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if self.env.su or bypass_access:
            return query
        found = self.browse(query)
        private = found._filter_in_conversations()
        hidden = (private - private._filtered_access("read")) | found._filter_work_of_others()
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
        todos_sudo = todos_sudo._filter_steps()
        readable = self.browse()
        for model, group in todos_sudo.grouped("res_model").items():
            documents = self.env[model].browse(group.mapped("res_id")).exists()._filtered_access("read")
            readable |= self.browse(group.filtered(lambda todo, d=documents: todo.res_id in d._ids).ids)
        refused = BaseModel._check_access(readable, "read")  # what rights and rules say before any document is asked
        return readable - refused[0] if refused else readable

    def _filter_steps(self):
        """Return those that a step of this addon has given."""
        types = self._get_step_types()
        return self.filtered(lambda todo: todo.activity_type_id.id in types)

    @api.model
    @ormcache()
    def _get_step_types(self):
        """Return the ids of our types: every list of to-dos asks for them, and updates alone change them."""
        ours = [("module", "=", ADDON), ("model", "=", "mail.activity.type")]
        return frozenset(self.env["ir.model.data"].sudo().search(ours).mapped("res_id"))  # sudo: which types are ours

    # -- the work of those who run a program

    def _filter_work_of_managers(self):
        """Return those of ``self`` (sudo) that our steps give to program managers and administrators."""
        work = self.browse()
        for model, group in self.grouped("res_model").items():
            if model in self.env and getattr(self.env[model], "_has_work_of_managers", False):
                of_members = self.env[model]._get_todos_of_members()
                known = {self.env["ir.model.data"]._xmlid_to_res_id(xmlid) for xmlid in of_members}
                work |= group.filtered(lambda todo, known=known: todo.activity_type_id.id not in known)
        return work._filter_steps() if work else work

    def _filter_work_of_others(self):
        """Return what is the work of managers, where the user neither has it to do nor runs the program."""
        # sudo: on which document it is, and whose it is, decides
        todos_sudo = self.sudo().filtered(lambda todo: todo.user_id != self.env.user)
        others = self.browse()
        for model, group in todos_sudo._filter_work_of_managers().grouped("res_model").items():
            documents = self.env[model].browse(group.mapped("res_id")).exists()
            run = set(documents._filter_run_by_user().ids)
            others |= self.browse(group.filtered(lambda todo, run=run: todo.res_id not in run).ids)
        return others

    def _action_done(self, feedback=False, attachment_ids=None):
        """Keep the work of managers out of the conversation of the members, to whom the host would tell that it is
        done, its note and the feedback. It stays among the to-dos that are done, with what was said.
        """
        work = self.sudo()._filter_work_of_managers().with_env(self.env)  # sudo: of which kind they are
        result = super(MailActivity, self - work)._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if not work:
            return result
        messages, following = result
        chained = work.filtered(lambda todo: todo.chaining_type == "trigger")
        if chained:
            following |= self.create(
                [
                    todo.with_context(activity_previous_deadline=todo.date_deadline)._prepare_next_activity_values()
                    for todo in chained
                ]
            )
        if attachment_ids:
            work.attachment_ids = attachment_ids
        work.write({"active": False, **({"feedback": feedback} if feedback else {})})
        return messages, following
