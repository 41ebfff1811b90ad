from odoo import api, fields, models


class HrMentorshipAccessToken(models.Model):
    """The link of somebody who is invited opens the same page until the end: to say yes or no, and to leave again."""

    _inherit = "hr.mentorship.access.token"

    invitation_id = fields.Many2one("hr.mentorship.invitation", index="btree_not_null", ondelete="cascade")

    _one_holder = models.Constraint(
        "CHECK(num_nonnulls(member_id, invitation_id, participant_id) = 1)", "A link has one holder."
    )
    _one_live_token_of_invitation = models.UniqueIndex(
        "(invitation_id, purpose) WHERE used_at IS NULL AND invitation_id IS NOT NULL",
        "Whoever is invited has one link.",
    )

    @api.model
    def _get_holder_names(self):
        return {**super()._get_holder_names(), "hr.mentorship.invitation": "invitation_id"}
