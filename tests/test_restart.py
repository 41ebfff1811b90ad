from odoo import fields
from odoo.tests import tagged

from .killed import KilledServerCase

PAIRS, BATCH = 3, 2

# Runs the daily jobs as Odoo's scheduler does, in small batches, for the people of this test alone. At the given point
# it stops, with its work written but not committed, and waits to be killed. No mail leaves: they stay in the queue.
SERVER = """
import signal
from odoo.fields import Domain
program_id, stop, batch_size = {program_id}, {stop!r}, {batch}
batches = dict.fromkeys(("plan", "tell", "ask"), 0)

def patched(model, name):
    original = getattr(type(model), name)
    def decorate(function):
        setattr(type(model), name, lambda self, *args, **kwargs: function(original, self, *args, **kwargs))
    return decorate

def after_batch(model, job):
    batches[job] += 1
    model.env.flush_all()
    if stop == (job, batches[job]):
        print("STOPPED", flush=True)
        signal.pause()

@patched(env["hr.mentorship"], "_get_due_domain")
def _(original, self):
    return [*original(self), ("program_id", "=", program_id)]

@patched(env["hr.mentorship.planner"], "_find_on_leave")
def _(original, self, mentorships=None):
    return original(self, mentorships).filtered(lambda checkin: checkin.program_id.id == program_id)

@patched(env["hr.mentorship.checkin"], "_cron_plan")
def _(original, self):
    return original(self, batch_size=batch_size)

@patched(env["hr.mentorship.checkin"], "_plan_each")
def _(original, self, mentorships):
    result = original(self, mentorships)
    after_batch(self, "plan")
    return result

@patched(env["hr.mentorship.digest"], "_cron_send")
def _(original, self):
    return original(self, batch_size=batch_size)

@patched(env["hr.mentorship.digest"], "_get_due_programs")
def _(original, self):
    return [(day, programs.browse(program_id)) for day, programs in original(self) if program_id in programs.ids]

@patched(env["hr.mentorship.digest"], "_get_partners_with_day_off")
def _(original, self, partners, day):
    return self.env["res.partner"]

@patched(env["hr.mentorship.digest"], "_drop_stale")
def _(original, self):
    pass

@patched(env["hr.mentorship.digest"], "_send_to")
def _(original, self, partner_ids, day):
    result = original(self, partner_ids, day)
    after_batch(self, "tell")
    return result

@patched(env["hr.mentorship.invitation"], "_get_due_domain")
def _(original, self):
    return original(self) & Domain("program_id", "=", program_id)

@patched(env["hr.mentorship.invitation"], "_cron_send")
def _(original, self):
    return original(self, batch_size=batch_size)

@patched(env["hr.mentorship.invitation"], "_expire")
def _(original, self):
    pass

@patched(env["hr.mentorship.invitation"], "_write_to_them")
def _(original, self):
    result = original(self)
    after_batch(self, "ask")
    return result

@patched(env["mail.mail"], "send")
def _(original, self, *args, **kwargs):
    return True

for name in ("ir_cron_plan_checkins", "ir_cron_send_digests", "ir_cron_send_invitations") * {times}:
    outcome = env.ref("hr_mentorship." + name).method_direct_trigger()
    env.cr.commit()
    assert outcome is True, outcome
print("FINISHED", flush=True)
"""


@tagged("post_install", "-at_install")
class TestServerIsKilled(KilledServerCase):
    """The server is killed at its daily work, for real, and started again: nothing is doubled, nothing missing."""

    CRONS = ("ir_cron_plan_checkins", "ir_cron_send_digests", "ir_cron_send_invitations")

    def add_active_pairs(self):
        """Pairs of which all has to be planned yet, at an hour that is worth a line to both."""

        def prepare(company):
            today = fields.Date.today()
            program = company.add_program(
                "Killed",
                company.pia,
                rhythm="weekly",
                has_meeting_time=True,
                meeting_time=22,
                meeting_tz="UTC",
                digest_hour=0,
            )
            people = []
            for _pair in range(PAIRS):
                mentor, mentee = self.new_people(company, "mentor", "mentee")
                pair = company.add_mentorship("proposed", program=program, mentor=mentor, mentee=mentee)
                pair._move_to("active", start_date=today)
                people += (mentor | mentee).user_id.partner_id.ids
                company.env["hr.mentorship.invitation"]._ask(program, mentor | mentee)
            return program.id, people

        return self.arrange(prepare)

    def start(self, stop=None, times=1):
        """Start a server that does the daily work; return once it has come to the stop, or to the end of its work."""
        script = SERVER.format(program_id=self.program_id, stop=stop, batch=BATCH, times=times)
        return self.start_server(script, bool(stop))

    # -- what is committed

    def read_plans(self):
        """Return for each pair what stands in its plan, and what hangs on it."""

        def read(env):
            found = []
            for pair in env["hr.mentorship"].search([("program_id", "=", self.program_id)], order="id"):
                checkins = pair.checkin_ids
                about_them = [("res_model", "=", checkins._name), ("res_id", "in", checkins.ids)]
                todos = env["mail.activity"].search(about_them)
                events = env["calendar.event"].search(about_them)
                notices = env["hr.mentorship.notice"].search([("mentorship_id", "=", pair.id)])
                found.append(
                    {
                        "days": sorted((each.kind, each.occurrence, each.planned_date) for each in checkins),
                        "todos": sorted((each.res_id, each.user_id.id) for each in todos),
                        "events": sorted(events.mapped("res_id")),
                        "followers": len(checkins.message_follower_ids),
                        "notices": sorted(notices.mapped(lambda line: (line.kind, line.member_id.id))),
                        "is_due": pair.plan_due_on == fields.Date.today(),
                        "checkins": sorted(checkins.ids),
                        "users": pair.member_ids.user_id.ids,
                        "members": pair.member_ids.ids,
                    }
                )
            return found

        return self.inspect(read)

    def assert_planned(self, number):
        """So many pairs are planned completely, all others not at all, and still due."""
        plans = self.read_plans()
        for plan in plans:
            checkins = plan["checkins"]
            self.assertEqual(plan["todos"], sorted((each, user) for each in checkins for user in plan["users"]))
            self.assertEqual(plan["events"], checkins, "one for each check-in")
            self.assertEqual(plan["followers"], 2 * len(checkins))
            self.assertEqual(plan["is_due"], not checkins)
            self.assertEqual(
                plan["notices"], sorted(("out_of_hours", member) for member in plan["members"] if checkins)
            )
        self.assertEqual(sum(bool(plan["checkins"]) for plan in plans), number)
        return plans

    def assert_told(self, number):
        """So many people have got one mail with their line, all others none, and their lines wait."""

        def read(env):
            notices = env["hr.mentorship.notice"].search([("partner_id", "in", self.partner_ids)])
            mails = env["mail.mail"].search(
                [("model", "=", "hr.mentorship.digest"), ("recipient_ids", "in", self.partner_ids)]
            )
            digests = env["hr.mentorship.digest"].search([("partner_id", "in", self.partner_ids)])
            told = notices.filtered(lambda notice: notice.state == "sent")
            return (
                sorted(told.partner_id.ids),
                sorted(digests.partner_id.ids),
                sorted(partner.id for mail in mails for partner in mail.recipient_ids),
                set((notices - told).mapped("state")),
            )

        told, digests, mails, others = self.inspect(read)
        self.assertEqual(len(told), number)
        self.assertEqual(digests, told)
        self.assertEqual(mails, told, "one mail each")
        self.assertEqual(others, {"queued"} if number < len(self.partner_ids) else set())

    def assert_asked(self, number):
        """So many people have got one mail that asks them, and all others none."""

        def read(env):
            asked = env["hr.mentorship.invitation"].search(
                [("program_id", "=", self.program_id), ("asked_on", "!=", False)]
            )
            mails = env["mail.mail"].search([("model", "=", asked._name)])
            mails = mails.filtered(lambda mail: mail.recipient_ids & env["res.partner"].browse(self.partner_ids))
            return sorted(asked.user_id.partner_id.ids), sorted(mail.recipient_ids.id for mail in mails)

        asked, mails = self.inspect(read)
        self.assertEqual(len(asked), number)
        self.assertEqual(mails, asked, "one mail each")

    # -- the test

    def test_killed_at_its_daily_work_and_started_again(self):
        self.program_id, self.partner_ids = self.add_active_pairs()
        # In the middle of planning: what is committed stays, what is not is gone
        self.kill(*self.start(("plan", 2)))
        self.assert_planned(BATCH)
        # Goes on with planning, then ends in the middle of the mails
        self.kill(*self.start(("tell", 2)))
        self.assert_planned(PAIRS)
        self.assert_told(BATCH)
        # The same with the invitations, of which there may be thousands
        self.kill(*self.start(("ask", 2)))
        self.assert_told(2 * PAIRS)
        self.assert_asked(BATCH)
        # To the end, and all of it once more
        self.start(times=2)
        plans = self.assert_planned(PAIRS)
        self.assert_told(2 * PAIRS)
        self.assert_asked(2 * PAIRS)
        self.assertEqual(len({str(plan["days"]) for plan in plans}), 1, "as if nothing had happened")
        self.assertEqual([day[0] for day in plans[0]["days"]], ["closing", "follow_up", "regular", "regular"])
