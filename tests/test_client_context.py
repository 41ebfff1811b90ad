import re
from pathlib import Path

from odoo.service.model import call_kw
from odoo.tests import tagged

from ..models.common.own_context import OURS, without_foreign
from ..models.evidence import pdf_seal
from .common import MentorshipCase

ROOT = Path(__file__).parent.parent
READ_PLAINLY = re.compile(r"""context(?:\.get\(|\[)\s*["']mentorship_""")


@tagged("post_install", "-at_install")
class TestClientContext(MentorshipCase):
    """What the addon tells itself in the context, no client tells it, by a call, a report or an export."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")

    def call(self, person, record, method, *args, **context):
        record = self.as_user(record, person)
        return call_kw(record.browse(), method, [record.ids, *args], {"context": context})

    def test_all_keys_of_ours_are_read_in_the_one_way_that_asks_who_has_set_them(self):
        read = []
        for folder in ("models", "wizards", "controllers", "reports"):
            for file in sorted((ROOT / folder).rglob("*.py")):
                read += [f"{file.name}: {found}" for found in READ_PLAINLY.findall(file.read_text(encoding="utf-8"))]
        self.assertFalse(read)

    def test_member_asks_for_a_copy_that_claims_a_seal_and_gets_one_without(self):
        agreement = self.as_user(self.pair.agreement_id, self.mia)
        report = self.env["ir.actions.report"].with_env(agreement.env)
        for asked, is_marked in ((1, False), ("x", False), (OURS, True)):
            html = report.with_context(mentorship_seal_place=asked)._render_qweb_html(
                "hr_mentorship.report_agreement", agreement.ids
            )[0]
            self.assertEqual(pdf_seal.PLACE_MARK in html.decode(), is_marked)

    def test_nonsense_in_the_context_stops_nothing(self):
        keys = ("mentorship_logged", "mentorship_compiled", "mentorship_read_out", "mentorship_import_line")
        nonsense = dict.fromkeys((*keys, "mentorship_with_pair", "mentorship_followed"), "x")
        participants = self.pair.member_ids.participant_id
        self.call(self.pia, participants, "write", {"is_trained": True}, **nonsense)
        self.assertEqual(participants.mapped("is_trained"), [True, True])
        columns = ["role", "employee_id", "program_id"]
        called = [columns, [["mentor", "Olga", "Leaders"]]]
        result = call_kw(self.as_user(participants.browse(), self.pia), "load", called, {"context": nonsense})
        self.assertEqual(len(result["ids"]), 1, result["messages"])

    def test_word_of_a_client_stands_in_no_mail(self):
        context = {"mentorship_word": "Sung too loud", "mentorship_logged": OURS, "lang": "en_US"}
        self.assertEqual(
            without_foreign(self.program.with_context(**context)).env.context,
            {"mentorship_logged": OURS, "lang": "en_US"},
        )
