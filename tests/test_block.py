from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestBlock(MentorshipCase):
    """Whoever does not want to be matched with somebody says so in private, and it is respected."""

    def block(self, author, *others):
        own = self.as_user(author.mentorship_profile_ids, author)
        own.block_ids = [Command.create({"blocked_employee_id": other.id}) for other in others]
        self.env.flush_all()
        return self.env["hr.mentorship.block"].search([("employee_id", "=", author.id)])

    def test_employee_blocks_a_colleague_on_the_own_profile(self):
        with Form(self.as_user(self.mia.mentorship_profile_ids, self.mia)) as form, form.block_ids.new() as line:
            line.blocked_employee_id = self.max
        block = self.env["hr.mentorship.block"].search([("employee_id", "=", self.mia.id)])
        self.assertEqual((block.user_id, block.blocked_employee_id), (self.mia.user_id, self.max))

    def test_plain_employee_finds_colleagues_to_block_without_hr_rights(self):
        found = self.as_user(self.env["hr.employee"], self.mia).name_search("Max")
        self.assertIn(self.max.id, [record_id for record_id, _name in found])

    def test_employee_takes_a_block_back(self):
        self.block(self.mia, self.max, self.olga)
        own = self.as_user(self.mia.mentorship_profile_ids, self.mia)
        own.block_ids.filtered(lambda block: block.blocked_employee_id == self.max).unlink()
        self.assertEqual(own.block_ids.blocked_employee_id, self.olga)

    def test_nobody_else_sees_a_block_on_the_profile(self):
        self.block(self.mia, self.max)
        for person in (self.pia, self.ada):
            with self.subTest(person.name):
                profile = self.as_user(self.mia.mentorship_profile_ids, person)
                self.assertEqual(profile.read(["block_ids"])[0]["block_ids"], [])
                self.assertFalse(profile.search([("block_ids.blocked_employee_id", "=", self.max.id)]))
                self.assertFalse(profile.is_my_profile)

    def test_nobody_blocks_in_the_name_of_somebody_else(self):
        values = {"profile_id": self.mia.mentorship_profile_ids.id, "blocked_employee_id": self.max.id}
        for person in (self.max, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.env["hr.mentorship.block"], person).create(values)
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.mia.mentorship_profile_ids, person).write(
                    {"block_ids": [Command.create({"blocked_employee_id": self.max.id})]}
                )

    def test_employee_blocks_twice_or_themselves_and_the_database_refuses(self):
        self.block(self.mia, self.max)
        for other in (self.max, self.mia):
            with self.subTest(other.name), self.assert_refused():
                self.block(self.mia, other)

    def test_pairs_are_found_whoever_of_the_two_blocked(self):
        self.block(self.mia, self.max)
        self.block(self.olga, self.mia)
        blocks = self.env["hr.mentorship.block"]
        pair, other = (self.mia.id, self.max.id), (self.mia.id, self.olga.id)
        everybody = self.mia + self.max + self.olga
        self.assertEqual(blocks._get_blocked_pairs(everybody), {pair, pair[::-1], other, other[::-1]})
        self.assertEqual(blocks._get_blocked_pairs(self.max + self.olga), set())
        with self.assertQueryCount(1):
            blocks._get_blocked_pairs(everybody)

    def test_matching_proposes_no_pair_that_either_side_has_blocked(self):
        for author, other in ((self.mia, self.max), (self.max, self.mia)):
            with self.subTest(author.name):
                program = self.add_program(f"Blocked by {author.name}", self.pia)
                self.enrol(self.mia, "mentee", program=program)
                self.enrol(self.max, "mentor", program=program)
                block = self.block(author, other)
                self.assertFalse(self.propose(program)[0])
                block.unlink()
                self.assertTrue(self.propose(program)[0])

    def test_program_manager_pairs_blocked_people_by_hand_and_does_not_learn_who_blocked(self):
        messages = []
        for author, other in ((self.mia, self.max), (self.max, self.mia)):
            block = self.block(author, other)
            with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
                self.add_mentorship("proposed", mentor=self.max, mentee=self.mia)
            messages.append(str(caught.exception))
            block.unlink()
        self.assertRegex(messages[0], "(Max and Mia|Mia and Max) cannot be matched. Choose somebody else.")
        self.assertEqual(messages[0], messages[1])

    def test_mentee_blocks_after_the_proposal_and_it_is_not_published(self):
        pair = self.add_mentorship("proposed")
        self.block(self.mia, self.max)
        with self.assertRaisesRegex(ValidationError, "cannot be matched"):
            self.as_user(pair, self.pia).action_offer()
        self.assertEqual(pair.state, "proposed")

    def test_member_ends_a_mentorship_and_asks_not_to_be_matched_again(self):
        pair = self.add_mentorship("active")
        dialog = self.as_user(self.env["hr.mentorship.end"], self.mia)
        dialog.create({"mentorship_id": pair.id, "not_again": True}).action_end()
        block = self.env["hr.mentorship.block"].search([("employee_id", "in", (self.mia + self.max).ids)])
        self.assertEqual((block.employee_id, block.blocked_employee_id), (self.mia, self.max))
        self.assertEqual(self.as_user(self.mia.mentorship_profile_ids, self.mia).block_ids, block)

    def test_program_manager_ends_a_mentorship_and_blocks_nobody(self):
        pair = self.add_mentorship("active")
        dialog = self.as_user(self.env["hr.mentorship.end"], self.pia).create({"mentorship_id": pair.id})
        self.assertFalse(dialog.is_mine)
        dialog.not_again = True
        dialog.action_end()
        self.assertFalse(self.env["hr.mentorship.block"].search([("employee_id", "=", self.pia.id)]))

    def test_member_thanks_and_asks_not_to_be_matched_again_though_it_stands_on_the_list_already(self):
        pair = self.add_mentorship("completed")
        self.block(self.max, self.mia)
        dialog = self.as_user(self.env["hr.mentorship.thank.you"], self.max)
        dialog.create({"mentorship_id": pair.id, "message": "Thank you.", "not_again": True}).action_send()
        blocks = self.env["hr.mentorship.block"].search([("employee_id", "in", (self.mia + self.max).ids)])
        self.assertEqual((blocks.employee_id, blocks.blocked_employee_id), (self.max, self.mia))
