from odoo import api, models

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
        """Nobody comes into a group in which somebody sits whom they must not meet."""
        excluded = super()._find_excluded_pairs(pool)
        if pool.program.format != "group":
            return excluded
        groups = self.env["hr.mentorship"].sudo()._find_live_groups(pool.program)
        seated = {group.mentor_ids.id: group.mentee_ids for group in groups}
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
