from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestInterview(MentorshipCase):
    """A program manager books a talk with a participant: in two calendars, along a guide, with notes of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.mentee = cls.pair.member_ids.participant_id.filtered(lambda part: part.role == "mentee")
        cls.start = fields.Datetime.now() + timedelta(days=3)

    def book(self, person=None, participant=None, **values):
        dialogs = self.as_user(self.env["hr.mentorship.book.interview"], person or self.pia)
        dialog = dialogs.create({"participant_id": (participant or self.mentee).id, "meeting_at": self.start, **values})
        return self.as_user(self.env["hr.mentorship.interview"], self.pia).browse(dialog.action_book()["res_id"])

    def test_dialog_proposes_nine_in_the_morning_on_the_clock_of_whoever_books(self):
        dialogs = self.as_user(self.env["hr.mentorship.book.interview"], self.pia)
        for tz in ("America/Los_Angeles", "Asia/Tokyo"):
            with self.subTest(tz):
                there = dialogs.with_context(tz=tz)
                proposed = there.default_get(["meeting_at"])["meeting_at"]
                wall = fields.Datetime.context_timestamp(there, fields.Datetime.to_datetime(proposed))
                self.assertEqual((wall.hour, wall.minute), (9, 0))
                self.assertLess(wall.weekday(), 5)

    def test_meeting_is_in_both_calendars_and_in_nobody_elses(self):
        interview = self.book()
        event = interview.sudo().event_id
        self.assertEqual(event.partner_ids, (self.pia | self.mia).user_id.partner_id)
        self.assertIn("What you say stays between the two of us", str(event.description))
        self.assertNotIn("example.com", str(event.description))
        self.assertEqual((event.privacy, event.user_id), ("private", self.pia.user_id))
        self.assertEqual(event.stop - event.start, timedelta(minutes=30))
        for person in (self.max, self.petra, self.ada):
            for model, path in (("calendar.event", "id"), ("calendar.attendee", "event_id")):
                found = self.as_user(self.env[model], person).search([(path, "in", event.ids)])
                self.assertFalse(found, f"{person.name} finds {model}")
            self.assertFalse(self.as_user(self.env["calendar.event"], person).search([("name", "ilike", "A talk")]))
        for person in (self.pia, self.mia):
            self.assertIn("Leaders", self.as_user(event, person).name)
            self.assertEqual(len(self.as_user(event, person).attendee_ids), 2)

    def test_guide_goes_with_the_kind_and_is_offered_to_no_pair(self):
        interview = self.book(kind="exit")
        self.assertEqual(interview.guide_id, self.env.ref("hr_mentorship.resource_interview_exit"))
        self.assertIn("Looking back", interview.guide_body)
        self.assertEqual(self.book().guide_id, self.env.ref("hr_mentorship.resource_interview_midterm"))
        offered = self.env["hr.mentorship.resource"]._find_by_phase(self.env.company)["closing"]
        for role in ("mentor", "mentee"):
            self.assertNotIn(interview.guide_id, offered._pick_for(role, self.env.company, "one_to_one"))

    def test_deleted_guide_stands_in_no_ones_way(self):
        self.env.ref("hr_mentorship.resource_interview_midterm").unlink()
        interview = self.book()
        self.assertFalse(interview.guide_id)

    def test_notes_are_read_by_whoever_holds_the_interview_alone(self):
        interview = self.book()
        interview.notes = "Would rather have another mentor"
        for person in (self.mia, self.max, self.petra, self.ada):
            with self.assertRaises(AccessError):
                self.as_user(interview, person).read(["notes"])

    def test_whoever_does_not_manage_the_program_books_nothing(self):
        for person in (self.petra, self.max):
            with self.assertRaises(AccessError):
                self.book(person)
        with self.assertRaises(AccessError):
            self.as_user(self.pair, self.max).action_book_interview()

    def test_time_that_has_passed_and_oneself_are_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "has passed"):
            self.book(meeting_at=fields.Datetime.now() - timedelta(hours=1))
        mine = self.enrol(self.pia, "mentor")
        with self.assertRaisesRegex(UserError, "This is you"):
            self.book(participant=mine)

    def test_deleted_interview_leaves_the_calendars_and_a_past_one_stays_in_them(self):
        interview, past = self.book(), self.book()
        event, past_event = interview.sudo().event_id, past.sudo().event_id
        past_event.write({"start": self.start - timedelta(days=9), "stop": self.start - timedelta(days=8)})
        self.as_user(interview + past, self.pia).unlink()
        alone = self.enrol(self.olga, "mentee")
        of_olga = self.book(participant=alone).sudo().event_id
        alone.unlink()
        self.assertEqual((event + past_event + of_olga).exists(), past_event)

    def test_meeting_deleted_in_the_calendar_leaves_the_notes(self):
        interview = self.book()
        interview.notes = "Kept"
        interview.sudo().event_id.with_user(self.pia.user_id).unlink()
        interview.invalidate_recordset()
        self.assertIn("Kept", str(interview.notes))
        self.assertFalse(interview.meeting_at)

    def test_mentorship_offers_its_members_and_an_exit_interview_at_the_end(self):
        action = self.as_user(self.pair, self.pia).action_book_interview()
        self.assertEqual(action["context"]["default_participant_id"], self.mentee.id)
        dialog = self.as_user(self.env["hr.mentorship.book.interview"], self.pia).with_context(**action["context"])
        with Form(dialog) as form:
            self.assertEqual(form.mentorship_id, self.pair)
            form.participant_id = self.pair.member_ids.participant_id - self.mentee
        self.pair._move_to("completed")
        action = self.as_user(self.pair, self.pia).action_book_interview()
        self.assertEqual(action["context"]["default_kind"], "exit")
