from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestNote(MentorshipCase):
    """What two people write down beside their meetings is theirs, like what they write down in them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")

    def keep(self, person, body="A thought.", kind="summary"):
        action = self.as_user(self.pair, person).action_write_note()
        dialog = Form(self.as_user(self.env[action["res_model"]], person).with_context(**action["context"]))
        dialog.body, dialog.kind = body, kind
        dialog.save().action_save()
        return self.env["hr.mentorship.note"].search([("body", "=", body)])

    def letters(self, person):
        tabs = {tab["key"]: tab for tab in self.as_user(self.pair, person).page["tabs"]}
        return [letter for block in tabs["notes"]["blocks"] if block["key"] == "notes" for letter in block["cards"]]

    def test_note_without_a_meeting_is_read_by_both_and_by_nobody_else(self):
        note = self.keep(self.mia)
        self.assertFalse(note.checkin_id)
        self.assertEqual([letter["text"] for letter in self.letters(self.max)], ["A thought."])
        for person in (self.pia, self.ada, self.olga):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(note, person).check_access("read")

    def test_private_note_is_read_by_its_author_alone(self):
        self.keep(self.mia, kind="private")
        self.assertEqual(len(self.letters(self.mia)), 1)
        self.assertEqual(self.letters(self.max), [])

    def test_second_note_takes_no_place_of_the_first(self):
        self.keep(self.mia, "One.")
        self.keep(self.mia, "Two.")
        self.assertEqual([letter["text"] for letter in self.letters(self.mia)], ["Two.", "One."])

    def test_author_changes_a_note_and_takes_it_away_with_its_last_word(self):
        note = self.keep(self.mia)
        [letter] = self.letters(self.mia)
        self.assertEqual([button["name"] for button in letter["buttons"]], ["action_change"])
        self.assertEqual(self.letters(self.max)[0]["buttons"], [], "it is not his")
        for body in ("A better thought.", False):
            action = self.as_user(note, self.mia).action_change()
            dialog = Form(self.as_user(self.env[action["res_model"]], self.mia).with_context(**action["context"]))
            self.assertTrue(dialog.body)
            dialog.body = body
            dialog.save().action_save()
            self.assertEqual(note.exists().body, body)

    def test_nobody_changes_what_another_has_written(self):
        note = self.keep(self.mia)
        with self.assertRaises(AccessError):
            self.as_user(note, self.max).action_change()
        dialog = self.as_user(self.env["hr.mentorship.note.dialog"], self.max).create(
            {"mentorship_id": self.pair.id, "note_id": note.id, "body": "Stolen words"}
        )
        with self.assertRaises(AccessError):
            dialog.action_save()
        self.assertEqual(note.body, "A thought.")

    def test_dialog_shows_nobody_what_they_do_not_read(self):
        note = self.keep(self.mia, kind="private")
        dialogs = self.as_user(self.env["hr.mentorship.note.dialog"], self.max)
        values = {"mentorship_id": self.pair.id, "note_id": note.id}
        with self.assertRaises(AccessError):
            dialogs.create(values)
        note.invalidate_recordset()
        self.assertTrue(note.body, "in the cache")
        with self.assertRaises(AccessError):
            dialogs.onchange(values, ["note_id"], {"note_id": {}, "body": {}})

    def test_what_was_logged_is_changed_in_its_log(self):
        checkin = self.pair.checkin_ids.sorted("planned_date")[0]
        self.as_user(checkin, self.mia)._log("done", held_on=fields.Date.today(), rating=4, summary="We talked.")
        note = self.env["hr.mentorship.note"].search([("checkin_id", "=", checkin.id)])
        with self.assertRaisesRegex(AccessError, "in its log"):
            self.as_user(note, self.mia).action_change()

    def test_empty_note_and_one_after_the_end_are_refused(self):
        with self.assertRaisesRegex(UserError, "few words"):
            self.as_user(self.env["hr.mentorship.note.dialog"], self.mia).create(
                {"mentorship_id": self.pair.id, "body": "  "}
            ).action_save()
        self.pair._move_to("ended")
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.as_user(self.pair, self.mia)._write_down("summary", "Late.")

    def test_notes_come_in_the_order_of_what_they_are_about(self):
        first, second, *_ = self.pair.checkin_ids.sorted("planned_date")
        today = fields.Date.today()
        self.pair.start_date = today - timedelta(days=60)
        # The later meeting is logged first
        for checkin, day, words in ((second, 3, "The second."), (first, 20, "The first.")):
            checkin._move_to("planned", planned_date=today - timedelta(days=day))
            self.as_user(checkin, self.mia)._log("done", held_on=today - timedelta(days=day), rating=4, summary=words)
        self.keep(self.mia, "Today.")
        self.assertEqual([letter["text"] for letter in self.letters(self.max)], ["Today.", "The second.", "The first."])
