from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorshipCase
from .common import WallCompany


class WallCase(WallCompany, MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_wall()


@tagged("post_install", "-at_install")
class TestThanksOnWall(WallCase):
    """A thank-you is between two people until both want to show it."""

    def test_thank_you_is_private_until_the_partner_agrees_and_then_the_program_reads_it(self):
        self.add_other_pair()
        post = self.thank(self.mia)
        self.assertEqual(self.wall_of(self.max), ["Mia thanks Max"])
        for person in (self.people["otto"], self.pia, self.sam, self.ada, self.olga, self.paula):
            self.assertEqual(self.wall_of(person), [], person.name)
        self.as_user(post, self.max).action_agree()
        self.assertEqual(post.state, "shown")
        for person in (self.mia, self.max, self.people["otto"], self.pia):
            self.assertEqual(self.wall_of(person), ["Mia thanks Max"], person.name)
        for person in (self.sam, self.ada, self.olga, self.paula, self.petra):
            self.assertEqual(self.wall_of(person), [], person.name)

    def test_nothing_goes_to_the_wall_without_the_tick_and_either_puts_it_forward_later(self):
        self.assertFalse(self.thank(self.mia, on_wall=False))
        note = self.as_user(self.pair, self.max).thank_you_ids
        self.assertTrue(note.can_show_on_wall)
        note.action_show_on_wall()
        post = self.posts.search([("mentorship_id", "=", self.pair.id)])
        self.assertEqual((post.state, post.body), ("asked", "Thank you for Tuesday."))
        self.assertFalse(note.can_show_on_wall)
        self.show(post, self.mia)
        self.assertEqual(post.state, "shown")
        with self.assertRaisesRegex(UserError, "already"):
            note.action_show_on_wall()

    def test_new_words_of_the_same_day_need_a_new_yes(self):
        post = self.show(self.thank(self.mia), self.max)
        self.assertEqual(post.state, "shown")
        new = self.thank(self.mia, "Thank you for Tuesday and Wednesday.")
        self.assertEqual((post.state, new.state), ("withdrawn", "asked"))
        self.assertNotEqual(new, post)
        self.assertEqual(self.thank(self.mia, "Thank you for Tuesday and Wednesday."), new)
        self.thank(self.mia, "Thank you for Tuesday and Wednesday.", on_wall=False)
        self.assertEqual(new.state, "withdrawn")

    def test_who_has_no_user_is_not_asked_and_a_program_without_a_wall_takes_nothing(self):
        note = self.thank(self.mia, on_wall=False) or self.as_user(self.pair, self.mia).thank_you_ids
        self.program.has_wall = False
        with self.assertRaisesRegex(UserError, "has no wall"):
            note.action_show_on_wall()
        self.program.has_wall = True
        self.max.user_id.active = False
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "has no user"):
            note.action_show_on_wall()

    def test_stranger_agrees_to_nothing_and_program_manager_neither(self):
        post = self.thank(self.mia)
        for person in (self.olga, self.pia):
            with self.assertRaises(AccessError):
                self.as_user(post, person).action_agree()
            with self.assertRaises(AccessError):
                self.as_user(post, person).action_take_back()
        for vals in ({"state": "shown"}, {"body": "Other words"}):
            with self.assertRaises(AccessError):
                self.as_user(post, self.mia).write(vals)
        self.assertEqual(post.state, "asked")

    def test_any_member_takes_it_back_and_it_stays_so(self):
        post = self.show(self.thank(self.mia), self.max)
        self.as_user(post, self.mia).action_react("heart")
        self.as_user(post, self.max).action_take_back()
        self.assertEqual(post.state, "withdrawn")
        self.assertEqual(self.wall_of(self.pia), [])
        self.assertFalse(self.env["hr.mentorship.reaction"].search([("post_id", "=", post.id)]))
        with self.assertRaisesRegex(UserError, "stays so"):
            self.as_user(self.pair, self.mia).thank_you_ids.action_show_on_wall()


@tagged("post_install", "-at_install")
class TestSpotlight(WallCase):
    """The program manager proposes words; each member says yes to these very words."""

    def test_spotlight_shows_with_the_last_yes_and_tells_the_others_in_one_line(self):
        self.add_other_pair()
        post = self.propose()
        self.assertEqual(self.wall_of(self.pia), ["In the spotlight: Max and Mia"])
        self.assertEqual(self.wall_of(self.people["eve"]), [])
        self.assertTrue(any("In the spotlight" in line for line in self.read_news(self.mia)))
        self.show(post, self.mia)
        self.assertEqual(post.state, "asked")
        self.assertFalse(any("In the spotlight" in line for line in self._still_true(self.mia)))
        with self.collect_mails() as mails:
            self.show(post, self.max)
        self.assertEqual(post.state, "shown")
        self.assertFalse(mails, "one line of the daily mail, and no mail of its own")
        told = self.env["hr.mentorship.notice"].search([("kind", "=", "spotlight")])
        self.assertEqual(
            sorted(told.participant_id.employee_id.mapped("name")), ["Eve", "Otto"], "and not those whom it is about"
        )
        self.assertEqual(
            told[0]._read_out()[0]["text"], "In the spotlight: Max and Mia. Read it on the wall of Leaders."
        )
        self.as_user(post, self.mia).action_take_back()
        self.assertFalse(told._filter_true(), "nobody is told of what is gone")

    def _still_true(self, person):
        lines = self.env["hr.mentorship.notice"].search([("member_id.employee_id", "=", person.id)])
        return [line["text"] for line in lines._filter_true()._read_out()]

    def test_channel_gets_one_post_and_loses_it_with_the_spotlight(self):
        channel = self.env["discuss.channel"].create({"name": "general", "channel_type": "channel"})
        self.env.company.mentorship_wall_channel_id = channel
        post = self.propose("Two <b>people</b>\nand a stage")
        self.assertIn("“general”", self.as_user(post, self.mia).audience)
        before = channel.message_ids
        self.show(post)
        message = channel.message_ids - before
        self.assertEqual(len(message), 1)
        self.assertIn("&lt;b&gt;people&lt;/b&gt;<br>and a stage", str(message.body).replace("<br/>", "<br>"))
        self.as_user(post, self.mia).action_take_back()
        self.assertFalse(message.exists())

    def test_channel_named_after_the_question_gets_nothing(self):
        post = self.propose()
        channel = self.env["discuss.channel"].create({"name": "general", "channel_type": "channel"})
        self.env.company.mentorship_wall_channel_id = channel
        before = channel.message_ids
        self.show(post)
        self.assertEqual(channel.message_ids, before)

    def test_one_spotlight_a_pair_with_words_and_by_its_program_manager(self):
        with self.assertRaisesRegex(UserError, "nothing that one can see"):
            self.propose("  ")
        with self.assertRaisesRegex(UserError, "in passing"):
            self.propose("x" * 2001)
        post = self.propose()
        with self.assertRaisesRegex(UserError, "already"):
            self.propose("Other words.")
        self.as_user(post, self.pia).action_take_back()
        self.assertNotEqual(self.propose("Other words."), post)
        for person in (self.petra, self.mia):
            with self.assertRaises(AccessError):
                self.env["hr.mentorship.spotlight"].with_user(person.user_id).create(
                    {"mentorship_id": self.pair.id, "words": "Mine."}
                ).action_propose()

    def test_member_of_a_pair_who_leaves_the_company_leaves_the_wall(self):
        self.add_other_pair()
        post = self.show(self.propose())
        eve = self.people["eve"]
        self.as_user(post, eve).action_react("star")
        other = self.show(self.propose(pair=self.env["hr.mentorship"].search([("mentee_ids", "in", eve.ids)])), eve)
        self.show(other, self.people["otto"])
        self.assertEqual(other.state, "shown")
        eve.active = False
        self.assertEqual((post.state, other.state), ("shown", "withdrawn"))
        self.assertEqual(self.as_user(post, self.pia).star_count, 0)
        self.max.departure_date = fields.Date.today()
        self.run_job("ir_cron_wall")
        self.assertEqual(post.state, "withdrawn")


@tagged("post_install", "-at_install")
class TestReactions(WallCase):
    def test_one_tap_sets_another_changes_and_the_same_takes_away(self):
        post = self.show(self.thank(self.mia))
        mine, his = self.as_user(post, self.mia), self.as_user(post, self.max)
        mine.action_react("heart")
        his.action_react("heart")
        self.assertEqual((mine.heart_count, mine.my_reaction, his.my_reaction), (2, "heart", "heart"))
        mine.action_react("star")
        self.assertEqual((mine.heart_count, mine.star_count, mine.my_reaction), (1, 1, "star"))
        mine.action_react("star")
        self.assertEqual((mine.heart_count, mine.star_count, mine.my_reaction), (1, 0, False))
        self.assertEqual(self.as_user(self.env["hr.mentorship.reaction"], self.mia).search_count([]), 0)

    def test_nobody_reacts_to_what_they_do_not_read_or_in_another_way(self):
        post = self.thank(self.mia)
        with self.assertRaisesRegex(UserError, "Shown"):
            self.as_user(post, self.max).action_react("heart")
        self.show(post)
        with self.assertRaises(AccessError):
            self.as_user(post, self.olga).action_react("heart")
        with self.assertRaisesRegex(UserError, "no such reaction"):
            self.as_user(post, self.max).action_react("poison")


@tagged("post_install", "-at_install")
class TestMilestones(WallCase):
    """What has been reached is asked about once, and stands on the wall with everybody's yes."""

    def ask(self):
        self.run_job("ir_cron_wall")
        return self.posts.search([("mentorship_id", "=", self.pair.id)], order="id")

    def test_first_mentee_ten_meetings_goal_and_end_are_asked_about_once(self):
        self.reach_goal()
        days = [fields.Date.today() - timedelta(days=7 * index) for index in range(10)]
        self.env["hr.mentorship.checkin"].create(
            [
                {
                    "mentorship_id": self.pair.id,
                    "occurrence": 900 + index,
                    "planned_date": day,
                    "state": "done",
                    "confirmed_on": day,
                }
                for index, day in enumerate(days)
            ]
        )
        asked = self.ask()
        self.assertEqual(asked.mapped("kind"), ["first_mentee", "ten_meetings", "goal_reached"])
        self.assertEqual(
            asked.mapped("headline"),
            [
                "Max is a mentor for the first time, with Mia",
                "Max and Mia have met ten times",
                "Mia has reached a goal, together with Max",
            ],
        )
        self.assertNotIn("I speak up", str(asked.read()), "what a goal is about stays between the two")
        self.as_user(asked[0], self.max).action_take_back()
        self.as_user(self.pair, self.max).action_complete()
        completed = [("kind", "=", "completed"), ("program_id", "=", self.program.id)]
        self.assertEqual(self.ask() - asked, self.posts.search(completed))
        self.assertEqual(self.ask(), self.ask())
        self.assertEqual(self.wall_of(self.pia), [])

    def test_what_was_before_the_wall_is_not_asked_about(self):
        self.program.wall_since = fields.Date.today() + timedelta(days=1)
        self.reach_goal()
        self.assertFalse(self.ask())

    def test_question_that_nobody_answers_is_let_go(self):
        self.reach_goal()
        asked = self.ask()
        self.assertTrue(asked)
        self.env.cr.execute("UPDATE hr_mentorship_post SET create_date = create_date - INTERVAL '31 days'")
        self.env.invalidate_all()
        self.assertEqual(self.ask(), asked)
        self.assertEqual(set(asked.mapped("state")), {"withdrawn"})

    def test_job_asks_in_batches_with_as_many_queries_for_twenty_as_for_two(self):
        pairs = [
            self.add_mentorship("active", mentor=self.add_person(f"mentor{n}"), mentee=self.add_person(f"mentee{n}"))
            for n in range(4)
        ]
        rows = [{"mentorship_id": pair.id, "kind": "completed", "source_key": f"x:{pair.id}"} for pair in pairs]
        counts = []
        for batch in (rows[:1], rows[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.posts._propose(batch)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])


@tagged("post_install", "-at_install")
class TestMyMentorshipWall(WallCase):
    def test_wall_stands_on_my_mentorship_of_who_takes_part_and_of_nobody_else(self):
        def section(person):
            sections = self.env["hr.mentorship.overview"].with_user(person.user_id).get_page()["sections"]
            return next((each["cards"] for each in sections if each["key"] == "wall"), None)

        self.assertIn("Nothing is shown yet", section(self.mia)[0]["text"])
        self.assertIsNone(section(self.olga))
        self.show(self.thank(self.mia))
        self.assertEqual(section(self.pia)[0]["title"], "Mia thanks Max")

    def test_question_is_answered_from_my_mentorship(self):
        self.thank(self.mia)
        news = self.env["hr.mentorship.notice"].with_user(self.max.user_id)._find_my_news()
        asked = news.filtered(lambda line: line.kind == "wall_asked")
        self.assertIn("“Mia thanks Max”", asked.text)
        post = self.posts.search([("mentorship_id", "=", self.pair.id)])
        self.assertEqual(asked.action_go()["url"], f"/odoo/hr.mentorship.post/{post.id}")
        self.show(post)
        self.assertFalse(asked._filter_true())
