from odoo import api, fields, models
from odoo.exceptions import UserError


class HrMentorshipThankYou(models.TransientModel):
    """A thank-you says what it is for, and may bring points out of the writer's allowance."""

    _inherit = "hr.mentorship.thank.you"

    value_id = fields.Many2one(
        "hr.mentorship.value", "Thanks For", compute="_compute_value_id", store=True, readonly=False, precompute=True
    )
    points = fields.Integer("With Points", help="Out of what you may give this month.")
    can_give = fields.Boolean(compute="_compute_can_give")
    give_words = fields.Char(compute="_compute_can_give")

    @api.depends("mentorship_id", "receiver_id")
    def _compute_value_id(self):
        for wizard in self:
            wizard.value_id = wizard._find_note().value_id or wizard.value_id

    @api.depends("mentorship_id", "receiver_id")
    def _compute_can_give(self):
        """Once with each thank-you, in programs with recognition switched on."""
        self.can_give = False
        self.give_words = False
        for wizard in self.filtered(lambda wizard: wizard.mentorship_id.my_member_id):
            mentorship = wizard.mentorship_id
            if not mentorship.program_id.has_recognition:
                continue
            # sudo: a setting of the company
            allowance = mentorship.sudo().company_id.mentorship_allowance
            given = wizard._find_note().given_points
            wizard.can_give = bool(allowance) and not given
            if given:
                wizard.give_words = self.env._("You have given %(points)s points with it today.", points=given)
            elif allowance:
                # sudo: one's own wallet, opened with the first look at it
                wallet = self.env["hr.mentorship.wallet"].search([("employee_id.user_id", "=", self.env.uid)], limit=1)
                left = wallet.allowance_left if wallet else allowance
                wizard.give_words = self.env._("You may give %(left)s more this month.", left=left)

    def action_send(self):
        result = super().action_send()
        note = self._find_note().sudo()  # sudo: the thank-you that the user has just written
        note.value_id = self.value_id
        if self.points:
            self._give_points(note)
        self.env["hr.mentorship.recognition.event"]._collect_soon()
        return result

    def _give_points(self, note):
        mentorship = self.mentorship_id
        if not self.can_give:
            raise UserError(self.env._("No points can be given with this thank-you. Send it without."))
        # sudo: members know each other
        member = mentorship.sudo().my_member_id
        # The thank-you has checked that it is for somebody among the others
        receivers = (note.receiver_id or mentorship.sudo().member_ids - member).employee_id
        event = self.env["hr.mentorship.recognition.event"]
        reasons = {}
        for receiver_id, lang in event._get_langs(receivers).items():
            speaker = self.with_context(lang=lang)
            value = self.value_id.with_context(lang=lang).name
            reasons[receiver_id] = (
                speaker.env._("Thank-you from %(name)s: %(value)s", name=member.employee_id.name, value=value)
                if value
                else speaker.env._("Thank-you from %(name)s", name=member.employee_id.name)
            )
        self.env["hr.mentorship.wallet"]._give(member.employee_id, receivers, self.points, reasons, f"gift:{note.id}")
        note.given_points = self.points
