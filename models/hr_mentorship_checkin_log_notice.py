from odoo import api, fields, models

from .hr_mentorship_notice import NoticeText


class HrMentorshipNotice(models.Model):
    """What members hear about a log of their partner. The words of the log stay in Odoo."""

    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[("checkin_logged", "Check-in logged"), ("checkin_not_held", "Check-in did not take place")],
        ondelete={"checkin_logged": "cascade", "checkin_not_held": "cascade"},
    )

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


class HrMentorshipCheckin(models.Model):
    """Tell the others when one member has settled what became of a meeting."""

    _inherit = "hr.mentorship.checkin"

    def _settle(self, member, *args, **kwargs):
        result = super()._settle(member, *args, **kwargs)
        kind = "checkin_logged" if self.state == "done" else "checkin_not_held"
        member._partners()._notify(kind, checkin=self, by=member.employee_id.name)
        return result
