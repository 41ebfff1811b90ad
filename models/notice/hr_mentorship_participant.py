from odoo import models


class HrMentorshipParticipant(models.Model):
    _inherit = "hr.mentorship.participant"

    def _notify(self, kind, **params):
        """Tell these participants something in their next daily mail that is about no mentorship.

        :param str kind: of ``hr.mentorship.notice``
        :param params: as of ``member._notify``
        """
        return (
            self.env["hr.mentorship.notice"]
            .sudo()
            ._queue(
                [
                    {
                        "kind": kind,
                        "partner_id": participant.employee_id._get_mentorship_partner().id,
                        "participant_id": participant.id,
                        "program_id": participant.program_id.id,
                        "company_id": participant.company_id.id,
                        "params": params,
                    }
                    for participant in self.sudo()  # sudo: see member._notify
                ]
            )
        )
