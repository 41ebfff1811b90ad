from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

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
        self.assert_value(0, "Work experience: more than 20 years (Max) and 3 to 5 years (Mia).")
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
        self.assert_value(1, "Mia was left without a partner in an earlier program.")

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
