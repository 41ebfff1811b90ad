from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..common.spoken import by_count
from .hr_mentorship_checkin import PREPARE, SCHEDULE


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    can_hold_first_meeting = fields.Boolean(compute="_compute_can_hold_first_meeting")
    had_first_meeting = fields.Boolean(
        compute="_compute_had_first_meeting", help="The pair has met before signing, or still has that in its plan."
    )

    @api.depends("checkin_ids.kind", "checkin_ids.state")
    def _compute_had_first_meeting(self):
        for mentorship in self:
            mentorship.had_first_meeting = any(
                checkin.kind == "first" and checkin.state in ("planned", "done") for checkin in mentorship.checkin_ids
            )

    @api.depends_context("uid")
    @api.depends("state", "my_member_id", "agreement_ids.state")
    def _compute_can_hold_first_meeting(self):
        for mentorship in self:
            mentorship.can_hold_first_meeting = (
                mentorship.state == "agreement"
                and bool(mentorship.my_member_id)
                and mentorship.agreement_id.state == "draft"
            )

    def action_first_meeting(self):
        """Open the questions of the first meeting, with what both have answered so far."""
        self.ensure_one()
        self._check_first_meeting()
        return self.env["hr.mentorship.first.meeting"]._open(self)

    def _check_first_meeting(self):
        """Raise a sentence that says why the current user cannot write the answers now."""
        if not self.my_member_id:
            raise AccessError(self.env._("Only the members of a mentorship answer the questions of its first meeting."))
        self._check_state_in("agreement")
        signers = self.agreement_id.sudo().signature_ids.member_id.employee_id
        if signers:
            names = format_list(self.env, signers.mapped("name"))
            raise UserError(
                by_count(
                    len(signers),
                    self.env._(
                        "%(names)s has signed this agreement already, so its text stays as it is. Sign it as well, "
                        "and propose a change afterwards; or do not sign, and ask your program manager for a new text.",
                        names=names,
                    ),
                    self.env._(
                        "%(names)s have signed this agreement already, so its text stays as it is. Sign it as well, "
                        "and propose a change afterwards; or do not sign, and ask your program manager for a new text.",
                        names=names,
                    ),
                )
            )

    def _after_all_accepted(self):
        super()._after_all_accepted()
        # What has started without an agreement has its check-ins planned already
        to_sign = self.filtered(lambda mentorship: mentorship.state == "agreement")
        self.env["hr.mentorship.checkin"]._plan_first_meetings(to_sign)

    def _after_activate(self):
        super()._after_activate()
        # They have signed without it: the meeting stays in the plan, like any other one
        first = self.sudo().checkin_ids.filtered(lambda checkin: checkin.kind == "first")
        first.filtered(lambda checkin: checkin.state == "planned")._replace_activities(SCHEDULE, PREPARE)
