from odoo import api, models

from ..overview import cards

POSTS_AT_ONCE = 2


class HrMentorshipOverview(models.TransientModel):
    """The latest of the wall, on the page of whoever takes part in a program that has one."""

    _inherit = "hr.mentorship.overview"

    @api.model
    def _get_there_queries(self):
        return {
            **super()._get_there_queries(),
            "hr.mentorship.post": self.env["hr.mentorship.program"]._get_my_walls_query(),
            "hr.mentorship.leaderboard": self.env["hr.mentorship.program"]._get_my_leaderboards_query(),
        }

    @api.model
    def _get_sections(self, found):
        sections = super()._get_sections(found)
        if "hr.mentorship.post" in found["there"]:
            sections = [*sections, self._make_wall_section()]
        if "hr.mentorship.leaderboard" in found["there"]:
            sections = [*sections, self._make_leaderboard_section()]
        return sections

    @api.model
    def _make_wall_section(self):
        posts = self.env["hr.mentorship.post"].search([("state", "=", "shown")], limit=POSTS_AT_ONCE)
        door = self._make_door(
            "wall",
            self.env._("Milestones, thank-yous and spotlights that people in your program show.")
            if posts
            else self.env._("Nothing is shown yet. Your next milestone, or a thank-you, could be the first."),
            cards.make_button("action_open_wall", self.env._("Open the wall")),
        )
        return {
            "key": "wall",
            "title": self.env._("On the wall"),
            "sequence": 45,
            "template": "hr_mentorship.MyMentorship.Cards",
            "cards": [*(self._make_post_card(post) for post in posts), door],
        }

    @api.model
    def _make_leaderboard_section(self):
        door = self._make_door(
            "leaderboard",
            self.env._("Who has earned most points in your program, of those who want to be named."),
            cards.make_button("action_open_leaderboard", self.env._("Open the leaderboard")),
        )
        return {
            "key": "leaderboard",
            "title": self.env._("Leaderboard"),
            "sequence": 46,
            "template": "hr_mentorship.MyMentorship.Cards",
            "cards": [door],
        }

    def _make_door(self, key, text, button):
        """Return the card that leads from here to a page of its own."""
        return {"key": key, "model": self._name, "id": 0, "title": "", "text": text, "buttons": [button]}

    def _make_post_card(self, post):
        return cards.make_card(post, post.headline, text=post.body or "")

    def action_open_wall(self):
        """Open the wall of the programs in which one takes part."""
        return self.env["ir.actions.actions"]._for_xml_id("hr_mentorship.hr_mentorship_post_action")

    def action_open_leaderboard(self):
        """Open the leaderboards of the programs in which one takes part."""
        return self.env["hr.mentorship.program"].action_view_leaderboard()
