import doctest
import importlib
from pathlib import Path

from odoo.tests import BaseCase

import odoo.addons.hr_mentorship

ADDON = Path(odoo.addons.hr_mentorship.__file__).parent


class TestExamples(BaseCase):
    def test_examples_in_docstrings_are_true(self):
        """What stands in docstrings as an example is run; the engines' own tests do it for theirs."""
        folders = ("*.py", "models/**/*.py", "reports/*.py", "benchmarks/*.py")
        paths = sorted(path for folder in folders for path in ADDON.glob(folder))
        files = [path for path in paths if ">>> " in path.read_text(encoding="utf-8")]
        self.assertTrue(files)
        for path in files:
            name = ".".join(path.relative_to(ADDON).with_suffix("").parts)
            with self.subTest(module=name):
                result = doctest.testmod(importlib.import_module(f"odoo.addons.hr_mentorship.{name}"))
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
