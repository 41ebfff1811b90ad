from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..common import MentorshipCase


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
        with self.assertRaisesRegex(UserError, "something has changed for these pairs"):
            self.as_user(pair, self.pia).action_offer()
        self.assertEqual(pair.state, "proposed")

    def test_program_manager_publishes_the_list_and_learns_of_no_block_nor_is_stopped_by_one(self):
        """A block and a new line of command sound the same, and the others get their offer."""
        eve, otto = self.add_person("eve"), self.add_person("otto")
        pair, other = self.add_mentorship("proposed"), self.add_mentorship("proposed", mentor=otto, mentee=eve)
        messages = []
        for name in ("block", "line of command"):
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                if name == "block":
                    self.block(self.mia, self.max)
                else:
                    self.mia.parent_id = self.max
                action = self.as_user(self.program, self.pia).action_publish_all()
                messages.append(action["params"]["message"])
                self.assertEqual((pair.state, other.state), ("proposed", "offered"))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertIn("Max → Mia", messages[0])
        self.assertEqual(*messages)

    def test_nobody_learns_from_an_error_whether_somebody_is_blocked(self):
        """The database refuses a second block; whoever may not make the first is refused before it looks."""
        profile = self.mia.mentorship_profile_ids
        self.block(self.mia, self.max)
        hr_officer = self.add_person("hanna", groups="hr.group_hr_user")
        for person in (self.olga, self.pia, self.ada, hr_officer):
            own = self.as_user(person.mentorship_profile_ids, person)
            answers = []
            for blocked in (self.max, self.olga):
                for model, values in (
                    ("hr.mentorship.block", {"profile_id": profile.id, "blocked_employee_id": blocked.id}),
                    (
                        "hr.mentorship.block",
                        {"profile_id": own.id, "employee_id": self.mia.id, "blocked_employee_id": blocked.id},
                    ),
                ):
                    with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
                        self.as_user(self.env[model], person).create(values)
                    answers.append(str(caught.exception))
            self.assertEqual(answers[:2], answers[2:], person.name)

    def test_employee_moves_a_block_to_somebody_elses_list_and_is_refused(self):
        block = self.block(self.olga, self.max)
        for values in (
            {"profile_id": self.mia.mentorship_profile_ids.id},
            {"employee_id": self.mia.id},
            {"user_id": self.mia.user_id.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.as_user(block, self.olga).write(values)
        self.assertEqual((block.employee_id, block.user_id), (self.olga, self.olga.user_id))

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

    def test_update_removes_blocks_of_others_making_and_keeps_the_rest(self):
        own, forged, moved = (
            self.block(self.mia, self.olga),
            self.block(self.olga, self.max),
            self.block(self.sam, self.max),
        )
        by_link = self.env["hr.mentorship.block"].create(
            {"profile_id": self.paula.mentorship_profile_ids.id, "blocked_employee_id": self.max.id}
        )
        old_user = new_test_user(self.env, login="old.test", groups="base.group_user")
        of_old_user = self.block(self.pia, self.max)
        profile = self.ada.mentorship_profile_ids
        self.env.flush_all()
        for table, record, column, value in (
            ("hr_mentorship_block", forged, "blocked_employee_id", self.mia.id),
            ("hr_mentorship_block", forged, "profile_id", self.max.mentorship_profile_ids.id),
            ("hr_mentorship_block", forged, "employee_id", self.max.id),
            ("hr_mentorship_block", moved, "employee_id", self.mia.id),
            ("hr_mentorship_block", of_old_user, "create_uid", old_user.id),
            ("hr_mentorship_profile", profile, "user_id", self.olga.user_id.id),
        ):
            self.env.cr.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, record.id])
        self.env.invalidate_all()
        with self.assertLogs("post_owners", "WARNING") as logs:
            self.run_migration("19.0.1.3.0/post-owners.py")
        self.assertEqual((own + forged + moved + by_link + of_old_user).exists(), own + by_link + of_old_user)
        self.assertEqual(profile.user_id, self.ada.user_id)
        self.assertIn("in the name of Max was made by Olga", "\n".join(logs.output))
        self.assertNotIn("Mia", "\n".join(logs.output), "nobody learns who was blocked")
