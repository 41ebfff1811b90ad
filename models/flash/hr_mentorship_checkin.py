from datetime import timedelta

from odoo import api, fields, models

from ...scheduling import Existing, put_off_meeting
from ..checkin.hr_mentorship_agenda_item import OWN_TOPICS_FROM

MEET_AFTER = timedelta(days=5)
"""Time to prepare, and soon enough for the question to be one still."""


class HrMentorshipCheckin(models.Model):
    """The one meeting of a flash mentorship: planned with the last yes, and with its log everything is done."""

    _inherit = "hr.mentorship.checkin"

    kind = fields.Selection(selection_add=[("flash", "Flash meeting")], ondelete={"flash": "set default"})
    is_flash = fields.Boolean(related="mentorship_id.is_flash")

    @api.model
    def _get_agendas(self):
        return {
            **super()._get_agendas(),
            "flash": [
                self.env._("What is the question, in one sentence?"),
                self.env._("What have you tried, and what came of it?"),
                self.env._("What will you do next, and who else can help?"),
            ],
        }

    @api.model
    def _plan_for(self, mentorships, since=None):
        flash = mentorships.filtered("is_flash")
        return super()._plan_for(mentorships - flash, since) | self._plan_flash(flash)

    @api.model
    def _replan_for(self, mentorships):
        return super()._replan_for(mentorships.filtered(lambda mentorship: not mentorship.is_flash))

    @api.model
    def _plan_flash(self, mentorships):
        """Plan the meeting of those that have none ahead of them and none behind them; idempotent, as is all planning.

        One that did not take place is followed by another one.
        """
        mentorships_sudo = mentorships.sudo()  # sudo: see _plan_for
        mentorships_sudo.plan_due_on = False
        planner = self.env["hr.mentorship.planner"]
        existing = planner._read_existing(mentorships_sudo)
        waiting = mentorships_sudo.filtered(lambda m: not any(each.takes_place for each in existing[m.id]))
        people = planner._read_people(waiting.member_ids.employee_id)
        taken = planner._read_taken(waiting)
        earliest = fields.Date.context_today(self) + MEET_AFTER
        meetings = {}
        for mentorship in waiting:
            employees = mentorship.member_ids.employee_id
            number = max((each.occurrence for each in existing[mentorship.id]), default=0) + 1
            meeting = put_off_meeting(
                planner._read_terms(mentorship),
                [people[employee.id] for employee in employees],
                Existing("flash", number, earliest),
                set(),
                earliest,
                [taken[employee.id] for employee in employees],
            )
            meetings[mentorship] = [meeting]
        planned = self._put_into_plan(meetings)
        planned._put_question_on_agenda()
        planned._tell_where_nothing_fits()
        return planned

    def _put_question_on_agenda(self):
        """What a mentee has asked is what the meeting is about; its members alone read either."""
        vals_list = []
        for checkin in self.sudo():  # sudo: whoever says yes last writes no topics of the other one
            mentee = checkin.mentorship_id.member_ids.filtered(lambda member: member.role == "mentee")[:1]
            question = checkin.mentorship_id.given_request_message
            if question and mentee.user_id:
                vals_list.append(
                    {
                        "checkin_id": checkin.id,
                        "sequence": OWN_TOPICS_FROM,
                        "topic": question,
                        "author_id": mentee.user_id.id,
                    }
                )
        return self.env["hr.mentorship.agenda.item"].sudo().create(vals_list)

    def _after_log(self):
        # Before all else: what is complete is not asked about its fit, and gets no further meeting
        held = self.filtered(lambda checkin: checkin.is_flash and checkin.state == "done").mentorship_id
        held.filtered(lambda mentorship: mentorship.state == "active")._complete()
        super()._after_log()
