from odoo import api, fields, models
from odoo.tools import format_list

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(selection_add=[("phase_begun", "New phase")], ondelete={"phase_begun": "cascade"})

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "phase_begun": NoticeText(
                text=self.env._("A new phase with %(partner)s: %(phase)s. This helps now: %(resources)s."),
                subject=self.env._("What helps you and %(partner)s now"),
                button=self.env._("Have a look"),
                rank=15,
                mail_kind="resources",
                mentorship_states=("agreement", "active"),
                # The same cards stand on the overview, and for longer
                has_card=True,
                holds=lambda notice: notice._is_phase_now() and bool(notice.member_id._get_resources()),
            ),
        }

    def _is_phase_now(self):
        return self.mentorship_id.phase == (self.params or {}).get("phase")

    def _get_values(self):
        values = super()._get_values()
        if self.kind == "phase_begun":
            # In the language of the reader, and as the library is when the mail leaves
            labels = dict(self.env["hr.mentorship.resource"]._fields["phase"]._description_selection(self.env))
            names = self.member_id._get_resources().mapped("name")
            values.update(
                phase=labels.get((self.params or {}).get("phase"), ""),
                resources=format_list(self.env, [self.env._("“%(title)s”", title=name) for name in names]),
            )
        return values
