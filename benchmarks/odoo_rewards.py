"""In an Odoo shell: what paying the points of a cohort costs, and opening a long statement, beside bare SQL.

Takes the mentorships of `odoo_checkins`, lets both members confirm each meeting held, and runs the job that pays for
them as the scheduler does; then writes the very rows that it has written once more, by INSERT and UPDATE and nothing
else, in batches of the same size. Then opens the statement of somebody with 10,000 entries, and the wall and the
catalogue of a company of 10,000, as the web client does, beside the SELECTs of the rows that they show. As a measure of
what the host itself takes for a page, it reads as many partners, with as many columns, the same way. Writes its figures
as JSON to BENCH_OUTPUT.
"""

import json
import os
import threading
from pathlib import Path
from statistics import median
from time import perf_counter

from odoo.fields import Command

from .odoo_add_bench import copy_rows
from .odoo_checkins import CheckinsMeasurement

ENTRIES, SHOWN, BATCH = 10_000, 40, 1000
PEOPLE, REACTIONS, REWARDS, TIMES = 10_000, 30_000, 40, 15
COLUMNS = (
    "wallet_id, points, kind, reason, program_id, event_key, rule_id, event_date, balance_after, debt_after, "
    "create_uid, create_date, write_uid, write_date"
)


def main(env):
    measured = RewardsMeasurement(env, has_time=False)
    measured.add_mentorships()
    measured.confirm_meetings()
    measured.pay()
    measured.open_statement()
    measured.open_host_page()
    measured.open_wall()
    measured.open_leaderboard()
    measured.open_catalogue()
    Path(os.environ["BENCH_OUTPUT"]).write_text(json.dumps(measured.figures, indent=1), encoding="utf-8")


class RewardsMeasurement(CheckinsMeasurement):
    def confirm_meetings(self):
        env = self.env
        self.program.has_recognition = True
        self.program.recognition_since = "2000-01-01"
        rules = env["hr.mentorship.recognition.rule"]
        rules.search([]).active = False
        what = {"name": "Meeting held", "event": "checkin_confirmed", "points": 5}
        self.rule = rules.create({**what, "counts_from": "2000-01-01"})  # the meetings are of the past
        env.cr.execute(
            """
            UPDATE hr_mentorship_checkin SET confirmed_on = planned_date WHERE state = 'done';
            INSERT INTO hr_mentorship_checkin_confirmation_rel (checkin_id, member_id)
                 SELECT checkin.id, member.id
                   FROM hr_mentorship_checkin checkin
                   JOIN hr_mentorship_member member ON member.mentorship_id = checkin.mentorship_id
                  WHERE checkin.state = 'done';
            """
        )
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()

    def pay(self):
        events = self.env["hr.mentorship.recognition.event"]
        self._measure("pay", events._cron_collect)
        if differences := self.env["hr.mentorship.wallet"]._find_differences():
            raise SystemExit(differences[0])
        self.figures["events"] = self.env["hr.mentorship.wallet.entry"].search_count([])
        self._measure("again", events._cron_collect)
        self._write_again()

    def _write_again(self):
        cr = self.env.cr
        cr.execute(f"SELECT {COLUMNS} FROM hr_mentorship_wallet_entry ORDER BY id")
        rows = cr.fetchall()
        cr.execute("TRUNCATE hr_mentorship_wallet_entry CASCADE")
        cr.execute("UPDATE hr_mentorship_wallet SET balance = 0")
        cr.commit()
        cpu, start = self._cpu(), perf_counter()
        for first in range(0, len(rows), BATCH):
            some = rows[first : first + BATCH]
            values = b",".join(cr.mogrify(f"({','.join(['%s'] * len(rows[0]))})", row) for row in some).decode()
            cr.execute(f"INSERT INTO hr_mentorship_wallet_entry ({COLUMNS}) VALUES {values.replace('%', '%%')}")
            cr.execute(
                """
                UPDATE hr_mentorship_wallet wallet SET balance = balance + change.points
                  FROM (SELECT * FROM UNNEST(%s, %s) AS row(wallet_id, points)) change
                 WHERE wallet.id = change.wallet_id
                """,
                [[row[0] for row in some], [row[1] for row in some]],
            )
            cr.commit()
        self.figures["steps"]["rows"] = {"seconds": perf_counter() - start, "cpu": self._cpu() - cpu}

    def open_statement(self):
        env = self.env
        saver = env["hr.employee"].create(
            {
                "name": "Saver",
                "user_id": env["res.users"]
                .create({"name": "Saver", "login": "saver", "group_ids": [Command.link(env.ref("base.group_user").id)]})
                .id,
            }
        )
        rows = [{"employee_id": saver.id, "points": 5, "reason": "Meeting held"} for _number in range(ENTRIES)]
        wallet = env["hr.mentorship.wallet"]._earn(rows).wallet_id
        env.cr.commit()
        env.cr.execute("ANALYZE")
        self.saver = saver.user_id
        mine = wallet.with_user(self.saver)
        names = ("day", "reason", "program_name", "kind", "points_words", "points", "balance_after", "debt_after")
        entry = {name: {} for name in names}
        names = (
            "balance money_words debt debt_words expiring_words allowance_left allowance_words level_name level_words "
            "earn_words has_earlier_entries has_leaderboard"
        )
        shown = {name: {} for name in names.split()}
        shown["latest_entry_ids"] = {"fields": entry, "limit": SHOWN}
        self._compare(
            "statement",
            lambda: mine.web_read(shown),
            (
                """SELECT id, event_date, create_date, reason, program_id, kind, points, balance_after, debt_after
                     FROM hr_mentorship_wallet_entry WHERE wallet_id = %(wallet)s ORDER BY id DESC LIMIT %(shown)s""",
                """SELECT balance, debt, given_month, given_points, expires_on
                     FROM hr_mentorship_wallet WHERE id = %(wallet)s""",
                "SELECT name FROM hr_mentorship_recognition_rule WHERE active",
            ),
            wallet=wallet.id,
            shown=SHOWN,
        )

    def open_host_page(self):
        """A list of the host's own: forty partners with eight columns, two of them of another table."""
        partners = self.env["res.partner"].with_user(self.saver)
        names = ("name", "email", "phone", "street", "city", "zip", "parent_id", "country_id")
        page = {name: {"fields": {"display_name": {}}} if name.endswith("_id") else {} for name in names}
        self._compare(
            "host",
            lambda: partners.web_search_read([], page, limit=SHOWN),
            (
                """SELECT id, name, email, phone, street, city, zip, parent_id, country_id
                     FROM res_partner WHERE active ORDER BY complete_name, id LIMIT %(shown)s""",
            ),
            shown=SHOWN,
        )

    def open_wall(self):
        """Ten thousand posts and three times as many reactions on the wall of a program of ten thousand people."""
        env, cr = self.env, self.env.cr
        program = self.program
        program.has_wall = True
        mentorships = env["hr.mentorship"].search([("program_id", "=", program.id)])
        first = (
            env["hr.mentorship.post"]
            .sudo()
            ._propose([{"mentorship_id": mentorships[0].id, "kind": "ten_meetings", "source_key": "bench"}])
        )
        first._move_to("shown", shown_at="2027-01-01 08:00:00")
        env.flush_all()
        of = [mentorships[number % len(mentorships)] for number in range(PEOPLE)]
        seconds = range(PEOPLE)
        posts = copy_rows(
            cr,
            first._table,
            first.id,
            mentorship_id=[pair.id for pair in of],
            asked=[json.dumps(pair.member_ids.ids) for pair in of],
            source_key=[f"bench/{number}" for number in range(PEOPLE)],
            shown_at=[f"2027-01-01 {each // 3600:02}:{each // 60 % 60:02}:{each % 60:02}" for each in seconds],
        ).tolist()
        users = mentorships.member_ids.user_id.ids
        cr.execute(
            """
            INSERT INTO hr_mentorship_reaction (post_id, user_id, kind)
            SELECT post, reader, 'heart' FROM UNNEST(%s, %s) AS row(post, reader) ON CONFLICT DO NOTHING
            """,
            [
                [posts[number % PEOPLE] for number in range(REACTIONS)],
                [users[number * 7 % len(users)] for number in range(REACTIONS)],
            ],
        )
        self._settle()
        reader = mentorships[0].member_ids.user_id[:1]
        reader.group_ids = [Command.link(env.ref("base.group_user").id)]
        wall = env["hr.mentorship.post"].with_user(reader)
        names = "state kind body people_keys my_reaction can_agree can_take_back standing audience headline "
        names += "heart_count applause_count star_count program_name shown_at"
        page = {name: {} for name in names.split()}
        self._compare(
            "wall",
            lambda: wall.web_search_read([("state", "!=", "withdrawn")], page, limit=SHOWN),
            (
                "SELECT program_id FROM hr_mentorship_participant WHERE user_id = %(user)s AND state = 'approved'",
                """SELECT id, mentorship_id, program_id, kind, state, body, shown_at, asked, member_id
                     FROM hr_mentorship_post WHERE program_id = %(program)s AND state = 'shown'
                 ORDER BY shown_at DESC, id DESC LIMIT %(shown)s""",
                "SELECT COUNT(*) FROM hr_mentorship_post WHERE program_id = %(program)s AND state != 'withdrawn'",
                """SELECT member.id, employee.name FROM hr_mentorship_member member
                     JOIN hr_employee employee ON employee.id = member.employee_id
                    WHERE member.mentorship_id = ANY(%(pairs)s)""",
                """SELECT post_id, kind, COUNT(*), BOOL_OR(user_id = %(user)s)
                     FROM hr_mentorship_reaction WHERE post_id = ANY(%(posts)s) GROUP BY 1, 2""",
            ),
            program=program.id,
            user=wall.env.uid,
            shown=SHOWN,
            pairs=[pair.id for pair in of[-SHOWN:]],
            posts=posts[-SHOWN:],
        )

    def open_leaderboard(self):
        """The ten first of all who take part, every one of whom wants to be named."""
        env, cr, program = self.env, self.env.cr, self.program
        program.has_leaderboard = True
        env.flush_all()
        cr.execute("UPDATE hr_mentorship_participant SET on_leaderboard = TRUE WHERE program_id = %s", [program.id])
        self._settle()
        reader = env["hr.mentorship"].search([("program_id", "=", program.id)], limit=1).member_ids.user_id[:1]
        boards = env["hr.mentorship.leaderboard"].with_user(reader)
        self.figures["named"] = self._count_named()
        self._compare(
            "leaderboard",
            boards.get_page,
            (
                """SELECT wallet.employee_id, SUM(entry.points)
                     FROM hr_mentorship_wallet_entry entry
                     JOIN hr_mentorship_wallet wallet ON wallet.id = entry.wallet_id
                    WHERE entry.program_id = %(program)s AND entry.kind = 'earn'
                 GROUP BY wallet.employee_id ORDER BY 2 DESC LIMIT 10""",
            ),
            program=program.id,
        )

    def _count_named(self):
        participants = self.env["hr.mentorship.participant"]
        return participants.search_count([("program_id", "=", self.program.id), ("state", "=", "approved")])

    def open_catalogue(self):
        """Forty rewards, as somebody reads them who has points and has redeemed one."""
        env = self.env
        rewards = env["hr.mentorship.reward"].create(
            [
                {"name": f"Reward {number}", "price": 50 + number, "limit_count": 2, "is_published": True}
                for number in range(REWARDS)
            ]
        )
        rewards[0]._redeem(self.saver.employee_id, {})
        self._settle()
        shelf = env["hr.mentorship.reward"].with_user(self.saver)
        names = "can_redeem points_to_go my_balance write_date image_128 name good_for price left_text my_part"
        page = {name: {} for name in names.split()}
        self._compare(
            "catalogue",
            lambda: shelf.with_context(bin_size=True).web_search_read([("is_for_me", "=", True)], page, limit=SHOWN),
            (
                """SELECT * FROM hr_mentorship_reward
                    WHERE active AND is_published ORDER BY sequence, price, id LIMIT %(shown)s""",
                "SELECT COUNT(*) FROM hr_mentorship_reward WHERE active AND is_published",
                "SELECT balance, debt FROM hr_mentorship_wallet WHERE employee_id = %(employee)s",
                "SELECT reward_id, COUNT(*) FROM hr_mentorship_redemption WHERE employee_id = %(employee)s GROUP BY 1",
            ),
            employee=self.saver.employee_id.id,
            shown=SHOWN,
        )

    def _settle(self):
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()
        self.env.invalidate_all()

    def _compare(self, name, read, selects, **values):
        """The middle of several times of a page, with its statements and what they take, and of the bare SELECTs."""
        cr, thread = self.env.cr, threading.current_thread()
        thread.query_count, thread.query_time = 0, 0.0  # the host adds to them where they are
        read()  # what is loaded once for all
        pages, inside, bare = [], [], []
        for _time in range(TIMES):
            self.env.invalidate_all()
            queries, sql, start = cr.sql_log_count, thread.query_time, perf_counter()
            read()
            pages.append(perf_counter() - start)
            inside.append(thread.query_time - sql)
            count = cr.sql_log_count - queries
            start = perf_counter()
            for select in selects:
                cr.execute(select, values)
                cr.fetchall()
            bare.append(perf_counter() - start)
        self.figures["steps"][name] = {
            "seconds": median(pages),
            "sql": median(inside),
            "queries": count,
            "bare": median(bare),
        }
