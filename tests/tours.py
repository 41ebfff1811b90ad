"""What all tours share: the company with a browser, on the desk and on the phone."""

from odoo.tests import HttpCase

from .common import MentorshipCompany


class TourCase(MentorshipCompany, HttpCase):
    """The company of the other tests, with a browser. Each class of tours below runs at both sizes."""

    # Odoo's own runner passes over inherited tests without a word
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()

    def walk(self, employee, tour, path="/odoo/mentorship"):
        """Let ``employee`` log in with their password and take the tour ``hr_mentorship_<tour>``."""
        self.env.flush_all()
        # Each step has its own ten seconds; on a busy machine many short ones take longer than Odoo's minute for all
        self.start_tour(path, f"hr_mentorship_{tour}", login=employee.user_id.login, timeout=180)
        self.env.invalidate_all()


class Desk:
    browser_size = "1366x768"


class Phone:
    browser_size = "390x844"
    touch_enabled = True
