from odoo import api, models
from odoo.exceptions import UserError

from ..common.given_values import given_ids
from ..common.own_context import get_own

LETS_IN = "mentorship_lets_in"
"""Stands in the context when a step of ours lets people in."""


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.model_create_multi
    def create(self, vals_list):
        """Only steps of ours let people into the channel of a mentorship: Odoo adds some of them in sudo."""
        channel_ids = given_ids(vals_list, "channel_id")
        if not get_own(self.env, LETS_IN) and self.env["discuss.channel"]._browse_talks(channel_ids):
            raise UserError(
                self.env._(
                    "Only the members of a mentorship read its messages, so nobody can be added here. Open a "
                    "conversation of your own to talk with somebody else."
                )
            )
        return super().create(vals_list)
