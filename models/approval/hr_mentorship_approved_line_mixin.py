from odoo import api, models


class HrMentorshipApprovedLineMixin(models.AbstractModel):
    """A line of a program that its sponsor approves with it: whoever changes one changes what was approved."""

    _name = "hr.mentorship.approved.line.mixin"
    _description = "Approved Line of a Program"

    _approved_fields = ()
    """Names of the fields in which the approval of the program lies."""

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.program_id._tell_of_changes()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._approved_fields):
            self.program_id._tell_of_changes()
        return result

    def unlink(self):
        programs = self.program_id
        result = super().unlink()
        programs.exists()._tell_of_changes()
        return result
