import ast
from pathlib import Path

from odoo.tests import HttpCase, TransactionCase, tagged

from .common import MentorshipCompany

ADDON = Path(__file__).parent.parent
FOLDERS = ("controllers", "models", "reports", "wizards")


def find_window_actions():
    """Yield ``(place, keys)`` of every window action that our Python makes itself."""
    for path in sorted(path for folder in FOLDERS for path in (ADDON / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Dict):
                continue
            values = {
                key.value: value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
            }
            kind = values.get("type")
            if isinstance(kind, ast.Constant) and kind.value == "ir.actions.act_window":
                yield f"{path.relative_to(ADDON)}:{node.lineno}", values


@tagged("post_install", "-at_install")
class TestWindowActions(TransactionCase):
    def test_every_window_action_made_in_python_names_its_views(self):
        """The web client asks the server to run an action again when it opens an address, and reads ``views`` raw."""
        actions = dict(find_window_actions())
        self.assertGreater(len(actions), 5, "they are found at all")
        self.assertEqual([place for place, values in actions.items() if "views" not in values], [])

    def test_what_has_cards_shows_them_on_a_phone(self):
        """An action that is stored says so by itself; of one made in Python the web client would open the list."""
        both = {
            place: values
            for place, values in find_window_actions()
            if {"list", "kanban"} <= {getattr(node, "value", None) for node in ast.walk(values["views"])}
        }
        self.assertTrue(both, "they are found at all")
        self.assertEqual([place for place, values in both.items() if "mobile_view_mode" not in values], [])


@tagged("post_install", "-at_install")
class TestAddresses(MentorshipCompany, HttpCase):
    """What stands in the address bar opens again: in another tab, as a bookmark, for whoever it is sent to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.pair = cls.add_mentorship("active")

    def load(self, *actions):
        return self.make_jsonrpc_request("/web/action/load_breadcrumbs", {"actions": list(actions)})

    def test_address_of_every_page_with_a_path_opens(self):
        paths = [
            action["path"]
            for model in ("ir.actions.act_window", "ir.actions.client", "ir.actions.server")
            for action in self.env[model].search([("path", "!=", False)])
            if (action.get_external_id()[action.id] or "").startswith("hr_mentorship.")
        ]
        self.assertIn("mentorship", paths)
        for login in ("mia.test", "ada.test"):
            self.authenticate(login, login)
            for path in paths:
                with self.subTest(path=path, login=login):
                    [crumb] = self.load({"action": path})
                    self.assertTrue(crumb.keys() & {"display_name", "error"})

    def test_address_of_what_was_opened_from_the_overview_opens_in_another_tab(self):
        self.authenticate("mia.test", "mia.test")
        crumbs = self.load(
            {"action": "mentorship"},
            {"model": "hr.mentorship", "resId": self.pair.id},
        )
        self.assertEqual([crumb.get("error") for crumb in crumbs], [None, None])
        self.assertEqual(crumbs[1]["display_name"], "My mentor Max")

    def test_old_address_with_a_number_in_it_opens_the_page(self):
        self.authenticate("mia.test", "mia.test")
        [crumb] = self.load({"action": "mentorship", "resId": 5})
        self.assertEqual(crumb, {"display_name": "My Mentorship"})

    def test_address_of_a_report_opens_it_as_a_page_for_whoever_it_is_sent_to(self):
        """What is stored is opened, with the program of the address and nothing of the session that had made it."""
        self.program.sudo().sponsor_id = self.sam.user_id
        for person, opener in ((self.pia, "_open_report"), (self.pia, "_open_outcomes"), (self.sam, "_open_report")):
            opened = getattr(self.as_user(self.program, person), opener)("qweb-html")
            self.assertEqual(opened["context"]["active_id"], self.program.id)
            login = person.user_id.login
            self.authenticate(login, login)
            context = {"active_id": self.program.id, "active_ids": self.program.ids}
            stored = self.make_jsonrpc_request("/web/action/load", {"action_id": opened["path"], "context": context})
            self.assertEqual((stored["report_type"], stored["path"]), ("qweb-html", opened["path"]))
            page = self.url_open(f"/report/html/{stored['report_name']}/{self.program.id}")
            self.assertIn(self.program.name, page.text)
        self.assertEqual(self.as_user(self.program, self.pia)._open_report("qweb-pdf")["report_type"], "qweb-pdf")
