from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..quarter.common import FIRST, TODAY, QuarterCase


@tagged("post_install", "-at_install")
class TestImpact(QuarterCase):
    """Everybody reads what they have done themselves, and what has been told of their program beside it."""

    def page(self, person):
        return self.as_user(self.env["hr.mentorship.impact"], person).get_page()

    def figures(self, figures):
        return {figure["key"]: figure["value"] for figure in figures}

    def test_own_meetings_goals_people_and_thanks_are_counted_by_year(self):
        pair = self.add_pair(0)
        mentor, mentee = pair.member_ids.sorted("role", reverse=True)
        self.meet(pair, 3)
        self.meet(pair, 1, date(2026, 12, 30))
        self.env["hr.mentorship.goal"].create(
            {"name": "Speak", "mentorship_id": pair.id, "member_id": mentee.id}
        )._move_to("reached", reached_on=FIRST)
        self.env["hr.mentorship.note"].with_user(mentee.user_id)._record(pair, "thank_you", "Thank you.")
        pair.invalidate_recordset()
        pair._move_to("completed", closed_on=TODAY)
        page = self.page(mentor.employee_id)
        told = self.figures(page["figures"])
        self.assertEqual(
            {name: told[name] for name in ("meetings", "hours", "goals", "people", "thanks", "certificates")},
            {"meetings": "4", "hours": "4", "goals": "1", "people": "1", "thanks": "1", "certificates": "1"},
        )
        years = {each["year"]: self.figures(each["figures"]) for each in page["years"]}
        self.assertEqual((years["2026"]["meetings"], years["2027"]["meetings"]), ("1", "3"))
        [person] = page["people"]
        self.assertEqual((person["title"], person["has_certificate"]), (mentee.employee_id.name, True))
        self.assertNotIn("thanks", self.figures(self.page(mentee.employee_id)["figures"]), "who thanks is not thanked")

    def test_nobody_reads_of_another_one(self):
        self.meet(self.add_pair(0), 3)
        for person in (self.olga, self.paula, self.pia, self.ada):
            page = self.page(person)
            self.assertEqual(page["people"], [])
            self.assertEqual(self.figures(page["figures"]), {"meetings": "0", "hours": "0"})
            self.assertEqual((page["comparisons"], page["no_comparison"]), ([], ""))

    def test_figures_of_the_program_stand_beside_those_of_a_quarter_that_is_over(self):
        pairs = self.add_pairs((1, 0, 2, 4, 9), goals=(0, 1, 2))
        mentee = pairs[0].member_ids.employee_id.filtered(lambda person: person.name == "Mentee0")
        self.assertIn("Nothing can be said yet", self.page(mentee)["no_comparison"])
        self.count()
        [told] = self.page(mentee)["comparisons"]
        self.assertEqual((told["title"], told["program"]), ("January to March 2027", "Leaders · Mentees"))
        self.assertEqual(
            [(line["mine"], line["others"]) for line in told["lines"]],
            [
                ("You met once", "half of them met 2 times or more often"),
                ("You saw a goal reached", "half of them or more saw a goal reached"),
            ],
        )
        # What one does after the quarter shows on one's own side alone, and nowhere before the next one is over
        with freeze_time(TODAY):
            self.meet(pairs[1], 9, FIRST)
        [later] = self.page(mentee)["comparisons"]
        self.assertEqual([line["others"] for line in later["lines"]], [line["others"] for line in told["lines"]])

    def test_whoever_began_at_the_end_of_a_quarter_is_not_told_that_they_did_not_meet(self):
        pairs = self.add_pairs((0, 0, 2, 4, 9))
        self.count()
        mentee = pairs[0].member_ids.employee_id.filtered(lambda person: person.name == "Mentee0")

        def read():
            [told] = self.page(mentee)["comparisons"]
            return told["lines"][0]["mine"]

        self.assertEqual(read(), "You did not meet")
        pairs[0].start_date = date(2027, 3, 20)
        self.assertEqual(read(), "You had just begun")

    def test_a_stricter_company_compares_with_no_smaller_group_of_before(self):
        pairs = self.add_pairs((1, 0, 2, 4, 9))
        self.count()
        mentee = pairs[0].member_ids.employee_id.filtered(lambda person: person.name == "Mentee0")
        self.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 5)
        page = self.page(mentee)
        self.assertFalse(page["comparisons"])
        self.assertIn("6 people", page["no_comparison"])
