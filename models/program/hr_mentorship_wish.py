from odoo import api, fields, models

MAX_WISHES = 5


class HrMentorshipWish(models.Model):
    """One of up to five people with whom a participant would most like to be matched, in order.

    Read by its author and the program managers, never by the wished person. Written through
    :meth:`~.hr_mentorship_participant_wish.HrMentorshipParticipantWish._set_wishes` alone.
    """

    _name = "hr.mentorship.wish"
    _description = "Mentorship Wish"
    _rec_name = "wished_employee_id"
    _order = "participant_id, rank"

    participant_id = fields.Many2one(
        "hr.mentorship.participant", required=True, readonly=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(related="participant_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="participant_id.company_id", store=True, index=True)
    rank = fields.Integer("Choice", required=True, readonly=True, help="1 is the first choice.")
    wished_employee_id = fields.Many2one(
        "hr.employee", "Person", required=True, readonly=True, index=True, ondelete="cascade"
    )

    _person_unique = models.Constraint(
        "UNIQUE(participant_id, wished_employee_id)", "You have wished for this person already."
    )
    _rank_unique = models.Constraint("UNIQUE(participant_id, rank)", "Only one person is the choice of this rank.")
    _rank_range = models.Constraint(f"CHECK(rank BETWEEN 1 AND {MAX_WISHES})", "Five wishes are the most.")

    @api.model
    def _get_ranks(self, participants):
        """Return the wishes that count: those of ``participants`` to whose role their program gives wishes.

        One query for the wishes.

        :returns: the rank from 1 on by ids of the participant and of the employee they wish for
        :rtype: dict[tuple[int, int], int]
        """
        # sudo: the matching knows all wishes, and explains them to program managers alone
        wishes_sudo = self.sudo().search_fetch(
            [("participant_id", "in", participants.ids)], ["participant_id", "wished_employee_id", "rank"]
        )
        return {
            (wish.participant_id.id, wish.wished_employee_id.id): wish.rank
            for wish in wishes_sudo
            if wish.participant_id._role_may_wish()
        }
