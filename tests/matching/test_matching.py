from itertools import product
from random import Random

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MentorshipCase

MATCH = "odoo.addons.hr_mentorship.models.matching.hr_mentorship_matching_run.match"


@tagged("post_install", "-at_install")
class TestMatching(MentorshipCase):
    """The engine proposes the best pairs that the rules allow, says why, and tells nobody before publishing."""

    def criteria(self, **weights):
        """Commands for criteria that count that much, none of them a must-have."""
        return [Command.create({"kind": kind, "weight": weight}) for kind, weight in weights.items()]

    def pairs(self, mentorships):
        return {(pair.mentor_ids.name, pair.mentee_ids.name) for pair in mentorships}

    def teach(self, employee, skill, level="Expert", valid_from=None, valid_to=None):
        """Write a skill into an employee's résumé."""
        self.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_id": skill.id,
                "skill_level_id": self.skill_type.skill_level_ids.filtered(lambda row: row.name == level).id,
                "skill_type_id": self.skill_type.id,
                "valid_from": valid_from or fields.Date.add(fields.Date.today(), days=-100),
                "valid_to": valid_to,
            }
        )

    # -- the best pairs

    def test_program_manager_matches_a_small_pool_and_gets_the_best_of_all_matchings(self):
        """Against every possible matching, with scores worked out by hand: most people first, then most points."""
        for seed in range(3):
            with self.subTest(seed=seed):
                program, mentors, mentees = self._random_pool(seed)
                scores = {
                    (mentee, mentor): self._score_by_hand(mentee, mentor) for mentee in mentees for mentor in mentors
                }
                best = max(self._value(choice, mentees, scores) for choice in self._all_matchings(mentors, mentees))
                proposals, unmatched = self.propose(program)
                self.assertEqual(len(proposals), best[0])
                self.assertEqual(len(proposals) + len(unmatched), len(mentees))
                self.assertAlmostEqual(sum(proposals.mapped("score")), best[1], delta=0.05 * len(proposals) + 0.001)
                for proposal in proposals:
                    members = proposal.member_ids.participant_id
                    pair = tuple(members.filtered(lambda p, r=role: p.role == r) for role in ("mentee", "mentor"))
                    self.assertAlmostEqual(proposal.score, scores[pair], delta=0.051, msg="one digit is stored")
                self.assertTrue(all(facts["is_proven"] for facts in proposals.sudo().mapped("match_facts")))

    def _random_pool(self, seed):
        random = Random(seed)
        program = self.add_program(f"Pool {seed}", self.pia, criterion_ids=self.criteria(topics=10, interests=1))
        skills = self.skill_type.skill_ids
        interests = self.env["hr.mentorship.interest"].create([{"name": f"Hobby {seed}.{index}"} for index in range(3)])
        sides = {"mentor": [], "mentee": []}
        for role, number in (("mentor", 3), ("mentee", 4)):
            for index in range(seed * number, (seed + 1) * number):
                person = self.add_person(f"{role}{index}")
                chosen = skills.browse(random.sample(skills.ids, random.randint(1, 3)))
                if role == "mentor":
                    for skill in chosen:
                        self.teach(person, skill, random.choice(["Beginner", "Expert"]))
                hobbies = random.sample(interests.ids, random.randint(0, 2))
                sides[role].append(
                    self.enrol(
                        person,
                        role,
                        chosen,
                        program=program,
                        interest_ids=[Command.set(hobbies)],
                        capacity=random.randint(1, 2) if role == "mentor" else 1,
                    )
                )
        return program, sides["mentor"], sides["mentee"]

    def _score_by_hand(self, mentee, mentor):
        steps = {
            row.skill_id: {"Beginner": 1, "Expert": 2}[row.skill_level_id.name]
            for row in mentor.employee_id.current_employee_skill_ids
        }
        wanted = [0.5 + steps.get(skill, 0) / 4 if skill in mentor.skill_ids else 0 for skill in mentee.skill_ids]
        hobbies = [interest in mentor.interest_ids for interest in mentee.interest_ids]
        skills_value = sum(wanted) / len(wanted)
        interests_value = sum(hobbies) / len(hobbies) if hobbies and mentor.interest_ids else 0.5
        return 100 * (10 * skills_value + interests_value) / 11

    def _all_matchings(self, mentors, mentees):
        for choice in product([None, *mentors], repeat=len(mentees)):
            if all(choice.count(mentor) <= mentor.capacity for mentor in mentors):
                yield choice

    def _value(self, choice, mentees, scores):
        chosen = [scores[pair] for pair in zip(mentees, choice, strict=True) if pair[1]]
        if any(score < 10 for score in chosen):
            return (-1, 0)
        return (len(chosen), sum(chosen))

    def test_program_manager_matches_twice_and_locked_pairs_keep_their_seats(self):
        self.enrol(self.max, "mentor", capacity=2)
        self.enrol(self.mia, "mentee")
        first, _unmatched = self.propose()
        self.as_user(first, self.pia).action_lock()
        self.enrol(self.olga, "mentee")
        second, _unmatched = self.propose()
        self.assertEqual(self.pairs(first), {("Max", "Mia")})
        self.assertEqual(self.pairs(second), {("Max", "Olga")})
        seats = (first.sudo() + second.sudo()).member_ids.filtered(lambda member: member.role == "mentor")
        self.assertEqual(sorted(seats.mapped("slot")), [1, 2])

    # -- who is never matched

    def test_boss_of_the_boss_is_never_proposed_in_either_direction(self):
        boss = self.add_person("boss")
        self.paula.parent_id = boss
        self.enrol(self.mia, "mentee")
        self.enrol(boss, "mentor")
        proposals, [(mentee, _reason)] = self.propose()
        self.assertFalse(proposals)
        self.assertEqual(mentee.employee_id, self.mia)

        reverse = self.add_program("Reverse", self.pia)
        self.enrol(boss, "mentee", program=reverse)
        self.enrol(self.mia, "mentor", program=reverse)
        self.assertFalse(self.propose(reverse)[0])

    def test_colleagues_under_the_same_boss_are_proposed(self):
        self.max.parent_id = self.paula
        self.enrol(self.mia, "mentee")
        self.enrol(self.max, "mentor")
        self.assertEqual(self.pairs(self.propose()[0]), {("Max", "Mia")})

    def test_person_in_both_roles_is_never_proposed_to_themselves(self):
        self.enrol(self.mia, "mentee")
        self.enrol(self.mia, "mentor")
        self.assertFalse(self.propose()[0])

    def test_superuser_pairs_people_by_hand_against_the_rules_and_is_refused(self):
        """The rules hold for every way of making a mentorship, not only for the engine."""
        mia, own, boss = (
            self.enrol(self.mia, "mentee"),
            self.enrol(self.mia, "mentor"),
            self.enrol(self.paula, "mentor"),
        )
        stranger = self.enrol(self.max, "mentor", program=self.add_program("Other", self.pia))
        for mentor, message in (
            (own, "cannot be matched with themselves"),
            (boss, "Paula is in the line of command above Mia"),
            (stranger, "take part in its program"),
        ):
            with self.subTest(message), self.assertRaisesRegex(ValidationError, message):
                self.env["hr.mentorship"].create(
                    {
                        "program_id": self.program.id,
                        "member_ids": [
                            Command.create({"participant_id": mentor.id}),
                            Command.create({"participant_id": mia.id}),
                        ],
                    }
                )

    def test_mentor_is_proposed_to_no_more_mentees_than_they_have_seats(self):
        mentor = self.enrol(self.max, "mentor", capacity=2)
        for name in ("eve", "eva", "ida"):
            self.enrol(self.add_person(name), "mentee")
        proposals, unmatched = self.propose()
        self.assertEqual((len(proposals), len(unmatched)), (2, 1))
        self.assertEqual((mentor.seats_taken, mentor.seats_left), (2, 0))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            proposals.sudo().member_ids.filtered(lambda member: member.role == "mentor").write({"slot": 1})
            self.env.flush_all()

    def test_pair_that_said_no_is_not_proposed_again(self):
        self.enrol(self.olga, "mentor")
        declined = self.add_mentorship("offered")
        self.as_user(declined, self.mia).action_decline()
        proposals, _unmatched = self.propose()
        self.assertEqual(self.pairs(proposals), {("Olga", "Mia")})

    def test_pair_that_ended_is_not_proposed_again(self):
        ended = self.add_mentorship("active")
        self.as_user(ended, self.mia)._end()
        self.assertFalse(self.propose()[0])

    def test_pair_whose_proposal_was_discarded_may_be_proposed_again(self):
        """Discarding is the program manager's doing; the two never knew."""
        self.as_user(self.add_mentorship("proposed"), self.pia).action_discard()
        self.assertEqual(self.pairs(self.propose()[0]), {("Max", "Mia")})

    def test_people_who_are_not_approved_or_have_left_are_not_proposed(self):
        self.enrol(self.mia, "mentee")
        self.enrol(self.max, "mentor", state="applied")
        self.enrol(self.olga, "mentor", state="withdrawn")
        gone = self.add_person("gone")
        self.enrol(gone, "mentor")
        gone.active = False
        self.assertFalse(self.propose()[0])

    # -- scores and words

    def test_expired_level_counts_no_more_than_no_level(self):
        """A certificate of last year shows nothing of today; the offer itself counts half."""
        today = fields.Date.today()
        self.teach(
            self.max, self.leading, "Expert", fields.Date.add(today, years=-2), valid_to=fields.Date.add(today, days=-1)
        )
        self.teach(self.olga, self.leading, "Beginner")
        self.enrol(self.mia, "mentee")
        for mentor in (self.max, self.olga):
            self.enrol(mentor, "mentor")
        self.program.criterion_ids = [Command.clear(), *self.criteria(topics=10)]
        proposals, _unmatched = self.propose()
        self.assertEqual(self.pairs(proposals), {("Olga", "Mia")})
        self.assertAlmostEqual(proposals.score, 75, msg="one level where two would be best", delta=0.051)
        self.assertEqual(proposals.match_reasons, "Olga offers the topic that Mia wants: Leading (Beginner).")

    def test_minimum_score_keeps_weak_pairs_away(self):
        self.enrol(self.mia, "mentee", self.leading)
        self.enrol(self.max, "mentor", self.leading)
        proposals, [(_mentee, reason)] = self.propose(minimum_score=60)
        self.assertFalse(proposals)
        self.assertIn("Mentors who fit less well than asked for: 1 of 1.", reason)
        self.assertEqual(len(self.propose(minimum_score=40)[0]), 1)

    def test_reasons_name_shared_topics_levels_and_interests(self):
        chess = self.env["hr.mentorship.interest"].create({"name": "Chess by mail"})
        self.teach(self.max, self.leading, "Expert")
        self.enrol(self.max, "mentor", self.leading + self.coding, interest_ids=[Command.link(chess.id)])
        self.enrol(self.mia, "mentee", self.leading + self.coding + self.selling, interest_ids=[Command.link(chess.id)])
        [proposal] = self.propose()[0]
        self.assertEqual(
            proposal.match_reasons,
            "Max offers 2 of the 3 topics that Mia wants: Coding, Leading (Expert).\nBoth share: Chess by mail.\n"
            "Same time zone.",
        )

    def test_reasons_come_in_the_language_of_whoever_reads_them(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.leading.with_context(lang="de_DE").name = "Führen"
        self.enrol(self.max, "mentor")
        self.enrol(self.mia, "mentee")
        [proposal] = self.propose()[0]
        self.assertIn("Leading", proposal.with_context(lang="en_US").match_reasons)
        self.assertIn("Führen", proposal.with_context(lang="de_DE").match_reasons)

    def test_reasons_survive_a_topic_that_is_deleted(self):
        self.enrol(self.max, "mentor", self.leading + self.coding)
        self.enrol(self.mia, "mentee", self.leading + self.coding)
        [proposal] = self.propose()[0]
        self.coding.unlink()
        self.env.invalidate_all()
        self.assertIn("Leading", proposal.match_reasons)

    def test_person_with_a_work_email_and_no_user_is_matched_in_either_role(self):
        def add(name, **values):
            return self.env["hr.employee"].create({"name": name, "company_id": self.env.company.id, **values})

        nora, noel = add("Nora", work_email="nora@example.com"), add("Noel", work_email="noel@example.com")
        program = self.add_program("By link", self.pia)
        mentee, mentor = (
            self.enrol(person, role, state="applied", program=program)
            for person, role in ((nora, "mentee"), (noel, "mentor"))
        )
        self.as_user(mentee + mentor, self.pia).action_approve()
        proposals, _alone = self.propose(program)
        self.assertEqual(proposals.member_ids.participant_id, mentee + mentor)

    def test_person_who_cannot_be_reached_alone_any_more_is_left_out_with_the_reason(self):
        nora = self.env["hr.employee"].create(
            {"name": "Nora", "work_email": "nora@example.com", "company_id": self.env.company.id}
        )
        program = self.add_program("By link", self.pia)
        mentee = self.enrol(nora, "mentee", program=program)
        self.enrol(self.max, "mentor", program=program)
        matcher = self.as_user(self.env["hr.mentorship.matcher"], self.pia)
        self.assertFalse(matcher._find_obstacle(mentee))
        for change, words in (
            (lambda: self.olga.work_contact_id.write({"email": "nora@example.com"}), "shares the work e-mail"),
            (lambda: nora.work_contact_id.write({"email": "other@example.com"}), "was changed by somebody"),
            (lambda: nora.write({"work_email": False}), "neither a user nor a work e-mail"),
        ):
            change()
            self.env.invalidate_all()
            self.assertIn(words, matcher._find_obstacle(mentee))
            self.assertFalse(self.propose(program)[0])

    def test_unmatched_mentee_gets_the_reason_that_helps(self):
        for name, arrange, reason in (
            ("no seat", lambda program: None, "No mentor has a free seat"),
            (
                "other topics",
                lambda program: self.enrol(self.max, "mentor", self.selling, program=program),
                "Mentors who offer none of “Leading”: 1 of 1.",
            ),
            (
                "own boss",
                lambda program: self.enrol(self.paula, "mentor", self.leading, program=program),
                "someone in their own line of command",
            ),
        ):
            with self.subTest(name):
                program = self.add_program(name, self.pia)
                self.enrol(self.mia, "mentee", self.leading, program=program)
                arrange(program)
                proposals, [(mentee, text)] = self.propose(program)
                self.assertFalse(proposals)
                self.assertEqual(mentee.employee_id, self.mia)
                self.assertIn(reason, text)

    def test_mentee_without_topic_is_not_matched_and_the_reason_says_so(self):
        participant = self.enrol(self.mia, "mentee")
        participant.skill_ids = [Command.clear()]
        self.enrol(self.max, "mentor")
        _proposals, [(_mentee, text)] = self.propose()
        self.assertIn("Wants no topic yet", text)
        [(person, reason)] = self.env["hr.mentorship.matcher"]._check_pool(self.program)
        self.assertEqual(person, participant)
        self.assertIn("Wants no topic yet", reason)

    def test_mentee_who_comes_too_late_reads_who_would_have_fitted(self):
        self.enrol(self.max, "mentor", capacity=1)
        self.enrol(self.mia, "mentee")
        self.enrol(self.olga, "mentee")
        [proposal], [(mentee, text)] = self.propose()
        winner = proposal.mentee_ids
        self.assertNotEqual(mentee.employee_id, winner)
        self.assertIn("Mentors who would fit: 1 of 1. The best is Max with 45 %, ", text)
        self.assertIn(f"whose seats went to {winner.name}. ", text)

    # -- who matches, and who hears of it

    def test_nobody_but_the_program_manager_learns_of_a_proposal(self):
        self.enrol(self.max, "mentor")
        self.enrol(self.mia, "mentee")
        with self.collect_mails() as mails:
            [proposal] = self.propose()[0]
        self.assertFalse(mails)
        self.assertFalse(self.todos(proposal))
        self.assertFalse(proposal.message_partner_ids & (self.max + self.mia).user_id.partner_id)
        for person in (self.mia, self.max, self.paula, self.sam, self.petra):
            with self.subTest(person.name):
                self.assertFalse(self.as_user(proposal, person).search([("id", "=", proposal.id)]))
                self.assertFalse(
                    self.as_user(self.env["hr.mentorship.member"], person).search([("mentorship_id", "=", proposal.id)])
                )
                with self.assertRaises(AccessError):
                    self.as_user(proposal, person).read(["name"])
        public = self.as_user(self.env["hr.employee.public"].browse(self.max.id), self.mia)
        self.assertFalse(public.mentorship_member_ids)
        self.assertEqual(proposal.search_count([("id", "=", proposal.id)]), 1)

    def test_waiting_mentee_sees_no_trace_of_a_proposal_in_the_own_application(self):
        """Seats that are taken in secret would tell a mentee that a match is on the way."""
        self.enrol(self.max, "mentor")
        participant = self.enrol(self.mia, "mentee")
        self.propose()
        self.assertFalse(self.as_user(participant, self.mia).member_ids)

    def test_mentor_leaves_and_the_proposal_goes_with_them(self):
        pair = self.add_mentorship("proposed")
        self.max.active = False
        self.assertEqual(pair.state, "cancelled", "the proposal goes with them")

    def test_program_manager_publishes_a_pair_whose_mentor_was_archived_by_sql_and_is_told_who(self):
        """Whatever way somebody was archived, before the nightly job has seen it."""
        pair = self.add_mentorship("proposed")
        self.env.cr.execute("UPDATE hr_employee SET active = FALSE WHERE id = %s", [self.max.id])
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Max"):
            self.as_user(pair, self.pia).action_offer()
        self.assertEqual(pair.state, "proposed")
