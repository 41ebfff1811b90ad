from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hr_mentorship import LIVE_STATES, RUNNING_STATES
from .hr_mentorship_notice import NoticeText

ANNOUNCED_DAYS = 14

MAILS = {
    "closed": "hr_mentorship.mail_template_program_closed",
    "cancelled": "hr_mentorship.mail_template_program_cancelled",
}


class HrMentorshipProgram(models.Model):
    """How a program ends: in one step, with a word to everybody in it, and with nothing left waiting."""

    _inherit = "hr.mentorship.program"

    def copy_data(self, default=None):
        """The next cohort begins with a name of its own and with dates that lie ahead."""
        return [
            {**vals, "name": (default or {}).get("name") or self.env._("%(name)s (copy)", name=program.name)}
            for program, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def write(self, vals):
        if vals.get("active") is False:
            self._check_may_archive()
        if "format" in vals:
            self._check_may_change_format(vals["format"])
        return super().write(vals)

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
            lambda participant: participant.role == "mentor"
            and participant.state in ("applied", "approved")
            and participant.capacity > self.mentor_capacity
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

    def _get_wrap_up(self, outcome):
        """Return what becomes of the mentorships of this program when it ends.

        :param str outcome: closed or cancelled
        :rtype: dict of recordsets of ``hr.mentorship``: ``completed`` (who have met), ``ended`` and ``discarded``
        """
        self.ensure_one()
        live = self.mentorship_ids.filtered(lambda mentorship: mentorship.state in LIVE_STATES)
        proposed = live.filtered(lambda mentorship: mentorship.state == "proposed")
        completed = live._filter_met() if outcome == "closed" else live.browse()
        return {"completed": completed, "ended": live - proposed - completed, "discarded": proposed}

    def _wrap_up(self, outcome, word=""):
        """Close or cancel the program with all that still runs in it.

        :param str outcome: closed or cancelled
        :param str word: what the program manager adds to the mail that tells everybody
        """
        self._check_manager()
        self._check_state_in(*(("open",) if outcome == "closed" else ("draft", "submitted", "open")))
        for program in self:
            # sudo: the right to end the program has been checked; its mentorships end with it
            what = program.sudo()._get_wrap_up(outcome)
            what["discarded"]._move_to("cancelled", closed_on=fields.Date.context_today(self))
            what["completed"]._complete()
            what["ended"]._end(tell=False)
            program._finish(outcome, word, ended=what["ended"], told=what["completed"])

    def _finish(self, outcome, word="", ended=None, told=None):
        """Tell everybody, and settle what waits."""
        sponsors = self.filtered(lambda program: program.state == "submitted").sponsor_id.partner_id
        result = super()._finish(outcome, word, ended, told)
        # sudo: whoever may end the program tells all of its people
        people_sudo = self.sudo().participant_ids.filtered(
            lambda participant: participant.state in ("applied", "approved") and participant.employee_id.active
        )
        applied_sudo = people_sudo.filtered(lambda participant: participant.state == "applied")
        people_sudo -= told.member_ids.participant_id if told else people_sudo.browse()
        # In both roles somebody is one person, who gets one mail: about the place they have, if they have one
        first = people_sudo.sorted(lambda participant: participant.state != "approved").grouped(
            lambda participant: (participant.program_id, participant.employee_id)
        )
        told_ids = [participants[0].id for participants in first.values()]
        with_pair = set((ended or self.env["hr.mentorship"]).member_ids.participant_id.employee_id.ids)
        if told_ids:
            self.env["mail.template"].with_context(
                mentorship_word=word or "", mentorship_with_pair=with_pair
            )._send_of_mentorship(MAILS[outcome], told_ids)
        # Only now: the mail says what the application was
        applied_sudo._move_to("rejected")
        if outcome == "cancelled":
            self._tell_sponsors(sponsors)
        return result

    def _tell_sponsors(self, sponsors):
        # sudo: the note is ours, to whoever was asked to approve
        for program in self.sudo().filtered(lambda program: program.sponsor_id.partner_id & sponsors):
            told = program.with_context(lang=program.sponsor_id.lang)
            told.message_notify(
                partner_ids=told.sponsor_id.partner_id.ids,
                subject=told.env._("%(name)s: no approval needed any more", name=told.name),
                body=told.env._("The program has been cancelled before you approved it. Nothing is left to do."),
            )

    def _check_takes_people(self):
        """Raise a sentence for programs that are over."""
        for program in self:
            if program.state in ("closed", "cancelled"):
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(name)s” is over (%(state)s), so nobody can join it any more. Enrol these people in another "
                        "program instead.",
                        name=program.name,
                        state=states[program.state],
                    )
                )


class HrMentorshipParticipant(models.Model):
    """Who may come in: nobody into a program that is over, and nobody past its departments."""

    _inherit = "hr.mentorship.participant"

    @api.model_create_multi
    def create(self, vals_list):
        participants = super().create(vals_list)
        if not self.env.su:
            participants._check_may_enter()
        return participants

    def _check_may_enter(self):
        """What the join button keeps from employees, program managers keep to as well, by hand or by file."""
        for participant in self:
            program = participant.program_id
            program._check_takes_people()
            # sudo: the department of an employee whom a program manager need not see as an HR officer does
            if not program._is_eligible(participant.sudo().employee_id):
                raise UserError(
                    self.env._(
                        "“%(program)s” is not open to the department of %(employee)s. Add the department to the "
                        "program first, or choose somebody else.",
                        program=program.name,
                        employee=participant.sudo().employee_id.name,
                    )
                )


class HrMentorship(models.Model):
    """How a pair ends by itself: on its planned day, with a word before."""

    _inherit = "hr.mentorship"

    end_announced_for = fields.Date(
        readonly=True, copy=False, help="The planned end that the members have been told of."
    )

    def _filter_met(self):
        """Return those of ``self`` (sudo) that run and in which at least one meeting was held."""
        running = self.filtered(lambda mentorship: mentorship.state in RUNNING_STATES)
        held = self.env["hr.mentorship.checkin"]._read_group(
            [("mentorship_id", "in", running.ids), ("state", "=", "done")], ["mentorship_id"]
        )
        met = {mentorship.id for (mentorship,) in held}
        return running.filtered(lambda mentorship: mentorship.id in met)

    @api.model
    def _cron_end_as_planned(self, batch_size=200):
        """Say two weeks before that the planned end comes, and end on it.

        Killed at any point, it goes on where it was: what is announced is written down, what has ended has ended.
        """
        today = fields.Date.context_today(self)
        cron = self.env["ir.cron"]
        domain = (
            Domain("state", "in", RUNNING_STATES)
            & Domain("end_date", "<=", fields.Date.add(today, days=ANNOUNCED_DAYS))
            & Domain("program_id.state", "=", "open")
        )
        remaining, last_id = self.search_count(domain), 0
        # The host leaves out a job that is killed three times before it has reported anything
        cron._commit_progress(remaining=remaining)
        while batch := self.search(domain & Domain("id", ">", last_id), limit=batch_size, order="id"):
            last_id = batch[-1].id
            # What somebody changes right now is looked at the next day
            free = batch.try_lock_for_update().filtered_domain(domain)
            due = free.filtered(lambda mentorship: mentorship.end_date < today)
            (free - due)._announce_end()
            # Members with a change of the agreement before them may be about to stay together for longer
            due.filtered(lambda mentorship: not mentorship.open_agreement_id)._end_as_planned()
            remaining -= len(batch)
            if not cron._commit_progress(len(batch), remaining=max(remaining, 0)):
                break

    def _announce_end(self):
        """Tell the members once when their time ends; an end that they have moved since is announced anew."""
        news = self.filtered(lambda mentorship: mentorship.end_announced_for != mentorship.end_date)
        for end_date, mentorships in news.grouped("end_date").items():
            mentorships.member_ids._notify("ends_soon", end=end_date)
            mentorships.write({"end_announced_for": end_date})

    def _end_as_planned(self):
        met = self._filter_met()
        met._complete()
        never_met = self - met
        never_met._end(tell=False)
        never_met.member_ids._notify("ran_out")


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[("ends_soon", "Mentorship ends soon"), ("ran_out", "Mentorship over without a meeting")],
        ondelete={"ends_soon": "cascade", "ran_out": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "ends_soon": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s ends on %(end)s, as planned. Would you like more "
                    "time? Change the end in your agreement together before that day."
                ),
                subject=self.env._("Your mentorship with %(partner)s ends soon"),
                button=self.env._("Open the mentorship"),
                rank=55,
                is_essential=True,
                mentorship_states=RUNNING_STATES,
            ),
            "ran_out": NoticeText(
                text=self.env._(
                    "Your mentorship with %(partner)s in %(program)s has come to its planned end, and no meeting was "
                    "logged. It is closed now. Your program manager can bring you together again."
                ),
                subject=self.env._("Your mentorship in %(program)s is over"),
                button=self.env._("Open the mentorship"),
                rank=70,
                is_essential=True,
                mentorship_states=("ended",),
            ),
        }
