from odoo import fields, models


class HrMentorshipTodoMixin(models.AbstractModel):
    """A document with to-dos that tells nobody more than those which they may read themselves."""

    _name = "hr.mentorship.todo.mixin"
    _description = "To-dos of a Mentorship Document"
    _inherit = ["mail.activity.mixin"]

    # As with messages: the host joins them to their document without asking who reads them
    activity_ids = fields.One2many(bypass_search_access=False)
