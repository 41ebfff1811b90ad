from odoo import fields, models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class HrMentorshipArchivedMixin(models.AbstractModel):
    """A choice that people have made on their records: deleted while it is used, it is archived instead.

    It is offered to nobody any more, and nobody loses what they have chosen.
    """

    _name = "hr.mentorship.archived.mixin"
    _description = "Mentorship Choice, Archived While It Is Used"

    _used_by = ()
    active = fields.Boolean(default=True)

    def unlink(self):
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            return super().unlink()
        self.check_access("unlink")
        used = self._filter_used()
        if used:
            used.active = False
        return super(HrMentorshipArchivedMixin, self - used).unlink()

    def _filter_used(self):
        """Return those of ``self`` that a record names, archived records included."""
        used = set()
        for model, name in self._used_by:
            # sudo: whoever keeps the list of choices need not read who has chosen
            records = self.env[model].sudo().with_context(active_test=False)
            used |= {choice.id for (choice,) in records._read_group([(name, "in", self.ids)], [name])}
        return self.filtered(lambda choice: choice.id in used)
