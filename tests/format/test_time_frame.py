from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import SIGNATURE, MentorshipCase, next_monday


@tagged("post_install", "-at_install")
class TestTimeFrame(MentorshipCase):
    """A cohort begins and ends together; in a program that is always open each mentorship has its own time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_door = cls.add_program(
            "Open Door",
            cls.pia,
            time_frame="always_on",
            duration_months=3,
            end_date=False,
            enrolment_end_date=False,
        )

    def test_new_program_that_is_always_open_has_no_last_days(self):
        program = self.as_user(self.env["hr.mentorship.program"], self.pia).create(
            {"name": "Doors", "goal": "Talk.", "time_frame": "always_on"}
        )
        self.assertFalse(program.end_date or program.enrolment_end_date)
        self.assertFalse(program.copy().end_date)

    def test_enrolment_stays_open_without_an_end(self):
        with freeze_time(fields.Date.today() + relativedelta(years=3)):
            self.env.invalidate_all()
            self.assertTrue(self.open_door.is_enrolment_open)
            found = self.env["hr.mentorship.program"].search([("is_enrolment_open", "=", True)])
            self.assertIn(self.open_door, found)
            self.assertNotIn(self.program, found)

    def test_who_comes_before_the_beginning_reads_from_when_on(self):
        self.open_door.enrolment_start_date = next_monday()
        with self.assertRaisesRegex(UserError, "as long as the program is"):
            self.open_door._enrol(self.mia, "mentee")

    def test_contradicting_dates_are_refused(self):
        for program, values in (
            (self.open_door, {"end_date": next_monday()}),
            (self.open_door, {"duration_months": 0}),
            (self.program, {"end_date": False}),
            (self.program, {"enrolment_end_date": False}),
            (self.open_door, {"time_frame": "cohort"}),
        ):
            with self.subTest(values), self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                program.write(values)
                program.flush_recordset()
            self.env.invalidate_all()

    def test_form_takes_the_dates_away_and_brings_them_back(self):
        with Form(self.as_user(self.program, self.pia)) as form:
            form.time_frame = "always_on"
            self.assertFalse(form.end_date)
            form.time_frame = "cohort"
            self.assertTrue(form.end_date and form.enrolment_end_date)

    def test_time_of_a_pair_counts_from_the_day_on_which_both_have_said_yes(self):
        pair = self.add_mentorship("offered", program=self.open_door)
        later = fields.Date.today() + relativedelta(days=5)
        with freeze_time(later):
            for person in (self.max, self.mia):
                self.as_user(pair, person).action_accept()
            self.assertEqual(pair.end_date, later + relativedelta(months=3))
            self.assertEqual(pair.agreement_id.end_date, pair.end_date)
            for person in (self.max, self.mia):
                self.as_user(pair.agreement_id, person)._sign(person.name, SIGNATURE)
        closing = pair.checkin_ids.filtered(lambda checkin: checkin.kind == "closing")
        self.assertLessEqual(closing.planned_date, pair.end_date)
        self.assertGreater(closing.planned_date, pair.end_date - relativedelta(days=7))

    def test_pair_ends_on_its_own_day(self):
        pair = self.add_mentorship("active", program=self.open_door)
        with freeze_time(pair.end_date + relativedelta(days=1)):
            self.run_job("ir_cron_end_as_planned")
        self.assertEqual(pair.state, "ended")
        self.assertEqual(self.open_door.state, "open")

    def test_pairs_of_a_cohort_end_with_it(self):
        self.assertEqual(self.add_mentorship("agreement").end_date, self.program.end_date)


@tagged("post_install", "-at_install")
class TestWithoutAgreement(MentorshipCase):
    """Where nothing has to be signed, the last yes starts the mentorship."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.requires_agreement = False
        cls.pair = cls.add_mentorship("offered")

    def accept(self):
        for person in (self.max, self.mia):
            result = self.as_user(self.pair, person).action_accept()
        return result

    def test_last_yes_starts_it(self):
        said = self.accept()
        self.assertEqual(self.pair.state, "active")
        self.assertFalse(self.pair.agreement_ids)
        self.assertIn("starts now", said["params"]["message"])
        self.assertTrue(self.pair.checkin_ids)
        self.assertNotIn("first", self.pair.checkin_ids.mapped("kind"))
        self.assertTrue(
            self.env["mail.mail"].search([("model", "=", "hr.mentorship.member"), ("subject", "like", "starts")])
        )

    def test_member_without_a_user_gets_a_link_to_the_plan(self):
        self.mia.sudo().user_id = False
        self.mia.work_email = "mia@example.com"
        self.accept_for_mia()
        self.assertEqual(self.pair.state, "active")

    def accept_for_mia(self):
        self.as_user(self.pair, self.max).action_accept()
        self.pair.member_ids.filtered(lambda member: member.role == "mentee")._answer("accepted")

    def test_whoever_runs_the_program_keeps_the_terms_and_nobody_else(self):
        self.accept()
        pair = self.as_user(self.pair, self.pia)
        self.assertTrue(pair.can_edit_terms)
        pair.rhythm = "monthly"
        end = self.pair.end_date - relativedelta(days=30)
        pair.end_date = end
        closing = self.pair.checkin_ids.filtered(lambda c: c.kind == "closing" and c.state == "planned")
        self.assertLessEqual(closing.planned_date, end)
        with self.assertRaisesRegex(UserError, "lies in the future"):
            pair.end_date = fields.Date.today()
        self.assertFalse(self.as_user(self.pair, self.mia).can_edit_terms)

    def test_signed_terms_stay_those_of_the_members(self):
        self.program.requires_agreement = True
        self.accept()
        with self.assertRaises(UserError):
            self.as_user(self.pair, self.pia).rhythm = "monthly"

    def test_news_of_the_end_leads_to_the_program_manager(self):
        self.accept()
        self.pair._announce_end()
        line = self.env["hr.mentorship.notice"].search([("kind", "=", "ends_soon")], limit=1)
        self.assertIn("Ask your program manager", line.text)
