from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestNextWishConcurrency(ConcurrencyCase):
    """The job that asks in the names of mentees takes no seat that somebody takes in the same second."""

    def add_fallen(self):
        """Commit a mentee whose first wish has declined, and another one who is about to ask the second wish.

        :returns: the ids of the program, the second mentor, the other mentee and the other mentee's user
        """
        program_id = self.add_waiting(2, 2)

        def prepare(company):
            env = company.env
            program = env["hr.mentorship.program"].browse(program_id)
            program.matching_mode = "both"
            mentors, mentees = (
                program.participant_ids.filtered(lambda each, r=role: each.role == r).sorted("id")
                for role in ("mentor", "mentee")
            )
            mentors.capacity = 1
            mentee, other = mentees
            mine = mentee.with_user(mentee.user_id)
            mine._set_wishes(mentors.employee_id.ids)
            mine._set_next_wish(True)
            request = env["hr.mentorship"].with_user(mentee.user_id)._request(mentee, mentors[0])
            request.with_user(mentors[0].user_id).action_decline()
            return program_id, mentors[1].id, other.id, other.user_id.id

        return self.arrange(prepare)

    def test_request_falls_to_the_last_seat_while_another_mentee_asks_for_it(self):
        program_id, mentor, mentee, user = self.add_fallen()

        def ask(env):
            participants = env["hr.mentorship.participant"]
            return env["hr.mentorship"]._request(participants.browse(mentee), participants.browse(mentor)).id

        def fall(env):
            requests = env["hr.mentorship"].sudo()
            return requests._find_fallen(0)._ask_next_wish()

        outcomes = self.together((user, ask), (self.user_ids["pia"], fall))
        for error in self.errors(outcomes):
            self.assertRegex(str(error), "cannot take another mentee now")

        def check(env):
            live = env["hr.mentorship"].search([("program_id", "=", program_id), ("state", "=", "offered")])
            self.assertEqual(len(live), 1)
            self.assertEqual(env["hr.mentorship.participant"].browse(mentor).seats_taken, 1)

        self.inspect(check)
