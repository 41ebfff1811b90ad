import logging
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ...models.link.mail_mail import PURPOSES
from .common import LINK, LinkCompany

LETTER_LOG = "odoo.addons.hr_mentorship.models.link.hr_mentorship_letter"


class LetterCase(LinkCompany, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.set_up_nora()
        cls.pair = cls.add_nora_and_max()
        cls.base = cls.pair.get_base_url()
        cls.tokens = cls.env["hr.mentorship.access.token"]

    def read_letters(self, mails):
        """Everything that leaves for any mailbox when ``mails`` are sent."""
        letters = [letter for mail in mails.sudo() for letter in mail._prepare_outgoing_list()]
        self.env.flush_all()
        return letters

    def assert_brings_nothing(self, mails, more=None):
        for letter in self.read_letters(mails):
            self.assertFalse(LINK.search(str(letter["body"]) + letter["body_alternative"]), more)
        self.assertFalse(self.tokens.search([("member_id", "in", self.pair.member_ids.ids)]), more)


@tagged("post_install", "-at_install")
class TestForgedLetter(LetterCase):
    """Nobody has a personal link of somebody else sent anywhere, whatever they have the host make a mail of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.add_person("edgar", groups="mail.group_mail_template_editor")
        cls.system = cls.add_person("sybil", groups="base.group_system")

    def get_forgeries(self):
        """Values of a mail that pretends to bring a link of the pair: of Nora without a user, and of Max with one.

        Every field of a mail that a client could set stands here by its own name, present and to come.
        """
        body = f'<p><a href="{self.base}/mentorship/your-link">Here</a> [mentorship-words]</p>'
        recipients = {
            "to themselves": {"email_to": "thief@example.com"},
            "in copy": {"email_cc": "thief@example.com"},
            "by a header": {"headers": "{'Cc': 'thief@example.com'}"},
            "as a partner": {},
        }
        ours = {
            name: "sign" if field.type in ("char", "text", "selection") else True
            for name, field in self.env["mail.mail"]._fields.items()
            if field._module == "hr_mentorship" and name not in self.env["mail.message"]._fields
        }
        for member in self.pair.member_ids:
            partner = member._get_link_partner()
            for way, values in recipients.items():
                yield (
                    f"{member.display_name} {way}",
                    {
                        "model": member._name,
                        "res_id": member.id,
                        "body_html": body,
                        "recipient_ids": [Command.set(partner.ids)],
                        **values,
                        **ours,
                    },
                )

    def test_each_role_has_the_host_make_a_mail_and_it_brings_no_link(self):
        template = self.env["mail.template"].create(
            {"name": "Any", "model_id": self.env["ir.model"]._get_id("res.users"), "subject": "Any"}
        )
        for person in (self.olga, self.max, self.pia, self.petra, self.ada, self.editor, self.system):
            user = person.user_id
            for what, values in self.get_forgeries():
                with self.subTest(f"{person.name}: {what}"):
                    template_of_user = template.with_user(user)
                    mail_id = call_kw(template_of_user, "send_mail", [template.ids, user.id], {"email_values": values})
                    self.assert_brings_nothing(self.env["mail.mail"].browse(mail_id))

    def test_mail_made_of_our_own_template_by_somebody_else_brings_no_link(self):
        for xmlid in ("mail_template_offer", "mail_template_sign_agreement", "mail_template_request"):
            template = self.env.ref(f"hr_mentorship.{xmlid}").with_user(self.max.user_id)
            mail_id = call_kw(template, "send_mail", [template.ids, self.seat.id], {})
            self.assert_brings_nothing(self.env["mail.mail"].browse(mail_id), xmlid)

    def test_context_of_a_client_sends_no_copy(self):
        context = {
            "default_email_cc": "thief@example.com",
            "default_email_to": "thief@example.com",
            "default_headers": "{'Cc': 'thief@example.com'}",
        }
        self.pair.with_user(self.pia.user_id).with_context(**context).action_send_links()
        [letter] = self.read_letters(self.new_mails()[0])
        self.assertTrue(LINK.search(letter["body"]))
        self.assertEqual(letter["email_to_normalized"], ["nora@example.com"])
        self.assertNotIn("thief", str(letter))

    def test_no_field_of_a_mail_or_message_leads_to_our_letters(self):
        """A one2many there could be filled with values of a client, in sudo."""
        letters = self.env["ir.model.fields"].search([("relation", "=", "hr.mentorship.letter")])
        self.assertFalse(letters.mapped("name"))
        tokens = self.env["ir.model.fields"].search([("relation", "=", "hr.mentorship.access.token")])
        self.assertFalse(tokens.mapped("name"))

    def test_queued_mail_is_changed_by_whomever_and_brings_nothing(self):
        mail = self.mails_to(self.nora, "Your match")
        stranger = self.env["res.partner"].create({"name": "Thief", "email": "thief@example.com"})
        changes = (
            {"email_to": "thief@example.com"},
            {"email_cc": "thief@example.com"},
            {"headers": "{'Bcc': 'thief@example.com'}"},
            {"headers": "{'Return-Path': 'thief@example.com'}"},
            {"recipient_ids": [Command.link(stranger.id)]},
            {"recipient_ids": [Command.set(stranger.ids)]},
            {"res_id": (self.pair.member_ids - self.seat).id},
            {"model": "hr.mentorship", "res_id": self.pair.id},
            {"reply_to": "thief@example.com"},
            {"email_from": "thief@example.com"},
            {"body_html": mail.body_html + '<img src="https://thief.example.com/mentorship/your-link"/>'},
        )
        for values in changes:
            with self.subTest(values), mute_logger(LETTER_LOG):
                savepoint = self.env.cr.savepoint()
                mail.write(values)
                self.assert_brings_nothing(mail, values)
                savepoint.close(rollback=True)
                self.env.invalidate_all()
        self.assertTrue(self.link_of(mail), "unchanged, it brings the link")

    def test_copy_of_a_mail_brings_nothing(self):
        mail = self.mails_to(self.nora, "Your match")
        self.assert_brings_nothing(mail.copy({"recipient_ids": [Command.set(mail.recipient_ids.ids)]}))

    def test_template_that_was_changed_gives_no_link_to_others(self):
        template = self.env.ref("hr_mentorship.mail_template_offer")
        template.write(
            {
                "email_cc": "thief@example.com",
                "email_to": "thief@example.com",
                "body_html": f"""<div>
                    <a href="{self.base}/mentorship/your-link">Ours</a>
                    <img src="https://thief.example.com/?{self.base}/mentorship/your-link"/>
                    <a href="https://thief.example.com/mentorship/your-link">Theirs</a>
                </div>""",
            }
        )
        self.pair.with_user(self.pia.user_id).action_send_links()
        [letter] = self.read_letters(self.new_mails()[0])
        self.assertEqual(letter["email_to_normalized"], ["nora@example.com"])
        self.assertFalse(letter["email_cc"])
        self.assertEqual(len(LINK.findall(letter["body"])), 1, "the button alone")
        self.assertNotRegex(letter["body"], 'thief.example.com[^"]*/mentorship/link/')

    def test_link_leaves_by_no_mail_server_of_a_person(self):
        server = self.env["ir.mail_server"].create({"name": "Of Pia", "smtp_host": "x", "smtp_encryption": "none"})
        self.env.cr.execute(
            "UPDATE ir_mail_server SET owner_user_id = %s WHERE id = %s", [self.pia.user_id.id, server.id]
        )
        server.invalidate_recordset()
        self.pair.with_user(self.pia.user_id).action_send_links()
        self.assertFalse(self.new_mails()[0]._filter_mail_mail_servers(server))
        other = self.env["mail.mail"].with_user(self.pia.user_id).sudo().create({"subject": "Other"})
        self.assertTrue(other._filter_mail_mail_servers(server))

    def test_what_comes_back_does_not_come_to_whoever_caused_the_mail(self):
        self.env.company.partner_id.email = False
        self.env.company.alias_domain_id = False
        self.pair.with_user(self.pia.user_id).action_send_links()
        mail = self.new_mails()[0]
        self.assertNotIn("pia@example.com", f"{mail.email_from} {mail.reply_to}")

    def test_mail_that_waits_too_long_brings_nothing(self):
        mail = self.mails_to(self.nora, "Your match")
        letters = self.env["hr.mentorship.letter"].search([("mail_id", "=", mail.id)])
        self.env.cr.execute(
            "UPDATE hr_mentorship_letter SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=15), letters.id],
        )
        letters.invalidate_recordset()
        with mute_logger(LETTER_LOG):
            self.assert_brings_nothing(mail)


@tagged("post_install", "-at_install")
class TestLetter(LetterCase):
    """What is personal stands in the letter that leaves, and nowhere in the database."""

    def search_everywhere(self, text):
        """Return the columns of mails, messages and notifications in which ``text`` stands."""
        self.env.flush_all()
        found = []
        for table in ("mail_mail", "mail_message", "mail_notification", "hr_mentorship_letter", "ir_logging"):
            self.env.cr.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{text}%"])
            if self.env.cr.fetchone()[0]:
                found.append(table)
        return found

    def test_link_of_each_purpose_stands_in_no_table_even_where_the_mail_server_fails(self):
        for purpose, _label in PURPOSES:
            with self.subTest(purpose):
                mail = self.env["mail.mail"].create(
                    {
                        "model": self.seat._name,
                        "res_id": self.seat.id,
                        "body_html": f'<a href="{self.base}/mentorship/your-link">Here</a>',
                        "body": f'<a href="{self.base}/mentorship/your-link">Here</a>',
                        "subject": "Ours",
                        "recipient_ids": [Command.set(self.nora.work_contact_id.ids)],
                    }
                )
                self.env["hr.mentorship.letter"]._queue([(mail, self.seat, purpose, "/mentorship/your-link")])
                sent = []

                def refuse(_self, message, sent=sent, **_values):
                    sent.append(message.get_body(("html",)).get_content())
                    raise OSError("The mail server is away.")

                self.patch(type(self.env["ir.mail_server"]), "_disable_send", lambda _self: False)
                self.patch(type(self.env["ir.mail_server"]), "_connect__", lambda _self, **_values: None)
                self.patch(type(self.env["ir.mail_server"]), "send_email", refuse)
                # Whatever else in this process may have muted it
                log = logging.getLogger("odoo.addons.mail.models.mail_mail")
                with patch.object(log, "disabled", False), self.assertLogs(log, "ERROR") as logs:
                    mail.send()
                    # First, as it says more than that nothing was logged
                    self.assertEqual((mail.state, len(sent)), ("exception", 1), mail.failure_reason)
                [link] = set(LINK.findall(sent[0]))
                self.assertFalse(self.search_everywhere(link.split("/")[-1]))
                self.assertNotIn(link.split("/")[-1], "\n".join(logs.output))
                self.assertEqual(self.tokens.search([("member_id", "=", self.seat.id)], limit=1).purpose, purpose)

    def test_words_of_a_request_stand_in_the_letter_alone(self):
        mentee, mentor = self.enrol(self.mia, "mentee"), self.enrol(self.add_person("otto"), "mentor")
        self.program.matching_mode = "both"
        for words in ("Teach me <b>chess</b> & “Go”!", ""):
            with self.subTest(words):
                request = self.env["hr.mentorship"].with_user(self.mia.user_id)._request(mentee, mentor, words)
                mail = self.mails_to(mentor.employee_id, "asks you to be a mentor")[0]
                [letter] = self.read_letters(mail)
                self.assertEqual("“Go”!" in letter["body_alternative"], bool(words))
                self.assertNotIn("<b>chess", letter["body"])
                self.assertNotIn("[mentorship-words]", letter["body"])
                self.assertFalse(self.search_everywhere("chess"))
                request.with_user(self.mia.user_id).action_take_back()

    def test_words_reach_a_mentor_without_user_with_the_link(self):
        mentor = self.enrol(self.nora, "mentor")
        ranking = [{"score": 50, "facts": {}}]
        self.patch(type(self.env["hr.mentorship.matcher"]), "_rank_mentors", lambda *_args: ranking)
        self.program.matching_mode = "both"
        self.env["hr.mentorship"].with_user(self.mia.user_id)._request(self.enrol(self.mia, "mentee"), mentor, "Chess?")
        [letter] = self.read_letters(self.mails_to(self.nora, "asks you to be a mentor"))
        self.assertIn("Chess?", letter["body"])
        self.assertTrue(LINK.search(letter["body"]))
        self.assertFalse(self.search_everywhere("Chess?"))


@tagged("post_install", "-at_install")
class TestLinkAddress(LetterCase):
    """A personal link goes to the address that HR knows; whoever changes the contact only stops it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cleo = cls.add_person("cleo", groups="base.group_partner_manager")
        cls.hedda = cls.add_person("hedda", groups="hr.group_hr_user")
        cls.partner = cls.nora.work_contact_id

    def test_contact_creator_changes_the_address_and_gets_no_link(self):
        self.as_user(self.partner, self.cleo).email = "cleo@example.com"
        queued = self.mails_to(self.nora, "Your match")
        with mute_logger(LETTER_LOG):
            self.assert_brings_nothing(queued)
        known = self.new_mails()
        self.as_user(self.pair, self.pia).action_send_links()
        self.assertFalse(self.new_mails() - known)
        todo = self.todos(self.pair, self.pia).filtered(lambda todo: "did not reach" in (todo.summary or ""))
        self.assertEqual(len(todo), 1)
        self.assertIn("Nora", todo.note)
        self.as_user(self.pair, self.pia).action_send_links()
        self.assertEqual(len(self.todos(self.pair, self.pia).filtered("note")), 1, "once")

    def test_daily_mail_waits_until_the_address_is_confirmed(self):
        self.partner.with_user(self.cleo.user_id).email = "cleo@example.com"
        self.seat._notify("sign_reminder", sign_until=fields.Date.today())
        known = self.new_mails()
        digests = self.env["hr.mentorship.digest"]
        self.env["hr.mentorship.notice"].search([("kind", "=", "sign_reminder")]).kind = "ended"
        digests._send_to(self.partner.ids, fields.Date.today() - timedelta(days=fields.Date.today().weekday()))
        self.assertFalse((self.new_mails() - known).filtered(lambda mail: mail.recipient_ids == self.partner))

    def test_hr_confirms_the_new_address_and_the_link_goes_there(self):
        self.as_user(self.partner, self.cleo).email = "nora.new@example.com"
        nora = self.as_user(self.nora, self.hedda)
        self.assertTrue(nora.mentorship_link_email_differs)
        nora.action_confirm_link_email()
        self.as_user(self.pair, self.pia).action_send_links()
        [letter] = self.read_letters(self.new_mails()[0])
        self.assertEqual(letter["email_to_normalized"], ["nora.new@example.com"])
        self.assertTrue(LINK.search(letter["body"]))

    def test_hr_enters_another_work_email_and_needs_to_confirm_nothing(self):
        self.as_user(self.nora, self.hedda).work_email = "nora.new@example.com"
        self.assertFalse(self.nora.mentorship_link_email_differs)
        self.as_user(self.pair, self.pia).action_send_links()
        [letter] = self.read_letters(self.new_mails()[0])
        self.assertEqual(letter["email_to_normalized"], ["nora.new@example.com"])

    def test_only_hr_sets_and_confirms_the_address(self):
        self.as_user(self.partner, self.cleo).email = "cleo@example.com"
        everybody = (self.cleo, self.max, self.olga, self.pia, self.ada)
        for person in everybody:
            for happen in (
                lambda employee: employee.action_confirm_link_email(),
                lambda employee: employee.write({"mentorship_link_email": "cleo@example.com"}),
                lambda employee: employee.write({"work_email": "cleo@example.com"}),
            ):
                with self.subTest(person.name), self.assert_refused():
                    happen(self.as_user(self.nora, person))
        self.assertEqual(self.nora.mentorship_link_email, "nora@example.com")

    def test_nobody_is_approved_with_an_address_that_is_not_confirmed(self):
        rosa = self.env["hr.employee"].create({"name": "Rosa", "work_email": "rosa@example.com"})
        participant = self.enrol(rosa, "mentee", state="applied")
        self.as_user(rosa.work_contact_id, self.cleo).email = "cleo@example.com"
        with self.assertRaisesRegex(UserError, "changed by somebody who does not keep employees' data.*Rosa"):
            self.as_user(participant, self.pia).action_approve()

    def test_two_addresses_in_one_contact_get_no_link(self):
        self.as_user(self.partner, self.cleo).email = "nora@example.com, cleo@example.com"
        with mute_logger(LETTER_LOG):
            self.assert_brings_nothing(self.mails_to(self.nora, "Your match"))

    def test_mail_that_comes_back_is_a_to_do_of_the_program_manager(self):
        def unreached():
            return self.todos(self.pair, self.pia).filtered(lambda todo: "did not reach" in (todo.summary or ""))

        self.partner._message_receive_bounce("nora@example.com", self.partner)
        self.assertEqual(len(unreached()), 1)
        self.assertIn("Nora", unreached().note)
        self.partner._message_receive_bounce("nora@example.com", self.partner)
        self.assertEqual(len(unreached()), 1)
        self.as_user(self.pair, self.pia).action_send_links()
        self.assertFalse(unreached(), "done by sending again")
        mail = self.new_mails()[0]
        mail._postprocess_sent_message([], [], failure_type="mail_email_invalid", failure_reason="No such mailbox")
        self.assertEqual(len(unreached()), 1)
        self.as_user(self.pair, self.pia).action_send_links()
        mail = self.new_mails()[0]
        mail.write({"state": "exception", "failure_type": "mail_smtp"})
        self.env["mail.mail"]._cron_retry_mentorship_mails()
        self.assertFalse(unreached(), "tried again before anybody hears of it")
        mail.state = "exception"
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.env["mail.mail"]._cron_retry_mentorship_mails()
        self.assertEqual(len(unreached()), 1)
        self.pair._end()
        self.assertFalse(unreached())
