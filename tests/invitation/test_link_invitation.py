import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..link.common import LinkCompany


@tagged("post_install", "-at_install")
class TestLinkInvitation(LinkCompany, HttpCase):
    """Nora, who has no user, says yes or no by her mail, and leaves again by the same one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.invitation = cls.env["hr.mentorship.invitation"]._ask(cls.program, cls.nora, word="Come along.")
        cls.invitation._write_to_them()

    def post(self, link, what, **data):
        page = self.url_open(link)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        if token:
            self.token = token[1]
        answer = self.url_open(f"{link}/{what}", data={"csrf_token": self.token, **data})
        self.env.invalidate_all()
        return answer

    @property
    def part(self):
        return self.env["hr.mentorship.participant"].search(
            [("employee_id", "=", self.nora.id), ("program_id", "=", self.program.id)], order="id desc", limit=1
        )

    def test_nora_joins_leaves_and_comes_back(self):
        mail = self.mails_to(self.nora, "You are invited")
        self.assertNotIn("/mentorship/link/", str(mail.body_html))
        link = self.link_of(mail)
        for _visit in range(2):
            page = self.url_open(link)
            self.assertIn("Come along.", page.text)
            self.assertIn("Leaders", page.text)
        self.env.invalidate_all()
        self.assertEqual((self.invitation.state, len(self.part)), ("invited", 0), "looking changes nothing")

        self.assertIn("Say whether you join", self.post(link, "join").text)
        self.assertFalse(self.part)
        page = self.post(link, "join", role="mentee", skill_ids=str(self.coding.id), motivation="I want to learn.")
        self.assertIn("looks at your application", page.text)
        self.assertEqual((self.part.state, self.part.role), ("applied", "mentee"))
        self.assertEqual((self.part.skill_ids, self.part.motivation), (self.coding, "I want to learn."))

        self.assertIn("already", self.post(link, "join", role="mentor").text, "clicked twice")
        self.assertEqual(len(self.invitation.participant_ids), 1)

        self.assertIn("You have left the program", self.post(link, "leave").text)
        self.assertEqual(self.part.state, "withdrawn")
        self.post(link, "join", role="mentee")
        self.assertEqual(self.part.state, "applied")

    def test_nora_says_no_and_may_change_her_mind(self):
        link = self.link_of(self.mails_to(self.nora, "You are invited"))
        self.assertIn("Thank you for your answer", self.post(link, "no-thanks").text)
        self.assertEqual(self.invitation.state, "declined")
        self.assertIn("changed your mind", self.url_open(link).text)
        self.post(link, "no-thanks")
        self.assertEqual(self.invitation.state, "declined")

    def test_nora_reads_what_stands_against_it(self):
        link = self.link_of(self.mails_to(self.nora, "You are invited"))
        self.url_open(link)
        self.program.enrolment_end_date = self.program.enrolment_start_date = fields.Date.today() - timedelta(days=1)
        self.env.flush_all()
        self.assertIn("Enrolment for “Leaders” ended on", self.url_open(link).text)
        self.assertFalse(self.part)
        self.program.state = "cancelled"
        self.env.flush_all()
        self.assertIn("has been cancelled", self.url_open(link).text)

    def test_link_of_an_invitation_opens_no_other_door(self):
        link = self.link_of(self.mails_to(self.nora, "You are invited"))
        self.url_open(link)
        for path, data in (("answer", {"response": "accepted"}), ("refuse", {}), ("adjust", {}), ("end", {})):
            self.assertEqual(self.post(link, path, **data).status_code, 404, path)
        self.assertEqual(self.url_open(f"{link[:-2]}/join").status_code in (404, 405), True)
