from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..models.common.spoken import by_count, say_date, say_duration


class ReportHrMentorshipCertificate(models.AbstractModel):
    """What a member of a completed mentorship may show to others: that they took part, from when to when, how often.

    Printed by the member alone, of their own part. It tells nothing of the partner and nothing that was said.
    """

    _name = "report.hr_mentorship.report_certificate"
    _description = "Mentorship Certificate Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        members = self.env["hr.mentorship.member"].browse(docids).exists()
        members.check_access("read")
        if any(member.user_id != self.env.user for member in members):
            raise AccessError(self.env._("Members print their own certificate alone."))
        members_sudo = members.sudo()  # sudo: the part of the user, of their own mentorships
        if not members or any(member.mentorship_id.state != "completed" for member in members_sudo):
            raise UserError(self.env._("There is a certificate once a mentorship is completed."))
        meetings = {
            mentorship: (count, hours)
            for mentorship, count, hours in self.env["hr.mentorship.checkin"]
            .sudo()
            ._read_group(
                [("mentorship_id", "in", members_sudo.mentorship_id.ids), ("state", "=", "done")],
                ["mentorship_id"],
                ["__count", "duration:sum"],
            )
        }
        return {
            "doc_ids": members.ids,
            "doc_model": members._name,
            "docs": members_sudo,
            "lines": {
                member.id: self._say(member, *meetings.get(member.mentorship_id, (0, 0))) for member in members_sudo
            },
        }

    @api.model
    def _say(self, member, count, hours):
        """Return what the certificate says, as sentences."""
        mentorship = member.mentorship_id
        words = {
            "program": mentorship.program_id.name,
            "start": say_date(self.env, mentorship.start_date),
            "end": say_date(self.env, mentorship.closed_on),
        }
        text = {
            "mentor": self.env._("took part in “%(program)s” as a mentor, from %(start)s to %(end)s.", **words),
            "mentee": self.env._("took part in “%(program)s” as a mentee, from %(start)s to %(end)s.", **words),
            "peer": self.env._("took part in “%(program)s” as a peer, from %(start)s to %(end)s.", **words),
        }[member.role]
        spent = {"count": count, "hours": say_duration(self.env, hours)}
        held = by_count(
            count,
            self.env._("One meeting was held, %(hours)s in all.", **spent),
            self.env._("%(count)s meetings were held, %(hours)s in all.", **spent),
        )
        return text, held if spent["hours"] else ""
