from odoo import models

from ..overview import cards, pages


class HrMentorship(models.Model):
    """A milestone on the page of a mentorship: a moment for the two, and an offer to show it."""

    _inherit = "hr.mentorship"

    def _get_page_hints(self, action):
        hints = super()._get_page_hints(action)
        post, row = self._find_my_milestone()
        if not post and not row:
            return hints
        text = {
            "ten_meetings": self.env._("You have met ten times!"),
            "goal_reached": self.env._("A goal is reached!"),
            "completed": self.env._("You have completed your mentorship!"),
        }[post.kind or row["kind"]]
        # Something else may have been reached by the time somebody presses: they say yes to what they have read
        seen = [post.source_key or row["source_key"]]
        offer = self.env._("Would you like to show it on the wall? It is shown only if all of you agree.")
        moment = pages.make_hint(
            "moment",
            "moment",
            text,
            cards.make_button("action_show_milestone", self.env._("Show It"), "primary", args=seen),
            cards.make_button("action_keep_milestone", self.env._("Keep It Between Us"), args=seen),
            muted=offer,
        )
        return [moment, *hints]

    def _make_letter(self, note):
        letter = super()._make_letter(note)
        if note.can_show_on_wall:
            button = cards.make_button(
                "action_show_on_wall",
                self.env._("Show on the Wall"),
                confirm=self.env._(
                    "Put it forward for the wall? Everybody in the program reads it, once all of you agree."
                ),
                confirm_label=self.env._("Put It Forward"),
                cancel_label=self.env._("Keep It Between Us"),
            )
            letter["buttons"].append(button)
        return letter
