from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.client_actions import celebrate
from ..common.given_values import is_readable
from ..common.private_fields import PrivateOne2many, ReaderOne2many
from ..mentorship.hr_mentorship import RUNNING_STATES
from ..mentorship.todos import THANK_YOU

CELEBRATE_EVERY = 10
"""Each tenth meeting is a moment."""


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    checkin_ids = ReaderOne2many("hr.mentorship.checkin", "mentorship_id", "Check-ins", readonly=True)
    next_checkin_date = fields.Date("Next Check-in", compute="_compute_checkin_figures")
    done_checkin_count = fields.Integer("Check-ins Held", compute="_compute_checkin_figures")
    overdue_checkin_count = fields.Integer("Overdue Check-ins", compute="_compute_checkin_figures")
    note_ids = PrivateOne2many("hr.mentorship.note", "mentorship_id", readonly=True)
    thank_you_ids = PrivateOne2many(
        "hr.mentorship.note", "mentorship_id", domain=[("kind", "=", "thank_you")], readonly=True
    )
    next_step_ids = PrivateOne2many("hr.mentorship.next.step", "mentorship_id", readonly=True)
    open_next_step_ids = PrivateOne2many(
        "hr.mentorship.next.step", "mentorship_id", "Open Next Steps", domain=[("state", "=", "open")], readonly=True
    )
    may_thank = fields.Boolean(
        compute="_compute_may_thank", help="It runs, or has ended early: a thank-you is not asked for, but welcome."
    )

    @api.depends("checkin_ids.state", "checkin_ids.planned_date")
    def _compute_checkin_figures(self):
        today = fields.Date.context_today(self)
        for mentorship in self:
            planned = mentorship.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
            mentorship.next_checkin_date = min(planned.mapped("planned_date"), default=False)
            mentorship.done_checkin_count = len(mentorship.checkin_ids.filtered(lambda c: c.state == "done"))
            mentorship.overdue_checkin_count = len(planned.filtered(lambda checkin: checkin.planned_date < today))

    def action_view_checkins(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_checkin_action")
        action["domain"] = [("mentorship_id", "=", self.id)]
        action["context"] = {"hide_mentorship": True}
        return action

    # -- moments to celebrate

    def action_complete(self):
        result = super().action_complete()
        if len(self) != 1 or not self.my_member_id:
            return result
        return celebrate(self.env._("You have come all the way. Well done!"))

    def _celebrate_meetings(self):
        """Return what celebrates the tenth meeting, the twentieth and so on; None at any other."""
        self.ensure_one()
        count = self.done_checkin_count
        if not count or count % CELEBRATE_EVERY:
            return None
        return celebrate(self.env._("You have met %(count)s times. That is what makes it work!", count=count))

    def _after_close(self):
        self.sudo().checkin_ids.filtered(lambda checkin: checkin.state == "planned")._cancel()
        super()._after_close()
        self.sudo().next_step_ids._drop()

    # -- what is written down beside the meetings

    def action_write_note(self):
        """Open the dialog in which a member writes something down that belongs to no meeting."""
        self.ensure_one()
        return self._open_dialog("hr_mentorship.hr_mentorship_note_dialog_action")

    def _write_down(self, kind, body):
        """Keep a note of the current user, for all members or for themselves alone.

        :param str kind: summary or private
        """
        self.ensure_one()
        if not self.my_member_id:
            raise AccessError(self.env._("Only the members of a mentorship keep notes in it."))
        self._check_state_in("agreement", *RUNNING_STATES)
        return self.env["hr.mentorship.note"]._write_down(self, kind, body)

    # -- A thank-you: at any time for what has just been, and for the time together when that is over.

    @api.depends_context("uid")
    @api.depends("state", "start_date", "member_ids.thanked_on")
    def _compute_may_thank(self):
        for mentorship in self:
            member = mentorship.my_member_id
            is_welcome = mentorship.state in RUNNING_STATES or (mentorship.state == "ended" and not member.thanked_on)
            is_welcome = is_welcome or mentorship._has_unthanked(member)
            mentorship.may_thank = bool(member and mentorship.start_date) and is_welcome

    def _has_unthanked(self, member):
        """Whether ``member``, the current user, has thanked some of a group for their time, and others not yet."""
        if self.state not in ("completed", "ended") or not member.thanked_on:
            return False
        partners = member._partners()
        if len(partners) < 2:
            return False
        mine = self.thank_you_ids.filtered(
            lambda note: note.author_id == self.env.user and note.day >= (self.closed_on or note.day)
        )
        return all(note.receiver_id for note in mine) and bool(partners - mine.receiver_id)

    def _thank(self, message, receiver=None):
        """Record the current user's thank-you and tell the partner that there is one.

        :param receiver: the member whom it is for, where it is not for all the others
        """
        self.ensure_one()
        member = self.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship thank each other."))
        self._check_state_in(*RUNNING_STATES, "completed", "ended")
        if not self.start_date:
            raise UserError(self.env._("A thank-you is for the time together, and yours has not begun."))
        if not is_readable(message or ""):
            raise UserError(self.env._("Write a few words first."))
        # sudo: who the others are, of a mentorship of the user's own
        receivers_sudo = receiver.sudo() if receiver else member.sudo()._partners()
        if receivers_sudo - member.sudo()._partners():
            raise AccessError(self.env._("Thank somebody who is in this mentorship with you."))
        # Before the words: what the database refuses stands in the log of the server, words and all
        self._serialize()
        self.env["hr.mentorship.note"]._record(self, "thank_you", message, receiver=receiver)
        if self.state not in RUNNING_STATES:
            # sudo: a member may change nothing but their own part, and that only by steps like this one
            member.sudo().thanked_on = fields.Date.context_today(self)
            self._finish_activities(THANK_YOU, users=self.env.user)
        receivers_sudo._notify("thanked", partner=member.employee_id)
