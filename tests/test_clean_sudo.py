import ast
import sys
from pathlib import Path
from unittest.mock import patch

from odoo import Command
from odoo.models import BaseModel
from odoo.modules.module import get_module_path
from odoo.tests import tagged

from .common import SIGNATURE, MentorshipCase

READING = {"search", "search_fetch", "search_count", "_search", "_read_group", "browse", "get_param", "_get", "_fields"}
"""What code of ours does with Odoo's models in sudo without changing anything."""


MEMBER_OF_A_MODEL = """
class Some(models.Model):
    _inherit = "%s"

    def some(self):
        self.sudo().%s([])
"""


@tagged("post_install", "-at_install")
class TestCleanSudo(MentorshipCase):
    """What a client puts into the context reaches nothing that the addon writes in sudo."""

    def test_employee_gives_defaults_along_with_an_application_and_gets_no_seat(self):
        pair = self.add_mentorship("active", mentor=self.olga, mentee=self.sam)
        values = {"program_id": self.program.id, "role": "mentor", "skill_ids": [Command.link(self.leading.id)]}
        dialog = self.as_user(self.env["hr.mentorship.apply"], self.paula).create(values)
        dialog.with_context(
            default_member_ids=[Command.create({"mentorship_id": pair.id, "slot": 1})],
            default_is_trained=True,
            default_state="approved",
            default_capacity=50,
            default_employee_id=self.mia.id,
        ).action_apply()
        participant = self.program.participant_ids.filtered(lambda p: p.employee_id == self.paula)
        self.assertFalse(participant.member_ids)
        self.assertFalse(participant.is_trained)
        self.assertEqual((participant.state, len(pair.member_ids)), ("applied", 2))

    def test_employee_keeps_defaults_of_their_own_and_gets_nothing_by_them(self):
        self.env["ir.default"].set("hr.mentorship.participant", "is_trained", True, user_id=self.paula.user_id.id)
        values = {"program_id": self.program.id, "role": "mentor", "skill_ids": [Command.link(self.leading.id)]}
        self.as_user(self.env["hr.mentorship.apply"], self.paula).create(values).action_apply()
        self.assertFalse(self.program.participant_ids.filtered(lambda p: p.employee_id == self.paula).is_trained)

    def test_every_model_of_ours_starts_clean_in_sudo(self):
        for model in self.env.values():
            if model._original_module != "hr_mentorship" or model._abstract:
                continue
            names = [name for name, field in model._fields.items() if field.store and name != "id"]
            context = {f"default_{name}": 1 for name in names}
            records = model.with_user(self.mia.user_id).with_context(**context)
            with self.subTest(model._name):
                self.assertFalse([key for key in records.sudo().env.context if key.startswith("default_")])
                in_sudo = records.with_env(records.env(su=True))
                expected = model.with_user(self.mia.user_id).sudo()
                defaults = in_sudo.default_get(names)
                self.assertEqual(defaults.keys(), expected.default_get(names).keys())

    def test_no_default_of_a_client_is_there_when_the_addon_writes_in_sudo(self):
        """The whole way of a pair, each step with a default in its context."""
        found = set()
        addon = get_module_path("hr_mentorship")
        create, write = BaseModel.create, BaseModel.write

        def look(records):
            if records.env.su and records.env.uid != self.env.uid and "default_canary" in records.env.context:
                frame = self._find_caller()
                if frame.f_code.co_filename.startswith(addon):
                    found.add(f"{records._name} in {frame.f_code.co_filename}:{frame.f_lineno}")

        def watched_create(records, vals_list):
            look(records)
            return create(records, vals_list)

        def watched_write(records, vals):
            look(records)
            return write(records, vals)

        watched_create._api_model = True
        with patch.object(BaseModel, "create", watched_create), patch.object(BaseModel, "write", watched_write):
            pair = self._go_the_whole_way()
        self.assertEqual(pair.state, "completed")
        self.assertFalse(found)

    def _find_caller(self):
        frame = sys._getframe(3)
        while frame.f_code.co_name in ("create", "write", "wrapper", "__set__") or "/odoo/orm/" in (
            frame.f_code.co_filename
        ):
            frame = frame.f_back
        return frame

    def _go_the_whole_way(self):
        def act(record, person):
            return self.as_user(record, person).with_context(default_canary=1)

        values = {"program_id": self.program.id, "skill_ids": [Command.link(self.leading.id)]}
        for person, role in ((self.max, "mentor"), (self.mia, "mentee")):
            act(self.env["hr.mentorship.apply"], person).create({**values, "role": role}).action_apply()
        act(self.program.participant_ids, self.pia).action_approve()
        pair = self.env["hr.mentorship"].create(
            {
                "program_id": self.program.id,
                "member_ids": [Command.create({"participant_id": p.id}) for p in self.program.participant_ids],
            }
        )
        act(pair, self.pia).action_offer()
        for person in (self.max, self.mia):
            act(pair, person).action_accept()
        for person in (self.max, self.mia):
            act(pair.agreement_id, person)._sign(person.name, SIGNATURE)
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        log = act(self.env["hr.mentorship.checkin.log"], self.mia)
        log.create({"checkin_id": checkin.id, "rating": "5", "summary": "Well"}).action_save()
        plan = act(self.env["hr.mentorship.checkin.plan"], self.max)
        later = pair.checkin_ids.filtered(lambda c: c.state == "planned")[:1]
        plan.create({"checkin_id": later.id, "planned_at": f"{later.planned_date} 10:00:00"}).action_save()
        goal = act(self.env["hr.mentorship.goal"], self.mia).create({"name": "Speak up", "mentorship_id": pair.id})
        goal.action_start()
        goal.action_reach()
        act(goal, self.max).action_congratulate()
        act(pair, self.max).action_complete()
        thanks = act(self.env["hr.mentorship.thank.you"], self.mia)
        thanks.create({"mentorship_id": pair.id, "message": "Thanks", "not_again": True}).action_send()
        return pair

    def test_code_changes_models_of_odoo_in_sudo_through_the_clean_door_alone(self):
        """Models of ours drop a client's defaults by themselves; Odoo's rely on them, and get _clean_sudo()."""
        root = Path(get_module_path("hr_mentorship"))
        folders = ("models", "wizards", "controllers", "reports")
        paths = [path for folder in folders for path in (root / folder).rglob("*.py")]
        self.assertGreater(len(paths), 150)
        found = [
            f"{path.relative_to(root)}:{line}: {code}"
            for path in sorted(paths)
            for line, code in self._find_unclean(path.read_text())
        ]
        self.assertFalse(found)

    def test_the_search_for_unclean_code_finds_it(self):
        for code, is_unclean in (
            ('self.env["mail.activity"].sudo().create({})', True),
            ('mails = self.env["mail.mail"].sudo()', True),
            ("self.env.ref(name).sudo().send_mail_batch(ids)", True),
            ('self.env["mail.activity"].sudo().search([])', False),
            ('self.env["hr.mentorship.note"].sudo().create({})', False),
            (MEMBER_OF_A_MODEL % ("gamification.badge.user", "create"), True),
            (MEMBER_OF_A_MODEL % ("gamification.badge.user", "search"), False),
            (MEMBER_OF_A_MODEL % ("hr.mentorship.note", "create"), False),
        ):
            with self.subTest(code):
                self.assertEqual(bool(list(self._find_unclean(code))), is_unclean)

    def _find_model(self, node, parents):
        """Return the name of the model in whose class ``node`` stands."""
        while node in parents and not isinstance(node, ast.ClassDef):
            node = parents[node]
        names = {
            ast.unparse(line.targets[0]): line.value.value
            for line in getattr(node, "body", ())
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        }
        return str(names.get("_name") or names.get("_inherit") or "hr.mentorship")

    def _find_unclean(self, source):
        tree = ast.parse(source)
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sudo"):
                continue
            receiver = ast.unparse(node.func.value)
            is_of_odoo = "env.ref(" in receiver or (".env['" in receiver and ".env['hr.mentorship" not in receiver)
            then = parents[node]
            if receiver == "self" and isinstance(then, ast.Attribute) and then.attr in ("create", "write", "copy"):
                is_of_odoo = not self._find_model(node, parents).startswith("hr.mentorship")
            if isinstance(then, ast.Attribute) and then.attr == "with_context":
                then = parents[parents[then]]
            is_read = isinstance(then, ast.Attribute) and (
                then.attr in (*READING, "_trigger") or not isinstance(parents[then], ast.Call)
            )
            if is_of_odoo and not is_read:
                yield node.lineno, receiver
