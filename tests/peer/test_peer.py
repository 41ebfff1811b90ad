from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.target.target_figures import measure
from ..common import SIGNATURE, MentorshipCase


class PeerCase(MentorshipCase):
    """A program of peers: Mia knows what Olga wants and the other way round; Noah knows something for Mia."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.circle = cls.add_program("Peers", cls.pia, format="peer")
        cls.noah = cls.add_person("noah")
        cls.talks, cls.sums, cls.code = cls.env["hr.skill"].create(
            [{"name": name, "skill_type_id": cls.leading.skill_type_id.id} for name in ("Talks", "Sums", "Code")]
        )

    @classmethod
    def join(cls, person, wants, offers, **values):
        return cls.enrol(
            person, "peer", program=cls.circle, skill_ids=wants.ids, offered_skill_ids=offers.ids, **values
        )

    @classmethod
    def pair(cls):
        """Mia and Olga, proposed by the engine; Noah is left over."""
        cls.join(cls.mia, cls.talks, cls.sums)
        cls.join(cls.olga, cls.sums, cls.talks)
        cls.join(cls.noah, cls.code | cls.sums, cls.talks)
        circle = cls.as_user(cls.circle, cls.pia)
        circle.action_compare_objectives()
        circle.action_use_recommended()
        return circle.proposal_ids


@tagged("post_install", "-at_install")
class TestPeer(PeerCase):
    """Equals who help each other."""

    def test_there_is_one_way_to_take_part(self):
        with self.assertRaises(ValidationError):
            self.enrol(self.mia, "mentee", program=self.circle)
        with self.assertRaises(ValidationError):
            self.enrol(self.mia, "peer")
        circle = self.as_user(self.circle, self.mia)
        self.assertTrue(circle.can_join_as_peer)
        self.assertFalse(circle.can_join_as_mentor or circle.can_join_as_mentee)
        self.assertFalse(self.as_user(self.program, self.olga).can_join_as_peer)

    def test_who_joins_says_what_they_want_and_what_they_give(self):
        action = self.as_user(self.circle, self.mia).action_join_as_peer()
        wizard = self.env[action["res_model"]].with_user(self.mia.user_id).with_context(**action["context"]).create({})
        wizard.skill_ids = self.talks
        with self.assertRaisesRegex(UserError, "help with"):
            wizard.action_apply()
        wizard.offered_skill_ids = self.sums
        wizard.action_apply()
        part = self.circle.participant_ids
        self.assertEqual((part.role, part.capacity), ("peer", 1))
        self.assertEqual((part.skill_ids, part.offered_skill_ids), (self.talks, self.sums))
        profile = self.mia.mentorship_profile_ids
        self.assertIn(self.talks, profile.wanted_skill_ids)
        self.assertIn(self.sums, profile.offered_skill_ids)
        self.assertNotIn("ment", self.as_user(self.circle, self.mia).my_part)

    def test_the_engine_pairs_who_help_each_other_and_says_so_of_both(self):
        pair = self.pair()
        self.assertEqual(pair.name, "Mia ↔ Olga")
        self.assertTrue(pair.run_id.is_proven)
        self.assertEqual(pair.run_id.matched_count, 2)
        self.assertIn("Olga offers the topic that Mia wants: Talks", pair.match_reasons)
        self.assertIn("Mia offers the topic that Olga wants: Sums", pair.match_reasons)
        circle = self.as_user(self.circle, self.pia)
        self.assertEqual(circle.unmatched_line_ids.mentee_employee_id, self.noah)
        self.assertIn("peers go in pairs", circle.unmatched_line_ids.reason)
        self.assertNotIn("fairest", circle.compared_run_ids.mapped("objective"))
        self.assertEqual(circle.matching_step, "review")
        self.assertFalse(circle.needs_solving)

    def test_what_two_have_of_each_other_is_explained_by_what_they_were_scored_by(self):
        """Wants and offers are compared once, and not once more to say why."""
        kind = self.registry["hr.mentorship.kind.topics"]
        one, other = self.join(self.mia, self.talks, self.sums), self.join(self.olga, self.sums, self.talks)
        with patch.object(kind, "_build", autospec=True, side_effect=kind._build) as build:
            [rated] = self.env["hr.mentorship.matcher"]._rate(self.circle, [(one, other)])
        self.assertEqual(build.call_count, 1)
        [here, there] = [fact for fact in rated["facts"]["criteria"] if fact["kind"] == "topics"]
        self.assertTrue(here["value"] and there["is_back"])
        self.assertEqual(here["value"], there["value"])

    def test_a_pair_that_is_rejected_or_parted_does_not_come_again_whoever_is_first(self):
        pair = self.pair()
        pair._reject("They sit in one room.")
        circle = self.as_user(self.circle, self.pia)
        circle.action_compare_objectives()
        circle.action_use_recommended()
        self.assertEqual(circle.proposal_ids.member_ids.employee_id, self.noah | self.mia)

    def test_blocks_and_lines_of_command_hold_both_ways(self):
        self.join(self.mia, self.talks, self.sums)
        self.join(self.olga, self.sums, self.talks)
        self.olga.mentorship_profile_ids.block_ids = [Command.create({"blocked_employee_id": self.mia.id})]
        circle = self.as_user(self.circle, self.pia)
        circle.action_compare_objectives()
        self.assertFalse(any(run.matched_count for run in circle.compared_run_ids))

    def test_nobody_has_to_be_ahead_of_the_other_one(self):
        self.join(self.mia, self.talks, self.sums)
        self.join(self.olga, self.sums, self.talks)
        self.circle.criterion_ids.filtered(lambda row: row.kind == "seniority").write(
            {"weight": 1, "is_required": True}
        )
        with self.assertRaisesRegex(UserError, "each of two peers would have to be ahead"):
            self.as_user(self.circle, self.pia).action_compare_objectives()

    def test_figures_of_matching_and_of_topics_count_peers(self):
        pair = self.pair()
        shortage = self.as_user(self.env["hr.mentorship.shortage.report"], self.pia).search(
            [("program_id", "=", self.circle.id), ("skill_id", "=", self.code.id)]
        )
        self.assertEqual((shortage.waiting_count, shortage.seat_count), (1, 0))
        insights = pair.run_id.sudo().insight_ids
        self.assertFalse(insights.filtered(lambda each: each.kind == "unused"))
        talks = insights.filtered(lambda each: each.kind == "topic" and each.facts["id"] == self.talks.id)
        self.assertEqual((talks.mentee_count, talks.seat_count), (1, 2))
        pair.action_offer()
        for person in (self.mia, self.olga):
            self.as_user(pair, person).action_accept()
        figures = measure(self.env, self.circle.ids, 3, fields.Date.today())
        self.assertAlmostEqual(figures[self.circle.id, "match_rate"].value, 200 / 3)

    def test_one_alone_is_not_matched(self):
        self.join(self.mia, self.talks, self.sums)
        with self.assertRaisesRegex(UserError, "fewer than two"):
            self.as_user(self.circle, self.pia).action_compare_objectives()

    def test_mail_tells_each_of_them_why_as_you(self):
        pair = self.pair()
        with self.collect_mails() as mails:
            pair.action_offer()
        texts = {name: text for name, subject, text in mails if subject.startswith("Your match")}
        self.assertIn("Offers the topic you want: Talks", texts["Mia"])
        self.assertIn("You offer the topic that Olga wants: Sums", texts["Mia"])
        self.assertIn("Offers the topic you want: Sums", texts["Olga"])
        self.assertNotIn("Mia offers", texts["Mia"])

    def test_they_sign_as_equals_and_either_does_everything(self):
        pair = self.pair()
        pair.action_offer()
        mine, hers = self.as_user(pair, self.mia), self.as_user(pair, self.olga)
        self.assertEqual((mine.display_name, hers.display_name), ("My peer Olga", "My peer Mia"))
        self.assertIn("Offers the topic you want: Talks", mine.match_reasons)
        self.assertIn("You offer the topic that Olga wants: Sums", mine.match_reasons)
        mine.action_accept()
        hers.action_accept()
        agreement = pair.sudo().open_agreement_id
        text = str(agreement.body).lower()
        self.assertIn("each of us learns, and each of us helps", text)
        self.assertNotIn("mentor and", text)
        self.assertNotIn("mentee", text)
        for each in (mine, hers):
            self.assertTrue(each.can_set_goal and each.can_suggest_goal)
            each.open_agreement_id._sign(each.my_member_id.employee_id.sudo().name, SIGNATURE)
        self.assertEqual(pair.state, "active")
        self.assertEqual(agreement.sudo().signature_ids.mapped("role"), ["peer", "peer"])
        goals = self.env["hr.mentorship.goal"]
        for person in (self.mia, self.olga):
            goal = goals.with_user(person.user_id).create({"name": f"Goal of {person.name}", "mentorship_id": pair.id})
            self.assertEqual(goal.sudo().member_id.employee_id, person)
        checkin = self.as_user(pair.sudo().checkin_ids[:1], self.olga)
        self.assertTrue(checkin)
        with self.assertRaises(AccessError):
            self.as_user(pair, self.noah).read(["name"])
        mine.action_complete()
        self.assertEqual(pair.sudo().member_ids.badge_user_id.badge_id.name, "Peer")

    def test_a_note_on_a_pair_knows_no_other_way_round(self):
        pair = self.pair()
        self.assertFalse(self.as_user(pair, self.pia).pair_note)
        line = pair.run_id.line_ids.filtered("mentor_id")
        self.assertNotIn("other way round", self.as_user(line, self.pia).reason)
        pair.action_offer()
        more = self.add_program("More Peers", self.pia, format="peer")
        people = [
            self.enrol(person, "peer", program=more, skill_ids=wants.ids, offered_skill_ids=offers.ids)
            for person, wants, offers in ((self.olga, self.sums, self.talks), (self.mia, self.talks, self.sums))
        ]
        self.env["hr.mentorship"].with_user(self.pia.user_id)._pair_by_hand(self.as_user(more, self.pia), *people)
        note = self.as_user(more, self.pia).proposal_ids.pair_note
        self.assertEqual(note, "They are together in “Peers” already.")

    def test_what_is_short_is_what_peers_want_and_others_do_not_offer(self):
        run = self.pair().run_id
        wanted = {insight.name: (insight.mentee_count, insight.seat_count) for insight in run.shortage_ids}
        self.assertEqual(wanted["Code"], (1, 0))
        self.assertEqual(wanted["Talks"], (1, 2))
        self.assertFalse(run.unused_ids)

    def test_both_answer_all_questions_of_the_first_meeting(self):
        pair = self.pair()
        pair.action_offer()
        for person in (self.mia, self.olga):
            self.as_user(pair, person).action_accept()
        agreement = pair.sudo().open_agreement_id
        answers = self.env["hr.mentorship.agreement.answer"]._freeze_questions(
            agreement, pair.sudo().program_id.question_ids
        )
        self.assertEqual(set(answers.mapped("addressed_to")), {"both"})
        self.assertEqual(len(answers), 2 * len(pair.sudo().program_id.question_ids))

    def test_targets_count_peers(self):
        pair = self.pair()
        pair.action_offer()
        for person in (self.mia, self.olga):
            self.as_user(pair, person).action_accept()
        target = self.env["hr.mentorship.target"].create(
            {"program_id": self.circle.id, "measure": "match_rate", "wanted_value": 90}
        )
        seen = self.as_user(target, self.pia)
        self.assertEqual(seen.value_text, "67 %", seen.standing_reason)

    def test_the_library_offers_peers_what_speaks_to_peers(self):
        library = self.env["hr.mentorship.resource"]
        for phase, found in library._find_by_phase(self.env.company).items():
            offered = found._pick_for("peer", self.env.company, "peer")
            self.assertGreaterEqual(len(offered), 2, phase)
            self.assertLessEqual(set(offered.mapped("role")), {"peer", "both"})
            self.assertEqual(offered[:1].role, "peer", phase)
            self.assertNotIn("peer", found._pick_for("mentee", self.env.company, "one_to_one").mapped("role"))

    def test_no_text_that_peers_are_offered_speaks_of_mentors_and_mentees(self):
        """Words of ours, in English: what a company writes is its own."""
        offered = self.env["hr.mentorship.resource"].search([("role", "in", ("peer", "both"))])
        offered = offered.filtered(lambda resource: resource._fits("peer", "peer"))
        templates = self.env["hr.mentorship.goal.template"].search([])
        training = self.env.ref("hr_mentorship.survey_training_peer")
        questions = training.question_and_page_ids
        texts = [
            *offered.mapped("name"), *offered.mapped("good_for"), *offered.mapped("body"),
            *(words for name in ("name", "hint", "reason", "measure", "first_step", "milestones")
              for words in templates.mapped(name)),
            *questions.mapped("title"), *questions.mapped("training_explanation"), *questions.mapped("description"),
            *questions.suggested_answer_ids.mapped("value"),
        ]  # fmt: skip
        for text in texts:
            self.assertNotRegex(str(text or ""), r"\b[Mm]ent(or|ee)s?\b")

    def test_a_survey_asks_peers_what_it_asks_mentees(self):
        survey = self.env.ref("hr_mentorship.survey_pulse")
        self.assertEqual(survey._get_pulse_questions("peer"), survey._get_pulse_questions("mentee"))

    def test_nobody_asks_a_peer(self):
        mia, olga = self.join(self.mia, self.talks, self.sums), self.join(self.olga, self.sums, self.talks)
        with self.assertRaisesRegex(UserError, "wishes"):
            self.env["hr.mentorship"].with_user(self.mia.user_id)._request(mia, olga)
        with self.assertRaises(UserError):
            self.circle.matching_mode = "request"

    def test_wishes_name_peers(self):
        mia = self.join(self.mia, self.talks, self.sums)
        self.join(self.olga, self.sums, self.talks)
        self.join(self.noah, self.code, self.talks)
        wish = self.as_user(mia, self.mia)
        self.assertEqual(wish._get_wish_candidates(), self.olga | self.noah)
        wish._set_wishes(self.noah.ids)
        [rating] = self.env["hr.mentorship.matcher"]._rate(
            self.circle, [(mia, self.circle.participant_ids.filtered(lambda part: part.employee_id == self.noah))]
        )
        [fact] = [fact for fact in rating["facts"]["criteria"] if fact["kind"] == "wishes"]
        self.assertEqual((fact["mentee"], fact["mentor"]), (1, None))

    def test_a_pair_by_hand_takes_the_place_of_both_proposals(self):
        self.pair()
        circle = self.circle
        mia, noah = (
            circle.participant_ids.filtered(lambda part, p=person: part.employee_id == p)
            for person in (self.mia, self.noah)
        )
        self.as_user(self.env["hr.mentorship"], self.pia)._pair_by_hand(self.as_user(circle, self.pia), noah, mia)
        self.assertEqual(self.as_user(circle, self.pia).proposal_ids.member_ids.employee_id, self.mia | self.noah)

    def test_a_choice_by_hand_says_what_it_costs_all_others(self):
        self.join(self.mia, self.talks, self.sums)
        self.join(self.olga, self.sums, self.talks)
        self.join(self.noah, self.code | self.sums, self.talks)
        circle = self.as_user(self.circle, self.pia)
        mia = self.circle.participant_ids.filtered(lambda part: part.employee_id == self.mia)
        wizard = (
            self.env["hr.mentorship.choice"]
            .with_user(self.pia.user_id)
            .create({"program_id": circle.id, "mentee_id": mia.id})
        )
        wizard.action_show()
        costs = {option.employee_id.name: option.cost_text for option in wizard.option_ids}
        self.assertEqual(costs["Olga"], "Costs nothing")
        self.assertRegex(costs["Noah"], "points less for all together")

    def test_points_have_rules_for_peers(self):
        rules = self.env["hr.mentorship.recognition.rule"].search([("role", "=", "peer"), ("program_id", "=", False)])
        self.assertLessEqual({"goal_reached", "meetings_held"}, set(rules.mapped("event")))

    def test_the_format_stays_once_people_have_joined(self):
        self.join(self.mia, self.talks, self.sums)
        with self.assertRaisesRegex(UserError, "Copy"):
            self.circle.format = "one_to_one"
        self.assertEqual(self.circle.agreement_template_id.name, "Agreement of peers")

    def test_the_training_of_all_keeps_back_who_has_not_passed(self):
        training = self.env.ref("hr_mentorship.survey_training_peer")
        self.circle.mentee_training_id = training
        part = self.join(self.mia, self.talks, self.sums)
        self.assertTrue(part.needs_training)
        self.assertEqual(part.training_name, training.title)
