from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MeetingCase


@tagged("post_install", "-at_install")
class TestSuggestions(MeetingCase):
    """Three times at which both are free, of which nothing else comes out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create({"name": "Nine to five", "tz": "UTC"})
        (cls.mia + cls.max).write({"resource_calendar_id": cls.calendar.id, "tz": "UTC"})
        cls.checkin.planned_date = "2027-01-20"  # a Wednesday

    def suggest(self, person=None):
        times, is_edge = self.as_user(self.checkin, person or self.mia)._suggest_times()
        return [str(time)[:16] for time in times], is_edge

    def block(self, person, start, stop, **values):
        return self.env["calendar.event"].create(
            {"name": "Taken", "start": start, "stop": stop, "partner_ids": person.user_id.partner_id.ids, **values}
        )

    def take_leave(self, person, start, stop):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "resource_id": person.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": start,
                "date_to": stop,
                "time_type": "leave",
            }
        )

    def test_three_times_near_the_planned_day(self):
        times, is_edge = self.suggest()
        self.assertEqual(times, ["2027-01-19 10:00", "2027-01-20 10:00", "2027-01-21 10:00"])
        self.assertFalse(is_edge)

    def test_appointments_and_leave_of_either_are_avoided(self):
        self.block(self.max, "2027-01-20 09:00:00", "2027-01-20 13:00:00")
        self.block(self.mia, "2027-01-20 14:00:00", "2027-01-20 17:00:00", privacy="private")
        self.take_leave(self.mia, "2027-01-19 00:00:00", "2027-01-19 23:59:59")
        self.block(self.max, "2027-01-21 08:00:00", "2027-01-21 18:00:00", allday=True)
        for person in (self.mia, self.max):
            times, _is_edge = self.suggest(person)
            self.assertFalse({time[:10] for time in times} & {"2027-01-19", "2027-01-21"})
            self.assertFalse([time for time in times if "2027-01-20 08:30" <= time < "2027-01-20 13:00"])
        declined = self.block(self.max, "2027-01-22 08:00:00", "2027-01-22 18:00:00")
        declined.attendee_ids.state = "declined"
        self.checkin.planned_date = "2027-01-22"
        self.assertIn("2027-01-22 10:00", self.suggest()[0])

    def test_preferred_day_and_time_come_first(self):
        self.pair.sudo().write(
            {"meeting_weekday": "3", "has_meeting_time": True, "meeting_time": 15.5, "meeting_tz": "UTC"}
        )
        times, _is_edge = self.suggest()
        self.assertIn("2027-01-21 15:30", times)

    def test_twelve_hours_apart_they_meet_at_the_edges_of_the_day(self):
        tokyo = self.calendar.copy({"tz": "Pacific/Auckland"})
        self.mia.write({"resource_calendar_id": tokyo.id, "tz": "Pacific/Auckland"})
        times, is_edge = self.suggest()
        self.assertTrue(is_edge)
        self.assertEqual(len(times), 3)
        for time in times:
            hour = fields.Datetime.to_datetime(f"{time}:00").hour
            self.assertTrue(7 <= hour < 21, "Max is awake")
            self.assertTrue(7 <= (hour + 13) % 24 < 21, "and so is Mia")

    def test_employees_without_working_hours_or_user_are_found_a_time(self):
        self.mia.resource_calendar_id = False
        self.mia.user_id = False
        times, is_edge = self.suggest(self.max)
        self.assertEqual(len(times), 3)
        self.assertFalse(is_edge)
        self.assertTrue(all("09:00" <= time[11:] <= "16:00" for time in times), "office hours")

    def test_clocks_go_forward_and_the_suggestion_stays_at_ten(self):
        self.calendar.tz = self.max.tz = self.mia.tz = "Europe/Berlin"
        for day, start in (("2027-03-29", "2027-03-29 08:00"), ("2027-03-26", "2027-03-26 09:00")):
            self.checkin.planned_date = day
            self.assertIn(start, self.suggest()[0])

    def test_as_many_queries_for_a_full_calendar_as_for_an_empty_one(self):
        self.suggest()

        def count():
            checkin = self.as_user(self.checkin, self.mia)
            before = self.env.cr.sql_log_count
            checkin._suggest_times()
            return self.env.cr.sql_log_count - before

        empty = count()
        for hour in range(9, 16):
            self.block(self.max, f"2027-01-20 {hour:02}:00:00", f"2027-01-20 {hour:02}:30:00")
        self.assertLessEqual(count(), empty + 3)

    # -- the dialog

    def open(self, person, checkin=None):
        action = self.as_user(checkin or self.checkin, person).action_plan()
        return self.as_user(self.env["hr.mentorship.checkin.plan"], person).browse(action["res_id"])

    def test_member_takes_a_suggestion(self):
        form = Form(self.open(self.mia))
        self.assertEqual(len(form.time_ids), 3)
        form.time_id = form.record.time_ids[1]
        self.assertEqual(str(form.planned_at), "2027-01-20 10:00:00")
        form.meeting_mode = "video"
        form.save().action_save()
        self.assertEqual(str(self.checkin.planned_at), "2027-01-20 10:00:00")
        self.assertTrue(self.checkin.event_id.videocall_location)

    def test_member_enters_a_time_of_their_own_or_only_a_day(self):
        form = Form(self.open(self.max))
        form.planned_at = self.at
        form.save().action_save()
        self.assertEqual(self.checkin.planned_at, self.at)
        form = Form(self.open(self.max))
        form.has_time = False
        form.planned_date = "2027-01-22"
        form.save().action_save()
        self.assertEqual(str(self.checkin.planned_date), "2027-01-22")
        self.assertFalse(self.checkin.event_id)

    def test_member_chooses_nothing_and_is_asked(self):
        dialog = self.open(self.mia)
        dialog.write({"time_id": False, "planned_at": False})
        self.assertIn("When do you meet", dialog.action_save()["params"]["message"])
        dialog.write({"has_time": False, "planned_date": False})
        self.assertIn("On which day do you meet", dialog.action_save()["params"]["message"])
        self.assertFalse(self.checkin.planned_at)

    def test_first_time_at_which_all_are_free_is_chosen_already(self):
        dialog = self.open(self.mia)
        self.assertEqual((dialog.time_id, dialog.planned_at), (dialog.time_ids[0], dialog.time_ids[0].start))
        dialog.action_save()
        self.assertEqual(self.checkin.planned_at, dialog.time_ids[0].start)
        moved = self.open(self.max)
        self.assertFalse(moved.time_id, "what is agreed on stays until somebody chooses another time")
        self.assertEqual(moved.planned_at, self.checkin.planned_at)

    def test_slower_member_is_told_what_the_faster_one_has_chosen(self):
        slow, fast = self.open(self.mia), self.open(self.max)
        self.as_user(fast, self.max).write({"planned_at": self.at})
        self.as_user(fast, self.max).action_save()
        slow = self.as_user(slow, self.mia)
        slow.planned_at = self.at + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "Your partner has moved this meeting to Tuesday, January 19"):
            slow.action_save()

    def test_times_are_shown_on_the_clock_of_each(self):
        self.max.tz = self.max.user_id.tz = "Europe/Berlin"
        names = self.open(self.mia).time_ids.mapped("display_name")
        self.assertRegex(names[0], r"Tuesday, January 19, 9:00.AM \(10:00.AM for Max\)")

    def test_program_manager_learns_nothing_of_calendars(self):
        with self.assertRaises(AccessError):
            self.as_user(self.checkin, self.pia).action_plan()
        dialog = self.as_user(self.env["hr.mentorship.checkin.plan"], self.pia).create({"checkin_id": self.checkin.id})
        self.assertFalse(dialog.time_ids)
