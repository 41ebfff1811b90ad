from odoo import api, fields, models


class HrMentorshipFeedback(models.Model):
    """One member's rating of one check-in.

    A global record rule shows it to its author alone. Everybody else reads groups of answers, through
    ``hr.mentorship.feedback.report``.
    """

    _name = "hr.mentorship.feedback"
    _description = "Mentorship Feedback"
    _rec_name = "checkin_id"
    _order = "id desc"

    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True, index=True, ondelete="cascade")
    member_id = fields.Many2one("hr.mentorship.member", required=True, readonly=True, index=True, ondelete="cascade")
    author_id = fields.Many2one(related="member_id.user_id", store=True, index=True)
    program_id = fields.Many2one(related="checkin_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="checkin_id.company_id", store=True, index=True)
    rating = fields.Integer(required=True, readonly=True, aggregator="avg", help="From 1 (poor) to 5 (excellent).")

    _one_answer = models.Constraint("UNIQUE(checkin_id, member_id)", "You have rated this check-in already.")
    _rating_range = models.Constraint("CHECK(rating BETWEEN 1 AND 5)", "A rating lies between 1 and 5.")

    @api.model
    def _record(self, checkin, member, rating):
        """Write or rewrite a member's own answer; the caller has checked that it is the current user's."""
        # sudo: members answer through the dialogs alone
        feedback_sudo = self.sudo()
        existing = feedback_sudo.search([("checkin_id", "=", checkin.id), ("member_id", "=", member.id)])
        if existing:
            existing.rating = rating
            return existing
        return feedback_sudo.create({"checkin_id": checkin.id, "member_id": member.id, "rating": rating})
