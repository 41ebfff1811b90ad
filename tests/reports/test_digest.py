from datetime import datetime, time, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestDigest(MentorshipCase):
    """Odoo's mail of figures tells program managers what has moved in their programs, and others nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env["digest.digest"].create(
            {"name": "Weekly", "kpi_mentorship_meetings": True, "kpi_mentorship_begun": True}
        )
        checkin = cls.add_mentorship("active").checkin_ids[0]
        checkin.with_user(cls.max.user_id)._log("done", rating=4)
        checkin.held_on = fields.Date.today() - timedelta(days=2)

    def look(self, person, days=7):
        now = datetime.combine(fields.Date.today() + timedelta(days=1), time())
        period = {"start_datetime": now - timedelta(days=days), "end_datetime": now}
        digest = self.as_user(self.digest, person).with_context(**period)
        return digest.kpi_mentorship_meetings_value, digest.kpi_mentorship_begun_value

    def test_program_manager_reads_what_has_moved_in_the_own_programs(self):
        self.assertEqual(self.look(self.pia), (1, 1))
        self.assertEqual(self.look(self.pia, days=1), (0, 1))
        self.assertEqual(self.look(self.petra), (0, 0))

    def test_whoever_runs_no_program_gets_a_mail_without_it(self):
        with self.assertRaises(AccessError):
            self.look(self.mia)

    def test_figures_lead_to_the_reports_behind_them(self):
        actions = self.digest._compute_kpis_actions(self.env.company, self.pia.user_id)
        for name in ("kpi_mentorship_meetings", "kpi_mentorship_begun"):
            action, _menu = actions[name].split("?")
            self.assertEqual(self.env.ref(action)._name, "ir.actions.act_window")
