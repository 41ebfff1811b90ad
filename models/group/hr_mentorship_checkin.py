from odoo import Command, models

from ..checkin.todos import LOG
from ..common.own_context import OURS


class HrMentorshipCheckin(models.Model):
    """The meetings of a group that is there already, for those who join it and those who leave it."""

    _inherit = "hr.mentorship.checkin"

    def _take_in(self, newcomers):
        """Let members who have joined (in sudo) find planned meetings in their to-dos and calendars."""
        users = newcomers.user_id
        self._schedule_activities(LOG, [(checkin, user, checkin._get_day(user)) for checkin in self for user in users])
        partners = newcomers._get_calendar_partners()
        self._change_guests([Command.link(partner.id) for partner in partners.values() if partner])

    def _let_go(self, partners):
        """Take people who have left out of what is still in the calendar."""
        self._change_guests([Command.unlink(partner.id) for partner in partners])

    def _change_guests(self, commands):
        # sudo: the events are those of the members, and the callers have checked who comes and goes
        events_sudo = self.sudo().event_id
        if events_sudo and commands:
            events_sudo._clean_sudo().with_context(mentorship_moves_event=OURS).write({"partner_ids": commands})
