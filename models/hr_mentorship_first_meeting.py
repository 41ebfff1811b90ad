from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..scheduling import choose_day, level_of_day

CHECKIN = "hr_mentorship.mail_activity_type_checkin"
SCHEDULE = "hr_mentorship.mail_activity_type_schedule_first_meeting"
PREPARE = "hr_mentorship.mail_activity_type_prepare_first_meeting"

FIRST_MEETING_HOURS = 1.0
FIRST_MEETING_AFTER = timedelta(days=5)
FIRST_MEETING_WITHIN = timedelta(days=7)
SCHEDULE_WITHIN = timedelta(days=2)


class HrMentorshipCheckin(models.Model):
    """The first meeting, before anything is signed: the pair gets to know each other and writes its agreement."""

    _inherit = "hr.mentorship.checkin"

    can_hold_first_meeting = fields.Boolean(compute="_compute_can_hold_first_meeting")

    @api.depends_context("uid")
    @api.depends("kind", "state", "mentorship_id.can_hold_first_meeting")
    def _compute_can_hold_first_meeting(self):
        for checkin in self:
            checkin.can_hold_first_meeting = checkin.kind == "first" and checkin.mentorship_id.can_hold_first_meeting

    def action_first_meeting(self):
        self.ensure_one()
        return self.mentorship_id.action_first_meeting()

    @api.model
    def _plan_first_meetings(self, mentorships):
        """Plan an hour within a week; the mentor is asked to agree on a time, the mentee to prepare.

        Idempotent, like :meth:`_plan_for`.
        """
        today = fields.Date.context_today(self)
        # sudo: members do not create check-ins by themselves, whoever of them is the last one to accept
        checkins_sudo = self.sudo().with_context(mentorship_plans=True)
        known = checkins_sudo.search([("mentorship_id", "in", mentorships.ids), ("kind", "=", "first")]).mentorship_id
        days = self._choose_first_meeting_days((mentorships - known).sudo(), today)
        created = checkins_sudo.create(
            [
                {
                    "mentorship_id": mentorship.id,
                    "kind": "first",
                    "planned_date": choice.day,
                    "wanted_date": today + FIRST_MEETING_AFTER,
                    "plan_fit": choice.fit,
                    "date_checked_at": self.env.cr.now(),
                    "duration": FIRST_MEETING_HOURS,
                }
                for mentorship, choice in days.items()
            ]
        )
        created._schedule_activities(
            SCHEDULE,
            [
                (checkin, user, min(today + SCHEDULE_WITHIN, checkin.planned_date))
                for checkin in created
                for user in checkin._get_users("mentor")
            ],
        )
        created._schedule_activities(
            PREPARE,
            [(checkin, user, checkin._get_day(user)) for checkin in created for user in checkin._get_users("mentee")],
        )
        return created

    @api.model
    def _choose_first_meeting_days(self, mentorships, today):
        """Return a day within a week on which both work, for each mentorship.

        :rtype: dict of mentorship: Choice
        """
        people = self.env["hr.mentorship.planner"]._read_people(mentorships.member_ids.employee_id)
        return {
            mentorship: choose_day(
                today + FIRST_MEETING_AFTER,
                partial(self._get_level, [people[employee.id] for employee in mentorship.member_ids.employee_id]),
                FIRST_MEETING_AFTER.days,
                today + timedelta(days=1),
                today + FIRST_MEETING_WITHIN,
            )
            for mentorship in mentorships
        }

    @api.model
    def _get_level(self, people, day):
        return level_of_day(people, day, FIRST_MEETING_HOURS, None)

    def _get_users(self, role):
        return self.sudo().mentorship_id.member_ids.filtered(lambda member: member.role == role).user_id

    @api.model
    def _get_meeting_activity_types(self):
        return [*super()._get_meeting_activity_types(), PREPARE]

    def _after_time_agreed(self):
        result = super()._after_time_agreed()
        self._replace_activities(SCHEDULE)
        return result

    def _replace_activities(self, *type_xmlids):
        """Whoever had to schedule or to prepare a first meeting now has to meet: one to-do a person, as ever."""
        activities = self._find_activities(type_xmlids)
        asked = {(activity.res_id, activity.user_id) for activity in self._find_activities([CHECKIN])}
        waiting = {(activity.res_id, activity.user_id) for activity in activities}
        activities._action_done()
        by_id = {checkin.id: checkin for checkin in self}
        self._schedule_activities(
            CHECKIN, [(by_id[res_id], user, by_id[res_id]._get_day(user)) for res_id, user in waiting - asked]
        )

    def _update_todos(self):
        # Before it: whoever has something to prepare for a meeting that was held has to confirm it now
        if self.kind == "first" and self.state == "done":
            self._replace_activities(SCHEDULE, PREPARE)
        elif self.kind == "first" and self.state != "planned":
            self._drop_activities(SCHEDULE, PREPARE)
        return super()._update_todos()

    def _cancel(self):
        result = super()._cancel()
        self._drop_activities(SCHEDULE, PREPARE)
        return result


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
            raise UserError(
                self.env._(
                    "%(names)s has signed this agreement already, so its text stays as it is. Sign it as well, and "
                    "propose a change afterwards; or do not sign, and ask your program manager for a new text.",
                    names=format_list(self.env, signers.mapped("name")),
                )
            )

    def _after_all_accepted(self):
        result = super()._after_all_accepted()
        self.env["hr.mentorship.checkin"]._plan_first_meetings(self)
        return result

    def _after_activate(self):
        result = super()._after_activate()
        # They have signed without it: the meeting stays in the plan, like any other one
        first = self.sudo().checkin_ids.filtered(lambda checkin: checkin.kind == "first")
        first.filtered(lambda checkin: checkin.state == "planned")._replace_activities(SCHEDULE, PREPARE)
        return result


class HrMentorshipAgreement(models.Model):
    _inherit = "hr.mentorship.agreement"

    def _record_first_meeting(self, answers, values, seen):
        """Take over what a member has written in the first meeting, and compose the draft anew.

        Both may write at the same time. Answers to a question to both are everybody's own. Of what belongs to all, who
        saves later changes only what they have touched, and where the partner has changed that very thing meanwhile,
        the partner's words stay until the user has read them.

        :param dict answers: new text by question or, where the program has deleted that, by answer; only of touched
            ones
        :param dict values: new values of terms, ``goals`` and ``channels``; only of touched ones
        :param dict seen: what stood there when the user began, by the same keys
        :returns: what was not taken over, because it has been changed meanwhile: the current text by key
        """
        self.ensure_one()
        mentorship = self.mentorship_id
        # Before anything is read that decides: a signature of the partner is in, or waits for this
        mentorship._serialize()
        mentorship._check_first_meeting()
        self._check_state_in("draft")
        agreement_sudo = self.sudo()  # sudo: a member writes the draft of the own agreement, and only here
        known = agreement_sudo._get_writable_answers(mentorship.my_member_id)
        agreement_sudo._check_asked(answers, known)
        current = {key: known[key].answer if key in known else False for key in answers}
        current.update({name: agreement_sudo[name] for name in ("goals", "channels") if name in values})
        overruled = {key: text or "" for key, text in current.items() if (text or "") != (seen.get(key) or "")}
        agreement_sudo._write_answers({key: text for key, text in answers.items() if key not in overruled}, known)
        old = agreement_sudo._get_adjustable()
        changes = agreement_sudo._find_changes({name: text for name, text in values.items() if name not in overruled})
        if changes:
            agreement_sudo._apply_changes(mentorship.my_member_id, old, changes)
        else:
            agreement_sudo._compose()
        agreement_sudo._tell_change()
        first = agreement_sudo.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.kind == "first")
        first.filtered(lambda checkin: checkin.state == "planned")._replace_activities(SCHEDULE, PREPARE)
        return overruled

    def _get_writable_answers(self, member):
        """Return the answers that ``member`` writes, by their question and by themselves."""
        answers = self.answer_ids._filter_writable(member)
        by_question = {answer.question_id: answer for answer in answers if answer.question_id}
        return {**by_question, **{answer: answer for answer in answers}}

    def _check_asked(self, answers, known):
        """Refuse what nobody has asked here, and what somebody else says."""
        answered = {*self.answer_ids, *self.answer_ids.question_id}
        for key in answers.keys() - known.keys():
            if key in answered:
                raise AccessError(self.env._("This is what somebody else says. Write your own answer to the question."))
            if key not in set(self.program_id.question_ids):
                raise AccessError(self.env._("This question belongs to another program."))

    def _write_answers(self, answers, known):
        asked = self.env["hr.mentorship.question"].union(*(key for key in answers if key not in known))
        self.env["hr.mentorship.agreement.answer"]._freeze_questions(self, asked)
        member = self.mentorship_id.my_member_id
        rows = self._get_writable_answers(member)
        for key, text in answers.items():
            rows[key].write({"answer": text, "changed_by_id": member.id, "changed_at": fields.Datetime.now()})
