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
        }

    @api.model
    def _get_sections(self, found):
        sections = super()._get_sections(found)
        if "hr.mentorship.post" not in found["there"]:
            return sections
        posts = self.env["hr.mentorship.post"].search([("state", "=", "shown")], limit=POSTS_AT_ONCE)
        door = {
            "key": "wall",
            "model": "hr.mentorship.overview",
            "id": 0,
            "title": "",
            "text": self.env._("Milestones, thank-yous and spotlights that people in your program show.")
            if posts
            else self.env._("Nothing is shown yet. Your next milestone, or a thank-you, could be the first."),
            "buttons": [cards.make_button("action_open_wall", self.env._("Open the wall"))],
        }
        section = {
            "key": "wall",
            "title": self.env._("On the wall"),
            "sequence": 45,
            "template": "hr_mentorship.MyMentorship.Cards",
            "cards": [*(self._make_post_card(post) for post in posts), door],
        }
        return [*sections, section]

    def _make_post_card(self, post):
        return cards.make_card(post, post.headline, text=post.body or "")

    def action_open_wall(self):
        """Open the wall of the programs in which one takes part."""
        return self.env["ir.actions.actions"]._for_xml_id("hr_mentorship.hr_mentorship_post_action")
