from odoo import api, fields, models


class HrMentorshipChooseWishes(models.TransientModel):
    """Where mentees ask themselves, their wishes are also whom to ask next."""

    _inherit = "hr.mentorship.choose.wishes"

    matching_mode = fields.Selection(related="participant_id.program_id.matching_mode", related_sudo=False)
    asks_next_wish = fields.Boolean(
        "When a request comes to nothing, ask the next one in my name",
        compute="_compute_asks_next_wish",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("participant_id")
    def _compute_asks_next_wish(self):
        for wizard in self:
            participant = wizard.participant_id._origin
            participant.check_access("read")
            # sudo: a choice of the reader's own, which nobody else reads, whoever may read the participant
            wizard.asks_next_wish = participant.is_me and participant.sudo().given_next_wish != "tell"

    def _after_save(self):
        result = super()._after_save()
        if self.role == "mentee" and self.matching_mode != "manager":
            self.participant_id._set_next_wish(self.asks_next_wish)
        return result
