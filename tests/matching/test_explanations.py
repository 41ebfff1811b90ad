import re

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.matching.match_reader import Reader
from .common import CriteriaCase


@tagged("post_install", "-at_install")
class TestExplanations(CriteriaCase):
    """Who reads which reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chess = cls.env["hr.mentorship.interest"].create({"name": "Chess by mail"})
        cls.level = cls.skill_type.skill_level_ids[:1]

    def test_criterion_that_is_not_shown_stays_with_the_program_manager(self):
        self.program.criterion_ids.filtered(lambda c: c.kind == "time_zone").is_shown_to_members = False
        pair = self.add_mentorship("offered")
        pair._rate_match()
        for person in (self.mia, self.max):
            person.user_id.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
            mine = self.as_user(pair, person)
            told = {
                self.mia: "Offers the topic you want: Leading.",
                self.max: "You offer the topic that Mia wants: Leading.",
            }
            self.assertEqual(mine.match_reasons, told[person])
            self.assertFalse(mine.match_breakdown)
            for read in (
                lambda mine=mine: mine.read(["match_facts"]),
                lambda mine=mine: mine.export_data(["match_facts"]),
                lambda mine=mine: mine.search([("match_facts", "ilike", "time_zone")]),
                lambda mine=mine: mine.program_id.read(["criterion_ids"]),
                lambda mine=mine: mine.env["hr.mentorship.criterion"].search([]),
            ):
                with self.assertRaises(AccessError), mute_logger("odoo.models"):
                    read()
            self.assertNotIn("match_facts", mine.read()[0])
        for manager in (self.pia, self.ada):
            breakdown = self.as_user(pair, manager).match_breakdown
            self.assertIn("Same time zone.", breakdown)
            self.assertIn("6.5 of 6.5", breakdown)

    def test_two_read_no_reason_that_is_no_longer_so(self):
        pair = self.add_mentorship("offered")
        (self.mia + self.max).tz = "Europe/Brussels"
        pair._rate_match()
        self.assertIn("Same time zone.", self.as_user(pair, self.mia).match_reasons)
        member = pair.member_ids.filtered(lambda each: each.role == "mentee")
        self.mia.tz = "Europe/London"
        for reasons in (self.as_user(pair, self.mia).match_reasons, member._get_match_reasons()):
            self.assertIn("Offers the topic you want: Leading.", reasons)
            self.assertNotIn("Same time zone.", reasons)
        breakdown = self.as_user(pair, self.pia).match_breakdown
        self.assertIn("Same time zone.", breakdown, "what the points were given for")

    def test_program_manager_who_is_one_of_the_two_reads_no_more_than_any_member(self):
        self.program.criterion_ids.is_shown_to_members = False
        self.mia.user_id.group_ids = [Command.link(self.env.ref("hr_mentorship.group_hr_mentorship_manager").id)]
        self.program.manager_ids = [Command.link(self.mia.user_id.id)]
        pair = self.add_mentorship("offered")
        pair._rate_match()
        mine = self.as_user(pair, self.mia)
        self.assertFalse(mine.match_breakdown)
        self.assertFalse(mine.match_reasons)
        with self.assertRaises(AccessError):
            mine.read(["match_facts"])

    def test_every_reason_says_you_to_the_two_and_names_to_anybody_else(self):
        """For all kinds of criteria, present and to come, and all that the facts of a kind may be."""
        some = {"value": 1, "weight": 1, "is_required": False, "points": 1, "most_points": 1, "criterion_id": False}
        facts = {
            "topics": [
                {"wanted": 2, "shared": []},
                *({"wanted": 2, "shared": [[self.leading.id, self.level.id, steps]]} for steps in (None, 0, 1, 2)),
            ],
            "interests": [{"shared": []}, {"shared": [self.chess.id]}],
            "languages": [{"shared": []}, {"shared": [self.leading.id]}],
            "department": [{"mentee": one, "mentor": 2} for one in (1, 2)],
            "job": [{"mentee": one, "mentor": 2} for one in (1, 2)],
            "place": [{"nearness": nearness} for nearness in (0, 0.25, 0.75, 1)],
            "time_zone": [{"hours": hours} for hours in (0, 1, 2)],
            "seniority": [{"mentee": one, "mentor": 2} for one in (1, 2)],
            "style": [{"closeness": closeness} for closeness in (0.5, 0.7, 0.9)],
            "availability": [{"hours": hours} for hours in (0, 1, 2)],
            "wishes": [{"mentee": one, "mentor": other} for one in (None, 3) for other in (None, 4)],
            "earlier_mentor": [{"times": times} for times in (0, 1)],
            "waiting": [{"was_left_out": left_out, "days": days} for left_out in (True, False) for days in (0, 1, 2)],
            "reliability": [{"mentee": (0, 0), "mentor": held} for held in ((0, 0), (1, 2))],
        }
        custom = {"label": "Shoe size", "value_type": "integer", "comodel": False, "field_name": "x", "question_id": 0}
        for kind in ("custom_field", "custom_answer"):
            facts[kind] = [
                {**custom, "comparison": "same", "is_same": is_same, "mentee": one, "mentor": 42}
                for is_same, one in ((True, 42), (True, None), (False, 41), (False, None))
            ] + [
                {**custom, "comparison": "overlap", "has_common": has_common, "shared": []}
                for has_common in (True, False)
            ]
        kinds = set(self.env["hr.mentorship.criterion"]._fields["kind"].get_values(self.env))
        self.assertEqual(set(facts), kinds)
        speaking_of_both = 0
        for kind, variants in facts.items():
            for fact in variants:
                whole = {**some, "kind": kind, "comparison": False, "is_shown": True, **fact}
                told = {}
                for role in ("mentee", "mentor", ""):
                    reader = Reader("Kim", "Robin", role)
                    [[line]] = self.words._explain_in_detail([{"criteria": [whole]}], [reader], for_manager=True)
                    told[role] = line["sentence"]
                with self.subTest(kind, **fact):
                    self.assertNotRegex(" ".join(told.values()), r"(?i)the mentee|the mentor\b|\((mentor|mentee)\)")
                    self.assertNotRegex(told[""], r"(?i)\byour?s?\b")
                    if kind != "reliability":  # never told to the two
                        self.assertNotIn("Kim", told["mentee"])
                        self.assertNotIn("Robin", told["mentor"])
                    if "Kim" in told[""] or "Robin" in told[""]:
                        speaking_of_both += 1
                        if kind != "reliability":
                            self.assertNotEqual(told[""], told["mentee"])
        self.assertGreater(speaking_of_both, 15)

    def test_level_that_is_named_by_a_code_is_told_as_a_step_of_its_ladder(self):
        ladders = {
            ("Beginner", "Expert"): "Leading (Expert)",
            ("L1", "L2"): "Leading (level 2 of 2)",
            ("1", "2"): "Leading (level 2 of 2)",
            ("B1", "B2"): "Leading (B2)",  # of languages, which everybody knows
        }
        fact = {"kind": "topics", "value": 1, "weight": 1, "is_required": False, "points": 1, "most_points": 1}
        for names, told in ladders.items():
            levels = self.skill_type.skill_level_ids.sorted("level_progress")
            for level, name in zip(levels, names, strict=True):
                level.name = name
            whole = {
                **fact,
                "criterion_id": False,
                "comparison": False,
                "is_shown": True,
                "wanted": 1,
                "shared": [[self.leading.id, levels[-1].id, None]],
            }
            [[reason]] = self.words._explain([{"criteria": [whole]}], [Reader("Kim", "Robin", "mentee")])
            self.assertEqual(reason, f"Offers the topic you want: {told}.")

    def test_mail_says_to_each_why_and_in_which_role(self):
        pair = self.add_mentorship("proposed")
        pair._rate_match()
        with self.collect_mails() as mails:
            self.as_user(pair, self.pia).action_offer()
        texts = {name: text for name, subject, text in mails if subject.startswith("Your match")}
        self.assertIn("You would be the mentor.", texts["Max"])
        self.assertIn("You offer the topic that Mia wants: Leading.", texts["Max"])
        self.assertIn("You would be the mentee.", texts["Mia"])
        self.assertIn("Offers the topic you want: Leading.", texts["Mia"])

    def test_update_lets_mails_that_a_company_has_say_why_to_whom_they_are_for(self):
        template = self.env.ref("hr_mentorship.mail_template_offer")
        body = re.sub(r"<p t-(if|elif|else)=[^>]*>You would [^<]*</p>\s*", "", str(template.body_html))
        template.body_html = body.replace("object._get_match_reasons()", "object.mentorship_id.match_reasons")
        self.assertNotIn("You would", template.body_html)
        for _time in range(2):
            self.run_migration("19.0.1.3.0/post-match-reasons.py")
            self.assertIn("object._get_match_reasons()", template.body_html)
            self.assertNotIn('match_reasons"', template.body_html)
            self.assertEqual(template.body_html.count("You would be the mentor."), 1)

    def test_mail_to_the_members_holds_no_hidden_reason(self):
        self.program.criterion_ids.filtered(lambda c: c.kind == "time_zone").is_shown_to_members = False
        pair = self.add_mentorship("proposed")
        pair._rate_match()
        with self.collect_mails() as mails:
            self.as_user(pair, self.pia).action_offer()
        self.assertTrue(mails)
        for _recipient, _subject, text in mails:
            self.assertRegex(text, "[Oo]ffers? the topic")
            self.assertNotIn("time zone", text)
