from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[("member_joined", "Somebody has joined a group"), ("member_left", "Somebody has left a group")],
        ondelete={"member_joined": "cascade", "member_left": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        common = {
            "button": self.env._("Open the mentorship"),
            "rank": 35,
            "mentorship_states": tuple(self.env["hr.mentorship"]._get_published_live_states()),
        }
        return {
            **super()._get_notice_texts(),
            "member_joined": NoticeText(
                text=self.env._("%(who)s takes part in your group in %(program)s from now on."),
                subject=self.env._("%(who)s joins your group"),
                **common,
            ),
            "member_left": NoticeText(
                text=self.env._(
                    "%(who)s no longer takes part in your group in %(program)s. It is nobody's fault, and the group "
                    "goes on."
                ),
                subject=self.env._("%(who)s no longer takes part in your group"),
                **common,
            ),
        }
