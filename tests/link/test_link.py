import re
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import SIGNATURE
from .common import DRAWING, LINK, LinkCompany


@tagged("post_install", "-at_install")
class TestLink(LinkCompany, HttpCase):
    """A personal link opens one door for one member, once; whatever else is tried gets the same page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max()

    def setUp(self):
        super().setUp()
        self.csrf_token = ""

    # -- helpers

    def sign_link(self):
        self.pair.with_user(self.max.user_id).action_accept()
        self.seat._answer("accepted")
        return self.link_of(self.mails_to(self.nora, "meeting and agreement"))

    def press(self, link, response, token=None):
        page = self.url_open(link)
        if csrf := re.search(r'name="csrf_token" value="([^"]+)"', page.text):
            self.csrf_token = csrf[1]
        data = {"response": response, "csrf_token": token or self.csrf_token}
        answer = self.url_open(f"{link}/answer", data=data)
        self.env.invalidate_all()
        return answer

    def sign(self, link, name="Nora N.", signature=DRAWING, fingerprint=None):
        fingerprint = fingerprint or self.get_fingerprint()
        result = self.make_jsonrpc_request(f"{link}/sign/{fingerprint}", {"name": name, "signature": signature})
        self.env.invalidate_all()
        return result

    def get_fingerprint(self):
        agreement = self.pair.open_agreement_id
        return agreement._get_fingerprint() if agreement else "0"

    def assert_opens_nothing(self, link):
        page = self.url_open(link)
        self.assertEqual(page.status_code, 404)
        self.assertIn("This link opens nothing", page.text)
        for word in ("Nora", "Max", "Leaders", 'csrf_token" value'):
            self.assertNotIn(word, page.text)
        return page

    # -- the way it is meant

    def test_mail_to_somebody_without_user_brings_a_link_and_to_others_none(self):
        self.assertTrue(LINK.search(self.letter(self.mails_to(self.nora, "Your match"))["body"]))
        letter = self.letter(self.mails_to(self.max, "Your match"))["body"]
        self.assertFalse(LINK.search(letter))
        self.assertIn(f"/mail/view?model=hr.mentorship&amp;res_id={self.pair.id}", letter)
        self.assertFalse(self.env["hr.mentorship.access.token"].search([("member_id", "not in", self.seat.ids)]))

    def test_opening_the_page_shows_names_and_changes_nothing(self):
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        for _visit in range(2):
            page = self.url_open(link)
            self.assertEqual(page.status_code, 200)
            self.assertIn("Max", page.text)
            for hidden in ("max@example.com", "max.test", "Leading", "Share the same"):
                self.assertNotIn(hidden, page.text)
        self.assertEqual(self.seat.response, "pending")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_member_without_user_accepts_and_the_link_is_spent(self):
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        page = self.press(link, "accepted")
        self.assertIn("You have accepted", page.text)
        self.assertEqual(self.seat.response, "accepted")
        self.assertEqual(self.pair.state, "offered")
        self.assert_opens_nothing(link)

    def test_last_one_to_accept_and_to_sign_reads_that_everybody_has(self):
        self.pair.with_user(self.max.user_id).action_accept()
        page = self.press(self.link_of(self.mails_to(self.nora, "Your match")), "accepted")
        self.assertIn("Everybody has said yes", page.text)
        self.pair.open_agreement_id.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        result = self.sign(self.link_of(self.mails_to(self.nora, "meeting and agreement")))
        self.assertIn("Everybody has signed", self.url_open(result["redirect_url"]).text)

    def test_offer_into_a_group_that_no_longer_fits_is_withdrawn_without_a_name(self):
        circle = self.add_program("Circle", self.pia, format="group", mentor_capacity=3)
        for person, role in ((self.max, "mentor"), (self.mia, "mentee"), (self.nora, "mentee")):
            self.enrol(person, role, program=circle)
        group = self.add_mentorship("active", mentee=self.mia, program=circle)
        self.assertIn(0, group.member_ids.mapped("slot"))
        offer = self.add_mentorship("offered", mentee=self.nora, program=circle)
        offer.with_user(self.max.user_id).action_accept()
        own = self.mia.mentorship_profile_ids.with_user(self.mia.user_id)
        own.block_ids = [Command.create({"blocked_employee_id": self.nora.id})]
        page = self.press(self.link_of(self.mails_to(self.nora, "Your match")[:1]), "accepted")
        self.assertIn("This match cannot go ahead", page.text)
        self.assertNotIn("Mia", page.text)
        self.assertEqual(offer.state, "cancelled")
        self.assertTrue(self.mails_to(self.nora, "did not come about"))

    def test_language_that_is_not_installed_keeps_nobody_from_mails_page_and_signature(self):
        """Clients write any to a contact, whose mails and pages then speak another language, and all goes on."""
        self.nora.work_contact_id.lang = "xx_XX"
        self.env.company.partner_id.lang = "yy_YY"
        self.pair.member_ids._send("hr_mentorship.mail_template_offer")
        page = self.press(self.link_of(self.mails_to(self.nora, "Your match")[:1]), "accepted")
        self.assertIn("You have accepted", page.text)
        self.pair.with_user(self.max.user_id).action_accept()
        self.assertEqual(self.pair.open_agreement_id.lang, "en_US")
        self.assertTrue(self.mails_to(self.max, "meeting and agreement"), "the mail of others in the same step")
        self.assertEqual(self.sign(self.link_of(self.mails_to(self.nora, "meeting and agreement"))).get("error"), None)
        self.pair.open_agreement_id.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        self.assertEqual(self.pair.state, "active")

    def test_member_without_user_declines_and_the_other_hears_it(self):
        page = self.press(self.link_of(self.mails_to(self.nora, "Your match")), "declined")
        self.assertIn("You have declined", page.text)
        self.assertEqual(self.pair.state, "declined")
        self.assertTrue(self.mails_to(self.max, "did not come about"))

    def test_member_without_user_signs_and_the_mentorship_starts_with_the_other(self):
        link = self.sign_link()
        page = self.url_open(link)
        self.assertIn("More people who dare to lead.", page.text)
        result = self.sign(link)
        self.assertEqual(result["redirect_url"], "/mentorship/done/signed")
        signature = self.pair.agreement_id.signature_ids
        self.assertRecordValues(
            signature,
            [
                {
                    "member_id": self.seat.id,
                    "signer_name": "Nora",
                    "signed_name": "Nora N.",
                    "identified_by": "link",
                    "identified_as": "nora@example.com",
                    "ip_address": "127.0.0.1",
                }
            ],
        )
        self.assertTrue(signature.user_agent)
        self.assert_opens_nothing(link)
        self.pair.agreement_id.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        self.assertEqual(self.pair.state, "active")
        self.assertTrue(all(is_intact for _part, is_intact in self.pair.agreement_id._verify()))

    def test_both_get_the_copy_whether_they_have_a_user_or_not(self):
        self.sign(self.sign_link())
        self.pair.agreement_id.with_user(self.max.user_id)._sign("Max", SIGNATURE)
        with patch.object(
            type(self.env["ir.actions.report"]), "_render_qweb_pdf", autospec=True, return_value=(b"%PDF", "pdf")
        ):
            self.pair.agreement_id._attach_and_mail_copy()
        for person, has_button in ((self.nora, False), (self.max, True)):
            mail = self.mails_to(person, "the signed agreement")
            self.assertEqual(len(mail), 1)
            self.assertEqual(mail.attachment_ids, self.pair.agreement_id.copy_attachment_id)
            self.assertEqual("Open your mentorship" in mail.body_html, has_button)

    def test_member_without_user_refuses_to_sign_and_the_other_hears_it(self):
        link = self.sign_link()
        page = self.url_open(link)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        page = self.url_open(f"{link}/refuse", data={"csrf_token": csrf})
        self.assertIn("You do not sign", page.text)
        self.env.invalidate_all()
        self.assertEqual((self.pair.agreement_ids.state, self.pair.state), ("refused", "declined"))
        self.assertTrue(self.mails_to(self.max, "does not start"))
        self.assert_opens_nothing(link)

    def test_reminder_brings_a_new_link(self):
        old = self.sign_link()
        self.pair.agreement_id._remind()
        self.send_digest(self.nora)
        new = self.link_of(self.mails_to(self.nora, "Please sign your mentorship agreement with"))
        self.assert_opens_nothing(old)
        self.assertEqual(self.url_open(new).status_code, 200)

    def test_person_without_a_user_stops_one_kind_of_mail_by_their_link(self):
        partner, profile = self.nora.work_contact_id, self.nora.mentorship_profile_ids
        page = f"/mentorship/reminders/{partner.id}/{partner._sign_reminders()}"
        opened = self.url_open(f"{page}?kind=thanks").text
        self.assertIn("What reaches you anyway", opened)
        self.assertLess(opened.index("Thank-yous by Mail"), opened.index("Reminders by Mail"), "what they came for")
        self.assertTrue(profile.wants_thanks, "opening the page changes nothing")
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', opened)[1]
        for kind, wants, expected in (("thanks", "0", False), ("nonsense", "0", False), ("thanks", "1", True)):
            answer = self.url_open(f"{page}/set", data={"kind": kind, "wants": wants, "csrf_token": csrf})
            self.assertEqual(answer.status_code, 200)
            self.env.invalidate_all()
            self.assertEqual(profile.wants_thanks, expected)
            self.assertTrue(profile.wants_reminders)

    def test_page_of_their_mails_speaks_one_language_the_person_s(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["hr_mentorship"], ["de_DE"])
        partner = self.nora.work_contact_id
        partner.lang = "de_DE"
        answer = self.url_open(f"/mentorship/reminders/{partner.id}/{partner._sign_reminders()}")
        self.assertIn("Welche E-Mails Sie bekommen", answer.text)
        for kind, field in self.env["hr.mentorship.profile"]._get_mail_kinds().items():
            with self.subTest(kind):
                self.assertNotIn(self.env["hr.mentorship.profile"]._fields[field].string, answer.text)

    def test_person_turns_reminders_off_by_the_page_of_their_mail_and_on_again(self):
        partner = self.nora.work_contact_id
        profile = self.nora.mentorship_profile_ids
        page = f"/mentorship/reminders/{partner.id}/{partner._sign_reminders()}"
        opened = self.url_open(page).text
        self.assertIn("Stop: Reminders by Mail", opened)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', opened)[1]
        self.assertTrue(profile.wants_reminders, "opening the page changes nothing")
        for wants, expected in (("0", False), ("1", True)):
            data = {"wants": wants, "csrf_token": csrf}
            self.assertEqual(self.url_open(f"{page}/set", data=data).status_code, 200)
            self.env.invalidate_all()
            self.assertEqual(profile.wants_reminders, expected)
        other = f"/mentorship/reminders/{self.max.user_id.partner_id.id}/{partner._sign_reminders()}"
        self.assertEqual(self.url_open(other).status_code, 404)

    def test_newer_link_takes_the_place_of_the_older(self):
        old = self.link_of(self.mails_to(self.nora, "Your match"))
        self.pair.with_user(self.pia.user_id).action_send_links()
        new = self.link_of(self.mails_to(self.nora, "Your match")[0])
        self.assertNotEqual(old, new)
        self.assert_opens_nothing(old)
        self.assertEqual(self.url_open(new).status_code, 200)

    # -- the ways it is not

    def test_forged_links_open_nothing(self):
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        selector, secret = link.split("/")[-2:]
        token = self.env["hr.mentorship.access.token"].search([("selector", "=", selector)])
        for forged in (
            f"/mentorship/link/{selector}/{secret[:-1]}",
            f"/mentorship/link/{selector}/{secret.swapcase()}",
            f"/mentorship/link/{selector}/{token.secret_hash}",
            f"/mentorship/link/{secret}/{selector}",
            f"/mentorship/link/{token.id}/{secret}",
            "/mentorship/link/x/y",
            "/mentorship/your-link",
            "/mentorship/done/anything",
        ):
            with self.subTest(forged):
                self.assert_opens_nothing(forged)
        self.press(link.replace(secret, "x" * 43), "accepted", token="x")
        self.assertEqual(self.seat.response, "pending")
        self.assertIn("error", self.sign(link.replace(secret, "x" * 43)))

    def test_link_to_answer_signs_nothing_and_the_other_way_round(self):
        answer = self.link_of(self.mails_to(self.nora, "Your match"))
        self.assertIn("error", self.sign(answer))
        self.pair.with_user(self.max.user_id).action_accept()
        self.press(answer, "accepted")
        link = self.link_of(self.mails_to(self.nora, "meeting and agreement"))
        self.assertEqual(self.press(link, "declined").status_code, 404)
        self.assertEqual(self.pair.state, "agreement")
        self.assertIn("error", self.sign(answer))
        self.assertFalse(self.pair.agreement_id.signature_ids)

    def test_expired_link_opens_nothing(self):
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        token = self.env["hr.mentorship.access.token"].search([("member_id", "=", self.seat.id)])
        self.assertLess(token.expires_at, fields.Datetime.now() + timedelta(days=15))
        token.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assert_opens_nothing(link)
        self.assertEqual(self.press(link, "accepted").status_code, 400, "no page, no csrf token")
        self.assertEqual(self.seat.response, "pending")

    def test_link_is_overtaken_by_what_happens_and_opens_nothing(self):
        link = self.sign_link()
        ways = {
            "the mentorship ended": self.pair._end,
            "the agreement was signed": lambda: self.pair.agreement_id._sign_as(self.seat, "Nora", SIGNATURE),
            "the address changed": lambda: self.nora.work_contact_id.write({"email": "nora@elsewhere.com"}),
            "there is a user now": lambda: self.nora.write(
                {"user_id": new_test_user(self.env, login="nora.test", groups="base.group_user").id}
            ),
        }
        for way, happen in ways.items():
            with self.subTest(way):
                savepoint = self.env.cr.savepoint()
                happen()
                self.env.flush_all()
                self.assert_opens_nothing(link)
                self.assertIn("error", self.sign(link))
                self.env.flush_all()
                savepoint.close(rollback=True)
                self.env.invalidate_all()
        self.assertEqual(self.url_open(link).status_code, 200)

    def test_answer_without_csrf_token_is_refused(self):
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        self.assertEqual(self.url_open(f"{link}/answer", data={"response": "accepted"}).status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(self.seat.response, "pending")

    def test_strange_answers_and_signatures_are_refused_and_the_link_stays_good(self):
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        self.assertEqual(self.press(link, "pending").status_code, 404)
        self.press(link, "accepted")
        self.pair.with_user(self.max.user_id).action_accept()
        link = self.link_of(self.mails_to(self.nora, "meeting and agreement"))
        svg = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxzY3JpcHQ+YWxlcnQoMSk8L3NjcmlwdD48L3N2Zz4="
        for name, image in (
            ("", DRAWING),
            (None, None),
            ("Nora", ""),
            ("Nora", "not base64!"),
            ("Nora", svg),
            ("N" * 101, DRAWING),
            ({"a": 1}, DRAWING),
            ("Nora", ["x"]),
        ):
            with self.subTest(name=name, image=image):
                self.assertIn("error", self.sign(link, name, image))
        self.assertFalse(self.pair.agreement_id.signature_ids)
        self.assertIn("redirect_url", self.sign(link))

    def test_wrong_links_from_one_address_lock_out_nobody_with_a_good_one(self):
        """A whole company may share one address."""
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        selector = link.split("/")[-2]
        for number in range(30):
            self.assert_opens_nothing(f"/mentorship/link/{selector}/{number}")
        self.assertEqual(self.url_open(link).status_code, 200)
        partner = self.nora.work_contact_id
        for number in range(30):
            self.assertEqual(self.url_open(f"/mentorship/reminders/{partner.id}/{number}").status_code, 404)
        self.assertEqual(
            self.url_open(f"/mentorship/reminders/{partner.id}/{partner._sign_reminders()}").status_code, 200
        )

    def test_one_token_is_asked_for_too_often_and_waits(self):
        link = self.link_of(self.mails_to(self.nora, "Your match"))
        with self.limit_requests(token=2):
            self.assertEqual([self.url_open(link).status_code for _visit in range(3)], [200, 200, 404])

    # -- what the database and other people know

    def test_database_holds_neither_the_link_nor_its_secret(self):
        mail = self.mails_to(self.nora, "Your match")
        _selector, secret = self.link_of(mail).split("/")[-2:]
        for table, column in (
            ("mail_mail", "body_html"),
            ("mail_message", "body"),
            ("hr_mentorship_access_token", "secret_hash"),
            ("hr_mentorship_access_token", "selector"),
        ):
            self.env.cr.execute(f"SELECT COUNT(*) FROM {table} WHERE {column} LIKE %s", [f"%{secret}%"])
            self.assertEqual(self.env.cr.fetchone(), (0,), table)
        self.assertIn("/mentorship/your-link", mail.body_html)

    def test_others_read_no_link_in_chatter_messages_or_tokens(self):
        self.link_of(self.mails_to(self.nora, "Your match"))
        for person in (self.max, self.olga, self.pia, self.petra, self.ada):
            messages = self.env["mail.message"].with_user(person.user_id).search([("body", "like", "/mentorship/")])
            self.assertFalse(LINK.search(" ".join(messages.mapped("body"))), person.name)
            for model in ("hr.mentorship.access.token", "hr.mentorship.access.limit", "mail.mail"):
                with self.subTest(f"{person.name} {model}"), self.assertRaises(AccessError):
                    call_kw(self.env[model].with_user(person.user_id), "search_read", [[]], {})

    def test_program_manager_sends_links_again_only_to_those_who_need_one(self):
        self.assertTrue(self.pair.with_user(self.pia.user_id).awaits_link)
        before = self.new_mails()
        self.pair.with_user(self.pia.user_id).action_send_links()
        self.assertEqual((self.new_mails() - before).recipient_ids, self.nora.work_contact_id)
        self.seat._answer("accepted")
        self.env.invalidate_all()
        self.assertFalse(self.pair.with_user(self.pia.user_id).awaits_link)

    # -- who may take part

    def test_program_manager_approves_people_without_user_who_can_be_reached(self):
        people = self.env["hr.employee"].create(
            [
                {"name": "Rosa", "work_email": "rosa@example.com"},
                {"name": "Nomail"},
                {"name": "Twin", "work_email": "Shared@example.com"},
                {"name": "Other twin", "work_email": "shared@example.com"},
                {"name": "Borrower", "work_email": "mia@example.com"},
            ]
        )
        rosa, nomail, twin, _other, borrower = [
            self.enrol(person, "mentee", state="applied").with_user(self.pia.user_id) for person in people
        ]
        with self.assertRaisesRegex(UserError, "neither a user nor a work e-mail to answer and sign with: Nomail"):
            (rosa + nomail).action_approve()
        for participant in (twin, borrower):
            name = participant.sudo().employee_id.name
            with self.assertRaisesRegex(UserError, f"share their work e-mail with somebody.*{name}"):
                participant.action_approve()
        self.assertEqual({participant.state for participant in (rosa, nomail, twin, borrower)}, {"applied"})
        rosa.action_approve()
        self.assertEqual(rosa.state, "approved")
        self.assertTrue(self.mails_to(people[0], "You are in"))


class LinkTours:
    def test_member_without_user_signs_in_a_browser(self):
        link = self.link_of(self.mails_to(self.nora, "meeting and agreement"))
        self.start_tour(link, "hr_mentorship_link_signs")
        self.env.invalidate_all()
        signature = self.pair.agreement_id.signature_ids
        self.assertEqual((signature.signed_name, signature.identified_by), ("Nora", "link"))
        self.assertGreater(len(signature.image), 500)


@tagged("post_install", "-at_install")
class TestLinkOnDesk(LinkTours, LinkCompany, HttpCase):
    browser_size = "1366x768"
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max("agreement")


@tagged("post_install", "-at_install")
class TestLinkOnPhone(TestLinkOnDesk):
    browser_size = "390x844"
    touch_enabled = True
