from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestRhythmInWords(MentorshipCase):
    """Terms say in one sentence when people meet."""

    def describe(self, **terms):
        self.program.write({"meeting_weekday": False, "has_meeting_time": False, "meeting_tz": False, **terms})
        return self.program.rhythm_text

    def test_each_rhythm_has_its_sentence(self):
        for rhythm, plain, with_day in (
            ("weekly", "Every week", "Every week on Tuesday"),
            ("biweekly", "Every two weeks", "Every two weeks on Tuesday"),
            ("monthly", "Every month", "Every month on a Tuesday"),
            ("days", "Every 10 days", "Every 10 days, if possible on a Tuesday"),
        ):
            with self.subTest(rhythm):
                self.assertEqual(self.describe(rhythm=rhythm, rhythm_days=10), plain)
                self.assertEqual(self.describe(rhythm=rhythm, rhythm_days=10, meeting_weekday="1"), with_day)

    def test_short_rhythm_of_days_has_no_preferred_day(self):
        self.assertEqual(self.describe(rhythm="days", rhythm_days=3, meeting_weekday="1"), "Every 3 days")
        self.assertEqual(self.describe(rhythm="days", rhythm_days=1), "Every day")

    def test_time_comes_with_its_time_zone(self):
        text = self.describe(
            rhythm="biweekly", meeting_weekday="1", has_meeting_time=True, meeting_time=10.5, meeting_tz="Europe/Berlin"
        )
        self.assertRegex(text, r"^Every two weeks on Tuesday at 10:30\sAM \(Europe/Berlin\)$")
        self.assertIn("(the mentor's time zone)", self.describe(has_meeting_time=True, meeting_time=10))

    def test_simple_rule_is_put_into_words(self):
        for rule, words in (
            ("FREQ=DAILY;INTERVAL=3", "Every 3 days"),
            ("freq=weekly; byday=tu,th", "Every week on Tuesday and Thursday"),
            ("RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=FR", "Every 3 weeks on Friday"),
            ("FREQ=MONTHLY;BYDAY=1TU", "Every month on the first Tuesday"),
            ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "Every 2 months on the last Friday"),
            ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=3", "Every month on the third Wednesday"),
            ("FREQ=MONTHLY;BYMONTHDAY=15", "Every month on day 15"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on its last day"),
        ):
            with self.subTest(rule):
                self.assertEqual(self.describe(rhythm="custom", rhythm_rule=rule), words)

    @freeze_time("2027-01-04 09:00:00")
    def test_other_rule_shows_itself_and_its_next_three_days(self):
        text = self.describe(rhythm="custom", rhythm_rule="FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=10,20")
        self.assertEqual(
            text,
            "By the rule FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=10,20, "
            "next on January 10, 2027, January 20, 2027, and June 10, 2027",
        )

    def test_mentorship_and_agreement_name_the_time_zone_of_the_mentor(self):
        self.max.tz = "Asia/Kolkata"
        self.program.write({"has_meeting_time": True, "meeting_time": 9.0})
        pair = self.add_mentorship("agreement")
        self.assertFalse(pair.meeting_tz)
        self.assertIn("(Asia/Kolkata)", self.as_user(pair, self.mia).rhythm_text)
        self.assertEqual(pair.agreement_id.meeting_tz, "Asia/Kolkata")
        self.max.tz = "Europe/Berlin"
        self.assertEqual(pair.agreement_id._get_meeting_tz(), "Asia/Kolkata", "what is signed stays")


@tagged("post_install", "-at_install")
class TestTermsThatAreRefused(MentorshipCase):
    def assert_refused_with(self, message, **terms):
        with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
            self.program.write(terms)
        self.env.invalidate_all()

    def test_days_between_meetings_are_1_to_365(self):
        for days in (0, -1, 366):
            self.assert_refused_with(f"1 to 365 days, not {days}", rhythm="days", rhythm_days=days)
        for days in (1, 365):
            self.program.write({"rhythm": "days", "rhythm_days": days})

    def test_rule_that_cannot_be_used_says_why_and_shows_a_right_one(self):
        for rule, message in (
            (False, "Write down the rule"),
            ("every tuesday", "cannot be read, because of “EVERYTUESDAY”"),
            ("BYDAY=TU", "cannot be read, because of “FREQ=”"),
            ("FREQ=WEEKLY;BYDAY=XX", "cannot be read"),
            ("FREQ=WEEKLY;INTERVAL=0", "because of “INTERVAL=0”"),
            ("FREQ=WEEKLY;BYDAY=TU;BYDAY=WE", "because of “BYDAY=WE”"),
            ("FREQ=WEEKLY;COLOUR=RED", "no part “COLOUR=RED”"),
            ("FREQ=HOURLY", "“FREQ=HOURLY” has no place"),
            ("FREQ=DAILY;BYHOUR=9", "“BYHOUR=9” has no place"),
            ("FREQ=DAILY;COUNT=5", "Leave out “COUNT=5”"),
            ("FREQ=DAILY;UNTIL=20270101", "Leave out “UNTIL=20270101”"),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no meeting within a year"),
        ):
            with self.subTest(rule):
                self.assert_refused_with(message, rhythm="custom", rhythm_rule=rule)
                self.assert_refused_with("FREQ=MONTHLY;BYDAY=1TU", rhythm="custom", rhythm_rule=rule)

    def test_meeting_begins_within_the_day(self):
        for hour in (-0.5, 24.0, 25.0):
            self.assert_refused_with("between 00:00 and 23:59", has_meeting_time=True, meeting_time=hour)
        self.program.write({"has_meeting_time": True, "meeting_time": 0.0})
        self.program.write({"has_meeting_time": True, "meeting_time": 23.75})

    def test_between_1_and_12_check_ins_are_planned_ahead(self):
        for number in (0, 13):
            with self.subTest(number), self.assert_refused():
                self.program.planned_ahead = number

    def test_form_asks_for_what_the_rhythm_needs(self):
        form = Form(self.program.with_user(self.pia.user_id))
        form.rhythm = "custom"
        with self.assertRaises(AssertionError, msg="the rule is required"):
            form.save()
        form.rhythm_rule = "FREQ=MONTHLY;BYDAY=1TU"
        self.assertEqual(form.rhythm_text, "Every month on the first Tuesday")
        form.save()

    def test_fixed_time_begins_with_one_at_which_people_meet(self):
        for record in (self.program, self.add_mentorship("proposed")):
            form = Form(self.as_user(record, self.pia))
            form.has_meeting_time = True
            self.assertEqual(form.meeting_time, 10)
            form.meeting_time = 15.5
            form.has_meeting_time = False
            form.has_meeting_time = True
            self.assertEqual(form.meeting_time, 15.5, "a time of one's own stays")
