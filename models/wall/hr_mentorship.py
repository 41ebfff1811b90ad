from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.client_actions import toast
from ..mentorship.hr_mentorship import RUNNING_STATES
from .hr_mentorship_post import OPEN_STATES

MOMENTS = ("ten_meetings", "goal_reached", "completed")
"""The milestones that are offered at once; about the others the nightly job asks."""


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    can_spotlight = fields.Boolean(
        compute="_compute_can_spotlight", help="The current user may propose a spotlight of this pair."
    )

    @api.depends_context("uid")
    @api.depends("state", "program_id.has_wall")
    def _compute_can_spotlight(self):
        for mentorship in self:
            mentorship.can_spotlight = (
                mentorship.program_id.has_wall
                and mentorship.is_my_program
                and mentorship.state in (*RUNNING_STATES, "completed")
            )

    def action_spotlight(self):
        """Open the dialog in which a program manager writes the words of a spotlight."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_spotlight_action")
        return {**action, "context": {"default_mentorship_id": self.id}}

    def _propose_spotlight(self, words):
        """Ask the members whether these words about them may stand on the wall; the caller has checked who asks."""
        self.ensure_one()
        posts = self.env["hr.mentorship.post"]
        self._check_state_in(*RUNNING_STATES, "completed")
        posts._check_can_ask(self)
        key = f"spotlight:{self.id}"
        # sudo: whether there is one
        live = posts.sudo().search([("source_key", "=", key), ("state", "in", OPEN_STATES)], limit=1)
        if live:
            raise UserError(
                self.env._(
                    "There is a spotlight of %(pair)s already. Take it back on the wall first, and propose another one "
                    "then.",
                    pair=self.sudo().name,
                )
            )
        return posts._propose(
            [
                {
                    "mentorship_id": self.id,
                    "kind": "spotlight",
                    "source_key": key,
                    "body": posts._check_words(words),
                }
            ]
        )

    # -- A milestone, as soon as it is reached: its members need not wait for the question of the nightly job.

    def _find_my_milestone(self, seen=None):
        """Return what the current user, a member, can show on the wall now.

        :param str seen: key of the one that they were shown; none other will do then
        :returns: the post (sudo) that waits for their yes, or the values of one that nobody has been asked about yet
        :rtype: tuple[hr.mentorship.post, dict | None]
        """
        self.ensure_one()
        posts_sudo = self.env["hr.mentorship.post"].sudo()  # sudo: asked is whether there is one; the user is a member
        none = posts_sudo.browse()
        if not self.my_member_id or not self.sudo().program_id.has_wall:
            return none, None
        asked = posts_sudo.search(
            [("mentorship_id", "=", self.id), ("state", "=", "asked"), ("kind", "in", MOMENTS)]
        ).filtered(lambda post: seen in (None, post.source_key) and post.with_env(self.env).sudo().can_agree)
        if asked:
            return asked[0], None
        rows = [
            row
            for row in posts_sudo._find_milestones(self)
            # In a group, a goal is that of its mentee: the others may not even read it
            if row["kind"] in MOMENTS
            and row["member_id"] in (None, self.my_member_id.id)
            and seen in (None, row["source_key"])
        ]
        return none, rows[-1] if rows else None

    def action_show_milestone(self, seen=None):
        """Say yes to showing a milestone; it stands on the wall once all have said so.

        :param str seen: which one stood on the page; without, the latest
        """
        self.ensure_one()
        mine = self._my_members().sudo()  # sudo: their own seats
        post, row = self._find_my_milestone(seen)
        if post:
            post.with_env(self.env)._agree(mine)
        elif row:
            self.env["hr.mentorship.post"]._propose([{**row, "agreed": mine.ids}])
        return toast(
            self.env._("Good. It is shown as soon as everybody has agreed.")
            if post or row
            else self.env._("There is nothing to show any more: somebody was faster, or has said no.")
        )

    def action_keep_milestone(self, seen=None):
        """Keep a milestone between the members: nobody is asked about it again.

        :param str seen: see :meth:`action_show_milestone`
        """
        self.ensure_one()
        self._my_members()
        post, row = self._find_my_milestone(seen)
        if row:
            post = self.env["hr.mentorship.post"]._propose([row])
        post._withdraw()
        return toast(self.env._("Good. It stays between you."))
