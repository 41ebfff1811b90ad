from contextlib import contextmanager
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from .hr_mentorship_notice import NoticeText

CHANGED = "hr_mentorship.mail_activity_type_work_changed"

OWN_FIELDS = ("parent_id", "company_id", "user_id")
VERSION_FIELDS = ("department_id", "job_id")


class HrEmployee(models.Model):
    """What happens to the mentorships of somebody who gets another manager, company, department, job or user."""

    _inherit = "hr.employee"

    def write(self, vals):
        with self._follow_moves([name for name in OWN_FIELDS if name in vals]):
            return super().write(vals)

    @contextmanager
    def _follow_moves(self, names):
        """Tell and follow what becomes of these people in these fields while the block runs."""
        # sudo: whoever writes employees need not see any mentorship
        members_sudo = self.sudo()._find_live_members(with_reports="parent_id" in names) if names else None
        if not members_sudo:
            yield
            return
        former = {
            employee: {name: employee[name] for name in names} for employee in members_sudo.employee_id & self.sudo()
        }
        pairs_sudo = members_sudo.mentorship_id if "parent_id" in names else members_sudo.mentorship_id.browse()
        in_line = pairs_sudo._find_in_line()
        yield
        moved = {
            employee: {name: value for name, value in values.items() if employee[name] != value}
            for employee, values in former.items()
        }
        members_sudo._follow_move(moved, pairs_sudo._find_in_line() - in_line)

    def _find_live_members(self, with_reports=False):
        """Return the published seats of these people (sudo).

        :param with_reports: and of everybody whom they lead, for whom another manager above is a new one as well
        """
        people = self
        if with_reports:
            people = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        return self.env["hr.mentorship.member"].search(
            [
                ("employee_id", "in", people.ids),
                ("mentorship_id.state", "in", self.env["hr.mentorship"]._get_published_live_states()),
            ]
        )


class HrVersion(models.Model):
    """Department and job stand in the version of an employee that is in force."""

    _inherit = "hr.version"

    def write(self, vals):
        current = self.filtered(lambda version: version == version.employee_id.current_version_id)
        with current.employee_id._follow_moves([name for name in VERSION_FIELDS if name in vals]):
            return super().write(vals)


class ResourceResource(models.Model):
    """Other working hours: meetings on days that are no working days any more move."""

    _inherit = "resource.resource"

    def write(self, vals):
        result = super().write(vals)
        if {"calendar_id", "tz"} & vals.keys() and self.employee_id:
            # sudo: whoever writes working hours need not see any mentorship
            mentorships_sudo = (
                self.env["hr.mentorship"]
                .sudo()
                .search([("state", "=", "active"), ("member_ids.employee_id", "in", self.employee_id.ids)])
            )
            self.env["hr.mentorship.checkin"]._move_to_working_days(mentorships_sudo)
        return result


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    @api.model
    def _move_to_working_days(self, mentorships):
        """Move what is planned for days on which somebody does not work any more."""
        today = fields.Date.context_today(self)
        planned = self.sudo().search(  # sudo: see _plan_for
            [("mentorship_id", "in", mentorships.ids), ("state", "=", "planned"), ("planned_date", ">", today)]
        )
        self._move_off_days_off(planned)


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _follow_move(self, moved, in_line):
        """Tell pairs and program managers what has changed at work for these members (sudo).

        :param dict moved: by employee: the former values of what is another now
        :param in_line: mentorships of which one member leads the other since now
        """
        changed = {
            name: self.filtered(lambda member, n=name: n in moved.get(member.employee_id, ()))
            for name in (*OWN_FIELDS, *VERSION_FIELDS)
        }
        for member in changed["user_id"]:
            member._hand_over(moved[member.employee_id]["user_id"])
        in_line.member_ids._notify("line_of_command")
        elsewhere = changed["company_id"]
        work = (changed["department_id"] | changed["job_id"]) - elsewhere
        for kind, members in (("company_changed", elsewhere), ("work_changed", work)):
            for member in members:
                member.mentorship_id.member_ids._notify(kind, who=member.employee_id)
        not_eligible = work.filtered(lambda member: not member.program_id._is_eligible(member.employee_id))
        (in_line | elsewhere.mentorship_id | not_eligible.mentorship_id)._ask_whether_it_fits()

    def _hand_over(self, former):
        """Give to-dos and events of the former user of a member to the one of now; without one they go by link."""
        self.ensure_one()
        mentorship, user = self.mentorship_id, self.employee_id.user_id
        records = {mentorship._name: mentorship, "hr.mentorship.checkin": mentorship.checkin_ids}
        for model, found in records.items():
            todos = (
                self.env["mail.activity"]
                .search([("res_model", "=", model), ("res_id", "in", found.ids), ("user_id", "=", former.id)])
                .with_context(mail_activity_quick_update=True)
            )
            if user:
                todos.write({"user_id": user.id})
            else:
                todos.unlink()
        partner = self._get_calendar_partners()[self]
        events = mentorship.checkin_ids.filtered(lambda checkin: checkin.state == "planned").event_id
        if former.partner_id != partner:
            silent = {"mentorship_moves_event": True, "skip_attendee_notification": True, "dont_notify": True}
            for event in events.with_context(**silent):
                commands = [Command.unlink(former.partner_id.id)]
                event.partner_ids = [*commands, Command.link(partner.id)] if partner else commands

    def _check_line_of_command(self):
        """Refuse pairs of whom one is above the other."""
        managers = self.mentorship_id.member_ids.employee_id._get_lines_of_command()
        for mentorship in self.mentorship_id:
            employees = mentorship.member_ids.employee_id
            for employee in employees:
                superior = employees.filtered(lambda other, e=employee: other.id in managers[e.id])[:1]
                if superior:
                    raise ValidationError(
                        self.env._(
                            "%(manager)s is in the line of command above %(employee)s. Mentoring works outside of it: "
                            "choose somebody else.",
                            manager=superior.name,
                            employee=employee.name,
                        )
                    )

    def _answer(self, response):
        if response == "accepted":
            # sudo: who leads whom since the match was published; nobody learns more than everybody sees
            self.sudo()._check_line_of_command()
        return super()._answer(response)


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def _find_in_line(self):
        """Return those (sudo) of whose members one is above the other by now."""
        managers = self.member_ids.employee_id._get_lines_of_command()
        return self.filtered(
            lambda mentorship: any(
                other.id in managers[employee.id]
                for employee in mentorship.member_ids.employee_id
                for other in mentorship.member_ids.employee_id
            )
        )

    def _ask_whether_it_fits(self):
        """Give the program managers one to-do each for a pair whose work has changed."""
        asked = {(todo.res_id, todo.user_id) for todo in self._find_activities([CHANGED])}
        due = fields.Date.context_today(self) + timedelta(days=2)
        self._schedule_activities(
            CHANGED,
            [
                (mentorship, manager, due)
                for mentorship in self
                for manager in mentorship.program_id.manager_ids
                if (mentorship.id, manager) not in asked
            ],
        )

    def _after_close(self):
        self._drop_activities(CHANGED)
        return super()._after_close()


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(
        selection_add=[
            ("line_of_command", "Partner in the line of command"),
            ("company_changed", "Member in another company"),
            ("work_changed", "Member in another department or job"),
        ],
        ondelete={"line_of_command": "cascade", "company_changed": "cascade", "work_changed": "cascade"},
    )

    @api.model
    def _get_notice_texts(self):
        common = {
            "button": self.env._("Open the mentorship"),
            "rank": 45,
            "mentorship_states": tuple(self.env["hr.mentorship"]._get_published_live_states()),
        }
        return {
            **super()._get_notice_texts(),
            "line_of_command": NoticeText(
                text=self.env._(
                    "One of you leads the other since a change at work, and mentoring works outside of the line of "
                    "command. Your program managers know and talk to you; you can end your mentorship with "
                    "%(partner)s at any time, without a reason."
                ),
                subject=self.env._("Your mentorship and a change at work"),
                is_essential=True,
                **common,
            ),
            "company_changed": NoticeText(
                text=self.env._(
                    "%(who)s works for another company now. Your mentorship in %(program)s goes on as you have agreed. "
                    "If it does not fit any more, change your agreement, or end it without a reason."
                ),
                subject=self.env._("Your mentorship and a change at work"),
                **common,
            ),
            "work_changed": NoticeText(
                text=self.env._(
                    "%(who)s works in another place or job now. Your mentorship in %(program)s goes on as you have "
                    "agreed. If it does not fit any more, change your agreement, or end it without a reason."
                ),
                subject=self.env._("Your mentorship and a change at work"),
                **common,
            ),
        }
