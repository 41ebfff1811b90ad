from random import SystemRandom

from odoo import fields, models

FARTHEST = 2**31 - 1


class HrMentorshipReleaseComment(models.Model):
    """A comment that its author lets others read, without a name, a month or a role, in an order that says nothing.

    It is a copy: what becomes of the comment later says nothing either.
    """

    _name = "hr.mentorship.release.comment"
    _description = "Comment without a Name"
    _order = "position, id"
    _rec_name = "body"
    _log_access = False

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    body = fields.Text("Comment", required=True, readonly=True)
    position = fields.Integer(
        required=True,
        readonly=True,
        export_string_translation=False,
        default=lambda self: SystemRandom().randrange(FARTHEST),
        help="Drawn by lot, so that lists stay as they are.",
    )
