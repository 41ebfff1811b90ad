from odoo import fields, models

from ..common.hr_mentorship_terms_mixin import WEEKDAYS


class HrMentorshipTimeSlot(models.Model):
    """A part of a weekday at which people usually have time for each other."""

    _name = "hr.mentorship.time.slot"
    _description = "Mentorship Time Slot"
    _inherit = ["hr.mentorship.archived.mixin"]
    _order = "weekday, part"

    _used_by = [("hr.mentorship.profile", "availability_ids")]
    name = fields.Char(required=True, translate=True)
    weekday = fields.Selection(WEEKDAYS, required=True)
    part = fields.Selection(
        # The keys sort as the day goes
        [("am", "Morning"), ("noon", "Midday"), ("pm", "Afternoon")],
        required=True,
    )

    _slot_unique = models.Constraint("UNIQUE(weekday, part)", "This part of this weekday stands in the list already.")
