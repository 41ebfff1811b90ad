from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.job import hr_mentorship_job as background
from ...models.matching import hr_mentorship_job as job_of_matching
from .common import RunCase


@tagged("post_install", "-at_install")
class TestWorkingList(RunCase):
    """The program manager makes a list of the proposals: locks, rejects, chooses others, and publishes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        program = cls.program.with_user(cls.pia.user_id)
        program.action_compare_objectives()
        program.action_use_recommended()

    def proposal(self, mentee):
        return self.as_user(self.program, self.pia).proposal_ids.filtered(lambda pair: pair.mentee_ids == mentee)

    def options(self, choice):
        return {option.employee_id.name: option for option in choice.option_ids}

    def open_choice(self, pair):
        action = self.as_user(pair, self.pia).action_choose_another()
        return self.env[action["res_model"]].with_user(self.pia.user_id).browse(action["res_id"])

    # -- locking and solving again

    def test_program_manager_locks_a_pair_and_solving_again_leaves_it(self):
        pair = self.proposal(self.mia)
        before = pair.mentor_ids
        pair.action_lock()
        self.program.criterion_ids[1].weight = 0
        said = self.as_user(self.program, self.pia).action_solve_rest()
        self.assertIn("In the working list now: 3, new: 2.", said["params"]["message"])
        self.assertEqual(self.proposal(self.mia), pair)
        self.assertEqual(self.proposal(self.mia).mentor_ids, before)
        self.assertEqual(len(self.program.proposal_ids), 3)
        run = self.program.used_run_id
        self.assertEqual([mentee for mentee, _mentor in run.settings["locked"]], [self.mia_part.id])
        self.assertNotIn(self.mia_part, run.line_ids.mentee_id)

    def test_program_manager_unlocks_a_pair_and_it_may_be_replaced(self):
        pair = self.proposal(self.mia)
        pair.action_lock()
        pair.action_unlock()
        self.as_user(self.program, self.pia).action_solve_rest()
        self.assertFalse(pair.exists())
        self.assertEqual(len(self.program.proposal_ids), 3)

    def test_solving_again_without_a_change_gives_the_same_pairs(self):
        before = self.pairs(self.program.proposal_ids)
        self.as_user(self.program, self.pia).action_solve_rest()
        self.assertEqual(self.pairs(self.program.proposal_ids), before)
        self.assertEqual(len(self.program.mentorship_ids), 3, "proposals that were replaced are gone")

    # -- rejecting

    def test_program_manager_rejects_a_pair_with_a_reason_and_it_does_not_come_back(self):
        pair = self.proposal(self.mia)
        mentor = pair.mentor_ids
        action = pair.action_reject()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.pia.user_id)
            .with_context(**action["context"])
            .create({"reason": "Worked together until last year"})
        )
        wizard.action_reject()
        self.assertRecordValues(
            pair, [{"state": "cancelled", "is_rejected": True, "reject_reason": "Worked together until last year"}]
        )
        program = self.as_user(self.program, self.pia)
        self.assertTrue(program.needs_solving)
        self.assertEqual(program.rejected_ids, pair)
        self.assertEqual(program.mentorship_count, 0, "what was rejected was never published")
        program.action_solve_rest()
        self.assertNotEqual(self.proposal(self.mia).mentor_ids, mentor)

    def test_program_manager_takes_a_rejection_back_and_the_pair_may_come_again(self):
        pair = self.proposal(self.mia)
        mentor = pair.mentor_ids
        pair._reject("Not now")
        self.as_user(pair, self.pia).action_take_back_rejection()
        self.as_user(self.program, self.pia).action_solve_rest()
        self.assertEqual(self.proposal(self.mia).mentor_ids, mentor)

    def test_members_never_hear_of_a_rejection(self):
        pair = self.proposal(self.mia)
        with self.collect_mails() as mails:
            self.as_user(pair, self.pia)._reject("Not now")
        self.assertFalse(mails)
        self.assertFalse(self.as_user(pair, self.mia).search([("id", "=", pair.id)]))

    # -- choosing another

    def test_program_manager_sees_what_every_other_mentor_costs_before_choosing(self):
        pair = self.proposal(self.eve)
        self.assertEqual(pair.mentor_ids, self.otto)
        choice = self.open_choice(pair)
        options = self.options(choice)
        self.assertTrue(choice.has_costs)
        self.assertTrue(options["Otto"].is_current)
        self.assertEqual(options["Otto"].cost_text, "Costs nothing")
        self.assertIn(options["Max"].freed_name, ("Mia", "Ida"))
        # With Max for Eve, one of those who share chess with him goes to Otto: both lose their shared interest
        self.assertEqual(options["Max"].cost_people, 0)
        self.assertAlmostEqual(options["Max"].cost_score, 2 * 100 * 5 / 15, delta=0.1)
        self.assertRegex(options["Max"].cost_text, "points less for all together")
        self.assertGreater(options["Otto"].score, options["Max"].score)

    def test_program_manager_chooses_a_full_mentor_and_whom_it_frees_waits_again(self):
        pair = self.proposal(self.eve)
        option = self.options(self.open_choice(pair))["Max"]
        freed = option.freed_name
        notice = option.action_choose()
        self.assertIn(f"{freed} waits again: solve the rest.", notice["params"]["message"])
        chosen = self.proposal(self.eve)
        self.assertEqual((chosen.mentor_ids, chosen.is_locked), (self.max, True))
        self.assertFalse(pair.exists())
        program = self.as_user(self.program, self.pia)
        self.assertTrue(program.needs_solving)
        program.action_solve_rest()
        self.assertEqual(self.proposal(self.eve), chosen)
        self.assertEqual(len(self.program.proposal_ids), 3)

    def test_mentor_whose_pairs_are_locked_is_not_to_be_had(self):
        (self.proposal(self.mia) + self.proposal(self.ida)).action_lock()
        option = self.options(self.open_choice(self.proposal(self.eve)))["Max"]
        self.assertFalse(option.is_possible)
        self.assertIn("published or locked", option.obstacle)
        with self.assertRaisesRegex(UserError, "Max and Eve cannot be a pair"):
            option.action_choose()

    def test_rejected_pair_is_not_chosen_by_hand_either(self):
        self.proposal(self.mia)._reject("Not now")
        choice = (
            self.env["hr.mentorship.choice"]
            .with_user(self.pia.user_id)
            .create({"program_id": self.program.id, "mentee_id": self.mia_part.id})
        )
        choice.action_show()
        option = self.options(choice)["Max"]
        self.assertIn("You have rejected this pair", option.obstacle)

    # -- by hand

    def test_program_manager_adds_a_pair_by_hand_after_reading_score_and_reasons(self):
        self.enrol(self.olga, "mentor", self.selling)
        action = self.as_user(self.program, self.pia).action_add_pair()
        choice = self.env[action["res_model"]].with_user(self.pia.user_id).browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "Choose first for whom you look"):
            choice.action_show()
        choice.mentee_id = self.uma_part
        choice.action_show()
        option = self.options(choice)["Olga"]
        self.assertTrue(option.is_possible)
        self.assertIn("Selling", option.reason)
        option.action_choose()
        pair = self.proposal(self.uma)
        self.assertEqual((pair.mentor_ids, pair.is_locked), (self.olga, True))
        self.assertEqual(pair.score, option.score)
        self.assertEqual(pair.match_reasons, option.reason)

    def test_program_manager_reads_why_a_mentor_cannot_be_chosen(self):
        self.max.parent_id = self.uma
        choice = (
            self.env["hr.mentorship.choice"]
            .with_user(self.pia.user_id)
            .create({"program_id": self.program.id, "mentee_id": self.uma_part.id})
        )
        choice.action_show()
        options = self.options(choice)
        self.assertEqual(options["Max"].obstacle, "One is in the other's line of command.")
        self.assertIn("Misses a must-have: Topics", options["Otto"].obstacle)
        for option in options.values():
            with self.subTest(option.employee_id.name), self.assertRaises(UserError):
                option.action_choose()
        self.assertFalse(self.proposal(self.uma))

    def test_mentee_matched_meanwhile_is_not_given_two_mentors(self):
        self.enrol(self.olga, "mentor", self.selling)
        choice = (
            self.env["hr.mentorship.choice"]
            .with_user(self.pia.user_id)
            .create({"program_id": self.program.id, "mentee_id": self.eve_part.id})
        )
        choice.action_show()
        option = choice.option_ids.filtered("is_possible")[:1]
        self.proposal(self.eve).action_offer()
        with self.assertRaises(UserError):
            option.action_choose()

    # -- publishing

    def test_program_manager_publishes_all_and_everybody_has_mail(self):
        with self.collect_mails() as mails:
            told = self.as_user(self.program, self.pia).action_publish_all()
        self.assertIn("3 matches are published: their members are asked by mail now.", told["params"]["message"])
        self.assertEqual(set(self.program.mentorship_ids.mapped("state")), {"offered"})
        self.assertEqual({name for name, _subject, _text in mails}, {"Mia", "Ida", "Eve", "Max", "Otto"})
        with self.assertRaisesRegex(UserError, "no proposal to publish"):
            self.as_user(self.program, self.pia).action_publish_all()

    def test_somebody_withdrew_after_the_proposal_and_publishing_names_them_and_publishes_nothing(self):
        self.as_user(self.eve_part, self.eve).action_withdraw()
        with self.assertRaisesRegex(UserError, "These people no longer take part: Eve"):
            self.as_user(self.program, self.pia).action_publish_all()
        self.assertEqual(set(self.program.mentorship_ids.mapped("state")), {"proposed"})
        self.as_user(self.program, self.pia).action_solve_rest()
        self.assertFalse(self.proposal(self.eve))
        self.as_user(self.program, self.pia).action_publish_all()
        self.assertEqual(self.program.mentorship_ids.mentee_ids, self.mia + self.ida)

    def test_program_manager_publishes_a_pair_alone_and_reads_who_hears_of_it_when(self):
        pair, other, last = (self.proposal(person) for person in (self.mia, self.eve, self.ida))
        self.as_user(other, self.pia)._reject("Not now")
        told = self.as_user(pair, self.pia).action_offer()["params"]["message"]
        self.assertIn(f"{pair.name} is published: its members are asked by mail now.", told)
        self.assertIn("when the last proposal is published or discarded", told)
        told = self.as_user(last, self.pia).action_offer()["params"]["message"]
        self.assertIn("told in the next daily mail", told, "Eve waits, and has no mail yet")

    def test_publishing_asks_about_what_is_ticked_and_says_first_that_nothing_is(self):
        pairs = self.as_user(self.proposal(self.mia) + self.proposal(self.eve), self.pia)
        hint = pairs.browse().action_ask_to_publish()["params"]
        self.assertIn("Tick the pairs", hint["message"])
        self.assertFalse(hint["next"], "the list stays as it is")
        asked = pairs.action_ask_to_publish()["params"]
        self.assertIn("these 2 matches", asked["question"])
        self.assertEqual(set(pairs.mapped("state")), {"proposed"}, "nothing before the yes")
        getattr(pairs.browse(asked["ids"]), asked["method"])()
        self.assertEqual(set(pairs.mapped("state")), {"offered"})

    def test_whoever_uses_a_run_sees_the_working_list_from_its_top(self):
        told = self.as_user(self.program, self.pia).action_solve_rest()["params"]["next"]
        self.assertEqual(told["tag"], "hr_mentorship.start_anew")
        self.assertEqual(told["params"]["page"]["res_id"], self.program.id)

    def test_locked_pair_is_published_and_is_no_longer_locked_for_solving(self):
        pair = self.proposal(self.mia)
        pair.action_lock()
        pair.action_offer()
        with self.assertRaises(UserError):
            self.as_user(pair, self.pia).action_unlock()

    def test_others_touch_nothing_of_the_working_list(self):
        pair = self.proposal(self.mia)
        for person in (self.petra, self.sam, self.mia, self.max):
            for method in ("action_lock", "action_reject", "action_choose_another"):
                with self.subTest(f"{person.name} {method}"), self.assertRaises(AccessError):
                    getattr(self.as_user(pair, person), method)()
        with self.assertRaises(AccessError):
            self.as_user(pair, self.pia).write({"is_locked": True})
        self.assertFalse(pair.is_locked)


@tagged("post_install", "-at_install")
class TestPeopleCheck(RunCase):
    """Before anybody is matched: who is not ready, and why."""

    def test_program_manager_reads_who_is_not_ready_and_why(self):
        late = self.enrol(self.olga, "mentee", state="applied")
        gone = self.add_person("gone")
        gone_part = self.enrol(gone, "mentor")
        # Past the employee, whose own archiving withdraws the participation at once
        gone.resource_id.active = False
        program = self.as_user(self.program, self.pia)
        self.assertIn(late, program.not_ready_ids)
        self.assertIn(gone_part, program.not_ready_ids)
        reasons = {person.employee_id.name: person.not_ready_reason for person in program.not_ready_ids}
        self.assertIn("not approved yet", reasons["Olga"])
        self.assertIn("archived", reasons["Gone"])

    def test_mentor_with_all_seats_taken_is_ready(self):
        self.add_mentorship("active", mentor=self.otto, mentee=self.eve)
        self.assertNotIn(self.otto_part, self.as_user(self.program, self.pia).not_ready_ids)

    def test_step_tells_what_is_next(self):
        program = self.add_program("Empty", self.pia)
        self.assertEqual(self.as_user(program, self.pia).matching_step, "people")
        steps = []
        program = self.as_user(self.program, self.pia)
        for action in (None, "action_compare_objectives", "action_use_recommended", "action_publish_all"):
            if action:
                getattr(self.as_user(self.program, self.pia), action)()
            steps.append(self.as_user(self.program, self.pia).matching_step)
        self.assertEqual(steps, ["compare", "choose", "review", "done"], "nobody can be matched: no seat is left")
        self.assertEqual((program.proposed_count, program.waiting_mentee_count), (0, 1))
        self.enrol(self.olga, "mentor", self.selling)
        self.assertEqual(self.as_user(self.program, self.pia).matching_step, "again", "there is somebody for the rest")

    def test_comparison_from_before_the_publishing_is_not_offered_any_more(self):
        self.enrol(self.olga, "mentor", capacity=2)
        for action in ("action_compare_objectives", "action_use_recommended", "action_compare_objectives"):
            getattr(self.as_user(self.program, self.pia), action)()
        self.assertTrue(self.as_user(self.program, self.pia).has_fresh_comparison)
        self.as_user(self.program, self.pia).action_publish_all()
        self.assertEqual(self.as_user(self.program, self.pia).matching_step, "again")

    def test_short_seats_are_seen_before_matching(self):
        self.assertTrue(self.as_user(self.program, self.pia).is_short_of_seats)
        self.enrol(self.olga, "mentor", capacity=2)
        self.assertFalse(self.as_user(self.program, self.pia).is_short_of_seats)


@tagged("post_install", "-at_install")
class TestElsewhere(RunCase):
    """The program manager is told of two people what they have been to each other elsewhere, and of nothing hidden."""

    def find_note(self, person=None, mentee=None, mentor=None):
        """What the dialog, the line of a run, and the proposal say: all three the same."""
        mentee, mentor = mentee or self.mia_part, mentor or self.max_part
        person = person or self.pia
        choice = (
            self.env["hr.mentorship.choice"]
            .with_user(person.user_id)
            .create({"program_id": mentee.program_id.id, "mentee_id": mentee.id, "mentor_id": mentor.id})
        )
        choice.action_show()
        [option] = choice.option_ids
        if not option.is_possible:
            return option.obstacle
        pair = self.env["hr.mentorship"].create(
            {
                "program_id": mentee.program_id.id,
                "member_ids": [Command.create({"participant_id": one.id}) for one in (mentor, mentee)],
            }
        )
        note = self.as_user(pair, person).pair_note
        self.assertEqual(note, option.note)
        pair.unlink()
        run = (
            self.env["hr.mentorship.matching.run"]
            .sudo()
            .create(
                {
                    "job_id": self.env["hr.mentorship.matching.job"]
                    .sudo()
                    .create({"program_id": mentee.program_id.id})
                    .id,
                    "program_id": mentee.program_id.id,
                    "objective": "people",
                    "line_ids": [Command.create({"mentee_id": mentee.id, "mentor_id": mentor.id})],
                }
            )
        )
        self.assertEqual(self.as_user(run.line_ids, person).reason or False, note)
        return note

    def test_pair_that_knows_nothing_of_each_other_has_no_note(self):
        self.assertFalse(self.find_note())

    def test_pair_that_runs_elsewhere_is_told_and_named_to_whom_may_know(self):
        other = self.add_program("Speakers", self.petra)
        self.add_mentorship("active", program=other)
        self.assertEqual(self.find_note(), "They are together in another program already.")
        other.manager_ids = [Command.link(self.pia.user_id.id)]
        self.assertEqual(self.find_note(), "They are together in “Speakers” already.")

    def test_pair_elsewhere_the_other_way_round_is_told(self):
        other = self.add_program("Speakers", self.petra)
        self.add_mentorship("offered", program=other, mentor=self.mia, mentee=self.max)
        self.assertEqual(self.find_note(), "They are together in another program already, the other way round.")

    def test_pair_that_parted_before_is_told_whatever_the_reason(self):
        for reason in ("none", "time", "fit"):
            with self.subTest(reason), self.env.cr.savepoint() as savepoint:
                other = self.add_program("Speakers", self.petra)
                pair = self.add_mentorship("active", program=other)
                self.as_user(pair, self.mia)._end(reason)
                self.assertEqual(self.find_note(), "They were together before, and parted.")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_is_not_published_elsewhere_is_not_told(self):
        other = self.add_program("Speakers", self.petra)
        self.add_mentorship("proposed", program=other)
        self.assertFalse(self.find_note())

    def test_offer_that_nobody_took_and_departure_are_no_parting(self):
        other = self.add_program("Speakers", self.petra)
        pair = self.add_mentorship("offered", program=other)
        self.as_user(pair, self.petra)._end()
        self.assertFalse(self.find_note())
        third = self.add_program("Writers", self.petra)
        self.add_mentorship("active", program=third)
        self.max.action_archive()
        self.max.action_unarchive()
        self.max_part.state = "approved"
        self.assertFalse(self.find_note())

    def test_two_people_in_both_roles_of_a_program_are_told_of(self):
        mia_mentors = self.enrol(self.mia, "mentor", interest_ids=[Command.set(self.chess.ids)])
        max_learns = self.enrol(self.max, "mentee", interest_ids=[Command.set(self.chess.ids)])
        note = "Here they are matched the other way round as well: each would mentor the other."
        self.add_mentorship("proposed")
        self.assertEqual(self.find_note(mentee=max_learns, mentor=mia_mentors), note)

    def test_run_that_matches_two_people_both_ways_says_so(self):
        for name in ("otto_part", "eve_part", "ida_part", "uma_part"):
            getattr(self, name).unlink()
        self.enrol(self.mia, "mentor", interest_ids=[Command.set(self.chess.ids)])
        self.enrol(self.max, "mentee", interest_ids=[Command.set(self.chess.ids)])
        run = self.run_for()
        lines = self.as_user(run.line_ids, self.pia)
        self.assertEqual(len(lines.filtered("mentor_id")), 2)
        for line in lines:
            self.assertIn("the other way round as well", line.reason)

    def test_not_the_right_fit_is_left_out_as_a_block_is_and_nobody_tells_them_apart(self):
        """In the next program, by the engine, by hand and on the list, by every reader: the same answers to the two."""
        other = self.add_program("Speakers", self.petra)
        answers = {}
        for how in ("fit", "new match", "block"):
            with self.subTest(how), self.env.cr.savepoint() as savepoint:
                pair = self.add_mentorship("active", program=other)
                if how == "fit":
                    dialog = self.env["hr.mentorship.end"].with_user(self.mia.user_id)
                    dialog.create({"mentorship_id": pair.id, "reason": "fit"}).action_end()
                elif how == "new match":
                    self.as_user(pair, self.mia)._answer_fit_as_user("no")
                    dialog = self.env["hr.mentorship.new.match"].with_user(self.mia.user_id)
                    dialog.create({"mentorship_id": pair.id}).action_confirm()
                else:
                    self.as_user(pair, self.mia)._end("time")
                    profile = self.as_user(self.mia.mentorship_profile_ids, self.mia)
                    profile.block_ids = [Command.create({"blocked_employee_id": self.max.id})]
                with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
                    self.add_mentorship("proposed")
                pairs = self.pairs(self.propose()[0])
                self.assertNotIn(("Max", "Mia"), pairs)
                answers[how] = (self.find_note(), str(caught.exception), pairs)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(answers["fit"][0], "A rule keeps the two apart.")
        self.assertEqual(answers["fit"], answers["block"])
        self.assertEqual(answers["new match"], answers["block"])

    def test_member_wants_to_meet_again_after_all_and_may(self):
        other = self.add_program("Speakers", self.petra)
        pair = self.add_mentorship("active", program=other)
        dialog = self.env["hr.mentorship.end"].with_user(self.mia.user_id)
        dialog.create({"mentorship_id": pair.id, "reason": "fit"}).action_end()
        self.as_user(self.mia.mentorship_profile_ids, self.mia).block_ids.unlink()
        self.assertEqual(self.find_note(), "They were together before, and parted.")

    def test_notes_of_many_pairs_cost_as_many_queries_as_those_of_one(self):
        other = self.add_program("Speakers", self.petra, mentor_capacity=5)
        self.enrol(self.max, "mentor", program=other, capacity=4)
        pairs = []
        for mentee in (self.mia, self.eve, self.ida, self.uma):
            self.add_mentorship("active", program=other, mentee=mentee)
            pairs.append((mentee.id, self.max.id))
        words = self.env["hr.mentorship.matching.words"].with_user(self.pia.user_id)

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(set(words._find_pair_notes(self.program, some)), set(some))
            return self.env.cr.sql_log_count - before

        count(pairs)
        self.assertEqual(count(pairs), count(pairs[:1]))


@tagged("post_install", "-at_install")
class TestUseInBackground(RunCase):
    """A run of many pairs becomes the working list some pairs at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(background, "MANY", 1))
        cls.startClassPatcher(patch.object(background, "RECORDS_AT_A_TIME", 1))
        cls.startClassPatcher(patch.object(job_of_matching, "LINES_AT_A_TIME", 2))

    def use(self, run):
        return self.as_user(self.env["hr.mentorship.job"].browse(run.action_apply()["res_id"]), self.pia)

    def run_jobs(self):
        self.env.flush_all()
        self.env.invalidate_all()
        with (
            patch.object(self.env.cr, "commit", self.env.flush_all),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.env["hr.mentorship.job"]._cron_work_off()
        self.env.invalidate_all()

    def test_program_manager_uses_a_run_and_the_list_is_the_same_as_at_once(self):
        run = self.run_for()
        job = self.use(run)
        self.assertFalse(self.program.proposal_ids)
        with self.assertRaisesRegex(UserError, "still under way in the background"):
            self.as_user(run, self.petra_too()).action_apply()
        job.sudo()._go_on()
        self.assertEqual(len(self.program.proposal_ids), 2)
        self.assertFalse(run.is_in_use)
        self.run_jobs()
        self.assertEqual(
            self.pairs(self.program.proposal_ids),
            {
                (line.mentor_id.employee_id.name, line.mentee_id.employee_id.name)
                for line in run.line_ids.filtered("mentor_id")
            },
        )
        self.assertEqual(self.program.proposal_ids.run_id, run)
        self.assertTrue(run.is_in_use)
        self.assertEqual(job.result_text, "Done: 3 of 3. Nobody is told before you publish.")

    def petra_too(self):
        self.program.manager_ids |= self.petra.user_id
        return self.petra

    def test_what_was_proposed_before_gives_way_unless_it_is_locked(self):
        first = self.run_for()
        self.use(first)
        self.run_jobs()
        before = self.program.proposal_ids
        locked = before.filtered(lambda pair: pair.mentee_ids == self.eve)
        self.as_user(locked, self.pia).action_lock()
        run = self.run_for("total")
        self.use(run)
        self.run_jobs()
        self.assertEqual(before.exists(), locked)
        self.assertEqual((self.program.proposal_ids - locked).run_id, run)
        self.assertEqual(len(self.program.proposal_ids), 3)

    def test_cancelled_job_is_begun_again_and_nobody_is_proposed_twice(self):
        run = self.run_for()
        job = self.use(run)
        job.sudo()._go_on()
        job.action_cancel()
        self.use(run)
        self.run_jobs()
        self.assertEqual(len(self.program.proposal_ids), 3)

    def test_run_is_used_no_further_once_the_criteria_have_changed(self):
        run = self.run_for()
        job = self.use(run)
        job.sudo()._go_on()
        self.program.criterion_ids[:1].weight = 1
        self.run_jobs()
        self.assertEqual(job.state, "failed")
        self.assertIn("have changed since this run", job.result_text)
        self.assertEqual(len(self.program.proposal_ids), 2)

    def test_pair_that_is_impossible_by_now_is_left_out_with_the_reason(self):
        run = self.run_for()
        job = self.use(run)
        self.as_user(self.mia_part, self.mia).action_withdraw()
        self.run_jobs()
        self.assertRecordValues(job, [{"state": "done", "done_count": 2, "left_out_count": 1}])
        self.assertIn("Mia no longer takes part", job.left_out_text)
