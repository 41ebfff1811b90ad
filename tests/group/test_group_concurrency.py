from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestGroupConcurrency(ConcurrencyCase):
    """Two people come into one group in the same second."""

    def add_group(self, capacity, mentees=2):
        """Commit a program of groups in which mentees ask.

        :returns: the ids of the program, the mentor and their user, and those of the mentees with their users
        """
        program_id = self.add_waiting(mentees=mentees)

        def prepare(company):
            program = company.env["hr.mentorship.program"].browse(program_id)
            program.write({"format": "group", "matching_mode": "both", "mentor_capacity": max(capacity, 2)})
            by_role = program.participant_ids.grouped("role")
            by_role["mentor"].capacity = capacity
            mentor = by_role["mentor"]
            return mentor.id, mentor.user_id.id, [(mentee.id, mentee.user_id.id) for mentee in by_role["mentee"]]

        return program_id, *self.arrange(prepare)

    def add_offer(self, mentee_id, user_id, mentor_id):
        """Commit a request, to which the mentor has not answered yet; return its id."""

        def prepare(company):
            env = company.env(user=user_id, su=False)
            participants = env["hr.mentorship.participant"]
            request = env["hr.mentorship"]._request(participants.browse(mentee_id), participants.browse(mentor_id))
            return request.id

        return self.arrange(prepare)

    def accepting(self, offer_id):
        def accept(env):
            env["hr.mentorship"].browse(offer_id).action_accept()

        return accept

    def asking(self, mentee_id, mentor_id):
        def ask(env):
            participants = env["hr.mentorship.participant"]
            return env["hr.mentorship"]._request(participants.browse(mentee_id), participants.browse(mentor_id)).id

        return ask

    def live(self, program_id):
        def read(env):
            states = ("offered", "agreement")
            live = env["hr.mentorship"].search([("program_id", "=", program_id), ("state", "in", states)])
            mentees = live.member_ids.filtered(lambda member: member.role == "mentee")
            mentor = live.member_ids.participant_id.filtered(lambda person: person.role == "mentor")
            return len(live), len(mentees), sorted(mentees.mapped("place")), mentor.seats_left

        return self.inspect(read)

    def test_two_requests_that_are_accepted_at_once_found_one_group(self):
        program_id, mentor, mentor_user, mentees = self.add_group(capacity=3)
        offers = [self.add_offer(mentee, user, mentor) for mentee, user in mentees]
        outcomes = self.together(*((mentor_user, self.accepting(offer)) for offer in offers))
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(self.live(program_id), (1, 2, [1, 2], 1))

    def test_last_place_of_a_group_goes_to_one_of_two(self):
        program_id, mentor, mentor_user, mentees = self.add_group(capacity=2, mentees=3)
        first = self.add_offer(*mentees[0], mentor)
        self.together((mentor_user, self.accepting(first)))
        outcomes = self.together(*((user, self.asking(mentee, mentor)) for mentee, user in mentees[1:]))
        [error] = self.errors(outcomes)
        self.assertRegex(str(error), "cannot take another mentee now")
        self.assertEqual(self.live(program_id)[3], 0)
