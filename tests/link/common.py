"""People without a user, who answer by a personal link."""

import re

from odoo import Command

from ..common import SIGNATURE, MentorshipCompany

DRAWING = SIGNATURE.decode()
LINK = re.compile(r"/mentorship/link/[\w-]+/[\w-]+")


class LinkCompany(MentorshipCompany):
    """Nora has no user: she answers and signs by the links that come to her work e-mail."""

    @classmethod
    def set_up_nora(cls):
        # Without a time zone of her own she would have the company's, in which it may be tomorrow already
        cls.nora = cls.env["hr.employee"].create(
            {"name": "Nora", "work_email": "nora@example.com", "company_id": cls.env.company.id, "tz": "UTC"}
        )
        cls.people["nora"] = cls.nora
        cls.mails = cls.env["mail.mail"].search([])

    @classmethod
    def add_nora_and_max(cls, state="offered"):
        participant = cls.enrol(cls.nora, "mentee")
        mentor = cls.env["hr.mentorship.participant"].search(
            [("program_id", "=", cls.program.id), ("employee_id", "=", cls.max.id)]
        ) or cls.enrol(cls.max, "mentor")
        pair = cls.env["hr.mentorship"].create(
            {
                "program_id": cls.program.id,
                "member_ids": [
                    Command.create({"participant_id": mentor.id}),
                    Command.create({"participant_id": participant.id}),
                ],
            }
        )
        pair.with_user(cls.pia.user_id).action_offer()
        if state == "agreement":
            pair.with_user(cls.max.user_id).action_accept()
            pair.member_ids.filtered(lambda member: member.employee_id == cls.nora)._answer("accepted")
        return pair

    @property
    def seat(self):
        return self.pair.member_ids.filtered(lambda member: member.employee_id == self.nora)

    def new_mails(self, subject=""):
        """The mails that wait to be sent, newest first."""
        self.env.flush_all()
        mails = self.env["mail.mail"].search([("id", "not in", self.mails.ids)], order="id desc")
        return mails.filtered(lambda mail: subject in mail.subject)

    def mails_to(self, employee, subject=""):
        partner = employee.user_id.partner_id or employee.work_contact_id
        return self.new_mails(subject).filtered(lambda mail: mail.recipient_ids == partner)

    def letter(self, mail):
        """What leaves for the mailbox."""
        [letter] = mail._prepare_outgoing_list()
        self.env.flush_all()
        return letter

    def link_of(self, mail):
        [link] = set(LINK.findall(self.letter(mail)["body"]))
        return link
