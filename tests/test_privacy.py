import sys

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import html2plaintext

from ..controllers.payroll import GROUPS as PAYROLL_GROUPS
from ..reports.hr_mentorship_privacy_report import READERS, RECORDS
from .access_table import MATRIX, parse
from .common import MentorshipCase

SHOWN_BY = {
    "profile": "hr.mentorship.profile of mia",
    "block": "hr.mentorship.block of mia",
    "application": "hr.mentorship.participant mia",
    "wishes": "hr.mentorship.wish of mia",
    "training": "hr.mentorship.training.pass of mia",
    "matching": "hr.mentorship.matching.line of the program",
    "match": "hr.mentorship active, mia with max",
    "agreement": "hr.mentorship.agreement of mia and max",
    "first_meeting": "hr.mentorship.agreement.answer of mia and max",
    "checkin": "hr.mentorship.checkin of mia and max",
    "next_step": "hr.mentorship.next.step of mia and max",
    "message": "",
    "private_note": "hr.mentorship.note private note of mia",
    "summary": "hr.mentorship.note summary by mia",
    "thank_you": "hr.mentorship.note thank-you of max",
    "wall_asked": "hr.mentorship.post of mia with max, asked",
    "wall": "hr.mentorship.post of mia with max, shown",
    "reaction": "hr.mentorship.reaction of mia",
    "rating": "hr.mentorship.feedback of mia",
    "fit": "hr.mentorship.fit.answer of mia",
    "survey": "hr.mentorship.pulse.answer of mia",
    "interview": "hr.mentorship.interview of pia with mia",
    "goal": "hr.mentorship.goal of mia, active",
    "skill": "hr.mentorship.skill.proposal of mia, agreed",
    "topic": "hr.mentorship.topic.suggestion of mia",
    "points": "hr.mentorship.wallet of mia",
    "fair_play": "hr.mentorship.points.review of mia with max",
    "reward": "hr.mentorship.redemption of mia, for pia to approve",
}
"""Each line of the page, and the line of the access matrix that proves it; messages are Odoo's: see test_channel."""

SHOWN_ALSO_BY = {"reward": "hr.mentorship.redemption of eve, paula approves"}
"""Where one record does not have all of its readers."""

OTHER_ROADS = {"payroll", "badge", "leaderboard", "level"}
"""What does not lie in records of ours: proved below, in test_leaderboard and in test_level."""

PART_OF_ANOTHER_LINE = {
    "hr.mentorship.agreement.change": "agreement",
    "hr.mentorship.signature": "agreement",
    "hr.mentorship.agenda.item": "next_step",
    "hr.mentorship.pulse": "survey",
    "hr.mentorship.goal.progress": "goal",
    "hr.mentorship.milestone": "goal",
    "hr.mentorship.member": "match",
    "hr.mentorship.goal.report": "goal",
    "hr.mentorship.wallet.entry": "points",
    "hr.mentorship.notice": "daily mail: repeats what stands elsewhere, to its receiver",
    "hr.mentorship.digest": "daily mail",
    "hr.mentorship.program": "about nobody in particular",
    "hr.mentorship.invitation": "application",
    "hr.mentorship.matching.run": "matching",
    "hr.mentorship.quarter": "figures of groups, by whose team they are",
    "hr.mentorship.quarter.mark": "figures of groups: in nobody's rights",
    "hr.mentorship.outcome.mark": "figures of groups: in nobody's rights",
    "hr.mentorship.access.token": "personal links, in what is kept for how long",
    "hr.mentorship.letter": "mails with personal links that are on their way",
    "hr.mentorship.job": "who has started it",
    "hr.mentorship.reward": "about nobody in particular",
    "hr.mentorship.candidate": "a dialog",
    "hr.mentorship.checkin.plan.time": "a dialog",
}

PEOPLE = ("hr.employee", "hr.mentorship.participant", "hr.mentorship.member", "res.users", "res.partner")
RULES_OF_GROUPS = ("odoo.addons.hr_mentorship.disclosure", "odoo.addons.hr_mentorship.effects")

COLUMNS = {"partner": "mentor", "managers": "pm", "sponsor": "sponsor", "lead": "lead", "hr": "hr", "admin": "admin"}


@tagged("post_install", "-at_install")
class TestPrivacyPage(MentorshipCase):
    """What the page says of access is what the access matrix proves, for every line and reader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.env["report.hr_mentorship.report_privacy"]
        columns, rows = parse(MATRIX)
        cls.letters = {
            f"{model} {variant}".strip(): dict(zip(columns, cells, strict=True)) for model, variant, cells in rows
        }

    def test_page_says_what_the_rules_of_access_do(self):
        in_records = [(record, allowed) for record, allowed in RECORDS if record not in OTHER_ROADS]
        self.assertEqual([record for record, _allowed in in_records], list(SHOWN_BY))
        for record, allowed in in_records:
            if not SHOWN_BY[record]:
                continue
            others = self.letters.get(SHOWN_ALSO_BY.get(record), {})
            cells = self.letters[SHOWN_BY[record]]
            own = {"thank_you": "mentor", "interview": "pm", "fair_play": "pm", "matching": "pm"}.get(record, "mentee")
            self.assertIn("R", cells[own], record)
            with self.subTest(record):
                reads = {name: "R" in cells[name] + others.get(name, "") for name in cells}
                self.assertEqual([reader in allowed for reader in READERS], [reads[COLUMNS[each]] for each in READERS])
                self.assertNotIn("R", cells["outsider"])

    def test_page_says_who_reads_on_other_roads(self):
        """The file for payroll, and badges, which Odoo shows to everybody, visitors of the portal among them."""
        readers = {"hr": "hr.group_hr_user", "admin": "hr_mentorship.group_hr_mentorship_admin"}
        self.assertEqual([readers[reader] for reader in dict(RECORDS)["payroll"]], list(PAYROLL_GROUPS))
        pair = self.add_mentorship("completed")
        badge = pair.member_ids.filtered(lambda member: member.role == "mentee").badge_user_id
        self.assertTrue(badge and not badge.comment)
        guest = new_test_user(self.env, "guest.test", groups="base.group_portal")
        badges = self.env["gamification.badge.user"]
        for user, finds in ((self.olga.user_id, True), (guest, False), (self.env.ref("base.public_user"), False)):
            self.assertEqual(bool(badges.with_user(user).search([("id", "=", badge.id)])), finds, user.login)

    def test_page_leaves_nothing_out_that_is_kept_about_somebody(self):
        kept = {name.split()[0] for name in self.letters if "mia" in name.split()[1:] or "mia," in name.split()[1:]}
        shown = {name.split()[0] for name in SHOWN_BY.values() if name}
        self.assertFalse(kept - shown - set(PART_OF_ANOTHER_LINE))

    def test_page_leaves_out_no_model_that_says_something_about_somebody(self):
        """Whatever keeps who somebody is stands on the page, in a line or as part of one, or in nobody's rights."""
        told = {name.split()[0] for name in SHOWN_BY.values() if name} | set(PART_OF_ANOTHER_LINE)
        about = {
            model._name
            for model in self.env.values()
            if model._original_module == "hr_mentorship"
            and model._auto
            and not (model._abstract or model._transient)
            and any(
                field.store and field.comodel_name in PEOPLE and name not in ("create_uid", "write_uid")
                for name, field in model._fields.items()
                if field.type in ("many2one", "many2many")
            )
        }
        self.assertEqual(about - told, set())

    def test_page_names_all_figures_of_groups(self):
        """Whatever goes through the rules of what may be told of groups is in a sentence of the page."""
        keepers = set()
        for model in self.env.values():
            for kind in type(model).mro():
                module = sys.modules.get(kind.__module__)
                is_made_here = vars(kind).get("_name") == model._name and model._name not in (kind._inherit or ())
                if is_made_here and not model._transient and ".models." in kind.__module__:
                    origins = {getattr(value, "__module__", None) for value in vars(module).values()}
                    if any(str(origin).startswith(RULES_OF_GROUPS) for origin in origins):
                        keepers.add(model._name)
        self.assertEqual(set(self.page._describe_groups()), keepers)

    def test_page_of_a_lottery_says_how_it_draws_and_who_reads_the_chances(self):
        program = self.add_program("Speakers", self.pia, lottery_points=3)
        for person in (self.olga, self.pia):
            text = self.read_page(person, program)
            self.assertIn("steps of 3 points", text)
            self.assertIn("Its seed is drawn with the first matching", text)
            self.assertIn("your chance where a lot decides", text)
        self.assertNotIn("A lot says nothing", self.read_page(self.olga, self.add_program("Writers", self.pia)))

    def test_page_says_who_is_shown_to_mentors_and_what_an_approval_reads(self):
        program = self.add_program("Choosers", self.pia, matching_mode="request", approves_requests=True)
        text = self.read_page(self.olga, program)
        self.assertIn("are shown to mentors of the program with a free seat if they have said so", text)
        self.assertIn("Program managers approve who asks whom", text)
        text = self.read_page(self.olga, self.add_program("Matched", self.pia))
        self.assertNotIn("with a free seat", text)
        self.assertNotIn("approve who asks whom", text)

    def test_page_says_of_peers_and_of_invented_people_that_they_are(self):
        peers = self.add_program("Peers", self.pia, format="peer", matching_mode="manager")
        self.assertIn("join this program as peers", self.read_page(self.olga, peers))
        sample = self.add_program("Sample", self.pia, state="draft")
        sample.sudo().is_sample = True
        self.assertIn("its people are invented", self.read_page(self.pia, sample))
        text = self.read_page(self.olga, self.add_program("Speakers", self.pia))
        self.assertNotIn("as peers", text)
        self.assertNotIn("This is a sample program", text)
        self.assertIn("A sample program, by which a company tries things out, holds invented people alone.", text)

    def read_page(self, person, program):
        report = self.as_user(self.env["ir.actions.report"], person)
        html, _type = report._render_qweb_html("hr_mentorship.hr_mentorship_privacy_report_action", program.ids)
        return html2plaintext(html)

    def test_whoever_may_open_a_program_reads_the_page(self):
        program = self.add_program("Speakers", self.pia)
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 8)
        for person in (self.olga, self.pia, self.sam):
            report = self.as_user(self.env["ir.actions.report"], person)
            html, _type = report._render_qweb_html("hr_mentorship.hr_mentorship_privacy_report_action", program.ids)
            with self.subTest(person.name):
                text = html2plaintext(html)
                self.assertIn("groups of 8 people", text)
                self.assertIn("Pia", text)
        draft = self.add_program("Secret", self.pia, state="draft")
        with self.assertRaises(AccessError):
            self.as_user(self.page, self.olga)._get_report_values(draft.ids)

    def test_what_is_kept_from_members_is_named_to_those_who_run_the_program(self):
        program = self.add_program("Speakers", self.pia)
        program.criterion_ids = [Command.clear(), Command.create({"kind": "topics", "weight": 9})]
        program.criterion_ids = [Command.create({"kind": "reliability", "weight": 3})]
        hidden = program.criterion_ids.filtered(lambda criterion: not criterion.is_shown_to_members)
        self.assertEqual(hidden.mapped("kind"), ["reliability"])
        for person, sees in ((self.olga, False), (self.pia, True), (self.sam, True)):
            with self.subTest(person.name):
                compared = self.as_user(self.page, person)._describe_compared(self.as_user(program, person))
                self.assertEqual(hidden.display_name in compared, sees)
                self.assertEqual("only the program managers see (1)" in compared, not sees)
                self.assertIn(program.criterion_ids[0].display_name, compared)
