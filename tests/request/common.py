from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import Form

from ..common import MentorshipCase


class RequestCase(MentorshipCase):
    """Mia waits in a program in which mentees choose; Max and Otto have a free seat each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.matching_mode = "request"
        cls.otto = cls.add_person("otto")
        cls.mentee = cls.enrol(cls.mia, "mentee", cls.leading + cls.coding, motivation="I want to lead.")
        cls.max_seat = cls.enrol(cls.max, "mentor", cls.leading + cls.coding, capacity=1, motivation="Secret reasons.")
        cls.otto_seat = cls.enrol(cls.otto, "mentor", cls.leading, capacity=1)
        cls.max.mentorship_profile_ids.introduction = "I ask more than I answer."

    def find(self, employee=None, program=None):
        """The cards that the page shows to ``employee``, in their order."""
        employee = employee or self.mia
        cards = self.as_user(self.env["hr.mentorship.candidate"], employee)
        action = self.as_user(program or self.program, employee).action_find_mentor()
        self.assertEqual(action["res_model"], cards._name)
        return cards.search([])

    def names(self, employee=None):
        return self.find(employee).mapped("name")

    def ask(self, mentor, employee=None, message="May I ask you?"):
        """Ask as the mentee does: on the card, in the dialog."""
        card = self.find(employee).filtered(lambda card: card.name == mentor.name)
        self.assertTrue(card, f"{mentor.name} stands not on the page")
        return self.send(card, message)

    def send(self, card, message="May I ask you?"):
        last = self.env["hr.mentorship"].search([], order="id desc", limit=1)
        action = card.action_ask()
        dialog = Form(self.env[action["res_model"]].with_env(card.env).with_context(**action["context"]))
        dialog.message = message
        dialog.save().action_send()
        return self.env["hr.mentorship"].search([("id", ">", last.id or 0), ("origin", "=", "request")])

    def wish(self, *mentors, asks_next=True, employee=None):
        """Rank wishes as the mentee does, in the dialog, and say whether the next one is asked in their name."""
        employee = employee or self.mia
        part = self.program.participant_ids.filtered(
            lambda each: each.employee_id == employee and each.role == "mentee"
        )
        dialogs = self.as_user(self.env["hr.mentorship.choose.wishes"], employee)
        form = Form(dialogs.with_context(default_participant_id=part.id))
        for mentor in mentors:
            with form.line_ids.new() as line:
                line.employee_id = self.env["hr.employee.public"].browse(mentor.id)
        if form.matching_mode != "manager":
            form.asks_next_wish = asks_next
        form.save().action_save()

    def expire(self, request):
        """Let the day pass until which there was time to answer; what others of this database wait for has more."""
        day = request.offer_expires_on + timedelta(days=1)
        others = self.env["hr.mentorship"].search([("offer_expires_on", "!=", False), ("id", "!=", request.id)])
        others.offer_expires_on = day + timedelta(days=30)
        with freeze_time(f"{day} 06:00:00"):
            self.run_job("ir_cron_expire_offers")

    def fall(self):
        """Let the job ask the next wishes; return the request that has come of it."""
        last = self.env["hr.mentorship"].search([], order="id desc", limit=1)
        self.run_job("ir_cron_ask_next_wishes")
        return self.env["hr.mentorship"].search([("id", ">", last.id)])
