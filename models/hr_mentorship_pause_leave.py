from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

LOOK_BACK = timedelta(days=120)
"""How long ago an absence may have begun that is still looked at; a longer one is found by its later parts."""

WEEKEND = timedelta(days=3)
"""Two absences with no more than this between them are one: a weekend parts many of them in the calendar."""


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    leave_pause_days = fields.Integer(
        "Pause in Long Absences",
        default=15,
        help="An absence of more days than this pauses a mentorship from its first day until the return. 0: never.",
    )

    _leave_pause_days_range = models.Constraint(
        "CHECK(leave_pause_days BETWEEN 0 AND 365)", "Absences that pause a mentorship have between 0 and 365 days."
    )


class HrMentorship(models.Model):
    """Long absences of a member pause a mentorship by themselves."""

    _inherit = "hr.mentorship"

    @api.model
    def _cron_pause_for_leave(self, batch_size=500):
        """Pause what has a member on long leave, and stay paused where a leave has become longer."""
        cron = self.env["ir.cron"]
        domain = Domain("program_id.leave_pause_days", ">", 0) & (
            Domain("state", "=", "active") | (Domain("state", "=", "paused") & Domain("away_member_id", "!=", False))
        )
        remaining, last_id = self.search_count(domain), 0
        while batch := self.search(domain & Domain("id", ">", last_id), limit=batch_size, order="id"):
            last_id = batch[-1].id
            # What somebody changes right now is looked at the next day
            batch.try_lock_for_update().filtered_domain(domain)._follow_leaves()
            remaining -= len(batch)
            if not cron._commit_progress(len(batch), remaining=max(remaining, 0)):
                break

    def _follow_leaves(self):
        absences = self._find_long_absences()
        longer = {
            mentorship: absence
            for mentorship, absence in absences.items()
            if mentorship.state == "paused" and absence[1] > mentorship.pause_until
        }
        for mentorship, (member, pause_until) in longer.items():
            mentorship._move_to("paused", pause_until=pause_until, away_member_id=member.id)
        if longer:
            extended = self.browse([mentorship.id for mentorship in longer])
            extended._after_pause()
            extended._tell_members("paused_away", but=extended.away_member_id)
        self._pause_for(
            {mentorship: absence for mentorship, absence in absences.items() if mentorship.state == "active"}
        )

    def _find_long_absences(self):
        """Find the members of ``self`` who are on long leave today.

        A mentorship that its members have taken up again during an absence stays so.

        :returns: by mentorship, the member who is away longest, and the day of return
        :rtype: dict[hr.mentorship, tuple[hr.mentorship.member, date]]
        """
        members = self.sudo().member_ids  # sudo: called by the cron, and nobody is told what was found but a date
        spans = self._find_leave_spans(members.employee_id)
        absences = {}
        for member in members:
            mentorship = member.mentorship_id
            for first, last in spans.get(member.employee_id, ()):
                is_long = (last - first).days + 1 > mentorship.program_id.leave_pause_days
                if not is_long or (mentorship.resumed_on and mentorship.resumed_on >= first):
                    continue
                back = last + timedelta(days=1)
                if mentorship not in absences or absences[mentorship][1] < back:
                    absences[mentorship] = (member, back)
        return {mentorship.with_env(self.env): absence for mentorship, absence in absences.items()}

    @api.model
    def _find_leave_spans(self, employees):
        """Return the absences that ``employees`` are in today, in one query for all of them.

        :rtype: dict[hr.employee, list[tuple[date, date]]] of the first and the last day
        """
        today = fields.Date.context_today(self)
        midnight = datetime.combine(today, time.min)
        calendars = employees.resource_calendar_id
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("time_type", "=", "leave")
                & Domain("date_from", "<", midnight + timedelta(days=366))
                & Domain("date_to", ">", midnight - LOOK_BACK)
                & (
                    Domain("resource_id", "in", employees.resource_id.ids)
                    | (
                        Domain("resource_id", "=", False)
                        & Domain("company_id", "in", [False, *employees.company_id.ids])
                        & Domain("calendar_id", "in", [False, *calendars.ids])
                    )
                ),
                order="date_from",
            )
        )
        own, common = defaultdict(list), []
        for leave in leaves:
            if leave.resource_id:
                own[leave.resource_id].append(leave)
            else:
                common.append(leave)
        spans = {}
        for employee in employees:
            tz = pytz.timezone(employee.tz or employee.company_id.partner_id.tz or "UTC")
            mine = own[employee.resource_id] + [
                leave
                for leave in common
                if leave.calendar_id in (employee.resource_calendar_id, self.env["resource.calendar"])
                and leave.company_id in (employee.company_id, self.env["res.company"])
            ]
            days = sorted(
                (
                    pytz.utc.localize(leave.date_from).astimezone(tz).date(),
                    # An end at midnight is that of the day before
                    pytz.utc.localize(leave.date_to - timedelta(seconds=1)).astimezone(tz).date(),
                )
                for leave in mine
            )
            spans[employee] = [span for span in self._merge_spans(days) if span[0] <= today <= span[1]]
        return spans

    @api.model
    def _merge_spans(self, days):
        merged = []
        for first, last in days:
            if merged and first - merged[-1][1] <= WEEKEND:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        return merged
