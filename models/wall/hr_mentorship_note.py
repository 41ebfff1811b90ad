from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HrMentorshipNote(models.Model):
    """A thank-you stays between the members, unless all of them agree to show it on the wall."""

    _inherit = "hr.mentorship.note"

    can_show_on_wall = fields.Boolean(compute="_compute_can_show_on_wall")

    @api.depends_context("uid")
    @api.depends("kind", "body", "receiver_id")
    def _compute_can_show_on_wall(self):
        self.can_show_on_wall = False
        # What thanks one of several stays in the group: the wall names, and asks, all of a mentorship
        thanks = self.filtered(lambda note: note.kind == "thank_you" and not note.receiver_id)
        if not thanks:
            return
        # sudo: whether there is a wall, and a post of it; the note itself is one that the user reads
        with_wall = thanks.filtered(lambda note: note.sudo().mentorship_id.program_id.has_wall)
        posts = self._find_wall_posts(with_wall)
        for note in with_wall:
            members = note.sudo().mentorship_id.member_ids
            latest = posts.get(note.id)
            note.can_show_on_wall = (
                self.env.user in members.user_id
                and all(member.has_login for member in members)
                and not (latest and (latest.state != "withdrawn" or latest.body == note.body))
            )

    @api.model
    def _find_wall_posts(self, notes):
        """Return the latest post (sudo) that was made of each of these notes, by id."""
        keys = {f"thank_you:{note.id}": note.id for note in notes}
        # sudo: the callers have found out who asks
        posts = self.env["hr.mentorship.post"].sudo().search([("source_key", "in", list(keys))], order="id")
        return {keys[post.source_key]: post for post in posts}

    def action_show_on_wall(self):
        """Put a thank-you forward for the wall: it is shown once the others agree as well."""
        self.ensure_one()
        self.check_access("read")
        mine = self.sudo().mentorship_id.member_ids.filtered(  # sudo: whose seat it is
            lambda member: member.user_id == self.env.user
        )
        if not mine or self.kind != "thank_you":
            raise AccessError(self.env._("Only those who have written or got a thank-you put it forward for the wall."))
        self.env["hr.mentorship.post"]._check_can_ask(self.mentorship_id)
        if not self.can_show_on_wall:
            raise UserError(self.env._("This thank-you has been put forward already, or was taken back, and stays so."))
        self._put_on_wall(mine)
        return self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_post_action")

    def _put_on_wall(self, mine):
        """Ask the others of ``self``, for whom the current user has agreed with these seats (sudo)."""
        posts = self.env["hr.mentorship.post"]
        note_sudo = self.sudo()  # sudo: the author's seat
        author = note_sudo.member_id or note_sudo.mentorship_id.member_ids.filtered(
            lambda member: member.user_id == note_sudo.author_id
        )
        return posts._propose(
            [
                {
                    "mentorship_id": note_sudo.mentorship_id.id,
                    "kind": "thank_you",
                    "source_key": f"thank_you:{self.id}",
                    "member_id": author[:1].id,
                    "body": posts._check_words(note_sudo.body),
                    "agreed": mine.ids,
                }
            ]
        )
