import json
from collections import defaultdict
from functools import cached_property

from odoo import fields
from odoo.fields import Domain

from ..program.hr_mentorship_program import GIVING, LEARNING


def split(people):
    """Return those of some participants who learn, and those who help; peers are both."""
    return (
        people.filtered(lambda participant: participant.role in LEARNING),
        people.filtered(lambda participant: participant.role in GIVING),
    )


class MatchingPool:
    """The people of one matching, in sudo, and what is known about them: each thing read once for all of them.

    A participant's row in the arrays of the engine is the position in ``mentees`` or ``mentors``.

    :ivar program: hr.mentorship.program
    :ivar mentees: hr.mentorship.participant
    :ivar mentors: hr.mentorship.participant
    """

    def __init__(self, program, mentees, mentors):
        self.env = mentees.env
        self.program = program.with_env(self.env)
        self.is_among_peers = self.program.is_among_peers
        if self.is_among_peers:  # one group, on both sides
            mentees = mentors = (mentees | mentors).sorted("id")
        self.mentees = mentees
        self.mentors = mentors
        self.mentee_employees = [mentee.employee_id for mentee in mentees]
        self.mentor_employees = [mentor.employee_id for mentor in mentors]
        self._kept = {}

    def keep(self, setting, build):
        """Return what ``build(pool, setting)`` has made of these people, made once.

        For peers, whose matches are explained by the very arrays that they were scored by. Two sides need theirs once,
        and those of thousands are too large to be kept along.
        """
        key = json.dumps(setting, sort_keys=True)
        if key not in self._kept:
            self._kept[key] = build(self, setting)
        return self._kept[key]

    @cached_property
    def people(self):
        return self.mentees | self.mentors

    @cached_property
    def topics(self):
        """hr.skill: what anybody wants or offers"""
        return self.people.skill_ids | self.people.offered_skill_ids

    @cached_property
    def mentee_rows(self):
        """dict[hr.mentorship.participant, int]"""
        return {mentee: row for row, mentee in enumerate(self.mentees)}

    @cached_property
    def mentor_rows(self):
        return {mentor: row for row, mentor in enumerate(self.mentors)}

    @cached_property
    def mentee_row_of_id(self):
        """dict[int, int]"""
        return {mentee.id: row for mentee, row in self.mentee_rows.items()}

    @cached_property
    def mentor_row_of_id(self):
        return {mentor.id: row for mentor, row in self.mentor_rows.items()}

    @cached_property
    def mentee_rows_of(self):
        """dict[int, list[int]]: the rows of an employee id."""
        return _group_rows(self.mentee_employees)

    @cached_property
    def mentor_rows_of(self):
        return _group_rows(self.mentor_employees)

    @cached_property
    def mentee_profiles(self):
        """list[hr.mentorship.profile], one a mentee, empty where there is none."""
        return [self.get_profile(mentee) for mentee in self.mentees]

    @cached_property
    def mentor_profiles(self):
        return [self.get_profile(mentor) for mentor in self.mentors]

    @cached_property
    def _profiles(self):
        # Iterated, not sliced employee by employee: a slice forgets with whom its record is to be read
        return {profile.employee_id.id: profile for profile in self.people.employee_id.mentorship_profile_ids}

    def get_profile(self, participant):
        return self._profiles.get(participant.employee_id.id, self.env["hr.mentorship.profile"])

    @cached_property
    def levels(self):
        """The level that each person has today in each topic they offer or want.

        :rtype: dict[tuple[int, int], hr.skill.level], by ids of employee and skill, empty levels where none is known
        """
        today = fields.Date.context_today(self.people)
        query = self.env["hr.employee.skill"]._search(
            Domain("employee_id", "in", self.people.employee_id.ids)
            & Domain("skill_id", "in", self.topics.ids)
            & Domain("valid_from", "<=", today)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        )
        rows = self.env.execute_query(query.select("employee_id", "skill_id", "skill_level_id"))
        known = {level.id: level for level in self.env["hr.skill.level"].browse({row[2] for row in rows})}
        levels = defaultdict(self.env["hr.skill.level"].browse)
        # Of several the highest one
        for employee_id, skill_id, level_id in sorted(rows, key=lambda row: (known[row[2]].level_progress, row[2])):
            levels[employee_id, skill_id] = known[level_id]
        return levels

    @cached_property
    def level_steps(self):
        """How many levels of its type a skill level stands above nothing: 1 for the lowest.

        :rtype: dict[int, int], by id of hr.skill.level
        """
        ladder = self.env["hr.skill.level"].search(
            [("skill_type_id", "in", self.topics.skill_type_id.ids)], order="level_progress, id"
        )
        return {
            level.id: step
            for levels in ladder.grouped("skill_type_id").values()
            for step, level in enumerate(levels, start=1)
        }

    def get_step(self, employee_id, skill_id):
        """Return the step of the level that somebody has in a topic, 0 if none is known."""
        return self.level_steps.get(self.levels[employee_id, skill_id].id, 0)

    def pair_rows(self, employee_pairs):
        """Yield the rows of pairs that are given as ids of employees, mentee first; none for strangers."""
        for mentee_id, mentor_id in employee_pairs:
            for mentee_row in self.mentee_rows_of.get(mentee_id, ()):
                for mentor_row in self.mentor_rows_of.get(mentor_id, ()):
                    yield mentee_row, mentor_row


def _group_rows(employees):
    rows = defaultdict(list)
    for row, employee in enumerate(employees):
        rows[employee.id].append(row)
    return rows
