from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command, Domain

from ..matching import Criterion, MatchingError, Problem, match, overlap_features, skill_features

MICRO_POINTS_PER_PERCENT = 10_000
CRITERION_WEIGHTS = {"skills": 10, "interests": 1}
"""On the scale of 0 to 10. Interests alone stay below the default of 10 % from which pairs are proposed."""


def _to_columns(rows, width):
    """Turn a list of tuples into one list a position."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _column in range(width)]


class HrMentorshipMatcher(models.AbstractModel):
    """The only door between the matching engine, which knows arrays, and the ORM.

    Reads the pool of a program in a fixed number of queries, lets the engine solve, writes the proposals in one
    batch, and puts the engine's figures into words.
    """

    _name = "hr.mentorship.matcher"
    _description = "Mentorship Matcher"

    @api.model
    def _propose(self, program, minimum_score=0.0):
        """Propose the best mentor for every waiting mentee of ``program``.

        The caller has checked that the user manages the program.

        :param float minimum_score: pairs that score lower, 0 to 100, are not proposed
        :returns: the new mentorships, and for every mentee without one the reason in words
        :rtype: tuple[hr.mentorship, list[tuple[hr.mentorship.participant, str]]]
        :raises UserError: if somebody else matches the program at this moment
        """
        program.ensure_one()
        try:
            # allow_referencing: nobody who applies, or opens the matching, has to wait until the engine is done
            program.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is matching “%(name)s” right now. Try again in a minute.", name=program.name)
            ) from error
        mentees, mentors = self._read_pool(program)
        if not (mentees and mentors):
            return self.env["hr.mentorship"], [(mentee, self._explain_no_mentors()) for mentee in mentees]
        problem = self._build_problem(mentees, mentors, int(minimum_score * MICRO_POINTS_PER_PERCENT))
        try:
            solution = match(problem)
        except MatchingError as error:
            raise UserError(str(error)) from error
        proposals = self._write_proposals(program, mentees, mentors, problem, solution)
        unmatched = [
            (mentees[entry.mentee], self._explain_unmatched(entry, mentees[entry.mentee], mentors))
            for entry in solution.unmatched
        ]
        return proposals, unmatched

    # -- reading

    @api.model
    def _read_pool(self, program):
        """Return the waiting mentees and the mentors with free seats, in the order of their ids.

        :rtype: tuple[hr.mentorship.participant, hr.mentorship.participant]
        """
        # sudo: whoever manages the program reads its participants, also those of companies not switched on
        pool = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search([("program_id", "=", program.id), ("seats_left", ">", 0)], order="id")
            .filtered(lambda participant: participant.employee_id.active)
        )
        mentees = pool.filtered(lambda participant: participant.role == "mentee")
        return mentees, pool - mentees

    def _build_problem(self, mentees, mentors, minimum_score):
        """Translate participants into the arrays of :class:`~..matching.Problem`; row = position in the recordset."""
        excluded = self._find_excluded_pairs(mentees, mentors)
        return Problem(
            mentee_ids=mentees.ids,
            mentor_ids=mentors.ids,
            seats=mentors.mapped("seats_left"),
            criteria=(
                Criterion("skills", CRITERION_WEIGHTS["skills"], *self._build_skill_features(mentees, mentors)),
                Criterion(
                    "interests", CRITERION_WEIGHTS["interests"], *self._build_interest_features(mentees, mentors)
                ),
            ),
            excluded_mentees=[pair[0] for pair in excluded],
            excluded_mentors=[pair[1] for pair in excluded],
            minimum_score=minimum_score,
        )

    def _build_skill_features(self, mentees, mentors):
        levels = self._read_levels(mentors)
        columns = {skill_id: column for column, skill_id in enumerate((mentees | mentors).skill_ids.ids)}
        wanted = [(row, columns[skill_id]) for row, mentee in enumerate(mentees) for skill_id in mentee.skill_ids.ids]
        offered = [
            (row, columns[skill_id], levels[mentor.employee_id.id, skill_id].level_progress)
            for row, mentor in enumerate(mentors)
            for skill_id in mentor.skill_ids.ids
        ]
        shape = (len(mentees), len(mentors), len(columns))
        return skill_features(shape, _to_columns(wanted, 2), _to_columns(offered, 3))

    def _build_interest_features(self, mentees, mentors):
        columns = {interest_id: column for column, interest_id in enumerate((mentees | mentors).interest_ids.ids)}
        sides = (
            _to_columns(
                [
                    (row, columns[interest_id])
                    for row, person in enumerate(people)
                    for interest_id in person.interest_ids.ids
                ],
                2,
            )
            for people in (mentees, mentors)
        )
        return overlap_features((len(mentees), len(mentors), len(columns)), *sides)

    def _read_levels(self, mentors):
        """Return the level that each mentor has today in each topic they offer.

        :rtype: dict[tuple[int, int], hr.skill.level], by ids of employee and skill, empty levels where none is known
        """
        today = fields.Date.context_today(self)
        rows = (
            self.env["hr.employee.skill"]
            .sudo()
            .search_fetch(
                Domain("employee_id", "in", mentors.employee_id.ids)
                & Domain("skill_id", "in", mentors.skill_ids.ids)
                & Domain("valid_from", "<=", today)
                & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)),
                ["employee_id", "skill_id", "skill_level_id"],
            )
        )
        levels = defaultdict(self.env["hr.skill.level"].browse)
        for row in rows.sorted("level_progress"):
            levels[row.employee_id.id, row.skill_id.id] = row.skill_level_id
        return levels

    def _find_excluded_pairs(self, mentees, mentors):
        """Return the positions of the pairs that must not meet: oneself, the line of command, an earlier no.

        :rtype: set[tuple[int, int]]
        """
        employees = (mentees | mentors).employee_id
        managers = employees._get_lines_of_command()
        mentees_of = defaultdict(list)
        for row, mentee in enumerate(mentees):
            mentees_of[mentee.employee_id.id].append(row)
        mentors_of = defaultdict(list)
        for row, mentor in enumerate(mentors):
            mentors_of[mentor.employee_id.id].append(row)
        related = {(employee.id, employee.id) for employee in employees}
        for employee_id, manager_ids in managers.items():
            related.update((employee_id, manager_id) for manager_id in manager_ids)
            related.update((manager_id, employee_id) for manager_id in manager_ids)
        related.update(self._find_parted_pairs(mentees.program_id))
        return {
            (mentee_row, mentor_row)
            for mentee_id, mentor_id in related
            for mentee_row in mentees_of.get(mentee_id, ())
            for mentor_row in mentors_of.get(mentor_id, ())
        }

    def _find_parted_pairs(self, program):
        """Return (mentee, mentor) employee ids of pairs that said no to each other, or are through, in this program."""
        parted = (
            self.env["hr.mentorship"]
            .sudo()
            .search([("program_id", "=", program.id), ("state", "in", ("declined", "ended", "completed"))])
        )
        return {
            (mentee.id, mentor.id)
            for mentorship in parted
            for mentee in mentorship.mentee_ids
            for mentor in mentorship.mentor_ids
        }

    # -- writing

    def _write_proposals(self, program, mentees, mentors, problem, solution):
        levels = self._read_levels(mentors)
        free_slots = {mentor.id: iter(self._find_free_slots(mentor)) for mentor in mentors}
        vals_list = []
        for row, mentor_row in enumerate(solution.mentor_of.tolist()):
            if mentor_row < 0:
                continue
            mentee, mentor = mentees[row], mentors[mentor_row]
            vals_list.append(
                {
                    "program_id": program.id,
                    "score": int(solution.score[row]) / MICRO_POINTS_PER_PERCENT,
                    "match_facts": {
                        "is_proven": bool(solution.is_proven),
                        "criteria": [
                            {
                                "key": criterion.key,
                                "value": round(float(solution.values[row, column]), 4),
                                "points": round(
                                    float(solution.contributions[row, column]) / MICRO_POINTS_PER_PERCENT, 1
                                ),
                                **getattr(self, f"_get_{criterion.key}_facts")(mentee, mentor, levels),
                            }
                            for column, criterion in enumerate(problem.criteria)
                        ],
                    },
                    "member_ids": [
                        Command.create({"participant_id": mentor.id, "slot": next(free_slots[mentor.id])}),
                        Command.create({"participant_id": mentee.id, "slot": 1}),
                    ],
                }
            )
        # sudo: nobody but the matcher creates mentorships; the caller has checked the user
        return self.env["hr.mentorship"].sudo().create(vals_list).with_env(self.env)

    @api.model
    def _find_free_slots(self, mentor):
        taken = set(mentor.member_ids.filtered("is_live").mapped("slot"))
        return [slot for slot in range(1, mentor.capacity + 1) if slot not in taken]

    def _get_skills_facts(self, mentee, mentor, levels):
        shared = mentee.skill_ids & mentor.skill_ids
        return {
            "wanted": len(mentee.skill_ids),
            "shared": [[skill.id, levels[mentor.employee_id.id, skill.id].id] for skill in shared],
        }

    def _get_interests_facts(self, mentee, mentor, levels):
        return {"shared": (mentee.interest_ids & mentor.interest_ids).ids}

    # -- words

    @api.model
    def _explain(self, facts_list):
        """Put the facts of matches into sentences in the reader's language.

        :param list[dict] facts_list: ``match_facts`` of mentorships, as :meth:`_write_proposals` stores them
        :rtype: list[list[str]]
        """
        criteria = [criterion for facts in facts_list for criterion in facts.get("criteria", ())]
        # sudo, exists: names of topics are no secret, and one may have been removed since
        skills = (
            self.env["hr.skill"]
            .sudo()
            .browse({pair[0] for c in criteria if c["key"] == "skills" for pair in c["shared"]})
            .exists()
        )
        levels = (
            self.env["hr.skill.level"]
            .sudo()
            .browse({pair[1] for c in criteria if c["key"] == "skills" for pair in c["shared"] if pair[1]})
            .exists()
        )
        interests = (
            self.env["hr.mentorship.interest"]
            .sudo()
            .browse({interest for c in criteria if c["key"] == "interests" for interest in c["shared"]})
            .exists()
        )
        names = {
            "skills": {skill.id: skill.name for skill in skills},
            "levels": {level.id: level.name for level in levels},
            "interests": {interest.id: interest.name for interest in interests},
        }
        return [
            [
                sentence
                for criterion in facts.get("criteria", ())
                if (sentence := getattr(self, f"_explain_{criterion['key']}")(criterion, names))
            ]
            for facts in facts_list
        ]

    def _explain_skills(self, criterion, names):
        topics = [
            f"{names['skills'][skill]} ({names['levels'][level]})"
            if level in names["levels"]
            else names["skills"][skill]
            for skill, level in criterion["shared"]
            if skill in names["skills"]
        ]
        if not topics:
            return self.env._("None of the %(wanted)s topics wanted is offered.", wanted=criterion["wanted"])
        return self.env._(
            "Offers %(count)s of the %(wanted)s topics wanted: %(topics)s.",
            count=len(criterion["shared"]),
            wanted=criterion["wanted"],
            topics=", ".join(topics),
        )

    def _explain_interests(self, criterion, names):
        shared = [names["interests"][interest] for interest in criterion["shared"] if interest in names["interests"]]
        return self.env._("Both share: %(interests)s.", interests=", ".join(shared)) if shared else ""

    def _explain_no_mentors(self):
        return self.env._("No mentor has a free seat. Approve more mentors, or ask one to take another mentee.")

    def _explain_unmatched(self, entry, mentee, mentors):
        if not mentee.skill_ids:
            return self.env._("Wants no topic yet. Ask what they want to learn, then match again.")
        if not entry.eligible:
            return self.env._(
                "Nobody who is free offers enough of: %(topics)s – or only people along their own line of command or "
                "whom they have parted from. Find a mentor for these topics, or propose weaker pairs as well.",
                topics=", ".join(mentee.skill_ids.mapped("name")),
            )
        return self.env._(
            "%(count)s mentors would fit, but their seats bring more to others. The best was %(mentor)s with "
            "%(score)s %%; one more seat there would help.",
            count=entry.eligible,
            mentor=mentors[entry.best_mentor].employee_id.name,
            score=round(entry.best_score / MICRO_POINTS_PER_PERCENT),
        )
