from odoo.tests import tagged
from odoo.tools import mute_logger

from .fuzz import FuzzCase, get_limits, report_run


@tagged("post_install", "-at_install", "sweep")
class TestFuzz(FuzzCase):
    """Nobody gets a word across the line, whatever they ask, and whatever they send is answered in words."""

    def test_everybody_asks_everything_at_random_and_learns_nothing(self):
        seconds, seed = get_limits()
        with mute_logger("odoo.sql_db", "odoo.models", "odoo.orm.models", "odoo.orm.domains", "odoo.domains"):
            counts, found = self.fuzz(seconds, seed)
        report_run(seed, counts, found)
        self.assertGreater(sum(counts.values()), 100)
        self.assertFalse(found, "\n".join(f"{problem}\n    {attempt}" for problem, attempt in sorted(found.items())))
