"""Takes the pictures of the README and of the app's page from the demo company: bin/screenshots runs this.

It is no test, and no test runner finds it: its name begins otherwise, and nothing imports it.
"""

import base64
import io
import os
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from PIL import Image

from odoo.tests import HttpCase, common, tagged

DESK, PHONE = "1366x768", "390x844"
COLOURS = 160
"""Of screens with few pictures nobody sees the difference, and a file is a third of the size."""
GAP = 4
"""Pixels between the phones of one picture."""
READY = """
    document.querySelector({selector!r})
    && !document.querySelector('.o_loading_indicator, .o_notification, .o_view_sample_data, .placeholder-glow')
    && [...document.images].every((image) => image.complete)
    && document.fonts.status === 'loaded'
"""
SETTLE = """
    new Promise((resolve) => {
        const style = document.createElement('style');
        style.textContent = '*{animation:none!important;transition:none!important;caret-color:transparent!important}';
        document.head.append(style);
        document.activeElement?.blur();
        setTimeout(resolve, 1500);
    })
"""


class Shot(NamedTuple):
    login: str
    path: str
    selector: str
    """What is there as soon as the page is."""


class Camera(common.ChromeBrowser):
    """A browser of Odoo's tests that takes a picture where those run their steps."""

    def _wait_code_ok(self, code, timeout, error_checker=None):
        self._websocket_request("Emulation.setScrollbarsHidden", params={"hidden": True})
        self._websocket_request("Runtime.evaluate", params={"expression": SETTLE, "awaitPromise": True})
        answer = self._websocket_request("Page.captureScreenshot", params={"format": "png"}, timeout=30)
        self.test_case.picture = Image.open(io.BytesIO(base64.b64decode(answer["data"]))).convert("RGB")


@tagged("-standard", "screenshots")
class Screenshots(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(os.environ["SCREENSHOTS"])

    def find_path(self, address, name):
        return f"/odoo/{address}/{self.env.ref(f'hr_mentorship.{name}').id}"

    def take(self, shot, size):
        self.browser_size, self.touch_enabled = size, size == PHONE
        with patch.object(common, "ChromeBrowser", Camera):
            self.browser_js(shot.path, "", READY.format(selector=shot.selector), login=shot.login, timeout=120)
        return self.picture

    def save(self, name, picture):
        small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}.png", optimize=True)

    def test_desk(self):
        programs = "hr.mentorship.program"
        for name, shot in {
            "overview": Shot("abigail", "/odoo/mentorship", ".o_mentorship_first"),
            "mentor": Shot("demo", "/odoo/mentorship", ".o_mentorship_first"),
            "manager": Shot("tina", "/odoo/mentorship", ".o_mentorship_my [data-section]"),
            "matching": Shot("tina", self.find_path("mentorship-matching", "program_second_cohort"), ".o_form_view"),
            "satisfaction": Shot("tina", "/odoo/mentorship-satisfaction", ".o_graph_renderer canvas"),
            "sponsor": Shot("admin", self.find_path(programs, "program_returners"), ".o_form_view"),
        }.items():
            with self.subTest(name):
                self.save(name, self.take(shot, DESK))

    def test_phone(self):
        pulse = self.env["hr.mentorship.pulse"].search([("author_id.login", "=", "abigail"), ("state", "=", "open")])
        shots = [
            Shot("abigail", "/odoo/mentorship", ".o_mentorship_first"),
            Shot("abigail", f"/mentorship/survey/{pulse[:1].id}", "form"),
            Shot("abigail", "/odoo/reward-catalogue", ".o_kanban_record"),
        ]
        pictures = [self.take(shot, PHONE) for shot in shots]
        width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
        side_by_side = Image.new("RGB", (width, pictures[0].height), "white")
        for number, picture in enumerate(pictures):
            side_by_side.paste(picture, (number * (picture.width + GAP), 0))
        self.save("phone", side_by_side)
