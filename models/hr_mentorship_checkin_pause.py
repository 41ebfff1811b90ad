from datetime import timedelta

from odoo import api, fields, models

SATURDAY = 5


class HrMentorshipCheckin(models.Model):
    """What becomes of planned check-ins while their mentorship is paused."""

    _inherit = "hr.mentorship.checkin"

    is_cancelled_by_pause = fields.Boolean(readonly=True, copy=False)

    def _make_way_for_pause(self):
        """Cancel the regular check-ins of ``self`` (planned, in sudo), and put the others on the first day after it.

        The follow-up and the closing review are held once, so they move; a regular one is followed by the next.
        """
        regular = self.filtered(lambda checkin: checkin.kind == "regular")
        regular._cancel()
        regular.is_cancelled_by_pause = True
        days = {}
        moves = {}
        for checkin in self - regular:
            mentorship = checkin.mentorship_id
            # One of them a week, where a pause is long enough to cover several
            day = days.get(mentorship, mentorship.pause_until)
            days_to_monday = 7 - day.weekday() if day.weekday() >= SATURDAY else 0
            moves[checkin] = {"planned_date": day + timedelta(days=days_to_monday), "planned_at": False}
            days[mentorship] = day + timedelta(days=7)
        # The planner's context: nobody has agreed on these days, so new leave and new terms may move them again
        self.with_context(mentorship_plans=True)._reschedule(
            {checkin.with_context(mentorship_plans=True): values for checkin, values in moves.items()}
        )

    @api.model
    def _come_back_from_pause(self, mentorships):
        """Plan again what a pause has cancelled and still lies ahead, as it ended earlier than it was meant to."""
        today = fields.Date.context_today(self)
        # sudo: see _plan_for
        checkins_sudo = self.sudo().search(
            [("mentorship_id", "in", mentorships.ids), ("is_cancelled_by_pause", "=", True)]
        )
        ahead = checkins_sudo.filtered(lambda checkin: checkin.planned_date >= today and checkin.state == "cancelled")
        checkins_sudo.is_cancelled_by_pause = False
        ahead._move_to("planned")
        ahead._schedule_meeting_activities()
        ahead._sync_events()
