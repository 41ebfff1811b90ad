from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RequestCase


@tagged("post_install", "-at_install")
class TestCompareMentors(RequestCase):
    """A mentee sees two or three mentors side by side: what their cards say, and nothing that those do not know."""

    def compare(self, cards):
        page = cards.get_comparison()
        return page, {row["key"]: [[line["text"] for line in cell] for cell in row["cells"]] for row in page["rows"]}

    def give_level(self, person, skill, name):
        level = self.skill_type.skill_level_ids.filtered(lambda each: each.name == name)
        self.env["hr.employee.skill"].create(
            {
                "employee_id": person.id,
                "skill_type_id": self.skill_type.id,
                "skill_id": skill.id,
                "skill_level_id": level.id,
            }
        )

    def test_two_mentors_stand_side_by_side_in_the_order_they_are_chosen(self):
        self.max.job_title = "Captain"
        best, second = self.find()
        page, rows = self.compare(second + best)
        self.assertEqual([mentor["name"] for mentor in page["mentors"]], ["Otto", "Max"])
        self.assertEqual([mentor["job"] for mentor in page["mentors"]], ["", "Captain"])
        self.assertEqual([mentor["score"] for mentor in page["mentors"]], [second.score, best.score])
        self.assertEqual(rows["reasons"], [second.reasons.splitlines(), best.reasons.splitlines()])
        self.assertEqual(rows["introduction"], [[], ["I ask more than I answer."]])
        self.assertEqual(rows["seats"], [["One seat is free"]] * 2)
        self.assertNotIn("place", rows, "nobody has one")
        self.assertNotIn("program", rows, "it is the same for both")

    def test_topics_that_the_mentee_wants_come_first_with_the_level_of_the_reasons(self):
        self.give_level(self.max, self.leading, "Expert")
        self.max_seat.skill_ids = self.selling + self.leading
        self.mentee.skill_ids = self.leading
        page, rows = self.compare(self.find())
        column = [mentor["name"] for mentor in page["mentors"]].index("Max")
        self.assertEqual(rows["topics"][column], ["Leading (Expert)", "Selling"])
        [topics] = [row["cells"][column] for row in page["rows"] if row["key"] == "topics"]
        self.assertEqual([line["is_wanted"] for line in topics], [True, False])

    def test_level_that_the_reasons_do_not_name_stays_away(self):
        self.give_level(self.max, self.leading, "Expert")
        self.program.criterion_ids.filtered(lambda criterion: criterion.kind == "topics").is_shown_to_members = False
        page, rows = self.compare(self.find())
        self.assertNotIn("Expert", str(page))
        self.assertIn("Leading", str(rows["topics"]))

    def test_free_seats_tell_nothing_of_a_proposal(self):
        self.program.matching_mode = "both"
        self.max_seat.capacity = self.otto_seat.capacity = 2
        self.add_mentorship("proposed", mentor=self.max, mentee=self.olga)
        self.add_mentorship("active", mentor=self.otto, mentee=self.add_person("ida"))
        page, rows = self.compare(self.find())
        seats = dict(zip([mentor["name"] for mentor in page["mentors"]], rows["seats"], strict=True))
        self.assertEqual(seats, {"Max": ["2 seats are free"], "Otto": ["One seat is free"]})

    def test_mentors_of_two_programs_are_told_apart(self):
        second = self.add_program("Speakers", self.pia, matching_mode="request")
        self.enrol(self.mia, "mentee", self.leading, program=second)
        self.enrol(self.olga, "mentor", self.leading, program=second)
        cards = self.find()
        _page, rows = self.compare(cards.filtered(lambda card: card.name in ("Olga", "Max")))
        self.assertEqual(sorted(rows["program"]), [["Leaders"], ["Speakers"]])

    def test_one_is_no_comparison_and_four_are_too_many(self):
        for name in ("ida", "eve"):
            self.enrol(self.add_person(name), "mentor", self.leading)
        cards = self.find()
        for some in (cards[:0], cards[:1], cards[:4]):
            with self.subTest(len(some)), self.assertRaisesRegex(UserError, "two or three"):
                some.get_comparison()
        self.assertEqual(len(cards[:3].get_comparison()["mentors"]), 3)

    def test_nobody_compares_on_the_cards_of_somebody_else(self):
        cards = self.find()
        for stranger in (self.olga, self.pia):
            with self.subTest(stranger.name), self.assertRaises(AccessError):
                self.as_user(cards, stranger).get_comparison()

    def test_page_that_is_open_elsewhere_still_compares_and_one_that_is_gone_says_so(self):
        old = self.find()
        self.find()
        self.assertEqual(len(old.get_comparison()["mentors"]), 2)
        old[0].sudo().unlink()
        with self.assertRaisesRegex(UserError, "Load it again"):
            old.get_comparison()

    def test_comparison_costs_the_same_for_two_and_for_three(self):
        ida = self.add_person("ida")
        self.enrol(ida, "mentor", self.leading + self.coding)
        for person in (self.max, self.otto, ida):
            self.give_level(person, self.leading, "Expert")
        cards = self.find()

        def cost(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.get_comparison()
            return self.env.cr.sql_log_count - before

        cost(cards)
        self.assertEqual(cost(cards[:2]), cost(cards))
