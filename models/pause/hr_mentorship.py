from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...scheduling import wall_at
from ..common.spoken import say_date

LOOK_BACK = timedelta(days=120)
WEEKEND = timedelta(days=3)


class HrMentorship(models.Model):
    """A pause: nothing is planned and nobody is nudged until the day of return.

    The planned end does not move by itself: it is what the members have signed.
    """

    _inherit = "hr.mentorship"

    paused_on = fields.Date(readonly=True, copy=False)
    pause_until = fields.Date(
        "Back On", readonly=True, copy=False, tracking=True, help="The day on which a paused mentorship goes on."
    )
    away_member_id = fields.Many2one(
        "hr.mentorship.member",
        "Away",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Whose absence has paused the mentorship; nobody where somebody has asked for it.",
    )
    resumed_on = fields.Date(
        readonly=True, copy=False, help="The day on which the last pause ended; nothing that lay in it is planned."
    )
    can_pause = fields.Boolean(compute="_compute_can_pause")

    _pause_needs_return = models.Constraint(
        "CHECK(state != 'paused' OR pause_until IS NOT NULL)", "A pause needs a day of return."
    )

    @api.depends_context("uid")
    @api.depends("my_member_id", "is_my_program")
    def _compute_can_pause(self):
        for mentorship in self:
            mentorship.can_pause = bool(mentorship.my_member_id) or mentorship.is_my_program

    def action_pause(self):
        """Open the dialog that asks for the day of return."""
        self.ensure_one()
        return self._open_dialog("hr_mentorship.hr_mentorship_pause_action")

    def _pause(self, pause_until, by=None):
        """Pause from today until a day of return, as a member or a program manager, who need not say why.

        :param date pause_until: the day on which the mentorships go on
        :param by: the member who asks, where it is not the current user: somebody without one
        """
        self._check_can_pause()
        self._serialize()
        self._check_state_in("active")
        today = fields.Date.context_today(self)
        if pause_until <= today:
            raise UserError(self.env._("The day of return lies in the future. Choose a later day."))
        for mentorship in self:
            if mentorship.end_date and pause_until > mentorship.end_date:
                raise UserError(
                    self.env._(
                        "“%(name)s” is planned until %(date)s. Choose a day of return before that, or complete it.",
                        name=mentorship.name,
                        date=say_date(self.env, mentorship.end_date),
                    )
                )
        self._move_to("paused", paused_on=today, pause_until=pause_until, away_member_id=False)
        self._after_pause()
        self._tell_members("paused", but=by or self.my_member_id)

    def _pause_for(self, absences):
        """Pause while members are away; nobody is told what kind of absence it is.

        :param dict absences: mentorship: ``(member, pause_until)``
        """
        today = fields.Date.context_today(self)
        paused = self.browse()
        for mentorship, (member, pause_until) in absences.items():
            mentorship._move_to("paused", paused_on=today, pause_until=pause_until, away_member_id=member.id)
            paused |= mentorship
        paused._after_pause()
        paused._tell_members("paused_away", but=paused.away_member_id)

    def action_resume(self):
        """Go on before the day of return."""
        self._check_can_pause()
        self._serialize()
        self._resume()
        self._tell_members("resumed", but=self.my_member_id)

    def _resume(self):
        self._check_state_in("paused")
        self._move_to("active", resumed_on=fields.Date.context_today(self), pause_until=False, away_member_id=False)
        self._after_resume()

    def _after_pause(self):
        super()._after_pause()
        today = fields.Date.context_today(self)
        # sudo: the plan belongs to both members, and the callers have checked who pauses
        self.sudo().checkin_ids.filtered(
            lambda checkin: (
                checkin.state == "planned" and today <= checkin.planned_date < checkin.mentorship_id.pause_until
            )
        )._make_way_for_pause()

    def _after_resume(self):
        super()._after_resume()
        checkins = self.env["hr.mentorship.checkin"]
        checkins._come_back_from_pause(self)
        checkins._plan_for(self)
        self._catch_up_with_terms()
        for agreement in self.sudo().open_agreement_id:  # sudo: whoever goes on writes no agreement otherwise
            agreement.sign_until = agreement._get_sign_until(agreement.mentorship_id)

    def _check_can_pause(self):
        for mentorship in self:
            if not (mentorship.can_pause or self.env.su):
                raise AccessError(self.env._("Only a member or a program manager pauses a mentorship."))

    def _tell_members(self, kind, but):
        """Put a line about the pause into the next daily mail of the members, whoever has done it themselves aside."""
        # sudo: to tell everybody, whoever acts
        by_params = defaultdict(self.env["hr.mentorship.member"].sudo().browse)
        for mentorship in self.sudo():
            away = mentorship.away_member_id.employee_id.name or ""
            by_params[away, mentorship.pause_until] |= mentorship.member_ids - but.sudo()
        for (away, pause_until), members in by_params.items():
            members._notify(kind, **({"away": away} if away else {}), **({"back": pause_until} if pause_until else {}))

    # -- by itself

    @api.model
    def _cron_resume(self, batch_size=200):
        """Go on with the mentorships whose day of return has come."""
        today = fields.Date.context_today(self)
        domain = [("state", "=", "paused"), ("pause_until", "<=", today)]
        while due := self.search(domain, limit=batch_size).try_lock_for_update():
            due._resume()
            due._tell_members("resumed", but=self.env["hr.mentorship.member"])
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=self.search_count(domain)):
                break

    # -- Long absences of a member pause a mentorship by themselves.

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
        # sudo: called by the cron, and nobody is told what was found but a date
        members = self.sudo()._get_members_to_wait_for()
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

    def _get_members_to_wait_for(self):
        """Hook: return the members without whom it makes no sense to go on."""
        return self.member_ids

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
            tz = employee.tz or employee.company_id.partner_id.tz
            mine = own[employee.resource_id] + [
                leave
                for leave in common
                if leave.calendar_id in (employee.resource_calendar_id, self.env["resource.calendar"])
                and leave.company_id in (employee.company_id, self.env["res.company"])
            ]
            days = sorted(
                (
                    wall_at(leave.date_from, tz).date(),
                    # An end at midnight is that of the day before
                    wall_at(leave.date_to - timedelta(seconds=1), tz).date(),
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
