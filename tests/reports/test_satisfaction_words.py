from odoo.tests import TransactionCase

from ...reports import satisfaction_words
from ...reports.satisfaction_figures import Figures, are_apart, find_interval

THRESHOLD = 5
ROLES = satisfaction_words.ROLES


def answer(role, mean, measure="overall", people="20–49", number=1):
    return {
        "role": role,
        "measure": measure,
        "date_from": number,
        "date_to": number,
        "position": number,
        "people": people,
        "mean": mean,
        "mean_from": mean - 0.05,
        "mean_to": mean + 0.05,
        "mean_text": str(mean),
        "shares": {"low": "10 %", "mid": "20 %", "high": "70 %"},
        "low": 0.1,
        "mid": 0.2,
        "high": 0.7,
        "is_band": False,
    }


class TestSatisfactionWords(TransactionCase):
    """The first page follows from figures by rules, and says where it is not sure."""

    def find(self, figures, targets=None):
        targets = self.env["hr.mentorship.target"] if targets is None else targets
        found = satisfaction_words.find(self.env, figures, targets, THRESHOLD)
        self.assertEqual(found, sorted(found, key=lambda finding: -finding.weight))
        return {kind: " ".join(f.text for f in found if f.kind == kind) for kind in ("good", "watch", "do")}

    def test_meetings_that_are_held_are_good_and_those_that_are_not_ask_for_something(self):
        self.assertIn("9 of 10 meetings", self.find(Figures(begun=3, months={1: (9, 10)}))["good"])
        poor = self.find(Figures(begun=3, months={1: (1, 10)}))
        self.assertIn("Only 1 of 10 meetings", poor["watch"])
        self.assertIn("overdue", poor["do"])

    def test_too_few_answers_are_said_and_nothing_is_made_up(self):
        said = self.find(Figures(begun=3, months={1: (9, 10)}))
        self.assertIn("too few have answered", said["watch"])
        self.assertNotIn("satisfied", said["good"])

    def test_both_sides_are_praised_in_one_sentence_and_the_worse_one_is_named(self):
        both = self.find(Figures(answers=[answer("mentor", 4.4), answer("mentee", 4.2)]))
        self.assertIn("mentors 4.4, mentees 4.2 of 5.", both["good"])
        apart = self.find(Figures(answers=[answer("mentor", 4.4), answer("mentee", 3.0)]))
        self.assertIn("Mentors are satisfied", apart["good"])
        self.assertIn("Mentees are not satisfied", apart["watch"])
        self.assertIn("mentors 4.4, mentees 3.0", apart["watch"])
        self.assertIn("Listen to a few mentees, one to one: they are less satisfied", apart["do"])

    def test_those_who_are_satisfied_with_several_things_are_named_once(self):
        rows = [answer(role, 4.4, measure) for measure in ("overall", "checkin", "recommend") for role in ROLES]
        good = self.find(Figures(answers=rows))["good"]
        self.assertEqual(good.count("Both sides are satisfied."), 1)
        self.assertIn("Overall: mentors 4.4, mentees 4.4 of 5; ", good)
        self.assertEqual(good.count("mentors 4.4, mentees 4.4 of 5"), 3)

    def test_program_that_is_over_is_told_of_in_the_past(self):
        rows = [answer(role, mean, number=number) for number, mean in enumerate((3.0, 4.4), 1) for role in ROLES]
        figures = Figures(is_over=True, begun=9, goals=(9, 10), months={1: (19, 20)}, answers=rows)
        said = self.find(figures)
        for words in ("Pairs met", "Both sides were satisfied.", "goals were reached", "more satisfied at the end"):
            self.assertIn(words, said["good"])
        findings = satisfaction_words.find(self.env, figures, self.env["hr.mentorship.target"], THRESHOLD)
        self.assertIn("This program went well", satisfaction_words.sum_up(self.env, figures, findings))
        for poor in (
            Figures(is_over=True, begun=9, months={1: (1, 20)}),
            Figures(is_over=True, begun=9, answers=[answer("mentor", 3.0), answer("mentee", 2.0)]),
        ):
            said = " ".join(self.find(poor).values())
            for words in (" yet", " are ", "overdue"):
                self.assertNotIn(words, said)

    def test_difference_of_few_people_is_called_chance_and_that_of_many_is_not(self):
        for people, is_chance in (("5–9", True), ("100+", False)):
            figures = Figures(answers=[answer("mentor", 4.4, people=people), answer("mentee", 3.8, people=people)])
            self.assertEqual("may be chance" in self.find(figures)["watch"], is_chance)

    def test_change_is_told_from_the_first_release_to_the_last(self):
        releases = [answer("mentee", mean, number=number) for number, mean in enumerate((4.5, 4.4, 3.9), 1)]
        self.assertIn("less satisfied than at first: 3.9 after 4.5", self.find(Figures(answers=releases))["watch"])
        self.assertNotIn("than at first", str(self.find(Figures(answers=releases[:2]))))

    def test_what_is_hidden_is_not_told_by_a_sentence_either(self):
        """None: some have ended early, but fewer than N."""
        some = self.find(Figures(begun=9, ended_early=None, months={1: (9, 10)}))
        none = self.find(Figures(begun=9, ended_early=0, months={1: (9, 10)}))
        self.assertNotIn("ended", str(some))
        self.assertIn("No pair that has begun has ended", none["good"])

    def test_interval_is_wide_for_few_people_and_stays_on_the_scale(self):
        few, many = (find_interval(answer("mentor", 4.8, people=people), THRESHOLD) for people in ("5–9", "100+"))
        self.assertLess(few[0], many[0])
        self.assertLessEqual(few[1], 5)
        self.assertTrue(are_apart(answer("mentor", 4.5, people="100+"), answer("mentee", 3.0, people="100+"), 5))

    def test_figure_of_the_whole_time_speaks_before_that_of_its_last_period(self):
        rows = [answer("mentee", 4.0, number=0), answer("mentee", 3.0, number=1), answer("mentee", 5.0, number=2)]
        self.assertEqual(Figures(answers=rows).get_current("overall", "mentee")["mean"], 4.0)
        self.assertEqual(Figures(answers=rows[1:]).get_current("overall", "mentee")["mean"], 5.0)
        self.assertEqual(len(Figures(answers=rows).list_releases("overall", "mentee")), 2)

    def test_every_measure_has_a_name_and_an_advice(self):
        for measure in satisfaction_words.get_measures(self.env):
            self.assertTrue(satisfaction_words.advise(self.env, measure))
