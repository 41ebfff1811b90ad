from datetime import date, datetime, time, timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import html2plaintext

from ...models.common.spoken import say_day
from ..common import SIGNATURE, MentorshipCase


@tagged("post_install", "-at_install")
class TestWordsOfMails(MentorshipCase):
    """What people read in their inbox is whole, says when and where, and is one family."""

    def test_every_kind_of_line_has_a_subject_of_its_own(self):
        kinds = self.env["hr.mentorship.notice"]._get_notice_texts()
        self.assertEqual(sorted(kinds), sorted(self.env["hr.mentorship.notice"]._fields["kind"].get_values(self.env)))
        self.assertEqual([kind for kind, text in kinds.items() if not text.subject], [])

    def test_subject_with_points_in_it_is_whole(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.max.name = "Dr. Max von St. Gallen"
        checkin = self.add_mentorship("active").checkin_ids.sorted("planned_date")[0]
        checkin.sudo().planned_date = date(2027, 11, 30)
        kinds = self.env["hr.mentorship.notice"]._get_notice_texts()
        member = checkin.mentorship_id.member_ids.filtered(lambda member: member.role == "mentee")
        lines = self.env["hr.mentorship.notice"]
        for kind in kinds:
            lines |= member._notify(kind, checkin=checkin, by=self.max, mentee=self.mia, partner=self.max)
        for line in lines.with_context(lang="de_DE")._read_out():
            subject = line["subject"]
            with self.subTest(subject):
                self.assertFalse(subject.endswith((" 30", "Dr", "St")))
                self.assertFalse("Dr." in subject and "Gallen" not in subject)
                self.assertFalse("30." in subject and "2027" not in subject)

    def test_days_are_written_as_each_language_writes_them(self):
        day = date(2026, 11, 28)
        written = {}
        for code in ("en_US", "de_DE", "es_ES", "fr_FR", "en_GB", "hu_HU", "ja_JP"):
            self.env["res.lang"]._activate_lang(code)
            written[code] = say_day(self.env, day, code)
        self.assertEqual(written["en_US"], "Saturday, November 28")
        self.assertEqual(written["de_DE"], "Samstag, 28. November")
        self.assertEqual(written["es_ES"], "sábado, 28 de noviembre")
        self.assertEqual(written["fr_FR"], "samedi 28 novembre")
        for code, words in written.items():
            with self.subTest(code):
                self.assertNotIn("2026", words)
                self.assertIn("28", words)

    def test_reminder_says_time_place_and_opens_the_call(self):
        checkin = self.add_mentorship("active").checkin_ids.sorted("planned_date")[0]
        checkin.sudo().write({"meeting_mode": "video"})
        self.mia.user_id.tz = "Europe/Brussels"
        checkin.with_user(self.max.user_id)._move(checkin.planned_date, datetime.combine(checkin.planned_date, time(9)))
        member = checkin.mentorship_id.member_ids.filtered(lambda member: member.role == "mentee")
        [line] = member._notify("checkin_reminder", checkin=checkin)._read_out()
        self.assertRegex(line["details"][0], r"(10|11):00.*\(Europe/Brussels\)")
        self.assertIn("ideo call", line["details"][1])
        self.assertIn(("Join the video call", checkin.sudo().event_id.videocall_location), line["choices"])
        self.send_digest(self.mia)
        mail = self.env["mail.mail"].search([("model", "=", "hr.mentorship.digest")], order="id desc", limit=1)
        self.assertIn("(Europe/Brussels)", html2plaintext(mail.body_html))

    def test_kind_word_stands_alone_without_robot_mails_beside_it(self):
        mentorship = self.add_mentorship("active")
        start = fields.Datetime.now() + timedelta(days=3)
        for number, checkin in enumerate(mentorship.checkin_ids.sorted("planned_date")):
            moment = start + timedelta(days=7 * number)
            checkin.with_user(self.max.user_id)._move(moment.date(), moment)
        with self.collect_mails() as mails:
            mentorship.with_user(self.mia.user_id)._end()
        self.assertEqual(mails, [])
        self.assertTrue([line for line in self.read_news(self.max) if "ended" in line])

    def test_the_end_comes_before_a_congratulation(self):
        kinds = self.env["hr.mentorship.notice"]._get_notice_kinds()
        self.assertGreater(kinds["ended"].rank, kinds["completed"].rank)

    def test_every_mail_of_ours_has_the_same_frame_and_fits_a_phone(self):
        templates = self.env["mail.template"].browse(
            self.env["ir.model.data"]
            .search([("module", "=", "hr_mentorship"), ("model", "=", "mail.template")])
            .mapped("res_id")
        )
        member = self.add_mentorship("offered").member_ids[0]
        records = {
            "hr.mentorship.member": member,
            "hr.mentorship.participant": member.participant_id,
            "hr.mentorship.program": self.program,
        }
        seen = 0
        for template in templates.filtered("active"):
            if template.model not in records:
                continue
            with self.subTest(template.name):
                record = records[template.model]
                mail = self.env["mail.mail"].browse(template.send_mail(record.id))
                self.assertNotIn("590", mail.body_html)
                self.assertNotIn("Powered by", mail.body_html)
                self.assertIn("max-width: 600px", mail.body_html)
                self.assertNotIn("Mentorship Member", html2plaintext(mail.body_html))
                seen += 1
        self.assertGreater(seen, 15)

    def test_mails_bear_logo_and_colours_of_the_company_and_their_text_begins_with_words(self):
        company = self.program.company_id
        company.write({"email_secondary_color": "#123456", "email_primary_color": "#FEDCBA"})
        member = self.add_mentorship("offered").member_ids[0]
        template = self.env.ref("hr_mentorship.mail_template_offer")
        mail = self.env["mail.mail"].browse(template.send_mail(member.id))
        self.assertRegex(mail.body_html, r"background-color: #123456;[^>]*color: #FEDCBA")
        # The logo that a new database comes with says nothing of the company
        self.assertTrue(company.uses_default_logo)
        self.assertNotIn("/logo.png", mail.body_html)
        [letter] = mail._prepare_outgoing_list()
        self.assertRegex(letter["body_alternative"], rf"^{company.name}\s+Hello")
        company.logo = SIGNATURE
        self.assertFalse(company.uses_default_logo)
        member._notify("thanked")
        self.send_digest(member.employee_id)
        daily = self.env["mail.mail"].search([("model", "=", "hr.mentorship.digest")], order="id desc", limit=1)
        for mail in (self.env["mail.mail"].browse(template.send_mail(member.id)), daily):
            self.assertIn(f"/logo.png?company={company.id}", mail.body_html)
            self.assertIn("#123456", mail.body_html)

    def test_update_brings_new_words_to_mails_that_nobody_has_changed(self):
        untouched, changed = (self.env.ref(f"hr_mentorship.mail_template_{name}") for name in ("offer", "declined"))
        (untouched | changed).subject = "As before"
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_template SET write_uid = %s WHERE id = %s", [self.ada.user_id.id, changed.id])
        self.env.invalidate_all()
        self.load_migration("19.0.1.3.0/post-reset-mails.py").migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertIn("Your match in", untouched.subject)
        self.assertEqual(changed.subject, "As before")


@tagged("post_install", "-at_install")
class TestNewsIsDone(MentorshipCase):
    """What is done is asked no more: neither on the overview nor in the next mail."""

    def see_news(self, person):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.env["hr.mentorship.notice"].with_user(person.user_id)._find_my_news()
        return lines.mapped("kind")

    def seat(self, mentorship, role):
        return mentorship.member_ids.filtered(lambda member: member.role == role)

    def test_every_line_that_asks_for_something_knows_when_it_is_done(self):
        kinds = self.env["hr.mentorship.notice"]._get_notice_kinds()
        asking = {kind: text for kind, text in kinds.items() if text.asks}
        self.assertGreater(len(asking), 9)
        # A purpose is done as soon as its link would have nothing left to do
        self.assertEqual([kind for kind, text in asking.items() if not (text.purpose or text.holds)], [])

    def test_thanks_that_are_said_are_not_asked_for(self):
        mentorship = self.add_mentorship("completed")
        self.assertIn("completed", self.see_news(self.mia))
        self.env["hr.mentorship.thank.you"].with_user(self.mia.user_id).create(
            {"mentorship_id": mentorship.id, "message": "You made me speak."}
        ).action_send()
        self.assertNotIn("completed", self.see_news(self.mia))
        self.assertIn("completed", self.see_news(self.max), "he has not thanked yet")

    def test_answer_about_another_partner_is_not_asked_for_twice(self):
        mentorship = self.add_mentorship("active")
        mentorship.with_user(self.max.user_id)._end()
        self.assertIn("pool_question", self.see_news(self.mia))
        mentorship.with_user(self.mia.user_id).action_stay_out_of_pool()
        self.assertNotIn("pool_question", self.see_news(self.mia))

    def test_goal_that_is_answered_or_congratulated_is_no_news(self):
        mentorship = self.add_mentorship("active")
        goals = self.env["hr.mentorship.goal"]
        self.env["hr.mentorship.goal.suggest"].with_user(self.max.user_id).create(
            {"mentorship_id": mentorship.id, "name": "Give a talk"}
        ).action_suggest()
        goal = goals.search([("mentorship_id", "=", mentorship.id)])
        self.assertIn("goal_suggested", self.see_news(self.mia))
        goal.with_user(self.mia.user_id).action_accept()
        self.assertNotIn("goal_suggested", self.see_news(self.mia))
        if goal.state == "draft":
            goal.with_user(self.mia.user_id).action_start()
        goal.with_user(self.mia.user_id).action_reach()
        self.assertIn("goal_reached", self.see_news(self.max))
        goal.with_user(self.max.user_id).action_congratulate()
        self.assertNotIn("goal_reached", self.see_news(self.max))

    def test_checkin_that_was_moved_on_is_not_asked_for(self):
        mentorship = self.add_mentorship("active")
        checkin = mentorship.checkin_ids.sorted("planned_date")[0]
        today = fields.Date.today()
        checkin.sudo().planned_date = today - timedelta(days=3)
        self.seat(mentorship, "mentee")._notify("checkin_nudge", checkin=checkin)
        self.assertIn("checkin_nudge", self.see_news(self.mia))
        checkin.sudo().planned_date = today + timedelta(days=3)
        self.assertNotIn("checkin_nudge", self.see_news(self.mia))

    def test_line_that_only_tells_goes_once_it_was_opened(self):
        mentorship = self.add_mentorship("active")
        notice = self.seat(mentorship, "mentee")._notify("day_moved", checkin=mentorship.checkin_ids[0])
        self.assertIn("day_moved", self.see_news(self.mia))
        notice.with_user(self.mia.user_id).action_go()
        self.assertNotIn("day_moved", self.see_news(self.mia))
