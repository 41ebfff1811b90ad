from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import SIGNATURE
from .common import CANARY, ChannelCase


@tagged("post_install", "-at_install")
class TestChannel(ChannelCase, HttpCase):
    """What two people write to each other is read by the two: by nobody who runs programs, nor by administrators."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.root_of_it = new_test_user(
            cls.env,
            login="settings.test",
            password="settings.test",
            groups="base.group_system,hr_mentorship.group_hr_mentorship_admin,hr.group_hr_manager",
        )
        cls.program.manager_ids += cls.root_of_it
        cls.eve, cls.otto = cls.add_person("eve"), cls.add_person("otto")
        cls.pair = cls.add_mentorship("agreement")
        cls.channel = cls.channel_of(cls.pair)
        cls.message = cls.say(cls.mia, cls.channel, attachments=[(f"{CANARY}.txt", CANARY.encode())])
        cls.env.flush_all()
        cls.strangers = {
            "program manager": cls.pia.user_id,
            "mentorship administrator": cls.ada.user_id,
            "administrator of the database": cls.root_of_it,
            "sponsor": cls.sam.user_id,
            "colleague": cls.olga.user_id,
        }

    # -- from the agreement to the end

    def test_channel_opens_with_the_agreement_for_exactly_its_members(self):
        offered = self.add_mentorship("offered", mentee=self.olga)
        self.assertFalse(self.channel_of(offered))
        self.assertEqual(self.channel.channel_type, "group")
        self.assertEqual(self.people_in(self.channel), self.mia | self.max)
        for person in (self.mia, self.max):
            self.assertTrue(self.pair.with_user(person.user_id).can_chat)
            self.assertEqual(self.message.with_user(person.user_id).body, self.message.body)

    def test_members_write_until_the_end_and_read_ever_after(self):
        for person in (self.mia, self.max):
            self.pair.agreement_id.with_user(person.user_id)._sign(person.name, SIGNATURE)
        self.say(self.max, self.channel)
        self.pair.with_user(self.max.user_id).action_complete()
        self.assertEqual(self.people_in(self.channel), self.mia | self.max)
        for person in (self.mia, self.max):
            self.assertIn(CANARY, self.message.with_user(person.user_id).body)
            with self.assertRaisesRegex(UserError, "ended"):
                self.say(person, self.channel)
            with self.assertRaisesRegex(UserError, "ended"):
                self.channel.with_user(person.user_id).message_post(body=CANARY)
            opened = self.pair.with_user(person.user_id).action_chat()
            self.assertEqual(opened["params"]["channel_id"], self.channel.id)
        with self.assertRaisesRegex(UserError, "ended"):
            self.channel.with_user(self.mia.user_id)._message_update_content(self.message, body="Another text")

    def test_pair_that_a_departure_has_parted_writes_on_when_it_is_taken_up(self):
        self.mia.action_archive()
        self.assertEqual((self.pair.state, self.channel.mentorship_talk), ("ended", "closed"))
        self.mia.action_unarchive()
        self.pair.with_user(self.pia.user_id).action_take_up()
        self.assertEqual(self.channel.mentorship_talk, "open")
        self.say(self.max, self.channel)

    def test_pair_without_channel_gets_one_with_the_button(self):
        self.channel.sudo().unlink()
        self.env.invalidate_all()
        opened = self.pair.with_user(self.mia.user_id).action_chat()
        self.env.invalidate_all()
        channel = self.channel_of(self.pair)
        self.assertEqual(opened["params"]["channel_id"], channel.id)
        self.assertEqual(self.people_in(channel), self.mia | self.max)
        again = self.pair.with_user(self.max.user_id).action_chat()
        self.assertEqual(again["params"]["channel_id"], channel.id)

    def test_nobody_else_presses_the_button(self):
        for who, user in self.strangers.items():
            with self.subTest(who), self.assertRaises(AccessError):
                self.pair.with_user(user).action_chat()
            with suppress(AccessError):
                self.assertFalse(self.pair.with_user(user).can_chat, who)

    def test_member_without_a_user_is_told_that_there_is_nobody_to_write_to(self):
        self.otto.user_id = False
        alone = self.add_mentorship("offered", mentee=self.otto)
        alone._move_to("agreement")
        self.assertFalse(self.channel_of(alone))
        with self.assertRaisesRegex(UserError, "nobody to write to"):
            alone.with_user(self.max.user_id).action_chat()

    def test_whoever_has_left_by_hand_comes_back_with_the_button(self):
        self.channel.with_user(self.mia.user_id).action_unfollow()
        self.assertEqual(self.people_in(self.channel), self.max)
        self.pair.with_user(self.mia.user_id).action_chat()
        self.assertEqual(self.people_in(self.channel), self.mia | self.max)

    def test_another_user_of_a_member_takes_the_place_of_the_former(self):
        former = self.mia.user_id
        self.mia.user_id = new_test_user(self.env, login="mia.anew", name="Mia", groups="base.group_user")
        self.env.flush_all()
        self.assertEqual(self.people_in(self.channel), self.mia | self.max)
        self.assertNotIn(former.partner_id, self.channel.channel_member_ids.partner_id)

    # -- nobody else

    def test_strangers_find_and_read_nothing(self):
        own = [("id", "=", self.channel.id)]
        ways = {
            "discuss.channel": [own, [("channel_type", "=", "group"), ("message_ids.body", "ilike", CANARY)]],
            "discuss.channel.member": [[("channel_id", "=", self.channel.id)]],
            "mail.message": [
                [("model", "=", "discuss.channel"), ("res_id", "=", self.channel.id)],
                [("body", "ilike", CANARY)],
            ],
            "ir.attachment": [
                [("name", "ilike", CANARY)],
                [("res_model", "=", "discuss.channel"), ("res_id", "=", self.channel.id)],
            ],
            "res.partner": [
                [("channel_ids.message_ids.body", "ilike", CANARY)],
                [("channel_ids.mentorship_talk", "=", "open")],
            ],
            "hr.mentorship": [[("channel_id", "=", self.channel.id)], [("channel_id", "!=", False)]],
        }
        for who, user in self.strangers.items():
            self.env.invalidate_all()
            for model, domains in ways.items():
                for domain in domains:
                    with self.subTest(who, model=model, domain=domain):
                        self.assertFalse(self.search_as(user, model, domain))
            with self.subTest(who):
                groups = self.env["discuss.channel"].with_user(user).formatted_read_group(own, [], ["__count"])
                self.assertEqual(sum(group["__count"] for group in groups), 0)
                for read in (
                    lambda user=user: self.channel.with_user(user).read(["name", "uuid", "invitation_url"]),
                    lambda user=user: self.message.with_user(user).read(["body"]),
                    lambda user=user: self.message.attachment_ids.with_user(user).read(["raw"]),
                    lambda user=user: self.pair.with_user(user).read(["channel_id"]),
                    lambda user=user: self.channel.with_user(user).read(["mentorship_talk"]),
                ):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        read()

    def test_files_of_strangers_are_no_way_to_ask_for_words(self):
        """Odoo looks for files in sudo, with the client's question."""
        self.env["ir.attachment"].with_user(self.mia.user_id).create({"name": "Public", "public": True, "raw": b"x"})
        for field in ("create_uid.partner_id.channel_ids", "write_uid.partner_id.channel_ids"):
            for domain in (
                [(f"{field}.message_ids.body", "ilike", CANARY)],
                [(field, "any", [("message_ids.body", "ilike", CANARY)])],
                [(f"{field}.mentorship_talk", "=", "open")],
            ):
                with self.subTest(domain=domain):
                    self.assertFalse(self.search_as(self.olga.user_id, "ir.attachment", domain))

    def test_strangers_get_in_by_no_way(self):
        for who, user in self.strangers.items():
            channel = self.channel.with_user(user)
            partner = user.partner_id
            member = self.channel.channel_member_ids[0].with_user(user)
            for name, get_in in {
                "join": channel.channel_join,
                "add_members": lambda c=channel, p=partner: c.add_members(partner_ids=p.ids),
                "create": lambda c=channel, p=partner: c.env["discuss.channel.member"].create(
                    {"channel_id": c.id, "partner_id": p.id}
                ),
                "partners": lambda c=channel, p=partner: c.write({"channel_partner_ids": [Command.link(p.id)]}),
                "post": lambda c=channel: c.message_post(body=CANARY),
                "rename": lambda c=channel: c.channel_rename("Mine"),
                "describe": lambda c=channel: c.channel_change_description("Mine"),
                "archive": lambda c=channel: c.write({"active": False}),
                "invite by mail": lambda c=channel: c.invite_by_email(["me@example.com"]),
                "member": lambda m=member: m.write({"custom_channel_name": "Mine"}),
                "remove": member.unlink,
                "delete": channel.unlink,
                "open": lambda c=channel: c.write({"mentorship_talk": False}),
            }.items():
                with self.subTest(who, way=name), self.assertRaises(UserError), self.env.cr.savepoint():
                    get_in()
            self.assertEqual(self.people_in(self.channel), self.mia | self.max, who)

    def test_members_themselves_let_in_nobody(self):
        olga = self.olga.user_id.partner_id
        channel = self.channel.with_user(self.mia.user_id)
        for name, let_in in {
            "add_members": lambda: channel.add_members(partner_ids=olga.ids),
            "groups": lambda: channel.write({"group_ids": [Command.link(self.env.ref("base.group_user").id)]}),
            "mail": lambda: channel.invite_by_email(["olga@example.com"]),
            "thread": lambda: channel._create_sub_channel(name="Aside"),
            "another thread": lambda: channel.create(
                {"name": "Aside", "channel_type": "group", "parent_channel_id": channel.id}
            ),
            "open": lambda: channel.write({"mentorship_talk": False}),
        }.items():
            with self.subTest(name), self.assertRaises(UserError), self.env.cr.savepoint():
                let_in()
        self.assertEqual(self.people_in(self.channel), self.mia | self.max)

    def test_link_that_is_passed_on_leads_nowhere(self):
        for login in (self.olga.user_id.login, self.pia.user_id.login, self.root_of_it.login, None):
            self.authenticate(login, login)
            with self.subTest(login):
                answer = self.url_open(self.channel.invitation_url)
                self.assertEqual(answer.status_code, 404)
                self.assertNotIn(CANARY, answer.text)
                answer = self.url_open("/discuss/channel/messages", json={"params": {"channel_id": self.channel.id}})
                self.assertNotIn(CANARY, answer.text)
        self.authenticate(self.max.user_id.login, self.max.user_id.login)
        answer = self.url_open("/discuss/channel/messages", json={"params": {"channel_id": self.channel.id}})
        self.assertIn(CANARY, answer.text)

    # -- groups

    def test_mentees_who_join_and_leave_a_group_join_and_leave_its_channel(self):
        program = self.add_program("Circle", self.pia, format="group", mentor_capacity=3)
        self.enrol(self.max, "mentor", program=program, capacity=3)
        pairs = self.env["hr.mentorship"].union(
            *(self.add_mentorship(mentee=mentee, program=program) for mentee in (self.eve, self.olga))
        )
        pairs.with_user(self.pia.user_id).action_offer()
        group = pairs.exists()
        for person in (self.max, self.eve, self.olga):
            group.with_user(person.user_id).action_accept()
        channel = self.channel_of(group)
        self.assertEqual(self.people_in(channel), self.max | self.eve | self.olga)
        offer = self.add_mentorship("offered", mentee=self.otto, program=program)
        for person in (self.max, self.otto):
            offer.with_user(person.user_id).action_accept()
        self.assertEqual(self.people_in(channel), self.max | self.eve | self.olga | self.otto)
        message = self.say(self.eve, channel)
        group.with_user(self.otto.user_id)._end()
        self.assertEqual(self.people_in(channel), self.max | self.eve | self.olga)
        with self.assertRaises(AccessError):
            message.with_user(self.otto.user_id).read(["body"])
        self.assertEqual(channel.mentorship_talk, "open")
