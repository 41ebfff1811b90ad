"""Until when an agreement is signed: who is reminded, and what is closed when the time is over."""

from odoo import fields

REMIND_EVERY_DAYS = 4


def chase_signatures(agreements, batch_size):
    """Close agreements that were not signed in time, and remind the members of the others now and then.

    In batches with a commit after each: what a killed run has done does not match the domains any more.

    :param agreements: the model, as the job of the system has it
    :param int batch_size: how many a commit
    """
    today = fields.Date.context_today(agreements)
    # A pause stops the clock: nobody is reminded of anything, and the days to sign begin again afterwards
    waiting = [("state", "in", ("draft", "signing")), ("mentorship_id.state", "!=", "paused")]
    expired = [*waiting, ("sign_until", "<", today)]
    due = fields.Date.add(today, days=-REMIND_EVERY_DAYS)
    to_remind = [
        *waiting,
        ("sign_until", ">=", today),
        ("create_date", "<=", due),
        "|",
        ("reminded_on", "=", False),
        ("reminded_on", "<=", due),
    ]
    for domain, step in ((expired, "_expire"), (to_remind, "_remind")):
        while True:
            batch = agreements.search(domain, limit=batch_size).try_lock_for_update()
            if not batch:
                break
            getattr(batch, step)()
            remaining = agreements.search_count(expired) + agreements.search_count(to_remind)
            if not agreements.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                return
