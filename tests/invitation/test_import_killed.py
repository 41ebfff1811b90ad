from odoo import fields
from odoo.tests import tagged

from ..killed import KilledServerCase

PEOPLE, BATCH = 8, 3

# Sends the file in batches as the import dialog does, each with a commit, and then writes to whom it has entered. In
# the given batch it stops, with its lines written but not committed, and waits to be killed. No mail leaves the queue.
SERVER = """
import signal
from odoo.fields import Domain
user_id, program_id, stop, batch, people = {user_id}, {program_id}, {stop}, {batch}, {people}
manager = env(user=user_id)
lines = ["Employee,Program,Role", *(f"{{name}},Killed,Mentee" for name in people)]
dialog = manager["base_import.import"].create({{
    "res_model": "hr.mentorship.participant", "file": "\\n".join(lines).encode(), "file_name": "people.csv",
    "file_type": "text/csv",
}})
preview = dialog.parse_preview({{"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}})
columns, options = ["employee_id", "program_id", "role"], {{**preview["options"], "limit": batch}}
for number, skip in enumerate(range(0, len(people), batch), 1):
    result = dialog.execute_import(columns, preview["headers"], {{**options, "skip": skip}})
    assert not result["messages"], result["messages"]
    env.flush_all()
    if number == stop:
        print("STOPPED", flush=True)
        signal.pause()
    env.cr.commit()

def patched(model, name, function):
    original = getattr(type(model), name)
    setattr(type(model), name, lambda self, *args: function(original, self, *args))

invitations = env["hr.mentorship.invitation"]
patched(invitations, "_get_due_domain", lambda original, self: original(self) & Domain("program_id", "=", program_id))
patched(invitations, "_expire", lambda original, self: None)
type(env["mail.mail"]).send = lambda *args, **kwargs: True
assert env.ref("hr_mentorship.ir_cron_send_invitations").method_direct_trigger() is True
env.cr.commit()
print("FINISHED", flush=True)
"""


@tagged("post_install", "-at_install")
class TestImportIsKilled(KilledServerCase):
    """The server dies in the middle of a file, and the same file is imported again from its first line."""

    CRONS = ("ir_cron_send_invitations",)

    def start(self, stop=None):
        script = SERVER.format(
            user_id=self.user_ids["pia"], program_id=self.program_id, stop=stop, batch=BATCH, people=self.names
        )
        return self.start_server(script, bool(stop))

    def look(self):
        """Return who has been entered, in the order of the file, and how many mails each of them has got."""

        def collect(env):
            people = env["hr.mentorship.participant"].search([("program_id", "=", self.program_id)])
            mails = env["mail.mail"].search(
                [("model", "=", "hr.mentorship.invitation"), ("res_id", "in", people.invitation_id.ids)]
            )
            counted = [mails.filtered(lambda mail, each=each: mail.res_id == each.id) for each in people.invitation_id]
            return {
                "entered": sorted(people.employee_id.mapped("name")),
                "states": set(people.mapped("state")),
                "invitations": len(people.invitation_id),
                "mails": [len(each) for each in counted],
            }

        return self.inspect(collect)

    def test_killed_file_is_imported_again_and_nobody_is_doubled_or_asked_twice(self):
        def prepare(company):
            today = fields.Date.today()
            program = company.add_program("Killed", company.pia, start_date=today)
            names = [f"Killed Person {number}" for number in range(PEOPLE)]
            company.env["hr.employee"].create(
                [
                    {"name": name, "work_email": f"killed{number}@example.com", "company_id": program.company_id.id}
                    for number, name in enumerate(names)
                ]
            )
            return program.id, names

        self.program_id, self.names = self.arrange(prepare)

        # In the second batch: the first one stays, and nothing of the second one
        self.kill(*self.start(stop=2))
        broken_off = self.look()
        self.assertEqual(broken_off["entered"], self.names[:BATCH])
        self.assertEqual((broken_off["states"], broken_off["mails"]), ({"invited"}, [0] * BATCH))

        # The same file from its first line, to the end: everybody once, and one mail each
        self.start()
        whole = self.look()
        self.assertEqual((whole["entered"], whole["invitations"]), (self.names, PEOPLE))
        self.assertEqual(whole["mails"], [1] * PEOPLE)

        # And once more, though all is done: nothing changes, nobody hears of it
        self.start()
        self.assertEqual(self.look(), whole)
