from datetime import timedelta

from odoo import api, fields, models

from .hr_mentorship import LIVE_STATES

UNREACHED = "hr_mentorship.mail_activity_type_reach_member"
PERMANENT_FAILURES = ("mail_email_invalid", "mail_email_missing")
LOST_AFTER = timedelta(hours=24)


class HrMentorshipMember(models.Model):
    """A mail that does not reach its member is seen: whoever has no user has nothing else."""

    _inherit = "hr.mentorship.member"

    def _report_unreachable(self):
        """Give the program managers one to-do on each mentorship of which a member gets no mail."""
        members = self.sudo().filtered(  # sudo: the to-do is for somebody else
            lambda member: member.mentorship_id.state in LIVE_STATES and member.mentorship_id.state != "proposed"
        )
        mentorships = members.mentorship_id
        known = {(todo.res_id, todo.user_id) for todo in mentorships._find_activities([UNREACHED])}
        today = fields.Date.context_today(self)
        for mentorship, seats in members.grouped("mentorship_id").items():
            for user in mentorship.program_id.manager_ids:
                if (mentorship.id, user) in known:
                    continue
                note = "\n".join(seat.with_context(lang=user.lang)._say_unreached() for seat in seats)
                mentorship._schedule_activities(UNREACHED, [(mentorship, user, today)], note=note)

    def _say_unreached(self):
        self.ensure_one()
        name = self.employee_id.name
        if self._has_lost_address():
            return self.env._(
                "The work e-mail of %(name)s was changed by somebody who does not keep employees' data, so no personal "
                "link is sent there. Ask HR to open the employee and to confirm the address on the tab Mentorship; "
                "then send the link again from here.",
                name=name,
            )
        return self.env._(
            "A mail to %(name)s could not be delivered. Ask for the right address and have it corrected; people "
            "without a user then get their link when you send it again from here.",
            name=name,
        )


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def action_send_links(self):
        result = super().action_send_links()
        self._finish_activities(UNREACHED, users=self.env.user)
        # Whoever cannot be reached still is reported again
        members = self.sudo().member_ids.filtered(lambda member: not member.has_login)
        members.filtered(lambda member: not member._get_link_address())._report_unreachable()
        return result

    def _after_close(self):
        result = super()._after_close()
        self._drop_activities(UNREACHED)
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _message_receive_bounce(self, email, partner):
        """The answer of a foreign mail server, long after the mail has left."""
        result = super()._message_receive_bounce(email, partner)
        self._find_mentorship_members()._report_unreachable()
        return result

    def _find_mentorship_members(self):
        """Return the seats of the people whose address this is."""
        # sudo: asked by the mail queue and the mail gateway
        members = (
            self.env["hr.mentorship.member"]
            .sudo()
            .search(
                [
                    ("is_live", "=", True),
                    "|",
                    ("employee_id.work_contact_id", "in", self.ids),
                    ("employee_id.user_id.partner_id", "in", self.ids),
                ]
            )
        )
        return members.filtered(lambda member: member._get_person() in self)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        """What our own mail server refuses at once."""
        if failure_type in PERMANENT_FAILURES:
            mails = self.sudo().filtered(lambda mail: (mail.model or "").startswith("hr.mentorship"))
            mails.recipient_ids._find_mentorship_members()._report_unreachable()
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    @api.model
    def _cron_retry_mentorship_mails(self):
        """What no mail server has taken for a day is tried on, and told."""
        lost = super()._cron_retry_mentorship_mails()
        old = lost.filtered(lambda mail: mail.create_date < fields.Datetime.now() - LOST_AFTER)
        # sudo: for the job
        old.sudo().recipient_ids._find_mentorship_members()._report_unreachable()
        return lost
