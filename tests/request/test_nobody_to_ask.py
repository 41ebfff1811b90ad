from odoo.tests import tagged

from .common import RequestCase


@tagged("post_install", "-at_install")
class TestNobodyToAsk(RequestCase):
    """A page without mentors says the one reason that holds for whoever looks."""

    def says(self, employee=None):
        return self.as_user(self.env["hr.mentorship.candidate"], employee or self.mia).action_find()["help"]

    def test_who_has_asked_reads_that_the_answer_is_waited_for(self):
        self.ask(self.max)
        self.assertIn("You have asked Max already", self.says())
        self.assertNotIn("approved", self.says())

    def test_who_has_a_mentor_reads_so(self):
        self.add_mentorship("active", mentor=self.max, mentee=self.mia)
        self.assertIn("You have a mentor in “Leaders” already: Max", self.says())

    def test_whose_application_waits_reads_so(self):
        self.mentee._move_to("applied")
        self.assertIn("is not answered yet", self.says())

    def test_who_fits_nobody_with_a_seat_reads_so_and_not_that_something_is_missing(self):
        (self.max_seat + self.otto_seat)._move_to("withdrawn")
        words = self.says()
        self.assertIn("No mentor of “Leaders” with a free seat fits you now", words)
        self.assertNotIn("asked", words)

    def test_who_is_in_no_program_reads_where_to_join_one(self):
        self.assertIn("You are in no program as a mentee", self.says(self.olga))

    def test_where_managers_match_one_reads_so(self):
        self.program.matching_mode = "manager"
        self.assertIn("the program manager brings people together", self.says())

    def test_proposal_is_not_given_away(self):
        self.program.matching_mode = "both"
        (self.max_seat + self.otto_seat)._move_to("withdrawn")
        self.add_mentorship("proposed", mentor=self.add_person("ida"), mentee=self.mia)
        self.assertNotIn("Ida", self.says())

    def test_who_has_narrowed_the_search_reads_that(self):
        self.assertIn("Take away a part of your search", self.says())

    def test_name_of_a_program_is_text_and_no_markup(self):
        self.mentee._move_to("applied")
        self.program.name = "<b>Leaders</b>"
        self.assertIn("&lt;b&gt;Leaders", self.says())
