import io
import re
import shutil
import subprocess
import unittest
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ...reports import satisfaction_figures, satisfaction_words
from ..common import MentorshipCase, MentorshipCompany

ACTION = "hr_mentorship.hr_mentorship_satisfaction_report_action"
DOCUMENT = "report.hr_mentorship.report_satisfaction"
HALF_A_MEGABYTE = 512 * 1024


class ReportCompany(MentorshipCompany):
    @classmethod
    def hold_meetings(cls, number=3, program=None):
        """Let pairs hold a meeting two months ago."""
        then = fields.Date.today() - timedelta(days=60)
        for index in range(number):
            pair = cls.add_other_pair(index, program=program)
            pair.checkin_ids[0].with_user(pair.mentor_ids.user_id)._log("done", rating=4)
            pair.checkin_ids[0].held_on = then

    @contextmanager
    def release(self, *programs, mean=4.0):
        """Let releases tell of both roles of these programs what this test says."""
        then = fields.Date.today() - timedelta(days=60)
        shown = {"low": "0 to 10 %", "mid": "10 to 20 %", "high": "70 to 90 %"}

        def get_figures(model, asked, date_from=None, date_to=None):
            return [
                {
                    "program": program.with_env(model.env),
                    "role": role,
                    "measure": "checkin",
                    "department": model.env["hr.department"],
                    "date_from": then,
                    "date_to": then,
                    "people": "5 to 9",
                    "mean": mean,
                    "mean_from": mean - 0.1,
                    "mean_to": mean + 0.1,
                    "mean_text": f"{mean - 0.1:.1f} to {mean + 0.1:.1f}",
                    "is_band": False,
                    "shares": shown,
                    "share_bands": {"low": (0, 0.1), "mid": (0.1, 0.2), "high": (0.7, 0.9)},
                    "position": position,
                }
                for program in programs
                for role in ("mentor", "mentee")
                for position in (0, 1)
                if program in asked and not (date_from and date_from > then) and not (date_to and date_to < then)
            ]

        with patch.object(self.registry["hr.mentorship.release"], "_get_figures", get_figures):
            yield


@tagged("post_install", "-at_install")
class TestSatisfactionReport(ReportCompany, MentorshipCase):
    """What a board reads of programs: sentences, figures and charts, of releases and of those who may read them."""

    def make(self, person, programs=None, **options):
        document = self.as_user(self.env[DOCUMENT], person)
        return document._get_report_values((programs or self.program).ids, options)

    def read_html(self, person, programs=None, **options):
        reports = self.env["ir.actions.report"].with_user(person.user_id)
        return reports._render_qweb_html(ACTION, (programs or self.program).ids, data=options)[0].decode()

    def test_first_page_says_what_is_good_and_the_chapter_shows_the_figures(self):
        self.hold_meetings()
        with self.release(self.program, mean=4.6):
            values = self.make(self.pia)
            html = self.read_html(self.pia)
        good, watch, _do = values["first_page"]["columns"]
        self.assertIn("mentors 4.6, mentees 4.6 of 5.", str(good["texts"]))
        self.assertFalse(watch["texts"])
        self.assertIn("5 to 9 people", values["first_page"]["sureness"])
        for words in ("How satisfied both sides are", "4.5 to 4.7", "70 to 90 %", "5\xa0to\xa09 each"):
            self.assertIn(words, html)
        self.assertEqual(html.count('class="article'), 1)

    def test_gaps_between_the_sides_are_one_sentence_the_widest_first(self):
        figures = satisfaction_figures.Figures()
        row = {"people": "at least 5", "position": 0, "mean_text": "", "shares": {}, "weight": 5, "is_band": True}
        means = {"overall": (4.4, 3.7), "fit": (3.6, 4.4), "trust": (4.0, 4.0), "support": (4.1, 3.6)}
        for measure, sides in means.items():
            for role, mean in zip(("mentor", "mentee"), sides, strict=True):
                own = {"measure": measure, "role": role, "mean": mean, "mean_from": mean, "mean_to": mean}
                figures.answers.append({**row, **own})
        found = list(satisfaction_words.judge_answers(self.env, figures, 5))
        [gap] = [finding.text for finding in found if "differently" in finding.text]
        self.assertIn("Fit, mentors 3.6, mentees 4.4; Overall, mentors 4.4, mentees 3.7; Support", gap)
        self.assertNotIn("Trust", gap)
        [advice] = [finding.text for finding in found if "Listen to" in finding.text]
        self.assertIn("with some things mentors are less satisfied, with others mentees", advice)

    def test_gap_is_written_as_numbers_are_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = self.env(context={"lang": "de_DE"})
        texts = [satisfaction_words.say_gap(german, gap) for gap in (0.12, -0.6, 0.04, -0.04)]
        self.assertEqual(texts, ["+0,1", "−0,6", "0,0", "0,0"])

    def test_programs_of_which_nothing_can_be_told_yet_are_named_and_have_no_page(self):
        quiet = self.add_program("Speakers", self.pia)
        self.hold_meetings()
        values = self.make(self.pia, self.program | quiet)
        self.assertEqual([chapter["program"] for chapter in values["chapters"]], [self.program])
        self.assertEqual(values["without_chapter"], ["Speakers"])
        self.assertEqual(len(values["first_page"]["programs"]), 2, "the table has all of them")
        self.assertIn("Without a page of their own", self.read_html(self.pia, self.program | quiet))
        self.assertEqual(len(self.make(self.pia, quiet)["chapters"]), 1, "asked for alone, it says so itself")

    def test_a_meeting_or_two_do_not_make_a_program_go_well(self):
        self.hold_meetings(number=2)
        self.assertIn("too early", self.make(self.pia)["first_page"]["verdict"])

    def test_without_releases_no_answer_is_in_the_document(self):
        self.hold_meetings(number=2)
        values = self.make(self.pia)
        self.assertFalse(values["figures"][self.program.id].answers)
        self.assertNotIn("measures", values["chapters"][0]["charts"])
        self.assertIn("too few have answered", str(values["first_page"]["columns"][1]["texts"]))
        self.assertIn("Too few answers to show", self.read_html(self.pia))

    def test_several_programs_stand_side_by_side_in_one_document(self):
        other = self.add_program("Speakers", self.pia)
        third = self.add_program("Writers", self.pia)
        programs = self.program | other | third
        with self.release(other):
            values = self.make(self.pia, programs)
            html = self.read_html(self.pia, programs)
        self.assertEqual([row[0] for row in values["first_page"]["programs"]], programs.mapped("name"))
        good, watch, _do = values["first_page"]["columns"]
        self.assertIn("Speakers", {name for name, _text in good["texts"]})
        [names] = [name for name, text in watch["texts"] if "too few have answered" in text]
        self.assertEqual(names, "Leaders and Writers", "what is true of two is said once")
        self.assertEqual(html.count('class="article'), 1)

    def test_response_is_told_of_months_that_are_over(self):
        self.env["hr.mentorship.pulse.rate"].create(
            {
                "program_id": self.program.id,
                "start_date": "2026-01-01",
                "end_date": "2026-01-31",
                "asked_count": 10,
                "answered_count": 3,
            }
        )
        values = self.make(self.pia)
        self.assertIn("30 % have answered", str(values["first_page"]["columns"][1]["texts"]))
        self.assertEqual(values["chapters"][0]["charts"]["replies"]["rows"], [["Jan 26", "30 %"]])

    def test_program_of_somebody_else_among_the_own_is_refused(self):
        other = self.add_program("Speakers", self.petra)
        for person in (self.pia, self.petra, self.mia):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.make(person, self.program | other)
            with self.subTest(person.name), self.assertRaises(AccessError):
                document = self.as_user(self.env[DOCUMENT], person)
                document._get_report_values(None, {"program_ids": (self.program | other).ids})

    def test_period_leaves_out_what_lies_before_and_after(self):
        self.hold_meetings()
        today = fields.Date.today()
        for options, held in (
            ({"date_from": str(today - timedelta(days=100)), "date_to": str(today)}, 3),
            ({"date_from": str(today - timedelta(days=20)), "date_to": str(today)}, 0),
            ({"date_from": "", "date_to": str(today - timedelta(days=120))}, 0),
        ):
            with self.subTest(options):
                with self.release(self.program):
                    figures = self.make(self.pia, **options)["figures"][self.program.id]
                self.assertEqual(figures.held, held)
                self.assertEqual(len(figures.answers), 4 if held else 0)

    def test_nonsense_in_what_is_asked_for_is_refused_with_a_sentence(self):
        document = self.as_user(self.env[DOCUMENT], self.pia)
        for docids, options in (
            (None, {}),
            (None, {"program_ids": "all"}),
            (None, {"program_ids": ["1"]}),
            (None, {"program_ids": [2**40]}),
            (self.program.ids, {"date_from": "yesterday"}),
            (self.program.ids, {"date_from": ["2026-01-01"]}),
            (self.program.ids, {"date_from": "2026-02-01", "date_to": "2026-01-01"}),
        ):
            with self.subTest(docids=docids, options=options), self.assertRaises(UserError):
                document._get_report_values(docids, options)

    def test_what_has_changed_since_the_last_cohort_stands_beside(self):
        former = self.add_program("Leaders 1", self.pia, state="closed")
        former.sudo().write({"result_on": fields.Date.today(), "result_meeting_count": 70, "result_rating": 3.9})
        self.program.sudo().predecessor_id = former
        rows = {row[1]: row[2:] for row in self.make(self.pia)["chapters"][0]["before"]}
        self.assertEqual(rows["Meetings held"], (70, 0))
        self.assertEqual(rows["Satisfaction with the meetings"], ("3.9", "–"))
        self.assertIn("Since the last cohort", self.read_html(self.pia))
        self.assertFalse(self.make(self.pia, date_from="2026-01-01")["chapters"][0]["before"], "no whole to compare")

    def test_report_of_a_program_that_is_over_tells_of_its_time(self):
        self.hold_meetings()
        enrolment = {"enrolment_start_date": "2025-12-01", "enrolment_end_date": "2025-12-20"}
        days = {"start_date": "2026-01-05", "end_date": "2026-08-07"}
        self.program.sudo().write({**enrolment, **days, "state": "closed"})
        self.env["hr.mentorship.target"].create({"program_id": self.program.id, "measure": "goals", "wanted_value": 80})
        values = self.make(self.pia)
        self.assertRegex(values["period"], "January 5, 2026.*August 7, 2026")
        self.assertEqual(values["first_page"]["columns"][0]["title"], "What was good")
        html = self.read_html(self.pia)
        self.assertIn("At the End", html)
        self.assertIn("Cannot be said<", html)
        for words in ("Today", "Cannot be said yet", "until today", "goes well", "has been due"):
            self.assertNotIn(words, html)

    def test_nobody_is_offered_a_report_of_a_program_without_people(self):
        empty = self.add_program("Empty", self.pia, sponsor_id=self.sam.user_id.id)
        for person in (self.pia, self.sam):
            self.assertFalse(self.as_user(empty, person).has_report)
        self.enrol(self.mia, "mentee", program=empty)
        for person, is_offered in ((self.pia, True), (self.sam, True), (self.olga, False)):
            self.assertEqual(self.as_user(empty, person).has_report, is_offered, person.name)

    def test_pairs_that_ended_early_are_counted_from_n_on(self):
        pairs = [self.add_other_pair(index) for index in range(4)]
        for ended, shown in ((0, 0), (2, None), (3, 3)):
            for pair in pairs[:ended]:
                pair.filtered(lambda each: each.state == "active")._end()
            values = self.make(self.pia)
            self.assertEqual(values["figures"][self.program.id].ended_early, shown)
            labels = [label for label, _count in values["chapters"][0]["pairs"]]
            self.assertEqual("Over, completed or ended early" in labels, shown is None)

    def test_dialog_offers_the_own_open_programs_and_opens_the_page_of_a_period(self):
        closed = self.add_program("Over", self.pia, state="closed")
        choices = self.as_user(self.env["hr.mentorship.report.choice"], self.pia)
        self.assertEqual(choices.create({}).program_ids, self.program)
        picked = choices.with_context(active_model="hr.mentorship.program", active_ids=closed.ids).create({})
        self.assertEqual(picked.program_ids, closed)
        picked.date_from = "2026-01-01"
        action = picked.action_read()
        self.assertEqual((action["report_type"], action["data"]["program_ids"]), ("qweb-html", closed.ids))
        self.assertEqual(picked.action_print()["report_type"], "qweb-pdf")
        with self.assertRaises(UserError):
            picked.date_to = "2025-01-01"


@tagged("post_install", "-at_install")
class TestSatisfactionPdf(ReportCompany, HttpCase):
    """The document is made, and read as people and searches read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            raise unittest.SkipTest("no wkhtmltopdf on this machine")
        cls.set_up_company()
        cls.other = cls.add_program("Speakers", cls.pia, goal="Łatwo to speak")
        cls.hold_meetings(program=cls.other)

    def render(self, programs):
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(ACTION, programs.ids)[0]

    def read_pages(self, pdf):
        if not shutil.which("pdftotext"):
            return [page.extract_text() for page in PdfFileReader(io.BytesIO(pdf)).pages]
        read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return re.sub(r"(\d) ?/ ?(\d)", r"\1 / \2", read.stdout.decode()).split("\f")[:-1]

    def test_report_of_one_program_is_text_with_page_numbers_and_small(self):
        with self.release(self.other):
            pdf = self.render(self.other)
        pages = self.read_pages(pdf)
        for words in ("Speakers", "Łatwo", self.env.company.name, "What is good", "What to look at", "What to do"):
            self.assertIn(words, pages[0])
        whole = " ".join(" ".join(pages).split())
        for words in ("How satisfied both sides are", "Meetings by month", "How to read this"):
            self.assertIn(words, whole)
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"{number} / {len(pages)}", page)
        self.assertLess(len(pdf), HALF_A_MEGABYTE)

    def test_report_of_several_programs_is_one_document(self):
        with self.release(self.other):
            pages = self.read_pages(self.render(self.program | self.other))
        self.assertIn("Our mentorship programs", pages[0])
        self.assertIn(f"1 / {len(pages)}", pages[0])
        whole = " ".join(pages)
        for name in ("Leaders", "Speakers"):
            self.assertIn(name, whole)
