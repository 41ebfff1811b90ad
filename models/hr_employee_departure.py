from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .hr_mentorship import LIVE_STATES

LEFT = "hr_mentorship.mail_activity_type_partner_left"


class HrEmployee(models.Model):
    """What happens to the mentorships of somebody who leaves the company."""

    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self._leave_mentorships()
        elif vals.get("departure_date"):
            self.env.ref("hr_mentorship.ir_cron_departures").sudo()._trigger()
        return result

    def _leave_mentorships(self):
        """End what these employees hold in mentorship, and tell partners and program managers; the history stays."""
        # sudo: whoever archives an employee need not see any mentorship
        participants_sudo = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .with_context(active_test=False)
            .search([("employee_id", "in", self.ids), ("state", "in", ("applied", "approved"))])
        )
        members_sudo = (
            self.env["hr.mentorship.member"]
            .sudo()
            .with_context(active_test=False)
            .search([("employee_id", "in", self.ids), ("mentorship_id.state", "in", LIVE_STATES)])
        )
        members_sudo.mentorship_id._end_with_departure(members_sudo)
        if participants_sudo:
            for state, participants in participants_sudo.grouped("state").items():
                participants._move_to("withdrawn", state_before_departure=state)
            participants_sudo.program_id._finish_approvals()

    @api.model
    def _find_departed(self, domain=Domain.TRUE, limit=None):
        """Return employees who have left, whichever way it was recorded, and still take part in mentorship."""
        today = fields.Date.context_today(self)
        employees = self.sudo().with_context(active_test=False)  # sudo: called by the cron
        has_left = Domain("active", "=", False) | Domain("current_version_id.departure_date", "<=", today)
        takes_part = Domain(
            "id",
            "in",
            self.env["hr.mentorship.participant"]
            .sudo()
            ._search([("state", "in", ("applied", "approved"))])
            .subselect("employee_id"),
        ) | Domain(
            "id",
            "in",
            self.env["hr.mentorship.member"].sudo()._search([("is_live", "=", True)]).subselect("employee_id"),
        )
        return employees.search(has_left & takes_part & domain, limit=limit, order="id")

    @api.model
    def _cron_departures(self, batch_size=100):
        """Close what employees hold who have left: by their departure date, or archived past this model."""
        last_id = 0
        while batch := self._find_departed(Domain("id", ">", last_id), batch_size):
            last_id = batch[-1].id
            batch._leave_mentorships()
            remaining = len(self._find_departed(Domain("id", ">", last_id)))
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _end_with_departure(self, leaving):
        """End mentorships (sudo) whose members ``leaving`` have left the company.

        Nobody reads why: the partner is told kindly that the other one no longer takes part, and asked whether they
        want another partner; the program managers get a to-do, so that somebody looks after whoever stays.
        """
        if not self:
            return
        today = fields.Date.context_today(self)
        self._serialize()
        proposed = self.filtered(lambda mentorship: mentorship.state == "proposed")
        requested = self.filtered(lambda mentorship: mentorship.state == "offered" and mentorship.origin == "request")
        offered = self.filtered(lambda mentorship: mentorship.state == "offered") - requested
        begun = self - proposed - requested - offered
        (proposed | requested)._move_to("cancelled", closed_on=today)
        (offered | begun)._move_to("ended", closed_on=today, given_end_reason="change", ended_by_departure=True)
        ahead = begun.checkin_ids.filtered(lambda c: c.state == "planned" and c.planned_date >= today)
        self._after_close()
        # They come back with whoever has left, should that be a mistake or not for ever
        ahead.is_cancelled_by_pause = True
        staying = (self - proposed).member_ids - leaving
        stayed = begun.member_ids & staying
        stayed._notify("partner_left")
        stayed._ask_back_to_pool()
        # Those who have only been offered each other wait on, as if the offer had never been
        (staying - stayed)._notify("match_gone")
        self._schedule_activities(
            LEFT,
            [(mentorship, mentorship.program_id.manager_ids, today + timedelta(days=2)) for mentorship in begun],
        )
