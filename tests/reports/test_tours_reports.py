from odoo import fields
from odoo.tests import tagged

from ..tours import Desk, Phone, TourCase


class ReportTours:
    def test_mentee_reads_what_she_has_done(self):
        pair = self.add_mentorship("active")
        for meeting in pair.checkin_ids.sorted("planned_date")[:2]:
            meeting.with_user(self.mia.user_id)._log("done", held_on=fields.Date.today())
        self.walk(self.mia, "member_reads_own_impact")

    def test_people_manager_reads_the_team(self):
        self.env["hr.mentorship.quarter"].create(
            {
                "manager_id": self.paula.id,
                "company_id": self.env.company.id,
                "date_from": "2027-01-01",
                "date_to": "2027-03-31",
                "people_from": 5,
                "people_to": 9,
                "meeting_count": 3,
                "weight": 5,
            }
        )
        self.walk(self.paula, "lead_reads_team")

    def test_program_manager_reads_outcomes_and_standards(self):
        self.walk(self.pia, "manager_reads_outcomes")
        self.walk(self.pia, "manager_reads_standards")


@tagged("post_install", "-at_install")
class TestReportToursOnDesk(Desk, ReportTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestReportToursOnPhone(Phone, ReportTours, TourCase):
    pass
