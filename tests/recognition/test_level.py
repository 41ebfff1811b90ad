from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
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

    def test_company_without_levels_shows_none_and_two_never_begin_at_once(self):
        self.earn(100)
        self.env.company.mentorship_has_levels = False
        self.assertEqual(self.read_level(self.mia), (False, False))
        with self.assertRaises(AccessError):
            self.as_user(self.levels, self.pia).create({"name": "Mine", "points": 5})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.levels.create({"name": "Bush", "points": 100})
