import re
from datetime import datetime, time, timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from ..link.common import LINK, LinkCompany


@tagged("post_install", "-at_install")
class TestLinkCheckin(LinkCompany, HttpCase):
    """Nora, who has no user, sees, logs, confirms and rates her check-ins on the page of her link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max("agreement")
        cls.pair._activate()
        cls.pair.checkin_ids.filtered(lambda checkin: checkin.kind == "first")._cancel()
        planned = cls.pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        cls.checkin, cls.later = planned.sorted("planned_date")[:2]
        cls.today = fields.Date.today()
        cls.week_ago = cls.today - timedelta(days=7)

    # -- helpers

    def new_link(self, member=None):
        """What the daily mail brings; which mail brings one is tested below and with the nudges."""
        return self.env["hr.mentorship.access.token"]._mint(member or self.seat, "checkin")

    def fall_due(self, checkin=None):
        (checkin or self.checkin)._move_to("planned", planned_date=self.week_ago)

    def log_as_max(self, **values):
        self.fall_due()
        self.as_user(self.checkin, self.max)._log(**{"outcome": "done", "held_on": self.week_ago, **values})

    def post(self, link, **data):
        """Send the page's form, with what it holds already."""
        page = self.url_open(link)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        answer = self.url_open(f"{link}/checkin", data={**hidden, **data})
        self.env.invalidate_all()
        return answer

    def answers(self):
        return self.env["hr.mentorship.feedback"].search([("member_id", "=", self.seat.id)])

    def summaries(self):
        return self.env["hr.mentorship.note"].search([("checkin_id", "=", self.checkin.id)])

    # -- the way it is meant

    def test_she_sees_when_where_and_what_to_talk_about(self):
        self.pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned" and checkin != self.checkin)._cancel()
        self.nora.tz = "Asia/Tokyo"
        moment = datetime.combine(self.today + timedelta(days=40), time(7))
        self.as_user(self.checkin, self.max)._move(
            moment.date(), moment, meeting_mode="in_person", meeting_location="The green room"
        )
        self.as_user(self.checkin, self.max)._set_my_topics(["Something of Max"])
        page = self.url_open(self.new_link()).text
        for shown in ("Your next check-in", "Max", "4:00", "Asia/Tokyo", "The green room", "Which topics come first?"):
            self.assertIn(shown, page)
        for hidden in ("max@example.com", "Something of Max", "Did you meet?"):
            self.assertNotIn(hidden, page)
        self.assertEqual(self.checkin.state, "planned", "opening the page changes nothing")

    def test_she_logs_rates_and_asks_for_contact_and_her_partner_reads_the_summary_alone(self):
        self.fall_due()
        link = self.new_link()
        answer = self.post(
            link,
            outcome="done",
            held_on=str(self.week_ago),
            rating="4",
            summary="We spoke about my talk.",
            comment="He listens.",
            wants_contact="1",
        )
        self.assertIn("Thank you", answer.text)
        self.assertRecordValues(
            self.checkin, [{"state": "done", "held_on": self.week_ago, "logged_by_id": self.seat.id}]
        )
        self.assertRecordValues(self.answers(), [{"rating": 4, "comment": "He listens.", "wants_contact": True}])
        self.assertEqual(self.todos(self.seat.participant_id).user_id, self.pia.user_id)
        self.assertEqual(self.url_open(link).status_code, 404, "good once")

        as_max = self.as_user(self.checkin, self.max)
        self.assertTrue(as_max.can_confirm)
        self.assertRecordValues(as_max.note_ids, [{"author_name": "Nora", "body": "We spoke about my talk."}])
        self.assertEqual(as_max._get_summaries(as_max.mentorship_id.my_member_id), ["We spoke about my talk."])
        for person in (self.max, self.pia, self.ada):
            self.assertFalse(self.env["hr.mentorship.feedback"].with_user(person.user_id).search([]))
        for person in (self.pia, self.ada, self.olga):
            self.assertFalse(self.env["hr.mentorship.note"].with_user(person.user_id).search([]))

    def test_she_confirms_what_her_partner_has_logged_and_ticks_her_step(self):
        self.log_as_max(
            summary="Nora practised.",
            private_note="She is nervous.",
            rating=2,
            comment="Too long.",
            next_steps=[
                {"name": "Send the slides", "member_id": self.seat.id, "due_date": self.today},
                {
                    "name": "Book the room",
                    "member_id": (self.pair.member_ids - self.seat).id,
                    "due_date": self.today,
                },
            ],
        )
        link = self.new_link()
        page = self.url_open(link).text
        for shown in ("Was it like this?", "Max logged: we met on", "Nora practised.", "Send the slides"):
            self.assertIn(shown, page)
        for hidden in ("She is nervous.", "Too long.", "Book the room"):
            self.assertNotIn(hidden, page)
        mine, other = self.pair.next_step_ids.sorted(lambda step: step.member_id != self.seat)
        answer = self.post(link, outcome="done", rating="5", **{f"step_{mine.id}": "1", f"step_{other.id}": "1"})
        self.assertIn("This check-in is confirmed now", answer.text)
        self.assertEqual(self.checkin.confirmed_on, self.today)
        self.assertEqual(self.checkin.confirmed_member_ids, self.pair.member_ids)
        self.assertEqual((mine.state, other.state), ("done", "open"), "she ticks her own steps")
        self.assertEqual(self.answers().rating, 5)

    def test_she_corrects_her_partner_who_confirms_in_turn(self):
        self.log_as_max()
        self.post(self.new_link(), outcome="missed")
        self.assertRecordValues(self.checkin, [{"state": "missed", "held_on": False, "logged_by_id": self.seat.id}])
        self.assertTrue(self.as_user(self.checkin, self.max).can_confirm)

    def test_her_partner_is_faster_and_she_is_asked_again(self):
        self.fall_due()
        link = self.new_link()
        page = self.url_open(link).text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        self.as_user(self.checkin, self.max)._log("missed", reason="forgotten")
        self.as_user(self.checkin, self.max)._log("done", held_on=self.today, is_correction=True)
        answer = self.url_open(
            f"{link}/checkin", data={**hidden, "outcome": "missed", "held_on": "", "summary": "I was ill."}
        )
        self.env.invalidate_all()
        self.assertIn("Was it like this?", answer.text)
        self.assertRecordValues(self.checkin, [{"state": "done", "confirmed_on": False}])
        self.assertEqual(self.summaries().body, "I was ill.")

    def test_she_does_what_waits_one_after_the_other_with_one_link(self):
        self.fall_due()
        self.later._move_to("planned", planned_date=self.today - timedelta(days=1))
        link = self.new_link()
        self.assertIn("Did you meet?", self.post(link, outcome="done").text)
        self.assertEqual((self.checkin.state, self.later.state), ("done", "planned"))
        answer = self.url_open(
            f"{link}/checkin",
            data={"csrf_token": self.get_csrf(link), "checkin": self.checkin.id, "outcome": "missed"},
        )
        self.env.invalidate_all()
        self.assertIn("Did you meet?", answer.text)
        self.assertEqual((self.checkin.state, self.later.state), ("done", "planned"), "sent twice, logged once")
        self.assertIn("Thank you", self.post(link, outcome="missed").text)
        self.assertEqual(self.later.state, "missed")
        self.assertEqual(self.url_open(link).status_code, 404)

    def get_csrf(self, link):
        return self.url_open(link).text.split('name="csrf_token" value="')[1].split('"')[0]

    def test_her_daily_mail_brings_the_link_when_her_partner_has_logged(self):
        self.log_as_max()
        self.env["hr.mentorship.notice"].search([("kind", "!=", "checkin_logged")]).unlink()
        self.send_digest(self.nora)
        link = self.link_of(self.mails_to(self.nora)[0])
        self.assertIn("Was it like this?", self.url_open(link).text)

    def test_nobody_is_told_of_a_log_that_they_have_confirmed(self):
        self.log_as_max()
        lines = self.env["hr.mentorship.notice"].search(
            [("kind", "=", "checkin_logged"), ("program_id", "=", self.program.id)]
        )
        self.assertEqual(lines._filter_true(), lines)
        self.checkin._confirm(self.seat)
        self.assertFalse(lines._filter_true())

    # -- what must not be

    def test_wrong_values_change_nothing_and_say_why(self):
        self.fall_due()
        link = self.new_link()
        tomorrow = self.today + timedelta(days=1)
        self.assertIn("cannot lie in the future", self.post(link, outcome="done", held_on=str(tomorrow)).text)
        answer = self.post(link, outcome="done", held_on="soon", summary="Kept words")
        self.assertIn("On which day did you meet?", answer.text)
        self.assertIn("Kept words", answer.text)
        for wrong in ("moved", "skipped", "cancelled", ""):
            self.assertEqual(self.post(link, outcome=wrong).status_code, 404, wrong)
        self.assertEqual(self.checkin.state, "planned")
        self.post(link, outcome="done", rating="9", step_x="1", seen="x" * 999)
        self.assertEqual(self.checkin.state, "done")
        self.assertFalse(self.answers())

    def test_expired_used_and_foreign_links_open_nothing_and_change_nothing(self):
        self.fall_due()
        link = self.new_link()
        selector, secret = link.split("/")[-2:]
        csrf = self.get_csrf(link)
        other = self.enrol(self.env["hr.employee"].create({"name": "Otto", "work_email": "otto@example.com"}), "mentee")
        stranger = self.env["hr.mentorship"].create(
            {
                "program_id": self.program.id,
                "member_ids": [
                    Command.create({"participant_id": self.enrol(self.olga, "mentor").id}),
                    Command.create({"participant_id": other.id}),
                ],
            }
        )
        self.assertFalse(stranger.member_ids._filter_awaiting("checkin"), "not active: nothing to see")
        foreign = self.new_link(stranger.member_ids.filtered(lambda member: member.role == "mentee"))
        token = self.env["hr.mentorship.access.token"].search([("selector", "=", selector)])
        token.expires_at = fields.Datetime.now()
        for wrong in (link, foreign, f"/mentorship/link/{selector}/guess", f"/mentorship/link/guess/{secret}"):
            with self.subTest(wrong.split("/")[-1]):
                self.assertEqual(self.url_open(wrong).status_code, 404)
                data = {"csrf_token": csrf, "checkin": self.checkin.id, "outcome": "done"}
                page = self.url_open(f"{wrong}/checkin", data=data)
                self.assertEqual(page.status_code, 404)
                self.assertNotIn("Max", page.text)
        self.env.invalidate_all()
        self.assertEqual(self.checkin.state, "planned")
        token.expires_at = fields.Datetime.now() + timedelta(days=1)
        self.assertEqual(self.url_open(link).status_code, 200)
        token._use()
        self.assertEqual(self.url_open(link).status_code, 404)

    def test_link_opens_no_check_in_of_another_pair(self):
        """The number in the form says which check-in the page has shown; it chooses none."""
        self.fall_due()
        foreign = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.olga).checkin_ids[0]
        foreign._move_to("planned", planned_date=self.week_ago)
        link = self.new_link()
        self.url_open(
            f"{link}/checkin", data={"csrf_token": self.get_csrf(link), "checkin": foreign.id, "outcome": "done"}
        )
        self.env.invalidate_all()
        self.assertEqual((foreign.state, self.checkin.state), ("planned", "planned"))

    def test_asking_too_often_waits(self):
        self.fall_due()
        link = self.new_link()
        with self.limit_requests(token=2):
            self.assertEqual([self.url_open(link).status_code for _visit in range(3)], [200, 200, 404])

    def test_mail_of_a_member_with_a_user_brings_no_link(self):
        self.fall_due()
        self.checkin._log_by_link(self.seat, "done")
        self.send_digest(self.max)
        self.assertFalse(LINK.search(self.letter(self.mails_to(self.max)[0])["body"]))
