import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import MentorshipCase
from ..link.common import LinkCompany


@tagged("post_install", "-at_install")
class TestFitCheck(MentorshipCase):
    """After the first meeting each side says for themselves whether it fits; nobody else ever reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.checkins = cls.pair.checkin_ids.sorted("planned_date")
        cls.today = fields.Date.today()

    def meet(self, number=0, days=0):
        with freeze_time(self.today + timedelta(days=days)):
            self.as_user(self.checkins[number], self.max)._log("done", held_on=fields.Date.today(), rating=4)
        self.env.invalidate_all()

    def asked(self):
        notices = self.env["hr.mentorship.notice"].search(
            [("kind", "=", "fit_check"), ("program_id", "=", self.program.id)]
        )
        return sorted(notices.partner_id.mapped("name"))

    def mine(self, person):
        return self.as_user(self.pair, person)

    def test_nobody_is_asked_before_they_have_met(self):
        self.assertFalse(self.mine(self.mia).asks_fit)
        self.as_user(self.checkins[0], self.max)._log("missed")
        self.assertEqual((self.mine(self.mia).asks_fit, self.asked()), (False, []))

    def test_both_are_asked_alike_after_the_first_meeting_and_each_once(self):
        self.meet()
        self.assertEqual(self.asked(), ["Max", "Mia"])
        self.assertTrue(self.mine(self.mia).asks_fit and self.mine(self.max).asks_fit)
        self.env["hr.mentorship.notice"].search([("kind", "=", "fit_check")])._move_to("sent")
        self.meet(1, days=2)
        self.assertEqual(self.asked(), ["Max", "Mia"])

    def test_member_answers_and_nobody_else_learns_it(self):
        self.meet()
        self.mine(self.mia).action_fit_no()
        self.assertEqual(self.mine(self.mia).my_fit_answer, "no")
        self.assertFalse(self.mine(self.max).my_fit_answer)
        self.assertTrue(self.mine(self.max).asks_fit, "the other one is asked as before")
        for person in (self.max, self.pia, self.ada, self.olga):
            self.assertFalse(self.as_user(self.env["hr.mentorship.fit.answer"], person).search([]))
        with self.assertRaises(AccessError):
            self.mine(self.pia).member_ids.mapped("fit_asked_round")
        self.assertEqual(self.pair.state, "active")
        self.pair._refresh_health()
        self.assertEqual(self.pair.health, "on_track", "an answer changes nothing that others see")

    def test_too_early_is_asked_once_more_after_the_next_meeting(self):
        self.meet()
        self.env["hr.mentorship.notice"].search([("kind", "=", "fit_check")])._move_to("sent")
        self.mine(self.mia).action_fit_early()
        self.assertFalse(self.mine(self.mia).asks_fit)
        self.meet(1, days=2)
        self.assertTrue(self.mine(self.mia).asks_fit)
        self.assertEqual(
            self.env["hr.mentorship.notice"].search_count([("kind", "=", "fit_check"), ("state", "=", "queued")]),
            1,
            "the mentee alone, who was not sure",
        )
        self.mine(self.mia).action_fit_early()
        self.meet(2, days=4)
        self.assertFalse(self.mine(self.mia).asks_fit, "twice is enough")
        answers = self.as_user(self.env["hr.mentorship.fit.answer"], self.mia).search([])
        self.assertEqual(answers.mapped("round"), [2, 1])

    def test_not_a_fit_leads_in_two_steps_to_a_new_match(self):
        self.meet()
        opened = self.mine(self.mia).action_fit_no()
        self.assertEqual(opened["res_model"], "hr.mentorship.new.match")
        dialog = self.as_user(self.env["hr.mentorship.new.match"], self.mia).create({"mentorship_id": self.pair.id})
        self.env["hr.mentorship.notice"].search([]).unlink()
        dialog.action_confirm()
        self.assertEqual(self.pair.state, "ended")
        news = " ".join(self.read_news(self.max))
        self.assertIn("has ended", news)
        self.assertNotIn("fit", news)
        self.assertFalse(self.read_news(self.mia))
        self.assertEqual(self.mine(self.pia).end_reason, "none", "told only if the member agrees")
        participant = self.pair.member_ids.participant_id.filtered(lambda p: p.role == "mentee")
        self.assertEqual((participant.state, participant.seats_left), ("approved", 1))
        self.enrol(self.add_person("otto"), "mentor")
        proposals, _alone = self.propose()
        self.assertEqual(proposals.mentor_ids.mapped("name"), ["Otto"], "nobody meets the same partner again")
        block = self.as_user(self.env["hr.mentorship.block"], self.mia).search([])
        self.assertEqual(block.sudo().blocked_employee_id, self.max, "in no other program either, unless they want it")

    def test_member_agrees_that_the_program_manager_knows_and_wants_nobody_like_that_again(self):
        self.meet()
        self.mine(self.mia).action_fit_no()
        self.as_user(self.env["hr.mentorship.new.match"], self.mia).create(
            {"mentorship_id": self.pair.id, "may_tell": True, "not_again": True}
        ).action_confirm()
        self.assertEqual(self.mine(self.pia).end_reason, "fit")
        with self.assertRaises(AccessError):
            self.mine(self.max).mapped("end_reason")
        block = self.as_user(self.env["hr.mentorship.block"], self.mia).search([])
        self.assertEqual(block.sudo().blocked_employee_id, self.max)

    def test_member_changes_their_mind(self):
        self.meet()
        self.mine(self.mia).action_fit_no()
        self.mine(self.mia).action_fit_good()
        self.assertEqual(self.mine(self.mia).my_fit_answer, "good")
        self.assertEqual(self.env["hr.mentorship.fit.answer"].search_count([]), 1)

    def test_member_gives_it_another_try_and_is_asked_once_more(self):
        self.meet()
        action = self.mine(self.mia).action_fit_no()
        dialog = self.as_user(self.env["hr.mentorship.new.match"], self.mia)
        dialog = dialog.with_context(**action["context"]).create({"mentorship_id": self.pair.id})
        self.assertEqual(dialog.action_try_again()["params"]["message"], "Thank you for saying so.")
        self.assertEqual(self.mine(self.mia).my_fit_answer, "early", "nothing on the page says “not a fit” any more")
        self.assertFalse(self.mine(self.mia).asks_fit)
        self.meet(1, days=2)
        self.assertTrue(self.mine(self.mia).asks_fit)
        self.mine(self.mia).action_fit_good()
        self.assertEqual(dialog.action_try_again()["type"], "ir.actions.act_window_close")
        self.assertEqual(self.mine(self.mia).my_fit_answer, "good", "an open dialog takes back nothing else")

    def test_pair_has_met_before_signing_and_is_asked_then_and_not_once_more_after_it(self):
        self.pair = self.add_mentorship(
            "agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"), first_meeting=True
        )
        otto, eve = self.pair.mentor_ids, self.pair.mentee_ids
        self.as_user(self.pair.checkin_ids, otto)._log("done", held_on=fields.Date.today(), rating=4)
        self.assertEqual(self.asked(), ["Eve", "Otto"])
        self.mine(otto).action_fit_good()
        self.mine(eve).action_fit_early()
        self.pair._activate()
        self.env.invalidate_all()
        self.assertFalse(self.mine(otto).asks_fit or self.mine(eve).asks_fit)
        regular = self.pair.checkin_ids.filtered(lambda checkin: checkin.kind == "regular").sorted("planned_date")[0]
        self.as_user(regular, otto)._log("done", held_on=fields.Date.today(), rating=4)
        self.env.invalidate_all()
        self.assertEqual((self.mine(otto).asks_fit, self.mine(eve).asks_fit), (False, True))

    def test_not_a_fit_before_signing_leads_to_a_new_match_as_well(self):
        self.pair = self.add_mentorship(
            "agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"), first_meeting=True
        )
        eve = self.pair.mentee_ids
        self.as_user(self.pair.checkin_ids, eve)._log("done", held_on=fields.Date.today(), rating=2)
        self.mine(eve).action_fit_no()
        self.as_user(self.env["hr.mentorship.new.match"], eve).create({"mentorship_id": self.pair.id}).action_confirm()
        self.assertEqual(self.pair.state, "ended")
        seat = self.pair.member_ids.filtered(lambda member: member.employee_id == eve)
        self.assertEqual(seat.pool_answer, "yes")

    def test_pairs_that_have_met_for_long_are_not_asked(self):
        self.checkins[0]._move_to("done", held_on=self.today - timedelta(days=60))
        self.assertFalse(self.mine(self.mia).asks_fit)


@tagged("post_install", "-at_install")
class TestTrackLinks(LinkCompany, HttpCase):
    """Nora, who has no user, does by the links of her daily mail what others do in Odoo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max("agreement")
        cls.pair._activate()
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]

    def link_in_mail(self):
        self.send_digest(self.nora)
        return self.link_of(self.mails_to(self.nora)[0])

    def post(self, link, action, **data):
        csrf = self.get_csrf(self.url_open(link))
        page = self.url_open(f"{link}/{action}", data={"csrf_token": csrf, **data})
        self.env.invalidate_all()
        return page

    def get_csrf(self, page):
        return page.text.split('name="csrf_token" value="')[1].split('"')[0]

    def nudge(self):
        self.checkin._move_to("planned", planned_date=fields.Date.today() - timedelta(days=7))
        due = self.env["hr.mentorship.checkin"]._find_nudges_due(0, 10000)
        self.env["hr.mentorship.checkin"]._nudge([row for row in due if row[0] == self.checkin.id])

    def test_she_says_that_they_have_met(self):
        self.nudge()
        link = self.link_in_mail()
        page = self.url_open(link)
        self.assertIn("Did you meet?", page.text)
        self.assertEqual(self.checkin.state, "planned", "opening the page changes nothing")
        self.assertIn("Thank you", self.post(link, "checkin", outcome="done").text)
        self.assertEqual((self.checkin.state, self.checkin.logged_by_id.employee_id), ("done", self.nora))
        self.assertEqual(self.url_open(link).status_code, 404, "good once")

    def test_she_ends_it(self):
        self.nudge()
        self.post(self.link_in_mail(), "end")
        self.assertEqual(self.pair.state, "ended")

    def test_she_answers_the_fit_check_and_looks_for_a_new_match_in_two_steps(self):
        self.as_user(self.checkin, self.max)._log("done", held_on=fields.Date.today(), rating=4)
        self.checkin._confirm(self.seat)  # one link in the mail, not that of the log as well
        link = self.link_in_mail()
        self.assertIn("End kindly", self.post(link, "fit", answer="no").text)
        self.assertEqual(self.pair.state, "active", "the first of two steps")
        self.post(link, "new-match")
        self.assertEqual((self.pair.state, self.pair.sudo().given_end_reason), ("ended", "none"))
        self.assertEqual(self.seat.pool_answer, "yes")

    def test_she_gives_it_another_try(self):
        self.as_user(self.checkin, self.max)._log("done", held_on=fields.Date.today(), rating=4)
        self.checkin._confirm(self.seat)
        link = self.link_in_mail()
        page = self.post(link, "fit", answer="no")
        [button] = re.findall(r'value="(\w+)"[^>]*>Give it another try', page.text)
        self.assertIn("Thank you", self.post(link, "fit", answer=button).text)
        self.assertFalse(self.seat._says_no())
        self.assertEqual(self.pair.state, "active")
        self.assertEqual(self.url_open(link).status_code, 404, "good once")

    def test_link_of_one_purpose_opens_no_other_door(self):
        self.nudge()
        link = self.link_in_mail()
        self.assertEqual(self.post(link, "fit", answer="good").status_code, 404)
        self.assertEqual(self.post(link, "new-match").status_code, 404)
        self.assertEqual(self.pair.state, "active")
