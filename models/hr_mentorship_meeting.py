from odoo import fields, models

MEETING_TERMS = {"meeting_duration": "duration", "meeting_mode": "meeting_mode", "meeting_location": "meeting_location"}
"""Terms that every meeting has of its own, with the field of a check-in that holds it."""


class HrMentorship(models.Model):
    """Where and how long a pair meets, when it has agreed on something new."""

    _inherit = "hr.mentorship"

    def _after_terms_changed(self, before=None):
        result = super()._after_terms_changed(before)
        today = fields.Date.context_today(self)
        # sudo: what the members have signed changes their meetings, whoever signs last
        checkins = self.sudo().checkin_ids.filtered(lambda c: c.state == "planned" and c.planned_date >= today)
        before = before or {}
        moves = {checkin: checkin._take_new_terms(before.get(checkin.mentorship_id, {})) for checkin in checkins}
        self.env["hr.mentorship.checkin"]._reschedule({checkin: values for checkin, values in moves.items() if values})
        return result


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    def _take_new_terms(self, before):
        """Return what a change of the terms changes here: what it names, and the pair has not agreed for this meeting.

        :param dict before: the terms that were in force
        """
        self.ensure_one()
        if self.is_date_agreed:
            return {}
        terms = self.mentorship_id._get_terms()
        return {
            name: terms[term]
            for term, name in MEETING_TERMS.items()
            if term in before and terms[term] != before[term] and (self[name] or False) == (before[term] or False)
        }
