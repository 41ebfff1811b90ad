"""Makes the sample program: people, matches, agreements, meetings and goals of the last months, as if they had been."""

import base64
import io
import math
from datetime import datetime, time, timedelta
from zlib import crc32

from PIL import Image, ImageDraw

from odoo import Command, fields

from ..common.spoken import choose_language
from .sample_words import list_levels, list_pairs, list_people, list_topics

WEEKS_BEFORE, WEEKS_AFTER = 16, 14
"""How long the program has been running, and how long it still does."""
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_activity_automation_skip": True,
}
"""Nobody hears of what never happened."""
TARGETS = {"participation": 12, "match_rate": 80, "meetings": 70, "goals": 50}


def draw_signature(name):
    """Return a scribble, another one for each name: a PNG, base64."""
    seed = crc32(name.encode())
    image = Image.new("L", (260, 90), 255)
    points = [
        (
            20 + 2.2 * step,
            45 + 22 * math.sin(step * (0.15 + (seed % 7) / 40)) * math.cos(step * (0.05 + (seed >> 3) % 5 / 60)),
        )
        for step in range(100)
    ]
    ImageDraw.Draw(image).line(points, fill=40, width=2)
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return base64.b64encode(stream.getvalue())


class SampleCompany:
    """One sample program in the making.

    :param programs: hr.mentorship.program in sudo, as the user who loads it
    """

    def __init__(self, programs):
        language = choose_language(programs.env, programs.env.user.lang)
        self.company = programs.env.company  # for which the caller has asked whether it may have a sample
        # Replaced: nothing else that a client sends along has a say
        context = {**QUIET, "lang": language, "tz": programs.env.user.tz, "allowed_company_ids": self.company.ids}
        self.env = programs.env(context=context)
        self.today = fields.Date.context_today(programs)
        self.people = list_people(self.env)

    def make(self):
        """Return the program, with everything in it."""
        self.topics = self._make_topics()
        self.department = self.env["hr.department"].create(
            {"name": self._say_sample(self.env._("Mentorship")), "company_id": self.company.id}
        )
        self.employees = self._make_employees()
        self.program = self._make_program()
        self.env.registry.clear_cache()  # who is invented
        self.participants = self._make_participants()
        pairs = [self._make_pair(pair) for pair in list_pairs(self.env)]
        running = self.env["hr.mentorship"].union(*pairs).filtered(lambda pair: pair.state == "active")
        self.env["hr.mentorship.checkin"]._plan_for(running)
        self.program._solve_and_use()
        self.program._ask_managers_for_approval()
        running._refresh_health()
        return self.program

    def _say_sample(self, name):
        return self.env._("%(name)s (sample)", name=name)

    # -- who is in it

    def _make_topics(self):
        names = list_topics(self.env)
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": self._say_sample(self.env._("Topics")),
                "skill_ids": [Command.create({"name": name}) for name in names.values()],
                "skill_level_ids": [
                    Command.create({"name": name, "level_progress": percent, "default_level": not number})
                    for number, (name, percent) in enumerate(list_levels(self.env).items())
                ],
            }
        )
        return dict(zip(names, skill_type.skill_ids.sorted("id"), strict=True))

    def _make_employees(self):
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": self._say_sample(person.name),
                    "job_title": person.job,
                    "company_id": self.company.id,
                    "department_id": self.department.id,
                    "tz": self.env.user.tz or "UTC",
                }
                for person in self.people.values()
            ]
        )
        # In whose language their agreements are written
        employees.work_contact_id.write({"lang": self.env.lang})
        return dict(zip(self.people, employees, strict=True))

    def _make_program(self):
        start = self._get_day(WEEKS_BEFORE)
        return self.env["hr.mentorship.program"].create(
            {
                "name": self._say_sample(self.env._("Learning from Each Other")),
                "goal": self.env._(
                    "Bring people of different teams together, so that knowledge travels. At the end, eight of ten "
                    "pairs have reached the goal that they set themselves."
                ),
                "is_sample": True,
                "state": "open",
                "company_id": self.company.id,
                "manager_ids": [Command.set(self.env.user.ids)],
                "department_ids": [Command.set(self.department.ids)],
                "start_date": start,
                "end_date": self.today + timedelta(weeks=WEEKS_AFTER),
                "enrolment_start_date": start - timedelta(weeks=4),
                "enrolment_end_date": start - timedelta(weeks=1),
                "has_recognition": False,
                "sample_employee_ids": [Command.set([employee.id for employee in self.employees.values()])],
                "sample_department_id": self.department.id,
                "sample_skill_type_id": next(iter(self.topics.values())).skill_type_id.id,
                "target_ids": [
                    Command.create({"measure": measure, "wanted_value": value}) for measure, value in TARGETS.items()
                ],
            }
        )

    def _make_participants(self):
        interests = self.env["hr.mentorship.interest"].search([], order="id", limit=4)
        participants = self.env["hr.mentorship.participant"].create(
            [
                {
                    "program_id": self.program.id,
                    "employee_id": self.employees[key].id,
                    "role": person.role,
                    "state": person.state,
                    "capacity": 2 if person.role == "mentor" else 1,
                    "skill_ids": [Command.set([self.topics[topic].id for topic in person.topics])],
                    "interest_ids": [Command.set(interests[number % 3 : number % 3 + 2].ids)],
                    "motivation": person.motivation,
                }
                for number, (key, person) in enumerate(self.people.items())
            ]
        )
        return dict(zip(self.people, participants, strict=True))

    # -- what they have done

    def _get_day(self, weeks_ago, weekday=1):
        """Return a working day of that week."""
        day = self.today - timedelta(weeks=weeks_ago)
        return day - timedelta(days=day.weekday() - weekday)

    def _get_time(self, day, hour):
        return datetime.combine(day, time(hour))

    def _make_pair(self, pair):
        start = self._get_day(pair.weeks_ago)
        offered = start - timedelta(weeks=1)
        mentorship = self.env["hr.mentorship"].create(
            {
                "program_id": self.program.id,
                "state": "active",
                "offered_on": offered,
                "offer_expires_on": start,
                "start_date": start,
                "score": 70 + 3 * len(pair.meetings),
                "member_ids": [
                    Command.create(
                        {
                            "participant_id": self.participants[key].id,
                            "response": "accepted",
                            "responded_at": self._get_time(offered + timedelta(days=days), 9),
                        }
                    )
                    for days, key in enumerate((pair.mentor, pair.mentee), 1)
                ],
            }
        )
        members = mentorship.member_ids.sorted("id")
        self._make_agreement(mentorship, members, start)
        self._make_meetings(pair, mentorship, members)
        self._make_goals(pair, mentorship)
        if pair.state == "completed":
            mentorship._move_to("completed", closed_on=self._get_day(1))
        return mentorship

    def _make_agreement(self, mentorship, members, day):
        agreement = self.env["hr.mentorship.agreement"].create(
            {
                "mentorship_id": mentorship.id,
                "template_id": self.program.agreement_template_id.id,
                "lang": self.env.lang,
                **mentorship._get_terms(),
            }
        )
        agreement._compose()
        agreement._fix_text()
        self.env["hr.mentorship.signature"].create(
            [
                {
                    "agreement_id": agreement.id,
                    "member_id": member.id,
                    "signed_name": member.employee_id.name,
                    "signed_at": self._get_time(day, hour),
                    "image": draw_signature(member.employee_id.name),
                    "body_hash": agreement.body_hash,
                }
                for hour, member in enumerate(members, 9)
            ]
        )
        # The text on its own page, in place of a PDF that would be sealed and mailed
        page = self.env["ir.attachment"].create(
            {
                "name": agreement.display_name,
                "type": "url",
                "url": f"/report/pdf/hr_mentorship.report_agreement/{agreement.id}",
                "res_model": agreement._name,
                "res_id": agreement.id,
            }
        )
        agreement.write({"copy_attachment_id": page.id})
        agreement._move_to("signed", signed_at=self._get_time(day, 10))

    def _make_meetings(self, pair, mentorship, members):
        mentor, mentee = members
        regular = 0
        for meeting in pair.meetings:
            day = self._get_day(meeting.weeks_ago, 2)
            is_regular, is_held = meeting.kind == "regular", meeting.state == "done"
            regular += is_regular
            values = {
                "mentorship_id": mentorship.id,
                "kind": meeting.kind,
                "occurrence": regular if is_regular else 0,
                "planned_date": day,
                "state": meeting.state,
            }
            if meeting.state != "planned":
                values |= {"logged_by_id": mentee.id, "confirmed_member_ids": [Command.set(members.ids)]}
            if is_held:
                values |= {"held_on": day, "confirmed_on": day, "duration": meeting.duration}
            checkin = self.env["hr.mentorship.checkin"].create(values)
            self._rate(checkin, day, zip((mentor, mentee), meeting.ratings, strict=True))

    def _rate(self, checkin, day, ratings):
        feedback = self.env["hr.mentorship.feedback"].create(
            [
                {"checkin_id": checkin.id, "member_id": member.id, "rating": rating}
                for member, rating in ratings
                if rating
            ]
        )
        if feedback:
            feedback.flush_recordset()
            # When it was given is when it was written: of what lies in the past, a statement of its own
            self.env.cr.execute(
                "UPDATE hr_mentorship_feedback SET create_date = %s, write_date = %s WHERE id = ANY(%s)",
                [self._get_time(day, 17), self._get_time(day, 17), feedback.ids],
            )

    def _make_goals(self, pair, mentorship):
        for goal in pair.goals:
            values = {
                "mentorship_id": mentorship.id,
                "name": goal.name,
                "state": goal.state,
                "reason": goal.reason,
                "measure": goal.measure,
                "measured_by": "value",
                "unit": "%",
                "baseline": 0,
                "target": 100,
                "target_date": self.today + timedelta(weeks=6),
            }
            if goal.progress:
                values["started_on"] = self._get_day(goal.progress[0][0] + 1)
            if goal.state == "reached":
                values |= {"reached_on": self._get_day(goal.progress[-1][0]), "closed_on": values["started_on"]}
                values["closed_on"] = values["target_date"] = values["reached_on"]
            record = self.env["hr.mentorship.goal"].create(values)
            self.env["hr.mentorship.goal.progress"].create(
                [
                    {
                        "goal_id": record.id,
                        "logged_on": self._get_day(weeks_ago, 2),
                        "author_id": self.env.user.id,
                        "has_value": True,
                        "value": percent,
                        "progress": percent,
                    }
                    for weeks_ago, percent in goal.progress
                ]
            )
