import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import SIGNATURE, next_monday
from ..link.common import LinkCompany
from .common import PulseCompany


@tagged("post_install", "-at_install")
class TestLinkPulse(PulseCompany, LinkCompany, HttpCase):
    """Whoever has no user answers by the link in their mail; users answer the same page, and each only their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max("agreement")
        cls.pair.checkin_ids.unlink()
        for member in cls.pair.member_ids:
            cls.pair.agreement_id._sign_as(
                member, member.employee_id.name, SIGNATURE.decode(), identified_by="link", identified_as="x"
            )
        # Asked today: the pages know no other day
        cls.pair.start_date = fields.Date.today() - timedelta(days=31)
        cls.env["hr.mentorship.pulse"]._ask(cls.env["hr.mentorship.pulse"]._find_due(100))
        cls.pulse = cls.env["hr.mentorship.pulse"].search([("employee_id", "=", cls.nora.id)])
        cls.env.flush_all()

    def get_link(self):
        with freeze_time(next_monday()):
            self.env["hr.mentorship.digest"]._send_to(self.nora.work_contact_id.ids, next_monday())
        body = self.letter(self.mails_to(self.nora)[0])["body"]
        self.assertIn("Answer (2 minutes)", body)
        purposes = self.env["hr.mentorship.access.token"].search([("member_id", "=", self.seat.id)])
        self.assertIn("survey", purposes.mapped("purpose"))
        token = self.env["hr.mentorship.access.token"]
        return token._mint(self.seat, "survey")

    def form(self, pulse, value="4"):
        return {f"q{question.id}": value for question in pulse._get_questions() if question.question_type == "scale"}

    def open_page(self, link):
        page = self.url_open(link)
        if csrf := re.search(r'name="csrf_token" value="([^"]+)"', page.text):
            self.token = csrf[1]
        return page

    def post(self, link, what, **form):
        self.open_page(link)
        answer = self.url_open(f"{link}/{what}", data={"csrf_token": self.token, **form})
        self.env.invalidate_all()
        return answer

    def test_nora_reads_what_becomes_of_it_answers_and_is_thanked_however_often_she_presses(self):
        link = self.get_link()
        self.authenticate(None, None)
        page = self.url_open(link).text
        self.assertIn("figures of at least 3 people", page)
        self.assertIn("How does it go?", page)
        for _twice in range(2):
            answered = self.post(link, "survey", **self.form(self.pulse))
            self.assertEqual(answered.status_code, 200)
            self.assertIn("Thank you!", answered.text)
        self.pulse.invalidate_recordset()
        self.assertEqual((self.pulse.state, len(self.pulse.answer_ids)), ("answered", 9))

    def test_nora_says_not_now(self):
        link = self.get_link()
        self.authenticate(None, None)
        self.assertIn("All right, not now", self.post(link, "survey/not-now").text)
        self.pulse.invalidate_recordset()
        self.assertEqual(self.pulse.state, "declined")

    def test_opening_the_page_changes_nothing_and_nonsense_is_answered_in_words(self):
        link = self.get_link()
        self.authenticate(None, None)
        self.url_open(link)
        question = self.pulse._get_questions().filtered(lambda each: each.question_type == "multiple_choice")
        wrong = {f"q{question.id}_3": "999999999", f"q{question.id}_3_found": "7", "q1": "x", f"q{question.id}": "5"}
        page = self.post(link, "survey", **wrong)
        self.assertIn("Answer one question at least", page.text)
        self.pulse.invalidate_recordset()
        self.assertEqual(self.pulse.state, "open")

    def test_words_are_kept_with_their_tick_and_choices_with_their_weights(self):
        link = self.get_link()
        self.authenticate(None, None)
        questions = self.pulse._get_questions()
        own = questions.filtered(lambda each: each.question_type == "multiple_choice")
        first, second = own.suggested_answer_ids[:2]
        keep, change = questions.filtered(lambda each: each.question_type == "text_box")
        self.post(
            link,
            "survey",
            **{
                f"q{own.id}_3": str(second.id),
                f"q{own.id}_3_found": "5",
                f"q{own.id}_2": str(first.id),
                f"q{own.id}_2_found": "2",
                f"q{own.id}_1": str(first.id),
                f"q{own.id}_1_found": "1",
                f"q{keep.id}": "The walks",
                f"q{keep.id}_may_be_read": "1",
                f"q{change.id}": "More time",
            },
        )
        self.pulse.invalidate_recordset()
        answers = self.pulse.answer_ids
        chosen = answers.filtered("choice_id").sorted("weight", reverse=True)
        self.assertEqual(chosen.choice_id, second | first)
        self.assertEqual([(each.weight, each.value) for each in chosen], [(3, 5), (2, 2)])
        words = answers.filtered("body")
        self.assertEqual({each.body: each.may_be_read for each in words}, {"The walks": True, "More time": False})

    def test_survey_without_questions_is_over(self):
        link = self.get_link()
        self.pulse.survey_id.unlink()
        self.env.flush_all()
        self.authenticate(None, None)
        self.assertIn("This survey is over", self.url_open(link).text)

    def test_link_of_the_past_opens_nothing(self):
        link = self.get_link()
        self.authenticate(None, None)
        self.open_page(link)
        self.pulse.closes_on = fields.Date.today() - timedelta(days=1)
        self.env.flush_all()
        self.assertEqual(self.url_open(link).status_code, 404)
        self.assertEqual(self.post(link, "survey", **self.form(self.pulse)).status_code, 404)

    def test_user_answers_the_own_survey_and_no_other(self):
        mine = self.env["hr.mentorship.pulse"].search([("employee_id", "=", self.max.id)])
        self.authenticate(self.max.user_id.login, self.max.user_id.login)
        self.assertIn("How does it go?", self.url_open(f"/mentorship/survey/{mine.id}").text)
        answered = self.post(f"/mentorship/survey/{mine.id}", "survey", **self.form(mine))
        self.assertIn("Back to my mentorships", answered.text)
        for path in (f"/mentorship/survey/{self.pulse.id}", "/mentorship/survey/99999999"):
            self.assertEqual(self.url_open(path).status_code, 404)
            self.assertEqual(self.post(path, "survey", **self.form(self.pulse)).status_code, 404)
            self.assertEqual(self.post(path, "survey/not-now").status_code, 404)
        self.pulse.invalidate_recordset()
        self.assertEqual(self.pulse.state, "open")

    def test_preview_is_for_whoever_may_read_the_survey(self):
        path = f"/mentorship/survey/preview/{self.pulse.survey_id.id}"
        self.authenticate(self.pia.user_id.login, self.pia.user_id.login)
        page = self.url_open(f"{path}?role=mentor").text
        self.assertIn("Preview: nothing is sent from here", page)
        self.assertIn("What I have to give is of use here.", page)
        self.authenticate(self.max.user_id.login, self.max.user_id.login)
        self.assertEqual(self.url_open(path).status_code, 404)
