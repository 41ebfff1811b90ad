from contextlib import suppress

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tools.discuss import Store

from .common import MentorshipCompany

CANARY = "canary-7f3a"

OPEN = {
    "hr.mentorship.program": "between its managers and its sponsor",
    "hr.mentorship.participant": "between whoever applies and the program managers",
    "hr.mentorship.invitation": "between whoever is invited and the program managers",
    "hr.mentorship.skill.proposal": "between the employee and HR",
    "hr.mentorship.topic.suggestion": "between the employee and HR",
    "hr.mentorship.redemption": "between the employee and whoever approves and hands out the reward",
}
"""Documents with a chatter that is not the members' own, and whose it is."""


@tagged("post_install", "-at_install")
class TestConversation(MentorshipCompany, HttpCase):
    """What two people write to each other is read by the two, on every document of ours that they write on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.ada_manages = cls.add_person("boss", groups="hr_mentorship.group_hr_mentorship_admin")
        cls.program.manager_ids += cls.ada_manages.user_id
        cls.pair = cls.add_mentorship("active")
        checkin = cls.pair.checkin_ids[0]
        goal = (
            cls.env["hr.mentorship.goal"]
            .with_user(cls.mia.user_id)
            .create({"name": "Lead", "mentorship_id": cls.pair.id})
        )
        goal.action_start()
        seat = cls.pair.member_ids[0]
        step = cls.env["hr.mentorship.next.step"].create(
            {"name": "Practice", "mentorship_id": cls.pair.id, "member_id": seat.id, "checkin_id": checkin.id}
        )
        cls.documents = {
            record._name: record.sudo().with_env(cls.env)
            for record in (cls.pair, cls.pair.agreement_id, checkin, goal, step)
        }
        cls.outsiders = (cls.pia, cls.ada_manages, cls.ada, cls.petra, cls.olga, cls.sam, cls.paula)

    @classmethod
    def get_threads(cls):
        """Every model of ours that people can write messages on, present and to come."""
        thread = cls.env.registry["mail.thread"]
        return [
            name
            for name, model in cls.env.registry.items()
            if name.startswith("hr.mentorship")
            and issubclass(model, thread)
            and not (model._abstract or model._transient)
        ]

    def write_as(self, person, document, **values):
        """Post a message with a file, as the chatter does."""
        document = document.with_user(person.user_id)
        return document.message_post(
            body=CANARY,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[(f"{CANARY}.txt", CANARY.encode())],
            **values,
        ).sudo()

    def read_as(self, person, document):
        """Everything that ``person`` gets of the conversation on ``document``, by every way there is."""
        self.env.flush_all()
        self.env.invalidate_all()
        document = document.with_user(person.user_id)
        messages, files = document.env["mail.message"], document.env["ir.attachment"]
        on_document = [("model", "=", document._name), ("res_id", "=", document.id)]
        sudo_ids = messages.sudo().search(on_document).ids
        seen = set(messages.search(on_document).mapped("body"))
        seen |= set(messages.search([("body", "ilike", CANARY)]).mapped("body"))
        seen |= {
            f"{count} by group"
            for _body, count in messages._read_group(
                [*on_document, ("body", "ilike", CANARY)], ["author_id"], ["__count"]
            )
        }
        for message in messages.browse(sudo_ids):
            with suppress(AccessError):
                seen |= set(message.read(["body", "preview"])[0].values())
        seen |= set(files.search([("name", "ilike", CANARY)]).mapped("name"))
        for file in files.sudo().search([("name", "ilike", CANARY)]).with_user(person.user_id):
            with suppress(AccessError):
                seen.add(file.raw.decode())
        return {str(one) for one in seen if CANARY in str(one) or "by group" in str(one)}

    def fetch_as(self, person, document):
        """The route behind the chatter."""
        login = person.user_id.login
        self.authenticate(login, login)
        answer = self.url_open(
            "/mail/thread/messages",
            json={"params": {"thread_model": document._name, "thread_id": document.id}},
        )
        return answer.text

    def test_every_thread_is_a_conversation_or_says_whose_it_is(self):
        self.assertEqual({*self.documents, *OPEN}, set(self.get_threads()))
        for name in self.documents:
            mixin = self.env.registry["hr.mentorship.conversation.mixin"]
            self.assertTrue(issubclass(self.env.registry[name], mixin), name)

    def test_two_write_to_each_other_and_nobody_else_reads_it(self):
        for name, document in self.documents.items():
            message = self.write_as(self.mia, document)
            self.assertIn(CANARY, message.body)
            self.assertTrue(self.read_as(self.max, document), f"{name}: the partner")
            for person in self.outsiders:
                with self.subTest(f"{name}: {person.name}"):
                    self.assertFalse(self.read_as(person, document))
        for person in (self.max, self.pia, self.ada):
            text = self.fetch_as(person, self.pair)
            self.assertEqual(CANARY in text, person == self.max, person.name)

    def test_nobody_finds_a_document_by_words_that_they_may_not_read(self):
        """All threads, present and to come: the host joins messages to a document without asking."""
        for name in self.get_threads():
            for field in ("message_ids", "website_message_ids"):
                with self.subTest(f"{name}.{field}"):
                    self.assertFalse(self.env[name]._fields[field].bypass_search_access)
            if "activity_ids" in self.env[name]._fields:
                self.assertFalse(self.env[name]._fields["activity_ids"].bypass_search_access, name)
        for document in self.documents.values():
            self.write_as(self.mia, document)
            for person in (self.pia, self.ada_manages, self.max):
                documents = document.browse().with_user(person.user_id)
                for domain in (
                    [("message_ids.body", "ilike", CANARY)],
                    [("message_ids", "any", [("body", "ilike", CANARY)])],
                    [("website_message_ids.body", "ilike", CANARY)],
                ):
                    with self.subTest(document._name, person=person.name, domain=domain):
                        found = documents.search([("id", "=", document.id), *domain])
                        self.assertEqual(bool(found), person == self.max)

    def test_nobody_writes_as_somebody_else(self):
        for document in self.documents.values():
            for values in (
                {"author_id": self.max.user_id.partner_id.id},
                {"email_from": self.max.user_id.partner_id.email},
            ):
                with self.subTest(document._name, **values):
                    message = document.with_user(self.mia.user_id).message_post(body="Hello", **values)
                    self.assertEqual(message.sudo().author_id, self.mia.user_id.partner_id)
                with self.subTest(document._name, by="the composer", **values):
                    composer = self.env["mail.compose.message"].with_user(self.mia.user_id)
                    composer = composer.create(
                        {"model": document._name, "res_ids": repr(document.ids), "body": "<p>Hello</p>", **values}
                    )
                    made = composer._prepare_mail_values(document.ids)[document.id]
                    self.assertEqual(made["author_id"], self.mia.user_id.partner_id.id)
                    self.assertEqual(made["email_from"], self.mia.user_id.email_formatted)

    def test_program_manager_opens_a_pair_with_todos_and_reads_those_of_our_steps(self):
        self.pair._schedule_activities(
            "hr_mentorship.mail_activity_type_sign_agreement", [(self.pair, self.mia.user_id, fields.Date.today())]
        )
        own = self.pair.with_user(self.mia.user_id).activity_schedule(
            "mail.mail_activity_data_todo", note=CANARY, user_id=self.mia.user_id.id
        )
        for person, reads_all in ((self.mia, True), (self.pia, False), (self.ada_manages, False)):
            with self.subTest(person.name):
                pair = self.pair.with_user(person.user_id)
                pair.invalidate_recordset()
                self.env.invalidate_all()
                todos = pair.activity_ids
                self.assertTrue(todos.mapped("activity_type_id.name"))
                self.assertEqual(own in todos, reads_all)
                self.assertEqual(CANARY in str(pair.activity_ids.read(["note"])), reads_all)
                self.assertEqual(own.with_user(person.user_id).has_access("read"), reads_all)

    def test_work_of_program_managers_is_read_by_those_who_run_the_program_alone(self):
        """Everything that our steps give on a pair or an application, but for what members are asked to do there."""
        participant = self.pair.member_ids.filtered(lambda member: member.employee_id == self.mia).participant_id
        today = fields.Date.today()
        self.program.manager_ids |= self.petra.user_id
        of_members = {"answer_offer", "thank_you", "sign_agreement", "amendment_follow_up"}
        types = self.env["mail.activity.type"].search([("res_model", "in", ("hr.mentorship", participant._name))])
        for kind in types:
            module, name = kind.get_external_id()[kind.id].split(".")
            if module != "hr_mentorship" or name == "mail_activity_type_contact":  # read by those who are asked alone
                continue
            document = self.pair if kind.res_model == "hr.mentorship" else participant
            todo = document._schedule_activities(f"{module}.{name}", [(document, self.pia.user_id, today)], note=CANARY)
            is_shared = name.removeprefix("mail_activity_type_") in of_members
            for archived in (False, True):
                if archived:
                    self.as_user(todo, self.pia).action_feedback(feedback=CANARY)
                for person in (self.pia, self.petra, self.ada, self.mia, self.max, self.olga):
                    runs = person in (self.pia, self.petra, self.ada)
                    reads = runs or (is_shared and person in (self.mia, self.max))
                    with self.subTest(name, who=person.name, done=archived):
                        self.env.invalidate_all()
                        todos = self.env["mail.activity"].with_user(person.user_id).with_context(active_test=False)
                        found = todos.search_read([("res_model", "=", kind.res_model)], ["note", "feedback"])
                        self.assertEqual(todo.id in [values["id"] for values in found], reads)
                        self.assertEqual(todos.browse(todo.id).has_access("read"), reads)
                        if not reads:
                            self.assertFalse(todos.browse(todo.id).has_access("write"))
                            self.assertFalse(todos.browse(todo.id).has_access("unlink"))
            self.env.invalidate_all()
            told = [CANARY in str(message.body) for message in document.sudo().message_ids]
            with self.subTest(name, told="in the chatter"):
                self.assertEqual(any(told), is_shared)
                self.assertEqual(todo.feedback, CANARY)
            document.sudo().message_ids.unlink()

    def test_above_the_messages_stands_what_the_reader_has_to_do_and_nothing_of_the_others(self):
        checkin = self.documents["hr.mentorship.checkin"]
        of_both = checkin.activity_ids.filtered(lambda todo: todo.user_id in (self.mia + self.max).user_id)
        self.assertEqual(of_both.user_id, (self.mia + self.max).user_id)
        for person in (self.mia, self.max, self.pia):
            with self.subTest(person.name):
                store = Store()
                read_as = checkin.with_user(person.user_id)
                read_as.invalidate_recordset()
                read_as._thread_to_store(store, [], request_list=["activities"])
                [thread] = store.get_result()["mail.thread"]
                shown = self.env["mail.activity"].sudo().browse(thread["activities"])
                self.assertEqual(shown, of_both.filtered(lambda todo, user=person.user_id: todo.user_id == user))

    def test_nobody_but_the_members_follows(self):
        for name, document in self.documents.items():
            for person in self.outsiders:
                partner = person.user_id.partner_id
                with self.subTest(f"{name}: {person.name}"):
                    document.sudo().message_subscribe(partner.ids)
                    self.assertNotIn(partner, document.sudo().message_partner_ids)
                    with suppress(AccessError):
                        document.with_user(person.user_id).message_subscribe(partner.ids)
                    self.assertNotIn(partner, document.sudo().message_partner_ids)
        self.pair._schedule_activities(
            "hr_mentorship.mail_activity_type_talk_to_pair", [(self.pair, self.pia.user_id, self.pair.start_date)]
        )
        self.assertNotIn(self.pia.user_id.partner_id, self.pair.message_partner_ids)

    def test_members_send_a_message_to_their_manager_who_reads_this_one_alone(self):
        for name, document in self.documents.items():
            with self.subTest(name):
                self.write_as(self.mia, document)
                sent = self.write_as(self.mia, document, partner_ids=self.pia.user_id.partner_id.ids)
                self.env.invalidate_all()
                messages = self.env["mail.message"].with_user(self.pia.user_id)
                found = messages.search([("model", "=", name), ("body", "ilike", CANARY)])
                self.assertEqual(found, sent.with_user(self.pia.user_id))
                self.assertTrue(sent.attachment_ids.with_user(self.pia.user_id).raw, "and its file")
                self.assertFalse(self.read_as(self.ada, document))

    def test_program_manager_reads_changes_of_status(self):
        self.env.cr.flush()
        self.pair.with_user(self.mia.user_id).action_complete()
        self.env.cr.flush()
        message = self.pair.sudo().message_ids.filtered("tracking_value_ids")[:1]
        self.assertTrue(message)
        for person, reads in ((self.pia, True), (self.ada, True), (self.olga, False), (self.petra, False)):
            self.env.invalidate_all()
            messages = self.env["mail.message"].with_user(person.user_id)
            with self.subTest(person.name):
                found = messages.search([("model", "=", "hr.mentorship"), ("res_id", "=", self.pair.id)])
                self.assertEqual(message.with_user(person.user_id) in found, reads)
                self.assertEqual(messages.browse(message.id).has_access("read"), reads)

    def test_our_mails_are_read_by_their_receivers_alone(self):
        self.pair.member_ids[0].with_user(self.mia.user_id)._send("hr_mentorship.mail_template_offer")
        for person in self.outsiders:
            self.env.invalidate_all()
            messages = self.env["mail.message"].with_user(person.user_id)
            found = messages.search([("model", "=", "hr.mentorship.member")])
            self.assertLessEqual(set(found.author_id), {person.user_id.partner_id}, person.name)

    def test_nobody_learns_who_follows_an_application_or_a_pair(self):
        """The program manager follows the application of whoever asks to be contacted."""
        participant = self.pair.member_ids.filtered(lambda member: member.employee_id == self.mia).participant_id
        participant.message_subscribe(self.pia.user_id.partner_id.ids)
        for person in (self.max, self.olga, self.petra, self.pia, self.ada):
            self.env.invalidate_all()
            followers = self.env["mail.followers"].with_user(person.user_id)
            ours = [("res_model", "like", "hr.mentorship"), ("res_model", "!=", "hr.mentorship.program")]
            found = followers.search(ours)
            self.assertLessEqual(set(found.partner_id), {person.user_id.partner_id}, person.name)

    def test_program_managers_and_sponsor_write_to_each_other_on_the_program(self):
        self.program.with_user(self.pia.user_id).message_post(body=CANARY, partner_ids=[])
        readers = (self.pia, self.sam, self.ada)
        for person in (*readers, self.mia, self.olga):
            with self.subTest(person.name):
                self.assertEqual(bool(self.read_as(person, self.program)), person in readers)

    def test_follower_rows_made_by_hand_are_no_way_in(self):
        self.env["mail.followers"].create(
            [
                {"res_model": "hr.mentorship", "res_id": self.pair.id, "partner_id": self.pia.user_id.partner_id.id},
                {"res_model": "res.partner", "res_id": self.pia.user_id.partner_id.id, "partner_id": 1},
            ]
        )
        self.assertNotIn(self.pia.user_id.partner_id, self.pair.message_partner_ids)
        self.pair.activity_schedule(act_type_xmlid="mail.mail_activity_data_todo", user_id=self.pia.user_id.id)
        self.assertNotIn(self.pia.user_id.partner_id, self.pair.message_partner_ids)
