from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText, adding_kinds

KINDS = [
    ("approval_changed", "Approved program has changed"),
    ("approval_agreed", "Sponsor agrees to what has changed"),
]


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(**adding_kinds(KINDS))

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "approval_changed": NoticeText(
                # Without figures: a line waits for its mail, and the page says what has changed by then
                text=self.env._(
                    "%(program)s has changed since you approved it. Look at what was approved and what it is now; "
                    "agree to it, or say what shall be different."
                ),
                subject=self.env._("Changed since your approval: %(program)s"),
                button=self.env._("See What Has Changed"),
                target="program",
                rank=55,
                is_essential=True,
                asks=True,
                holds=lambda notice: notice.program_id._awaits_agreement_of(notice.user_id),
            ),
            "approval_agreed": NoticeText(
                text=self.env._("%(sponsor)s agrees to what has changed in %(program)s since the approval."),
                subject=self.env._("Agreed to: the changes in %(program)s"),
                button=self.env._("Open the program"),
                target="program",
                rank=45,
            ),
        }
