"""In an Odoo shell: what inviting a crowd costs, and importing one as participants; half of it has a user.

Presses *Invite* in the dialog for everybody at once, lets the job write all mails as the scheduler does, with a commit
after each batch, and once more when nothing is due. Then imports as many people into another program, from a CSV file
and from an XLSX file, first as *Test*, then for real, in the batches in which the web client sends them, and the CSV
file once more, as after a breakdown. Whoever got two mails, or none, ends the measurement. Writes its figures as JSON
to BENCH_OUTPUT.
"""

import io
import json
import os
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

import xlsxwriter

from odoo import SUPERUSER_ID
from odoo.fields import Command

from . import usage

IMPORT_BATCH = 2000
"""Lines that the host's import dialog asks for at once; the addon answers with fewer for files of its own."""
COLUMNS = ["employee_id", "program_id", "role"]


def main(env):
    measured = CrowdsMeasurement(env, int(os.environ["PEOPLE"]))
    measured.invite()
    measured.load_file("csv")
    measured.load_file("xlsx")
    Path(os.environ["BENCH_OUTPUT"]).write_text(json.dumps(measured.figures, indent=1), encoding="utf-8")


class CrowdsMeasurement:
    def __init__(self, env, count):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.figures = {"people": count, "steps": []}
        self.people = self._add_people(count)
        self.manager = self._add_manager()

    def _add_people(self, count):
        """Half of them from `odoo_add_bench`, with a user; the others with an address of their own alone."""
        env, cr = self.env, self.env.cr
        cr.execute(
            """
            UPDATE res_partner partner
               SET email = 'bench' || partner.id || '@example.com',
                   email_normalized = 'bench' || partner.id || '@example.com'
              FROM res_users WHERE res_users.partner_id = partner.id AND res_users.login ~ '^ment(or|ee) [0-9]+$'
            """
        )
        cr.commit()
        env.invalidate_all()
        with_user = env["hr.employee"].search([("user_id.login", "=like", "ment%")], limit=count // 2)
        # Names that tell people apart, as the file names them
        cr.execute("UPDATE hr_employee SET name = 'Bench Person ' || id WHERE id = ANY(%s)", [with_user.ids])
        cr.execute(
            "UPDATE resource_resource SET name = hr_employee.name"
            "  FROM hr_employee WHERE resource_id = resource_resource.id AND hr_employee.id = ANY(%s)",
            [with_user.ids],
        )
        without = env["hr.employee"].create(
            [
                {"name": f"Bench Colleague {number}", "work_email": f"colleague{number}@example.com"}
                for number in range(count - len(with_user))
            ]
        )
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
        env.invalidate_all()
        return with_user + without

    def _add_manager(self):
        groups = ("base.group_user", "hr_mentorship.group_hr_mentorship_manager")
        return self.env["res.users"].create(
            {
                "name": "Manager",
                "login": "bench.manager",
                "email": "manager@example.com",
                "group_ids": [Command.set([self.env.ref(group).id for group in groups])],
            }
        )

    def _add_program(self, name):
        program = self.env["hr.mentorship.program"].create(
            {"name": name, "goal": "To see.", "manager_ids": [Command.set(self.manager.ids)], "state": "open"}
        )
        self.env.cr.commit()
        return program

    # -- what is measured

    def invite(self):
        program = self._add_program("Invited")
        env = self.env(user=self.manager.id, su=False)
        dialog = self._measure("open the dialog", lambda: self._open_dialog(env, program))
        self._measure("press Invite", dialog.action_invite)
        self._write_mails("write all mails", program)
        self._write_mails("again, with nothing due", program)

    def _open_dialog(self, env, program):
        # By a filter, as other employees are in the company as well
        dialog = env["hr.mentorship.invite"].create(
            {"program_id": program.id, "scope": "filter", "people_domain": "[('name', '=like', 'Bench %')]"}
        )
        dialog.web_read({"asked_count": {}, "left_out": {}, "preview_subject": {}, "preview": {}})
        if dialog.asked_count != len(self.people):
            raise SystemExit(f"{dialog.asked_count} people would be asked: {dialog.left_out}")
        return dialog

    def _write_mails(self, name, program):
        """As the scheduler does, with real commits; its limit of time is left out, so that it is one run."""
        batches = []
        env = self.env(user=SUPERUSER_ID, su=True)

        def commit_progress(cron, processed=0, remaining=None, **values):
            cron.env.cr.commit()
            batches.append(perf_counter())
            return 600.0

        with patch.object(type(env["ir.cron"]), "_commit_progress", commit_progress):
            self._measure(name, env["hr.mentorship.invitation"]._cron_send)
        longest = max((after - before for before, after in pairwise(batches)), default=0)
        self.figures["steps"][-1] |= {"longest": longest, "commits": len(batches)}
        self._check_one_mail_each(program)

    def _check_one_mail_each(self, program):
        self.env.cr.execute(
            """
            SELECT count(*) FILTER (WHERE mails = 1), count(*)
              FROM (SELECT invitation.id, count(mail.id) AS mails
                      FROM hr_mentorship_invitation invitation
                      LEFT JOIN mail_message message ON message.model = 'hr.mentorship.invitation'
                                                    AND message.res_id = invitation.id
                      LEFT JOIN mail_mail mail ON mail.mail_message_id = message.id
                     WHERE invitation.program_id = %s
                     GROUP BY invitation.id) each
            """,
            [program.id],
        )
        one, every = self.env.cr.fetchone()
        if one != every or every != len(self.people):
            raise SystemExit(f"{one} of {every} invitations have one mail; {len(self.people)} people were to be asked.")

    def load_file(self, kind):
        program = self._add_program(f"From {kind}")
        lines = [("Employee", "Program", "Role")]
        for number, name in enumerate(self.people.mapped("name")):
            lines.append((name, program.name, ("Mentor ", "mentee")[number % 2]))
        content = self._write_csv(lines) if kind == "csv" else self._write_xlsx(lines)
        env = self.env(user=self.manager.id, su=False, context={})
        dialog = env["base_import.import"].create(
            {
                "res_model": "hr.mentorship.participant",
                "file": content,
                "file_name": f"people.{kind}",
                "file_type": "text/csv"
                if kind == "csv"
                else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }
        )
        env.cr.commit()
        for is_test in (True, False):
            name = f"{'test' if is_test else 'import'} a file, {kind}"
            self._measure(name, lambda is_test=is_test: self._load_all(dialog, is_test))
        if kind == "csv":
            self._measure("import the same file again, csv", lambda: self._load_all(dialog, False))
        count = self.env["hr.mentorship.participant"].search_count([("program_id", "=", program.id)])
        if count != len(self.people):
            raise SystemExit(f"{count} participants of {len(self.people)} lines.")
        self._write_mails(f"ask whom the file named, {kind}", program)

    def _load_all(self, dialog, is_test):
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": ",",
            "encoding": "utf-8",
            "limit": IMPORT_BATCH,
        }
        preview = dialog.parse_preview(options)
        options, longest = preview["options"], 0
        for skip in range(0, len(self.people), options["limit"]):
            start = perf_counter()
            result = dialog.execute_import(COLUMNS, preview["headers"], {**options, "skip": skip}, dryrun=is_test)
            if result["messages"]:
                raise SystemExit(result["messages"][:3])
            dialog.env.cr.commit()
            longest = max(longest, perf_counter() - start)
        self.longest = longest

    def _write_csv(self, lines):
        return "\n".join(",".join(line) for line in lines).encode()

    def _write_xlsx(self, lines):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet()
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
        return stream.getvalue()

    def _measure(self, name, act):
        self.longest = None
        cr = self.env.cr
        self.env.invalidate_all()
        queries, cpu, start = cr.sql_log_count, usage.cpu_seconds(cr), perf_counter()
        result = act()
        self.env.flush_all()
        cr.commit()
        step = {"name": name, "seconds": perf_counter() - start, "cpu": usage.cpu_seconds(cr) - cpu}
        self.figures["steps"].append({**step, "queries": cr.sql_log_count - queries, "longest": self.longest})
        print(f"{name:36} {step['seconds']:7.2f} s {step['cpu']:7.2f} s CPU {cr.sql_log_count - queries:7}", flush=True)
        return result
