import itertools
import re
from datetime import timedelta
from pathlib import Path

from lxml import etree

from odoo import fields
from odoo.exceptions import RedirectWarning
from odoo.tests import BaseCase, tagged
from odoo.tools.safe_eval import safe_eval

from ..models.common.spoken import say_date
from .common import SIGNATURE, MentorshipCase

ROOT = Path(__file__).parents[1]


@tagged("post_install", "-at_install")
class TestScreens(MentorshipCase):
    """What people read and press on the screens of the addon."""

    def find_views(self):
        ids = self.env["ir.model.data"].search([("module", "=", "hr_mentorship"), ("model", "=", "ir.ui.view")])
        return self.env["ir.ui.view"].browse(ids.mapped("res_id"))

    def test_every_screen_is_put_together_in_another_language(self):
        """A view that looks for English words in the one it extends finds none in German: its screen does not open."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["hr_mentorship"], ["de_DE"])
        views = self.find_views().with_context(lang="de_DE")
        self.assertIn("Nur", views.filtered(lambda view: view.model == "hr.mentorship.end").mapped("arch")[0])
        # Those of Odoo that ours extend as well
        roots = views
        while extensions := roots.filtered(lambda view: view.mode == "extension"):
            roots = roots - extensions | extensions.inherit_id
        for view in roots:
            with self.subTest(view=view.name):
                view.get_combined_arch()

    def test_every_question_before_a_step_names_both_answers(self):
        """“Ok” and “Cancel” say nothing about what happens, and “Cancel” may even be the step itself."""
        asked = 0
        for view in self.find_views():
            for node in etree.fromstring(view.arch_db.encode()).iter("button", "a"):
                if not node.get("confirm"):
                    continue
                asked += 1
                with self.subTest(view=view.name, button=node.get("name")):
                    self.assertTrue(node.get("confirm-label"))
                    self.assertTrue(node.get("cancel-label"))
        self.assertGreater(asked, 10)

    def test_every_dialog_is_readable_pressed_with_a_thumb_and_not_covered(self):
        """What makes it so hangs on one class: colours, sizes, and where messages stand on a phone."""
        dialogs = self.find_views().filtered(
            lambda view: view.type == "form" and view.mode == "primary" and self.env[view.model].is_transient()
        )
        self.assertGreater(len(dialogs), 10)
        for view in dialogs:
            with self.subTest(view.model):
                self.assertIn("o_mentorship_view", etree.fromstring(view.arch_db.encode()).get("class") or "")

    def test_what_a_dialog_asks_in_several_ways_it_asks_in_one_at_a_time(self):
        """A field that stands there several times, each time for another case: an extension that sets when one of them
        is seen anew would show two at once.
        """
        dialogs = self.find_views().filtered(
            lambda view: view.type == "form" and view.mode == "primary" and self.env[view.model].is_transient()
        )
        checked = 0
        for view in dialogs:
            arch = etree.fromstring(self.env[view.model].get_view(view.id, "form")["arch"])
            nodes = [
                node
                for node in arch.iter("field")
                if node.get("readonly") != "1" and not any(up.tag == "field" for up in node.iterancestors())
            ]
            for name in {node.get("name") for node in nodes}:
                alternatives = [self.find_conditions(node) for node in nodes if node.get("name") == name]
                if len(alternatives) < 2:
                    continue
                checked += 1
                with self.subTest(view=view.name, field=name):
                    for values in self.find_cases(view.model, alternatives):
                        seen = [all(not safe_eval(condition, values) for condition in each) for each in alternatives]
                        self.assertLessEqual(sum(seen), 1, values)
        self.assertGreater(checked, 2)

    def find_conditions(self, node):
        """Return when a field, or what it stands in, is not seen."""
        return [each.get("invisible") for each in (node, *node.iterancestors()) if each.get("invisible")]

    def find_cases(self, model, alternatives):
        """Return what the fields that decide may be, in all ways together."""
        used = {name for each in alternatives for condition in each for name in re.findall(r"\b[a-z_]+\b", condition)}
        fields_used = [self.env[model]._fields[name] for name in used if name in self.env[model]._fields]
        choices = {
            field.name: field.get_values(self.env) if field.type == "selection" else [False, True]
            for field in fields_used
        }
        return [dict(zip(choices, case, strict=True)) for case in itertools.product(*choices.values())]

    def test_member_who_has_answered_reads_who_is_next(self):
        pair = self.add_mentorship("offered")
        said = self.as_user(pair, self.mia).action_accept()["params"]["message"]
        self.assertIn(f"You said yes; Max answers until {say_date(self.env, pair.offer_expires_on)}.", said)
        overview = self.env["hr.mentorship.overview"].with_user(self.mia.user_id).create({})
        self.assertEqual(overview.answered_mentorship_ids.ids, pair.ids)
        self.assertFalse(overview.todo_mentorship_ids)
        self.as_user(pair, self.max).action_accept()
        self.assertFalse(self.as_user(pair, self.mia).trace)

    def test_member_who_has_signed_reads_who_is_next(self):
        pair = self.add_mentorship("agreement")
        self.as_user(pair.agreement_id, self.mia)._sign("Mia", SIGNATURE)
        until = say_date(self.env, pair.open_agreement_id.sign_until)
        self.assertIn(f"You have signed; Max signs until {until}.", self.as_user(pair, self.mia).trace)
        self.assertFalse(self.as_user(pair, self.max).trace, "it is his turn")

    def test_reports_are_offered_to_those_who_have_something_to_read(self):
        def menus(person):
            hidden = self.env["ir.ui.menu"].with_user(person.user_id)._load_menus_blacklist()
            return [
                name
                for name in ("feedback_report_menu", "team_report_menu", "reporting_menu")
                if self.env.ref(f"hr_mentorship.hr_mentorship_{name}").id not in hidden
            ]

        self.assertEqual(menus(self.olga), [])
        self.assertEqual(menus(self.paula), ["team_report_menu", "reporting_menu"])
        self.assertEqual(menus(self.sam), ["feedback_report_menu", "reporting_menu"])
        self.assertEqual(menus(self.pia), ["feedback_report_menu", "reporting_menu"], "Pia leads nobody")

    def test_days_are_said_in_words_wherever_a_sentence_names_one(self):
        """“12/08/2026” is the eighth of December or the twelfth of August."""
        short = re.compile(r"format_date\((?![^()]*(?:\([^()]*\)[^()]*)*date_format)|'widget': 'date'\}|time\(.*%d")
        found = []
        for folder in ("controllers", "data", "models", "reports", "views", "wizards"):
            for path in sorted((ROOT / folder).glob("*.*")):
                if path.suffix in (".py", ".xml"):
                    lines = path.read_text().splitlines()
                    found += [f"{path.name}: {line.strip()}" for line in lines if short.search(line)]
        # A list of runs and the axis of a chart are no sentences
        self.assertEqual([line for line in found if "%H:%M" not in line and '{"x": format_date' not in line], [])

    def test_check_ins_begin_with_what_is_next(self):
        """Then comes what is over, the newest first, in each list and on the page of a mentorship."""
        pair = self.add_mentorship("active")
        checkins = pair.checkin_ids.sorted("planned_date")
        today = fields.Date.today()
        while len(checkins) < 5:
            checkins += checkins.create(
                {"mentorship_id": pair.id, "planned_date": today, "occurrence": 100 + len(checkins)}
            )
        days = (-40, -20, -3, 9, 30)
        for checkin, days_ahead in zip(checkins, days, strict=False):
            checkin._move_to("planned", planned_date=today + timedelta(days=days_ahead))
        checkins[5:].unlink()
        checkins = checkins[:5]
        checkins[0]._move_to("done")
        checkins[1]._move_to("missed")
        wanted = [-3, 9, 30, -20, -40]
        for name in ("list", "kanban"):
            arch = etree.fromstring(self.env.ref(f"hr_mentorship.hr_mentorship_checkin_view_{name}").arch_db.encode())
            order = arch.get("default_order")
            found = checkins.search([("id", "in", checkins.ids)], order=order)
            self.assertEqual([(checkin.planned_date - today).days for checkin in found], wanted, name)
            self.assertTrue(arch.xpath("./field[@name='list_position']"), "a line that changes finds its new place")

    def test_applicant_is_not_told_that_they_take_part(self):
        self.enrol(self.olga, "mentee", state="applied")
        self.assertIn("You have applied", self.as_user(self.program, self.olga).my_part)
        self.enrol(self.mia, "mentee")
        self.assertEqual(self.as_user(self.program, self.mia).my_part, "You take part as a mentee.")

    def test_partner_confirms_a_log_with_one_tap(self):
        checkin = self.add_mentorship("active").checkin_ids.sorted("planned_date")[0]
        self.as_user(checkin, self.max)._log("done", rating=5)
        self.assertTrue(self.as_user(checkin, self.mia).can_confirm)
        checkin.with_user(self.mia.user_id).action_confirm()
        self.assertTrue(checkin.confirmed_on)

    def test_mentor_asks_nothing_of_somebody_outside_of_their_programs(self):
        with self.assertRaisesRegex(RedirectWarning, "My Mentorship shows which ones you can join"):
            self.env["hr.employee.public"].with_user(self.olga.user_id).browse(self.max.id).action_ask_as_mentor()

    def test_status_of_a_skill_proposal_is_translated_on_the_goal(self):
        goal = self.env["hr.mentorship.goal"]
        proposal = self.env["hr.mentorship.skill.proposal"]
        self.assertEqual(
            goal._fields["proposal_state"]._description_selection(self.env),
            proposal._fields["state"]._description_selection(self.env),
        )

    def test_what_has_a_card_is_not_in_the_news_as_well(self):
        kinds = self.env["hr.mentorship.notice"]._get_notice_kinds()
        pair = self.add_mentorship("completed")
        overview = self.env["hr.mentorship.overview"].with_user(self.mia.user_id).create({})
        self.assertEqual(overview.todo_mentorship_ids.ids, pair.ids)
        self.assertFalse([line.kind for line in overview.notice_ids if kinds[line.kind].has_card])

    def test_goal_that_is_reached_is_said_once(self):
        pair = self.add_mentorship("active")
        goals = self.env["hr.mentorship.goal"].with_user(self.mia.user_id)
        goal = goals.create({"mentorship_id": pair.id, "name": "Give a talk", "measure": "One talk"})
        if goal.state == "draft":
            goal.action_start()
        goal.action_reach()
        overview = self.env["hr.mentorship.overview"].with_user(self.max.user_id)
        news = self.env["hr.mentorship.notice"].with_user(self.max.user_id)._find_my_news()
        self.assertIn("goal_reached", news.mapped("kind"))
        self.assertNotIn("goal_reached", overview.create({}).notice_ids.mapped("kind"))
        page = overview.get_page()
        actions = [page["action"], *page["more"]]
        self.assertEqual([each["kind"] for each in actions if each["kind"] == "congratulate"], ["congratulate"])

    def test_mentorships_that_go_on_stand_above_those_that_are_over(self):
        over = self.add_mentorship("active")
        self.as_user(over, self.mia)._end()
        over.start_date = fields.Date.today() + timedelta(days=1)
        running = self.add_mentorship("active", mentee=self.olga)
        for name in ("list", "kanban"):
            arch = etree.fromstring(self.env.ref(f"hr_mentorship.hr_mentorship_view_{name}").arch_db.encode())
            found = over.search([("id", "in", (over | running).ids)], order=arch.get("default_order"))
            self.assertEqual(found.ids, [running.id, over.id], name)

    def test_mentee_who_is_through_is_not_told_that_they_take_part(self):
        self.add_mentorship("completed")
        program = self.as_user(self.program, self.mia)
        self.assertEqual(program.my_part, "You have taken part as a mentee.")

    def test_mentee_who_left_waits_only_where_they_want_another_partner(self):
        pair = self.add_mentorship("active")
        self.as_user(pair, self.max)._end()
        program = self.as_user(self.program, self.mia)
        member = pair.member_ids.filtered(lambda each: each.role == "mentee")
        for answer, words in (("no", "You have taken part as a mentee."), ("yes", "You take part as a mentee.")):
            member.pool_answer = answer
            self.env.invalidate_all()
            self.assertEqual(program.my_part, words)

    def test_thank_you_says_to_whom(self):
        pair = self.add_mentorship("active")
        thanks = self.env["hr.mentorship.thank.you"].with_user(self.mia.user_id)
        thanks.create({"mentorship_id": pair.id, "message": "Thank you for Tuesday."}).action_send()
        [note] = pair.note_ids.filtered(lambda each: each.kind == "thank_you")
        self.assertEqual(self.as_user(note, self.max).receiver_names, "To Max")

    def test_level_that_waits_for_an_answer_stands_on_the_overview(self):
        pair = self.add_mentorship("active")
        proposal = self.env["hr.mentorship.skill.proposal"].create(
            {
                "employee_id": self.mia.id,
                "goal_id": self.env["hr.mentorship.goal"]
                .create({"name": "Say no", "mentorship_id": pair.id, "state": "active"})
                .id,
                "skill_id": self.leading.id,
                "skill_level_id": self.skill_type.skill_level_ids[0].id,
            }
        )
        overview = self.env["hr.mentorship.overview"].with_user(self.mia.user_id).create({})
        self.assertEqual(overview.skill_proposal_ids.ids, proposal.ids)


@tagged("post_install", "-at_install")
class TestStyleSheets(BaseCase):
    """Our screens follow a dark scheme and languages that are written from right to left."""

    def find(self, pattern):
        sheets = (ROOT / "static" / "src").rglob("*.scss")
        lines = [(path.name, line.strip()) for path in sheets for line in path.read_text(encoding="utf-8").splitlines()]
        self.assertGreater(len(lines), 500)
        return [(name, line) for name, line in lines if re.search(pattern, line.partition("//")[0])]

    def test_colours_are_variables_which_a_dark_scheme_turns_round(self):
        self.assertEqual(self.find(r":.*(#[0-9a-fA-F]{3,8}\b|\b(white|black)\b|rgba?\(\d)"), [])

    def test_places_are_logical_and_turn_with_the_direction_of_the_writing(self):
        sides = "(left|right)"
        sided = (rf"(margin|padding|border)-{sides}\b", rf"^{sides}:", rf"(text-align|float|clear): {sides}")
        self.assertEqual(self.find("|".join(sided)), [])
