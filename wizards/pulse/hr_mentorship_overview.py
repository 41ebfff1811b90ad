from odoo import api, fields, models
from odoo.tools import SQL

from ...models.common.spoken import say_date
from ..overview import cards


class HrMentorshipOverview(models.TransientModel):
    _inherit = "hr.mentorship.overview"

    pulse_ids = fields.Many2many("hr.mentorship.pulse", compute="_compute_pulse_ids", string="How Does It Go?")

    def _compute_pulse_ids(self):
        self.pulse_ids = self._find_my_pulses()

    @api.model
    def _find_my_pulses(self):
        return self.env["hr.mentorship.pulse"].search([("author_id", "=", self.env.uid), ("state", "=", "open")])

    @api.model
    def _get_there_queries(self):
        mine = SQL("SELECT FROM hr_mentorship_pulse WHERE author_id = %s AND state = 'open'", self.env.uid)
        return {**super()._get_there_queries(), "hr.mentorship.pulse": mine}

    @api.model
    def _get_sections(self, found):
        if "hr.mentorship.pulse" not in found["there"]:
            return super()._get_sections(found)
        section = {
            "key": "pulse",
            "title": self.env._("How does it go?"),
            "sequence": 5,
            "template": "hr_mentorship.MyMentorship.Cards",
            "cards": [self._make_pulse_card(pulse) for pulse in self._find_my_pulses()],
        }
        return [section, *super()._get_sections(found)]

    def _make_pulse_card(self, pulse):
        return cards.make_card(
            pulse,
            pulse.heading,
            is_link=False,
            text=pulse.about,
            muted=[
                self.env._("Nobody reads your answers: they become figures of many people."),
                self.env._("Open until %(date)s", date=say_date(self.env, pulse.closes_on)),
            ],
            buttons=[
                cards.make_button("action_answer", self.env._("Answer Now"), "primary"),
                cards.make_button("action_decline", self.env._("Not now")),
            ],
        )
