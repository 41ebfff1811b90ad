from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GoalCase


@tagged("post_install", "-at_install")
class TestSkillProposal(GoalCase):
    """Reaching a goal proposes a level: to the employee, then to HR, who writes it with the history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(cls.env, login="hr.test", groups="base.group_user,hr.group_hr_user")
        cls.mia.hr_responsible_id = cls.officer
        cls.beginner, cls.expert = cls.skill_type.skill_level_ids.sorted("level_progress")
        cls.proposals = cls.env["hr.mentorship.skill.proposal"]

    def reach(self, skill=None, level=None):
        """Mia reaches a goal that leads to a level; return what is proposed."""
        skill = skill or self.leading
        self.set_goal("reached", skill_id=skill.id, skill_level_id=(level or self.expert).id)
        return self.proposals.search([("employee_id", "=", self.mia.id)], limit=1)

    def agree(self, proposal):
        self.as_user(proposal, self.mia).action_agree()
        self.env.invalidate_all()

    def give_level(self, level, since=40, until=None, skill=None):
        """Mia has had a level for some days."""
        today = fields.Date.today()
        return self.env["hr.employee.skill"].create(
            {
                "employee_id": self.mia.id,
                "skill_id": (skill or self.leading).id,
                "skill_type_id": level.skill_type_id.id,
                "skill_level_id": level.id,
                "valid_from": today - timedelta(days=since),
                "valid_to": until and today - timedelta(days=until),
            }
        )

    def levels(self, skill=None):
        rows = self.env["hr.employee.skill"].search(
            [("employee_id", "=", self.mia.id), ("skill_id", "=", (skill or self.leading).id)], order="valid_from, id"
        )
        return [(row.skill_level_id.name, row.valid_from, row.valid_to) for row in rows]

    def test_employee_agrees_and_hr_applies_and_the_old_level_stays_in_the_history(self):
        self.give_level(self.beginner)
        proposal = self.reach()
        self.assertEqual(proposal.state, "proposed")
        self.assertEqual(self.todos(proposal).user_id, self.mia.user_id)
        self.assertEqual(len(self.levels()), 1, "nothing is written silently")
        self.agree(proposal)
        self.assertEqual(self.todos(proposal).user_id, self.officer)
        self.assertEqual(len(self.levels()), 1)
        proposal.with_user(self.officer).action_apply()
        self.assertRecordValues(proposal, [{"state": "applied", "decided_by_id": self.officer.id}])
        self.assertFalse(self.todos(proposal))
        self.assertEqual(
            self.levels(),
            [
                ("Beginner", self.today - timedelta(days=40), self.today - timedelta(days=1)),
                ("Expert", self.today, False),
            ],
        )

    def test_first_level_of_a_skill_is_applied(self):
        proposal = self.reach()
        self.agree(proposal)
        proposal.with_user(self.officer).action_apply()
        self.assertEqual(self.levels(), [("Expert", self.today, False)])

    def test_expired_level_does_not_count_and_stays(self):
        self.give_level(self.expert, since=400, until=100)
        proposal = self.reach()
        self.assertTrue(proposal)
        self.assertFalse(proposal.current_level_id)
        self.agree(proposal)
        proposal.with_user(self.officer).action_apply()
        self.assertEqual(
            self.levels(),
            [
                ("Expert", self.today - timedelta(days=400), self.today - timedelta(days=100)),
                ("Expert", self.today, False),
            ],
        )

    def test_level_that_is_there_or_higher_is_not_proposed(self):
        self.give_level(self.expert)
        self.assertFalse(self.reach())
        self.assertFalse(self.reach(level=self.beginner))

    def test_level_that_has_been_raised_meanwhile_is_not_lowered(self):
        proposal = self.reach(level=self.beginner)
        self.agree(proposal)
        self.give_level(self.expert, since=3)
        with self.assertRaises(UserError):
            proposal.with_user(self.officer).action_apply()
        proposal.with_user(self.officer).action_decline()
        self.assertEqual([name for name, _from, _to in self.levels()], ["Expert"])

    def test_certification_is_added_beside_the_ones_before(self):
        certificates = self.env["hr.skill.type"].create(
            {
                "name": "Certificates",
                "is_certification": True,
                "skill_ids": [Command.create({"name": "Welding"})],
                "skill_level_ids": [Command.create({"name": "Passed", "level_progress": 100, "default_level": True})],
            }
        )
        welding, passed = certificates.skill_ids, certificates.skill_level_ids
        self.give_level(passed, since=900, until=170, skill=welding)
        proposal = self.reach(welding, passed)
        self.agree(proposal)
        proposal.with_user(self.officer).action_apply()
        self.assertEqual(
            self.levels(welding),
            [
                ("Passed", self.today - timedelta(days=900), self.today - timedelta(days=170)),
                ("Passed", self.today, False),
            ],
        )

    def test_employee_declines_and_hr_never_sees_it(self):
        proposal = self.reach()
        self.assertFalse(self.proposals.with_user(self.officer).search([("employee_id", "=", self.mia.id)]))
        self.as_user(proposal, self.mia).action_decline()
        self.assertFalse(self.proposals.with_user(self.officer).search([("employee_id", "=", self.mia.id)]))
        self.assertFalse(self.todos(proposal))
        self.assertFalse(self.levels())

    def test_hr_declines_and_nothing_is_written(self):
        proposal = self.reach()
        self.agree(proposal)
        proposal.with_user(self.officer).action_decline()
        self.assertEqual(proposal.state, "declined")
        self.assertFalse(self.levels())

    def test_hr_learns_skill_and_level_but_not_the_goal(self):
        proposal = self.reach()
        self.agree(proposal)
        seen = proposal.with_user(self.officer)
        self.assertEqual(seen.display_name, "Mia: Leading, Expert")
        with self.assertRaises(AccessError):
            seen.read(["goal_id"])
        self.assertFalse(self.env["hr.mentorship.goal"].with_user(self.officer).search([]))

    def test_nobody_else_agrees_or_applies(self):
        proposal = self.reach()
        for person in (self.max, self.olga, self.paula, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(proposal, person).action_agree()
        with self.assertRaises(AccessError):
            proposal.with_user(self.officer).action_apply()
        self.agree(proposal)
        for person in (self.mia, self.max, self.olga, self.paula, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(proposal, person).action_apply()

    def test_hr_officer_does_not_apply_an_own_level_and_another_one_is_asked(self):
        self.mia.user_id.group_ids += self.env.ref("hr.group_hr_user")
        self.mia.hr_responsible_id = self.mia.user_id
        proposal = self.reach()
        self.agree(proposal)
        asked = self.todos(proposal).user_id
        self.assertTrue(asked and asked != self.mia.user_id and asked.has_group("hr.group_hr_user"))
        with self.assertRaises(AccessError):
            self.as_user(proposal, self.mia).action_apply()

    def test_goal_that_goes_on_takes_its_proposal_back(self):
        proposal = self.reach()
        goal = proposal.sudo().goal_id
        self.as_user(goal, self.mia).action_reopen()
        self.assertEqual(proposal.state, "declined")
        self.assertFalse(self.todos(proposal))
        self.as_user(goal, self.mia).action_reach()
        self.assertEqual(self.proposals.search([("goal_id", "=", goal.id)], limit=1).state, "proposed")

    def test_mentee_chooses_the_level_of_another_skill_and_is_told(self):
        other = self.env["hr.skill.type"].create(
            {
                "name": "Other",
                "skill_ids": [Command.create({"name": "Juggling"})],
                "skill_level_ids": [Command.create({"name": "Three balls", "level_progress": 50})],
            }
        )
        with self.assertRaises(UserError):
            self.set_goal("draft", skill_id=self.leading.id, skill_level_id=other.skill_level_ids.id)
