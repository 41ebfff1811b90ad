from odoo import api, fields, models


class HrMentorshipThankYou(models.TransientModel):
    """Whoever thanks may put it forward for the wall; nothing is shown before the others agree."""

    _inherit = "hr.mentorship.thank.you"

    on_wall = fields.Boolean(
        "Show It on the Wall", compute="_compute_on_wall", store=True, readonly=False, precompute=True
    )
    can_show_on_wall = fields.Boolean(compute="_compute_can_show_on_wall")

    @api.depends("mentorship_id", "receiver_id")
    def _compute_can_show_on_wall(self):
        for wizard in self:
            # sudo: whether there is a wall, and whether everybody could answer
            mentorship = wizard.mentorship_id.sudo()
            wizard.can_show_on_wall = (
                mentorship.program_id.has_wall
                and all(member.has_login for member in mentorship.member_ids)
                # The wall says who thanks whom of a whole mentorship, and asks all of them
                and not wizard.receiver_id
            )

    @api.depends("mentorship_id", "receiver_id")
    def _compute_on_wall(self):
        for wizard in self:
            note = wizard._find_note()
            wizard.on_wall = bool(note) and wizard._find_live_post(note)

    def _find_live_post(self, note):
        post = note._find_wall_posts(note).get(note.id)
        return post if post and post.state != "withdrawn" else None

    def action_send(self):
        result = super().action_send()
        note = self._find_note()
        live = self._find_live_post(note)
        if live and (not self.on_wall or live.body != note.body):
            live._withdraw()  # what was agreed to were the words of before
            live = None
        if self.on_wall and not live and self.can_show_on_wall:
            note._put_on_wall(self.sudo().mentorship_id.my_member_id)  # sudo: one's own seat
        return result
