from datetime import timedelta

from odoo import api, fields, models


class HrMentorship(models.Model):
    """When the plan of a mentorship needs a look, and what its dates count from."""

    _inherit = "hr.mentorship"

    plan_due_on = fields.Date(
        compute="_compute_plan_due_on",
        store=True,
        readonly=True,
        copy=False,
        help="The day from which on the plan lacks a check-in; empty where it reaches to the end.",
    )
    plan_anchor_date = fields.Date(
        readonly=True, copy=False, help="What the rhythm counts from since the terms have changed."
    )
    has_new_terms = fields.Boolean(
        readonly=True, copy=False, help="The terms have changed in a pause: the plan follows as soon as it ends."
    )
    plan_base = fields.Integer(
        readonly=True, copy=False, help="How many regular check-ins were planned before the terms changed."
    )

    _plan_due = models.Index("(plan_due_on, id) WHERE state = 'active' AND plan_due_on IS NOT NULL")

    @api.depends("state", "start_date", "end_date")
    def _compute_plan_due_on(self):
        """Whatever begins, goes on or gets another end is looked at next; planning then writes the next day for it."""
        today = fields.Date.context_today(self)
        for mentorship in self:
            mentorship.plan_due_on = today if mentorship.state == "active" else False

    @api.model
    def _get_due_domain(self):
        return [("state", "=", "active"), ("plan_due_on", "<=", fields.Date.context_today(self))]

    def _get_plan_due_on(self, existing, meetings, today):
        """Return the day after the next regular check-in, when another one is to be planned.

        :param existing: what stood in the plan, list of Existing
        :param meetings: what has just been added, list of Meeting
        """
        days = [each.day for each in existing if each.kind == "regular" and each.is_planned and each.day >= today]
        days += [meeting.day for meeting in meetings if meeting.kind == "regular" and meeting.day >= today]
        if len(days) < self.program_id.planned_ahead:
            return False
        return min(days) + timedelta(days=1)

    def _after_terms_changed(self, before=None):
        super()._after_terms_changed(before)
        self.env["hr.mentorship.checkin"]._replan_for(self.filtered(lambda mentorship: mentorship.state == "active"))
        # sudo: the plan follows from what all members have signed
        self.filtered(lambda mentorship: mentorship.state == "paused").sudo().has_new_terms = True

    def _catch_up_with_terms(self):
        """Replan those that have come back from a pause with other terms."""
        changed_sudo = self.sudo().filtered("has_new_terms")  # sudo: see _after_terms_changed
        changed_sudo.has_new_terms = False
        self.env["hr.mentorship.checkin"]._replan_for(changed_sudo)

    def _after_activate(self):
        super()._after_activate()
        self.env["hr.mentorship.checkin"]._plan_for(self)
