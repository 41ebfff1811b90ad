from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import html2plaintext

from ..release.common import SmallProgramsCase

ACTION = "hr_mentorship.hr_mentorship_satisfaction_report_action"
DOCUMENT = "report.hr_mentorship.report_satisfaction"


@tagged("post_install", "-at_install")
class TestSatisfactionAcross(SmallProgramsCase):
    """Programs without figures of their own are told in their group, to administrators who print several of them."""

    def setUp(self):
        super().setUp()
        self.small = self.programs[:2]
        for program in self.small:
            self.answer(program, [self.sales, self.research])
        self.end(*self.small)
        self.releases._release_closed_periods()
        self.env.invalidate_all()

    def make(self, person, programs, **options):
        return self.as_user(self.env[DOCUMENT], person)._get_report_values(programs.ids, options)

    def test_administrators_read_in_the_group_what_was_too_few_in_each_program(self):
        values = self.make(self.ada, self.programs[:3])
        across = values["across"]
        self.assertEqual(across["without"], self.small.mapped("name"), "the third one goes on")
        [charts] = across["charts"]
        self.assertEqual(charts["measures"]["rows"][0][-1].replace("\xa0", " "), "– / 3 to 4")
        satisfaction = {row[0]: row[3] for row in values["first_page"]["programs"]}
        self.assertEqual({satisfaction[name] for name in across["without"]}, {"with others"})
        self.assertEqual(satisfaction[self.programs[2].name], "–")
        self.assertIn("3 to 4 people", values["first_page"]["sureness"])
        said = [name for column in values["first_page"]["columns"] for name, _text in column["texts"]]
        self.assertTrue(any(across["name"] in name for name in said))
        reports = self.env["ir.actions.report"].with_user(self.ada.user_id)
        html = html2plaintext(reports._render_qweb_html(ACTION, self.small.ids)[0])
        self.assertIn(across["name"], html)
        self.assertIn("Only administrators of mentorship read this chapter.", html)

    def test_several_programs_are_told_as_one_by_format_and_company(self):
        circle = self.add_program("Circle", self.pia, format="group")
        for number, program in enumerate((self.programs[2], circle)):
            self.answer(program, [self.sales] * (3 + number))
        self.releases._release_closed_periods()
        together, by_format = self.make(self.pia, self.programs[2] | circle)["cuts"]
        self.assertEqual([row[-1].replace("\xa0", " ") for row in together["rows"]], ["– / at least 3"])
        self.assertEqual([row[-1] for row in by_format["rows"]], ["3 to 4", "3 to 4"])
        self.assertFalse(self.make(self.pia, circle)["cuts"], "one program is no several")

    def test_a_cut_of_many_people_has_means_and_intervals(self):
        circle = self.add_program("Circle", self.pia, format="group")
        for program, mean in ((self.programs[2], 4.1), (circle, 3.6)):
            self.releases.sudo().create(
                {
                    "program_id": program.id,
                    "company_id": program.company_id.id,
                    "role": "mentee",
                    "date_from": self.then,
                    "date_to": self.then,
                    "weight": 12,
                    "people_from": 10,
                    "people_to": 19,
                    "mean_from": mean,
                    "mean_to": mean,
                    "has_shares": True,
                    **{f"{band}_{end}": 0.3 for band in ("low", "mid", "high") for end in ("from", "to")},
                }
            )
        _together, by_format = self.make(self.pia, self.programs[2] | circle)["cuts"]
        self.assertEqual(sorted(row[1] for row in by_format["rows"]), ["3.6", "4.1"])

    def test_nobody_else_reads_it_nor_anybody_in_the_report_of_one_program(self):
        self.assertIsNone(self.make(self.pia, self.small)["across"], "she runs both, and others may be in the group")
        self.assertIsNone(self.make(self.ada, self.small[0])["across"])

    def test_it_is_of_the_period_that_is_asked_for(self):
        before = {"date_from": "", "date_to": str(self.then - timedelta(days=40))}
        self.assertIsNone(self.make(self.ada, self.small, **before)["across"])
