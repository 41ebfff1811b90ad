from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MeetingCase


@tagged("post_install", "-at_install")
class TestMeeting(MeetingCase):
    """A time that the two agree on is one event in the calendar, and all of it moves together."""

    # -- one event

    def test_day_without_a_time_has_no_event(self):
        self.assertFalse(self.checkin.planned_at)
        self.assertFalse(self.events(self.checkin))

    def test_member_sets_the_time_and_there_is_one_event_for_both(self):
        self.pair.sudo().write({"meeting_mode": "in_person"})
        self.move(self.mia, self.at, duration=1.5, meeting_mode="in_person", meeting_location="Café Milo")
        event = self.checkin.event_id
        self.assertEqual(self.events(self.checkin), event)
        self.assertEqual(event.partner_ids, (self.mia + self.max).user_id.partner_id)
        self.assertEqual(event.user_id, self.max.user_id, "the mentor is the organiser, whoever sets the time")
        self.assertEqual((event.start, event.stop), (self.at, self.at + timedelta(hours=1.5)))
        self.assertEqual(event.location, "Café Milo")
        self.assertFalse(event.videocall_location)
        self.assertEqual(event.privacy, "private")
        self.assertTrue(event.alarm_ids)
        self.assertIn("What do you each want", event.description)
        states = {attendee.partner_id: attendee.state for attendee in event.attendee_ids}
        self.assertEqual(states, {self.mia.user_id.partner_id: "accepted", self.max.user_id.partner_id: "needsAction"})

    def test_meeting_has_one_todo_for_each_and_none_of_the_calendar(self):
        self.move(self.mia, self.at)
        for person in (self.mia, self.max):
            self.assertEqual(self.todos(self.checkin, person).mapped("date_deadline"), [self.at.date()])
        self.assertFalse(self.env["mail.activity"].search([("calendar_event_id", "=", self.checkin.event_id.id)]))

    def test_video_call_has_a_link_for_its_members_alone(self):
        self.move(self.mia, self.at, meeting_mode="video")
        event = self.checkin.event_id
        self.assertIn(f"/calendar/join_videocall/{event.access_token}", event.videocall_location)
        self.assertEqual(self.as_user(self.checkin, self.mia).video_link, event.videocall_location)
        self.assertEqual(self.as_user(self.checkin, self.max).action_join()["url"], event.videocall_location)
        self.assertFalse(self.as_user(self.checkin, self.pia).video_link)
        self.move(self.max, self.at + timedelta(hours=1))
        self.assertEqual(self.checkin.video_link, event.videocall_location, "the link stays the same")

    def test_link_of_their_own_is_used_for_the_video_call(self):
        self.move(self.mia, self.at, meeting_mode="video", meeting_location="https://meet.example.com/us")
        self.assertEqual(self.checkin.event_id.videocall_location, "https://meet.example.com/us")
        self.assertFalse(self.checkin.event_id.location)

    def test_planner_gives_a_time_and_nobody_with_a_user_gets_mail(self):
        with self.collect_mails() as mails:
            created = self.env["hr.mentorship.checkin"].create(
                [
                    {
                        "mentorship_id": self.pair.id,
                        "occurrence": 50 + number,
                        "planned_date": "2027-03-01",
                        "planned_at": "2027-03-01 09:00:00",
                    }
                    for number in range(2)
                ]
            )
        self.assertEqual(len(created.event_id), 2)
        self.assertEqual(set(created.event_id.attendee_ids.mapped("state")), {"accepted"}, "both have signed the time")
        self.assertFalse(mails)

    # -- from the check-in to the calendar

    def test_member_moves_the_check_in_and_event_and_todos_follow(self):
        self.move(self.mia, self.at)
        event = self.checkin.event_id
        later = self.at + timedelta(days=2, hours=1)
        with self.collect_mails() as mails:
            self.move(self.max, later)
        self.assertEqual(self.events(self.checkin), event, "the same event")
        self.assertEqual((event.start, event.duration), (later, 1.0))
        self.assertEqual(self.checkin.planned_date, later.date())
        self.assertEqual(set(self.todos(self.checkin).mapped("date_deadline")), {later.date()})
        self.assertEqual([name for name, _subject, _text in mails], ["Mia"], "one mail, and only to the partner")

    def test_member_takes_the_time_back_and_the_event_goes(self):
        self.move(self.mia, self.at)
        with self.collect_mails() as mails:
            self.move(self.mia, self.at.date() + timedelta(days=1))
        self.assertFalse(self.events(self.checkin))
        self.assertFalse(self.checkin.planned_at)
        self.assertEqual(str(self.checkin.planned_date), "2027-01-20")
        self.assertEqual(set(map(str, self.todos(self.checkin).mapped("date_deadline"))), {"2027-01-20"})
        self.assertFalse(mails)
        self.assertIn("Mia", self.read_news(self.max)[0])

    def test_outsider_program_manager_or_administrator_moves_and_is_refused(self):
        for person in (self.olga, self.paula, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.move(person, self.at)

    def test_member_plans_in_the_past_and_is_refused(self):
        with self.assertRaisesRegex(UserError, "this time is over"):
            self.move(self.mia, fields.Datetime.to_datetime("2027-01-04 07:00:00"))
        with self.assertRaisesRegex(UserError, "this time is over"):
            self.move(self.mia, fields.Date.to_date("2027-01-03"))

    def test_member_overrules_a_partner_unknowingly_and_is_told(self):
        seen = (self.checkin.planned_date, self.checkin.planned_at)
        self.move(self.max, self.at)
        with self.assertRaisesRegex(UserError, "Your partner has moved this meeting to Tuesday, January 19, 2:00.PM"):
            self.move(self.mia, self.at + timedelta(days=1), expected=seen)

    # -- from the calendar to the check-in

    def test_member_drags_the_event_and_check_in_and_todos_follow(self):
        self.move(self.mia, self.at)
        later = self.at + timedelta(days=3)
        for person in (self.mia, self.max):
            with self.subTest(person.name), self.collect_mails() as mails:
                later += timedelta(hours=1)
                self.as_user(self.checkin.event_id, person).write(
                    {"start": later, "stop": later + timedelta(hours=2), "location": "Room 4"}
                )
                self.env.flush_all()
                self.assertEqual(self.checkin.planned_at, later)
                self.assertEqual(self.checkin.planned_date, later.date())
                self.assertEqual(self.checkin.duration, 2)
                self.assertEqual(self.checkin.meeting_location, "Room 4")
                self.assertEqual(set(self.todos(self.checkin).mapped("date_deadline")), {later.date()})
            self.assertEqual(len(mails), 1, "Odoo's own to the partner")

    def test_member_makes_it_a_whole_day_and_the_time_is_open_again(self):
        self.move(self.mia, self.at)
        self.as_user(self.checkin.event_id, self.mia).write(
            {"allday": True, "start_date": "2027-01-21", "stop_date": "2027-01-21"}
        )
        self.assertFalse(self.checkin.planned_at)
        self.assertEqual(str(self.checkin.planned_date), "2027-01-21")
        event = self.checkin.event_id
        self.move(self.max, self.at)
        self.assertEqual(self.checkin.event_id, event)
        self.assertFalse(event.allday)
        self.assertEqual(event.start, self.at)

    def test_member_deletes_or_archives_the_event_and_the_day_stays(self):
        for removal in (lambda event: event.unlink(), lambda event: event.write({"active": False})):
            self.move(self.mia, self.at)
            removal(self.as_user(self.checkin.event_id, self.mia))
            self.env.invalidate_all()
            self.assertEqual(self.checkin.state, "planned")
            self.assertEqual(self.checkin.planned_date, self.at.date())
            self.assertFalse(self.checkin.planned_at)
            self.assertFalse(self.checkin.event_id)
            self.assertEqual(len(self.todos(self.checkin)), 2)
            self.assertEqual(self.told("meeting_removed"), self.max, "the other one learns it")

    def told(self, kind):
        """Return who is told so, and forget it."""
        notices = self.env["hr.mentorship.notice"].search([("kind", "=", kind), ("state", "=", "queued")])
        people = notices.member_id.employee_id
        notices.unlink()
        return people

    def test_event_from_an_outside_calendar_is_followed_and_both_are_told(self):
        self.move(self.mia, self.at)
        self.told("meeting_moved")
        later = self.at + timedelta(days=1)
        outside = self.checkin.event_id.with_context(dont_notify=True, no_mail_to_attendees=True)
        with self.collect_mails() as mails:
            outside.write({"start": later, "stop": later + timedelta(hours=1)})
        self.assertEqual(self.checkin.planned_at, later)
        self.assertFalse(mails, "it stands in the daily mail")
        self.assertEqual(self.told("meeting_moved"), self.mia + self.max)
        outside.write({"location": "Room 5"})
        self.assertFalse(self.told("meeting_moved"))

    def test_event_beyond_the_end_is_followed_and_both_are_told(self):
        self.move(self.mia, self.at)
        far = fields.Datetime.to_datetime(self.pair.end_date) + timedelta(days=2, hours=10)
        self.as_user(self.checkin.event_id, self.mia).write({"start": far, "stop": far + timedelta(hours=1)})
        self.assertEqual(self.checkin.planned_at, far)
        self.assertEqual(self.told("meeting_after_end"), self.mia + self.max)

    def test_attendee_taken_off_the_list_is_told_and_who_leaves_tells(self):
        self.move(self.mia, self.at)
        event = self.checkin.event_id
        with self.subTest("by the partner"):
            event.with_user(self.max.user_id).write({"partner_ids": [Command.unlink(self.mia.user_id.partner_id.id)]})
            self.assertEqual(self.told("meeting_removed"), self.mia)
            self.assertFalse(self.told("meeting_declined"))

    def test_who_takes_themselves_off_the_list_declines(self):
        """Off the list, the event would be closed to them before the screen is back, whichever way a client writes."""
        self.move(self.mia, self.at)
        event = self.checkin.event_id
        partners = event.partner_ids
        for person, other in ((self.mia, self.max), (self.max, self.mia)):
            mine = person.user_id.partner_id
            for commands in (
                [Command.unlink(mine.id)],
                [Command.delete(mine.id)],
                [Command.set((partners - mine).ids)],
                (partners - mine).ids,
            ):
                with self.subTest(person.name, commands=commands):
                    event.attendee_ids.state = "needsAction"
                    shown = self.as_user(event, person).web_save(
                        {"partner_ids": commands, "description": "<p>Sorry</p>"},
                        {"partner_ids": {}, "description": {}, "attendee_ids": {"fields": {"state": {}}}},
                    )[0]
                    self.assertIn(mine.id, shown["partner_ids"])
                    self.assertIn("Sorry", shown["description"])
                    states = {attendee.partner_id: attendee.state for attendee in event.attendee_ids}
                    self.assertEqual(states[mine], "declined")
                    self.assertEqual(self.told("meeting_declined"), other)
                    self.assertFalse(self.told("meeting_removed"))
                    event.partner_ids = partners
                    self.told("meeting_removed")
        self.assertEqual((self.checkin.state, self.checkin.planned_at), ("planned", self.at))

    def test_who_deletes_their_own_line_of_the_list_declines(self):
        """The line alone, past the event: it would be gone for good, and nobody told."""
        self.move(self.mia, self.at)
        event = self.checkin.event_id
        mine = event.attendee_ids.filtered(lambda attendee: attendee.partner_id == self.mia.user_id.partner_id)
        self.as_user(mine, self.mia).unlink()
        self.assertEqual(mine.exists().state, "declined")
        self.assertEqual(self.told("meeting_declined"), self.max)

    def test_who_leaves_other_events_is_off_their_list(self):
        mine = self.mia.user_id.partner_id
        lunch = self.env["calendar.event"].create(
            {
                "name": "Lunch",
                "start": self.at,
                "stop": self.at + timedelta(hours=1),
                "partner_ids": [Command.set((mine + self.max.user_id.partner_id).ids)],
            }
        )
        self.move(self.mia, self.at)
        both = lunch + self.checkin.event_id
        self.as_user(both, self.mia).write({"partner_ids": [Command.unlink(mine.id)]})
        self.assertEqual([mine in event.partner_ids for event in both], [False, True])

    def test_event_made_a_series_is_followed(self):
        self.move(self.mia, self.at)
        event = self.as_user(self.checkin.event_id, self.max)
        series = {
            "recurrency": True,
            "rrule_type": "weekly",
            "interval": 1,
            "end_type": "count",
            "count": 3,
            "event_tz": "UTC",
            **dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), False),
        }
        other_day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(self.at.weekday() + 1) % 7]
        # On another day of the week than it was on: Odoo archives the event itself
        event.write({**series, other_day: True})
        self.env.invalidate_all()
        self.assertEqual(self.checkin.planned_at, self.at + timedelta(days=1))
        event = self.checkin.event_id
        self.assertTrue(event.active and event.recurrence_id)
        # All of the series an hour later: Odoo makes all of its events anew
        later = event.start + timedelta(hours=1)
        event.with_user(self.max.user_id).write(
            {"start": later, "stop": later + timedelta(hours=1), "recurrence_update": "all_events"}
        )
        self.env.invalidate_all()
        self.assertTrue(self.checkin.event_id.active)
        self.assertEqual(self.checkin.planned_at, later)
        self.assertFalse(self.told("meeting_removed"))
        # The whole series goes
        self.as_user(self.checkin.event_id, self.max).action_mass_archive("all_events")
        self.env.invalidate_all()
        self.assertFalse(self.checkin.planned_at or self.checkin.event_id)
        self.assertEqual(self.told("meeting_removed"), self.mia)

    def test_third_employee_neither_reads_nor_changes_it(self):
        self.move(self.mia, self.at, meeting_location="Café Milo")
        for person in (self.olga, self.paula, self.pia):
            with self.subTest(person.name):
                event = self.as_user(self.checkin.event_id, person)
                for happen in (
                    lambda event: event.read(["start"]),
                    lambda event: event.write({"start": self.at + timedelta(days=1)}),
                    lambda event: event.unlink(),
                ):
                    with self.assertRaises(AccessError):
                        happen(event)

    def test_attendee_declines_and_the_partner_reads_it_once(self):
        self.move(self.mia, self.at)
        for _time in range(2):
            event = self.as_user(self.checkin.event_id, self.max)
            event.change_attendee_status("declined", "self_only")
        notices = self.env["hr.mentorship.notice"].search([("kind", "=", "meeting_declined")])
        self.assertEqual(notices.member_id.employee_id, self.mia)
        self.assertEqual(len(notices), 1)
        self.assertEqual((self.checkin.state, self.checkin.planned_at), ("planned", self.at))

    def change_terms(self, **values):
        before = {self.pair: self.pair._get_terms()}
        self.pair.sudo().write(values)
        with self.collect_mails() as mails:
            self.pair._after_terms_changed(before)
        self.env.invalidate_all()
        self.assertFalse(mails)

    def test_new_terms_give_planned_meetings_their_place(self):
        self.change_terms(meeting_mode="phone", meeting_location="Extension 12", meeting_duration=2)
        self.assertEqual(
            (self.checkin.meeting_mode, self.checkin.meeting_location, self.checkin.duration),
            ("phone", "Extension 12", 2),
        )

    def test_new_terms_change_nothing_that_they_do_not_name(self):
        self.checkin.sudo().write({"meeting_location": "The café", "duration": 0.5})
        self.change_terms(meeting_mode="phone", meeting_duration=2)
        self.assertEqual(
            (self.checkin.meeting_mode, self.checkin.meeting_location, self.checkin.duration),
            ("phone", "The café", 0.5),
        )

    def test_meeting_that_was_agreed_stays_as_agreed_when_the_terms_change(self):
        self.checkin.sudo().write({"meeting_mode": "video", "duration": 0.5})
        self.move(self.mia, self.at)
        url = self.checkin.event_id.videocall_location
        self.change_terms(meeting_mode="phone", meeting_location="Extension 12", meeting_duration=2, rhythm="weekly")
        self.assertEqual((self.checkin.meeting_mode, self.checkin.duration), ("video", 0.5))
        self.assertFalse(self.checkin.meeting_location)
        self.assertEqual((self.checkin.planned_at, self.checkin.event_id.duration), (self.at, 0.5))
        self.assertTrue(url)
        self.assertEqual(self.checkin.event_id.videocall_location, url)

    # -- the end

    def test_event_goes_with_a_check_in_that_is_not_held(self):
        for index, end in enumerate(("missed", "skipped", "cancelled")):
            with self.subTest(end):
                pair = self.add_other_pair(index)
                checkin = pair.checkin_ids[0]
                mentor = pair.mentor_ids
                self.move(mentor, self.at, checkin)
                with self.collect_mails() as mails:
                    if end == "cancelled":
                        self.as_user(pair, mentor)._end()
                    else:
                        self.as_user(checkin, mentor)._log(end)
                self.assertEqual(checkin.state, end)
                self.assertFalse(self.events(checkin))
                self.assertFalse(self.todos(checkin))
                self.assertFalse(mails, "told in our own words, in the daily mail")

    def test_held_meeting_keeps_its_event(self):
        self.move(self.mia, self.at)
        with freeze_time(self.at + timedelta(hours=2)):
            self.as_user(self.checkin, self.mia)._log("done", rating=5)
        self.assertEqual(self.checkin.state, "done")
        self.assertEqual(self.events(self.checkin), self.checkin.event_id)
        self.checkin.event_id.write({"start": self.at + timedelta(days=1)})
        self.assertEqual(self.checkin.planned_at, self.at, "what has been held stands still")

    # -- people of all kinds

    def test_member_without_a_user_is_invited_by_mail(self):
        guest = self.env["hr.employee"].create({"name": "Gus", "work_email": "gus@example.com"})
        participants = self.enrol(self.add_person("ida"), "mentor") + self.enrol(guest, "mentee")
        pair = self.env["hr.mentorship"].create(
            {
                "program_id": self.program.id,
                "state": "active",
                "offered_on": fields.Date.today(),
                "start_date": fields.Date.today(),
                "member_ids": [Command.create({"participant_id": participant.id}) for participant in participants],
            }
        )
        with self.collect_mails() as mails:
            checkin = self.env["hr.mentorship.checkin"].create(
                {"mentorship_id": pair.id, "planned_date": self.at.date(), "planned_at": self.at}
            )
        self.assertIn(guest.work_contact_id, checkin.event_id.partner_ids)
        self.assertEqual([name for name, _subject, _text in mails], ["Gus"])
        with self.collect_mails() as mails:
            self.move(self.people["ida"], self.at + timedelta(days=1), checkin)
        self.assertEqual([name for name, _subject, _text in mails], ["Gus"])

    def test_archived_partner_is_left_out_and_nothing_breaks(self):
        guest = self.env["hr.employee"].create({"name": "Gus"})
        guest.work_contact_id.active = False
        participants = self.enrol(self.add_person("ida"), "mentor") + self.enrol(guest, "mentee")
        pair = self.env["hr.mentorship"].create(
            {
                "program_id": self.program.id,
                "state": "active",
                "offered_on": fields.Date.today(),
                "member_ids": [Command.create({"participant_id": participant.id}) for participant in participants],
            }
        )
        checkin = self.env["hr.mentorship.checkin"].create(
            {"mentorship_id": pair.id, "planned_date": self.at.date(), "planned_at": self.at}
        )
        self.assertEqual(checkin.event_id.partner_ids, self.people["ida"].user_id.partner_id)

    def test_day_of_the_todo_is_that_of_each_member(self):
        self.mia.user_id.tz, self.max.user_id.tz = "Asia/Tokyo", "America/Los_Angeles"
        self.move(self.mia, fields.Datetime.to_datetime("2027-01-20 00:00:00"))
        self.assertEqual(str(self.todos(self.checkin, self.mia).date_deadline), "2027-01-20")
        self.assertEqual(str(self.todos(self.checkin, self.max).date_deadline), "2027-01-19")

    # -- scale

    def test_many_meetings_are_planned_and_moved_in_as_many_queries_as_few(self):
        model = self.env["hr.mentorship.checkin"]

        def measure(number, first):
            self.env.flush_all()
            self.env.invalidate_all()
            vals_list = [
                {
                    "mentorship_id": self.pair.id,
                    "occurrence": first + index,
                    "planned_date": self.at.date(),
                    "planned_at": self.at + timedelta(days=index),
                }
                for index in range(number)
            ]
            before = self.env.cr.sql_log_count
            checkins = model.create(vals_list)
            self.env.flush_all()
            created = self.env.cr.sql_log_count - before
            checkins._schedule_meeting_activities()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            model._reschedule(
                {checkin: {"planned_date": self.at.date(), "planned_at": self.at} for checkin in checkins}
            )
            self.env.flush_all()
            return created, self.env.cr.sql_log_count - before

        measure(2, 100)
        few, many = measure(5, 200), measure(30, 300)
        for of_few, of_many in zip(few, many, strict=True):
            self.assertLessEqual(of_many, of_few + 5, f"{few} for 5, {many} for 30")
