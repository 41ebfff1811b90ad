from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.modules.migration import load_script
from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase
from odoo.tools import html2plaintext, mute_logger

SIGNATURE = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
MANAGER, ADMIN = "hr_mentorship.group_hr_mentorship_manager", "hr_mentorship.group_hr_mentorship_admin"
# Who may stand in a database before its tests begin, with their groups, and under which names
READY_MODULE = "hr_mentorship_tests"
COMPANY = {
    **dict.fromkeys(("paula", "mia", "max", "olga", "sam")),
    "pia": MANAGER,
    "petra": MANAGER,
    "ada": ADMIN,
}
READY = {
    **COMPANY,
    **dict.fromkeys(("otto", "eve", "ida", "uma", "noah", "gone")),
    **dict.fromkeys(f"{role}{index}" for role in ("mentor", "mentee") for index in range(10)),
}


def next_monday():
    """Return the first Monday after today: a working day, whatever day the tests are run on."""
    today = fields.Date.today()
    return today + timedelta(days=7 - today.weekday())


class MentorshipCompany:
    """A small company with names, one user a role, and helpers to bring people to a given point of the flow.

    ========== ============================================================
    mia        mentee, a plain employee; reports to paula
    max        mentor, a plain employee
    olga       plain employee without any part in mentorship
    paula      people manager of mia
    sam        sponsor, a plain employee otherwise
    pia        program manager
    petra      program manager of another program
    ada        administrator of mentorship
    ========== ============================================================
    """

    family = "test"
    mail_domain = "example.com"

    @classmethod
    def set_up_company(cls):
        cls.env.user.tz = "UTC"
        cls.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 3)
        cls.people = {}
        # The demo company seals its copies, which takes real PDFs
        cls.env.company._remove_mentorship_seal()
        cls.skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Test topics",
                "skill_ids": [Command.create({"name": name}) for name in ("Leading", "Coding", "Speaking", "Selling")],
                "skill_level_ids": [
                    Command.create({"name": "Beginner", "level_progress": 20, "default_level": True}),
                    Command.create({"name": "Expert", "level_progress": 100}),
                ],
            }
        )
        cls.leading, cls.coding, cls.speaking, cls.selling = cls.skill_type.skill_ids.sorted("id")
        cls.paula, cls.mia, cls.max, cls.olga, cls.sam, cls.pia, cls.petra, cls.ada = cls.add_people(COMPANY)
        cls.mia.parent_id = cls.paula
        cls.program = cls.add_program("Leaders", cls.pia)

    @classmethod
    def add_person(cls, login, manager=None, groups=None):
        """Create an employee with a user; the employee has the login's name with a capital."""
        [employee] = cls.add_people({login: groups})
        if manager:
            employee.parent_id = manager
        return employee

    @classmethod
    def add_people(cls, people):
        """Create many, all that are missing at once: a new user empties all caches.

        :param people: their groups by login
        """
        found = {login: cls._find_ready(login, groups) for login, groups in people.items()}
        missing = {login: people[login] for login, employee in found.items() if not employee}
        if missing:
            found.update(zip(missing, cls._make_people(missing), strict=True))
        cls.people.update(found)
        return list(found.values())

    @classmethod
    def _find_ready(cls, login, groups):
        """Return one of the people that bin/test makes once for all classes, nobody in other databases."""
        if login not in READY or READY[login] != groups:
            return None
        return cls.env.ref(f"{READY_MODULE}.{login}", raise_if_not_found=False)

    @classmethod
    def make_ready(cls, env):
        """Make the people of most tests in a database that is for tests alone: they are half of a class's set-up."""
        company = type("ReadyCompany", (cls,), {"env": env})
        env["ir.model.data"].create(
            [
                {"module": READY_MODULE, "name": login, "model": employee._name, "res_id": employee.id}
                for login, employee in zip(READY, company._make_people(READY), strict=True)
            ]
        )

    @classmethod
    def _make_people(cls, people):
        names = [f"base.group_user,{groups}" if groups else "base.group_user" for groups in people.values()]
        # Odoo would write to each of them that they have an account, which takes longer than to make one
        quiet = cls.env(context={**cls.env.context, "no_reset_password": True, "tracking_disable": True})
        users = quiet["res.users"].create(
            [
                {
                    "login": f"{login}.{cls.family}",
                    "password": f"{login}.{cls.family}",
                    "name": login.capitalize(),
                    "email": f"{login}@{cls.mail_domain}",
                    "group_ids": [Command.set([cls.env.ref(name).id for name in groups.split(",")])],
                    "tz": "UTC",
                }
                for login, groups in zip(people, names, strict=True)
            ]
        )
        employees = quiet["hr.employee"].create(
            [{"name": user.name, "user_id": user.id, "company_id": cls.env.company.id} for user in users]
        )
        return employees.with_env(cls.env)

    @classmethod
    def add_program(cls, name, manager, state="open", **values):
        today = fields.Date.today()
        return cls.env["hr.mentorship.program"].create(
            {
                "name": name,
                "goal": "More people who dare to lead.",
                "sponsor_id": cls.sam.user_id.id,
                "manager_ids": [Command.set(manager.user_id.ids)],
                "enrolment_start_date": today,
                "enrolment_end_date": today + timedelta(days=20),
                "start_date": today,
                "end_date": today + timedelta(days=180),
                "state": state,
                **values,
            }
        )

    @classmethod
    def enrol(cls, employee, role, skills=None, state="approved", program=None, **values):
        return cls.env["hr.mentorship.participant"].create(
            {
                "program_id": (program or cls.program).id,
                "employee_id": employee.id,
                "role": role,
                "state": state,
                "skill_ids": [Command.set((skills or cls.leading).ids)],
                **values,
            }
        )

    @classmethod
    def add_mentorship(cls, state="proposed", mentor=None, mentee=None, program=None, first_meeting=False):
        """Bring a pair to ``state`` the way the users do: proposed, offered, agreement, active or completed.

        :param bool first_meeting: keep the meeting before the agreement, which most tests are not about
        """
        program = program or cls.program
        mentor = mentor or cls.max
        mentee = mentee or cls.mia
        participants = [
            cls.env["hr.mentorship.participant"].search(
                [("program_id", "=", program.id), ("employee_id", "=", person.id), ("role", "=", role)]
            )
            or cls.enrol(person, role, program=program)
            for person, role in ((mentor, "mentor"), (mentee, "mentee"))
        ]
        slots = cls.env["hr.mentorship.matcher"]._find_free_slots(participants[0])
        mentorship = cls.env["hr.mentorship"].create(
            {
                "program_id": program.id,
                "member_ids": [
                    Command.create({"participant_id": participants[0].id, "slot": slots[0] if slots else 1}),
                    Command.create({"participant_id": participants[1].id}),
                ],
            }
        )
        users = [mentor.user_id, mentee.user_id]
        steps = ["proposed", "offered", "agreement", "active", "completed"]
        target = steps.index(state)
        if target >= 1:
            mentorship.with_user(program.manager_ids[0]).action_offer()
        if target >= 2:
            for user in users:
                mentorship.with_user(user).action_accept()
            if not first_meeting:
                mentorship.checkin_ids.unlink()
        if target >= 3:
            for user in users:
                mentorship.agreement_id.with_user(user)._sign(user.name, SIGNATURE)
        if target >= 4:
            mentorship.with_user(users[0]).action_complete()
        cls.env.flush_all()
        cls.env.invalidate_all()
        return mentorship

    @classmethod
    def add_other_pair(cls, index, state="active", **values):
        """Bring mentor and mentee of that number to ``state``."""
        mentor, mentee = cls.add_people(dict.fromkeys((f"mentor{index}", f"mentee{index}")))
        return cls.add_mentorship(state, mentor=mentor, mentee=mentee, **values)

    def propose(self, program=None, minimum_score=None, user=None):
        """Let a program manager match for most people, and use what comes out.

        :returns: the proposals, and for every mentee without one the reason in words
        """
        program = self.as_user(program or self.program, user or self.pia)
        if minimum_score is not None:
            program.minimum_score = minimum_score
        run = self.env["hr.mentorship.matching.run"].with_env(program.env)._create_runs(program, ["people"])
        if run.state == "failed":
            raise UserError(run.error)
        run._apply()
        alone = run.line_ids.filtered(lambda line: not line.mentor_id)
        return (
            self.env["hr.mentorship"].with_env(program.env).search([("run_id", "=", run.id)]),
            [(line.mentee_id, line.reason) for line in alone],
        )

    @classmethod
    def as_user(cls, record, employee):
        """The record as ``employee``'s user sees it, with nothing read before."""
        cls.env.flush_all()
        cls.env.invalidate_all()
        return record.with_user(employee.user_id)

    def todos(self, record, employee=None):
        """The open to-dos of a record, of one employee only if asked for."""
        todos = self.env["mail.activity"].search([("res_model", "=", record._name), ("res_id", "in", record.ids)])
        return todos.filtered(lambda todo: todo.user_id == employee.user_id) if employee else todos

    def write_text(self, template, body, **translations):
        """Let one section be the whole text of an agreement template, in English and maybe in other languages."""
        template.section_ids.unlink()
        section = template.section_ids.create({"template_id": template.id, "body_html": body})
        for lang, translation in translations.items():
            section.with_context(lang=lang).body_html = translation
        return template

    @contextmanager
    def assert_refused(self):
        """The addon or the database says no, and nothing of the attempt stays."""
        with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            yield
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertIsInstance(caught.exception, (UserError, IntegrityError))

    @contextmanager
    def limit_requests(self, **limits):
        """Allow few requests to the public pages, and let no new quarter of an hour begin meanwhile."""
        model = self.env["hr.mentorship.access.limit"]
        window = model._get_window()
        with (
            patch.dict("odoo.addons.hr_mentorship.models.link.hr_mentorship_access_limit.LIMITS", limits),
            patch.object(type(model), "_get_window", lambda self: window),
        ):
            yield

    def send_digests(self, day=None, hour=12):
        """Run the job of the daily mails at that hour (UTC) of ``day``, the next Monday unless told."""
        day = day or next_monday()
        with freeze_time(datetime.combine(day, time(hour))), self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_send_digests").method_direct_trigger()
        self.env.invalidate_all()

    def run_job(self, name):
        """Run a job of ours, which commits as it goes, within the transaction of the test."""
        with self.enter_registry_test_mode():
            self.env.ref(f"hr_mentorship.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def send_digest(self, person):
        """Make the daily mail of ``person`` on a day on which people work: on others it waits."""
        partner = person.user_id.partner_id or person.work_contact_id
        self.env["hr.mentorship.digest"]._send_to(partner.ids, next_monday())

    def read_news(self, person):
        """Return the lines that wait for the next daily mail of ``person``, as they would read them."""
        lines = self.env["hr.mentorship.notice"].search(
            [("member_id.employee_id", "=", person.id), ("state", "=", "queued")]
        )
        return [line["text"] for line in lines._read_out()]

    def load_migration(self, path):
        """Return a script of ``migrations/``, e.g. ``19.0.1.3.0/post-owners.py``, as a module."""
        name = path.rpartition("/")[2].removesuffix(".py").replace("-", "_")
        return load_script(f"{get_module_path('hr_mentorship')}/migrations/{path}", name)

    def run_migration(self, path):
        """Run such a script on what is there."""
        self.env.flush_all()
        self.load_migration(path).migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    @contextmanager
    def collect_mails(self):
        """Yield a list that holds the new mails at the end of the block: ``(recipient's name, subject, text)``."""
        last = self.env["mail.mail"].search([], order="id desc", limit=1).id
        mails = []
        yield mails
        self.env.flush_all()
        mails += [
            (recipient.name, mail.subject, html2plaintext(mail.body_html or ""))
            for mail in self.env["mail.mail"].search([("id", ">", last or 0)], order="id")
            for recipient in mail.recipient_ids
        ]


class MentorshipCase(MentorshipCompany, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
