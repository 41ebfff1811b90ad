from odoo import SUPERUSER_ID, Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestRequestConcurrency(ConcurrencyCase):
    """Two people want the same seat, or the same mentee, in the same second."""

    def add_choosing(self, mentors=1, mentees=1, capacity=1):
        """Commit a program in which mentees choose.

        :returns: the ids of the program, the mentors, the mentees, and the users of the mentees
        """
        program_id = self.add_waiting(mentors, mentees)

        def prepare(company):
            program = company.env["hr.mentorship.program"].browse(program_id)
            program.matching_mode = "both"
            by_role = program.participant_ids.grouped("role")
            by_role["mentor"].capacity = capacity
            return by_role["mentor"].ids, by_role["mentee"].ids, by_role["mentee"].user_id.ids

        return program_id, *self.arrange(prepare)

    def asking(self, mentee_id, mentor_id):
        def ask(env):
            participants = env["hr.mentorship.participant"]
            return env["hr.mentorship"]._request(participants.browse(mentee_id), participants.browse(mentor_id)).id

        return ask

    def add_proposal(self, program_id, mentor_id, mentee_id):
        def prepare(company):
            proposal = company.env["hr.mentorship"].create(
                {
                    "program_id": program_id,
                    "member_ids": [
                        Command.create({"participant_id": mentor_id}),
                        Command.create({"participant_id": mentee_id}),
                    ],
                }
            )
            return proposal.id

        return self.arrange(prepare)

    def live(self, program_id):
        """The live mentorships of a program: (origin, state, number of seats taken by each participant)."""

        def read(env):
            live = env["hr.mentorship"].search(
                [("program_id", "=", program_id), ("state", "in", ("proposed", "offered"))]
            )
            seats = [participant.seats_taken for participant in live.member_ids.participant_id]
            return sorted((pair.origin, pair.state) for pair in live), seats

        return self.inspect(read)

    def test_two_mentees_ask_for_the_last_seat_and_the_second_reads_what_to_do(self):
        program_id, [mentor], mentees, users = self.add_choosing(mentees=2)
        outcomes = self.together(*((user, self.asking(mentee, mentor)) for user, mentee in zip(users, mentees)))
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertRegex(str(error), "cannot take another mentee now.* Choose somebody else")
        self.assertEqual(self.live(program_id), ([("request", "offered")], [1, 1]))

    def test_two_mentees_ask_a_mentor_with_two_seats_and_both_get_one(self):
        program_id, [mentor], mentees, users = self.add_choosing(mentees=2, capacity=2)
        outcomes = self.together(*((user, self.asking(mentee, mentor)) for user, mentee in zip(users, mentees)))
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(self.live(program_id)[0], [("request", "offered")] * 2)

    def test_mentee_asks_two_mentors_in_two_windows_and_has_one_request(self):
        program_id, mentors, [mentee], [user] = self.add_choosing(mentors=2)
        outcomes = self.together(*((user, self.asking(mentee, mentor)) for mentor in mentors))
        [error] = self.errors(outcomes)
        self.assertRegex(str(error), "You have asked .* already")
        self.assertEqual(self.live(program_id), ([("request", "offered")], [1, 1]))

    def test_mentee_asks_while_the_proposal_for_them_is_published(self):
        """Either the request is there and the program manager reads so, or the offer is, and the mentee does."""
        program_id, mentors, [mentee], [user] = self.add_choosing(mentors=2)
        proposal_id = self.add_proposal(program_id, mentors[0], mentee)
        outcomes = self.together(
            (user, self.asking(mentee, mentors[1])),
            (self.user_ids["pia"], lambda env: env["hr.mentorship"].browse(proposal_id).action_offer()),
        )
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        if outcomes[0] is error:
            self.assertIn("There is a match with", str(error))
        else:
            self.assertIn("is in the status “Cancelled”", str(error))
        live, seats = self.live(program_id)
        self.assertIn(live, ([("manager", "offered")], [("request", "offered")]))
        self.assertEqual(seats, [1, 1])

    def test_mentee_asks_while_the_program_is_matched_and_nobody_sits_twice(self):
        program_id, [mentor], [mentee, _other], [user, _] = self.add_choosing(mentees=2)

        def match(env):
            program = env["hr.mentorship.program"].browse(program_id)
            return env["hr.mentorship.matching.run"]._create_runs(program, ["people"])._apply()["tag"]

        outcomes = self.together((user, self.asking(mentee, mentor)), (self.user_ids["pia"], match))
        for error in self.errors(outcomes):
            self.assertIsInstance(error, UserError)
            self.assertNotIn("violates", str(error), "a sentence for people, not the database's")
        live, seats = self.live(program_id)
        self.assertEqual(len(live), 1)
        self.assertEqual(seats, [1, 1])

    def test_mentee_takes_back_while_the_mentor_accepts(self):
        _program_id, [mentor], [mentee], [user] = self.add_choosing()
        request_id = self.arrange(lambda company: self.asking(mentee, mentor)(company.env(user=user)))
        mentor_user = self.inspect(lambda env: env["hr.mentorship.participant"].browse(mentor).user_id.id)
        outcomes = self.together(
            (user, lambda env: env["hr.mentorship"].browse(request_id).action_take_back()),
            (mentor_user, lambda env: env["hr.mentorship"].browse(request_id).action_accept()),
        )
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)

        def check(env):
            request = env["hr.mentorship"].browse(request_id)
            self.assertEqual(request.state, "cancelled" if outcomes[1] is error else "agreement")
            self.assertEqual(bool(request.agreement_ids), request.state == "agreement")
            seats = request.program_id.participant_ids.mapped("seats_taken")
            self.assertEqual(seats, [1, 1] if request.state == "agreement" else [0, 0])

        self.inspect(check)

    def test_superuser_never_asks_for_somebody(self):
        _program_id, [mentor], [mentee], _users = self.add_choosing()
        [error] = self.errors(self.together((SUPERUSER_ID, self.asking(mentee, mentor))))
        self.assertIn("Everybody asks for themselves", str(error))
