"""Odoo's own checks of source code (its module test_lint), run on this addon alone. For `odoo shell`."""

import sys
from unittest.mock import patch

from odoo.modules import Manifest
from odoo.tests.result import OdooTestResult
from odoo.tests.suite import OdooSuite

from odoo.addons.test_lint.tests import (
    test_dunderinit,
    test_i18n,
    test_index,
    test_jstranslate,
    test_manifests,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_routes,
    test_test_holes,
)

ADDON = "hr_mentorship"
# Left out: eslint and pylint (bin/lint is stricter), docstrings (a list of Odoo's modules), l10n (not ours), and the
# tests of the checkers themselves.
TESTS = (
    test_dunderinit.TestDunderinit("test_dunderinit"),
    test_i18n.TestI18n("test_user_content_as_prop_is_translatable"),
    test_index.TestIndex("test_enforce_index_on_one2many_inverse"),
    test_jstranslate.TestJsTranslations("test_js_translations"),
    test_manifests.ManifestLinter("test_manifests"),
    test_naming.TestNaming("test_parameter_rpc_compatible"),
    test_onchange_domains.TestOnchangeDomains("test_forbid_domains_in_onchanges"),
    test_orm_import.TestDunderinit("test_addons_orm_import"),
    test_override_signatures.TestLintOverrideSignatures("test_lint_override_signature"),
    test_pofile.PotLinter("test_pot_duplicate_entries"),
    test_routes.RoutesLinter("test_routes_definition"),
    test_test_holes.TestTestHoles("test_check_tests"),
)

ours = [Manifest.for_addon(ADDON)]
with (
    patch.object(Manifest, "all_addon_manifests", return_value=ours),
    patch.object(test_pofile, "get_modules", return_value=[ADDON]),
):
    result = OdooTestResult()
    OdooSuite(TESTS)(result)
print(f"Odoo's own lint: {result.testsRun} run, {result.failures_count + result.errors_count} failed")
sys.exit(0 if result.testsRun == len(TESTS) and result.wasSuccessful() and not result.skipped else 1)
