from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .hr_mentorship_resource import PHASES

FIRST_MONTH = timedelta(days=30)
CLOSING = timedelta(days=30)


class HrMentorship(models.Model):
    """In which phase a pair is, and what helps in it."""

    _inherit = "hr.mentorship"

    phase = fields.Selection(PHASES, compute="_compute_phase")
    resource_ids = fields.Many2many(
        "hr.mentorship.resource", string="Good for Now", compute="_compute_resource_ids", exportable=False
    )

    @api.depends("state", "start_date", "end_date")
    def _compute_phase(self):
        """The same as the domains of :meth:`_get_phase_domains`, for a record that is at hand."""
        today = fields.Date.context_today(self)
        for mentorship in self:
            if mentorship.state in ("proposed", "requested", "offered"):
                mentorship.phase = "before"
            elif mentorship.state == "agreement":
                mentorship.phase = "first_meeting"
            elif mentorship.state not in ("active", "paused"):
                mentorship.phase = False
            elif mentorship.end_date and mentorship.end_date <= today + CLOSING:
                mentorship.phase = "closing"
            elif mentorship.start_date and mentorship.start_date <= today - FIRST_MONTH:
                mentorship.phase = "middle"
            else:
                mentorship.phase = "first_month"

    @api.model
    def _get_phase_domains(self):
        """Return which mentorships are in which of the phases that people are told of, as of today.

        :rtype: dict[str, Domain]
        """
        today = fields.Date.context_today(self)
        active = Domain("state", "=", "active")
        closes = Domain("end_date", "!=", False) & Domain("end_date", "<=", today + CLOSING)
        is_known = Domain("start_date", "<=", today - FIRST_MONTH)
        return {
            "first_meeting": Domain("state", "=", "agreement"),
            "first_month": active & ~closes & ~is_known,
            "middle": active & ~closes & is_known,
            "closing": active & closes,
        }

    @api.depends_context("uid", "lang", "allowed_company_ids")
    @api.depends("phase", "my_member_id", "format")
    def _compute_resource_ids(self):
        by_phase = self.env["hr.mentorship.resource"]._find_by_phase(self.company_id)
        for mentorship in self:
            role, found = mentorship.my_member_id.role, by_phase.get(mentorship.phase)
            # Members read a mentorship of a company that they do not work in, and of its library what is for all
            found = found and found.with_env(self.env)._filtered_access("read")
            mentorship.resource_ids = (
                found._pick_for(role, mentorship.company_id, mentorship.format) if role and found else False
            )
