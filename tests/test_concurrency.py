from threading import Event
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import SIGNATURE
from .concurrency import TIMEOUT, ConcurrencyCase


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    """Two people act in the same moment."""

    def test_both_accept_in_the_same_moment_and_get_one_agreement(self):
        pair_id, mentor, mentee = self.add_pair("offered")

        def accept(env):
            return env["hr.mentorship"].browse(pair_id).action_accept()

        outcomes = self.together((mentor, accept), (mentee, accept))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual(pair.state, "agreement")
            self.assertEqual(pair.member_ids.mapped("response"), ["accepted", "accepted"])
            self.assertEqual(len(pair.agreement_ids), 1)
            self.assertEqual(sorted(pair.activity_ids.user_id.ids), sorted([mentor, mentee]))

        self.inspect(check)

    def test_one_accepts_while_the_other_declines_and_nobody_signs(self):
        pair_id, mentor, mentee = self.add_pair("offered")
        outcomes = self.together(
            (mentor, lambda env: env["hr.mentorship"].browse(pair_id).action_accept()),
            (mentee, lambda env: env["hr.mentorship"].browse(pair_id).action_decline()),
        )
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)
            self.assertIn("Declined", str(error))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual(pair.state, "declined")
            self.assertFalse(pair.agreement_ids)
            self.assertFalse(pair.activity_ids)

        self.inspect(check)

    def test_both_sign_in_the_same_moment_and_start_once(self):
        pair_id, mentor, mentee = self.add_pair("agreement")

        def sign(env):
            return env["hr.mentorship"].browse(pair_id).agreement_id._sign(env.user.name, SIGNATURE).id

        outcomes = self.together((mentor, sign), (mentee, sign))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            pair = env["hr.mentorship"].browse(pair_id)
            self.assertEqual(pair.state, "active")
            self.assertEqual(pair.agreement_id.state, "signed")
            self.assertEqual(len(pair.agreement_id.signature_ids), 2)
            self.assertEqual(len(set(pair.agreement_id.signature_ids.mapped("body_hash"))), 1)
            self.assertEqual(len(pair.checkin_ids.filtered(lambda checkin: checkin.kind == "closing")), 1)
            activities = pair.checkin_ids.activity_ids
            self.assertEqual(len(activities), 2 * len(pair.checkin_ids))

        self.inspect(check)

    def test_member_signs_twice_in_the_same_moment_and_leaves_one_signature(self):
        pair_id, mentor, _mentee = self.add_pair("agreement")

        def sign(env):
            return env["hr.mentorship"].browse(pair_id).agreement_id._sign(env.user.name, SIGNATURE).id

        [error] = self.errors(self.together((mentor, sign), (mentor, sign)))
        self.assertIn("signed this agreement already", str(error))
        signatures = self.inspect(lambda env: len(env["hr.mentorship"].browse(pair_id).agreement_id.signature_ids))
        self.assertEqual(signatures, 1)

    def test_both_log_the_same_check_in_and_both_words_are_kept(self):
        pair_id, mentor, mentee = self.add_pair("active")

        def log(env):
            checkin = env["hr.mentorship"].browse(pair_id).checkin_ids.sorted("planned_date")[0]
            checkin._log("done", held_on=fields.Date.today(), summary=f"Words of {env.user.name}", rating=5)
            return checkin.id

        outcomes = self.together((mentor, log), (mentee, log))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            checkin = env["hr.mentorship.checkin"].browse(outcomes[0])
            self.assertEqual(checkin.state, "done")
            self.assertEqual(len(checkin.note_ids), 2)
            self.assertEqual(len(checkin.feedback_ids), 2)
            self.assertFalse(checkin.activity_ids)

        self.inspect(check)

    def test_both_log_different_outcomes_and_one_of_them_stands_with_the_words_of_both(self):
        pair_id, mentor, mentee = self.add_pair("active")
        day = fields.Date.today()

        def log(outcome):
            def run(env):
                checkin = env["hr.mentorship"].browse(pair_id).checkin_ids.sorted("planned_date")[0]
                member = checkin.mentorship_id.my_member_id
                checkin._log(
                    outcome,
                    summary=f"Words of {env.user.name}",
                    private_note="Mine",
                    rating=4,
                    reason="forgotten",
                    agenda=[{"question": "first-1", "name": "", "is_done": True}],
                    next_steps=[{"name": f"Step of {env.user.name}", "member_id": member.id, "due_date": day}],
                )
                return checkin.id

            return run

        outcomes = self.together((mentor, log("done")), (mentee, log("missed")))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            checkin = env["hr.mentorship.checkin"].browse(outcomes[0])
            self.assertIn(checkin.state, ("done", "missed"))
            self.assertEqual(checkin.logged_by_id, checkin.confirmed_member_ids)
            self.assertFalse(checkin.confirmed_on, "the two do not agree, so nobody has confirmed")
            self.assertEqual(len(checkin.note_ids), 4)
            self.assertEqual(len(checkin.next_step_ids), 2)
            self.assertEqual(len(checkin.next_step_ids.activity_ids), 2)
            self.assertEqual(len(checkin.agenda_item_ids), 1)
            self.assertEqual(checkin.feedback_ids.member_id.user_id.id, mentor)

        self.inspect(check)

    def test_both_log_the_same_and_the_second_confirms(self):
        pair_id, mentor, mentee = self.add_pair("active")

        def log(env):
            checkin = env["hr.mentorship"].browse(pair_id).checkin_ids.sorted("planned_date")[0]
            checkin._log("done", rating=5)
            return checkin.id

        outcomes = self.together((mentor, log), (mentee, log))
        self.assertFalse(self.errors(outcomes))

        def check(env):
            checkin = env["hr.mentorship.checkin"].browse(outcomes[0])
            self.assertEqual(len(checkin.confirmed_member_ids), 2)
            self.assertTrue(checkin.confirmed_on)

        self.inspect(check)

    def test_owner_ticks_a_step_while_the_partner_does_and_it_is_done_once(self):
        pair_id, mentor, mentee = self.add_pair("active")

        def agree(company):
            pair = company.env["hr.mentorship"].browse(pair_id)
            vals = {"name": "Practice", "member_id": pair.member_ids[0].id, "due_date": fields.Date.today()}
            return company.env["hr.mentorship.next.step"]._agree(pair.checkin_ids[0], [vals]).id

        step_id = self.arrange(agree)

        def tick(env):
            env["hr.mentorship.next.step"].browse(step_id).action_done()

        for error in self.errors(self.together((mentor, tick), (mentee, tick))):
            self.assertIsInstance(error, UserError)

        def check(env):
            step = env["hr.mentorship.next.step"].browse(step_id)
            self.assertEqual(step.state, "done")
            self.assertFalse(step.activity_ids)

        self.inspect(check)

    def test_program_manager_uses_a_run_while_another_does_and_is_asked_to_wait(self):
        program_id = self.add_waiting()
        runs = {login: self.solve(login, program_id) for login in ("pia", "petra")}
        run_class = type(self.env["hr.mentorship.matching.run"])
        write, is_writing, may_finish = run_class._create_proposals, Event(), Event()

        def write_slowly(run, lines):
            is_writing.set()
            may_finish.wait(TIMEOUT)
            return write(run, lines)

        def first(env):
            return env["hr.mentorship.matching.run"].browse(runs["pia"]).action_apply()["tag"]

        def second(env):
            is_writing.wait(TIMEOUT)
            try:
                return env["hr.mentorship.matching.run"].browse(runs["petra"]).action_apply()
            finally:
                may_finish.set()

        with patch.object(run_class, "_create_proposals", write_slowly):
            outcomes = self.together((self.user_ids["pia"], first), (self.user_ids["petra"], second))
        self.assertEqual(outcomes[0], "display_notification")
        self.assertIsInstance(outcomes[1], UserError)
        self.assertIn("Somebody else is changing the matches of “Race” right now", str(outcomes[1]))
        self._assert_each_seat_booked_once(program_id, 1)

    def test_two_program_managers_use_their_runs_at_once_and_one_is_told(self):
        """Whichever way the two interleave: one list, not a mixture, and no seat booked twice."""
        program_id = self.add_waiting(mentors=2, mentees=2)
        runs = {login: self.solve(login, program_id) for login in ("pia", "petra")}
        outcomes = self.together(
            *(
                (
                    self.user_ids[login],
                    lambda env, run_id=run_id: env["hr.mentorship.matching.run"].browse(run_id).action_apply()["tag"],
                )
                for login, run_id in runs.items()
            )
        )
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertNotIn("violates", str(error), "a sentence for people, not the database's")
        self._assert_each_seat_booked_once(program_id, 2)
        self.assertEqual(
            self.inspect(
                lambda env: len(env["hr.mentorship"].search([("program_id", "=", program_id)]).mapped("run_id"))
            ),
            1,
        )

    def test_two_program_managers_solve_at_once_and_both_get_their_answer(self):
        program_id = self.add_waiting(mentors=2, mentees=2)

        def compare(env):
            env["hr.mentorship.program"].browse(program_id).action_compare_objectives()

        outcomes = self.together((self.user_ids["pia"], compare), (self.user_ids["petra"], compare))
        self.assertFalse(self.errors(outcomes))
        runs = self.inspect(
            lambda env: (
                env["hr.mentorship.matching.run"].search([("program_id", "=", program_id)]).mapped("matched_count")
            )
        )
        self.assertEqual(set(runs), {2})

    def test_people_apply_and_criteria_change_while_a_run_is_solved_in_the_background(self):
        """The solver holds no lock that anybody else waits for; its result then says that it is out of date."""
        from ..models.matching import hr_mentorship_matching_run as solver

        program_id = self.add_waiting(mentors=2, mentees=2)
        solve, is_solving, may_finish = solver.match, Event(), Event()

        def solve_slowly(problem, **options):
            is_solving.set()
            may_finish.wait(TIMEOUT)
            return solve(problem, **options)

        def run_cron(env):
            env["hr.mentorship.matching.job"]._cron_solve()

        def change(env):
            is_solving.wait(TIMEOUT)
            env.cr.rollback()  # a request of its own, that begins now
            try:
                program = env["hr.mentorship.program"].browse(program_id)
                states = program.run_ids.mapped("state")
                program.criterion_ids[:1].weight = 1
                program.participant_ids[:1].motivation = "Changed meanwhile."
                env.cr.commit()
                return states
            finally:
                may_finish.set()

        with patch.object(solver, "PAIRS_SOLVED_AT_ONCE", 0):
            run_id = self.solve("pia", program_id)
            with patch.object(solver, "match", solve_slowly):
                outcomes = self.together((SUPERUSER_ID, run_cron), (self.user_ids["pia"], change))
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(outcomes[1], ["running"])

        def use(env):
            run = env["hr.mentorship.matching.run"].browse(run_id)
            self.assertEqual((run.state, run.matched_count), ("done", 2))
            with self.assertRaisesRegex(UserError, "The criteria of “Race” have changed since this run"):
                run.action_apply()

        self.inspect(use)

    def test_program_manager_cancels_a_run_that_is_being_solved(self):
        from ..models.matching import hr_mentorship_matching_run as solver

        program_id = self.add_waiting()
        is_solving, is_cancelled = Event(), Event()

        def solve_until_cancelled(problem, progress=None, **options):
            is_solving.set()
            is_cancelled.wait(TIMEOUT)
            progress("score", 0.5)
            self.fail("the engine was not stopped")

        def run_cron(env):
            env["hr.mentorship.matching.job"]._cron_solve()

        def cancel(env):
            is_solving.wait(TIMEOUT)
            env.cr.rollback()  # a request of its own, that begins now
            try:
                env["hr.mentorship.program"].browse(program_id).action_cancel_solving()
                env.cr.commit()
            finally:
                is_cancelled.set()

        with patch.object(solver, "PAIRS_SOLVED_AT_ONCE", 0):
            run_id = self.solve("pia", program_id)
            with patch.object(solver, "match", solve_until_cancelled):
                outcomes = self.together((SUPERUSER_ID, run_cron), (self.user_ids["pia"], cancel))
        self.assertFalse(self.errors(outcomes))
        state = self.inspect(lambda env: env["hr.mentorship.matching.run"].browse(run_id).state)
        self.assertEqual(state, "cancelled")

    def test_two_pairs_ask_for_the_last_seat_and_one_is_refused(self):
        program_id = self.add_waiting(mentors=1, mentees=2)

        def seat(number):
            def create(env):
                participants = env["hr.mentorship.program"].browse(program_id).participant_ids
                mentor = participants.filtered(lambda participant: participant.role == "mentor")
                return self._create_pair(env, mentor, (participants - mentor)[number])

            return create

        [error] = self.errors(self.together((SUPERUSER_ID, seat(0)), (SUPERUSER_ID, seat(1))))
        self.assertIsInstance(error, ValidationError)
        self.assertIn("This seat has just been taken", str(error))
        self._assert_each_seat_booked_once(program_id, 1)

    def test_two_mentors_get_the_same_mentee_and_one_is_refused(self):
        program_id = self.add_waiting(mentors=2, mentees=1)

        def seat(number):
            def create(env):
                participants = env["hr.mentorship.program"].browse(program_id).participant_ids
                mentors = participants.filtered(lambda participant: participant.role == "mentor")
                return self._create_pair(env, mentors[number], participants - mentors)

            return create

        [error] = self.errors(self.together((SUPERUSER_ID, seat(0)), (SUPERUSER_ID, seat(1))))
        self.assertIsInstance(error, ValidationError)
        self._assert_each_seat_booked_once(program_id, 1)

    def _create_pair(self, env, mentor, mentee):
        return (
            env["hr.mentorship"]
            .create(
                {
                    "program_id": mentor.program_id.id,
                    "member_ids": [
                        Command.create({"participant_id": mentor.id, "slot": 1}),
                        Command.create({"participant_id": mentee.id}),
                    ],
                }
            )
            .id
        )

    def _assert_each_seat_booked_once(self, program_id, pairs):
        def check(env):
            mentorships = env["hr.mentorship"].search([("program_id", "=", program_id)])
            self.assertEqual(len(mentorships), pairs)
            participants = mentorships.member_ids.participant_id
            self.assertEqual(len(participants), 2 * pairs)
            self.assertEqual(participants.mapped("seats_taken"), [1] * 2 * pairs)

        self.inspect(check)

    def test_mentee_withdraws_while_the_match_is_published_and_one_of_the_two_is_refused(self):
        """Whoever has withdrawn has no offer, whichever of the two comes first."""
        for _round in range(3):
            pair_id, _mentor, mentee = self.add_pair("proposed")
            participant_id = self.inspect(
                lambda env, pair_id=pair_id, mentee=mentee: (
                    env["hr.mentorship"]
                    .browse(pair_id)
                    .member_ids.filtered(lambda member: member.user_id.id == mentee)
                    .participant_id.id
                )
            )
            outcomes = self.together(
                (
                    self.user_ids["pia"],
                    lambda env, pair_id=pair_id: env["hr.mentorship"].browse(pair_id).action_offer(),
                ),
                (
                    mentee,
                    lambda env, participant_id=participant_id: (
                        env["hr.mentorship.participant"].browse(participant_id).action_withdraw()
                    ),
                ),
            )
            [error] = self.errors(outcomes)
            self.assertIsInstance(error, UserError)

            def check(env, pair_id=pair_id, participant_id=participant_id):
                pair = env["hr.mentorship"].browse(pair_id)
                participant = env["hr.mentorship.participant"].browse(participant_id)
                self.assertIn((pair.state, participant.state), [("offered", "approved"), ("proposed", "withdrawn")])

            self.inspect(check)
