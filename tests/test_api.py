import contextlib
import io
import os
import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import requests

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import MentorshipCase, next_monday

PAGE = Path(__file__).parent.parent / "readme" / "API.md"


@tagged("post_install", "-at_install")
class TestApi(MentorshipCase, HttpCase):
    """The page about the API is run from top to bottom, over HTTP, by the people whom it names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.olga + cls.sam).department_id = cls.env["hr.department"].create({"name": "Stage"})

    def _get_key(self, person):
        return (
            self.env["res.users.apikeys"]
            .with_user(person.user_id)
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
        )

    def test_page_of_examples_is_true(self):
        blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
        self.assertGreater(len(blocks), 8)
        environment = {
            "ODOO_URL": self.base_url(),
            "MANAGER_KEY": self._get_key(self.pia),
            "SPONSOR_KEY": self._get_key(self.sam),
            "EMPLOYEE_KEY": self._get_key(self.olga),
            "SPONSOR": self.sam.user_id.login,
            "EMPLOYEE": self.olga.user_id.login,
            "START": str(next_monday() + timedelta(weeks=8)),
        }
        printed, names = io.StringIO(), {}
        with (
            patch.dict(os.environ, environment),
            patch.object(requests, "post", self.opener.post),
            contextlib.redirect_stdout(printed),
            mute_logger("odoo.sql_db"),
        ):
            for number, block in enumerate(blocks):
                exec(compile(block, f"API.md, block {number}", "exec"), names)
        program = self.env["hr.mentorship.program"].browse(names["program"])
        self.assertRecordValues(program, [{"state": "closed", "sponsor_word": "I had a mentor myself."}])
        self.assertEqual(program.participant_ids.employee_id, self.olga + self.sam)
        self.assertIn("mentee approved", printed.getvalue())
        self.assertIn("'done', 1)", printed.getvalue())
        self.assertCountEqual(program.lesson_ids.mapped("name"), ["The kick-off", "Invite earlier"])
        successor = self.env["hr.mentorship.program"].browse(names["successor"])
        self.assertEqual((successor.state, successor.predecessor_id), ("draft", program))
        self.assertIn("Line 1 ", printed.getvalue())
