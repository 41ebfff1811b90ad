from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestPlan(MentorshipCase):
    """The rhythm of the agreement becomes a plan that stays two meetings ahead."""

    def start(self, day, rhythm="biweekly", end_date="2027-12-31"):
        """A mentorship that starts on ``day``; return its plan as ``{kind: [dates]}``."""
        with freeze_time(f"{day} 09:00:00"):
            program = self.add_program(
                f"{rhythm} from {day}", self.pia, rhythm=rhythm, end_date=end_date, enrolment_end_date=day
            )
            return self.add_mentorship("active", program=program)

    def dates(self, pair, kind="regular"):
        checkins = pair.checkin_ids.filtered(lambda checkin: checkin.kind == kind)
        return [str(day) for day in checkins.sorted("planned_date").mapped("planned_date")]

    def plan_on(self, day, pair):
        with freeze_time(f"{day} 09:00:00"):
            self.env["hr.mentorship.checkin"]._plan_for(pair)

    def test_rhythm_gives_the_next_two_meetings(self):
        # Monday 4 January 2027; the 30-day follow-up is on Wednesday 3 February
        for rhythm, expected in (
            ("weekly", ["2027-01-11", "2027-01-18"]),
            ("biweekly", ["2027-01-18", "2027-02-15"]),  # 1 February gives way to the follow-up
            ("monthly", ["2027-03-04", "2027-04-05"]),  # so does 4 February; 4 April is a Sunday
        ):
            with self.subTest(rhythm):
                pair = self.start("2027-01-04", rhythm)
                self.assertEqual(self.dates(pair), expected)
                self.assertEqual(self.dates(pair, "follow_up"), ["2027-02-03"])
                self.assertEqual(self.dates(pair, "closing"), ["2027-12-31"])

    def test_monthly_rhythm_from_the_31st_returns_to_the_end_of_the_month(self):
        pair = self.start("2027-03-31", "monthly")
        for day in ("2027-06-30", "2027-07-30", "2027-08-31", "2027-10-01"):
            self.plan_on(day, pair)
        # 30 April gives way to the follow-up of that day; 31 July and 31 October are at the weekend
        self.assertEqual(self.dates(pair, "follow_up"), ["2027-04-30"])
        self.assertEqual(
            self.dates(pair),
            ["2027-05-31", "2027-06-30", "2027-08-02", "2027-08-31", "2027-09-30", "2027-11-01", "2027-11-30"],
        )

    def test_meetings_at_a_weekend_move_to_monday(self):
        for day, planned in (("2027-01-08", 15), ("2027-01-09", 18), ("2027-01-10", 18), ("2027-01-11", 18)):
            with self.subTest(day):
                pair = self.start(day, "weekly")
                self.assertEqual(self.dates(pair)[0], f"2027-01-{planned}")
                self.assertEqual({checkin.planned_date.weekday() < 5 for checkin in pair.checkin_ids}, {True})
                pair.with_user(self.pia.user_id)._end()

    def test_plan_stays_two_meetings_ahead_as_time_goes_by(self):
        pair = self.start("2027-01-04", "weekly")
        self.plan_on("2027-01-12", pair)
        self.assertEqual(self.dates(pair), ["2027-01-11", "2027-01-18", "2027-01-25"])

    def test_plan_ends_before_the_closing_review(self):
        pair = self.start("2027-01-04", "weekly", end_date="2027-01-15")
        self.assertEqual(self.dates(pair), ["2027-01-11"])
        self.assertFalse(self.dates(pair, "follow_up"), "no follow-up after the end")
        self.assertEqual(self.dates(pair, "closing"), ["2027-01-15"])

    def test_both_get_a_todo_for_each_meeting_on_its_day(self):
        pair = self.start("2027-01-04")
        for checkin in pair.checkin_ids:
            for person in (self.max, self.mia):
                self.assertEqual(self.todos(checkin, person).mapped("date_deadline"), [checkin.planned_date])

    def test_planning_again_adds_nothing(self):
        pair = self.start("2027-01-04")
        with freeze_time("2027-01-04 10:00:00"):
            before = pair.checkin_ids
            self.assertFalse(self.env["hr.mentorship.checkin"]._plan_for(pair))
            with self.enter_registry_test_mode():
                cron = self.env.ref("hr_mentorship.ir_cron_plan_checkins")
                cron.method_direct_trigger()
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(pair.checkin_ids, before)
            self.assertEqual(len(self.todos(before)), 2 * len(before))

    def test_cron_fills_the_plans_of_people_who_never_log(self):
        pair = self.start("2027-01-04", "weekly")
        ended = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        self.as_user(ended, self.pia)._end()
        cron = type(self.env["ir.cron"])
        with freeze_time("2027-03-01 06:00:00"), patch.object(cron, "_commit_progress", return_value=60.0):
            self.env["hr.mentorship.checkin"]._cron_plan(batch_size=1)
        ahead = [day for day in self.dates(pair) if day >= "2027-03-01"]
        self.assertEqual(ahead, ["2027-03-01", "2027-03-08"])
        self.assertEqual(set(ended.checkin_ids.mapped("state")), {"cancelled"})


@tagged("post_install", "-at_install")
class TestLog(MentorshipCase):
    """A member says in a minute what became of a meeting; the other one adds to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        cls.today = fields.Date.today()

    def log(self, person, checkin=None, **values):
        return self.as_user(checkin or self.checkin, person)._log(
            **{"outcome": "done", "held_on": self.today, **values}
        )

    def test_one_logs_and_the_meeting_is_held(self):
        self.log(self.mia, duration=1.5, summary="We talked.", rating=5)
        self.assertEqual((self.checkin.state, self.checkin.held_on), ("done", self.today))
        self.assertEqual(self.checkin.duration, 1.5)
        self.assertFalse(self.todos(self.checkin, self.mia))
        self.assertTrue(self.todos(self.checkin, self.max), "the other one is still asked")
        self.assertTrue(self.as_user(self.checkin, self.max).can_log)
        self.assertFalse(self.as_user(self.checkin, self.mia).can_log)

    def test_the_other_logs_later_and_adds_without_changing_the_outcome(self):
        self.log(self.mia, duration=1.5, summary="We talked.", rating=5)
        self.log(
            self.max, outcome="done", held_on=self.today - timedelta(days=3), duration=9, summary="Indeed.", rating=3
        )
        self.assertEqual((self.checkin.held_on, self.checkin.duration), (self.today, 1.5))
        summaries = self.as_user(self.checkin, self.mia).note_ids
        self.assertEqual(set(summaries.mapped("body")), {"We talked.", "Indeed."})
        self.assertFalse(self.todos(self.checkin))

    def test_member_logs_again_and_corrects_the_own_words_and_rating(self):
        self.log(self.mia, summary="First.", private_note="Hm.", rating=2)
        self.log(self.mia, summary="Second.", private_note="", rating=4)
        checkin = self.as_user(self.checkin, self.mia)
        self.assertEqual(checkin.note_ids.mapped(lambda note: (note.kind, note.body)), [("summary", "Second.")])
        self.assertEqual(checkin.feedback_ids.mapped("rating"), [4])

    def test_member_misses_or_skips_and_nobody_is_asked_any_more(self):
        for outcome, checkin in zip(("missed", "skipped"), self.pair.checkin_ids.sorted("planned_date"), strict=False):
            with self.subTest(outcome):
                self.log(self.mia, checkin, outcome=outcome, rating=5)
                self.assertEqual(checkin.state, outcome)
                self.assertFalse(checkin.held_on)
                self.assertFalse(self.todos(checkin))
                self.assertFalse(checkin.sudo().feedback_ids, "nothing happened that could be rated")
                self.log(self.max, checkin, summary="But I was there.")
                self.assertEqual(checkin.state, outcome, "whoever logs first decides, until the other one corrects it")
                self.assertFalse(checkin.confirmed_on)
                self.assertEqual(self.as_user(checkin, self.max).note_ids.mapped("body"), ["But I was there."])

    def test_member_logs_a_meeting_in_the_future_and_is_refused(self):
        long_ago = self.checkin.planned_date - timedelta(days=400)
        with self.assertRaisesRegex(UserError, "held more than a year before is another one"):
            self.as_user(self.checkin, self.mia)._log("done", held_on=long_ago, rating=4)
        with self.assertRaisesRegex(UserError, "cannot lie in the future"):
            self.log(self.mia, held_on=self.today + timedelta(days=1), rating=5)
        self.assertEqual(self.checkin.state, "planned")

    def test_outsider_or_program_manager_logs_and_is_refused(self):
        for person in (self.olga, self.paula, self.pia, self.ada, self.petra):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.log(person, rating=5)

    def test_logging_keeps_the_plan_two_meetings_ahead(self):
        with freeze_time(f"{self.checkin.planned_date} 18:00:00"):
            day = fields.Date.today()
            self.as_user(self.checkin, self.mia)._log("done", held_on=day, rating=5)
            self.env["hr.mentorship.checkin"]._plan_for(self.pair)
            regular = self.pair.checkin_ids.filtered(lambda c: c.kind == "regular")
            ahead = regular.filtered(lambda c: c.planned_date > day)
            self.assertEqual(ahead.mapped("state"), ["planned", "planned"])
        with freeze_time(f"{self.checkin.planned_date + timedelta(days=1)} 08:00:00"):
            self.as_user(self.checkin, self.max)._log("done", rating=5)
            regular = self.pair.checkin_ids.filtered(lambda c: c.kind == "regular")
            self.assertEqual(len(regular.filtered(lambda c: c.state == "planned")), 2)

    # -- the dialog

    def test_dialog_starts_with_what_is_known_and_asks_for_a_rating(self):
        with freeze_time(f"{self.checkin.planned_date + timedelta(days=2)} 08:00:00"):
            dialog = self.as_user(self.env["hr.mentorship.checkin.log"], self.mia).with_context(
                default_checkin_id=self.checkin.id
            )
            form = Form(dialog)
            self.assertEqual(form.held_on, self.checkin.planned_date)
            self.assertEqual(form.duration, self.pair.meeting_duration)
            form.summary = "We talked."
            saved = form.save()
            with self.assertRaisesRegex(UserError, "One tap on the stars is enough"):
                saved.action_save()
            self.assertEqual(self.checkin.state, "planned")
            form.rating = "4"
            said = form.save().action_save()
        self.assertEqual(said["params"]["message"], "Kept. Next, Max says whether it was so.")
        self.assertEqual(self.checkin.state, "done")

    def test_dialog_of_the_other_shows_neither_words_nor_rating_of_the_first(self):
        self.log(self.mia, summary="Mine.", private_note="Secret.", rating=1)
        form = Form(
            self.as_user(self.env["hr.mentorship.checkin.log"], self.max).with_context(
                default_checkin_id=self.checkin.id
            )
        )
        self.assertFalse(form.summary)
        self.assertFalse(form.private_note)
        self.assertFalse(form.rating)
        self.assertFalse(form.is_first_log)

    def test_each_kind_of_meeting_has_its_own_questions(self):
        agendas = {
            checkin.kind if checkin.occurrence != 1 else "first": checkin.agenda for checkin in self.pair.checkin_ids
        }
        self.assertEqual(set(agendas), {"first", "regular", "follow_up", "closing"})
        self.assertEqual(len(set(agendas.values())), 4)
        self.assertTrue(all(agendas.values()))

    # -- confidentiality

    def test_private_note_is_read_by_its_author_alone(self):
        self.log(self.mia, summary="For both.", private_note="For me.", rating=5)
        notes = self.env["hr.mentorship.note"].search([("checkin_id", "=", self.checkin.id)])
        private = notes.filtered(lambda note: note.kind == "private")
        self.assertEqual(self.as_user(private, self.mia).body, "For me.")
        for person in (self.max, self.paula, self.sam, self.pia, self.petra, self.ada, self.olga):
            with self.subTest(person.name):
                with self.assertRaises(AccessError):
                    self.as_user(private, person).read(["body"])
                self.assertFalse(self.as_user(notes, person).search([("kind", "=", "private")]))
                self.assertFalse(self.as_user(notes, person).search([("body", "ilike", "For me")]))
        self.assertEqual(self.as_user(self.checkin, self.max).note_ids.mapped("body"), ["For both."])

    def test_program_manager_reads_the_check_in_and_none_of_its_words_or_ratings(self):
        self.log(self.mia, summary="For both.", private_note="For me.", rating=5)
        (self.pia + self.ada).user_id.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        for person in (self.pia, self.ada):
            with self.subTest(person.name):
                checkin = self.as_user(self.checkin, person)
                self.assertEqual(checkin.state, "done")
                self.assertFalse(checkin.note_ids)
                self.assertFalse(checkin.feedback_ids)
                self.assertFalse(self.as_user(self.pair, person).note_ids)
                with self.assertRaises(AccessError):
                    self.as_user(self.checkin.sudo().feedback_ids, person).read(["rating"])
                export = checkin.export_data(["note_ids/body", "feedback_ids/rating"])["datas"]
                self.assertNotIn("For both.", str(export))

    def test_search_through_a_check_in_finds_nothing_that_the_reader_may_not_see(self):
        """A filter on a hidden line would tell what stands in it."""
        self.log(self.mia, private_note="For me.", rating=1)
        for person in (self.max, self.pia, self.ada):
            checkins = self.as_user(self.env["hr.mentorship.checkin"], person)
            for domain in ([("feedback_ids.rating", "=", 1)], [("note_ids.body", "ilike", "For me")]):
                with self.subTest(f"{person.name} {domain}"):
                    self.assertFalse(checkins.search([("id", "=", self.checkin.id), *domain]))

    def test_words_never_appear_in_the_conversation(self):
        self.log(self.mia, summary="For both.", private_note="For me.", rating=5)
        self.env.flush_all()
        messages = self.checkin.message_ids + self.pair.message_ids
        bodies = "".join(str(message.body) for message in messages.sudo())
        for words in ("For both.", "For me."):
            self.assertNotIn(words, bodies)
        activities = (
            self.env["mail.activity"].with_context(active_test=False).search([("res_id", "=", self.checkin.id)])
        )
        self.assertNotIn("For both.", str(activities.mapped("feedback")))
