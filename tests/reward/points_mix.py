"""Sixteen people do at random what moves points, in real transactions, while sessions are killed in the middle."""

import os
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

from ..concurrency import TIMEOUT, ConcurrencyCase

SESSIONS = 16
SAVERS = 12
BUDGET = 3000
KILLED_BEFORE_COMMIT = 0.05
KILL_EVERY = 0.2
"""Seconds after which one of the sessions is killed, wherever it is."""
WEIGHTS = {
    "earn": 6,
    "earn_in_program": 5,
    "reverse": 2,
    "give": 2,
    "expire": 1,
    "redeem": 10,
    "approve": 3,
    "refuse": 2,
    "cancel": 2,
    "fulfil": 2,
    "show_code": 3,
    "import_codes": 1,
    "restock": 1,
}


def get_operations():
    """Return the number of operations and the seed of a run: some in the suite, as many as ``bin/fuzz points`` says."""
    return int(os.environ.get("POINTS_OPERATIONS", "500")), int(os.environ.get("POINTS_SEED", "20261129"))


def report_points(seed, counts, kills):
    """Write the figures of a run where ``bin/fuzz`` reads them."""
    if path := os.environ.get("POINTS_REPORT"):
        lines = [f"{count:>8} {kind}: {outcome}" for (kind, outcome), count in sorted(counts.items())]
        number = sum(counts.values())
        head = f"{number} operations by {SESSIONS} sessions with seed {seed}, {kills} killed: the doctor is content"
        Path(path).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


class PointsMixCase(ConcurrencyCase):
    """Helpers; what a session is told has happened is written down, and looked for afterwards."""

    def prepare(self):
        def arrange(company):
            env = company.env
            company.ada.company_id.mentorship_points_months = 12
            people = self.new_people(company, *(f"saver{index}" for index in range(SAVERS)))
            self.people = [(person.id, person.user_id.id) for person in people]
            program = company.add_program("Points", company.pia)
            program.write({"recognition_points": BUDGET, "recognition_is_fixed": True, "has_recognition": True})
            self.program_id = program.id
            rewards = [
                {"name": "Book", "price": 20, "has_stock": True, "stock": 30},
                {"name": "Talk", "price": 35, "approval": "person", "approver_id": company.ada.user_id.id},
                {"name": "Seat", "price": 30, "has_stock": True, "stock": 20, "approval": "person"},
                {"name": "Lunch", "price": 5, "limit_count": 8},
                {"name": "Voucher", "price": 15, "kind": "code"},
                {"name": "Card", "price": 10, "kind": "code", "approval": "person"},
            ]
            for reward in rewards:
                reward.update(owner_id=company.ada.user_id.id, approver_id=company.ada.user_id.id, is_published=True)
            self.reward_ids = env["hr.mentorship.reward"].create(rewards).ids
            self.stock = {self.reward_ids[0]: 30, self.reward_ids[2]: 20}
            self.imported = 0
            codes = env["hr.mentorship.reward.code"]
            for index in (4, 5):
                codes._import(env["hr.mentorship.reward"].browse(self.reward_ids[index]), self.make_codes(25))

        self.arrange(arrange)
        self.addCleanup(self.arrange, lambda company: company.ada.company_id.write({"mentorship_points_months": 0}))

    def make_codes(self, number):
        codes = [f"MIX-{self.program_id}-{self.imported + index}" for index in range(number)]
        self.imported += number
        return "\n".join(codes).encode()

    # -- operations: each takes an environment of the one who acts, and returns what it has done

    def earn(self, env, dice, tag):
        row = {"employee_id": dice.choice(self.people)[0], "points": dice.randint(1, 40), "reason": tag}
        if dice.random() < 0.5:  # of few events, so that one is paid by many at once
            row["event_key"] = f"talk:{dice.randint(1, 60)}"
        entries = env["hr.mentorship.wallet"]._earn([row])
        if dice.random() < 0.5:  # long ago, so that they may expire
            long_ago = "UPDATE hr_mentorship_wallet_entry SET create_date = '2020-02-02' WHERE id = ANY(%s)"
            env.cr.execute(long_ago, [entries.ids])
        return entries.ids

    def expire(self, env, dice, _tag):
        """Announced for a day that has come, for another one each time."""
        ids = env["hr.mentorship.wallet"].sudo().search([("employee_id", "in", self.employee_ids)], order="id").ids
        chosen, today = dice.sample(ids, min(len(ids), 4)), fields.Date.today()
        env.cr.execute(
            "UPDATE hr_mentorship_wallet SET expires_on = %s, expiring_points = %s WHERE id = ANY(%s)",
            [today - timedelta(days=dice.randint(0, 300)), dice.randint(1, 40), sorted(chosen)],
        )
        return env["hr.mentorship.wallet.expiry"]._expire(chosen, today).ids

    def earn_in_program(self, env, dice, tag):
        people = dice.sample(self.people, dice.randint(1, 3))
        rows = [
            {"employee_id": person, "points": dice.randint(1, 40), "reason": tag, "program_id": self.program_id}
            for person, _user in people
        ]
        return env["hr.mentorship.wallet"]._earn(rows).ids

    def reverse(self, env, dice, tag):
        entries = env["hr.mentorship.wallet.entry"].sudo()
        found = entries.search([("kind", "in", ("earn", "gift")), ("wallet_id.employee_id", "in", self.employee_ids)])
        chosen = entries.browse(dice.sample(found.ids, min(len(found), 2)))
        return env["hr.mentorship.wallet"]._reverse(chosen, tag).ids

    def give(self, env, dice, tag):
        giver, receiver = (env["hr.employee"].browse(person) for person, _user in dice.sample(self.people, 2))
        wallets = env["hr.mentorship.wallet"]
        return wallets._give(giver, receiver, dice.randint(1, 30), {receiver.id: tag}, f"gift:{tag}").ids

    def redeem(self, env, dice, _tag):
        dialog = env["hr.mentorship.redeem"].create({"reward_id": dice.choice(self.reward_ids)})
        dialog.action_redeem()
        return dialog.sudo().redemption_id.ids

    def choose(self, env, dice, *domain):
        mine = [("reward_id", "in", self.reward_ids), *domain]
        found = env["hr.mentorship.redemption"].search(mine, limit=40)
        return dice.choice(found) if found else found

    def approve(self, env, dice, _tag):
        redemption = self.choose(env, dice, ("state", "=", "requested"))
        redemption.action_approve()
        return redemption.ids

    def refuse(self, env, dice, _tag):
        redemption = self.choose(env, dice, ("state", "in", ("requested", "approved")))
        redemption._check_may_refuse()
        redemption._refuse("Not today")
        return redemption.ids

    def cancel(self, env, dice, _tag):
        redemption = self.choose(env, dice, ("state", "=", "requested"), ("user_id", "=", env.uid))
        redemption.action_cancel()
        return redemption.ids

    def fulfil(self, env, dice, _tag):
        redemption = self.choose(env, dice, ("state", "=", "approved"))
        redemption.action_fulfil()
        return redemption.ids

    def show_code(self, env, dice, _tag):
        mine = self.choose(env, dice, ("user_id", "=", env.uid), ("kind", "=", "code"), ("state", "=", "fulfilled"))
        if not mine:
            return []
        mine.action_show_code()
        return [(mine.id, env["hr.mentorship.show.code"].create({"redemption_id": mine.id}).code)]

    def import_codes(self, env, dice, _tag):
        reward = env["hr.mentorship.reward"].browse(self.reward_ids[dice.choice((4, 5))])
        with self.lock:
            content = self.make_codes(3)
        env["hr.mentorship.reward.code"]._import(reward, content)
        return []

    def restock(self, env, dice, _tag):
        reward = env["hr.mentorship.reward"].browse(dice.choice(list(self.stock)))
        reward._put_back(2)
        return [reward.id]

    OF_SAVERS = ("redeem", "cancel", "show_code")

    # -- running them

    def run_mix(self, number, seed):
        """Let the sessions do ``number`` operations; return how often each came out how."""
        self.prepare()
        self.employee_ids = [employee_id for employee_id, _user_id in self.people]
        self.lock, self.busy, self.over = Lock(), {}, Event()
        self.counts, self.done, self.undone, self.odd, self.kills = Counter(), [], [], [], 0
        sessions = [
            Thread(target=self.run_session, args=(seed, session, number), daemon=True) for session in range(SESSIONS)
        ]
        killer = Thread(target=self.kill, args=(random.Random(seed),), daemon=True)
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in (*sessions, killer):
                thread.start()
            for thread in sessions:
                thread.join(TIMEOUT + number)
            self.over.set()
            killer.join(TIMEOUT)
        self.assertFalse([thread for thread in sessions if thread.is_alive()], "a session hangs")
        return self.counts

    def run_session(self, seed, session, number):
        for position in range(session, number, SESSIONS):
            self.run_operation(session, random.Random(f"{seed}/{position}"), f"op {position}")

    def run_operation(self, session, dice, tag):
        kind = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        uid = dice.choice(self.people)[1] if kind in self.OF_SAVERS else self.user_ids["ada"]
        is_killed = dice.random() < KILLED_BEFORE_COMMIT
        state = dice.getstate()
        outcome, found = "done", []
        try:
            with self.registry.cursor() as cr:
                env = Environment(cr, uid, {})

                def attempt():
                    dice.setstate(state)  # the same again when the call is run again
                    cr.execute("SELECT pg_backend_pid()")
                    self.busy[session] = cr.fetchone()[0]
                    result = getattr(self, kind)(env, dice, tag)
                    env.flush_all()
                    if is_killed:
                        cr.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    return result

                found = retrying(attempt, env)
        except UserError:
            outcome = "refused in words"
        except Exception as error:
            outcome = self.name_fault(error)
        finally:
            self.busy.pop(session, None)
        with self.lock:
            self.counts[kind, outcome] += 1
            if outcome == "done":
                self.done.append((kind, found))
            elif is_killed:
                self.undone.append(tag)

    def name_fault(self, error):
        """Tell a session that was killed, or came to its turn too late five times, from a fault."""
        code, words = getattr(error, "pgcode", None), str(error)
        if code in ("40001", "40P01"):
            return "told to try again"
        if code == "57P01" or "connection" in words or "cursor" in words:
            return "killed"
        self.odd.append(f"{type(error).__name__}: {words}")
        return "fault"

    def kill(self, dice):
        """Through one connection from first to last: one of the pool may have been a session's a moment ago."""
        with self.registry.cursor() as cr:
            while not self.over.wait(KILL_EVERY):
                pids = list(self.busy.values())
                if pids:
                    cr.execute("SELECT pg_terminate_backend(%s)", [dice.choice(pids)])
                    self.kills += 1
