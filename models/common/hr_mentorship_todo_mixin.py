from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class HrMentorshipTodoMixin(models.AbstractModel):
    """A document with to-dos that tells nobody more than those which they may read themselves."""

    _name = "hr.mentorship.todo.mixin"
    _description = "To-dos of a Mentorship Document"
    _inherit = ["mail.activity.mixin"]

    _has_work_of_managers = False
    """To-dos of ours that are not for members are the work of those who run the program, and read by nobody else."""

    # As with messages: the host joins them to their document without asking who reads them
    activity_ids = fields.One2many(bypass_search_access=False)
    # As whoever reads: in sudo they say of the next to-do what it does not say itself
    activity_type_id = fields.Many2one(related_sudo=False)
    activity_type_icon = fields.Char(related_sudo=False)
    activity_summary = fields.Char(related_sudo=False)

    def _get_todos_of_members(self):
        """Return the types of to-dos (xml ids) that our steps give to the people whom the document is about.

        Only asked where ``_has_work_of_managers``.
        """
        return ()

    def _filter_run_by_user(self):
        """Return those whose program the user runs; administrators run all."""
        return self.browse()

    def _search_activity_state(self, operator, value):
        """Look at the to-dos that the reader may read: the host looks at those of everybody, past their rules."""
        if self.env.su or operator not in ("in", "not in"):
            return super()._search_activity_state(operator, value)
        todos = self.env["mail.activity"].search_fetch(
            [("res_model", "=", self._name)], ["res_id", "date_deadline"], order="date_deadline DESC"
        )
        states = {todo.res_id: todo.state for todo in todos}  # the earliest comes last
        found = Domain("id", "in", [res_id for res_id, state in states.items() if state in value])
        if False in value:
            found |= Domain("id", "not in", list(states))
        return found if operator == "in" else ~found

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Refuse what the host would answer from the to-dos of everybody.

        By the error from which the host learns that a field is not to be offered for grouping: any other would end the
        description of the fields, and with it every screen.
        """
        if groupby_spec == "activity_state" and not self.env.su:
            raise AccessError(
                self.env._("Nothing is grouped by the state of to-dos, as others have theirs. Filter by it instead.")
            )
        return super()._read_group_groupby(alias, groupby_spec, query)
