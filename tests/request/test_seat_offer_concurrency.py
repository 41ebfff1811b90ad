from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestSeatOfferConcurrency(ConcurrencyCase):
    """Two people decide on the same seat, or on the same mentee, in the same second."""

    def add_open(self, mentors=1, mentees=1):
        """Commit a program in which all mentees want to be found.

        :returns: the id of the program, and pairs of participant and user of its mentors and of its mentees
        """
        program_id = self.add_waiting(mentors, mentees)

        def prepare(company):
            program = company.env["hr.mentorship.program"].browse(program_id)
            program.matching_mode = "both"
            by_role = program.participant_ids.grouped("role")
            by_role["mentee"].given_open_to_offers = True
            return [[(each.id, each.user_id.id) for each in by_role[role]] for role in ("mentor", "mentee")]

        return program_id, *self.arrange(prepare)

    def offering(self, mentor_id, mentee_id):
        def offer(env):
            participants = env["hr.mentorship.participant"]
            return env["hr.mentorship"]._offer_seat(participants.browse(mentor_id), participants.browse(mentee_id)).id

        return offer

    def assert_one_live(self, program_id):
        def check(env):
            live = env["hr.mentorship"].search([("program_id", "=", program_id), ("state", "=", "offered")])
            self.assertEqual(len(live), 1)
            taken = live.member_ids.participant_id.mapped("seats_taken")
            self.assertEqual(taken, [1, 1])

        self.inspect(check)

    def test_two_mentors_offer_to_the_same_mentee_and_the_second_reads_what_to_do(self):
        program_id, mentors, [(mentee, _user)] = self.add_open(mentors=2)
        outcomes = self.together(*((user, self.offering(mentor, mentee)) for mentor, user in mentors))
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertIn("does not look for a mentor any more", str(error))
        self.assert_one_live(program_id)

    def test_mentor_offers_the_last_seat_while_another_mentee_asks_for_it(self):
        program_id, [(mentor, user)], [(first, _first_user), (other, other_user)] = self.add_open(mentees=2)

        def ask(env):
            participants = env["hr.mentorship.participant"]
            return env["hr.mentorship"]._request(participants.browse(other), participants.browse(mentor)).id

        outcomes = self.together((user, self.offering(mentor, first)), (other_user, ask))
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertNotIn("violates", str(error), "a sentence for people, not the database's")
        self.assert_one_live(program_id)

    def test_mentor_takes_back_while_the_mentee_accepts(self):
        _program_id, [(mentor, user)], [(mentee, mentee_user)] = self.add_open()
        offer_id = self.arrange(lambda company: self.offering(mentor, mentee)(company.env(user=user)))
        outcomes = self.together(
            (user, lambda env: env["hr.mentorship"].browse(offer_id).action_take_back()),
            (mentee_user, lambda env: env["hr.mentorship"].browse(offer_id).action_accept()),
        )
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.inspect(
            lambda env: self.assertEqual(
                env["hr.mentorship"].browse(offer_id).state, "cancelled" if outcomes[1] is error else "agreement"
            )
        )

    def test_request_is_approved_while_the_mentee_takes_it_back(self):
        program_id, [(mentor, _user)], [(mentee, user)] = self.add_open()

        def prepare(company):
            company.env["hr.mentorship.program"].browse(program_id).approves_requests = True
            env = company.env(user=user)
            participants = env["hr.mentorship.participant"]
            return env["hr.mentorship"]._request(participants.browse(mentee), participants.browse(mentor)).id

        request_id = self.arrange(prepare)
        outcomes = self.together(
            (user, lambda env: bool(env["hr.mentorship"].browse(request_id).action_take_back())),
            (self.user_ids["pia"], lambda env: bool(env["hr.mentorship"].browse(request_id).action_approve_request())),
        )
        # Either order is right; what counts is that nobody answers what has been taken back

        def check(env):
            request = env["hr.mentorship"].browse(request_id)
            todos = env["mail.activity"].search([("res_model", "=", "hr.mentorship"), ("res_id", "=", request_id)])
            self.assertEqual(bool(todos), request.state == "offered")
            for error in self.errors(outcomes):
                self.assertIsInstance(error, UserError)
            self.assertEqual(request.state == "offered", isinstance(outcomes[0], UserError))

        self.inspect(check)
