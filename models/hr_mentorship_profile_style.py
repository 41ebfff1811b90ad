from odoo import fields, models

STYLE_ITEMS = (
    "style_structure",
    "style_thinking",
    "style_feedback",
    "style_focus",
    "style_novelty",
    "style_closeness",
)
"""The questions about the working style, in the order of the form. An answer is "1" to "5", or False if left open."""


def _scale(low, high):
    """The five answers between two poles that are equally good."""
    return [("1", low), ("2", "2"), ("3", "3"), ("4", "4"), ("5", high)]


class HrMentorshipProfileStyle(models.Model):
    """How and when somebody likes to work with a partner. The matching reads it, colleagues never do."""

    _inherit = "hr.mentorship.profile"

    style_structure = fields.Selection(
        _scale("Along an agenda", "As they come"), string="How do good conversations run?"
    )
    style_thinking = fields.Selection(
        _scale("Thinking aloud", "Thinking in silence"), string="How do you find a solution?"
    )
    style_feedback = fields.Selection(
        _scale("Straight out", "Gently wrapped"), string="How do you like to hear what could be better?"
    )
    style_focus = fields.Selection(_scale("Facts and figures", "People and moods"), string="What do you look at first?")
    style_novelty = fields.Selection(
        _scale("Try it right away", "Understand it first"), string="What do you do with something new?"
    )
    style_closeness = fields.Selection(
        _scale("Work only", "All of life"), string="What should a conversation have room for?"
    )
    availability_ids = fields.Many2many(
        "hr.mentorship.time.slot", string="Available", help="When you usually have time, in your own time zone."
    )

    def action_clear_style(self):
        """Take all answers about the working style back."""
        self.check_access("write")
        self.write(dict.fromkeys(STYLE_ITEMS, False))
