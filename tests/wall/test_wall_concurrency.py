from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install", "sweep")
class TestWallConcurrency(ConcurrencyCase):
    """Two who say yes in the same second do show it, and a tap counts once."""

    def prepare(self, company):
        company.program.has_wall = True
        mentor, mentee = self.new_people(company, "wallmentor", "wallmentee")
        pair = company.add_mentorship("active", mentor=mentor, mentee=mentee)
        row = {"mentorship_id": pair.id, "kind": "completed", "source_key": f"completed:{pair.id}"}
        post = company.env["hr.mentorship.post"]._propose([row])
        return post.id, [mentor.user_id.id, mentee.user_id.id]

    def test_two_agree_at_once_and_it_is_shown(self):
        post_id, users = self.arrange(self.prepare)
        outcomes = self.together(
            *[(user, lambda env: env["hr.mentorship.post"].browse(post_id).action_agree()) for user in users]
        )
        self.assertFalse(self.errors(outcomes))
        self.assertEqual(self.inspect(lambda env: env["hr.mentorship.post"].browse(post_id).state), "shown")

    def test_one_person_taps_many_times_at_once_and_has_one_reaction_at_most(self):
        post_id, users = self.arrange(self.prepare)

        def show(company):
            company.env["hr.mentorship.post"].browse(post_id)._move_to("shown")

        self.arrange(show)
        # As many as Odoo has tries: each time one of them gets through, and the others are run again
        kinds = ("heart", "applause", "star", "heart", "star")
        outcomes = self.together(
            *[
                (users[0], lambda env, kind=kind: env["hr.mentorship.post"].browse(post_id).action_react(kind))
                for kind in kinds
            ]
        )
        self.assertFalse(self.errors(outcomes))
        count = self.inspect(lambda env: env["hr.mentorship.reaction"].search_count([("post_id", "=", post_id)]))
        self.assertLessEqual(count, 1)
