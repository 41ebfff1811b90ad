from odoo import fields, models


class HrMentorshipLetter(models.Model):
    _inherit = "hr.mentorship.letter"

    invitation_id = fields.Many2one("hr.mentorship.invitation", index="btree_not_null", ondelete="cascade")

    _one_holder = models.Constraint(
        "CHECK(num_nonnulls(member_id, invitation_id, participant_id) = 1)", "A letter has one receiver."
    )
