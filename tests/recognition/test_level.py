from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RecognitionCase


@tagged("post_install", "-at_install")
class TestLevels(RecognitionCase):
    """What has been earned in all has a name, which spending does not take away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.mentorship_has_levels = True
        cls.levels = cls.env["hr.mentorship.level"]
        cls.levels.search([]).active = False
        cls.env.flush_all()  # before others begin at the same points
        cls.levels.create([{"name": "Seed", "points": 0}, {"name": "Tree", "points": 100}])

    def read_level(self, person, reader=None):
        self.env.invalidate_all()
        wallets = self.as_user(self.wallets, reader or person).search([("employee_id", "=", person.id)])
        return (wallets.level_name, wallets.level_words)

    def earn(self, points):
        return self.wallets._earn([{"employee_id": self.mia.id, "points": points, "reason": "A talk"}])

    def test_level_counts_what_was_earned_in_all_spent_or_not(self):
        paid = self.earn(60)
        self.assertEqual(self.read_level(self.mia), ("Seed", "40 more to “Tree”"))
        self.wallets._spend(self.mia, 50, "A book")
        self.earn(40)
        self.assertEqual(self.read_level(self.mia), ("Tree", False))
        self.wallets._reverse(paid, "Never held")
        self.assertEqual(self.read_level(self.mia), ("Seed", "60 more to “Tree”"))

    def test_level_stands_on_ones_own_profile_alone(self):
        self.earn(100)
        profile = self.mia.mentorship_profile_ids
        self.assertEqual(self.as_user(profile, self.mia).level_name, "Tree")
        self.assertFalse(self.as_user(profile, self.pia).level_name)
        self.assertFalse(self.as_user(profile, self.ada).level_name)

    def shown_to(self, reader, person=None):
        self.env.invalidate_all()
        colleague = self.env["hr.employee.public"].browse((person or self.mia).id)
        return self.as_user(colleague, reader).mentorship_level_name

    def test_colleagues_read_the_level_of_those_who_show_it(self):
        self.earn(100)
        self.assertFalse(self.shown_to(self.olga))
        profile = self.as_user(self.mia.mentorship_profile_ids, self.mia)
        profile.shows_level = True
        self.assertEqual(self.shown_to(self.olga), "Tree")
        self.assertFalse(self.shown_to(self.olga, self.max))
        self.assertEqual(self.mia.mentorship_level_name, "Tree")
        profile.shows_level = False
        self.assertFalse(self.shown_to(self.olga))

    def test_level_shown_to_colleagues_has_no_number_and_is_not_searched(self):
        self.earn(123)
        self.as_user(self.mia.mentorship_profile_ids, self.mia).shows_level = True
        colleagues = self.as_user(self.env["hr.employee.public"], self.olga)
        self.assertNotIn("123", str(colleagues.browse(self.mia.id).read()))
        with self.assertRaises(UserError):
            colleagues.search([("mentorship_level_name", "=", "Tree")])

    def test_nobody_shows_the_level_of_somebody_else(self):
        self.earn(100)
        profile = self.mia.mentorship_profile_ids
        for reader in (self.ada, self.pia, self.olga):
            with self.subTest(reader.name), self.assertRaises(UserError):
                self.as_user(profile, reader).shows_level = True
        self.assertFalse(self.shown_to(self.olga))
        self.as_user(profile, self.ada).write({"shows_level": False, "introduction": "Hello"})

    def test_company_without_levels_shows_none_to_colleagues(self):
        self.earn(100)
        self.as_user(self.mia.mentorship_profile_ids, self.mia).shows_level = True
        self.env.company.mentorship_has_levels = False
        self.assertFalse(self.shown_to(self.olga))

    def test_company_without_levels_shows_none_and_two_never_begin_at_once(self):
        self.earn(100)
        self.env.company.mentorship_has_levels = False
        self.assertEqual(self.read_level(self.mia), (False, False))
        with self.assertRaises(AccessError):
            self.as_user(self.levels, self.pia).create({"name": "Mine", "points": 5})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.levels.create({"name": "Bush", "points": 100})
