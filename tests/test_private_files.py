from datetime import timedelta

from odoo import Command, fields, http
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import MentorshipCompany

CANARY = "canary-5e1d"

# What a client of each model needs beside the file to make a record of its own
MINIMAL = {
    "ir.attachment": lambda user: {"name": "mine.png", "raw": b"mine"},
    "mail.template": lambda user: {"name": "Mine", "model_id": user.env["ir.model"].sudo()._get_id("res.partner")},
    "mail.compose.message": lambda user: {
        "model": "res.partner",
        "res_ids": str(user.partner_id.ids),
        "body": "Hello",
    },
    "mail.scheduled.message": lambda user: {
        "model": "res.partner",
        "res_id": user.partner_id.id,
        "author_id": user.partner_id.id,
        "scheduled_date": fields.Datetime.now() + timedelta(days=1),
    },
    "mail.activity": lambda user: {
        "res_model_id": user.env["ir.model"].sudo()._get_id("res.partner"),
        "res_id": user.partner_id.id,
        "user_id": user.id,
    },
    "mail.message": lambda user: {"model": "res.partner", "res_id": user.partner_id.id, "body": "Hello"},
    "mail.mail": lambda user: {"body_html": "Hello", "email_to": "attacker@example.com"},
}


@tagged("post_install", "-at_install")
class TestPrivateFiles(MentorshipCompany, HttpCase):
    """Signed copies, and what two people send each other, are files of Odoo: nobody else comes by them in any way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_company()
        cls.pair = cls.add_mentorship("active")
        cls.agreement = cls.pair.agreement_id
        cls.copy = cls.env["ir.attachment"].create(
            {
                "name": f"{CANARY} Mia - Max.pdf",
                "description": CANARY,
                "raw": f"%PDF {CANARY}".encode(),
                "mimetype": "application/pdf",
                "access_token": CANARY,
                "res_model": "hr.mentorship.agreement",
                "res_id": cls.agreement.id,
            }
        )
        cls.agreement._write({"copy_attachment_id": cls.copy.id})
        message = cls.pair.with_user(cls.mia.user_id).message_post(
            body="Look", attachments=[(f"{CANARY}.txt", CANARY.encode())]
        )
        cls.sent = message.attachment_ids.with_user(cls.env.user)
        cls.env.flush_all()
        cls.env.invalidate_all()
        roles = {
            "hr officer": "hr.group_hr_user",
            "hr manager": "hr.group_hr_manager",
            "survey user": "survey.group_survey_user",
            "template editor": "mail.group_mail_template_editor",
            "system": "base.group_system",
        }
        cls.strangers = {
            "outsider": cls.olga.user_id,
            "lead": cls.paula.user_id,
            "sponsor": cls.sam.user_id,
            "other program manager": cls.petra.user_id,
            "portal": new_test_user(cls.env, login="portal.test", groups="base.group_portal"),
            **{
                role: new_test_user(cls.env, login=f"{role}.test", groups=f"base.group_user,{group}")
                for role, group in roles.items()
            },
        }
        # These read agreements, but nobody's letters
        cls.managers = {"program manager": cls.pia.user_id, "administrator": cls.ada.user_id}

    def list_attacks(self):
        """Yield role, user and file of everybody who must not come by it."""
        for role, user in {**self.strangers, **self.managers}.items():
            for file in (self.copy, self.sent) if role in self.strangers else self.sent:
                yield role, user, file

    def attempt(self, happen, *args):
        """Return all that comes back to the client: an answer, or the words of a refusal."""
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"):
                answer = happen(*args)
                self.env.flush_all()
                return answer
        except (AccessError, UserError, ValueError, TypeError) as error:
            return str(error)
        finally:
            self.env.invalidate_all()

    def assert_kept(self, file):
        """It lies where it lay, nothing else points at it, and there is no second one."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((file.name, file.res_model, file.res_id, file.public), self.kept[file])
        self.assertEqual(self.count_like(), 2)
        self.assertEqual(self.list_links(file), self.links[file])

    def count_like(self):
        return self.env["ir.attachment"].search_count(
            ["|", ("name", "like", CANARY), ("checksum", "in", (self.copy + self.sent).mapped("checksum"))]
        )

    def list_file_fields(self):
        return [
            field
            for name, model in self.env.items()
            for field in model._fields.values()
            if not model._abstract and field.relational and field.comodel_name == "ir.attachment"
            if (field.store or field.inverse) and not field.readonly and field.type != "one2many"
        ]

    def list_links(self, file):
        return {
            str(field): self.env[field.model_name]
            .with_context(active_test=False)
            .search([(field.name, "in", file.ids)])
            .ids
            for field in self.list_file_fields()
            if field.store and not self.env[field.model_name]._transient
        }

    def setUp(self):
        super().setUp()
        files = (self.copy, self.sent)
        self.kept = {file: (file.name, file.res_model, file.res_id, file.public) for file in files}
        self.links = {file: self.list_links(file) for file in files}

    # -- the file itself

    def test_members_read_their_copy_and_their_letters(self):
        for person in (self.mia, self.max):
            for file in (self.copy, self.sent):
                self.assertIn(CANARY.encode(), self.as_user(file, person).raw)
        self.assertIn(CANARY.encode(), self.as_user(self.copy, self.pia).raw, "program managers read agreements")

    def test_no_field_of_it_is_read_or_asked_for(self):
        for role, user, file in self.list_attacks():
            for name in file._fields:
                with self.subTest(role, field=name, file=file.name):
                    self.assertNotIn(CANARY, repr(self.attempt(file.with_user(user).read, [name])))
                    for answer in self.ask_for(file, user, name):
                        self.assertFalse(not isinstance(answer, str) and answer, answer)

    def ask_for(self, file, user, name):
        """Yield what comes of searching for what ``name`` holds."""
        field, mine = file._fields[name], file.with_user(user).browse()
        if name in MAGIC_COLUMNS or not field._description_searchable or field.type == "binary":
            return
        for asked in (file[name].ids if field.relational else [file[name]], [CANARY]):
            domain = [("id", "=", file.id), (name, "in", asked)]
            yield self.attempt(mine.search_count, domain)
            yield self.attempt(mine.search_read, domain, ["id"])
            yield self.attempt(mine._read_group, domain, ["res_model"], ["__count"])
            yield self.attempt(mine.name_search, CANARY, domain)

    def get_ways_to_change(self, file, user):
        mine, partner = file.with_user(user), user.partner_id
        return {
            "move": lambda: mine.write({"res_model": "res.partner", "res_id": partner.id}),
            "move by half": lambda: mine.write({"res_id": partner.id}),
            "leave": lambda: mine.write({"res_model": False, "res_id": False}),
            "rename": lambda: mine.write({"name": "x"}),
            "publish": lambda: mine.write({"public": True}),
            "token": mine.generate_access_token,
            "copy": lambda: mine.copy({"res_model": "res.partner", "res_id": partner.id}),
            "delete": mine.unlink,
            "empty": lambda: mine.write({"raw": b""}),
            "field": lambda: mine.write({"res_field": "image_1920"}),
            "main": mine.register_as_main_attachment,
            "same": lambda: mine.create(
                {"name": "x", "store_fname": file.store_fname, "checksum": file.checksum, "mimetype": "text/x"}
            ),
        }

    def test_nobody_moves_renames_publishes_copies_or_deletes_it(self):
        """Nor learns from the refusal whose it is."""
        for role, user, file in self.list_attacks():
            for way, happen in self.get_ways_to_change(file, user).items():
                with self.subTest(role, way=way, file=file.name):
                    self.assertNotIn(CANARY, str(self.attempt(happen)))
                    self.assert_kept(file)

    def test_whoever_reads_a_signed_copy_leaves_it_as_it_is(self):
        for user in (self.mia.user_id, self.max.user_id, *self.managers.values()):
            for way, happen in self.get_ways_to_change(self.copy, user).items():
                if way != "copy":  # what somebody reads, they may write down
                    with self.subTest(user.name, way=way):
                        self.attempt(happen)
                        self.assert_kept(self.copy)

    # -- what the host attaches

    def make_record(self, model, user, values):
        """Create a record of one's own with the file, or put it into one that is there."""
        records = self.env[model].with_user(user)
        if model in MINIMAL:
            return records.create({**MINIMAL[model](user.with_user(user)), **values})
        for record in records.search([], limit=5, order="id desc"):
            if record.has_access("write"):
                record.write(values)
                return record
        raise AccessError("There is none to write.")  # pylint: disable=translation-required

    def test_nobody_puts_it_into_anything_of_their_own(self):
        """Every field of every model in which a file can be named, present and to come: in records and in forms."""
        reached = set()
        for role, user, file in self.list_attacks():
            for field in self.list_file_fields():
                with self.subTest(role, field=str(field), file=file.name):
                    empty = self.attempt(self.make_record, field.model_name, user, {field.name: False})
                    if not isinstance(empty, str):
                        reached.add(str(field))
                        self.put_into(field, user, file)
        self.assertLessEqual(
            {f"{model}.attachment_ids" for model in MINIMAL if model not in ("ir.attachment", "mail.mail")}, reached
        )

    def put_into(self, field, user, file):
        name, records = field.name, self.env[field.model_name].with_user(user)
        spec = {name: {"fields": {"name": {}, "display_name": {}}}}
        for given in [file.id] if field.type == "many2one" else [[Command.link(file.id)], [Command.set(file.ids)]]:
            with self.assertRaises(AccessError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.make_record(field.model_name, user, {name: given})
            for form, values, changed in (
                (records, {name: given}, [name]),
                (records.with_context(**{f"default_{name}": given}), {}, []),
            ):
                self.assertNotIn(CANARY, repr(self.attempt(form.onchange, values, changed, spec)))

    def get_ways_to_send(self, file, user):
        partner = user.partner_id.with_user(user)
        template = self.env["mail.template"].create(
            {"name": "Mine", "model_id": self.env["ir.model"]._get_id("res.partner"), "subject": "Hello"}
        )
        values = {"attachment_ids": [Command.link(file.id)], "email_to": "attacker@example.com"}
        activity = partner.sudo().activity_schedule("mail.mail_activity_data_todo", user_id=user.id).with_user(user)
        return {
            "message": lambda: partner.message_post(body="x", attachment_ids=file.ids),
            "note": lambda: partner.message_notify(body="x", partner_ids=partner.ids, attachment_ids=file.ids),
            "template": lambda: template.with_user(user).send_mail(partner.id, email_values=values),
            "to-do": lambda: activity.action_feedback(feedback="x", attachment_ids=file.ids),
            "composer": lambda: self.make_record(
                "mail.compose.message", user, {"attachment_ids": file.ids, "composition_mode": "mass_mail"}
            )._action_send_mail(),
        }

    def test_nobody_sends_it(self):
        """By a message, a template, a to-do or a composer: what leaves has no file that its sender may not read."""
        for role, user, file in self.list_attacks():
            if role == "portal":
                continue  # sends nothing
            for way, happen in self.get_ways_to_send(file, user).items():
                with self.subTest(role, way=way, file=file.name):
                    last = self.env["mail.mail"].search([], order="id desc", limit=1).id
                    self.assertNotIn(CANARY, repr(self.attempt(happen)))
                    sent = self.env["mail.mail"].search([("id", ">", last), ("attachment_ids", "in", file.ids)])
                    self.assertFalse(sent)
                    self.assert_kept(file)

    def test_reminder_of_a_calendar_brings_it_to_nobody(self):
        """Reminders are sent by a job, behind which there is nobody whose rights could be asked."""
        user = self.olga.user_id
        template = (
            self.env["mail.template"]
            .with_user(user)
            .create({"name": "Mine", "model_id": self.env["ir.model"].sudo()._get_id("calendar.attendee")})
        )
        alarm = (
            self.env["calendar.alarm"]
            .with_user(user)
            .create({"name": "Mine", "alarm_type": "email", "mail_template_id": template.id})
        )
        self.assertTrue(alarm)
        for file in (self.copy, self.sent):
            with self.assertRaises(AccessError):
                template.attachment_ids = file

    def test_files_of_others_are_attached_as_ever(self):
        """The host asks nobody about its own files, and neither do we."""
        foreign = self.env["ir.attachment"].create(
            {"name": "hers", "raw": b"x", "res_model": "res.company", "res_id": self.env.company.id}
        )
        link = [Command.link(foreign.id)]
        mine = self.make_record("mail.compose.message", self.olga.user_id, {"attachment_ids": link})
        self.assertEqual(mine.sudo().attachment_ids, foreign)

    # -- addresses

    def get_addresses(self, file, user):
        """Return addresses with what is posted there: nothing, a form, or the parameters of a call."""
        addresses = [
            f"/web/content/{file.id}",
            f"/web/content/ir.attachment/{file.id}/raw",
            f"/web/content/{file.id}?access_token=x",
            f"/web/image/{file.id}",
            f"/web/image/ir.attachment/{file.id}/datas",
            f"/mail/attachment/pdf_first_page/{file.id}",
        ]
        form = {"file_ids": str(file.id), "zip_name": "all.zip", "csrf_token": http.Request.csrf_token(self)}
        post = {"body": "x", "attachment_ids": file.ids}
        return [
            *((address, {}) for address in addresses),
            ("/mail/attachment/zip", {"data": form}),
            (f"/html_editor/modify_image/{file.id}", {"json": {"params": {"name": "mine"}}}),
            ("/html_editor/get_image_info", {"json": {"params": {"src": f"/web/image/{file.id}"}}}),
            ("/mail/attachment/delete", {"json": {"params": {"attachment_id": file.id}}}),
            (
                "/mail/message/post",
                {
                    "json": {
                        "params": {
                            "thread_model": "res.partner",
                            "thread_id": user.partner_id.id,
                            "post_data": post,
                        }
                    }
                },
            ),
        ]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.web.controllers.binary")
    def test_no_address_gives_it_away(self):
        for role, user, file in self.list_attacks():
            self.authenticate(user.login, user.login)
            for address, data in self.get_addresses(file, user):
                with self.subTest(role, address=address, file=file.name):
                    self.assertNotIn(CANARY.encode(), self.url_open(address, **data).content)
            self.assert_kept(file)
