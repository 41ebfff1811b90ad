from odoo import models

from ..common.spoken import choose_language

VALID_DAYS = 14


class HrMentorshipLinkHolderMixin(models.AbstractModel):
    """Somebody who is reached by personal links where they have no user: a member, or whoever is invited or
    takes a training.

    The record has an ``employee_id``, a ``user_id``, a ``company_id``, and ``has_login``, which says that the person
    answers in Odoo.
    """

    _name = "hr.mentorship.link.holder.mixin"
    _description = "Holder of a Personal Mentorship Link"

    def _get_link_partner(self):
        """Return whose mailbox personal mails go to."""
        self.ensure_one()
        if self.has_login:
            return self.sudo().user_id.partner_id  # sudo: the user may be in another company
        return self.employee_id.work_contact_id

    def _get_link_address(self):
        """Return the only address that personal links are sent to; none while it is not confirmed."""
        self.ensure_one()
        if self.has_login:
            # sudo: the address of a user in another company, too
            return self.sudo().user_id.partner_id.email_normalized or ""
        employee = self.employee_id.sudo()  # sudo: what is asked is whether the address is theirs, by whomever
        address = employee.work_contact_id.email_normalized or ""
        return address if address == employee.mentorship_link_email else ""

    def _get_link_days(self):
        """Return for how long a link opens its door, which nobody keeps open longer than what is asked for."""
        return VALID_DAYS

    def _has_lost_address(self):
        """Whether somebody who does not keep employees' data has changed where this person's mail goes."""
        self.ensure_one()
        return not self.has_login and self.employee_id.sudo().mentorship_link_email_differs

    def _get_lang(self):
        self.ensure_one()
        people = self.user_id.partner_id, self.employee_id.work_contact_id, self.company_id.partner_id
        return choose_language(self.env, *(partner.lang for partner in people))

    def _may_use_link(self, purpose):
        """Hook: whether a link for this purpose still opens anything."""
        self.ensure_one()
        return False

    def _get_words_of_letter(self):
        """Hook: what somebody else has written to this person (in sudo), where a letter brings it."""
        self.ensure_one()
        return ""
