from datetime import timedelta

from odoo import fields, models

from .hr_mentorship_checkin import CONFIRM_WITHIN
from .todos import CONTACT

CONTACT_WITHIN = timedelta(days=3)
MEETING_STATES = ("agreement", "active")
CONFIRM_STATES = (*MEETING_STATES, "paused", "completed")


class HrMentorshipMember(models.Model):
    """A member who would like to talk to somebody about the mentorship."""

    _inherit = "hr.mentorship.member"

    def _get_contacts(self):
        """Return the program managers who could be asked to get in touch: none where the partner is one of them.

        Whoever runs the program reads who has asked, and the partner must not.
        """
        self.ensure_one()
        # sudo: members do not read the users behind each other
        managers, partners = self.sudo().program_id.manager_ids, self.sudo()._partners().user_id
        return self.env["res.users"] if managers & partners else managers.filtered("active") - self.sudo().user_id

    def _ask_for_contact(self):
        """Ask the program managers to get in touch with this member, once."""
        # On the participant, which the partner does not read as they read the mentorship and its conversation
        participant_sudo = self.sudo().participant_id
        contacts = self._get_contacts()
        asked = participant_sudo._find_activities([CONTACT], contacts).user_id
        due_date = fields.Date.context_today(self) + CONTACT_WITHIN
        participant_sudo._schedule_activities(CONTACT, [(participant_sudo, contacts - asked, due_date)])

    # -- Which check-in the link of a member is about.

    def _get_checkin_to_log(self):
        """Return the oldest check-in that waits for the member: due, or logged by the partner and to be confirmed."""
        self.ensure_one()
        mentorship = self.mentorship_id
        since = fields.Date.context_today(self) - CONFIRM_WITHIN
        waiting = mentorship.checkin_ids.filtered(
            lambda checkin: (
                (checkin.is_due and mentorship.state in MEETING_STATES)
                or (
                    checkin.state == "done"
                    and checkin.logged_by_id
                    and self not in checkin.confirmed_member_ids
                    and checkin.held_on >= since
                    and checkin._could_have_come(self)
                    and mentorship.state in CONFIRM_STATES
                )
            )
        )
        return waiting.sorted("planned_date")[:1]

    def _get_link_checkin(self):
        """Return what the page of the member's link shows: what waits for them, or the next meeting."""
        if waiting := self._get_checkin_to_log():
            return waiting
        ahead = self.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        return ahead.sorted("planned_date")[:1] if self.mentorship_id.state in MEETING_STATES else ahead.browse()

    def _get_open_steps(self):
        """Return the next steps that are the member's own."""
        self.ensure_one()
        return self.mentorship_id.open_next_step_ids.filtered(lambda step: step.member_id == self)

    def _filter_awaiting(self, purpose):
        if purpose != "checkin":
            return super()._filter_awaiting(purpose)
        return self.filtered(lambda member: member._get_link_checkin())
