import json
import os
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import SIGNATURE
from .link.common import LinkCompany
from .tours import Desk, Phone

WALK = Path(__file__).with_name("accessibility.js")
ANY = "*"
HOST = [
    # What it is, the rules of axe-core that it breaks, where it stands
    ("the frame of the web client", ["html-has-lang"], "html"),
    ("the navigation bar", [ANY], ".o_main_navbar"),
    ("the bar with buttons, search and pages above a view", [ANY], ".o_control_panel"),
    ("the panel that narrows a view", [ANY], ".o_search_panel, .o_search_panel_sidebar"),
    ("messages and to-dos below a form", [ANY], ".o-mail-Thread, .o-mail-Chatter, .o-mail-Activity, .o-mail-Message"),
    ("the tabs of a form", ["aria-required-parent", "aria-required-children"], ".o_notebook_headers"),
    ("the steps of a status bar", [ANY], ".o_statusbar_status"),
    ("pictures of people", ["image-alt"], ".o_avatar, .o_m2o_avatar, .o_m2m_avatar"),
    ("tags", ["aria-allowed-attr"], ".o_tag"),
    ("fields with suggestions", ["aria-allowed-attr"], ".o-autocomplete--input, .o_field_tags"),
    ("fields with a choice", ["aria-allowed-attr", "autocomplete-valid"], ".o_select_menu, .o_select_menu_toggler"),
    ("fields with a menu", ["aria-allowed-attr"], ".o-dropdown"),
    ("bars of progress", ["aria-allowed-attr"], ".o_progress"),
    ("the arrow between two days", ["aria-prohibited-attr"], ".fa-long-arrow-right"),
    ("the menu of a list's columns", ["button-name"], ".o_optional_columns_dropdown"),
    ("the boxes that choose lines of a list", ["label"], ".o_list_record_selector"),
    ("the stars of a rating", [ANY], ".o_priority"),
]
"""Faults that are the host's own. Whatever else axe-core finds is ours."""


class AccessibilityCase(LinkCompany, HttpCase):
    """axe-core finds nothing serious or critical on the main screens that is ours, and no page is too wide."""

    allow_inherited_tests_method = True
    languages = {}
    """In which language somebody reads; English unless it says so. The walks find their way without words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        axe = os.environ.get("MENTORSHIP_AXE")
        if not axe:
            raise AssertionError("axe-core is not here: run this by bin/test, which fetches it")
        cls.axe = Path(axe).read_text(encoding="utf-8")
        cls.set_up_company()
        cls.otto, cls.eve = cls.add_person("otto"), cls.add_person("eve")
        cls.second = cls.add_program("Speakers", cls.pia)
        for lang in set(cls.languages.values()):
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._load_module_terms(["hr_mentorship"], sorted(set(cls.languages.values())))
        for name, lang in cls.languages.items():
            getattr(cls, name).user_id.lang = lang

    def look(self, path, *steps, employee=None):
        """Open ``path`` as ``employee`` and take the ``steps``: pairs of kind and value (accessibility.js)."""
        self.env.flush_all()
        known = [[rules, selector] for _what, rules, selector in HOST]
        given = f"const STEPS = {json.dumps(steps)}, KNOWN = {json.dumps(known)};"
        self.browser_js(
            path,
            f"{self.axe};{given}{WALK.read_text(encoding='utf-8')}",
            ready="!!document.querySelector('.o_main_navbar')" if path.startswith("/odoo") else "",
            login=employee.user_id.login if employee else None,
        )

    def open_form(self, record, name):
        action = {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }
        return [["go", action], ["see", ".o_form_renderer"], ["look", name]]

    def open_action(self, action, name):
        return [["go", f"hr_mentorship.hr_mentorship_{action}"], ["look", name]]

    def press(self, button, name):
        """Open a dialog, look at it and close it."""
        return [
            ["press", f"button[name={button}]"],
            ["see", ".modal .modal-footer"],
            ["look", name],
            ["click", ".modal .btn-close, .modal .o_form_button_cancel, .modal .oi-arrow-left"],
            ["gone", ".modal"],
        ]


class AccessibleScreens:
    def test_what_a_member_opens(self):
        pair = self.add_mentorship("active")
        [first, *_] = pair.checkin_ids.sorted("planned_date")
        goals = self.env["hr.mentorship.goal"].with_user(self.mia.user_id)
        goal = goals.create({"mentorship_id": pair.id, "name": "I lead the weekly meeting"})
        goal.action_start()
        self.look(
            "/odoo/mentorship",
            ["see", ".o_mentorship_my .o_mentorship_grid"],
            ["look", "My Mentorship"],
            *self.open_form(pair, "a mentorship"),
            ["click", ".o_mentorship_tabs [data-tab=goals]"],
            ["see", "[data-panel=goals]"],
            ["look", "the goals of a mentorship"],
            ["click", ".o_mentorship_tabs [data-tab=agreement]"],
            ["see", "[data-panel=agreement]"],
            ["look", "the terms of a mentorship"],
            *self.open_form(first, "a check-in"),
            ["click", ".o_mentorship_rare > summary"],
            *self.press("action_log", "the dialog “Log Check-in”"),
            *self.open_form(goal, "a goal"),
            *self.press("action_update", "the dialog “Log Progress”"),
            *self.open_action("my_goal_action", "My Goals"),
            *self.open_action("my_checkin_action", "My Check-ins"),
            *self.open_action("my_profile_server_action", "My Profile"),
            *self.open_action("mentor_directory_action", "Mentors"),
            *self.open_action("program_action", "Programs"),
            *self.open_action("resource_action", "Resources"),
            *self.open_form(self.env["hr.mentorship.resource"].search([], limit=1), "a resource"),
            *self.open_action("my_wallet_server_action", "My Points"),
            *self.open_action("reward_catalogue_action", "Catalogue"),
            *self.open_action("thank_you_received_action", "Thank-yous"),
            employee=self.mia,
        )

    def test_what_a_newcomer_opens(self):
        offered = self.add_mentorship("offered", mentee=self.olga)
        signing = self.add_mentorship("agreement", mentor=self.otto, mentee=self.olga, program=self.second)
        self.look(
            "/odoo/mentorship",
            ["see", ".o_mentorship_my .o_mentorship_grid"],
            ["look", "My Mentorship with an offer"],
            *self.open_form(offered, "an offer"),
            *self.open_form(signing, "a mentorship before its agreement"),
            *self.press("action_sign", "the dialog in which one signs"),
            *self.open_action("my_participant_action", "My Participations"),
            employee=self.olga,
        )

    def test_what_a_mentee_opens_who_chooses(self):
        self.program.matching_mode = "request"
        self.enrol(self.olga, "mentee")
        for person in (self.max, self.otto):
            self.enrol(person, "mentor")
        self.look(
            "/odoo/find-my-mentor",
            ["see", ".o_mentorship_tick input"],
            ["click", ".o_kanban_record:nth-child(1) .o_mentorship_tick input"],
            ["click", ".o_kanban_record:nth-child(2) .o_mentorship_tick input"],
            ["see", ".o_mentorship_beside_bar"],
            ["look", "Find My Mentor"],
            ["click", ".o_mentorship_beside_bar [name=compare]"],
            ["see", ".modal [data-row=reasons]"],
            ["look", "mentors side by side"],
            employee=self.olga,
        )

    def test_what_a_program_manager_opens(self):
        self.add_mentorship("active")
        self.enrol(self.olga, "mentee", state="applied")
        self.add_mentorship("proposed", mentor=self.otto, mentee=self.eve)
        self.look(
            "/odoo/mentorship",
            ["see", ".o_mentorship_my .o_mentorship_grid"],
            ["look", "My Mentorship of a program manager"],
            *self.open_form(self.program, "a program"),
            *self.open_action("participant_action", "Participants"),
            *self.open_action("action", "All Mentorships"),
            *self.open_action("program_matching_action", "Matching"),
            *self.open_action("target_action", "Targets"),
            *self.open_action("feedback_report_action", "Satisfaction"),
            *self.open_action("participation_report_action", "Participation"),
            ["go", "hr_mentorship.hr_mentorship_new_program_action"],
            ["see", ".modal .modal-footer"],
            ["look", "the dialog “New Program”"],
            employee=self.pia,
        )

    def test_what_somebody_without_a_user_opens(self):
        self.set_up_nora()
        self.pair = self.add_nora_and_max()
        tokens = self.env["hr.mentorship.access.token"]
        self.look(self.link_of(self.mails_to(self.nora, "Your match")), ["look", "the page that asks for an answer"])
        mail = self.letter(self.mails_to(self.nora, "Your match"))["body"]
        self.look("/web/login", ["read", mail], ["look", "the mail about a match"])
        self.pair.with_user(self.max.user_id).action_accept()
        self.seat._answer("accepted")
        self.look(
            self.link_of(self.mails_to(self.nora, "meeting and agreement")),
            ["look", "the page on which one signs"],
        )
        for member in self.pair.member_ids:
            self.pair.agreement_id._sign_as(
                member, member.employee_id.name, SIGNATURE.decode(), identified_by="link", identified_as="x"
            )
        self.pair.start_date = fields.Date.today() - timedelta(days=31)
        self.env["hr.mentorship.pulse"]._ask(self.env["hr.mentorship.pulse"]._find_due(100))
        self.look(tokens._mint(self.seat, "survey"), ["look", "the page of a survey"])
        self.look("/mentorship/verify/unknown", ["look", "the page that checks a copy"])


@tagged("post_install", "-at_install")
class TestAccessibleOnDesk(AccessibleScreens, Desk, AccessibilityCase):
    languages = {"mia": "de_DE", "olga": "fr_FR", "pia": "de_DE"}


@tagged("post_install", "-at_install")
class TestAccessibleOnPhone(AccessibleScreens, Phone, AccessibilityCase):
    languages = {"mia": "es_ES", "pia": "fr_FR"}
