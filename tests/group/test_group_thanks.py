from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import RunningGroupCase


@tagged("post_install", "-at_install")
class TestGroupThanks(RunningGroupCase):
    """A group is one card on My Mentorship; each of its people may be thanked, and so may all of them."""

    def page(self, person):
        return self.as_user(self.env["hr.mentorship.overview"], person).get_page()

    def press_thanks(self, person, receiver=None):
        """Open the dialog as the card does, with the button of ``receiver`` or with that for all."""
        [card] = self.page(person)["people"]
        args = []
        if receiver:
            [shown] = [each for each in card["members"] if each["name"] == receiver.name]
            args = shown["thanks"]["args"]
        return self.open_thanks(person, *args)

    def open_thanks(self, person, *args):
        action = self.as_user(self.group, person).action_thank(*args)
        return Form(self.as_user(self.env[action["res_model"]], person).with_context(**action["context"]))

    def thank(self, person, receiver=None, message="Thank you."):
        dialog = self.press_thanks(person, receiver)
        dialog.message = message
        dialog.save().action_send()
        notes = self.group.sudo().note_ids.filtered(lambda note: note.author_id == person.user_id)
        return notes.sorted("id")[-1:]

    def test_group_is_one_card_with_all_of_its_people(self):
        for person, heading, names in (
            (self.max, "My mentees", ["Mia", "Olga"]),
            (self.mia, "My group", ["Max", "Olga"]),
        ):
            with self.subTest(person.name):
                [card] = self.page(person)["people"]
                self.assertEqual(card["name"], heading)
                self.assertEqual([each["name"] for each in card["members"]], names)
                self.assertEqual(card["mentorship_id"], self.group.id)
                self.assertEqual(card["chat"], "Chat in your group")
        relations = [each["relation"] for each in self.page(self.mia)["people"][0]["members"]]
        self.assertEqual(relations, ["My mentor", "Learns with me"])

    def test_two_people_are_a_person_on_the_card_as_before(self):
        self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.mia)
        cards = self.page(self.mia)["people"]
        self.assertEqual(
            sorted((card["name"], "members" in card) for card in cards), [("My group", True), ("Otto", False)]
        )

    def test_page_of_the_group_names_each_of_its_people(self):
        page = self.as_user(self.group, self.max).page
        self.assertEqual([person["name"] for person in page["people"]], ["Mia", "Olga"])

    def test_one_of_the_group_is_thanked_and_alone_hears_of_it(self):
        self.env["hr.mentorship.notice"].search([]).unlink()
        note = self.thank(self.max, self.olga, "You have asked the best question.")
        self.assertEqual(note.receiver_id, self.member(self.group, self.olga))
        self.assertEqual(self.as_user(note, self.mia).receiver_names, "To Olga", "the group reads it")
        told = self.env["hr.mentorship.notice"].search([("kind", "=", "thanked")])
        self.assertEqual(told.member_id.employee_id, self.olga)
        self.assertIn("Max has thanked you", str(self.page(self.olga)["sections"]))
        self.assertNotIn("Max has thanked you", str(self.page(self.mia)["sections"]))

    def test_each_is_thanked_in_other_words_on_one_day_and_all_of_them_as_well(self):
        notes = self.thank(self.max, self.olga, "For the question.")
        notes |= self.thank(self.max, self.mia, "For the answer.")
        notes |= self.thank(self.max, None, "For being here.")
        self.assertEqual(notes.mapped("body"), ["For the question.", "For the answer.", "For being here."])
        again = self.press_thanks(self.max, self.olga)
        self.assertEqual(again.message, "For the question.", "words of today are written anew")
        again.message = "For both questions."
        again.save().action_send()
        self.assertEqual(notes.exists().mapped("body"), ["For both questions.", "For the answer.", "For being here."])

    def test_words_that_are_typed_stay_when_somebody_else_is_chosen(self):
        self.thank(self.max, self.olga, "For the question.")
        dialog = self.press_thanks(self.max, self.mia)
        dialog.message = "For the answer."
        self.assertFalse(dialog.takes_place)
        dialog.receiver_id = self.member(self.group, self.olga)
        self.assertEqual(dialog.message, "For the answer.")
        self.assertTrue(dialog.takes_place, "it says that the words of today would go")
        again = self.press_thanks(self.max, self.olga)
        self.assertEqual(again.message, "For the question.")
        self.assertFalse(again.takes_place)
        again.message = "For both questions."
        self.assertTrue(again.takes_place)

    def test_when_it_is_over_thanking_one_leaves_the_others_to_thank(self):
        self.as_user(self.group, self.max).action_complete()
        self.assertTrue(self.as_user(self.group, self.max).can_thank)
        for receiver, is_left in ((self.olga, True), (self.mia, False)):
            self.as_user(self.group, self.max)._thank("Thank you.", self.member(self.group, receiver))
            self.env.invalidate_all()
            group = self.as_user(self.group, self.max)
            self.assertFalse(group.can_thank, "nobody is asked twice")
            self.assertEqual(group.may_thank, is_left)

    def test_who_is_not_to_be_met_again_is_the_one_who_is_thanked(self):
        self.as_user(self.group, self.max).action_complete()
        dialog = self.open_thanks(self.max, self.member(self.group, self.olga).id)
        dialog.message, dialog.not_again = "Thank you.", True
        dialog.save().action_send()
        blocks = self.as_user(self.env["hr.mentorship.block"], self.max).search([])
        self.assertEqual(blocks.sudo().blocked_employee_id, self.olga)

    def test_nobody_is_thanked_who_is_not_in_the_group(self):
        stranger = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.noah).member_ids[:1]
        dialogs = self.as_user(self.env["hr.mentorship.thank.you"], self.max)
        for member in (stranger, self.member(self.group, self.max)):
            with self.subTest(member.sudo().employee_id.name), self.assertRaises(AccessError), self.env.cr.savepoint():
                dialogs.create(
                    {"mentorship_id": self.group.id, "receiver_id": member.id, "message": "Thanks."}
                ).action_send()

    def test_points_go_to_whom_the_thanks_are_for(self):
        self.circle.has_recognition = True
        self.env.company.mentorship_allowance = 50
        dialog = self.press_thanks(self.max, self.olga)
        dialog.message, dialog.points = "Thank you.", 20
        dialog.save().action_send()
        circle = self.env["hr.employee"].union(*self.people.values())
        gifts = self.env["hr.mentorship.wallet.entry"].search(
            [("kind", "=", "gift"), ("wallet_id.employee_id", "in", circle.ids)]
        )
        self.assertEqual(gifts.wallet_id.employee_id, self.olga)
        self.assertGreater(gifts.wallet_id.balance, 0)

    def test_thanks_to_one_of_several_are_not_for_the_wall(self):
        self.circle.has_wall = True
        self.assertFalse(self.press_thanks(self.max, self.olga).can_show_on_wall)
        self.assertTrue(self.press_thanks(self.max).can_show_on_wall)
        self.assertFalse(self.as_user(self.thank(self.max, self.olga), self.max).can_show_on_wall)
