from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from ...models.matching.left_over import tell_all_who_wait
from ..common import SIGNATURE, MentorshipCase, next_monday


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
        self.assertIn("Max and Mia", line["text"])
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

    def test_each_kind_of_mail_is_stopped_by_itself(self):
        profile = self.mia.mentorship_profile_ids
        kinds = self.env["hr.mentorship.notice"]._get_notice_kinds()
        for mail_kind, field in profile._get_mail_kinds().items():
            kind = next(key for key, text in kinds.items() if text.get_mail_kind() == mail_kind)
            with self.subTest(mail_kind):
                lines = self.mentee._notify(kind) + self.mentee._notify("ended")
                others = self.mentor._notify(kind)
                self.assertFalse((lines + others)._filter_unwanted())
                profile[field] = False
                self.assertEqual((lines + others)._filter_unwanted(), lines[:1], "and nothing else, of nobody else")
                for other in set(profile._get_mail_kinds().values()) - {field}:
                    self.assertTrue(profile[other])
                profile[field] = True

    def test_every_kind_of_line_can_be_stopped_or_has_to_be_known(self):
        profiles = self.env["hr.mentorship.profile"]
        known = set(profiles._get_mail_kinds())
        for key, text in self.env["hr.mentorship.notice"]._get_notice_kinds().items():
            with self.subTest(key):
                self.assertIn(text.get_mail_kind(), known | {""})
        for key in ("ended", "sign_reminder", "completed"):
            self.assertFalse(self.env["hr.mentorship.notice"]._get_notice_kinds()[key].get_mail_kind())

    def test_who_waits_for_a_match_does_without_the_wall_and_hears_what_counts(self):
        part = self.enrol(self.olga, "mentee")
        lines = part._notify("spotlight") + part._notify("left_over")
        self.olga.mentorship_profile_ids.write({"wants_wall": False, "wants_reminders": False})
        self.assertEqual(lines._filter_unwanted().mapped("kind"), ["spotlight"])

    def test_work_of_a_program_manager_is_no_matter_of_the_profile(self):
        self.pia.mentorship_profile_ids.write({"wants_reminders": False})
        line = self.program._notify_managers("checkin_escalation", mentorship=self.pair, checkin=None)
        self.assertFalse(line._filter_unwanted())

    def test_foot_of_the_mail_names_what_of_it_can_be_stopped(self):
        self.remind()
        self.mentee._notify("thanked", partner=self.max)
        self.send_digests()
        digest = self.env["hr.mentorship.digest"].search([], limit=1)
        [(name, url)] = digest._get_stop_links()
        self.assertEqual(name, "Thank-yous by Mail")
        self.assertTrue(url.endswith("?kind=thanks"))

    def test_person_stops_reminders_from_the_mail_without_a_login(self):
        self.remind()
        self.send_digests()
        url = self.env["hr.mentorship.digest"].search([], limit=1)._get_stop_url()
        self.assertIn(f"/mentorship/reminders/{self.mia.user_id.partner_id.id}/", url)


@tagged("post_install", "-at_install")
class TestLeftOver(MentorshipCase):
    """Whom a publishing brings nobody hears so, once, from what everybody may know."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eve, cls.otto = cls.add_person("eve"), cls.add_person("otto")
        cls.pair = cls.add_mentorship("proposed")
        cls.eve_part = cls.enrol(cls.eve, "mentee")
        cls.otto_part = cls.enrol(cls.otto, "mentor", cls.selling)

    def publish(self, pair=None):
        return self.as_user(pair or self.pair, self.pia).action_offer()

    def see(self, person):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.env["hr.mentorship.notice"].with_user(person.user_id)._find_my_news()
        return [line.text for line in lines if line.kind.startswith("left_over")]

    def test_mentee_and_mentor_left_over_get_one_line_each_and_the_others_none(self):
        self.publish()
        with self.collect_mails() as mails:
            self.send_digests()
        told = {name: text for name, subject, text in mails if subject == "No match yet in Leaders"}
        self.assertEqual(sorted(told), ["Eve", "Otto"])
        self.assertIn("there is no mentor for you", told["Eve"])
        self.assertIn("You stay on the list, the time that you have waited counts for you", told["Eve"])
        self.assertIn("there is no mentee for you", told["Otto"])
        self.assertEqual(len(self.see(self.eve)), 1, "and on the overview")
        for person in (self.mia, self.max):
            self.assertFalse(self.see(person))

    def test_words_promise_nothing_that_the_program_does_not_keep(self):
        self.program.criterion_ids.filtered(lambda criterion: criterion.kind == "waiting").weight = 0
        self.publish()
        self.assertNotIn("counts for you", self.see(self.eve)[0])
        self.program.matching_mode = "both"
        self.assertIn("you may ask a mentor yourself", self.see(self.eve)[0])

    def test_line_goes_when_they_are_matched_meanwhile(self):
        self.publish()
        self.assertTrue(self.see(self.eve))
        self.publish(self.add_mentorship("proposed", mentor=self.otto, mentee=self.eve))
        for person in (self.eve, self.otto):
            self.assertFalse(self.see(person))
        with self.collect_mails() as mails:
            self.send_digests()
        names = (self.eve + self.otto).mapped("name")
        self.assertFalse([name for name, subject, _text in mails if "No match yet" in subject and name in names])

    def test_nobody_is_told_before_the_last_proposal_is_decided(self):
        other = self.add_mentorship("proposed", mentor=self.otto, mentee=self.eve)
        uma = self.add_person("uma")
        self.enrol(uma, "mentee")
        third = self.add_mentorship("proposed", mentor=self.add_person("ida"), mentee=self.add_person("ulf"))
        message = self.publish()["params"]["message"]
        self.assertIn("the other 2 proposals", message)
        self.env["hr.mentorship.program"]._cron_tell_left_over()
        for person in (self.eve, self.otto, uma):
            self.assertFalse(self.see(person), "neither whoever has a proposal, nor whoever has none")
        self.publish(other)
        self.assertFalse(self.see(uma))
        said = self.as_user(third, self.pia)._reject("They share an office")
        self.assertIn("3 people are left", said["params"]["message"])
        self.assertTrue(self.see(uma))
        for person in (self.eve, self.otto):
            self.assertFalse(self.see(person), "matched")

    def test_last_proposal_that_is_discarded_or_goes_by_itself_decides_the_list_too(self):
        other = self.add_mentorship("proposed", mentor=self.otto, mentee=self.eve)
        self.publish()
        self.as_user(other, self.pia).action_discard()
        self.assertTrue(self.see(self.eve))
        self.env["hr.mentorship.notice"].search([]).unlink()
        uma, ida = self.add_person("uma"), self.add_person("ida")
        gone = self.add_mentorship("proposed", mentor=ida, mentee=uma)
        self.publish(self.add_mentorship("proposed", mentor=self.otto, mentee=self.eve))
        self.assertFalse(self.see(uma))
        gone.sudo()._remove_proposals()
        self.env["hr.mentorship.program"]._cron_tell_left_over()
        self.assertTrue(self.see(uma))

    def test_rejecting_where_nothing_was_published_tells_nobody(self):
        self.as_user(self.pair, self.pia)._reject("They share an office")
        self.env["hr.mentorship.program"]._cron_tell_left_over()
        for person in (self.eve, self.otto, self.mia, self.max):
            self.assertFalse(self.see(person))

    def test_list_that_nobody_decides_is_told_of_after_two_weeks_alike_to_all_who_wait(self):
        self.add_mentorship("proposed", mentor=self.otto, mentee=self.eve)
        uma = self.add_person("uma")
        self.enrol(uma, "mentee")
        published_at = fields.Datetime.now()
        self.publish()
        for days, is_told in ((13, False), (15, True)):
            with freeze_time(published_at + timedelta(days=days)):
                self.env["hr.mentorship.program"]._cron_tell_left_over()
            mine = [("kind", "=like", "left_over%"), ("program_id", "=", self.program.id)]
            lines = self.env["hr.mentorship.notice"].search(mine)
            # All alike, as a line more or less would tell of the proposal
            told = self.eve + self.otto + uma if is_told else self.env["hr.employee"]
            self.assertEqual(lines.participant_id.employee_id, told)

    def test_pairs_published_one_by_one_bring_one_line(self):
        self.publish()
        self.publish(self.add_mentorship("proposed", mentor=self.add_person("ida"), mentee=self.add_person("uma")))
        self.assertEqual(len(self.see(self.eve)), 1)
        self.send_digests()
        self.publish(self.add_other_pair(0, "proposed"))
        lines = self.env["hr.mentorship.notice"].search([("participant_id", "=", self.eve_part.id)])
        self.assertEqual(lines.mapped("state"), ["sent"])

    def test_who_cannot_be_matched_or_wants_nobody_is_told_nothing(self):
        untrained = self.add_program("Trained", self.pia, requires_training=True)
        ida, uma = self.add_person("ida"), self.add_person("uma")
        for role in ("mentor", "mentee"):
            self.enrol(ida if role == "mentor" else uma, role, program=untrained, state="approved")
        mentor = self.enrol(self.max, "mentor", program=untrained, is_trained=True, capacity=1)
        running = self.add_mentorship("active", program=untrained, mentor=self.max, mentee=self.mia)
        self.assertEqual(running.member_ids.participant_id & mentor, mentor)
        running.with_user(self.mia.user_id)._end()
        self.env["hr.mentorship.notice"].search([]).unlink()
        tell_all_who_wait(untrained.sudo())
        self.assertFalse(self.see(ida), "not trained")
        self.assertTrue(self.see(uma))
        for person in (self.mia, self.max):
            self.assertFalse(self.see(person), "has not said yet whether they want another partner")

    def test_person_without_user_reads_it_without_a_button(self):
        lena = self.env["hr.employee"].create({"name": "Lena", "work_email": "lena@example.com"})
        self.enrol(lena, "mentee")
        self.publish()
        [line] = self.env["hr.mentorship.notice"].search([("partner_id", "=", lena.work_contact_id.id)])._read_out()
        self.assertIn("no mentor for you", line["text"])
        self.assertFalse(line["button"] or line["url"])

    def test_many_are_told_in_as_many_queries_as_one(self):
        def count():
            self.env["hr.mentorship.notice"].search([]).unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            tell_all_who_wait(self.program.sudo())
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(6):
            self.enrol(self.add_person(f"mentee{number}"), "mentee")
        count()
        self.assertLessEqual(count(), few + 3)
        self.assertEqual(self.env["hr.mentorship.notice"].search_count([("kind", "=", "left_over")]), 8)
