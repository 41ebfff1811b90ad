from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..performance import PerformanceCase
from ..recognition.common import RecognitionCase
from .common import LeaderboardCompany

TODAY = date(2027, 2, 10)
"""A Wednesday; the last whole week ended on Sunday, February 7."""


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLeaderboard(LeaderboardCompany, RecognitionCase, PerformanceCase):
    """Who has earned most, of those alone who want to be named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_leaderboard(date(2027, 1, 1))

    def read_board(self, reader):
        """What somebody reads of the only board there is: places, names and points; None where there is none."""
        self.env.invalidate_all()
        boards = self.as_user(self.env["hr.mentorship.leaderboard"], reader).get_page()["boards"]
        return [(place["rank"], place["name"], place["points"]) for board in boards for place in board["places"]]

    def board(self, reader):
        self.env.invalidate_all()
        [board] = self.as_user(self.env["hr.mentorship.leaderboard"], reader).get_page()["boards"]
        return board

    # -- who is named

    def test_nobody_is_named_before_they_say_so_themselves_and_enough_others_do(self):
        for person in self.crowd:
            self.earn(person, 10)
        self.assertEqual(self.read_board(self.mia), [])
        self.assertIn("takes 5 people who want to be on it", self.board(self.mia)["missing"])
        for person in self.crowd[:4]:
            self.join(person)
        self.assertEqual(self.read_board(self.mia), [], "four are too few, whoever asks")
        self.join(self.crowd[4])
        self.assertEqual([name for _rank, name, _points in self.read_board(self.mia)], [p.name for p in self.crowd[:5]])
        self.assertNotIn(self.crowd[5].name, str(self.board(self.mia)))

    def test_who_wants_to_be_named_and_has_earned_nothing_does_not_count(self):
        for person in self.crowd[:5]:
            self.join(person)
        for person in self.crowd[:4]:
            self.earn(person, 10)
        self.assertEqual(self.read_board(self.crowd[4]), [])
        self.assertIn("as soon as", self.board(self.crowd[4])["mine"])

    def test_places_are_those_among_the_named(self):
        for points, person in enumerate(self.crowd, start=1):
            self.earn(person, 100 - 10 * points)
        self.earn(self.crowd[1], 10)  # as many as the first
        for person in self.crowd[:2] + self.crowd[3:]:
            self.join(person)
        self.assertEqual([rank for rank, _name, _points in self.read_board(self.mia)], [1, 1, 3, 4, 5])
        self.assertEqual(self.board(self.crowd[4])["mine"], "You are on it: place 4.")
        self.assertEqual(self.board(self.crowd[2])["mine"], "You are not on it.")

    def test_ten_places_are_shown_and_everybody_reads_their_own(self):
        people = [self.add_person(f"more{number}") for number in range(12)]
        for number, person in enumerate(people):
            self.enrol(person, "mentee")
            self.earn(person, 100 - number)
            self.join(person)
        self.assertEqual(len(self.read_board(people[0])), 10)
        self.assertIn("place 12", self.board(people[11])["mine"])

    def test_whoever_takes_themselves_off_is_gone_at_once_and_so_is_a_board_of_too_few(self):
        self.fill()
        self.assertEqual(len(self.read_board(self.mia)), 6)
        self.as_user(self.program, self.crowd[0]).action_leave_leaderboard()
        self.assertNotIn(self.crowd[0].name, str(self.board(self.mia)))
        self.as_user(self.program, self.crowd[1]).action_leave_leaderboard()
        self.assertEqual(self.read_board(self.mia), [])

    def test_whoever_leaves_the_program_or_the_company_is_gone_and_says_so_anew_when_they_return(self):
        self.fill()
        self.seat(self.crowd[0])._move_to("withdrawn")
        self.assertNotIn(self.crowd[0].name, str(self.board(self.mia)))
        self.crowd[1].active = False
        self.assertNotIn(self.crowd[1].name, str(self.board(self.mia)))
        self.crowd[1].active = True
        seats = self.seat(self.crowd[1])
        seats._move_to("approved")
        self.assertFalse(seats.on_leaderboard)

    def test_switched_off_it_forgets_who_was_on_it(self):
        self.fill()
        board = self.as_user(self.program, self.pia)
        board.has_leaderboard = False
        self.assertEqual(self.read_board(self.mia), [])
        with self.assertRaisesRegex(UserError, "no leaderboard now"):
            self.join(self.crowd[0])
        board.has_leaderboard = True
        self.assertEqual(self.read_board(self.mia), [])
        self.assertEqual(self.board(self.crowd[0])["mine"], "You are not on it.")

    def test_a_new_program_has_none_and_a_copy_neither(self):
        self.assertFalse(self.add_program("Speakers", self.pia).has_leaderboard)
        self.assertFalse(self.program.copy().has_leaderboard)

    # -- what counts

    def test_points_earned_in_the_program_count_and_not_what_is_given_taken_back_spent_or_of_others(self):
        self.fill(points=10)
        first = self.crowd[0]
        other = self.add_program("Speakers", self.petra)
        self.earn(first, 50, program=other)
        self.wallets._earn([{"employee_id": first.id, "points": 50, "reason": "A talk"}])
        self.wallets._earn([{"employee_id": first.id, "points": 50, "reason": "Thanks", "kind": "gift"}])
        self.wallets._reverse(self.earn(first, 50), "Never held")
        self.wallets._spend(first, 100, "A book", program=self.program)
        self.assertEqual({points for _rank, _name, points in self.read_board(self.mia)}, {"10"})

    def test_a_cohort_counts_all_its_whole_weeks(self):
        self.fill(points=10)
        first = self.crowd[0]
        for day, counts in ((date(2026, 12, 31), False), (date(2027, 1, 1), True), (date(2027, 2, 7), True)):
            before = self.read_board(self.mia)
            self.earn(first, 5, day=day)
            with self.subTest(day):
                self.assertEqual(self.read_board(self.mia) != before, counts)
        before = self.read_board(self.mia)
        self.earn(first, 5, day=TODAY - timedelta(days=2))
        self.assertEqual(self.read_board(self.mia), before, "of the running week nobody reads when somebody has met")
        with freeze_time(TODAY + timedelta(days=5)):
            self.assertNotEqual(self.read_board(self.mia), before)

    def test_a_program_that_is_always_open_counts_the_weeks_of_a_quarter(self):
        """Whole ones: the first week of January begins in December, and is lost to no quarter."""
        self.program.write({"time_frame": "always_on", "recognition_since": date(2026, 1, 1)})
        self.fill(points=10, day=date(2026, 12, 27))
        self.assertEqual(self.read_board(self.mia), [])
        with freeze_time(date(2026, 12, 29)):
            self.assertEqual({points for _rank, _name, points in self.read_board(self.mia)}, {"10"})
        self.fill(points=20, day=date(2026, 12, 28))
        self.assertEqual({points for _rank, _name, points in self.read_board(self.mia)}, {"20"})

    # -- of several programs

    def add_board(self, name):
        """Another program with a leaderboard that pia runs, in which all six and mia take part."""
        program = self.add_program(name, self.pia)
        program.write({"has_recognition": True})
        program.write({"has_leaderboard": True, "recognition_since": date(2027, 1, 1)})
        for person in (self.mia, *self.crowd):
            self.enrol(person, "mentee", program=program)
        self.env.flush_all()
        return program

    def read_boards(self, reader):
        self.env.invalidate_all()
        boards = self.as_user(self.env["hr.mentorship.leaderboard"], reader).get_page()["boards"]
        return {board["title"]: board for board in boards}

    def test_each_program_ranks_those_who_want_to_be_named_in_it_by_what_they_have_earned_in_it(self):
        self.fill(points=10)
        other, third = self.add_board("Speakers"), self.add_board("Writers")
        for points, person in enumerate(self.crowd, start=1):
            for program, count in ((other, 100 * points), (third, 7)):
                self.earn(person, count, program=program)
        for program, people in ((other, self.crowd[:5]), (third, self.crowd[:4])):
            for person in people:
                program.with_user(person.user_id).action_join_leaderboard()
        boards = self.read_boards(self.crowd[5])
        places = [(place["rank"], place["points"]) for place in boards["Speakers"]["places"]]
        self.assertEqual(places, [(1, "500"), (2, "400"), (3, "300"), (4, "200"), (5, "100")])
        self.assertEqual(boards["Writers"]["places"], [], "four are too few, however many there are elsewhere")
        self.assertEqual({place["rank"] for place in boards[self.program.name]["places"]}, {1})
        self.assertEqual(boards["Speakers"]["mine"], "You are not on it.")
        self.assertEqual(boards[self.program.name]["mine"], "You are on it: place 1.")

    def test_more_programs_ask_the_database_no_more(self):
        def count_queries():
            self.env.flush_all()
            return self.count_queries(lambda: self.read_boards(self.mia))

        self.fill()
        count_queries()
        few = count_queries()
        for name in ("Speakers", "Writers", "Singers", "Painters"):
            program = self.add_board(name)
            for person in self.crowd:
                self.earn(person, 10, program=program)
                program.with_user(person.user_id).action_join_leaderboard()
        self.assertLessEqual(count_queries(), few)

    # -- who reads it

    def test_who_takes_part_and_who_runs_the_program_reads_it_and_nobody_else(self):
        self.fill()
        for person in (self.mia, self.max, *self.crowd, self.pia):
            self.assertEqual(len(self.read_board(person)), 6, person.name)
        for person in (self.olga, self.paula, self.sam, self.ada, self.petra):
            page = self.as_user(self.env["hr.mentorship.leaderboard"], person).get_page()
            self.assertEqual(page, {"boards": []}, person.name)

    def test_it_goes_some_weeks_after_the_program(self):
        self.fill()
        self.program._move_to("closed")
        for days, count in ((30, 6), (31, 0)):
            with freeze_time(self.program.end_date + timedelta(days=days)):
                self.assertEqual(len(self.read_board(self.mia)), count)

    # -- a yes that is nobody else's

    def test_nobody_puts_somebody_else_on_it(self):
        seat = self.seat(self.crowd[0])
        for person in (self.pia, self.ada, self.crowd[0]):
            with self.assertRaises(AccessError):
                self.as_user(seat, person).write({"on_leaderboard": True})
        for person in (self.pia, self.ada, self.olga):
            with self.assertRaisesRegex(UserError, "stand people who take part"):
                self.join(person)
        with self.assertRaises(AccessError):
            self.as_user(seat, self.pia).create(
                {
                    "program_id": self.program.id,
                    "employee_id": self.olga.id,
                    "role": "mentee",
                    "on_leaderboard": True,
                }
            )
        self.assertFalse(self.program.participant_ids.filtered("on_leaderboard"))

    def test_nobody_finds_out_who_has_said_yes(self):
        """Neither by reading, searching, grouping and sorting, nor by when the participant has changed."""
        people = self.program.participant_ids.sorted("id")
        before = people.read(["write_date", "write_uid"])
        self.join(self.crowd[0])
        self.assertEqual(people.read(["write_date", "write_uid"]), before)
        for person in (self.pia, self.ada):
            participants = self.as_user(self.env["hr.mentorship.participant"], person)
            for ask in (
                lambda records=participants: records.search(Domain("on_leaderboard", "=", True)),
                lambda records=participants: records.search([], order="on_leaderboard"),
                lambda records=participants: records._read_group([], ["on_leaderboard"]),
                lambda records=participants: records.search([]).read(["on_leaderboard"]),
            ):
                with self.assertRaises(UserError):
                    ask()
            self.assertFalse(any(participants.search([]).mapped("leaderboard_words")))
        mine = self.as_user(self.env["hr.mentorship.participant"], self.crowd[0])
        self.assertEqual(mine.search([]).mapped("leaderboard_words"), ["Yes, as you wanted"])
