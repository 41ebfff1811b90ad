from datetime import date, timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import SIGNATURE, MentorshipCase, next_monday


@tagged("post_install", "-at_install")
class TestNotice(MentorshipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("active")
        cls.mentor = cls.pair.member_ids.filtered(lambda member: member.role == "mentor")
        cls.mentee = cls.pair.member_ids - cls.mentor
        cls.checkin = cls.pair.checkin_ids.sorted("planned_date")[0]

    def test_member_is_told_the_same_twice_and_has_one_line_with_the_newer_values(self):
        first = self.mentee._notify("sign_reminder", checkin=self.checkin, sign_until=date(2027, 1, 2))
        second = self.mentee._notify("sign_reminder", checkin=self.checkin, sign_until=date(2027, 3, 4))
        self.assertEqual(first, second)
        self.assertEqual(second.params, {"sign_until": {"date": "2027-03-04"}})

    def test_member_is_told_two_things_of_no_checkin_and_has_two_lines(self):
        first = self.mentee._notify("sign_reminder", sign_until=date(2027, 1, 2))
        second = self.mentee._notify("sign_reminder", sign_until=date(2027, 3, 4))
        self.assertNotEqual(first, second)

    def test_every_subject_is_whole_and_shorter_than_70_letters(self):
        (self.max | self.mia).name = "Maximiliane Alexandra von Hohenstein-Oettingen"
        self.program.name = "Tomorrow's leaders in research and development"
        today = fields.Date.today()
        for number, kind in enumerate(self.env["hr.mentorship.notice"]._get_notice_kinds()):
            for more in (0, 1):
                lines = self.mentee._notify(kind, checkin=self.checkin)
                if more:
                    lines += self.mentee._notify("sign_reminder", sign_until=today)
                digest = self.env["hr.mentorship.digest"].create(
                    {
                        "partner_id": self.mia.user_id.partner_id.id,
                        "company_id": self.program.company_id.id,
                        "day": today + timedelta(days=2 * number + more),
                        "notice_ids": [Command.set(lines.ids)],
                    }
                )
                subject = digest._get_subject()
                self.assertTrue(0 < len(subject) < 70, f"{kind}: {subject}")
                lines._move_to("sent")

    def test_both_members_are_told_and_read_the_name_of_the_other(self):
        lines = self.pair.member_ids._notify("sign_reminder", sign_until=date(2027, 1, 2))
        text = "Your mentorship agreement with %s waits for your signature until Saturday, January 2, 2027."
        self.assertEqual(
            {line["notice"].member_id: line["text"] for line in lines._read_out()},
            {self.mentor: text % "Mia", self.mentee: text % "Max"},
        )

    def test_program_managers_are_told_and_read_the_names_of_the_pair(self):
        [line] = self.program._notify_managers("sign_reminder", mentorship=self.pair)._read_out()
        self.assertIn("Max, Mia", line["text"])
        self.assertIn(f"res_id={self.pair.id}", line["url"])

    def test_many_members_are_told_in_as_many_queries_as_one(self):
        self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        members = self.program.mentorship_ids.member_ids
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            self.mentee._notify("sign_reminder", sign_until=date(2027, 1, 2))
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            members._notify("sign_reminder", sign_until=date(2027, 1, 3))


@tagged("post_install", "-at_install")
class TestDigest(MentorshipCase):
    """Everybody gets one mail a day at most, with everything that there is to tell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.mentorship.notice"].search([]).unlink()
        cls.pair = cls.add_mentorship("agreement")
        cls.mentor = cls.pair.member_ids.filtered(lambda member: member.role == "mentor")
        cls.mentee = cls.pair.member_ids - cls.mentor
        cls.monday = next_monday()

    def remind(self, members=None, days=0):
        (members or self.mentee)._notify("sign_reminder", sign_until=self.monday + timedelta(days=days))

    def test_person_with_two_programs_one_of_them_their_own_gets_one_mail(self):
        other = self.add_program("Speakers", self.mia)
        self.remind()
        self.remind(days=1)
        other._notify_managers("sign_reminder", mentorship=self.pair)
        with self.collect_mails() as mails:
            self.send_digests()
        [(name, subject, text)] = mails
        self.assertEqual((name, subject), ("Mia", "Please sign your mentorship agreement with Max (and 2 more)"))
        self.assertEqual(text.count("Read and sign ["), 3, "each line with its button")
        self.assertIn("Speakers", text)

    def test_more_is_told_on_the_same_day_and_waits_for_the_next(self):
        self.remind()
        with self.collect_mails() as mails:
            self.send_digests()
            self.remind()
            self.send_digests(hour=15)
        self.assertEqual(len(mails), 1)
        with self.collect_mails() as mails:
            self.send_digests(self.monday + timedelta(days=1))
        self.assertEqual(len(mails), 1)

    def test_mail_waits_for_the_hour_of_the_program_on_the_clock_of_the_company(self):
        self.env.company.resource_calendar_id.tz = "Asia/Tokyo"
        self.program.digest_hour = 9
        self.remind()
        with self.collect_mails() as mails:
            self.send_digests(self.monday - timedelta(days=1), hour=23)  # 8:00 on Monday in Tokyo
        self.assertFalse(mails)
        with self.collect_mails() as mails:
            self.send_digests(self.monday, hour=0)
        self.assertEqual(len(mails), 1)
        self.assertEqual(self.env["hr.mentorship.digest"].search([], limit=1).day, self.monday)

    def test_day_off_and_nothing_urgent_so_the_mail_waits(self):
        self.remind()
        with self.collect_mails() as mails:
            self.send_digests(self.monday + timedelta(days=5))
        self.assertFalse(mails, "a Saturday")
        with self.collect_mails() as mails:
            self.send_digests(self.monday + timedelta(days=7))
        self.assertEqual(len(mails), 1)

    def test_agreement_is_signed_meanwhile_and_nobody_is_reminded(self):
        self.remind(self.pair.member_ids)
        for person in (self.mia, self.max):
            self.as_user(self.pair.agreement_id, person)._sign(person.name, SIGNATURE)
        with self.collect_mails() as mails:
            self.send_digests()
        self.assertFalse([subject for _name, subject, _text in mails if "Please sign" in subject])

    def test_pair_lives_its_whole_life_and_no_other_mail_is_sent(self):
        """Whoever adds a mail to one of these steps, or a to-do of which Odoo sends one, hears of it here."""
        pair = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        otto, eve = pair.mentor_ids, pair.mentee_ids
        today = fields.Date.today()
        self.env.flush_all()
        with self.collect_mails() as mails:
            first, second = pair.checkin_ids.filtered(lambda checkin: checkin.kind == "regular")[:2]
            seats = {member.employee_id: member.id for member in pair.member_ids}
            steps = [{"name": "Practice", "member_id": seats[otto], "due_date": today + timedelta(days=3)}]
            self.as_user(first, eve)._log("done", held_on=today, rating=4, summary="Good talk", next_steps=steps)
            self.as_user(second, otto)._move(second.planned_date + timedelta(days=1))
            goal = self.as_user(self.env["hr.mentorship.goal"], eve).create({"name": "Lead", "mentorship_id": pair.id})
            goal.action_start()
            goal.action_reach()
            second._escalate([second])
            pair.member_ids._ask_fit()
            self.as_user(pair, eve)._pause(today + timedelta(days=20))
            self.as_user(pair, eve).action_resume()
            self.as_user(pair, eve).action_complete()
            self.as_user(pair, otto)._thank("Thank you.")
        self.assertFalse(mails)
        with self.collect_mails() as mails:
            self.send_digests()
        self.assertEqual(sorted(name for name, _subject, _text in mails if name in ("Eve", "Otto")), ["Eve", "Otto"])

    def test_each_reads_it_in_their_own_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.mia.user_id.lang = "de_DE"
        template = self.env.ref("hr_mentorship.mail_template_digest")
        template.with_context(lang="de_DE").subject = "Neu: {{ object._get_subject() }}"
        self.remind(self.pair.member_ids)
        with self.collect_mails() as mails:
            self.send_digests()
        self.assertEqual(
            [(name, subject.startswith("Neu")) for name, subject, _text in sorted(mails)],
            [("Max", False), ("Mia", True)],
        )

    def test_member_without_user_gets_a_personal_link_as_the_mail_leaves(self):
        employee = self.env["hr.employee"].create({"name": "Lena", "work_email": "lena@example.com"})
        pair = self.add_mentorship("proposed", mentee=employee, mentor=self.add_person("otto"))
        pair._after_all_accepted()
        member = pair.member_ids.filtered(lambda member: member.role == "mentee")
        self.remind(member)
        self.send_digests()
        mail = self.env["mail.mail"].search([("recipient_ids", "in", employee.work_contact_id.ids)])
        mail = mail.filtered(lambda mail: mail.model == "hr.mentorship.digest")
        self.assertEqual(len(mail), 1)
        self.assertIn("/mentorship/your-link/", mail.body_html)
        tokens = self.env["hr.mentorship.access.token"]
        self.assertFalse(tokens.search([("member_id", "=", member.id)]), "the database never holds the link")
        [letter] = mail._prepare_outgoing_list()
        self.assertRegex(letter["body"], r"/mentorship/link/[^/]+/[^/\"]+\"")
        self.assertEqual(tokens.search([("member_id", "=", member.id)]).purpose, "sign")

    def test_link_is_put_into_no_mail_to_somebody_else(self):
        employee = self.env["hr.employee"].create({"name": "Lena", "work_email": "lena@example.com"})
        pair = self.add_mentorship("proposed", mentee=employee, mentor=self.add_person("otto"))
        pair._after_all_accepted()
        self.remind(pair.member_ids.filtered(lambda member: member.role == "mentee"))
        self.send_digests()
        mail = self.env["mail.mail"].search([("recipient_ids", "in", employee.work_contact_id.ids)])
        mail = mail.filtered(lambda mail: mail.model == "hr.mentorship.digest")
        mail.recipient_ids = [Command.set(self.olga.user_id.partner_id.ids)]
        with self.assertLogs("odoo.addons.hr_mentorship", "WARNING"):
            [letter] = mail._prepare_outgoing_list()
        self.assertNotIn("/mentorship/link/", letter["body"])

    def test_member_without_mail_keeps_the_line_for_a_while(self):
        self.mia.user_id.partner_id.email = False
        self.remind()
        with self.collect_mails() as mails:
            self.send_digests()
        self.assertFalse(mails)
        notice = self.env["hr.mentorship.notice"].search([])
        self.assertEqual(notice.state, "queued")
        self.send_digests(self.monday + timedelta(days=21))
        self.assertEqual(notice.state, "dropped")

    def test_killed_run_goes_on_where_it_was(self):
        self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        self.remind(self.program.mentorship_ids.member_ids)
        cron = self.env.ref("hr_mentorship.ir_cron_send_digests")
        cron.code = "model._cron_send(batch_size=1)"
        with self.collect_mails() as mails:
            with self.env.cr.savepoint():
                self.send_digest(self.mia)
            self.send_digests(self.monday)
        self.assertEqual(sorted(name for name, _subject, _text in mails), ["Eve", "Max", "Mia", "Otto"])

    def test_person_turns_reminders_off_and_gets_what_matters_alone(self):
        self.mia.mentorship_profile_ids.wants_reminders = False
        self.remind()
        with self.collect_mails() as mails:
            self.send_digests()
        self.assertEqual(len(mails), 1, "a signature is asked for whatever they want")

    def test_person_stops_reminders_from_the_mail_without_a_login(self):
        self.remind()
        self.send_digests()
        url = self.env["hr.mentorship.digest"].search([], limit=1)._get_stop_url()
        self.assertIn(f"/mentorship/reminders/{self.mia.user_id.partner_id.id}/", url)
