from odoo import fields, models
from odoo.exceptions import UserError

from ..mentorship.hr_mentorship_member import LINKS_BY_TEMPLATE
from .mail_mail import LINK_PLACEHOLDER

WORDS_PLACEHOLDER = "[mentorship-words]"
WORDS_BY_TEMPLATE = ("hr_mentorship.mail_template_request", "hr_mentorship.mail_template_seat_offer")
"""The mails that bring what one person writes to another."""
UNREACHED = "hr_mentorship.mail_activity_type_reach_member"


class HrMentorshipMember(models.Model):
    _name = "hr.mentorship.member"
    _inherit = ["hr.mentorship.member", "hr.mentorship.link.holder.mixin", "hr.mentorship.letterbox.mixin"]

    def _get_person(self):
        """Return the address of whoever sits here, the same in all of their mentorships."""
        self.ensure_one()
        return self.user_id.partner_id or self.employee_id.work_contact_id

    def _get_link(self):
        """Return what the button of a mail to this member opens; ``mail.mail`` puts in the personal link."""
        self.ensure_one()
        if self.has_login:
            return f"{self.get_base_url()}/mail/view?model=hr.mentorship&res_id={self.mentorship_id.id}"
        return f"{self.get_base_url()}{LINK_PLACEHOLDER}"

    def _filter_awaiting(self, purpose):
        """Return those who still have to do what a link for this purpose is for; each room knows its own purposes."""
        return self.filtered(lambda member: purpose == "answer" and member._awaits_answer())

    def _may_use_link(self, purpose):
        """Whether a link of this member still opens anything."""
        return bool(self._filter_awaiting(purpose))

    # -- links on request

    def _request_link(self):
        """Send this member, who has been identified, a link to sign with."""
        self.ensure_one()
        member = self.sudo()  # sudo: links are nobody's to read; this one goes to the user's own mailbox
        limits = self.env["hr.mentorship.access.limit"].sudo()
        if limits._is_exceeded("request", member.id):
            raise UserError(self.env._("You have asked for several links already. Look into your mailbox, or wait."))
        limits._count("request", member.id)
        address = member._get_link_address()
        if not address:
            raise UserError(self.env._("Your user has no e-mail address. Enter one in your preferences first."))
        users = member.env["res.users"].search([("email_normalized", "=", address)]) - member.user_id
        employees = member.env["hr.employee"].search([("work_contact_id.email_normalized", "=", address)])
        if users or employees - member.employee_id:
            raise UserError(
                self.env._("You share your e-mail address with somebody, who could sign for you. Sign here instead.")
            )
        member._send("hr_mentorship.mail_template_sign_link", is_requested=True)

    # -- letters

    def _send(self, template_xmlid, is_requested=False, **email_values):
        """Give people without a user a mail with a personal link, if it is one that brings them.

        :param bool is_requested: the member, who has a user, has asked for the link
        """
        purpose = LINKS_BY_TEMPLATE.get(template_xmlid)
        with_link = self.filtered(lambda member: purpose and (is_requested or not member.has_login))
        reachable = with_link.filtered(lambda member: member._get_link_address())
        (with_link - reachable)._report_unreachable()
        with_words = (self - with_link).filtered(
            lambda member: member._takes_words(template_xmlid) and member._get_link_address()
        )
        mails = super(HrMentorshipMember, self - with_link - with_words)._send(template_xmlid, **email_values)
        for link, group in ((purpose, reachable), (False, with_words)):
            for company, members in group.grouped("company_id").items():
                values = {**self.env["hr.mentorship.letter"]._get_mail_values(company), **email_values}
                letters = super(HrMentorshipMember, members)._send(template_xmlid, **values)
                members._note_letters(letters, link, template_xmlid)
                mails |= letters
        return mails

    def _note_letters(self, mails, purpose, template_xmlid):
        """Note what is put into these ``mails`` as they leave."""
        members = self.sudo()  # sudo: the callers have checked the transition
        contents = []
        for mail in mails:
            member = members.browse(mail.res_id)
            if purpose:
                contents.append((mail, member, purpose, LINK_PLACEHOLDER))
            if member._takes_words(template_xmlid):
                contents.append((mail, member, False, WORDS_PLACEHOLDER))
        self.env["hr.mentorship.letter"]._queue(contents)

    def _takes_words(self, template_xmlid):
        return template_xmlid in WORDS_BY_TEMPLATE and bool(self._get_request_words())

    def _get_request_words(self):
        """Return what the mail has in place of such words until it leaves."""
        self.ensure_one()
        # sudo: whether there are any
        return WORDS_PLACEHOLDER if self.sudo()._get_words_of_letter() else ""

    # -- A mail that does not reach its member is seen: whoever has no user has nothing else.

    def _report_unreachable(self):
        """Give the program managers one to-do on each mentorship of which a member gets no mail."""
        members = self.sudo().filtered(  # sudo: the to-do is for somebody else
            lambda member: member.mentorship_id.state in member.mentorship_id._get_published_live_states()
        )
        mentorships = members.mentorship_id
        known = {(todo.res_id, todo.user_id) for todo in mentorships._find_activities([UNREACHED])}
        today = fields.Date.context_today(self)
        for mentorship, seats in members.grouped("mentorship_id").items():
            for user in mentorship.program_id.manager_ids:
                if (mentorship.id, user) in known:
                    continue
                note = "\n".join(seat.with_context(lang=user.lang)._say_unreached() for seat in seats)
                mentorship._schedule_activities(UNREACHED, [(mentorship, user, today)], note=note)

    def _say_unreached(self):
        self.ensure_one()
        name = self.employee_id.name
        if self._has_lost_address():
            return self.env._(
                "The work e-mail of %(name)s was changed by somebody who does not keep employees' data, so no personal "
                "link is sent there. Ask HR to open the employee and to confirm the address on the tab Mentorship; "
                "then send the link again from here.",
                name=name,
            )
        return self.env._(
            "A mail to %(name)s could not be delivered. Ask for the right address and have it corrected; people "
            "without a user then get their link when you send it again from here.",
            name=name,
        )
