import contextlib
import inspect
import logging
import re
import threading
from unittest.mock import patch
from urllib.parse import quote

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import LinkCompany

ODD = (
    "a\x00b",
    "9" * 400,
    str(2**63),
    "-1",
    "9999-12-31",
    "\U0001f600'\"<>%",
)


FORM_FIELDS = (
    "summary",
    "comment",
    "rating",
    "held_on",
    "seen",
    "step_1",
    "rhythm",
    "rhythm_rule",
    "rhythm_days",
    "meeting_minutes",
    "meeting_time",
    "meeting_location",
    "end_date",
    "goals",
    "clauses",
)


@tagged("post_install", "-at_install")
class TestPublicPages(LinkCompany, HttpCase):
    """Whatever the public pages are sent, they answer calmly, and no log tells what opens them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max("agreement")

    def get_routes(self):
        """Every rule of ours that needs no log-in, present and to come, with the parameters of its method."""
        threading.current_thread().dbname = self.env.cr.dbname  # as in the threads that serve requests
        for rule in self.env["ir.http"].routing_map().iter_rules():
            endpoint = rule.endpoint
            method = getattr(endpoint, "func", endpoint)
            original = inspect.unwrap(method)
            if original.__module__.startswith("odoo.addons.hr_mentorship.") and endpoint.routing["auth"] != "user":
                yield rule, endpoint.routing, [*inspect.signature(original).parameters]

    def fill(self, rule, good, odd=None, at=None):
        """Return the path of ``rule`` with good values, one of them replaced."""
        names = re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
        values = {name: good.get(name, "1") for name in names}
        if at:
            values[at] = odd
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: quote(str(values[match[1]]), safe=""), rule.rule)

    def mint(self, purpose):
        link = self.env["hr.mentorship.access.token"]._mint(self.seat, purpose)
        self.env.flush_all()
        return dict(zip(("selector", "secret"), link.split("/")[-2:], strict=True))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.http_routing.models.ir_http", "werkzeug")
    def test_odd_values_in_any_place_of_any_route_are_no_error_of_the_server(self):
        partner = self.nora.work_contact_id
        good = {
            "partner_id": partner.id,
            "key": partner._sign_reminders(),
            "public_id": self.pair.agreement_ids[:1].public_id,
            "fingerprint": self.pair.open_agreement_id._get_fingerprint(),
            "what": "signed",
        }
        routes = list(self.get_routes())
        self.assertGreater(len(routes), 12)
        page = self.url_open(self.fill(routes[0][0], {**good, **self.mint("sign")}))
        self.assertLess(page.status_code, 500)
        for rule, routing, _parameters in routes:
            for odd in ODD:
                for name in re.findall(r"<(?:\w+:)?(\w+)>", rule.rule):
                    if f"<int:{name}>" in rule.rule and not odd.isdigit():
                        continue
                    self.ask(rule, routing, self.fill(rule, {**good, **self.mint("sign")}, odd, name), {})
        for rule, routing, parameters in routes:
            names = [name for name in (*parameters, *FORM_FIELDS) if name not in ("self", "_params", "form")]
            for odd in ODD:
                for purpose in ("sign", "checkin"):
                    path = self.fill(rule, {**good, **self.mint(purpose)})
                    params = {name: odd for name in names if f":{name}>" not in rule.rule}
                    params.update(outcome="done", response="x", answer="x")
                    self.ask(rule, routing, path, params)
                    if "/link/" not in rule.rule:
                        break

    def ask(self, rule, routing, path, params):
        if routing["type"] == "jsonrpc":
            answer = self.url_open(path, json={"params": params})
            self.assertNotIn("Traceback", answer.text, (path, params))
            self.assertNotIn("Odoo Server Error", answer.text, (path, params))
            self.assertLess(answer.status_code, 500, (path, params))
            return
        methods = rule.methods or {"GET", "POST"}
        if "GET" in methods:
            answer = self.url_open(path + "?" + "&".join(f"{name}={quote(odd)}" for name, odd in params.items()))
            self.assertLess(answer.status_code, 500, (path, params))
        if "POST" in methods:
            answer = self.url_open(path, data={**params, "csrf_token": self.get_csrf()})
            self.assertLess(answer.status_code, 500, (path, params))

    def get_csrf(self):
        if not getattr(self, "_csrf", ""):
            link = "/mentorship/link/{selector}/{secret}".format(**self.mint("sign"))
            self._csrf = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(link).text)[1]
        return self._csrf

    def test_no_log_holds_what_opens_a_page(self):
        link = "/mentorship/link/{selector}/{secret}".format(**self.mint("sign"))
        secret = link.split("/")[-1]
        partner = self.nora.work_contact_id
        key = partner._sign_reminders()
        lines = []

        class Collect(logging.Handler):
            def emit(self, record):
                lines.append(logging.Formatter("%(message)s").format(record))

        with contextlib.ExitStack() as stack:
            # In place of the log itself, where what is tried out here would look like errors of the addon
            stack.enter_context(patch.object(logging.getLogger(), "handlers", [Collect(logging.DEBUG)]))
            for name in ("werkzeug", "odoo.http"):
                stack.callback(logging.getLogger(name).setLevel, logging.getLogger(name).level)
                logging.getLogger(name).setLevel(logging.DEBUG)
            for path in (link, f"{link}/answer", f"{link}/adjust", f"{link}/nothing", f"{link}%00", f"/de{link}"):
                self.url_open(path)
                self.url_open(path, data={"response": "accepted"})
                self.url_open(path, data={"csrf_token": "wrong"})
            self.url_open(f"/mentorship/reminders/{partner.id}/{key}")
            self.url_open(f"/mentorship/reminders/{partner.id}/{key}/set", data={"wants": "0"})
            try:
                raise ValueError(f"GET {link} is broken")
            except ValueError:
                logging.getLogger("odoo.http").exception("Exception during request handling.")
        log = "\n".join(lines)
        self.assertIn("CSRF", log)
        self.assertIn("is broken", log)
        self.assertNotIn(secret, log)
        self.assertNotIn(key, log)

    def test_every_page_behind_a_link_says_whom_to_ask(self):
        """And for which company: whoever has no user knows neither from a log-in."""
        self.pia.user_id.email = "pia.person@example.com"
        seen = {}

        def look(purpose, *paths):
            link = "/mentorship/link/{selector}/{secret}".format(**self.mint(purpose))
            seen.update({f"{purpose}{path}": self.url_open(link + path) for path in paths})

        fingerprint = self.pair.open_agreement_id._get_fingerprint()
        look("sign", "", "?step=adjust", "?step=confirm", f"?step=sign&has_read=1&fingerprint={fingerprint}")
        self.pair._activate()
        look("checkin", "")
        self.as_user(self.pair.checkin_ids.sorted("planned_date")[0], self.max)._log("done")
        look("fit", "")
        for where, page in seen.items():
            text = " ".join(page.text.split())
            with self.subTest(where):
                self.assertEqual(page.status_code, 200)
                self.assertRegex(text, '<a [^>]*href="mailto:pia.person@example.com"[^>]*>Pia</a>')
                self.assertIn(self.env.company.name, text)
        words = {where: " ".join(page.text.split()) for where, page in seen.items()}
        self.assertEqual(len(set(words.values())), len(seen), "each is a page of its own")
