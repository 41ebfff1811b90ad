from odoo import api, fields, models

from ...models.common.client_actions import toast


class HrMentorshipCheckinAgenda(models.TransientModel):
    """A member puts topics of their own on the agenda, before the meeting."""

    _name = "hr.mentorship.checkin.agenda"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Agenda of a Check-in"

    _document_field = "checkin_id"
    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True)
    agenda = fields.Text(related="checkin_id.agenda", related_sudo=False, string="On the Agenda")
    topics = fields.Text(
        "My Topics",
        compute="_compute_topics",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
        help="One topic a line. All of you read them.",
    )

    @api.depends("checkin_id")
    def _compute_topics(self):
        for wizard in self:
            wizard.topics = "\n".join(wizard.checkin_id._get_my_topics().mapped("topic"))

    def action_save(self):
        self.ensure_one()
        topics = [line.strip() for line in (self.topics or "").splitlines()]
        self.checkin_id._set_my_topics([topic for topic in topics if topic])
        if not any(topics):
            return toast(self.env._("None of your topics is on the agenda any more."))
        return toast(self.env._("Your topics are on the agenda. All of you read them."))
