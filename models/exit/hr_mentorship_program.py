from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.mail_template import LAYOUT
from ..common.own_context import OwnSet, OwnText
from ..mentorship.hr_mentorship import LIVE_STATES
from ..program.hr_mentorship_participant import OPEN_STATES

TOLD_STATES = ("applied", "waiting", "approved")
"""Who hears of the end: whoever has said yes. An invitation that nobody has answered just ends with it."""
CONDITIONS = frozenset({"department_ids", "eligibility_domain"})
"""Who may join: with other conditions, somebody who has moved at work may fit again."""
MAILS = {
    "closed": "hr_mentorship.mail_template_program_closed",
    "cancelled": "hr_mentorship.mail_template_program_cancelled",
}


class HrMentorshipProgram(models.Model):
    """How a program ends: in one step, with a word to everybody in it, and with nothing left waiting."""

    _inherit = "hr.mentorship.program"

    is_time_to_close = fields.Boolean(
        compute="_compute_is_time_to_close", help="The last day has come, and the user may close the program."
    )

    @api.depends_context("uid")
    @api.depends("state", "end_date", "is_my_program")
    def _compute_is_time_to_close(self):
        today = fields.Date.context_today(self)
        for program in self:
            is_over = program.end_date and program.end_date <= today
            program.is_time_to_close = program.state == "open" and program.is_my_program and is_over

    def copy_data(self, default=None):
        """The next cohort begins with a name of its own and with dates that lie ahead."""
        return [
            {**vals, "name": (default or {}).get("name") or self.env._("%(name)s (copy)", name=program.name)}
            for program, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if vals.get("active") is False:
            self._check_may_archive()
        if "format" in vals:
            self._check_may_change_format(vals["format"])
        result = super().write(vals)
        if not CONDITIONS.isdisjoint(vals):
            # sudo: managers are asked no more about pairs which they need not see, once those fit again
            self.sudo().mentorship_ids._renew_questions()
        return result

    def _check_may_archive(self):
        # sudo: pairs that the user need not see still count on their program
        for program in self.sudo():
            if any(mentorship.state in LIVE_STATES for mentorship in program.mentorship_ids):
                raise UserError(
                    self.env._(
                        "“%(name)s” still has mentorships that are not finished. Close or cancel the program, which "
                        "tells everybody, and archive it then.",
                        name=program.display_name,
                    )
                )

    def _check_may_change_format(self, value):
        for program in self.sudo():  # sudo: see _check_may_archive
            if program.format != value and program.mentorship_ids:
                raise UserError(
                    self.env._(
                        "The mentorships of “%(name)s” were made in its present format. Copy the program, and choose "
                        "another format for the copy.",
                        name=program.display_name,
                    )
                )

    @api.onchange("mentor_capacity")
    def _onchange_mentor_capacity(self):
        """Say whose seats are more than the new limit; they keep them."""
        program = self._origin
        over = program.participant_ids.filtered(
            lambda participant: (
                participant.role == "mentor"
                and participant.state in OPEN_STATES
                and participant.capacity > self.mentor_capacity
            )
        )
        if not over or not self.mentor_capacity:
            return None
        return {
            "warning": {
                "title": self.env._("Some mentors have more seats"),
                "message": self.env._(
                    "%(names)s keep the seats they have, and their mentees. Lower their seats on the list of "
                    "participants if the new limit is meant for them as well.",
                    names=", ".join(over.employee_id.mapped("name")),
                ),
            }
        }

    def action_ask_close(self):
        """Show what closing the program means for everybody in it, before it happens."""
        return self._ask_wrap_up("closed")

    def action_ask_cancel(self):
        """Show what cancelling the program means for everybody in it, before it happens."""
        return self._ask_wrap_up("cancelled")

    def _ask_wrap_up(self, outcome):
        self.ensure_one()
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_wrap_up_action")
        action["name"] = self.env._("Close the Program") if outcome == "closed" else self.env._("Cancel the Program")
        action["context"] = {"default_program_id": self.id, "default_outcome": outcome}
        return action

    def _get_wrap_up(self, outcome, not_completed=None):
        """Return what becomes of the mentorships of this program when it ends.

        :param str outcome: closed or cancelled
        :param not_completed: those that end although they have met
        :rtype: dict of recordsets of ``hr.mentorship``: ``completed`` (who have met), ``ended`` and ``discarded``
        """
        self.ensure_one()
        return self.mentorship_ids._sort_for_wrap_up(outcome, not_completed)

    def _wrap_up(self, outcome, word="", not_completed=None):
        """Close or cancel the program with all that still runs in it; with much of it in the background.

        :param str outcome: closed or cancelled
        :param str word: what the program manager adds to the mail that tells everybody
        :param not_completed: hr.mentorship, which end although they have met
        :returns: an action that shows how far it is, where it goes on in the background
        """
        self._check_may_wrap_up(outcome)
        self._check_no_job()
        jobs = self.env["hr.mentorship.job"]
        live = self.mentorship_ids.filtered(lambda mentorship: mentorship.state in LIVE_STATES)
        if jobs._is_for(live):
            kept_back = (not_completed or live.browse()).ids
            return jobs._queue("wrap_up", live, outcome=outcome, word=word, not_completed=kept_back)
        for program in self:
            # sudo: the right to end the program has been checked; its mentorships end with it
            what = program.sudo().mentorship_ids._end_with_program(outcome, not_completed)
            program._finish(outcome, word, ended=what["ended"], told=what["completed"])
        return None

    def _check_may_wrap_up(self, outcome):
        self._check_manager()
        self._check_state_in(*(("open",) if outcome == "closed" else ("draft", "submitted", "open")))

    def _finish(self, outcome, word="", ended=None, told=None):
        """Tell everybody, and settle what waits."""
        sponsors = self.filtered(lambda program: program.state == "submitted").sponsor_id.partner_id
        result = super()._finish(outcome, word, ended, told)
        # sudo: whoever may end the program tells all of its people
        people_sudo = self.sudo().participant_ids.filtered(
            lambda participant: participant.state in TOLD_STATES and participant.employee_id.active
        )
        applied_sudo = people_sudo.filtered(lambda participant: participant.state in ("applied", "waiting"))
        people_sudo -= told.member_ids.participant_id if told else people_sudo.browse()
        # In both roles somebody is one person, who gets one mail: about the place they have, if they have one
        first = people_sudo.sorted(lambda participant: participant.state != "approved").grouped(
            lambda participant: (participant.program_id, participant.employee_id)
        )
        told_ids = [participants[0].id for participants in first.values()]
        with_pair = OwnSet((ended or self.env["hr.mentorship"]).member_ids.participant_id.employee_id.ids)
        if told_ids:
            self.env["mail.template"].with_context(
                mentorship_word=OwnText(word or ""), mentorship_with_pair=with_pair
            )._send_of_mentorship(MAILS[outcome], told_ids)
        # Only now: the mail says what the application was
        applied_sudo._move_to("rejected")
        self.sudo()._drop_lines_of_participants()  # sudo: as above
        if outcome == "cancelled":
            self._tell_sponsors(sponsors)
        return result

    def _drop_lines_of_participants(self):
        """Take back what waits for the next daily mail of people who would be told that they stay on the list."""
        self.env["hr.mentorship.notice"].search(
            [("program_id", "in", self.ids), ("participant_id", "!=", False), ("state", "=", "queued")]
        )._move_to("dropped", is_dismissed=True)

    def _tell_sponsors(self, sponsors):
        # sudo: the note is ours, to whoever was asked to approve
        for program in self.sudo().filtered(lambda program: program.sponsor_id.partner_id & sponsors):
            told = program.with_context(lang=program.sponsor_id.lang)
            told.message_notify(
                partner_ids=told.sponsor_id.partner_id.ids,
                subject=told.env._("%(name)s: no approval needed any more", name=told.name),
                body=told.env._("The program has been cancelled before you approved it. Nothing is left to do."),
                email_layout_xmlid=LAYOUT,
            )
