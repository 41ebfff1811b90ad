from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..common.private_fields import SecretInteger


class HrMentorshipFeedback(models.Model):
    """One member's rating of one check-in.

    A global record rule shows it to its author alone, the comment with it. Everybody else reads groups of answers,
    through ``hr.mentorship.feedback.report``. Of “please contact me”, program managers learn the name and nothing else.
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
    comment = fields.Text(readonly=True)
    may_be_read = fields.Boolean(
        "May Be Read Without My Name",
        readonly=True,
        help="Without the name, among ten comments or more, by those who run the program.",
    )
    wants_contact = fields.Boolean("Please Contact Me", readonly=True)
    threshold = SecretInteger(
        required=True,
        readonly=True,
        default=lambda self: self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        groups=NO_ACCESS,
        help="The smallest group in which it may be shown, as its author was told it.",
    )

    _one_answer = models.Constraint("UNIQUE(checkin_id, member_id)", "You have rated this check-in already.")
    _rating_range = models.Constraint("CHECK(rating BETWEEN 1 AND 5)", "A rating lies between 1 and 5.")

    @api.model
    def _record(self, checkin, member, rating, comment=None, wants_contact=False, may_be_read=False):
        """Write or rewrite a member's own answer; the caller has checked that it is the current user's."""
        # sudo: members answer through the dialogs alone
        feedback_sudo = self.sudo()
        comment = (comment or "").strip() or False
        values = {
            "rating": rating,
            "comment": comment,
            "may_be_read": bool(comment and may_be_read),
            "wants_contact": wants_contact,
        }
        existing = feedback_sudo.search([("checkin_id", "=", checkin.id), ("member_id", "=", member.id)])
        if existing:
            existing.write(values)
            return existing
        return feedback_sudo.create({"checkin_id": checkin.id, "member_id": member.id, **values})
