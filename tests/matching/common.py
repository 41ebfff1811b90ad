"""What the tests of criteria and of runs share."""

from unittest.mock import patch

from odoo import Command, fields

from ...models.matching import hr_mentorship_matching_run as solver
from ...models.matching.match_reader import Reader
from ..common import MentorshipCase


class CriteriaCase(MentorshipCase):
    """Two people and one criterion: what it is worth, and what is said about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls.enrol(cls.max, "mentor")
        cls.mentee = cls.enrol(cls.mia, "mentee")
        cls.matcher = cls.env["hr.mentorship.matcher"]
        cls.words = cls.env["hr.mentorship.matching.words"]

    def compare(self, kind, **values):
        """Let the program compare nothing but that."""
        self.program.criterion_ids = [Command.clear(), Command.create({"kind": kind, **values})]
        return self.program.criterion_ids

    def rate(self, mentee=None, mentor=None):
        self.env.flush_all()
        [rating] = self.matcher._rate(self.program, [(mentee or self.mentee, mentor or self.mentor)])
        return rating

    def assert_value(self, value, sentence=None, mentee=None, mentor=None):
        """The only criterion has that value for the pair, and that is said about it to a program manager."""
        rating = self.rate(mentee, mentor)
        self.assertAlmostEqual(rating["score"], 100 * value, places=3)
        if sentence is not None:
            readers = [self.read_as("", mentee, mentor)]
            [[line]] = self.words._explain_in_detail([rating["facts"]], readers, for_manager=True)
            self.assertEqual(line["sentence"], sentence)
        return rating

    def read_as(self, role, mentee=None, mentor=None):
        names = ((part or own).employee_id.name for part, own in ((mentee, self.mentee), (mentor, self.mentor)))
        return Reader(*names, role)

    def assert_must_have(self, is_met):
        """As a must-have the only criterion lets the pair be proposed, or keeps it apart."""
        self.program.criterion_ids.is_required = True
        self.env.flush_all()
        rating = self.rate()
        self.assertEqual(not rating["missed"], is_met)
        with self.env.cr.savepoint() as savepoint:
            proposals, unmatched = self.propose()
            self.assertEqual(len(proposals), int(is_met), unmatched)
            reason = unmatched[0][1] if unmatched else ""
            savepoint.rollback()
        self.env.invalidate_all()
        self.program.criterion_ids.is_required = False
        return reason

    def teach(self, employee, skill, level):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": employee.id,
                "skill_id": skill.id,
                "skill_level_id": self.skill_type.skill_level_ids.filtered(lambda row: row.name == level).id,
                "skill_type_id": self.skill_type.id,
                "valid_from": fields.Date.add(fields.Date.today(), days=-100),
            }
        )


class RunCase(MentorshipCase):
    """Four mentees wait for three seats: Leading is wanted by all, and offered with different interests beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chess, cls.tennis = cls.env["hr.mentorship.interest"].create([{"name": "Chess"}, {"name": "Tennis"}])
        cls.otto, cls.eve, cls.ida, cls.uma = (cls.add_person(name) for name in ("otto", "eve", "ida", "uma"))
        cls.max_part = cls.enrol(cls.max, "mentor", capacity=2, interest_ids=[Command.set(cls.chess.ids)])
        cls.otto_part = cls.enrol(cls.otto, "mentor", capacity=1, interest_ids=[Command.set(cls.tennis.ids)])
        cls.mia_part = cls.enrol(cls.mia, "mentee", interest_ids=[Command.set(cls.chess.ids)])
        cls.eve_part = cls.enrol(cls.eve, "mentee", interest_ids=[Command.set(cls.tennis.ids)])
        cls.ida_part = cls.enrol(cls.ida, "mentee", interest_ids=[Command.set(cls.chess.ids)])
        cls.uma_part = cls.enrol(cls.uma, "mentee", cls.selling)
        cls.program.criterion_ids = [
            Command.clear(),
            Command.create({"kind": "topics", "weight": 10, "is_required": True}),
            Command.create({"kind": "interests", "weight": 5}),
        ]
        cls.env.flush_all()

    def compare(self, person=None):
        program = self.as_user(self.program, person or self.pia)
        program.action_compare_objectives()
        return program.compared_run_ids

    def run_for(self, objective="people", person=None):
        return self.compare(person).filtered(lambda run: run.objective == objective)

    def pairs(self, mentorships):
        return {(pair.mentor_ids.name, pair.mentee_ids.name) for pair in mentorships}

    def in_background(self):
        """Let no pool be small."""
        return patch.object(solver, "PAIRS_SOLVED_AT_ONCE", 0)

    def run_cron(self):
        """The cron's method, with what it commits kept in the test's transaction."""
        with (
            patch.object(self.env.cr, "commit", self.env.flush_all),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.env["hr.mentorship.matching.job"]._cron_solve()
        self.env.invalidate_all()
