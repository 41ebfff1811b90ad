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

    @api.model
    def _take_as_confirmation(self):
        """Whoever has rated a held check-in has agreed that it took place: nobody is asked again about old ones."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO hr_mentorship_checkin_confirmation_rel (checkin_id, member_id)
                 SELECT feedback.checkin_id, feedback.member_id
                   FROM hr_mentorship_feedback feedback
                   JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                  WHERE checkin.state = 'done'
            ON CONFLICT DO NOTHING
            """
        )
        self.env.cr.execute(
            """
            UPDATE hr_mentorship_checkin checkin
               SET logged_by_id = answer.first_member_id,
                   confirmed_on = CASE WHEN answer.count > 1 THEN checkin.held_on END
              FROM (
                    SELECT checkin_id, (array_agg(member_id ORDER BY id))[1] AS first_member_id, COUNT(*) AS count
                      FROM hr_mentorship_feedback
                     GROUP BY checkin_id
                   ) answer
             WHERE checkin.id = answer.checkin_id AND checkin.state = 'done' AND checkin.logged_by_id IS NULL
            """
        )
        self.env.invalidate_all()
