from odoo import models


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _notify(self, kind, checkin=None, **params):
        """Tell these members something in their next daily mail.

        :param str kind: of ``hr.mentorship.notice``
        :param checkin: the check-in that it is about: one for all, or None
        :param params: values for the placeholders of the text; dates are written in the way of the reader
        """
        # sudo: the lines are ours, for whoever they concern; the callers have checked what happened
        members_sudo = self.sudo()
        return (
            self.env["hr.mentorship.notice"]
            .sudo()
            ._queue(
                [
                    {
                        "kind": kind,
                        "partner_id": member._get_person().id,
                        "member_id": member.id,
                        "program_id": member.program_id.id,
                        "company_id": member.company_id.id,
                        "mentorship_id": member.mentorship_id.id,
                        "checkin_id": checkin.id if checkin else None,
                        "params": params,
                    }
                    for member in members_sudo
                ]
            )
        )
