from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MentorshipCase
from .common import WallCompany


@tagged("post_install", "-at_install")
class TestMoment(WallCompany, MentorshipCase):
    """A milestone is offered to its members at once, on the page of their mentorship."""

    def setUp(self):
        super().setUp()
        self.set_up_wall()

    def hint(self, person):
        self.env.invalidate_all()
        hints = self.as_user(self.pair, person).page["hints"]
        return next((hint for hint in hints if hint["key"] == "moment"), None)

    def find_post(self):
        return self.posts.search([("mentorship_id", "=", self.pair.id), ("kind", "=", "completed")])

    def complete(self):
        return self.as_user(self.pair, self.max).action_complete()

    def test_completion_is_celebrated_and_shown_once_both_agree(self):
        self.assertEqual(self.complete()["effect"]["type"], "rainbow_man")
        self.assertIn("completed", self.hint(self.mia)["text"])
        self.as_user(self.pair, self.mia).action_show_milestone()
        self.assertEqual(self.find_post().state, "asked")
        self.assertIsNone(self.hint(self.mia))
        self.assertTrue(self.hint(self.max))
        self.as_user(self.pair, self.max).action_show_milestone()
        self.assertEqual(self.find_post().state, "shown")

    def test_kept_between_the_members_nobody_is_asked_again(self):
        self.complete()
        self.as_user(self.pair, self.mia).action_keep_milestone()
        self.assertEqual(self.find_post().state, "withdrawn")
        self.assertIsNone(self.hint(self.max))
        self.assertFalse([row for row in self.posts._find_milestones() if row["kind"] == "completed"])

    def test_yes_is_said_to_what_was_read(self):
        """Something else has been reached between reading and pressing."""
        self.complete()
        shown = self.hint(self.mia)["buttons"][0]
        self.assertEqual(shown["args"], [f"completed:{self.pair.id}"])
        pair = self.as_user(self.pair, self.mia)
        for other in ("ten_meetings:1", "", ["x"], 7):
            pair.action_show_milestone(other)
            self.assertFalse(self.find_post())
        pair.action_show_milestone(*shown["args"])
        self.assertTrue(self.find_post())

    def test_goal_is_offered_to_its_own_mentee_alone(self):
        """In a group the others may not even read it, and the nightly job asks everybody later."""
        mine = self.pair.member_ids.filtered(lambda member: member.employee_id == self.mia)
        goal = self.env["hr.mentorship.goal"].create(
            {"name": "Speak", "mentorship_id": self.pair.id, "member_id": mine.id}
        )
        goal._move_to("reached", reached_on=fields.Date.today())
        self.assertIsNone(self.hint(self.max))
        self.as_user(self.pair, self.max).action_keep_milestone()
        self.assertFalse(self.posts.search([("mentorship_id", "=", self.pair.id), ("kind", "=", "goal_reached")]))
        self.assertIn("goal", self.hint(self.mia)["text"])

    def test_nobody_but_a_member_shows_or_keeps_it(self):
        self.complete()
        for person in (self.pia, self.olga):
            for step in ("action_show_milestone", "action_keep_milestone"):
                with self.assertRaises(AccessError):
                    getattr(self.as_user(self.pair, person), step)()

    def test_where_there_is_no_wall_there_is_no_offer(self):
        self.program.has_wall = False
        self.complete()
        self.assertIsNone(self.hint(self.mia))

    def test_program_manager_completes_without_a_rainbow(self):
        self.assertIsNone(self.as_user(self.pair, self.pia).action_complete())

    def test_tenth_meeting_is_a_moment(self):
        pair = self.pair
        self.env["hr.mentorship.checkin"].create(
            [
                {
                    "mentorship_id": pair.id,
                    "kind": "regular",
                    "occurrence": 100 + number,
                    "planned_date": fields.Date.today(),
                    "state": "done",
                    "held_on": fields.Date.today(),
                }
                for number in range(9)
            ]
        )
        self.assertIsNone(self.as_user(pair, self.mia)._celebrate_meetings())
        checkin = pair.checkin_ids.filtered(lambda each: each.state == "planned").sorted("planned_date")[0]
        self.as_user(checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=5)
        self.env.invalidate_all()
        self.assertIn("10 times", self.as_user(pair, self.mia)._celebrate_meetings()["effect"]["message"])
