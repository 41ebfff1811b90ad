"""In an Odoo shell: what people open, and what takes long, in the company of :mod:`.odoo_add_company`.

Each screen is opened as the web client does it: the views of its action, then the records with exactly the fields that
are in the first of them, under the filters that are on by default. Beside the screens stands a built-in one of the same
kind with as many rows, in the same process. Steps and jobs are rolled back. Figures go to BENCH_OUTPUT as JSON.
"""

import cProfile
import json
import os
import pstats
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from lxml import etree

from odoo import SUPERUSER_ID, Command, fields
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval
from odoo.tools.safe_eval import time as safe_time

from . import usage

ROWS = 80
COUNT_LIMIT = 10_001
TIMES = int(os.environ.get("TIMES", "3"))


def main(env):
    measured = ScaleMeasurement(env)
    measured.run()
    Path(os.environ["BENCH_OUTPUT"]).write_text(json.dumps(measured.figures, indent=1), encoding="utf-8")


class ScaleMeasurement:
    def __init__(self, env):
        self.env = env
        self.only = os.environ.get("BENCH_ONLY", "")
        self.program = env["hr.mentorship.program"].search([("name", "=", "Bench")])
        self.figures = {"employees": env["hr.employee"].search_count([]), "rows": []}
        for model in ("hr.mentorship", "hr.mentorship.checkin", "hr.mentorship.feedback"):
            self.figures[model] = env[model].search_count([])
        self.people = self._choose_people()

    def _choose_people(self):
        """One user a role; the program manager is no administrator."""
        env = self.env
        pair = env["hr.mentorship"].search([("program_id", "=", self.program.id)], limit=1)
        mentor, mentee = pair._get_participant("mentor"), pair._get_participant("mentee")
        waiting = env["hr.mentorship.participant"].search(
            [("program_id", "=", self.program.id), ("role", "=", "mentee"), ("seats_left", ">", 0)], limit=3
        )
        users = {
            "mentee": mentee.user_id,
            "mentor": mentor.user_id,
            "people manager": waiting[0].user_id,
            "program manager": waiting[1].user_id,
            "waiting mentee": waiting[2].user_id,
        }
        self.program.matching_mode = "both"
        manager = users["program manager"]
        manager.group_ids = [Command.link(env.ref("hr_mentorship.group_hr_mentorship_manager").id)]
        self.program.manager_ids = [Command.link(manager.id)]
        team = env["hr.mentorship.participant"].search(
            [("program_id", "=", self.program.id), ("role", "=", "mentee"), ("id", "not in", waiting.ids)], limit=8
        )
        team.employee_id.parent_id = waiting[0].employee_id
        env.cr.commit()
        return {**users, "administrator": env.ref("base.user_admin")}

    # -- what is measured

    def run(self):
        mentor, manager = "mentor", "program manager"
        for who in ("mentee", mentor, "people manager", manager, "administrator"):
            self.open(who, "My Mentorship", act=lambda env: env["hr.mentorship.overview"].get_page())
            self.open(who, "Programs", "hr_mentorship_program_action", beside="contacts")
        self.open("mentee", "My Check-ins", "hr_mentorship_my_checkin_action", beside="contacts")
        self.open("mentee", "My Goals", "hr_mentorship_my_goal_action", beside="contacts")
        self.open("waiting mentee", "Find My Mentor", "hr_mentorship_candidate_server_action")
        self.open("mentee", "Mentors", "hr_mentorship_mentor_directory_action", beside="employees")
        for who in (manager, "administrator"):
            self.open(who, "Participants", "hr_mentorship_participant_action", beside="contacts")
            self.open(who, "All Mentorships", "hr_mentorship_action", beside="contacts")
            self.open(who, "All Check-ins", "hr_mentorship_checkin_action", beside="contacts")
            self.open(who, "All Check-ins, calendar", "hr_mentorship_checkin_action", "calendar")
            self.open(who, "Matching", "hr_mentorship_program_matching_action", "form", self.program.id)
            self.open(who, "Choose by hand", act=self._choose_by_hand)
            self.open(who, "Satisfaction", "hr_mentorship_feedback_report_action", "list", beside="contacts")
            self.open(who, "Participation", "hr_mentorship_participation_report_action", "list", beside="contacts")
        self.open("people manager", "My Team", "hr_mentorship_team_report_action", "list")
        for model in ("hr.mentorship.note", "hr.mentorship.milestone", "hr.mentorship.goal.progress"):
            for who in ("mentee", "administrator"):
                self.open(who, f"count of {model}", act=lambda env, m=model: env[m].search_count([]))
        for who, xmlid, view in (
            ("mentee", "base.action_partner_form", "list"),
            (manager, "base.action_partner_form", "list"),
        ):
            self.open(who, "contacts", xmlid, view)
        self.open("mentee", "employees", "hr.hr_employee_public_action", "kanban")
        self._measure_steps(manager)

    def _measure_steps(self, manager):
        running = self.env["hr.mentorship"].search([("program_id", "=", self.program.id), ("state", "=", "active")])
        few = min(len(running) // 2, 40)
        self.do(manager, "end 2", lambda env: running[:2].with_env(env)._end())
        self.do(manager, f"end {few // 2}", lambda env: running[: few // 2].with_env(env)._end())
        back = fields.Date.add(fields.Date.today(), days=30)
        self.do(manager, "pause 2", lambda env: running[:2].with_env(env)._pause(back))
        self.do(manager, f"pause {few}", lambda env: running[:few].with_env(env)._pause(back))
        by_mentor = running.member_ids.filtered(lambda member: member.role == "mentor").grouped("employee_id")
        busiest = max(by_mentor, key=lambda mentor: len(by_mentor[mentor]))
        seats = len(by_mentor[busiest])
        self.do(None, f"archive a mentor with {seats}", lambda env: busiest.with_env(env).action_archive())
        applied = self.env["hr.mentorship.participant"].search(
            [("program_id", "=", self.program.id), ("role", "=", "mentee"), ("seats_left", ">", 0)], limit=500
        )
        self.do(
            manager,
            f"approve {len(applied)}",
            lambda env: applied.with_env(env).action_approve(),
            before=lambda env: applied.with_env(env(su=True))._move_to("applied"),
            is_long=True,
        )
        self._measure_publishing(manager)
        self._measure_mails(manager, running)

    def _measure_publishing(self, manager):
        run = self.env["hr.mentorship.matching.run"]._prepare_runs(self.program, ["people"])
        run._start()
        run._solve()
        self.env.cr.commit()
        if run.state != "done":
            raise SystemExit(f"The matching says: {run.error}")
        self.do(manager, f"use a run of {run.matched_count}", lambda env: run.with_env(env)._apply(), is_long=True)

        def propose(env):
            run.with_env(env)._apply()
            self._work_off(env)

        # At once, and in the background
        for count, is_long in ((200, False), (300, True)):
            number = min(count, run.matched_count)
            self.do(
                manager,
                f"publish {number}",
                lambda env, number=number: self._find_proposals(env, number).action_offer(),
                before=propose,
                is_long=is_long,
            )

    def _find_proposals(self, env, limit):
        found = [("program_id", "=", self.program.id), ("state", "=", "proposed")]
        return env["hr.mentorship"].search(found, limit=limit)

    def _measure_mails(self, manager, running):
        members = running[:50].member_ids
        partners = members.user_id.partner_id

        def queue(env):
            for partner in partners.with_env(env(su=True)):
                partner.email = f"{partner.id}@example.com"
            members.with_env(env(su=True))._notify("thanked")

        today = fields.Date.today()
        wednesday = fields.Date.add(today, days=(2 - today.weekday()) % 7)  # on which people work

        def send(env):
            digests = env(su=True)["hr.mentorship.digest"]._send_to(partners.ids, wednesday)
            if len(digests) != len(partners):
                raise SystemExit(f"{len(digests)} of {len(partners)} mails were made.")

        self.do(manager, f"{len(partners)} daily mails", send, before=queue)

    def _choose_by_hand(self, env):
        mentee = env["hr.mentorship.participant"].search(
            [("program_id", "=", self.program.id), ("user_id", "=", self.people["waiting mentee"].id)], limit=1
        )
        action = self.program.with_env(env)._open_choice(mentee.with_env(env))
        return self._read_form(env[action["res_model"]].browse(action["res_id"]), action)

    # -- how a screen is opened

    def open(self, who, name, xmlid=None, view=None, res_id=None, act=None, beside=None):
        if xmlid and not act:

            def act(env):
                return self._open_action(env, xmlid, view, res_id)

        self._measure(who, name, act, beside=beside, times=TIMES)

    def _open_action(self, env, xmlid, view, res_id):
        full = xmlid if "." in xmlid else f"hr_mentorship.{xmlid}"
        record = env.ref(full).sudo()
        if record._name == "ir.actions.server":
            action = env["ir.actions.server"].browse(record.id).run()
        else:
            action = env["ir.actions.act_window"]._for_xml_id(full)
        res_id = res_id or action.get("res_id")
        given = action.get("context") or {}
        context = self._evaluate(given, env) if isinstance(given, str) else given
        env = env(context={**env.context, **context})
        model = env[action["res_model"]]
        view = view or ("form" if res_id else action["views"][0][1])
        views = {kind: view_id for view_id, kind in action["views"]}
        search = action.get("search_view_id")
        asked = [(views.get(view, False), view), (search and search[0], "search")]
        described = model.get_views(asked, {"toolbar": True, "load_filters": True, "action_id": action.get("id")})
        arch = etree.fromstring(described["views"][view]["arch"])
        if res_id:
            return described, model.browse(res_id).web_read(specify(model, arch))
        given = action.get("domain") or []
        domain = Domain(self._evaluate(given, env) if isinstance(given, str) else given)
        domain &= self._get_default_filters(env, etree.fromstring(described["views"]["search"]["arch"]), context)
        if view == "calendar":
            return described, self._read_calendar(model, arch, domain)
        group = arch.get("default_group_by")
        if group:
            return described, model.web_read_group(domain, [group], [], unfold_read_specification=specify(model, arch))
        return described, model.web_search_read(domain, specify(model, arch), limit=ROWS, count_limit=COUNT_LIMIT)

    def _read_form(self, record, action):
        views = {kind: view_id for view_id, kind in action["views"]}
        arch = etree.fromstring(record.get_views([(views.get("form"), "form")])["views"]["form"]["arch"])
        return record.web_read(specify(record, arch))

    def _get_default_filters(self, env, search, context):
        groups = {}
        for node in search.iter("filter"):
            if context.get(f"search_default_{node.get('name')}") and node.get("domain"):
                groups.setdefault(node.getparent(), []).append(Domain(self._evaluate(node.get("domain"), env)))
        return Domain.AND([Domain.OR(each) for each in groups.values()])

    def _read_calendar(self, model, arch, domain):
        today, days = fields.Date.today(), {"day": 1, "week": 7, "month": 42}[arch.get("mode", "week")]
        start = fields.Date.subtract(today, days=days // 2)
        stop = fields.Date.add(start, days=days)
        shown = (Domain(arch.get("date_start"), "<=", stop)) & Domain(arch.get("date_stop"), ">=", start)
        names = {node.get("name") for node in arch.iter("field")} | {"display_name", arch.get("date_start")}
        return model.search_read(domain & shown, sorted(names))

    def _evaluate(self, expression, env):
        context = {"uid": env.uid, "context_today": fields.Date.today, "datetime": safe_datetime, "time": safe_time}
        context |= {"active_id": False, "active_ids": [], "allowed_company_ids": env.companies.ids, "context": {}}
        return safe_eval(expression.strip(), context)

    # -- how it is measured

    def do(self, who, name, act, before=None, is_long=False):
        """
        :param bool is_long: measured a second time with what it leaves to the background
        """
        self._measure(who, name, act, before=before, kind="step")
        if is_long:

            def act_to_the_end(env):
                act(env)
                self._work_off(env)

            self._measure(who, f"{name}, to the end", act_to_the_end, before=before, kind="step")

    def _work_off(self, env):
        if "hr.mentorship.job" in env:
            cron = type(env["ir.cron"])
            with patch.object(cron, "_commit_progress", lambda cron, *args, **values: cron.env.cr.flush() or 600.0):
                env(user=SUPERUSER_ID)["hr.mentorship.job"]._cron_work_off()

    def _measure(self, who, name, act, beside=None, before=None, times=1, kind="screen"):
        if self.only and self.only not in name:
            return
        cr, figures = self.env.cr, []
        user = self.people[who] if who else self.env.user
        with patch.object(type(cr), "commit", lambda self: self.flush()):
            for number in range(times + (kind == "screen")):  # what a server has in its caches comes first
                cr.rollback()
                env = self.env(user=user.id, su=False, context={"lang": "en_US", "tz": "Europe/Brussels"})
                env.transaction.clear()
                if before:
                    before(env)
                    cr.flush()
                    env.invalidate_all()
                env.user.has_group("base.group_user")
                profile = cProfile.Profile() if os.environ.get("BENCH_PROFILE") and number == times - 1 else None
                queries, cpu, start = cr.sql_log_count, usage.cpu_seconds(cr), perf_counter()
                if profile:
                    profile.enable()
                result = act(env)
                cr.flush()  # what is tracked is written down right before the commit
                if profile:
                    profile.disable()
                seconds, cpu = perf_counter() - start, usage.cpu_seconds(cr) - cpu
                sent = len(json.dumps(result, default=str)) if kind == "screen" else 0
                figures.append((cpu, seconds, cr.sql_log_count - queries - 1, sent))
                if profile:
                    print(name, who)
                    pstats.Stats(profile).sort_stats("tottime").print_stats(22)
                    pstats.Stats(profile).sort_stats("cumulative").print_stats("hr_mentorship", 30)
        cr.rollback()
        self.env.transaction.clear()
        cpu, seconds, queries, sent = sorted(figures[1:] or figures)[(len(figures) - 1) // 2]
        row = {"who": who or "administrator", "what": name, "beside": beside, "kind": kind}
        self.figures["rows"].append({**row, "cpu": cpu, "seconds": seconds, "queries": queries, "bytes": sent})
        print(f"{who or '':16} {name:40} {cpu:7.3f} s CPU {queries:6} queries {sent / 1000:8.0f} kB", flush=True)


def specify(model, node):
    """Return what the web client reads for a view: its fields, and those of the lists and cards inside."""
    specification = {}
    for child in node:
        if not isinstance(child.tag, str):
            continue
        if child.tag != "field":
            specification.update(specify(model, child))
            continue
        field = model._fields[child.get("name")]
        specification[field.name] = {}
        if not field.relational:
            continue
        comodel = model.env[field.comodel_name]
        shown = {"display_name": {}}
        if field.type in ("one2many", "many2many"):
            inline = child.xpath("./list | ./kanban")
            if inline:
                shown.update(specify(comodel, inline[0]))
            elif "tags" not in (child.get("widget") or ""):
                kind = (child.get("mode") or "list").split(",")[0]
                shown.update(specify(comodel, etree.fromstring(comodel.get_view(None, kind)["arch"])))
            specification[field.name]["limit"] = int(inline[0].get("limit", ROWS / 2)) if inline else ROWS // 2
        specification[field.name]["fields"] = shown
    return specification
