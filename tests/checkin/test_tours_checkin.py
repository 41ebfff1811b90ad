from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


@tagged("post_install", "-at_install")
class TestCheckinTourOnDesk(Desk, TourCase):
    def test_mentor_plans_moves_and_logs(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        self.walk(self.max, "mentor_plans_moves_logs", path=f"/odoo/hr.mentorship/{pair.id}")
        self.assertRecordValues(
            checkin, [{"state": "done", "held_on": fields.Date.today(), "meeting_location": "The green room"}]
        )
        step = pair.next_step_ids
        self.assertEqual((step.name, step.member_id.role), ("Send the draft", "mentor"))
        self.assertEqual(self.todos(step, self.max).summary, "Send the draft")
        as_max = self.as_user(checkin, self.max)
        self.assertEqual(set(as_max.note_ids.mapped("body")), {"We spoke about courage.", "Ask about the budget."})
        self.assertEqual(as_max.feedback_ids.rating, 4)
        as_mia = self.as_user(checkin, self.mia)
        self.assertEqual(as_mia.note_ids.mapped("body"), ["We spoke about courage."])
        self.assertFalse(as_mia.feedback_ids)
        self.assertTrue(as_mia.can_confirm)


@tagged("post_install", "-at_install")
class TestCheckinTourOnPhone(Phone, TourCase):
    def test_mentee_confirms(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        mentee = pair.member_ids.filtered(lambda member: member.role == "mentee")
        today = fields.Date.today()
        checkin.with_user(self.max.user_id)._log(
            "done",
            held_on=today,
            summary="We spoke about courage.",
            rating=5,
            next_steps=[{"name": "Send the draft", "member_id": mentee.id, "due_date": today + timedelta(days=7)}],
        )
        self.walk(self.mia, "mentee_confirms", path=f"/odoo/hr.mentorship.checkin/{checkin.id}")
        self.assertEqual(checkin.confirmed_member_ids, pair.member_ids)
        self.assertEqual(self.as_user(checkin, self.mia).feedback_ids.rating, 5)
        self.assertFalse(self.todos(checkin, self.mia))

    def test_mentee_logs_from_the_mail_in_five_taps(self):
        pair = self.add_mentorship("active")
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        checkin._move_to("planned", planned_date=fields.Date.today() - timedelta(days=1))
        self.walk(self.mia, "mentee_logs_from_the_mail", path=f"/mentorship/checkin/{checkin.id}/log")
        self.assertEqual(checkin.state, "done")
        self.assertEqual(self.as_user(checkin, self.mia).feedback_ids.rating, 5)
