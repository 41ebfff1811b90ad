import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MentorshipCase, next_monday
from .group.common import GroupCase
from .performance import PerformanceCase

MOST_QUERIES = 60


class PagesCase(MentorshipCase):
    def page(self, record, person, **context):
        self.env.invalidate_all()
        page = self.as_user(record, person).with_context(**context).page
        json.dumps(page)  # what a client can read
        return page

    def buttons(self, page):
        """Return the names of all buttons of the page, with the model and the id of the record of each."""
        own = (page["more"], *(hint["buttons"] for hint in page["hints"]))
        own += tuple(block["buttons"] for tab in page["tabs"] for block in tab["blocks"])
        cards = [card for tab in page["tabs"] for block in tab["blocks"] for card in block["cards"]]
        of_cards = [(card["model"], card["id"], each) for card in cards for each in card.get("buttons", ())]
        if page["action"]:
            of_cards += [(page["action"]["model"], page["action"]["id"], each) for each in page["action"]["buttons"]]
        return [button["name"] for buttons in own for button in buttons], of_cards

    def tab(self, page, key):
        return next((tab for tab in page["tabs"] if tab["key"] == key), None)

    def said(self, page, key):
        return json.dumps(self.tab(page, key))


@tagged("post_install", "-at_install")
class TestMentorshipPage(PagesCase):
    """What a member reads of a mentorship, from the offer to the end."""

    def test_to_each_member_it_is_the_other_one(self):
        pair = self.add_mentorship("active")
        pages = {person: self.page(pair, person) for person in (self.mia, self.max)}
        self.assertEqual(
            [(page["people"][0]["relation"], page["people"][0]["name"]) for page in pages.values()],
            [("My mentor", "Max"), ("My mentee", "Mia")],
        )
        self.assertEqual(pages[self.mia]["action"]["kind"], "set_goal")
        self.assertEqual(pages[self.max]["action"]["kind"], "next_meeting")
        self.assertIn("Together since", pages[self.mia]["sentence"])

    def test_each_state_has_a_sentence_and_what_can_be_done_in_it(self):
        expected = {
            "offered": ("answer_offer", "people", "You decide freely"),
            "agreement": ("first_meeting", "agreement", "about to begin"),
            "active": ("next_meeting", "meetings", "Together since"),
            "completed": ("thank", "agreement", "Completed on"),
            "ended": (None, "notes", "It ended on"),
        }
        for state, (kind, tab, sentence) in expected.items():
            with self.subTest(state), self.env.cr.savepoint() as savepoint:
                pair = self.add_mentorship("active" if state == "ended" else state)
                if state == "ended":
                    self.as_user(pair, self.mia)._end()
                    self.as_user(pair, self.max).action_stay_out_of_pool()
                page = self.page(pair, self.max)
                self.assertEqual(page["action"] and page["action"]["kind"], kind)
                self.assertEqual(page["tabs"][0]["key"], tab)
                self.assertIn(sentence, page["sentence"])
                savepoint.rollback()

    def test_break_is_ended_by_the_largest_button(self):
        pair = self.add_mentorship("active")
        self.as_user(pair, self.mia)._pause(fields.Date.today() + timedelta(days=20))
        page = self.page(pair, self.mia)
        self.assertEqual([each["name"] for each in page["action"]["buttons"]], ["action_resume"])
        self.assertIn("Takes a break until", page["sentence"])

    def test_what_helps_in_this_phase_stands_in_the_tab_that_is_open_first(self):
        library = self.env["hr.mentorship.resource"]
        library.search([]).active = False
        library.create(
            [
                {"name": f"{phase} of {role}", "phase": phase, "role": role, "kind": "template", "minutes": minutes}
                for phase, minutes in (("before", 2), ("first_meeting", 0), ("first_month", 4))
                for role in ("mentor", "mentee")
            ]
        )
        for state, phase, muted in (
            ("offered", "before", "Template · 2 min"),
            ("agreement", "first_meeting", "Template"),
            ("active", "first_month", "Template · 4 min"),
            ("completed", None, None),
        ):
            with self.subTest(state), self.env.cr.savepoint() as savepoint:
                pair = self.add_mentorship(state)
                for person, role in ((self.max, "mentor"), (self.mia, "mentee")):
                    page = self.page(pair, person)
                    blocks = [
                        (number, block)
                        for number, tab in enumerate(page["tabs"])
                        for block in tab["blocks"]
                        if block["key"] == "resources"
                    ]
                    if not phase:
                        self.assertEqual(blocks, [])
                        continue
                    [(number, block)] = blocks
                    self.assertEqual(number, 0)
                    [card] = block["cards"]
                    self.assertEqual((card["title"], card["muted"]), (f"{phase} of {role}", [muted]))
                    opened = self.as_user(library.browse(card["id"]), person)
                    self.assertEqual((card["model"], opened.name), (library._name, card["title"]))
                savepoint.rollback()

    def test_member_of_another_company_is_shown_what_is_for_all(self):
        pair = self.add_mentorship("active")
        library = self.env["hr.mentorship.resource"]
        library.search([]).active = False
        library.create({"name": "House rules", "company_id": self.env.company.id, "sequence": 1})
        library.create({"name": "For all", "company_id": False, "sequence": 2})
        second = self.env["res.company"].create({"name": "Second company"})
        self.mia.user_id.company_ids += second
        for companies, titles in ((self.env.company, ["House rules", "For all"]), (second, ["For all"])):
            tab = self.page(pair, self.mia, allowed_company_ids=companies.ids)["tabs"][0]
            [block] = [block for block in tab["blocks"] if block["key"] == "resources"]
            self.assertEqual([card["title"] for card in block["cards"]], titles)

    def test_whoever_is_no_member_gets_no_page(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids[0]
        for person in (self.pia, self.ada):
            self.assertFalse(self.page(pair, person))
            self.assertFalse(self.page(checkin, person))

    def test_private_note_stays_with_its_author_in_sudo_too(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids[0]
        day = fields.Date.today()
        self.as_user(checkin, self.mia)._log("done", held_on=day, rating=2, summary="Shared", private_note="Secret")
        self.assertIn("Secret", self.said(self.page(pair, self.mia), "notes"))
        for record in (pair, checkin):
            for reader in (self.as_user(record, self.max), self.as_user(record, self.max).sudo()):
                self.env.invalidate_all()
                said = json.dumps(reader.page)
                self.assertIn("Shared", said)
                self.assertNotIn("Secret", said)

    def test_every_button_is_a_step_that_the_reader_may_take(self):
        for state in ("offered", "agreement", "active", "completed"):
            with self.subTest(state), self.env.cr.savepoint() as savepoint:
                pair = self.add_mentorship(state)
                for record in (pair, pair.checkin_ids[:1]):
                    if not record:
                        continue
                    for person in (self.mia, self.max):
                        own, of_cards = self.buttons(self.page(record, person))
                        for name in own:
                            self.assertTrue(callable(getattr(record, name)), name)
                        for model, record_id, button in of_cards:
                            self.assertTrue(callable(getattr(self.env[model], button["name"])), button)
                            self.as_user(self.env[model].browse(record_id), person).check_access("read")
                savepoint.rollback()

    def test_every_way_out_asks_back_with_both_answers(self):
        pair = self.add_mentorship("offered")
        for button in self.page(pair, self.mia)["action"]["buttons"]:
            if button["name"] == "action_decline":
                self.assertTrue(button["confirm"] and button["confirm_label"] and button["cancel_label"])

    def test_page_speaks_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        pair = self.add_mentorship("active")
        english, french = (self.page(pair, self.mia, lang=lang)["sentence"] for lang in ("en_US", "fr_FR"))
        self.assertNotEqual(english, french)


@tagged("post_install", "-at_install")
class TestGroupPage(PagesCase, GroupCase):
    def test_group_shows_its_people_and_their_mentor_first(self):
        group = self.publish()
        self.accept(group)
        page = self.page(group, self.mia)
        self.assertEqual([each["name"] for each in page["people"]], ["Max", "Olga"])
        self.assertEqual((page["title"], self.page(group, self.max)["title"]), ("My group", "My mentees"))


@tagged("post_install", "-at_install")
class TestCheckinPage(PagesCase):
    """What a member reads of a meeting, before it and after it."""

    def test_meeting_is_logged_then_confirmed(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        checkin._move_to("planned", planned_date=fields.Date.today() - timedelta(days=1))
        page = self.page(checkin, self.mia)
        self.assertEqual((page["action"]["kind"], page["status"]), ("log_checkin", "Planned"))
        self.assertIn("action_choose_pause", self.buttons(page)[0])
        self.as_user(checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4, summary="Courage")
        mine, theirs = self.page(checkin, self.mia), self.page(checkin, self.max)
        self.assertEqual(theirs["action"]["kind"], "confirm_checkin")
        self.assertIsNone(mine["action"])
        self.assertIn("Max can confirm it", mine["hints"][0]["text"])
        self.assertIn("4 of 5 stars", self.said(mine, "answer"))
        self.assertIsNone(self.tab(theirs, "answer"), "an answer is its author's alone")
        self.assertEqual(theirs["tabs"][0]["key"], "notes")
        said = self.as_user(checkin, self.max).action_confirm()
        self.assertIn("Confirmed", said["params"]["message"])
        self.assertIn("Confirmed on", self.page(checkin, self.mia)["hints"][0]["text"])

    def test_log_is_offered_from_the_day_itself(self):
        """Before it, a button for what is to come is pressed by mistake: whoever has met early finds it below."""
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        for days, label in ((7, "We Have Met: Log It"), (0, None)):
            checkin._move_to("planned", planned_date=fields.Date.today() + timedelta(days=days))
            with self.subTest(days=days):
                page = self.page(checkin, self.mia)
                more = [button["label"] for button in page["more"] if button["name"] == "action_log"]
                self.assertEqual(more, [label] if label else [], "on the day it is the first thing to do")
                _own, of_cards = self.buttons(self.page(pair, self.mia))
                offered = any(button["name"] == "action_log" for _model, each, button in of_cards if each == checkin.id)
                self.assertEqual(offered, not days)

    def test_agenda_says_what_to_talk_about_and_what_was(self):
        checkin = self.add_mentorship("active").checkin_ids.sorted("planned_date")[0]
        self.as_user(checkin, self.mia)._set_my_topics(["Courage"])
        agenda = self.said(self.page(checkin, self.max), "agenda")
        self.assertIn("Courage", agenda)
        self.assertIn("What we talk about", agenda)

    def test_meeting_leads_back_to_the_mentorship(self):
        pair = self.add_mentorship("active")
        back = self.page(pair.checkin_ids[0], self.mia)["back"]
        self.assertEqual(back, {"model": "hr.mentorship", "id": pair.id, "label": "My mentor Max"})


@tagged("post_install", "-at_install", "sweep")
class TestPageCost(PerformanceCase):
    """A page costs the same however much there is on it."""

    def test_queries_do_not_grow_with_meetings_goals_and_notes(self):
        pair = self.add_mentorship("active")
        mentee = pair.member_ids.filtered(lambda member: member.role == "mentee")
        costs = []
        for _round in range(2):
            for number in range(3):
                goal = self.env["hr.mentorship.goal"].create(
                    {"name": f"Speak {number}", "mentorship_id": pair.id, "member_id": mentee.id}
                )
                goal._move_to("active", started_on=next_monday())
                step = {"member_id": mentee.id, "name": "Ask", "due_date": next_monday()}
                self.env["hr.mentorship.next.step"]._agree(pair.checkin_ids[0], [step])
            checkin = pair.checkin_ids.filtered(lambda each: each.state == "planned").sorted("planned_date")[0]
            self.as_user(checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4, summary="Words")
            # The library grows as well, and what it offers
            self.env["hr.mentorship.resource"].create({"name": "Read this", "role": "mentee", "sequence": 0})
            reader = self.as_user(pair, self.mia)
            costs.append(min(self.count_queries(lambda record=reader: record.page) for _time in range(2)))
        self.assertLessEqual(max(costs), MOST_QUERIES)
        self.assertLessEqual(costs[1], costs[0] + 1)
