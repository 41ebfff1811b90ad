from odoo import fields, models


class HrMentorshipResourceFormat(models.Model):
    """A format of mentorship, as the library names it: a resource may fit several, and people group by it."""

    _name = "hr.mentorship.resource.format"
    _description = "Format of a Mentorship Resource"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    format = fields.Selection(
        lambda self: self.env["hr.mentorship.program"]._fields["format"]._description_selection(self.env),
        "Format of Programs",
        required=True,
        readonly=True,
    )
    sequence = fields.Integer(default=10)

    _one_each = models.UniqueIndex("(format)", "The library has a word for this format already.")
