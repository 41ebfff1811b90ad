from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from .private_fields import SecretBoolean

CONTACT_TYPE = "hr_mentorship.mail_activity_type_contact"
CONTACT_WITHIN = timedelta(days=3)


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
    wants_contact = fields.Boolean("Please Contact Me", readonly=True)

    is_released = SecretBoolean(
        readonly=True, copy=False, groups=NO_ACCESS, help="It is in the figures of a release, and in those of no other."
    )

    _one_answer = models.Constraint("UNIQUE(checkin_id, member_id)", "You have rated this check-in already.")
    _rating_range = models.Constraint("CHECK(rating BETWEEN 1 AND 5)", "A rating lies between 1 and 5.")

    @api.model
    def _record(self, checkin, member, rating, comment=None, wants_contact=False):
        """Write or rewrite a member's own answer; the caller has checked that it is the current user's."""
        # sudo: members answer through the dialogs alone
        feedback_sudo = self.sudo()
        values = {"rating": rating, "comment": (comment or "").strip() or False, "wants_contact": wants_contact}
        existing = feedback_sudo.search([("checkin_id", "=", checkin.id), ("member_id", "=", member.id)])
        if existing:
            existing.write(values)
            return existing
        return feedback_sudo.create({"checkin_id": checkin.id, "member_id": member.id, **values})


class HrMentorshipMember(models.Model):
    """A member who would like to talk to somebody about the mentorship."""

    _inherit = "hr.mentorship.member"

    def _get_contacts(self):
        """Return the program managers who could be asked to get in touch: none where the partner is one of them.

        Whoever runs the program reads who has asked, and the partner must not.
        """
        self.ensure_one()
        # sudo: members do not read the users behind each other
        managers, partners = self.sudo().program_id.manager_ids, self.sudo()._partners().user_id
        return self.env["res.users"] if managers & partners else managers.filtered("active") - self.sudo().user_id

    def _ask_for_contact(self):
        """Ask the program managers to get in touch with this member, once."""
        # On the participant, which the partner does not read as they read the mentorship and its conversation
        participant_sudo = self.sudo().participant_id
        contacts = self._get_contacts()
        asked = participant_sudo._find_activities([CONTACT_TYPE], contacts).user_id
        due_date = fields.Date.context_today(self) + CONTACT_WITHIN
        participant_sudo._schedule_activities(CONTACT_TYPE, [(participant_sudo, contacts - asked, due_date)])
