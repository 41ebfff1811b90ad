import logging
import re

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ...models.link.hr_mentorship_access_token import HideLinks
from ..common import SIGNATURE
from ..link.common import DRAWING, LINK, LinkCompany


@tagged("post_install", "-at_install")
class TestLinkAgreement(LinkCompany, HttpCase):
    """The whole way to the signature without a login: read, adjust, confirm, sign."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max("agreement")
        cls.agreement = cls.pair.agreement_id

    def setUp(self):
        super().setUp()
        self.link = self.link_of(self.mails_to(self.nora, "meeting and agreement"))

    # -- helpers

    def main(self, page):
        return " ".join(re.sub(r"<[^>]+>", " ", page.text.split("<main", 2)[-1].split("</main>")[0]).split())

    def form_of(self, page):
        return {
            name: re.search(rf'name="{name}" value="([^"]+)"', page.text)[1] for name in ("csrf_token", "fingerprint")
        }

    def adjust(self, link=None, **values):
        link = link or self.link
        form = self.form_of(self.url_open(f"{link}?step=adjust"))
        page = self.url_open(f"{link}/adjust", data={**form, **values})
        self.env.invalidate_all()
        return page

    def sign(self, link=None, fingerprint=None):
        fingerprint = fingerprint or self.pair.open_agreement_id._get_fingerprint()
        result = self.make_jsonrpc_request(
            f"{link or self.link}/sign/{fingerprint}", {"name": "Nora", "signature": DRAWING}
        )
        self.env.invalidate_all()
        return result

    # -- steps

    def test_member_without_user_adjusts_a_term_and_both_read_who_did(self):
        page = self.adjust(meeting_minutes="45", meeting_time="09:30", clauses="We walk.", end_date="2199-12-31")
        text = self.main(page)
        for words in ("Saved", "Nora", "1 hour", "45 minutes", "We walk."):
            self.assertIn(words, text)
        self.assertEqual((self.agreement.meeting_duration, self.agreement.meeting_time), (0.75, 9.5))
        self.assertTrue(self.agreement.has_meeting_time)
        self.assertTrue(self.agreement.meeting_tz)
        self.assertIn("Nora", self.agreement.with_user(self.max.user_id).change_text)
        self.assertIn("We walk.", self.agreement.body)
        self.assertEqual(self.url_open(self.link).status_code, 200, "adjusting does not use up the link")

    def test_every_step_shows_names_and_nothing_else_of_others(self):
        self.max.work_phone = "+49 30 4711"
        fingerprint = self.agreement._get_fingerprint()
        for step in ("read", "adjust", "confirm", f"sign&fingerprint={fingerprint}&has_read=1"):
            page = self.url_open(f"{self.link}?step={step}")
            self.assertEqual(page.status_code, 200)
            for hidden in ("max@example.com", "4711", "max.test"):
                self.assertNotIn(hidden, page.text, step)
            self.assertEqual(page.text.count("pia@example.com"), 1, "whom to ask")
            self.assertRegex(page.text, "Questions. Ask\\s<a", "with a space before the name")

    def test_wrong_values_are_explained_and_change_nothing(self):
        for values, sentence in (
            ({"rhythm": "never"}, "Choose one of the values"),
            ({"meeting_minutes": "long"}, "Enter numbers"),
            ({"meeting_minutes": "-30"}, "Enter numbers"),
            ({"meeting_minutes": "1200"}, "A meeting lasts"),
            ({"end_date": "2001-01-01"}, "lies in the future"),
            ({"rhythm": "custom", "rhythm_rule": "nonsense"}, "rule"),
            ({"meeting_time": "99:99"}, "Enter numbers"),
        ):
            with self.subTest(values):
                self.assertIn(sentence, self.main(self.adjust(**values)))
        self.assertFalse(self.agreement.change_ids)

    def test_terms_changed_meanwhile_are_shown_and_not_overwritten(self):
        form = self.form_of(self.url_open(f"{self.link}?step=adjust"))
        self.agreement._adjust(self.pair.member_ids - self.seat, {"meeting_duration": 2})
        page = self.url_open(f"{self.link}/adjust", data={**form, "meeting_minutes": "30"})
        self.assertIn("has just been changed", self.main(page))
        self.env.invalidate_all()
        self.assertEqual(self.agreement.meeting_duration, 2)

    def test_nobody_skips_reading_and_confirming(self):
        self.assertIn("nothing was signed", self.main(self.url_open(f"{self.link}?step=sign")))
        fingerprint = self.agreement._get_fingerprint()
        page = self.url_open(f"{self.link}?step=sign&fingerprint={fingerprint}")
        self.assertIn("In short", self.main(page))

    def test_member_signs_what_has_changed_meanwhile_and_reads_the_new_text(self):
        fingerprint = self.agreement._get_fingerprint()
        self.agreement._adjust(self.pair.member_ids - self.seat, {"meeting_duration": 2})
        result = self.sign(fingerprint=fingerprint)
        self.assertFalse(self.agreement.signature_ids)
        page = self.url_open(result["redirect_url"])
        self.assertIn("nothing was signed", self.main(page))
        self.assertIn("2 hours", self.main(page))
        self.assertIn("redirect_url", self.sign())
        self.assertEqual(self.agreement.signature_ids.signed_name, "Nora")

    def test_member_adjusts_after_the_partner_has_signed_and_goes_on_with_the_same_link(self):
        self.agreement.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        page = self.adjust(meeting_minutes="30")
        self.assertIn("Compared with version 1", self.main(page))
        self.assertEqual((self.agreement.state, self.pair.open_agreement_id.version), ("void", 2))
        self.assertTrue(self.mails_to(self.max, "new terms"))
        self.assertFalse(self.mails_to(self.nora, "new terms"), "a new link would take the place of the one in use")
        self.assertIn("redirect_url", self.sign())

    def test_member_without_user_signs_a_change_or_says_no(self):
        self.sign()
        self.agreement.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        pair = self.pair.with_user(self.max.user_id)
        for sign in (False, True):
            pair._amend(pair.my_member_id, {"rhythm": "weekly"})
            link = self.link_of(self.mails_to(self.nora, "A change of your")[0])
            page = self.url_open(link)
            self.assertIn("This would change the agreement".lower(), self.main(page).lower())
            self.assertIn("removed:", page.text)
            if sign:
                self.sign(link)
                self.assertEqual(self.pair.amendment_id.signature_ids.signed_name, "Nora")
            else:
                csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
                answer = self.url_open(f"{link}/refuse", data={"csrf_token": csrf})
                self.assertIn("goes on as you have agreed before", answer.text)
                self.env.invalidate_all()
                self.assertFalse(self.pair.amendment_id)
                self.assertEqual(self.pair.state, "active")

    def test_member_without_user_suggests_a_change_from_the_page_of_a_checkin(self):
        self.sign()
        self.agreement.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        checkin = self.pair.checkin_ids.sorted("planned_date")[0]
        checkin._move_to("planned", planned_date=fields.Date.subtract(fields.Date.today(), days=2))
        link = self.env["hr.mentorship.access.token"]._mint(self.seat, "checkin")
        self.assertIn(f"{link}/amend", self.url_open(link).text)
        self.assertIn(self.env.company.name, self.main(self.url_open(f"{link}/amend")), "and whom to ask")
        form = self.form_of(self.url_open(f"{link}/amend"))
        self.assertIn("Nothing of what you entered differs", self.main(self.url_open(f"{link}/amend", data=form)))
        self.assertFalse(self.pair.amendment_id)
        page = self.url_open(f"{link}/amend", data={**form, "meeting_minutes": "30"})
        self.env.invalidate_all()
        self.assertEqual((self.pair.amendment_id.version, self.pair.agreement_id), (2, self.agreement))
        for words in ("would change the agreement", "Compared with version 1", "30 minutes"):
            self.assertIn(words, self.main(page))
        self.assertTrue(self.mails_to(self.max, "A change of your"))
        [new] = set(LINK.findall(page.url))
        self.assertIn("redirect_url", self.sign(new))
        self.assertEqual(self.pair.amendment_id.signature_ids.signed_name, "Nora")
        # One change at a time; and no other link opens this door
        for closed in (f"{link}/amend", f"{self.link}/amend", f"{new}/amend"):
            self.assertEqual(self.url_open(closed).status_code, 404)
        self.assertEqual(self.url_open(link).status_code, 200, "what became of the check-in is still to be said")

    # -- who gets nothing

    def test_expired_link_and_that_of_another_pair_change_and_sign_nothing(self):
        other = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        self.env["hr.mentorship.access.token"].search([]).expires_at = fields.Datetime.subtract(
            fields.Datetime.now(), seconds=1
        )
        for step in ("read", "adjust", "confirm", "sign"):
            self.assertEqual(self.url_open(f"{self.link}?step={step}").status_code, 404)
        self.assertIn("error", self.sign())
        self.assertEqual(self.url_open(f"{self.link}/adjust", data={"meeting_minutes": "30"}).status_code, 400)
        for agreement in (self.agreement, other.agreement_id):
            self.assertFalse(agreement.signature_ids or agreement.change_ids)

    def test_third_employee_and_another_pairs_member_open_nothing_of_it(self):
        other = self.add_mentorship("agreement", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        self.agreement._adjust(self.seat, {"clauses": "Ours alone."})
        for person in (self.olga, self.people["eve"], self.people["otto"], self.petra):
            user = person.user_id
            for record in (self.agreement, self.agreement.change_ids, self.pair):
                with self.subTest(f"{user.login} {record}"), self.assertRaises(AccessError):
                    record.with_user(user).read(["display_name"])
            with self.assertRaises(AccessError):
                self.pair.with_user(user).action_sign()
            with self.assertRaises(AccessError):
                self.pair.with_user(user).action_send_my_link()
        self.assertEqual(other.with_user(self.people["eve"].user_id).agreement_id.state, "draft")

    # -- a link for people with a user

    def test_member_with_user_asks_for_a_link_and_signs_by_it(self):
        self.pair.with_user(self.max.user_id).action_send_my_link()
        mail = self.mails_to(self.max, "Your personal link")
        link = self.link_of(mail)
        self.assertEqual(self.url_open(link).status_code, 200)
        self.assertNotIn(link.rsplit("/", 1)[1], mail.body_html)
        self.sign(link)
        signature = self.agreement.signature_ids
        self.assertEqual((signature.signer_name, signature.identified_by), ("Max", "link"))
        self.assertEqual(signature.identified_as, "max@example.com")
        self.assertEqual(self.url_open(link).status_code, 404)

    def test_other_mails_bring_no_link_to_members_with_a_user(self):
        self.assertFalse(LINK.search(self.letter(self.mails_to(self.max, "meeting and agreement"))["body"]))

    def test_link_that_was_asked_for_closes_with_the_user(self):
        self.pair.with_user(self.max.user_id).action_send_my_link()
        link = self.link_of(self.mails_to(self.max, "Your personal link"))
        self.max.user_id.partner_id.email = "elsewhere@example.com"
        self.env.flush_all()
        self.assertEqual(self.url_open(link).status_code, 404)

    def test_nobody_asks_for_a_link_into_a_mailbox_they_share_or_too_often(self):
        pair = self.pair.with_user(self.max.user_id)
        with self.limit_requests(request=1):
            pair.action_send_my_link()
            with self.assertRaisesRegex(UserError, "several links"):
                pair.action_send_my_link()
        new_test_user(self.env, login="twin.test", email="Max@example.com", groups="base.group_user")
        with self.assertRaisesRegex(UserError, "share your e-mail"):
            pair.action_send_my_link()

    def test_log_of_the_web_server_holds_no_secret(self):
        secret = self.link.rsplit("/", 1)[1]
        [hide] = [one for one in logging.getLogger("werkzeug").filters if isinstance(one, HideLinks)]
        words = '127.0.0.1 - - "GET %s HTTP/1.1" 200 -'
        record = logging.LogRecord("werkzeug", logging.INFO, __file__, 1, words, (self.link,), None)
        self.assertTrue(hide.filter(record))
        line = record.getMessage()
        self.assertNotIn(secret, line)
        self.assertIn("/***", line)

    def test_link_of_an_open_version_outlives_no_deadline(self):
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=15)):
            self.assertEqual(self.url_open(self.link).status_code, 404)
