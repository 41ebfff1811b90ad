from datetime import datetime, time, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..common import MentorshipCompany


@tagged("post_install", "-at_install")
class TestCalendarPrivacy(MentorshipCompany, TransactionCase):
    """The calendar tells nobody who meets whom, by whatever they ask it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.pair = cls.add_mentorship("active")
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        day = fields.Date.today() + timedelta(days=14)
        cls.at = datetime.combine(day + timedelta(days=-day.weekday() % 7), time(10))
        cls.checkin.sudo()._reschedule({cls.checkin: {"planned_at": cls.at, "planned_date": cls.at.date()}})
        cls.event = cls.checkin.event_id
        cls.system = new_test_user(cls.env, login="root.test", groups="base.group_user,base.group_system")

    def get_colleagues(self):
        return [person.user_id for person in (self.olga, self.paula, self.sam, self.pia, self.petra, self.ada)]

    def get_questions(self):
        """Every field of events and attendees by which a client could ask, with a value that is true of the event."""
        for model, record in (("calendar.event", self.event), ("calendar.attendee", self.event.attendee_ids[0])):
            for name, field in self.env[model]._fields.items():
                if not field._description_searchable or field.type in ("binary", "properties", "properties_definition"):
                    continue
                value = record[name]
                if field.relational:
                    value = value.ids
                    yield model, [(name, "in", value)]
                    continue
                yield model, [(name, "=", value)]
        yield "calendar.event", [("name", "ilike", "Max")]
        yield "calendar.event", [("partner_ids.name", "ilike", "Max")]
        yield "calendar.event", [("attendee_ids.email", "ilike", "max@")]
        yield "calendar.attendee", [("email", "ilike", "max@")]
        yield "calendar.attendee", [("partner_id.name", "ilike", "Mia")]
        yield "calendar.attendee", [("event_id.name", "ilike", "Max")]

    def test_colleagues_find_no_event_of_a_pair_by_any_field(self):
        attendees = self.event.attendee_ids
        for user in [*self.get_colleagues(), self.system]:
            for model, domain in self.get_questions():
                with self.subTest(f"{user.name}: {domain}"):
                    try:
                        found = self.env[model].with_user(user).search(domain)
                    except AccessError:
                        continue
                    self.assertFalse(found.sudo() & (self.event if model == "calendar.event" else attendees))

    def test_colleagues_read_count_and_group_nothing_of_it(self):
        partners = (self.max + self.mia).user_id.partner_id
        for user in self.get_colleagues():
            events, attendees = (self.env[model].with_user(user) for model in ("calendar.event", "calendar.attendee"))
            for record in (self.event.with_user(user), *self.event.attendee_ids.with_user(user)):
                with self.assertRaises(AccessError):
                    record.read(["display_name"])
            self.assertFalse(events.name_search("Max"))
            self.assertFalse(attendees.search_count([("partner_id", "in", partners.ids)]))
            self.assertFalse(attendees._read_group([("partner_id", "in", partners.ids)], ["event_id"], ["__count"]))
            self.assertFalse(events._read_group([("partner_ids", "in", partners.ids)], ["user_id"], ["__count"]))
            self.assertEqual(partners.with_user(user).mapped("meeting_count"), [0, 0])
            followers = self.env["mail.followers"].with_user(user)
            ours = [("res_model", "=", "calendar.event"), ("res_id", "=", self.event.id)]
            self.assertFalse(followers.search(ours))
            words = [("model", "=", "calendar.event"), ("res_id", "=", self.event.id)]
            self.assertFalse(self.env["mail.message"].with_user(user).search(words))

    def test_members_have_it_in_their_calendar(self):
        for person in (self.max, self.mia):
            event = self.event.with_user(person.user_id)
            self.assertIn("Max", event.partner_ids.mapped("name"))
            self.assertTrue(event.search([("partner_ids", "in", person.user_id.partner_id.id)]) & event)
            self.assertEqual(len(event.attendee_ids), 2)
            event.write({"start": self.at + timedelta(hours=1), "stop": self.at + timedelta(hours=2)})

    def test_whoever_invites_a_member_sees_that_they_are_busy(self):
        values = {
            "name": "Team",
            "start": self.at,
            "stop": self.at + timedelta(hours=1),
            "partner_ids": [Command.set((self.max + self.olga).user_id.partner_id.ids)],
        }
        team = self.env["calendar.event"].with_user(self.olga.user_id).create(values)
        self.assertIn(self.max.user_id.partner_id, team.unavailable_partner_ids.sudo())

    def test_other_events_are_seen_as_ever(self):
        lunch = (
            self.env["calendar.event"]
            .with_user(self.olga.user_id)
            .create({"name": "Lunch", "start": self.at, "stop": self.at + timedelta(hours=1)})
        )
        self.assertEqual(self.env["calendar.event"].with_user(self.sam.user_id).search([("id", "=", lunch.id)]), lunch)

    def test_program_manager_opens_the_check_in_without_its_video_link(self):
        self.checkin.sudo().meeting_mode = "video"
        checkin = self.as_user(self.checkin, self.pia)
        self.assertFalse(checkin.video_link)
        self.assertTrue(checkin.read(["event_id", "planned_at", "state"]))

    def test_end_is_told_once_and_in_our_own_words(self):
        for checkin in self.pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned"):
            at = datetime.combine(checkin.planned_date, time(10))
            checkin.sudo()._reschedule({checkin: {"planned_at": at}})
        self.assertGreater(len(self.pair.checkin_ids.event_id), 1)
        with self.collect_mails() as mails:
            self.as_user(self.pair, self.max)._end()
        self.assertFalse(mails)
        self.assertFalse(self.pair.checkin_ids.event_id)
        self.assertIn("Meetings that were planned are cancelled", " ".join(self.read_news(self.mia)))
