import re

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.matching.comparable_fields import list_fields
from ...models.matching.match_reader import Reader
from ..performance import FEW, MANY, NOISE, PerformanceCase
from .common import CriteriaCase


@tagged("post_install", "-at_install")
class TestCriterionSettings(CriteriaCase):
    """What a program manager can set, and what is refused with a sentence that helps."""

    def test_new_program_starts_with_criteria_and_its_copy_takes_them_along(self):
        program = self.as_user(self.env["hr.mentorship.program"], self.pia).create({"name": "Fresh"})
        self.assertEqual(program.criterion_ids.filtered("is_required").mapped("kind"), ["topics"])
        program.criterion_ids[0].weight = 7
        self.assertEqual(program.copy().criterion_ids[0].weight, 7)

    def test_wrong_weight_or_distance_is_refused(self):
        for values in ({"weight": 11}, {"weight": -1}, {"distance": -1}):
            with self.subTest(values), self.assert_refused():
                self.program.criterion_ids[0].write(values)

    def test_same_thing_twice_is_refused(self):
        with self.assert_refused():
            self.program.criterion_ids = [Command.create({"kind": "topics"})]

    def test_comparison_follows_what_is_compared(self):
        criterion = self.compare("department")
        self.assertEqual(criterion.comparison, "different")
        criterion.kind = "interests"
        self.assertFalse(criterion.comparison)
        self.assertEqual(criterion.name, "Interests")
        criterion.write({"kind": "department", "comparison": "same"})
        self.assertEqual(criterion.name, "Department (Same)")
        with self.assertRaisesRegex(ValidationError, "Say how “Department” is compared"):
            criterion.comparison = False

    def test_matching_without_any_weight_is_refused_with_a_way_out(self):
        self.program.criterion_ids.weight = 0
        with self.assertRaisesRegex(UserError, "All criteria of “Leaders” have the weight 0"):
            self.propose()
        self.program.criterion_ids.unlink()
        with self.assertRaisesRegex(UserError, "“Leaders” compares nothing yet"):
            self.propose()
        self.assertFalse(self.program.mentorship_ids)

    def test_weights_are_tried_without_being_saved(self):
        self.program.criterion_ids = [
            Command.clear(),
            Command.create({"kind": "topics", "weight": 10}),
            Command.create({"kind": "time_zone", "weight": 0}),
        ]
        saved = self.program.criterion_ids._snapshot()
        tried = [{**setting, "weight": 10 - setting["weight"]} for setting in saved]
        pair = [(self.mentee, self.mentor)]
        self.assertEqual(
            [self.matcher._rate(self.program, pair, criteria)[0]["score"] for criteria in (saved, tried)], [50, 100]
        )
        self.assertEqual(self.program.criterion_ids._snapshot(), saved)

    def test_score_of_a_pair_is_the_same_whoever_else_is_there(self):
        self.teach(self.max, self.leading, "Expert")
        self.mentor.interest_ids = self.env["hr.mentorship.interest"].create({"name": "Kites"})
        before = self.rate()["score"]
        for index in range(6):
            person = self.add_person(f"mentor{index}")
            person.tz = ["Asia/Tokyo", "Europe/Berlin", "America/Lima"][index % 3]
            self.enrol(person, "mentee" if index % 2 else "mentor", self.skill_type.skill_ids[index % 4])
        [proposal] = self.propose()[0].filtered(lambda pair: pair.mentee_ids == self.mia)
        self.assertEqual(self.rate()["score"], before)
        if proposal.mentor_ids == self.max:
            self.assertAlmostEqual(proposal.score, before, delta=0.051)


@tagged("post_install", "-at_install")
class TestLearningCriteria(CriteriaCase):
    """Topics with levels, and interests."""

    def test_topics_count_the_levels_that_the_mentor_stands_above_the_mentee(self):
        self.compare("topics")
        self.assert_value(0.5, "Max offers the topic that Mia wants: Leading.")
        self.teach(self.max, self.leading, "Expert")
        self.assert_value(1, "Max offers the topic that Mia wants: Leading (Expert).")
        self.teach(self.mia, self.leading, "Beginner")
        self.assert_value(0.75, "Max offers the topic that Mia wants: Leading (Expert, one level above Mia).")
        self.program.criterion_ids.distance = 1
        self.assert_value(1)
        master = self.env["hr.skill.level"].create(
            {"name": "Master", "level_progress": 60, "skill_type_id": self.skill_type.id}
        )
        self.assertTrue(master)
        self.assert_value(1, "Max offers the topic that Mia wants: Leading (Expert, 2 levels above Mia).")

    def test_mentor_without_an_advance_is_said_to_have_none(self):
        self.compare("topics")
        for person in (self.mia, self.max):
            self.teach(person, self.leading, "Expert")
        self.assert_value(0.5, "Max offers the topic that Mia wants: Leading (Expert, no level above Mia).")

    def test_topics_as_must_have_keep_apart_who_has_none_in_common(self):
        self.compare("topics")
        self.assert_must_have(True)
        self.mentor.skill_ids = self.selling
        self.assert_value(0, "Max does not offer the topic that Mia wants.")
        self.assertIn("Mentors who offer none of “Leading”: 1 of 1.", self.assert_must_have(False))

    def test_interests_count_the_share_that_both_have(self):
        self.compare("interests")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.assert_must_have(False)
        kites, chess = self.env["hr.mentorship.interest"].create([{"name": "Kites"}, {"name": "Chess by mail"}])
        self.mentee.interest_ids = kites + chess
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.mentor.interest_ids = chess
        self.assert_value(0.5, "Both share: Chess by mail.")
        self.assert_must_have(True)
        self.mentor.interest_ids = self.env["hr.mentorship.interest"].create({"name": "Sailing in winter"})
        self.assert_value(0, "No interest in common.")
        self.assertIn("must-have “Interests”", self.assert_must_have(False))

    def test_must_have_that_somebody_has_not_answered_is_told_before_matching(self):
        self.compare("interests", is_required=True)
        reasons = {person.employee_id.name: reason for person, reason in self.matcher._check_pool(self.program)}
        self.assertEqual(set(reasons), {"Max", "Mia"})
        self.assertIn("Has not answered “Interests”, which is a must-have", reasons["Mia"])


@tagged("post_install", "-at_install")
class TestWorkCriteria(CriteriaCase):
    """Department, job, place and time zone."""

    def test_departments_are_the_same_or_different(self):
        sales, research = self.env["hr.department"].create([{"name": "Sails"}, {"name": "Research"}])
        self.compare("department")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.assert_must_have(True)
        self.max.department_id = self.mia.department_id = sales
        self.assert_value(0, "Same department: Sails.")
        self.assertIn("must-have “Department (Different)”", self.assert_must_have(False))
        self.mia.department_id = research
        self.assert_value(1, "Different departments: Research (Mia) and Sails (Max).")
        self.assert_must_have(True)
        self.compare("department", comparison="same")
        self.assert_value(0)
        self.assert_must_have(False)
        self.mia.department_id = False
        self.assert_value(0.5)
        self.assert_must_have(False)

    def test_job_positions_are_the_same_or_different(self):
        pilot, cook = self.env["hr.job"].create([{"name": "Pilot"}, {"name": "Cook"}])
        self.compare("job", comparison="same")
        self.max.job_id = self.mia.job_id = pilot
        self.assert_value(1, "Same job position: Pilot.")
        self.mia.job_id = cook
        self.assert_value(0, "Different job positions: Cook (Mia) and Pilot (Max).")

    def test_place_of_work_counts_by_nearness(self):
        belgium, japan = self.env.ref("base.be"), self.env.ref("base.jp")
        office, mill, depot, branch = self.env["res.partner"].create(
            [
                {"name": "Office", "city": "Ghent", "country_id": belgium.id},
                {"name": "Mill", "city": " ghent", "country_id": belgium.id},
                {"name": "Depot", "city": "Namur", "country_id": belgium.id},
                {"name": "Branch", "city": "Kyoto", "country_id": japan.id},
            ]
        )
        self.compare("place")
        self.max.address_id = office
        for address, value, sentence, is_near in (
            (office, 1, "Same place of work.", True),
            (mill, 0.75, "Places of work in the same town.", True),
            (depot, 0.25, "Places of work in the same country.", False),
            (branch, 0, "Places of work in different countries.", False),
        ):
            with self.subTest(sentence):
                self.mia.address_id = address
                self.assert_value(value, sentence)
                self.assert_must_have(is_near)

    def test_time_zones_count_by_hours_apart_around_the_world(self):
        self.compare("time_zone", distance=3)
        for zone, value, sentence, is_near in (
            ("Etc/GMT", 1, "Same time zone.", True),
            ("Etc/GMT-1", 1 - 1 / 6, "One hour apart.", True),
            ("Etc/GMT+3", 0.5, "3 hours apart.", True),
            ("Asia/Kolkata", 1 - 5.5 / 6, "5.5 hours apart.", False),
            ("Etc/GMT-12", 0, "12 hours apart.", False),
        ):
            with self.subTest(zone):
                self.mia.tz = zone
                self.assert_value(value, sentence)
                self.assert_must_have(is_near)
        self.max.tz, self.mia.tz = "Etc/GMT-12", "Etc/GMT+11"
        self.assert_value(1 - 1 / 6, "One hour apart.")


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
        body = re.sub(r"<p t-(if|else)=[^>]*>You would be the [^<]*</p>\s*", "", str(template.body_html))
        template.body_html = body.replace("object._get_match_reasons()", "object.mentorship_id.match_reasons")
        self.assertNotIn("You would be", template.body_html)
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


@tagged("post_install", "-at_install")
class TestProfileCriteria(CriteriaCase):
    """Languages, experience, working style and time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_mentor, cls.of_mentee = cls.max.mentorship_profile_ids, cls.mia.mentorship_profile_ids

    def test_one_common_language_is_enough_and_none_is_told(self):
        languages = self.env["hr.mentorship.profile"]._get_language_type()
        greek, latin = self.env["hr.skill"].create(
            [{"name": name, "skill_type_id": languages.id} for name in ("Greek", "Latin")]
        )
        self.compare("languages")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.assertIn("must-have “Languages”", self.assert_must_have(False))
        self.of_mentor.language_ids = greek
        self.of_mentee.language_ids = greek + latin
        self.assert_value(1, "Both speak Greek.")
        self.assert_must_have(True)
        self.of_mentee.language_ids = latin
        self.assert_value(0, "No language in common.")
        self.assert_must_have(False)

    def test_mentor_with_more_experience_fits_better_and_in_reverse_programs_the_other_way_round(self):
        self.compare("seniority", distance=2)
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.of_mentee.seniority = "growing"
        for seniority, value, reverse_value in (
            ("starting", 0, 0.75),
            ("growing", 0, 0),
            ("established", 0.75, 0),
            ("experienced", 1, 0),
            ("veteran", 1, 0),
        ):
            with self.subTest(seniority):
                self.of_mentor.seniority = seniority
                self.program.format = "one_to_one"
                self.assert_value(value)
                self.assert_must_have(value > 0)
                self.program.format = "reverse"
                self.assert_value(reverse_value)
        self.assert_value(0, "Work experience: More than 20 years (Max) and 3 to 5 years (Mia).")
        self.program.format = "one_to_one"
        self.of_mentee.seniority = "starting"
        self.assert_value(0.75, mentee=self.mentee)

    def test_working_styles_are_alike_or_complement_each_other_without_telling_an_answer(self):
        self.compare("style")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.of_mentor.write({"style_structure": "1", "style_thinking": "5"})
        self.of_mentee.write({"style_structure": "1", "style_thinking": "5", "style_feedback": "3"})
        rating = self.assert_value((1 + 1 + 4 * 0.5) / 6, "Their working styles are alike.")
        self.assertNotIn("style_structure", str(rating["facts"]))
        self.of_mentee.write({"style_structure": "5", "style_thinking": "1"})
        self.assert_value(4 * 0.5 / 6, "Their working styles differ.")
        self.program.criterion_ids.comparison = "complement"
        self.assert_value((1 + 1 + 4 * 0.5) / 6)
        with self.assertRaisesRegex(ValidationError, "cannot be a must-have"):
            self.program.criterion_ids.is_required = True

    def test_time_counts_in_common_hours_around_the_world(self):
        slots = self.env["hr.mentorship.time.slot"].search([("weekday", "in", ("0", "1"))])
        monday_am, tuesday_am = slots.filtered(lambda slot: slot.part == "am").sorted("weekday")
        self.compare("availability")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.of_mentee.availability_ids = monday_am + tuesday_am
        self.of_mentor.availability_ids = monday_am
        self.assert_value(0.5, "Usually free at the same time for 4 hours a week.")
        self.assert_must_have(True)
        self.max.tz = "Etc/GMT-3"
        self.assert_value(0.125, "Usually free at the same time for one hour a week.")
        self.max.tz = "Etc/GMT-12"
        self.assert_value(0, "Never free at the same time.")
        self.assert_must_have(False)


@tagged("post_install", "-at_install")
class TestHistoryCriteria(CriteriaCase):
    """What was before, and who may know it."""

    def test_wishes_of_both_sides_count_by_rank_and_stay_with_the_program_manager(self):
        self.program.mentors_wish = False
        self.compare("wishes")
        self.assert_value(0, "Neither has wished for the other.")
        self.assert_must_have(False)
        self.enrol(self.olga, "mentor")
        self.mentee._set_wishes([self.olga.id, self.max.id])
        self.assert_value(0.85, "Choice 2 of Mia.")
        self.assertFalse(self.program.criterion_ids.is_shown_to_members)
        self.program.mentors_wish = True
        self.mentor._set_wishes([self.mia.id])
        self.assert_value(0.6 * 1 + 0.4 * 0.85, "They wish for each other: choice 2 of Mia, choice 1 of Max.")
        self.mentee._set_wishes([])
        self.assert_value(0.6, "Choice 1 of Max.")

    def test_good_mentorship_of_another_program_counts_and_one_of_this_program_keeps_apart(self):
        self.compare("earlier_mentor")
        self.assert_value(0, "They have not completed a mentorship together before.")
        before = self.add_program("Before", self.pia)
        self.add_mentorship("completed", program=before)
        self.assert_value(1, "They have completed a mentorship together before.")
        self.assert_value(0, mentee=self.enrol(self.max, "mentee"), mentor=self.enrol(self.mia, "mentor"))

    def test_mentee_who_was_left_out_comes_first_and_then_who_waits_longest(self):
        self.compare("waiting")
        self.assert_value(0)
        days_ago = fields.Datetime.subtract(fields.Datetime.now(), days=45)
        self.env.cr.execute(
            "UPDATE hr_mentorship_participant SET create_date = %s WHERE id = %s", [days_ago, self.mentee.id]
        )
        self.env.invalidate_all()
        self.assert_value(0.25, "Mia has waited for 45 days.")
        before = self.add_program("Before", self.pia)
        self.enrol(self.mia, "mentee", program=before)
        self.assert_value(0.25)
        before.state = "closed"
        self.assert_value(1, "Mia was left without a mentor in an earlier program.")

    def test_kept_check_ins_count_in_all_programs_and_the_two_never_hear_of_it(self):
        self.compare("reliability")
        self.assert_value(1, "Neither has had a check-in yet.")
        before = self.add_program("Before", self.pia)
        pair = self.add_mentorship("active", mentee=self.add_person("eve"), program=before)
        first, second = pair.checkin_ids.sorted("planned_date")[:2]
        first._move_to("done", held_on=fields.Date.today())
        second._move_to("missed")
        self.assert_value((1 + 3 / 4) / 2, "Check-ins kept so far: 1 of 2 by Max, 0 of 0 by Mia.")
        criterion = self.program.criterion_ids
        self.assertFalse(criterion.is_shown_to_members)
        with self.assertRaisesRegex(ValidationError, "the other is never told"):
            criterion.is_shown_to_members = True

    def test_confidential_kinds_start_hidden(self):
        for kind, is_shown in (("waiting", False), ("earlier_mentor", False), ("languages", True)):
            self.assertEqual(self.compare(kind).is_shown_to_members, is_shown, kind)


@tagged("post_install", "-at_install")
class TestCustomFieldCriteria(CriteriaCase):
    """Any suitable field, without code."""

    def compare_field(self, name, **values):
        return self.compare("custom_field", field_name=name, **values)

    def test_single_things_are_the_same_or_not(self):
        self.compare_field("hr.employee.coach_id")
        self.assertEqual(self.program.criterion_ids.name, "Coach (Same)")
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.max.coach_id = self.mia.coach_id = self.paula
        self.assert_value(1, "Coach: the same (Paula).")
        self.mia.coach_id = self.olga
        self.assert_value(0, "Coach: Olga (Mia) and Paula (Max).")
        self.assertIn("must-have “Coach (Same)”", self.assert_must_have(False))

    def test_words_are_the_same_in_any_case(self):
        self.compare_field("hr.employee.job_title")
        self.max.job_title, self.mia.job_title = "Pilot", " pilot "
        self.assert_value(1)

    def test_numbers_are_near_or_at_least_as_much(self):
        self.compare_field("hr.employee.children", comparison="near", distance=2)
        for number, value, is_near in ((1, 1, True), (2, 0.75, True), (3, 0.5, True), (4, 0.25, False), (9, 0, False)):
            with self.subTest(number):
                self.max.children, self.mia.children = 1, number
                self.assert_value(value)
                self.assert_must_have(is_near)
        self.compare_field("hr.employee.children", comparison="at_least", distance=1)
        for number, value in ((0, 0), (1, 0), (2, 1), (5, 1)):
            with self.subTest(f"at least {number}"):
                self.max.children, self.mia.children = number, 1
                self.assert_value(value)
                self.assert_must_have(bool(value))

    def test_earlier_dates_are_more(self):
        self.compare_field("hr.employee.birthday", comparison="at_least", distance=3650)
        self.max.birthday, self.mia.birthday = "1970-01-01", "1990-01-01"
        self.assert_value(1)
        self.max.birthday = "1985-01-01"
        self.assert_value(0)
        self.mia.birthday = False
        self.assert_value(0.5, "Not known of both, so it counts neither way.")
        self.assert_must_have(False)

    def test_sets_have_something_in_common(self):
        tags = self.env["hr.employee.category"].create([{"name": "Night shift"}, {"name": "Fire brigade"}])
        self.compare_field("hr.employee.category_ids", comparison="overlap")
        self.mia.category_ids = tags
        self.max.category_ids = tags[0]
        self.assert_value(0.5, "Tags: the two have something in common.")
        self.assert_must_have(True)

    def test_own_sentence_is_said_where_the_criterion_is_met(self):
        criterion = self.compare_field("hr.employee.coach_id", explanation="You have the same coach.")
        self.max.coach_id = self.mia.coach_id = self.paula
        self.assert_value(1, "You have the same coach.")
        self.mia.coach_id = self.olga
        self.assert_value(0, "Coach: Olga (Mia) and Paula (Max).")
        self.assertTrue(criterion.is_shown_to_members)

    def test_field_of_the_personnel_file_is_compared_by_hr_alone_and_its_value_written_down_nowhere(self):
        criterion = self.compare_field("hr.employee.marital")
        self.assertFalse(criterion.is_shown_to_members)
        self.max.marital = self.mia.marital = "widower"
        rating = self.assert_value(1, "Marital Status: the same.")
        self.assertNotIn("widower", str(rating["facts"]))
        program = self.as_user(self.add_program("Speakers", self.petra), self.petra)
        own = {"kind": "custom_field", "field_name": "hr.employee.marital"}
        for attempt in (
            lambda: program.write({"criterion_ids": [Command.create(own)]}),
            lambda: program.criterion_ids.create({"program_id": program.id, **own}),
            lambda: program.criterion_ids[1].write(own),
        ):
            with self.assertRaisesRegex(UserError, "Ask somebody from HR"), self.env.cr.savepoint():
                attempt()
        self.assertNotIn("hr.employee.marital", program.criterion_ids[0].field_choices)
        self.assertIn("hr.employee.coach_id", program.criterion_ids[0].field_choices)
        self.assertEqual(
            self.as_user(self.program, self.pia).copy().criterion_ids.mapped("field_name"), ["hr.employee.marital"]
        )

    def test_answers_with_a_kind_of_their_own_and_private_data_cannot_be_chosen(self):
        names = list_fields(self.env)
        for name in ("hr.employee.ssnid", "hr.employee.name", "hr.mentorship.profile.style_focus", "hr.employee.pin"):
            self.assertNotIn(name, names)

    def test_field_that_was_removed_is_named_and_nothing_is_written(self):
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_shoe_size",
                "field_description": "Shoe Size",
                "model_id": self.env["ir.model"]._get_id("hr.employee"),
                "ttype": "integer",
            }
        )
        self.compare_field("hr.employee.x_shoe_size", comparison="near", distance=2)
        self.max.x_shoe_size = self.mia.x_shoe_size = 41
        facts = self.assert_value(1, "Shoe Size: the same (41).")["facts"]
        field.unlink()
        for attempt in (self.rate, self.propose):
            with self.assertRaisesRegex(UserError, "“Leaders” compares the field “Shoe Size”, which does not exist"):
                attempt()
        self.assertFalse(self.program.mentorship_ids)
        self.assertEqual(self.words._explain([facts], [self.read_as("")]), [["Shoe Size: the same (41)."]])
        self.assertEqual(self.program.criterion_ids.name, "Shoe Size (Near each other)")
        self.matcher._check_pool(self.program)


@tagged("post_install", "-at_install")
class TestCriteriaCost(PerformanceCase):
    """Comparing everything takes as many queries for few people as for many."""

    def test_every_kind_of_criterion_is_built_and_explained_at_once_for_all(self):
        matcher = self.env["hr.mentorship.matcher"]
        kinds = self.env["hr.mentorship.criterion"]._fields["kind"].get_values(self.env)
        programs = []
        for index, number in enumerate((FEW, FEW, MANY)):
            program = self.add_program(f"Pool {index}", self.pia)
            program.criterion_ids = [
                Command.clear(),
                *(Command.create({"kind": kind}) for kind in kinds if not kind.startswith("custom_")),
                Command.create({"kind": "custom_field", "field_name": "hr.employee.coach_id"}),
            ]
            for role in ("mentor", "mentee"):
                for person in self.staff(role, number):
                    person.coach_id = self.paula
                    self.fill_profile(person)
                    self.enrol(person, role, self.leading + self.coding, program=program)
            programs.append(program)

        def compare(program):
            pool = matcher._read_pool(program)
            matcher._build_problem(program, pool)
            pairs = list(zip(pool.mentees, pool.mentors, strict=True))
            ratings = matcher._rate(program, pairs)
            readers = [Reader(mentee.employee_id.name, mentor.employee_id.name) for mentee, mentor in pairs]
            facts = [rating["facts"] for rating in ratings]
            details = self.env["hr.mentorship.matching.words"]._explain_in_detail(facts, readers, for_manager=True)
            self.assertEqual({len(lines) for lines in details}, {len(kinds) - 1})
            matcher._check_pool(program)

        compare(programs[0])
        few, many = (self.count_queries(lambda program=program: compare(program)) for program in programs[1:])
        self.assertLessEqual(many, few + NOISE)

    def fill_profile(self, person):
        languages = self.env["hr.mentorship.profile"]._get_language_type()
        person.mentorship_profile_ids.write(
            {
                "language_ids": [Command.set(languages.skill_ids[:2].ids)],
                "seniority": "growing",
                "style_focus": "2",
                "availability_ids": [Command.set(self.env["hr.mentorship.time.slot"].search([], limit=3).ids)],
            }
        )
