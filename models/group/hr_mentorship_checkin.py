from odoo import Command, fields, models
from odoo.fields import Domain

from ..checkin.hr_mentorship_checkin import LOGGED_STATES
from ..checkin.todos import LOG
from ..common.own_context import OURS


class HrMentorshipCheckin(models.Model):
    """The meetings of a group that is there already, for those who join it and those who leave it."""

    _inherit = "hr.mentorship.checkin"

    def _could_have_come(self, member, held_on=None):
        """Whoever joins a group later says nothing about meetings that were held, or missed, before."""
        if not super()._could_have_come(member, held_on):
            return False
        if not self.mentorship_id.is_group or member == self.logged_by_id:
            return True
        member_sudo = member.sudo()  # sudo: since when somebody takes part, in whatever seat
        joined_at = member_sudo.responded_at
        since = member_sudo.meets_from or (joined_at and fields.Datetime.context_timestamp(self, joined_at).date())
        day = self.held_on or self.planned_date if self.state in LOGGED_STATES else held_on
        return not since or not day or day >= since

    def _search_is_waiting_for_me(self, operator, value):
        domain = super()._search_is_waiting_for_me(operator, value)
        if domain is NotImplemented:
            return domain
        # sudo: seats and meetings of the user themselves
        mine = self.env["hr.mentorship.member"].sudo()
        mine = mine.search(
            [
                ("user_id", "=", self.env.uid),
                ("is_live", "=", True),
                ("program_id.format", "=", "group"),
                ("mentorship_id.state", "in", self.env["hr.mentorship"]._get_published_live_states()),
            ]
        )
        member_of = {member.mentorship_id: member for member in mine}
        in_groups = Domain("mentorship_id", "in", mine.mentorship_id.ids) & Domain("state", "=", "done")
        held = self.sudo().search(Domain(domain) & in_groups)
        earlier = held.filtered(lambda checkin: not checkin._could_have_come(member_of[checkin.mentorship_id]))
        return Domain(domain) & Domain("id", "not in", earlier.ids)

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
