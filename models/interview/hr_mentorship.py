from odoo import models


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def action_book_interview(self):
        """Open the dialog for one of the members; an exit interview where it is over."""
        self.ensure_one()
        self.program_id._check_manager()
        mine = self.member_ids.filtered(lambda member: member.user_id != self.env.user)
        member = mine.filtered(lambda member: member.role == "mentee")[:1] or mine[:1]
        action = member.participant_id.action_book_interview()
        if self.state in ("completed", "ended"):
            action["context"]["default_kind"] = "exit"
        action["context"]["default_mentorship_id"] = self.id
        return action
