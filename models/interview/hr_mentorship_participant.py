from odoo import models


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    def action_book_interview(self):
        """Open the dialog that puts an interview into two calendars."""
        self.ensure_one()
        self.program_id._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_book_interview_action")
        action["context"] = {"default_participant_id": self.id}
        return action

    def unlink(self):
        """Interviews go along, and nobody keeps the time for them."""
        # sudo: interviews are read by whoever holds them
        interviews_sudo = self.env["hr.mentorship.interview"].sudo().search([("participant_id", "in", self.ids)])
        events_sudo = interviews_sudo._find_coming_events()
        result = super().unlink()
        events_sudo.unlink()
        return result
