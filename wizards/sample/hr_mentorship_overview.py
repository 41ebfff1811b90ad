from odoo import api, models

from ..overview import cards


class HrMentorshipOverview(models.TransientModel):
    """The first hour of a program manager: something to look at, before there is anything of one's own."""

    _inherit = "hr.mentorship.overview"

    @api.model
    def _get_rest(self, found, people, sections):
        rest = super()._get_rest(found, people, sections)
        if rest and rest["kind"] == "create_program" and self.env["hr.mentorship.program"]._may_load_sample():
            rest["text"] += " " + self.env._(
                "Or load a sample program first: invented people, who have been at it for some months. A button "
                "removes it again."
            )
            rest["buttons"].append(cards.make_button("action_load_sample", self.env._("Load a Sample Program")))
        return rest

    def action_load_sample(self):
        """Make the sample program in the current company, and open it."""
        return self.env["hr.mentorship.program"].action_load_sample()

    @api.model
    def _get_managed_cards(self, found):
        shown = super()._get_managed_cards(found)
        samples = found["managed_program_ids"].filtered("is_sample")
        remove = cards.make_button(
            "action_remove_sample",
            self.env._("Remove the Sample Program"),
            confirm=self.env._("Remove the sample program, its people, and everything that has come of it since?"),
            confirm_label=self.env._("Remove"),
            cancel_label=self.env._("Cancel"),
        )
        return [
            {**card, "buttons": [*card.get("buttons", []), remove]} if card["id"] in samples.ids else card
            for card in shown
        ]
