from datetime import timedelta
from functools import partial

from odoo import api, fields, models

from ...scheduling import choose_day, level_of_day
from ..checkin.todos import LOG
from ..common.own_context import OURS

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
        checkins_sudo = self.sudo().with_context(mentorship_plans=OURS)
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
        return self.sudo().mentorship_id.member_ids.filtered(lambda member: member.role in (role, "peer")).user_id

    @api.model
    def _get_meeting_activity_types(self):
        return [*super()._get_meeting_activity_types(), PREPARE]

    def _after_time_agreed(self):
        super()._after_time_agreed()
        self._replace_activities(SCHEDULE)

    def _replace_activities(self, *type_xmlids):
        """Whoever had to schedule or to prepare a first meeting now has to meet: one to-do a person, as ever."""
        activities = self._find_activities(type_xmlids)
        asked = {(activity.res_id, activity.user_id) for activity in self._find_activities([LOG])}
        waiting = {(activity.res_id, activity.user_id) for activity in activities}
        activities.unlink()  # not done: nobody has said so, least of all whoever happens to sign last
        by_id = {checkin.id: checkin for checkin in self}
        self._schedule_activities(
            LOG, [(by_id[res_id], user, by_id[res_id]._get_day(user)) for res_id, user in waiting - asked]
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

    def _get_agenda_key(self):
        """Whoever has met before signing asks something else at the first check-in after it."""
        had_first_meeting = self.kind == "regular" and self.mentorship_id.sudo().had_first_meeting
        return self.kind if had_first_meeting else super()._get_agenda_key()
