from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .hr_mentorship_nudge_step import NUDGES

STALE_AFTER = timedelta(days=60)
ESCALATION = "hr_mentorship.mail_activity_type_talk_to_pair"
CHOICES = ("log", "plan", "pause", "end")


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    has_choices = fields.Boolean(compute="_compute_has_choices")

    def write(self, vals):
        before = {checkin: checkin.planned_date for checkin in self} if "planned_date" in vals else {}
        result = super().write(vals)
        self.filtered(lambda checkin: checkin in before and checkin.planned_date != before[checkin])._forget_nudges()
        return result

    def _forget_nudges(self):
        """What was said about the day of before is void, and the new day gets its own reminders."""
        if not self:
            return
        # sudo: nudges belong to the job, and whoever may move a check-in has been checked
        self.env["hr.mentorship.nudge"].sudo().search([("checkin_id", "in", self.ids)]).unlink()
        self.env["hr.mentorship.notice"].sudo().search(
            [("checkin_id", "in", self.ids), ("state", "=", "queued"), ("kind", "in", list(NUDGES.values()))]
        )._move_to("dropped", is_dismissed=True)

    def _after_log(self):
        super()._after_log()
        self.mentorship_id._drop_activities(ESCALATION)

    # -- the daily job

    @api.model
    def _cron_nudge(self, batch_size=500):
        """Let the steps of all programs fire that are due, each once a check-in; in batches, committed one by one."""
        cron = self.env["ir.cron"]
        last_id = 0
        while due := self._find_nudges_due(last_id, batch_size):
            last_id = max(checkin_id for checkin_id, _step_id in due)
            self._nudge(due)
            if not cron._commit_progress(len(due), remaining=self._count_nudges_due()):
                return
        cron._commit_progress(remaining=0)

    @api.model
    def _get_nudges_due_sql(self):
        today = fields.Date.context_today(self)
        self.env.flush_all()
        return SQL(
            """
              FROM hr_mentorship_checkin checkin
              JOIN hr_mentorship mentorship ON mentorship.id = checkin.mentorship_id AND mentorship.state = 'active'
              JOIN hr_mentorship_nudge_step step ON step.program_id = checkin.program_id AND step.active
             WHERE checkin.state = 'planned'
               AND checkin.planned_date > %(long_ago)s
               AND CASE step.trigger
                   WHEN 'before' THEN checkin.planned_date > %(today)s
                                  AND checkin.planned_date - step.delay_days <= %(today)s
                   ELSE checkin.planned_date + step.delay_days <= %(today)s
                   END
               AND NOT EXISTS (SELECT FROM hr_mentorship_nudge nudge
                                WHERE nudge.checkin_id = checkin.id AND nudge.step_id = step.id)
            """,
            today=today,
            long_ago=today - STALE_AFTER,
        )

    @api.model
    def _count_nudges_due(self):
        self.env.cr.execute(SQL("SELECT COUNT(*) %s", self._get_nudges_due_sql()))
        return self.env.cr.fetchone()[0]

    @api.model
    def _find_nudges_due(self, after_id, limit):
        """Return ``(id of the check-in, id of the step)`` of about ``limit`` check-ins, in their order."""
        due = self._get_nudges_due_sql()
        self.env.cr.execute(
            SQL(
                """
                WITH due AS (SELECT checkin.id AS checkin_id, step.id AS step_id %s AND checkin.id > %s)
                SELECT checkin_id, step_id FROM due
                 WHERE checkin_id IN (SELECT DISTINCT checkin_id FROM due ORDER BY checkin_id LIMIT %s)
                 ORDER BY checkin_id
                """,
                due,
                after_id,
                limit,
            )
        )
        return self.env.cr.fetchall()

    @api.model
    def _nudge(self, due):
        """Fire these steps, whose check-ins nobody else is working on, and write down that they have."""
        checkins = self.browse({checkin_id for checkin_id, _step_id in due})
        locked = checkins.try_lock_for_update(allow_referencing=True)
        steps = self.env["hr.mentorship.nudge.step"]
        by_checkin = dict.fromkeys(locked, steps)
        for checkin_id, step_id in due:
            if (checkin := self.browse(checkin_id)) in by_checkin:
                by_checkin[checkin] += steps.browse(step_id)
        self.env["hr.mentorship.nudge"].create(
            [{"checkin_id": checkin.id, "step_id": step.id} for checkin, steps in by_checkin.items() for step in steps]
        )
        # Of several that are due at once, after a stop of the server for one, the last one says it all
        firing = [
            (checkin, max(of_audience, key=lambda step: (step.trigger == "after", step.delay_days)))
            for checkin, steps in by_checkin.items()
            for of_audience in steps.grouped("audience").values()
        ]
        self.env["hr.mentorship.notice"]._queue(
            [line for checkin, step in firing for line in checkin._get_nudge_lines(step)]
        )
        self._escalate([checkin for checkin, step in firing if step.audience == "managers"])

    def _get_nudge_lines(self, step):
        self.ensure_one()
        if not (kind := step._get_kind()):
            return []
        common = {
            "kind": kind,
            "program_id": self.program_id.id,
            "company_id": self.company_id.id,
            "mentorship_id": self.mentorship_id.id,
            "checkin_id": self.id,
            "params": {"step_id": step.id},
        }
        if step.audience == "managers":
            users = self.program_id.manager_ids
            return [{**common, "user_id": user.id, "partner_id": user.partner_id.id} for user in users]
        return [
            {**common, "member_id": member.id, "partner_id": member._get_person().id}
            for member in self.mentorship_id.member_ids
        ]

    @api.model
    def _escalate(self, checkins):
        """Give the program managers a to-do for each pair, if they have none yet."""
        mentorships = self.env["hr.mentorship"].union(*(checkin.mentorship_id for checkin in checkins))
        known = {(todo.res_id, todo.user_id) for todo in mentorships._find_activities([ESCALATION])}
        today = fields.Date.context_today(self)
        mentorships._schedule_activities(
            ESCALATION,
            [
                (
                    mentorship,
                    mentorship.program_id.manager_ids.filtered(lambda user, m=mentorship: (m.id, user) not in known),
                    today,
                )
                for mentorship in mentorships
            ],
        )

    # -- What a member may do about a check-in that nobody has logged, one click each; from a mail as well.

    @api.depends_context("uid")
    @api.depends("state", "planned_date")
    def _compute_has_choices(self):
        for checkin in self:
            mentorship = checkin.mentorship_id
            checkin.has_choices = checkin.is_overdue and bool(mentorship.my_member_id) and mentorship.state == "active"

    def action_choose_plan(self):
        self.ensure_one()
        return self.action_plan()

    def action_choose_pause(self):
        self.ensure_one()
        return self.mentorship_id.action_pause()

    def action_choose_end(self):
        self.ensure_one()
        return self.mentorship_id.action_end()

    def _open_choice(self, choice):
        """Open the check-in, and over it the dialog that a member has chosen in a mail.

        :param str choice: of ``CHOICES``
        """
        if not self:  # the address without its check-in
            return self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_my_checkin_action")
        self.ensure_one()
        self.check_access("read")
        page = {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
        if self.state != "planned" or not self.mentorship_id.my_member_id:
            return page
        dialog = {
            "log": self.action_log,
            "plan": self.action_choose_plan,
            "pause": self.action_choose_pause,
            "end": self.action_choose_end,
        }[choice]()
        return {
            "type": "ir.actions.client",
            "tag": "hr_mentorship.dialog_over_page",
            "params": {"page": page, "dialog": dialog},
        }
