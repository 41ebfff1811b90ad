import json
from datetime import date, timedelta

from odoo import fields
from odoo.tests import BaseCase, tagged

from ..wizards.overview.next_action import QUIET, STEPS, find_next_actions
from ..wizards.overview.words import SAY
from .common import MentorshipCase, next_monday
from .performance import PerformanceCase

MOST_QUERIES = 30

MENTORSHIP = dict.fromkeys(
    (
        "can_answer",
        "is_request_to_me",
        "can_sign",
        "is_amendment",
        "can_hold_first_meeting",
        "asks_fit",
        "can_thank",
        "is_asked_for_another",
        "is_without_goal",
    ),
    False,
)
CHECKIN = dict.fromkeys(("is_due", "can_log", "can_confirm", "is_first", "can_plan", "has_time", "is_next"), False)


@tagged("post_install", "-at_install")
class TestNextAction(BaseCase):
    """Which of all that waits comes first; plain Python, without a database."""

    def kinds(self, **facts):
        return [action.kind for action in find_next_actions(facts)]

    def test_every_step_has_words(self):
        self.assertEqual({step.kind for step in STEPS}, set(SAY))
        self.assertLessEqual(set(QUIET), set(SAY))

    def test_an_answer_comes_before_a_signature_and_a_signature_before_a_log(self):
        kinds = self.kinds(
            mentorship=[{**MENTORSHIP, "id": 1, "can_sign": True}, {**MENTORSHIP, "id": 2, "can_answer": True}],
            checkin=[{**CHECKIN, "id": 3, "is_due": True, "can_log": True}],
        )
        self.assertEqual(kinds, ["answer_offer", "sign", "log_checkin"])

    def test_of_two_checkins_the_older_one_comes_first(self):
        today = fields.Date.today()
        due = {**CHECKIN, "is_due": True, "can_log": True}
        actions = find_next_actions(
            {"checkin": [{**due, "id": 1, "day": today}, {**due, "id": 2, "day": today - timedelta(days=9)}]}
        )
        self.assertEqual([action.id for action in actions], [2, 1])

    def test_of_one_record_its_first_step_counts(self):
        both = {**MENTORSHIP, "id": 1, "can_sign": True, "can_hold_first_meeting": True}
        self.assertEqual(self.kinds(mentorship=[both]), ["first_meeting"])

    def test_nobody_is_sent_elsewhere_while_somebody_waits_for_them(self):
        quiet = {
            "profile": [{"id": 0, "has_topics": False}],
            "program_to_join": [{"id": 5}],
            "checkin": [{**CHECKIN, "id": 3, "is_next": True, "can_plan": True}],
        }
        asked = [{**MENTORSHIP, "id": 2, "can_answer": True}]
        self.assertEqual(self.kinds(mentorship=asked, **quiet), ["answer_offer"])
        self.assertEqual(self.kinds(**quiet), ["next_meeting"], "and one of these is enough")

    def test_nothing_to_do(self):
        self.assertEqual(self.kinds(), [])
        self.assertEqual(self.kinds(mentorship=[{**MENTORSHIP, "id": 1}], checkin=[{**CHECKIN, "id": 1}]), [])


class PageCase(MentorshipCase):
    def page(self, person, **context):
        page = self.as_user(self.env["hr.mentorship.overview"], person).with_context(**context).get_page()
        json.dumps(page)  # what a client can read
        return page

    def section(self, page, key):
        return next((section for section in page["sections"] if section["key"] == key), None)

    def titles(self, page, key):
        section = self.section(page, key)
        return [card["title"] for card in section["cards"]] if section else []


@tagged("post_install", "-at_install")
class TestMyMentorship(PageCase):
    """What My Mentorship says to whom, from the first day to the last."""

    def test_employee_without_anything_is_led_to_the_profile_and_then_into_a_program(self):
        page = self.page(self.olga)
        self.assertEqual(page["action"]["kind"], "fill_in_profile")
        self.assertIn("Leaders", self.titles(page, "programs"))
        profile = self.env["hr.mentorship.profile"].search([("employee_id", "=", self.olga.id)])
        profile.wanted_skill_ids = self.leading
        page = self.page(self.olga)
        self.assertEqual(page["action"]["kind"], "join_program")
        self.assertEqual(page["action"]["buttons"][0]["name"], "action_join_as_mentee")
        self.assertEqual(page["people"], [])

    def test_where_no_program_is_open_the_page_leads_to_the_profile_still(self):
        self.leave_no_program()
        profile = self.env["hr.mentorship.profile"].search([("employee_id", "=", self.olga.id)])
        profile.wanted_skill_ids = self.leading
        action = self.page(self.olga)["action"]
        self.assertEqual((action["kind"], action["buttons"][0]["name"]), ("rest", "action_open_my_profile"))

    def test_first_program_manager_is_offered_templates(self):
        self.leave_no_program()
        for person in (self.pia, self.ada):
            self.env["hr.mentorship.profile"].search([("employee_id", "=", person.id)]).wanted_skill_ids = self.leading
            action = self.page(person)["action"]
            self.assertEqual(action["kind"], "create_program")
            self.assertEqual(action["buttons"][0]["name"], "action_create_program")
            opened = self.env[action["model"]].with_user(person.user_id).browse([]).action_create_program()
            self.assertEqual(opened["res_model"], "hr.mentorship.new.program")

    def test_applicant_reads_how_long_it_takes(self):
        self.env["hr.mentorship.profile"].search([("employee_id", "=", self.olga.id)]).wanted_skill_ids = self.leading
        self.enrol(self.olga, "mentee")
        page = self.page(self.olga)
        self.assertEqual(page["action"]["kind"], "wait_for_match")
        self.assertIn("People can join until", page["action"]["text"])
        self.assertEqual(self.titles(page, "participants"), ["Leaders"])

    def test_program_that_one_is_in_is_none_that_one_can_join(self):
        self.assertIn("Leaders", self.titles(self.page(self.olga), "programs"))
        part = self.enrol(self.olga, "mentor", state="applied")
        for state in ("applied", "approved"):
            part._move_to(state)
            with self.subTest(state):
                self.assertNotIn("Leaders", self.titles(self.page(self.olga), "programs"))
        part._move_to("withdrawn")
        self.assertIn("Leaders", self.titles(self.page(self.olga), "programs"))

    def test_invited_employee_is_asked_once(self):
        self.env["hr.mentorship.invitation"].with_user(self.pia.user_id)._ask(self.program, self.olga)
        page = self.page(self.olga)
        self.assertEqual(page["action"]["kind"], "answer_invitation")
        self.assertNotIn("Leaders", self.titles(page, "programs"))

    def test_mentee_sees_whom_the_offer_is_about_before_saying_yes(self):
        self.env["hr.mentorship.profile"].search([("employee_id", "=", self.max.id)]).introduction = "I like to listen."
        self.add_mentorship("offered")
        page = self.page(self.mia)
        action = page["action"]
        self.assertEqual((action["kind"], action["title"]), ("answer_offer", "Max could be your mentor"))
        person = action["person"]
        self.assertEqual((person["name"], person["topics"]), ("Max", "Leading"))
        self.assertEqual(person["introduction"], "I like to listen.")
        self.assertEqual([button["name"] for button in action["buttons"]], ["action_accept", "action_decline"])
        self.assertTrue(action["buttons"][1]["cancel_label"])
        self.assertEqual(page["people"], [], "nobody is a mentor before both have said yes")
        self.assertEqual(self.page(self.max)["action"]["title"], "Mia could learn from you")

    def test_whoever_has_answered_reads_whose_turn_it_is(self):
        pair = self.add_mentorship("offered")
        self.as_user(pair, self.mia).action_accept()
        page = self.page(self.mia)
        self.assertNotEqual(page["action"] and page["action"]["kind"], "answer_offer")
        [card] = self.section(page, "answers")["cards"]
        self.assertEqual(card["title"], "My mentor Max")
        self.assertIn("Max answers until", card["text"])

    def test_members_sign_and_are_together(self):
        self.add_mentorship("agreement")
        page = self.page(self.mia)
        self.assertEqual(page["action"]["kind"], "first_meeting")
        [person] = page["people"]
        self.assertEqual((person["relation"], person["name"]), ("My mentor", "Max"))

    def test_running_mentorship_shows_person_next_meeting_and_what_was(self):
        pair = self.add_mentorship("active")
        page = self.page(self.max)
        [person] = page["people"]
        self.assertEqual((person["relation"], person["name"]), ("My mentee", "Mia"))
        self.assertEqual((person["email"], person["chat"]), ("mia@example.com", "Chat with Mia"))
        self.assertEqual(self.section(page, "checkins")["cards"][0]["muted"][0], "My mentee Mia")
        self.assertEqual(self.titles(page, "timeline"), ["You began with Mia"])
        self.assertEqual(self.page(self.mia)["action"]["kind"], "set_goal", "a mentee begins with a goal")
        self.assertEqual(page["action"]["kind"], "next_meeting")
        self.assertEqual(page["action"]["id"], pair.checkin_ids.sorted("planned_date")[0].id)

    def test_check_in_that_is_due_is_logged_then_confirmed(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        checkin._move_to("planned", planned_date=fields.Date.today() - timedelta(days=1))
        action = self.page(self.mia)["action"]
        self.assertEqual((action["kind"], action["id"]), ("log_checkin", checkin.id))
        self.as_user(checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4)
        page = self.page(self.max)
        self.assertEqual(page["action"]["kind"], "confirm_checkin")
        self.assertIn("Regular check-in", self.titles(page, "timeline"))
        self.assertEqual(page["figures"][0]["value"], 1)
        self.as_user(checkin, self.max).action_confirm()
        self.assertNotEqual(self.page(self.max)["action"]["kind"], "confirm_checkin")

    def test_completed_mentorship_asks_for_thanks_and_leaves_the_people(self):
        self.add_mentorship("completed")
        page = self.page(self.mia)
        self.assertEqual((page["action"]["kind"], page["people"]), ("thank", []))
        self.assertEqual([figure["key"] for figure in page["figures"]], ["meetings", "hours", "badges"])

    def points(self, person):
        return [figure for figure in self.page(person)["figures"] if figure["key"] == "points"]

    def test_points_that_one_can_spend_stand_among_the_figures_and_lead_to_my_points(self):
        self.assertEqual(self.points(self.olga), [])
        self.env["hr.mentorship.wallet"]._earn([{"employee_id": self.olga.id, "points": 40, "reason": "A talk"}])
        [figure] = self.points(self.olga)
        self.assertEqual((figure["label"], figure["value"]), ("Points", 40))
        action = self.env["ir.actions.actions"].with_user(self.olga.user_id)._for_xml_id(figure["action"])
        opened = self.env["ir.actions.server"].browse(action["id"]).with_user(self.olga.user_id).run()
        self.assertEqual(self.as_user(self.env["hr.mentorship.wallet"].browse(opened["res_id"]), self.olga).balance, 40)
        self.assertEqual(self.points(self.max), [], "nobody else's")

    def test_points_are_no_figure_where_nobody_earns_any(self):
        pair = self.add_mentorship("active")
        self.as_user(pair.checkin_ids.sorted("planned_date")[0], self.mia)._log("done", held_on=fields.Date.today())
        self.assertTrue(self.page(self.mia)["figures"])
        self.assertEqual(self.points(self.mia), [])
        self.program.has_recognition = True
        [figure] = self.points(self.mia)
        self.assertEqual(figure["value"], 0, "My Points says how to earn some")

    def test_sponsor_is_asked_to_approve_and_the_manager_sees_what_waits(self):
        program = self.add_program("Speakers", self.pia, state="submitted")
        action = self.page(self.sam)["action"]
        self.assertEqual((action["kind"], action["id"]), ("approve_program", program.id))
        self.enrol(self.olga, "mentee", state="applied")
        page = self.page(self.pia)
        [leaders] = self.section(page, "managed")["cards"]
        self.assertEqual(leaders["title"], "Leaders")
        self.assertEqual(self.titles(page, "quiet"), ["Speakers"])
        self.assertIn({"action_view_applications": 1}, [{row["name"]: row["count"]} for row in leaders["rows"]])

    def test_work_of_a_program_manager_comes_first_and_what_is_only_planned_last(self):
        self.enrol(self.olga, "mentee", state="applied")
        self.add_program("Planned", self.pia, state="draft")
        self.add_program("Asked", self.pia, state="submitted")
        self.add_program("Running", self.pia)
        self.program.sudo()._notify_managers("approval_agreed", sponsor=self.sam.user_id)
        page = self.page(self.pia)
        keys = [section["key"] for section in page["sections"]]
        self.assertEqual(keys[0], "managed")
        self.assertLess(keys.index("news"), keys.index("quiet"))
        self.assertEqual(self.titles(page, "quiet"), ["Running", "Asked", "Planned"])
        self.assertEqual(self.section(page, "quiet")["title"], "Your other programs")

    def test_program_in_which_people_wait_comes_before_one_where_a_log_is_missing(self):
        self.add_mentorship("active").checkin_ids.sorted("planned_date")[0].sudo().planned_date = date(2020, 1, 1)
        other = self.add_program("Waiting", self.pia)
        page = self.page(self.pia)
        self.assertEqual(self.titles(page, "managed"), ["Leaders"])
        self.enrol(self.olga, "mentee", program=other, state="applied")
        waiting, leaders = self.section(self.page(self.pia), "managed")["cards"]
        self.assertEqual((waiting["title"], leaders["title"]), ("Waiting", "Leaders"))
        self.assertEqual([row["style"] for row in waiting["rows"] + leaders["rows"]][:2], ["primary", "secondary"])
        # What waits for the manager's own person comes first, and stands out alone
        self.add_program("Asked", self.petra, state="submitted", sponsor_id=self.pia.user_id.id)
        page = self.page(self.pia)
        self.assertEqual(page["action"]["kind"], "approve_program")
        rows = [row for card in self.section(page, "managed")["cards"] for row in card["rows"]]
        self.assertEqual({row["style"] for row in rows}, {"secondary"})

    def leave_no_program(self):
        """As in a new company; past the rules of archiving, as the demo company is in the midst of things."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_mentorship_program SET active = FALSE")
        self.env.invalidate_all()

    def test_page_speaks_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.enrol(self.olga, "mentee", state="applied")
        pages = (self.page(self.olga, lang=lang) for lang in ("en_US", "fr_FR"))
        english, french = (self.section(page, "participants")["title"] for page in pages)
        self.assertEqual(english, "You wait for a match")
        self.assertNotEqual(english, french)

    def test_mentorship_is_called_by_the_partner_and_by_both_names_for_others(self):
        pair = self.add_mentorship("active")
        names = [self.as_user(pair, person).display_name for person in (self.mia, self.max, self.pia)]
        self.assertEqual(names, ["My mentor Max", "My mentee Mia", "Max → Mia"])
        self.assertEqual(self.as_user(pair, self.mia).sudo().display_name, "Max → Mia", "in what others read")

    # -- access

    def test_nobody_reads_through_the_page_what_is_not_theirs(self):
        pair = self.add_mentorship("active")
        goal = self.env["hr.mentorship.goal"].create(
            {
                "name": "Secret goal",
                "mentorship_id": pair.id,
                "member_id": pair.member_ids.filtered(lambda member: member.role == "mentee").id,
            }
        )
        checkin = pair.checkin_ids[0]
        self.as_user(checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4, summary="Secret words")
        for person in (self.olga, self.pia, self.petra, self.ada, self.sam):
            said = json.dumps(self.page(person))
            for secret in ("Secret", '"Max"', '"Mia"'):
                self.assertNotIn(secret, said, person.name)
        self.assertIn("Secret goal", json.dumps(self.page(self.mia)))
        self.assertEqual(goal.state, "draft")
        self.assertNotIn("Secret goal", json.dumps(self.page(self.max)), "a draft is the mentee's alone")

    def test_proposal_that_is_not_published_stands_on_no_page(self):
        self.env["hr.mentorship.profile"].search([("employee_id", "=", self.mia.id)]).wanted_skill_ids = self.leading
        self.add_mentorship("proposed")
        page = self.page(self.mia)
        self.assertEqual(page["action"]["kind"], "wait_for_match")
        self.assertNotIn("Max", json.dumps(page))

    def test_every_button_of_the_page_is_a_step_that_the_reader_may_take(self):
        """A name that no method has, or that a client may not call, is found here and not by a person."""
        self.add_mentorship("offered", mentee=self.olga, mentor=self.max)
        self.add_mentorship("active")
        self.enrol(self.paula, "mentee", state="applied")
        for person in (self.mia, self.max, self.olga, self.paula, self.pia, self.sam):
            page = self.page(person)
            shown = [*filter(None, [page["action"]]), *page["more"]]
            shown += [card for section in page["sections"] for card in section["cards"]]
            for card in shown:
                rows = [row for row in card.get("rows", []) if row["name"]]
                for button in [*card.get("buttons", []), *rows]:
                    self.assertTrue(callable(getattr(self.env[card["model"]], button["name"])), button)
                if card["id"]:
                    self.as_user(self.env[card["model"]].browse(card["id"]), person).check_access("read")


@tagged("post_install", "-at_install", "sweep")
class TestMyMentorshipCost(PerformanceCase):
    """The page is what everybody opens, so it costs the same whatever one has, and little."""

    def add_pairs(self, *names):
        pairs = self.env["hr.mentorship"]
        for name in names:
            program = self.add_program(f"Program {name}", self.pia)
            mentor = self.add_person(name)
            self.enrol(mentor, "mentor", program=program)
            pairs += self.add_mentorship("active", mentor=mentor, program=program)
        today = next_monday()
        for pair in pairs:
            mentee = pair.member_ids.filtered(lambda member: member.role == "mentee")
            goal = self.env["hr.mentorship.goal"].create(
                {"name": "Speak", "mentorship_id": pair.id, "member_id": mentee.id}
            )
            goal._move_to("active", started_on=today)
            step = {"member_id": mentee.id, "name": "Ask", "due_date": today}
            self.env["hr.mentorship.next.step"]._agree(pair.checkin_ids[0], [step])
        pairs.program_id.has_recognition = True
        return pairs

    def count_page(self):
        # As the web client asks, in the language of the reader
        overview = self.env["hr.mentorship.overview"].with_user(self.mia.user_id).with_context(lang="en_US")
        overview.get_page()  # rules, groups and translations are cached
        return min(self.count_queries(overview.get_page) for _time in range(2))

    def test_mentee_with_two_mentorships(self):
        self.add_pairs("ben", "cleo")
        self.env["hr.mentorship.wallet"]._earn([{"employee_id": self.mia.id, "points": 40, "reason": "A talk"}])
        self.assertLessEqual(self.count_page(), MOST_QUERIES)
        overview = self.env["hr.mentorship.overview"].with_user(self.mia.user_id)
        self.assertEqual(len(overview.get_page()["people"]), 2)

    def test_each_further_mentorship_costs_nothing_more(self):
        self.add_pairs("ben", "cleo")
        few = self.count_page()
        self.add_pairs("dan", "emma")
        self.assertEqual(self.count_page(), few)
