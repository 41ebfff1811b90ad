from odoo import api, fields, models
from odoo.tools import format_list

from ...models.common.client_actions import toast
from ...models.common.spoken import say_date


class HrMentorshipAsk(models.TransientModel):
    """A mentee asks a mentor, or a mentor offers a mentee a seat, with a few words if they like."""

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
    approves_requests = fields.Boolean(related="candidate_id.program_id.approves_requests", related_sudo=False)
    is_mentee = fields.Boolean(related="candidate_id.is_mentee", related_sudo=False)
    message = fields.Text(help="Only the one whom you ask reads this.")
    next_wish_names = fields.Char("Next Wishes", compute="_compute_next_wish_names", compute_sudo=False)
    asks_next_wish = fields.Boolean(
        "If this comes to nothing, ask my next wish",
        compute="_compute_asks_next_wish",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("candidate_id")
    def _compute_next_wish_names(self):
        for wizard in self:
            card = wizard._get_own_card()
            is_asking = card.mentee_id and not card.is_mentee
            wished = card.mentee_id._list_next_wishes() - card.mentor_id.employee_id if is_asking else None
            wizard.next_wish_names = format_list(self.env, wished.mapped("name")) if wished else False

    @api.depends("candidate_id")
    def _compute_asks_next_wish(self):
        for wizard in self:
            card = wizard._get_own_card()
            wizard.asks_next_wish = not card.is_mentee and card.mentee_id.given_next_wish != "tell"

    def _get_own_card(self):
        """Return the card in sudo, for what it does not show: a form that is not saved has asked nobody yet."""
        card = self.candidate_id._origin
        card.check_access("read")
        return card.sudo()

    def action_send(self):
        self.ensure_one()
        candidate_sudo = self.candidate_id.sudo()  # sudo: links that nobody reads; the card is their own
        if candidate_sudo.is_mentee:
            offer = self.env["hr.mentorship"]._offer_seat(
                candidate_sudo.mentor_id, candidate_sudo.mentee_id, self.message
            )
            return toast(self._say_offered(offer), then=self.env["hr.mentorship.overview"].action_open())
        request = self.env["hr.mentorship"]._request(candidate_sudo.mentee_id, candidate_sudo.mentor_id, self.message)
        if self.next_wish_names:
            candidate_sudo.mentee_id.with_env(self.env)._set_next_wish(self.asks_next_wish)
        return toast(self._say_sent(request), then=self.env["hr.mentorship.overview"].action_open())

    def _say_offered(self, offer):
        values = {"name": self.name, "date": say_date(self.env, offer.offer_expires_on)}
        if offer.state == "requested":
            return self.env._(
                "A program manager looks at your offer until %(date)s; then %(name)s reads it. You will hear from us.",
                **values,
            )
        return self.env._("%(name)s has your offer and answers until %(date)s. You will hear from us.", **values)

    def _say_sent(self, request):
        values = {"name": self.name, "date": say_date(self.env, request.offer_expires_on)}
        if request.state == "requested":
            return self.env._(
                "A program manager looks at your request until %(date)s; then %(name)s is asked. You will hear from "
                "us.",
                **values,
            )
        return self.env._("%(name)s has your request and answers until %(date)s. You will hear from us.", **values)
