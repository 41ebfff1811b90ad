from odoo import fields, models


class HrMentorshipNote(models.Model):
    """What a thank-you is for, and the points that came with it: for the two to read, like its words."""

    _inherit = "hr.mentorship.note"

    value_id = fields.Many2one("hr.mentorship.value", "For", readonly=True, index="btree_not_null", ondelete="set null")
    given_points = fields.Integer("Points", readonly=True, aggregator=None)
