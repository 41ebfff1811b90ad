from datetime import timedelta

from odoo import api, fields, models

from ...scheduling import put_off_meeting


class HrMentorshipCheckin(models.Model):
    """What becomes of planned check-ins while their mentorship is paused."""

    _inherit = "hr.mentorship.checkin"

    is_cancelled_by_pause = fields.Boolean(readonly=True, copy=False)

    def _make_way_for_pause(self):
        """Cancel the regular check-ins of ``self`` (planned, in sudo), and put the others on the first day after it.

        The follow-up and the closing review are held once, so they move, to a day on which both work; a regular one is
        followed by the next.
        """
        regular = self.filtered(lambda checkin: checkin.kind == "regular")
        regular._cancel()
        regular.is_cancelled_by_pause = True
        put_off = self - regular
        planner = self.env["hr.mentorship.planner"]
        people = planner._read_people(put_off.mentorship_id.member_ids.employee_id)
        existing = planner._read_existing(put_off.mentorship_id)
        taken = planner._read_taken(put_off.mentorship_id)
        moves, first_days = {}, {}
        for checkin in put_off.sorted("planned_date"):
            mentorship = checkin.mentorship_id
            others = [each for each in existing[mentorship.id] if each.takes_place]
            me = next(each for each in others if (each.kind, each.occurrence) == (checkin.kind, checkin.occurrence))
            moves[checkin] = put_off_meeting(
                planner._read_terms(mentorship),
                [people[employee.id] for employee in mentorship.member_ids.employee_id],
                me,
                {each.day for each in others if each is not me},
                # One of them a week, where a pause is long enough to cover several
                first_days.get(mentorship, mentorship.pause_until),
                [taken[employee.id] for employee in mentorship.member_ids.employee_id],
            )
            first_days[mentorship] = moves[checkin].day + timedelta(days=7)
        self._put_elsewhere(moves)

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
