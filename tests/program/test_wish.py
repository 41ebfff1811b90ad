from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestWish(MentorshipCase):
    """People who wait for a match name whom they would like to meet, in order and in private."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentors = [cls.add_person(f"mentor{index}") for index in range(6)]
        for mentor in [cls.max, cls.paula, *cls.mentors]:
            cls.enrol(mentor, "mentor")
        cls.part = cls.enrol(cls.mia, "mentee")

    def dialog(self, participant=None, person=None):
        dialogs = self.as_user(self.env["hr.mentorship.choose.wishes"], person or self.mia)
        return Form(dialogs.with_context(default_participant_id=(participant or self.part).id))

    def public(self, employee):
        return self.env["hr.employee.public"].browse(employee.id)

    def wishes(self, participant=None):
        return (participant or self.part).wish_ids.sorted("rank").wished_employee_id

    def wish_for(self, form, *people):
        for person in people:
            with form.line_ids.new() as line:
                line.employee_id = self.public(person)

    def test_mentee_names_mentors_and_drags_them_into_another_order(self):
        form = self.dialog()
        self.wish_for(form, self.max, self.mentors[0])
        said = form.save().action_save()
        self.assertIn("Your wishes are saved.", said["params"]["message"])
        self.assertEqual(self.wishes(), self.max + self.mentors[0])
        again = self.dialog()
        self.assertEqual([line["employee_id"] for line in again.line_ids._records], [self.max.id, self.mentors[0].id])
        self.wish_for(again, self.mentors[1])
        for position, sequence in enumerate((2, 0, 1)):
            with again.line_ids.edit(position) as line:
                line.sequence = sequence
        again.save().action_save()
        self.assertEqual(self.wishes(), self.mentors[0] + self.mentors[1] + self.max)
        self.assertEqual(self.part.wish_ids.sorted("rank").mapped("rank"), [1, 2, 3])

    def test_mentee_takes_a_wish_back_and_the_others_close_up(self):
        form = self.dialog()
        self.wish_for(form, self.mentors[1], self.max, self.mentors[0])
        form.line_ids.remove(0)
        form.save().action_save()
        self.assertEqual(self.wishes(), self.max + self.mentors[0])
        self.assertEqual(self.part.wish_ids.sorted("rank").mapped("rank"), [1, 2])

    def test_mentee_who_takes_back_all_wishes_is_told_so(self):
        form = self.dialog()
        self.wish_for(form, self.max)
        form.save().action_save()
        again = self.dialog()
        again.line_ids.remove(0)
        self.assertIn("You have no wishes any more.", again.save().action_save()["params"]["message"])
        self.assertFalse(self.wishes())

    def test_dialog_offers_no_sixth_wish_and_nobody_twice(self):
        form = self.dialog()
        self.wish_for(form, self.max, *self.mentors[:3])
        self.assertFalse(form.is_full)
        self.wish_for(form, self.mentors[3])
        self.assertTrue(form.is_full)
        self.assertEqual(set(form.open_candidates), {person.id for person in self.mentors[4:]})

    def test_dialog_that_is_made_without_a_word_begins_with_the_wishes_of_before(self):
        part = self.as_user(self.part, self.mia)
        part._set_wishes([self.mentors[0].id])
        dialog = self.as_user(self.env["hr.mentorship.choose.wishes"], self.mia).create({"participant_id": part.id})
        dialog.action_save()
        self.assertEqual(part.wish_ids.sudo().wished_employee_id, self.mentors[0])

    def test_nobody_puts_people_into_the_dialog_of_somebody_else(self):
        dialogs = self.as_user(self.env["hr.mentorship.choose.wishes"], self.mia)
        dialog = dialogs.create({"participant_id": self.part.id})
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.choose.wishes.line"], self.olga).create(
                {"choice_id": dialog.id, "employee_id": self.max.id}
            )

    def test_mentee_chooses_among_approved_mentors_of_the_program_outside_the_line_of_command(self):
        elsewhere = self.add_person("ida")
        self.enrol(elsewhere, "mentor", program=self.add_program("Speakers", self.pia))
        self.enrol(self.olga, "mentor", state="applied")
        self.enrol(self.mia, "mentor")
        self.enrol(self.sam, "mentee")
        self.mentors[5].active = False
        offered = self.dialog().candidate_ids
        expected = [self.max, *self.mentors[:5]]
        self.assertEqual(set(offered.ids), {person.id for person in expected}, "not paula, who leads mia")
        for person in (self.mia, self.paula, self.olga, self.sam, elsewhere):
            with self.subTest(person.name), self.assertRaisesRegex(UserError, f"{person.name} cannot be matched with"):
                self.as_user(self.part, self.mia)._set_wishes(person.ids)
        self.assertFalse(self.part.wish_ids)

    def test_mentee_is_blocked_by_a_mentor_and_does_not_learn_it_from_the_names(self):
        self.env["hr.mentorship.block"].create(
            {"profile_id": self.max.mentorship_profile_ids.id, "blocked_employee_id": self.mia.id}
        )
        self.assertIn(self.max.id, self.dialog().candidate_ids.ids)

    def test_mentee_names_somebody_twice_or_six_people_and_is_refused(self):
        own = self.as_user(self.part, self.mia)
        for people in ([self.max, self.max], [self.max, *self.mentors[:5]]):
            with self.subTest(len(people)), self.assertRaisesRegex(UserError, "Choose up to 5 different people"):
                own._set_wishes([person.id for person in people])

    def test_database_keeps_ranks_and_people_apart(self):
        wishes = self.env["hr.mentorship.wish"]
        values = {"participant_id": self.part.id, "wished_employee_id": self.max.id, "rank": 1}
        wishes.create(values)
        for change in ({"rank": 2}, {"wished_employee_id": self.mentors[0].id}):
            with self.subTest(change), self.assert_refused():
                wishes.create({**values, **change})
        with self.assert_refused():
            wishes.create({**values, "wished_employee_id": self.mentors[0].id, "rank": 6})

    def test_nobody_wishes_for_somebody_else(self):
        for person in (self.max, self.olga, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.part, person)._set_wishes(self.max.ids)
        with self.assertRaises(AccessError):
            self.dialog(person=self.olga)
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.wish"], self.mia).create(
                {"participant_id": self.part.id, "wished_employee_id": self.max.id, "rank": 1}
            )

    def test_outsider_asks_the_dialog_before_it_is_saved_and_learns_no_name(self):
        dialog = self.as_user(self.env["hr.mentorship.choose.wishes"], self.olga)
        with self.assertRaises(AccessError):
            dialog.onchange({"participant_id": self.part.id}, ["participant_id"], {"candidate_ids": {}, "line_ids": {}})

    def test_mentors_name_mentees_only_where_the_program_lets_them(self):
        mentor = self.program.participant_ids.filtered(lambda participant: participant.employee_id == self.max)
        own = self.as_user(mentor, self.max)
        self.assertFalse(own.can_wish)
        with self.assertRaisesRegex(UserError, "takes no wishes from you now"):
            own._set_wishes(self.mia.ids)
        self.program.mentors_wish = True
        own = self.as_user(mentor, self.max)
        self.assertTrue(own.can_wish)
        own._set_wishes(self.mia.ids)
        self.assertEqual(self.wishes(mentor), self.mia)

    def test_wishes_count_as_long_as_the_program_asks_for_them(self):
        self.as_user(self.part, self.mia)._set_wishes([self.max.id, self.mentors[0].id])
        wishes, people = self.env["hr.mentorship.wish"], self.program.participant_ids
        ranks = {(self.part.id, self.max.id): 1, (self.part.id, self.mentors[0].id): 2}
        self.assertEqual(wishes._get_ranks(people), ranks)
        self.program.mentees_wish = False
        self.assertEqual(wishes._get_ranks(people), {})
        self.assertFalse(self.as_user(self.part, self.mia).can_wish)

    def test_mentee_who_is_matched_wishes_no_more(self):
        self.add_mentorship("active")
        own = self.as_user(self.part, self.mia)
        self.assertFalse(own.can_wish)
        with self.assertRaisesRegex(UserError, "takes no wishes from you now"):
            own._set_wishes(self.max.ids)

    def test_mentee_reaches_the_own_participation_from_the_program_and_the_overview(self):
        action = self.as_user(self.program, self.mia).action_view_my_participation()
        self.assertEqual(action["res_id"], self.part.id)
        overview = self.as_user(self.env["hr.mentorship.overview"], self.mia).create({})
        self.assertEqual(overview.waiting_participant_ids, self.part)
        self.add_mentorship("offered")
        self.assertFalse(self.as_user(overview, self.mia).waiting_participant_ids)

    def test_wished_person_and_colleagues_see_no_wish(self):
        self.as_user(self.part, self.mia)._set_wishes(self.max.ids)
        wishes = self.env["hr.mentorship.wish"]
        for person, seen in ((self.mia, 1), (self.pia, 1), (self.ada, 1), (self.max, 0), (self.petra, 0)):
            with self.subTest(person.name):
                found = self.as_user(wishes, person).search([("participant_id", "=", self.part.id)])
                self.assertEqual(len(found), seen)
