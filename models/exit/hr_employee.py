from contextlib import contextmanager

from odoo import api, fields, models
from odoo.fields import Domain

from ..mentorship.hr_mentorship import LIVE_STATES
from ..program.hr_mentorship_participant import OPEN_STATES

BACK = "hr_mentorship.mail_activity_type_person_back"
OWN_FIELDS = ("parent_id", "company_id", "user_id")
OPEN_PLACES = Domain("state", "in", OPEN_STATES) & Domain("program_id.state", "not in", ("closed", "cancelled"))
"""Who has left gives up a place, but for one in a program that is over: whoever took part then has taken part."""


class HrEmployee(models.Model):
    """What happens to the mentorships of somebody who leaves the company."""

    _inherit = "hr.employee"

    def write(self, vals):
        back = self.filtered(lambda employee: not employee.active) if vals.get("active") else self.browse()
        with self._follow_moves([name for name in OWN_FIELDS if name in vals]):
            result = super().write(vals)
            if vals.get("active") is False:
                self._leave_mentorships()
            elif vals.get("departure_date"):
                self.env.ref("hr_mentorship.ir_cron_departures").sudo()._trigger()
            if back:
                back._offer_return()
        return result

    def _leave_mentorships(self):
        """End what these employees hold in mentorship, and tell partners and program managers; the history stays."""
        # sudo: whoever archives an employee need not see any mentorship
        participants_sudo = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .with_context(active_test=False)
            .search(Domain("employee_id", "in", self.ids) & OPEN_PLACES)
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
        """Return employees who have left, whichever way it was recorded, and still hold something in mentorship."""
        today = fields.Date.context_today(self)
        employees = self.sudo().with_context(active_test=False)  # sudo: called by the cron
        has_left = Domain("active", "=", False) | Domain("current_version_id.departure_date", "<=", today)
        return employees.search(has_left & self._get_holding_domain() & domain, limit=limit, order="id")

    @api.model
    def _get_holding_domain(self):
        """Return a domain of employees who hold something that ends when they leave; later rooms add theirs."""
        # sudo: called by the cron
        participants, members = self.env["hr.mentorship.participant"].sudo(), self.env["hr.mentorship.member"].sudo()
        held = (
            participants._search(OPEN_PLACES),
            members._search([("is_live", "=", True)]),
        )
        return Domain.OR(Domain("id", "in", query.subselect("employee_id")) for query in held)

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

    # -- Somebody who comes back, or has been archived by mistake, takes up what was in one step.

    def _offer_return(self):
        """Ask the program managers whether these people go on where they have left."""
        # sudo: whoever unarchives an employee need not see any participation
        participants_sudo = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self.ids),
                    ("state", "=", "withdrawn"),
                    ("state_before_departure", "!=", False),
                    ("program_id.state", "=", "open"),
                ]
            )
        )
        today = fields.Date.context_today(self)
        participants_sudo._schedule_activities(
            BACK, [(participant, participant.program_id.manager_ids, today) for participant in participants_sudo]
        )

    # -- What happens to the mentorships of somebody who gets another manager, company, department, job or user.

    @contextmanager
    def _follow_moves(self, names):
        """Tell and follow what becomes of these people in these fields while the block runs."""
        # sudo: whoever writes employees need not see any mentorship
        members_sudo = self.sudo()._find_live_members(with_reports="parent_id" in names) if names else None
        if not members_sudo:
            yield
            return
        former = {
            employee: {name: employee[name] for name in names} for employee in members_sudo.employee_id & self.sudo()
        }
        pairs_sudo = members_sudo.mentorship_id if "parent_id" in names else members_sudo.mentorship_id.browse()
        in_line = pairs_sudo._find_in_line()
        yield
        moved = {
            employee: {name: value for name, value in values.items() if employee[name] != value}
            for employee, values in former.items()
        }
        members_sudo._follow_move(moved, pairs_sudo._find_in_line() - in_line)

    def _find_live_members(self, with_reports=False):
        """Return the published seats of these people (sudo).

        :param with_reports: and of everybody whom they lead, for whom another manager above is a new one as well
        """
        people = self
        if with_reports:
            people = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        return self.env["hr.mentorship.member"].search(
            [
                ("employee_id", "in", people.ids),
                ("mentorship_id.state", "in", self.env["hr.mentorship"]._get_published_live_states()),
            ]
        )
