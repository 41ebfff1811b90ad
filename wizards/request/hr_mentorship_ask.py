from odoo import fields, models

from ...models.common.client_actions import toast
from ...models.common.spoken import say_date


class HrMentorshipAsk(models.TransientModel):
    """A mentee asks a mentor, with a few words if they like."""

    _name = "hr.mentorship.ask"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Ask a Mentor"

    _document_field = "candidate_id"
    candidate_id = fields.Many2one("hr.mentorship.candidate", required=True, readonly=True, ondelete="cascade")
    avatar_128 = fields.Image(related="candidate_id.avatar_128", related_sudo=False)
    name = fields.Char(related="candidate_id.name", related_sudo=False)
    job_title = fields.Char(related="candidate_id.job_title", related_sudo=False)
    score = fields.Integer(related="candidate_id.score", related_sudo=False)
    reasons = fields.Text(related="candidate_id.reasons", related_sudo=False)
    skill_ids = fields.Many2many(related="candidate_id.skill_ids", related_sudo=False)
    interest_ids = fields.Many2many(related="candidate_id.interest_ids", related_sudo=False)
    introduction = fields.Text(related="candidate_id.introduction", related_sudo=False)
    days_to_answer = fields.Integer(related="candidate_id.program_id.offer_validity_days", related_sudo=False)
    message = fields.Text(help="Only the mentor reads this.")

    def action_send(self):
        self.ensure_one()
        candidate_sudo = self.candidate_id.sudo()  # sudo: links that a mentee does not read; the card is their own
        request = self.env["hr.mentorship"]._request(candidate_sudo.mentee_id, candidate_sudo.mentor_id, self.message)
        return toast(
            self.env._(
                "%(name)s has your request and answers until %(date)s. You will hear from us.",
                name=self.name,
                date=say_date(self.env, request.offer_expires_on),
            ),
            then=self.env["hr.mentorship.overview"].action_open(),
        )
