from odoo import api, fields, models, tools


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

    @api.model
    @tools.ormcache()
    def _get_formats(self):
        """Return which format of programs each of them stands for, by id."""
        return {record.id: record.format for record in self.sudo().search_fetch([], ["format"])}  # sudo: for all

    @api.model_create_multi
    def create(self, vals_list):
        formats = super().create(vals_list)
        self.env.registry.clear_cache()
        return formats

    def write(self, vals):
        self.check_access("write")
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
