from odoo import api, models

from .given_values import given_ids


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody follows what two people write to each other but the two, however the host comes to add them."""
        return super().create(self._drop_outsiders(vals_list))

    def _drop_outsiders(self, vals_list):
        messages = self.env["mail.message"]
        models_of_ours = set(filter(messages._is_conversation, [vals.get("res_model") for vals in vals_list]))
        partners = {}
        for model in models_of_ours:
            ids = given_ids([vals for vals in vals_list if vals.get("res_model") == model], "res_id")
            for record in self.env[model].sudo().browse(ids).exists():  # sudo: see _filter_own_conversations
                partners[model, record.id] = set(record._get_conversation_users().partner_id.ids)
        return [
            vals
            for vals in vals_list
            if vals.get("res_model") not in models_of_ours
            or vals.get("partner_id") in partners.get((vals["res_model"], vals.get("res_id")), ())
        ]
