from odoo import api, fields, models


class HrMentorshipAccessToken(models.Model):
    """The link to a training of somebody without a user leads to it as long as they are asked to take it."""

    _inherit = "hr.mentorship.access.token"

    participant_id = fields.Many2one("hr.mentorship.participant", index="btree_not_null", ondelete="cascade")

    _one_live_token_of_participant = models.UniqueIndex(
        "(participant_id, purpose) WHERE used_at IS NULL AND participant_id IS NOT NULL",
        "Whoever takes a training has one link.",
    )

    @api.model
    def _get_holder_names(self):
        return {**super()._get_holder_names(), "hr.mentorship.participant": "participant_id"}
