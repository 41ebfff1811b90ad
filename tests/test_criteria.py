from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MentorshipCase


class CriteriaCase(MentorshipCase):
    """Two people and one criterion: what it is worth, and what is said about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls.enrol(cls.max, "mentor")
        cls.mentee = cls.enrol(cls.mia, "mentee")
        cls.matcher = cls.env["hr.mentorship.matcher"]

    def compare(self, kind, **values):
        """Let the program compare nothing but that."""
        self.program.criterion_ids = [Command.clear(), Command.create({"kind": kind, **values})]
        return self.program.criterion_ids

    def rate(self, mentee=None, mentor=None):
        self.env.flush_all()
        [rating] = self.matcher._rate(self.program, [(mentee or self.mentee, mentor or self.mentor)])
        return rating

    def assert_value(self, value, sentence=None, mentee=None, mentor=None):
        """The only criterion has that value for the pair, and that is said about it to a program manager."""
        rating = self.rate(mentee, mentor)
        self.assertAlmostEqual(rating["score"], 100 * value, places=3)
        if sentence is not None:
            [[line]] = self.matcher._explain_in_detail([rating["facts"]], for_manager=True)
            self.assertEqual(line["sentence"], sentence)
        return rating

    def assert_must_have(self, is_met):
        """As a must-have the only criterion lets the pair be proposed, or keeps it apart."""
        self.program.criterion_ids.is_required = True
        self.env.flush_all()
        rating = self.rate()
        self.assertEqual(not rating["missed"], is_met)
        with self.env.cr.savepoint() as savepoint:
            proposals, unmatched = self.matcher.with_user(self.pia.user_id)._propose(self.program)
            self.assertEqual(len(proposals), int(is_met), unmatched)
            reason = unmatched[0][1] if unmatched else ""
            savepoint.rollback()
        self.env.invalidate_all()
        self.program.criterion_ids.is_required = False
        return reason

    def teach(self, employee, skill, level):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_id": skill.id,
                "skill_level_id": self.skill_type.skill_level_ids.filtered(lambda row: row.name == level).id,
                "skill_type_id": self.skill_type.id,
                "valid_from": fields.Date.add(fields.Date.today(), days=-100),
            }
        )


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
            self.matcher._propose(self.program)
        self.program.criterion_ids.unlink()
        with self.assertRaisesRegex(UserError, "“Leaders” compares nothing yet"):
            self.matcher._propose(self.program)
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
            person = self.add_person(f"extra{index}")
            person.tz = ["Asia/Tokyo", "Europe/Berlin", "America/Lima"][index % 3]
            self.enrol(person, "mentee" if index % 2 else "mentor", self.skill_type.skill_ids[index % 4])
        [proposal] = self.matcher._propose(self.program)[0].filtered(lambda pair: pair.mentee_ids == self.mia)
        self.assertEqual(self.rate()["score"], before)
        if proposal.mentor_ids == self.max:
            self.assertAlmostEqual(proposal.score, before, delta=0.051)


@tagged("post_install", "-at_install")
class TestLearningCriteria(CriteriaCase):
    """Topics with levels, and interests."""

    def test_topics_count_the_levels_that_the_mentor_stands_above_the_mentee(self):
        self.compare("topics")
        self.assert_value(0.5, "Offers 1 of the 1 topics wanted: Leading.")
        self.teach(self.max, self.leading, "Expert")
        self.assert_value(1, "Offers 1 of the 1 topics wanted: Leading (Expert).")
        self.teach(self.mia, self.leading, "Beginner")
        self.assert_value(0.75, "Offers 1 of the 1 topics wanted: Leading (Expert, one level above the mentee).")
        self.program.criterion_ids.distance = 1
        self.assert_value(1)
        master = self.env["hr.skill.level"].create(
            {"name": "Master", "level_progress": 60, "skill_type_id": self.skill_type.id}
        )
        self.assertTrue(master)
        self.assert_value(1, "Offers 1 of the 1 topics wanted: Leading (Expert, 2 levels above the mentee).")

    def test_mentor_without_an_advance_is_said_to_have_none(self):
        self.compare("topics")
        for person in (self.mia, self.max):
            self.teach(person, self.leading, "Expert")
        self.assert_value(0.5, "Offers 1 of the 1 topics wanted: Leading (Expert, no level above the mentee).")

    def test_topics_as_must_have_keep_apart_who_has_none_in_common(self):
        self.compare("topics")
        self.assert_must_have(True)
        self.mentor.skill_ids = self.selling
        self.assert_value(0, "None of the 1 topics wanted is offered.")
        self.assertIn("1 of 1 mentors offer none of: Leading", self.assert_must_have(False))

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
        self.assert_value(1, "Different departments: Research and Sails.")
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
        self.assert_value(0, "Different job positions: Cook and Pilot.")

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

    def test_criterion_that_is_not_shown_stays_with_the_program_manager(self):
        self.program.criterion_ids.filtered(lambda c: c.kind == "time_zone").is_shown_to_members = False
        pair = self.add_mentorship("offered")
        pair._rate_match()
        for person in (self.mia, self.max):
            person.user_id.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
            mine = self.as_user(pair, person)
            self.assertEqual(mine.match_reasons, "Offers 1 of the 1 topics wanted: Leading.")
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
            self.assertIn("18.8 of 18.8", breakdown)

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

    def test_mail_to_the_members_holds_no_hidden_reason(self):
        self.program.criterion_ids.filtered(lambda c: c.kind == "time_zone").is_shown_to_members = False
        pair = self.add_mentorship("proposed")
        pair._rate_match()
        with self.collect_mails() as mails:
            self.as_user(pair, self.pia).action_offer()
        self.assertTrue(mails)
        for _recipient, _subject, text in mails:
            self.assertIn("Offers 1 of the 1 topics", text)
            self.assertNotIn("time zone", text)
