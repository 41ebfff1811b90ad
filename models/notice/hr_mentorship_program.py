from odoo import fields, models


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    digest_hour = fields.Integer(
        "Daily Mail at",
        default=7,
        required=True,
        help="The hour, on the company's clock, from which its people get what there is to tell, in one mail a day.",
    )

    _digest_hour_range = models.Constraint("CHECK(digest_hour BETWEEN 0 AND 23)", "An hour lies between 0 and 23.")

    def _notify_managers(self, kind, mentorship=None, checkin=None, **params):
        """Tell the managers of these programs something in their next daily mail; see ``member._notify``."""
        return (
            self.env["hr.mentorship.notice"]
            .sudo()
            ._queue(
                [
                    {
                        "kind": kind,
                        "partner_id": user.partner_id.id,
                        "user_id": user.id,
                        "program_id": program.id,
                        "company_id": program.company_id.id,
                        "mentorship_id": mentorship.id if mentorship else None,
                        "checkin_id": checkin.id if checkin else None,
                        "params": params,
                    }
                    for program in self.sudo()  # sudo: see member._notify
                    for user in program.manager_ids
                ]
            )
        )
