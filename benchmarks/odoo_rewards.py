"""In an Odoo shell: what paying the points of a cohort costs, and opening a long statement, beside bare SQL.

Takes the mentorships of `odoo_checkins`, lets both members confirm each meeting held, and runs the job that pays for
them as the scheduler does; then writes the very rows that it has written once more, by INSERT and UPDATE and nothing
else, in batches of the same size. Then opens the statement of somebody with 10,000 entries, as the web client does,
beside the SELECT of the rows that it shows. Writes its figures as JSON to BENCH_OUTPUT.
"""

import json
import os
from pathlib import Path
from time import perf_counter

from odoo.fields import Command

from .odoo_checkins import CheckinsMeasurement

ENTRIES, SHOWN, BATCH = 10_000, 40, 1000
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
        mine = wallet.with_user(saver.user_id)
        names = ("day", "reason", "program_name", "kind", "points_words", "points", "balance_after", "debt_after")
        entry = {name: {} for name in names}
        shown = {"balance": {}, "allowance_left": {}, "earn_words": {}}
        shown["latest_entry_ids"] = {"fields": entry, "limit": SHOWN}
        mine.web_read(shown)  # what is loaded once for all
        self._measure("statement", lambda: mine.web_read(shown))
        start = perf_counter()
        env.cr.execute(
            "SELECT id, event_date, create_date, reason, program_id, kind, points, balance_after, debt_after "
            "FROM hr_mentorship_wallet_entry WHERE wallet_id = %s ORDER BY id DESC LIMIT %s",
            [*wallet.ids, SHOWN],
        )
        env.cr.fetchall()
        env.cr.execute("SELECT balance, given_points FROM hr_mentorship_wallet WHERE id = %s", wallet.ids)
        self.figures["steps"]["select"] = {"seconds": perf_counter() - start}
