from odoo import api, fields, models

from ...models.health.hr_mentorship import NEEDS_ATTENTION
from ..overview import cards

SHOWN_AT_ONCE = 6


class HrMentorshipOverview(models.TransientModel):
    """What a program manager looks at first: what waits for them, and which pairs need help, each with what to do."""

    _inherit = "hr.mentorship.overview"

    troubled_mentorship_ids = fields.Many2many(
        "hr.mentorship", compute="_compute_troubled_mentorship_ids", string="Pairs That Need Help"
    )
    troubled_count = fields.Integer("Pairs in Need", compute="_compute_troubled_mentorship_ids")

    def _compute_troubled_mentorship_ids(self):
        pairs, count = self._find_troubled()
        for overview in self:
            overview.troubled_mentorship_ids = pairs
            overview.troubled_count = count

    @api.model
    def _find_troubled(self):
        """The pairs in most trouble, of open programs that the user manages; an administrator manages none by that."""
        domain = [
            ("program_id.state", "=", "open"),
            ("program_id.manager_ids", "in", self.env.uid),
            ("health", "in", NEEDS_ATTENTION),
        ]
        pairs = self.env["hr.mentorship"].search(domain, order="health_rank, id", limit=SHOWN_AT_ONCE)
        count = len(pairs)
        if count == SHOWN_AT_ONCE:
            count = self.env["hr.mentorship"].search_count(domain)
        return pairs, count

    @api.model
    def _get_sections(self, found):
        sections = super()._get_sections(found)
        if not found["managed_program_ids"]:
            return sections
        pairs, count = self._find_troubled()
        note = self.env._(
            "%(pairs)s pairs need help in all: the list of mentorships shows every one of them.", pairs=count
        )
        place = next(section["sequence"] for section in sections if section["key"] == "managed")
        sections.append(
            {
                "key": "troubled",
                "title": self.env._("Pairs that need help"),
                "sequence": place + 1,
                "template": "hr_mentorship.MyMentorship.Cards",
                "cards": [self._make_troubled_card(pair) for pair in pairs],
                "note": note if count > SHOWN_AT_ONCE else "",
            }
        )
        return sections

    def _make_troubled_card(self, pair):
        return cards.make_card(
            pair,
            pair.name,
            badge=cards.get_label(pair, "health"),
            badge_style="warning",
            muted=[pair.program_id.name],
            lines=(pair.health_reasons or "").splitlines(),
            buttons=[cards.make_button("action_write_to_both", self.env._("Write to both"))],
        )
