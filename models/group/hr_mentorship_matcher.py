from odoo import api, models
from odoo.fields import Domain

from ..matching.match_reader import Reader


class HrMentorshipMatcher(models.AbstractModel):
    _inherit = "hr.mentorship.matcher"

    @api.model
    def _find_free_slots(self, mentor):
        """A place in the group of a mentor is a seat of theirs, as is the slot of an offer on the way there."""
        slots = super()._find_free_slots(mentor)
        if mentor.program_id.format != "group":
            return slots
        groups = mentor.member_ids.filtered(lambda member: member.is_live).mentorship_id
        places = set(groups.member_ids.filtered("is_live").mapped("place"))
        return [slot for slot in slots if slot not in places]

    @api.model
    def _get_group_reader(self, mentee, mentor, role):
        return Reader(mentee.employee_id.name, mentor.employee_id.name, role)

    def _find_excluded_pairs(self, pool):
        """Nobody comes into a group in which somebody sits, or is about to, whom they must not meet."""
        excluded = super()._find_excluded_pairs(pool)
        if pool.program.format != "group":
            return excluded
        seated = self._find_seated(pool.program)
        people = pool.people.employee_id
        everybody = people.union(*seated.values())
        lines = everybody._get_lines_of_command()
        blocked = self.env["hr.mentorship.block"]._get_blocked_pairs(everybody)
        for code, is_apart in (
            ("line_of_command", lambda one, other: other.id in lines[one.id] or one.id in lines[other.id]),
            ("blocked", lambda one, other: (one.id, other.id) in blocked),
        ):
            apart = {
                (mentee.id, mentor_id)
                for mentor_id, mentees in seated.items()
                for mentee in people
                if any(is_apart(mentee, other) for other in mentees)
            }
            for pair in pool.pair_rows(apart):
                excluded.setdefault(pair, code)
        return excluded

    @api.model
    def _find_seated(self, program):
        """Return whom else a mentee meets in the group of each mentor: its mentees, and who is asked to join.

        :rtype: dict[int, hr.employee], in sudo, by id of the mentor's employee
        """
        mentorships = self.env["hr.mentorship"].sudo()  # sudo: whom the rules are asked about; nobody reads them
        offers = mentorships.search(Domain("program_id", "=", program.id) & Domain("state", "=", "offered"))
        seated = {}
        for mentorship in mentorships._find_live_groups(program) | offers:
            mentor = mentorship.mentor_ids
            seated[mentor.id] = seated.get(mentor.id, mentor.browse()) | mentorship.mentee_ids
        return seated
