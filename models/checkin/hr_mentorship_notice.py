from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[("checkin_logged", "Check-in logged"), ("checkin_not_held", "Check-in did not take place")],
        ondelete={"checkin_logged": "cascade", "checkin_not_held": "cascade"},
    )

    def _get_values(self):
        values = super()._get_values()
        if self.checkin_id:
            values.setdefault("day", self._say_day(self.checkin_id.planned_date, self.env.context.get("lang")))
        return values

    # -- What members hear about a log of their partner. The words of the log stay in Odoo.

    @api.model
    def _get_notice_texts(self):
        texts = super()._get_notice_texts()
        texts.update(
            checkin_logged=NoticeText(
                text=self.env._("%(by)s has logged your check-in. One tap says that it was so; or add your own view."),
                subject=self.env._("%(by)s has logged your check-in"),
                button=self.env._("Confirm or add"),
                target="checkin",
                purpose="checkin",
                rank=30,
                checkin_states=("done",),
                asks=True,
                has_card=True,
            ),
            checkin_not_held=NoticeText(
                text=self.env._("%(by)s has noted that your check-in of %(day)s did not take place."),
                subject=self.env._("Your check-in of %(day)s"),
                button=self.env._("See the check-in"),
                target="checkin",
                rank=25,
                checkin_states=("missed", "skipped"),
            ),
        )
        return texts

    # -- Nobody is asked to confirm what they have confirmed.

    def _filter_true(self):
        return (
            super()
            ._filter_true()
            .filtered(
                lambda notice: (
                    notice.kind != "checkin_logged"
                    # sudo: who has confirmed is a matter of the members, and the line is one of theirs
                    or notice.member_id not in notice.sudo().checkin_id.confirmed_member_ids
                )
            )
        )
