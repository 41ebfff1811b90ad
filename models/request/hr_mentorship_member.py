from odoo import models
from odoo.tools import format_list

from .hr_mentorship import ASKING, MAILS


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _get_words_of_letter(self):
        return self.mentorship_id.given_request_message or super()._get_words_of_letter()

    def _send_of_origin(self, what):
        """Send these members of requests and offers the mail about what has happened to them."""
        for origin, members in self.grouped(lambda member: member.mentorship_id.origin).items():
            members._send(f"{MAILS[origin]}_{what}")

    def _holds_known_seat(self, published):
        """Whoever has asked knows that they have, before a program manager has approved it."""
        is_asking = self.mentorship_state == "requested" and self.role == ASKING.get(self.mentorship_id.origin)
        return is_asking or super()._holds_known_seat(published)

    # -- for mails

    def _name_partners_before(self):
        """Return the name of whom this mentee has asked before, in whose place others have been asked."""
        before = self.sudo().mentorship_id.follows_id  # sudo: their own request, of which they know
        return format_list(self.env, (before.member_ids - before._get_asking()).employee_id.mapped("name"))

    def _name_next_wish(self):
        """Return the name of whom this mentee may ask next, the most wanted first; nothing if there is nobody.

        Nothing as well where they could not press the button that the mail names.
        """
        member = self.sudo()  # sudo: their own wishes
        mentee = member.participant_id
        if mentee not in mentee._find_choosing_as_themselves():
            return ""
        wishes = mentee._find_next_wishes() - member.mentorship_id.member_ids.participant_id
        return wishes[:1].employee_id.name or ""
