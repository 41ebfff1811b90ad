from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[("training_open", "Training to take")], ondelete={"training_open": "cascade"}
    )

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "training_open": NoticeText(
                text=self.env._(
                    "Before you are matched in %(program)s, take the training “%(training)s”: about fifteen minutes, "
                    "as often as you like. Nobody but you sees your answers."
                ),
                subject=self.env._("Your training for %(program)s"),
                button=self.env._("Take the training"),
                target="/odoo/my-mentorship-participations",
                purpose="training",
                rank=58,
                is_essential=True,
                asks=True,
                # Its card stands on the overview
                has_card=True,
                holds=lambda notice: notice.participant_id.training_status == "open",
            ),
        }

    def _get_values(self):
        values = super()._get_values()
        if self.kind == "training_open":
            # In the language of the reader
            values["training"] = self.participant_id.with_env(self.env).training_name
        return values

    def _get_link_holder(self):
        """Without a user a training is taken by a personal link of whoever takes part."""
        return self.participant_id if self.kind == "training_open" else super()._get_link_holder()
