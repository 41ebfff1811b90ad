from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RunningGroupCase


@tagged("post_install", "-at_install")
class TestGroupNotes(RunningGroupCase):
    """What is written down in a group is for those who are in it then, also when people come and go."""

    def read_notes(self, person, mentorship=None):
        self.env.invalidate_all()
        return set(self.as_user(mentorship or self.group, person).note_ids.mapped("body"))

    def find_notes(self, person):
        return set(self.as_user(self.env["hr.mentorship.note"], person).search([]).mapped("body"))

    def test_newcomer_reads_what_is_written_from_then_on(self):
        self.as_user(self.group, self.mia)._write_down("summary", "Before Noah.")
        self.as_user(self.group, self.mia)._thank("You have all helped me.")
        self.join(self.group)
        self.as_user(self.group, self.mia)._write_down("summary", "With Noah.")
        self.assertEqual(self.read_notes(self.noah), {"With Noah."})
        self.assertEqual(self.find_notes(self.noah), {"With Noah."})
        everything = {"Before Noah.", "You have all helped me.", "With Noah."}
        for person in (self.mia, self.max, self.olga):
            with self.subTest(person.name):
                self.assertEqual(self.read_notes(person), everything)
                self.assertEqual(self.find_notes(person), everything)

    def test_later_words_of_an_earlier_note_stay_with_its_readers(self):
        note = self.as_user(self.group, self.mia)._write_down("summary", "Before Noah.")
        self.join(self.group)
        note._change("Before Noah, in better words.")
        self.assertFalse(self.read_notes(self.noah))
        self.assertEqual(self.read_notes(self.olga), {"Before Noah, in better words."})

    def test_name_and_user_of_a_reader_change_while_the_note_is_read(self):
        self.as_user(self.group, self.mia)._thank("You have all helped me.")
        note = self.group.sudo().note_ids
        self.assertEqual(self.as_user(note, self.max).receiver_names, "To Max and Olga")
        self.assertTrue(self.as_user(note, self.olga).can_read)
        user = self.olga.user_id
        self.olga.name = "Olga Nova"
        self.olga.user_id = False
        self.assertEqual(self.as_user(note, self.max).receiver_names, "To Max and Olga Nova")
        self.assertFalse(note.with_user(user).can_read)

    def test_who_has_left_changes_only_what_they_alone_read(self):
        shared = self.as_user(self.group, self.olga)._write_down("summary", "For all of us.")
        private = self.as_user(self.group, self.olga)._write_down("private", "For myself.")
        self.as_user(self.group, self.olga)._end()
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "while they are in the mentorship"):
            shared._change("For nobody.")
        private._change("Still for myself.")
        self.assertEqual(self.read_notes(self.mia), {"For all of us."})
        self.assertEqual(private.body, "Still for myself.")

    def test_who_comes_back_brings_no_words_of_the_two_into_the_group(self):
        with self.enter_registry_test_mode():
            self.olga.active = False
        self.env.invalidate_all()
        own = self.own_of(self.olga, self.group)
        self.olga.active = True
        self.as_user(own, self.max)._thank("Between the two of us.")
        self.as_user(own, self.pia).action_take_up()
        self.assertEqual(self.read_notes(self.max), {"Between the two of us."})
        self.assertEqual(self.read_notes(self.olga), {"Between the two of us."})
        self.assertFalse(self.read_notes(self.mia))
        self.assertFalse(self.find_notes(self.mia))

    def test_what_a_mentor_without_a_user_has_written_comes_back_too(self):
        with self.enter_registry_test_mode():
            self.olga.active = False
        self.env.invalidate_all()
        own = self.own_of(self.olga, self.group)
        self.olga.active = True
        checkin = self.group.checkin_ids[:1]
        note = self.env["hr.mentorship.note"]._record(
            own, "summary", "By a link.", checkin=checkin, member=own._get_mentor()
        )
        self.as_user(own, self.pia).action_take_up()
        self.assertEqual(note.exists().member_id, self.group._get_mentor())
