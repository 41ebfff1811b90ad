from odoo import api, fields, models
from odoo.exceptions import AccessError

from .todos import NEXT_STEP


class HrMentorshipNextStep(models.Model):
    """What one member has agreed to do until the next meeting, as a to-do of theirs.

    These are words of the members: a global rule shows them to nobody else. The to-do hangs on the step itself, as
    those of a mentorship or check-in are read by program managers too. Ticking the step finishes the to-do, and the
    other way round (see ``mail.activity``).
    """

    _name = "hr.mentorship.next.step"
    _description = "Mentorship Next Step"
    _inherit = ["hr.mentorship.conversation.mixin", "hr.mentorship.todo.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "due_date, id"
    _mail_post_access = "read"

    name = fields.Char("What", required=True, readonly=True)
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    checkin_id = fields.Many2one(
        "hr.mentorship.checkin",
        "Agreed At",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The check-in at which the members agreed on it.",
    )
    member_id = fields.Many2one(
        "hr.mentorship.member", "Who", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="member_id.user_id", store=True, index=True)
    due_date = fields.Date("Until", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    done_on = fields.Date(readonly=True, copy=False)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    @api.depends("state", "due_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for step in self:
            step.is_overdue = step.state == "open" and bool(step.due_date) and step.due_date < today

    @api.depends("name", "member_id.employee_id.name")
    def _compute_display_name(self):
        for step in self:
            step.display_name = f"{step.name} ({step.member_id.employee_id.name})"

    def action_done(self):
        """A member ticks steps of their mentorship."""
        self._check_member()
        self._check_state_in("open")
        self._finish()
        return True

    def action_reopen(self):
        self._check_member()
        self._check_state_in("done", "dropped")
        self._move_to("open", done_on=False)
        self._schedule()
        return True

    @api.model
    def _agree(self, checkin, vals_list):
        """Note what the members have agreed on; the caller has checked that the current user is one of them.

        :param vals_list: dicts of ``name``, ``member_id`` and ``due_date``
        """
        members = checkin.mentorship_id.member_ids
        if any(vals["member_id"] not in members.ids for vals in vals_list):
            raise AccessError(self.env._("A next step belongs to a member of the mentorship."))
        # sudo: members agree on steps through the dialogs alone
        steps = (
            self.sudo()
            .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
            .create(
                [{"mentorship_id": checkin.mentorship_id.id, "checkin_id": checkin.id, **vals} for vals in vals_list]
            )
        )
        steps._schedule()
        return steps.with_env(self.env)

    def _finish(self):
        """Tick steps, and finish what they ask people to do; the caller has checked who asks."""
        if still_open := self.filtered(lambda step: step.state == "open"):
            still_open._move_to("done", done_on=fields.Date.context_today(self))
            still_open._finish_activities(NEXT_STEP)

    def _drop(self):
        """Nobody has to do these any more: no to-do outlives a mentorship."""
        if still_open := self.filtered(lambda step: step.state == "open"):
            still_open._move_to("dropped")
            still_open._drop_activities(NEXT_STEP)

    def _schedule(self):
        today = fields.Date.context_today(self)
        self._schedule_activities(
            NEXT_STEP, [(step, step.user_id.filtered("active"), step.due_date or today) for step in self.sudo()]
        )

    def _get_activity_summary(self, activity_type, user):
        if activity_type == self.env.ref(NEXT_STEP, raise_if_not_found=False):
            return self.name
        return super()._get_activity_summary(activity_type, user)

    def _check_member(self):
        for step in self:
            # The rules have let the user read it; who acts in sudo or as superuser is no member for that
            if not step.mentorship_id.my_member_id:
                raise AccessError(self.env._("Only the members of a mentorship tick its next steps."))
