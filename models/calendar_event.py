from odoo import models

FOLLOWED_FIELDS = {"start", "stop", "start_date", "stop_date", "allday", "duration", "location"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _get_activity_excluded_models(self):
        # A check-in has its own to-dos, one for each member
        return [*super()._get_activity_excluded_models(), "hr.mentorship.checkin"]

    def write(self, vals):
        is_removal = vals.get("active") is False
        is_move = not FOLLOWED_FIELDS.isdisjoint(vals)
        result = super().write(vals)
        if not (is_removal or is_move) or self.env.context.get("mentorship_moves_event"):
            return result
        if checkins := self.env["hr.mentorship.checkin"]._of_events(self):
            if is_removal:
                checkins._lose_events()
            else:
                checkins._follow_events()
        return result

    def unlink(self):
        if self:
            self.env["hr.mentorship.checkin"]._of_events(self)._lose_events()
        return super().unlink()

    def _get_guests(self):
        """Return the attendees without a user, who have no calendar here in which they would find the event."""
        return self.attendee_ids.filtered(lambda attendee: not attendee.partner_id.user_ids)

    def _tell_removal(self):
        """Send Odoo's own mail about the end of an event to its attendees, but to the user who ends it."""
        template = self.env.ref("calendar.calendar_template_delete_event", raise_if_not_found=False)
        if not template:
            return
        for partner in self.partner_ids - self.env.user.partner_id:
            events = self.filtered(lambda event, p=partner: p in event.partner_ids)
            # Without its document: the mail of an event would go with the event before it has left
            template.with_context(lang=partner.lang).send_mail_batch(
                events.ids, email_values={"recipient_ids": [(6, 0, partner.ids)], "model": False, "res_id": False}
            )
