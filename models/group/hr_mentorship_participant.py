from odoo import api, models
from odoo.fields import Domain


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    @api.depends("member_ids.mentorship_id.member_ids")
    def _compute_seats(self):
        super()._compute_seats()

    def _count_seats(self, live_states):
        """A mentor of a group has as many seats taken as there are mentees in it."""
        seats = super()._count_seats(live_states)
        mentors = self.filtered(lambda person: person.role == "mentor" and person.program_id.format == "group")
        if not mentors:
            return seats
        members = self.env["hr.mentorship.member"]
        live = Domain("mentorship_id.state", "in", live_states)
        rows = members._read_group(
            Domain("participant_id", "in", mentors.ids) & live, ["participant_id", "mentorship_id"]
        )
        mentees = dict(
            members._read_group(
                Domain("mentorship_id", "in", [mentorship.id for _mentor, mentorship in rows])
                & Domain("role", "=", "mentee"),
                ["mentorship_id"],
                ["__count"],
            )
        )
        for mentor in mentors:
            count = sum(mentees.get(mentorship, 0) for person, mentorship in rows if person == mentor._origin)
            seats[mentor] = (count, max(mentor.capacity - count, 0) if mentor.state == "approved" else 0)
        return seats
