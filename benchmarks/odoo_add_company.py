"""In an Odoo shell: adds a company in the middle of its mentorships, for :mod:`.odoo_scale`.

Of the people of `odoo_add_bench` every second mentee has a mentorship with a plan, meetings held, ratings, summaries
and a goal; all others wait, so that the matching page has people too. Rows are copied by PostgreSQL, as there.
"""

import os

import numpy as np

from odoo.tools import split_every

from .odoo_add_bench import BenchPeople, copy_rows
from .odoo_checkins import CheckinsMeasurement

ROWS_AT_ONCE = 100_000


def main(env):
    mentees = max(4, int(os.environ["EMPLOYEES"]) * 3 // 4)
    BenchPeople(env, mentees, int(os.environ["SEED"])).add()
    env.cr.commit()
    BenchCompany(env).add()


class BenchCompany(CheckinsMeasurement):
    def __init__(self, env):
        super().__init__(env, has_time=False)

    def add(self):
        self.add_mentorships()
        cr = self.env.cr
        cr.execute(
            """
            UPDATE hr_mentorship_participant participant
               SET seats_left = participant.capacity - taken.count, seats_taken = taken.count
              FROM (SELECT participant_id, count(*) FROM hr_mentorship_member
                     WHERE is_live GROUP BY participant_id) taken
             WHERE taken.participant_id = participant.id
            """
        )
        cr.execute("UPDATE hr_mentorship SET offered_on = start_date")
        # Everybody may log in, as an employee of the company
        cr.execute(
            "INSERT INTO res_company_users_rel (cid, user_id)"
            " SELECT company_id, id FROM res_users ON CONFLICT DO NOTHING"
        )
        cr.execute(
            "INSERT INTO res_groups_users_rel (gid, uid)"
            " SELECT %s, id FROM res_users WHERE login ~ '^ment(or|ee) [0-9]+$' ON CONFLICT DO NOTHING",
            [self.env.ref("base.group_user").id],
        )
        self._add_words()
        self._add_goals()
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()

    def _get_mentees(self, seats):
        return super()._get_mentees(seats)[::2]

    def _add_words(self):
        """A summary, and what both thought of it, for each meeting held."""
        env, cr = self.env, self.env.cr
        cr.execute(
            """
            SELECT checkin.id, member.id, member.user_id, checkin.mentorship_id, member.role = 'mentor'
              FROM hr_mentorship_checkin checkin
              JOIN hr_mentorship_member member ON member.mentorship_id = checkin.mentorship_id
             WHERE checkin.state = 'done'
            """
        )
        rows = cr.fetchall()
        checkin, member = rows[0][:2]
        feedback = env["hr.mentorship.feedback"].create({"checkin_id": checkin, "member_id": member, "rating": 4})
        note = env["hr.mentorship.note"].create(
            {
                "mentorship_id": rows[0][3],
                "checkin_id": checkin,
                "author_id": rows[0][2],
                "kind": "summary",
                "body": "What we have talked about, in three sentences or so. " * 3,
            }
        )
        env.flush_all()
        ratings = np.random.default_rng(1).integers(1, 6, len(rows)).tolist()
        for some in split_every(ROWS_AT_ONCE, zip(rows[1:], ratings[1:], strict=True), list):
            each, given = zip(*some, strict=True)
            checkins, members, users, _mentorships, _is_mentor = zip(*each, strict=True)
            copy_rows(
                *(cr, "hr_mentorship_feedback", feedback.id),
                checkin_id=list(checkins),
                member_id=list(members),
                author_id=list(users),
                rating=list(given),
            )
        summaries = [row for row in rows[1:] if row[4] and row[0] != checkin]
        for some in split_every(ROWS_AT_ONCE, summaries, list):
            checkins, _members, users, mentorships, _is_mentor = zip(*some, strict=True)
            copy_rows(
                *(cr, "hr_mentorship_note", note.id),
                checkin_id=list(checkins),
                author_id=list(users),
                mentorship_id=list(mentorships),
            )
        cr.execute(
            """
            INSERT INTO hr_mentorship_note_reader_rel (note_id, employee_id)
            SELECT note.id, member.employee_id
              FROM hr_mentorship_note note
              JOIN hr_mentorship_member member ON member.mentorship_id = note.mentorship_id
                ON CONFLICT DO NOTHING
            """
        )

    def _add_goals(self):
        """A goal of each mentee, with two milestones and two entries in its history."""
        env, cr = self.env, self.env.cr
        cr.execute(
            "SELECT mentorship_id, id, employee_id, user_id FROM hr_mentorship_member WHERE role = 'mentee' AND is_live"
        )
        rows = cr.fetchall()
        mentorship, member = rows[0][:2]
        goal = env["hr.mentorship.goal"].create(
            {"name": "Speak in front of fifty people", "mentorship_id": mentorship, "member_id": member}
        )
        goal._move_to("active", started_on=self.today)
        parts = [
            env["hr.mentorship.milestone"].sudo().create({"goal_id": goal.id, "name": "Ten people first"}),
            env["hr.mentorship.goal.progress"]
            .sudo()
            .create({"goal_id": goal.id, "logged_on": self.today, "author_id": env.uid, "progress": 20}),
        ]
        env.flush_all()
        mentorships, members, employees, users = zip(*rows[1:], strict=True)
        goals = copy_rows(
            *(cr, "hr_mentorship_goal", goal.id),
            mentorship_id=list(mentorships),
            member_id=list(members),
            employee_id=list(employees),
            user_id=list(users),
        )
        for part in parts:
            for _time in range(2):
                copy_rows(cr, part._table, part.id, goal_id=goals)
