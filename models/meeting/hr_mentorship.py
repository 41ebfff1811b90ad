from odoo import fields, models

"""Terms that every meeting has of its own, with the field of a check-in that holds it."""


class HrMentorship(models.Model):
    """Where and how long a pair meets, when it has agreed on something new."""

    _inherit = "hr.mentorship"

    def _after_terms_changed(self, before=None):
        super()._after_terms_changed(before)
        today = fields.Date.context_today(self)
        # sudo: what the members have signed changes their meetings, whoever signs last
        checkins = self.sudo().checkin_ids.filtered(lambda c: c.state == "planned" and c.planned_date >= today)
        before = before or {}
        moves = {checkin: checkin._take_new_terms(before.get(checkin.mentorship_id, {})) for checkin in checkins}
        self.env["hr.mentorship.checkin"]._reschedule({checkin: values for checkin, values in moves.items() if values})
