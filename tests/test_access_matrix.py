from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .access_company import MatrixCase
from .access_table import ABSTRACT, MATRIX, OPENED_BY_THE_SERVER, parse
from .common import MentorshipCase

OPERATIONS = {"C": "create", "R": "read", "W": "write", "D": "unlink"}


@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixCase):
    """Each role × each record × each operation, through access rights and record rules, on real records."""

    def test_every_role_does_with_every_record_what_the_table_says(self):
        columns, rows = parse(MATRIX)
        self.assertEqual(columns, list(self.readers))
        expected, actual = [], []
        for model, variant, cells in rows:
            expected.append((f"{model} {variant}", dict(zip(columns, cells, strict=True))))
            actual.append((f"{model} {variant}", {role: self._allowed(model, variant, role) for role in columns}))
        self.assertEqual(self._render(actual), self._render(expected))

    def test_rights_from_elsewhere_give_no_more_here(self):
        """An HR manager does what an HR officer does; who edits surveys or mail templates, what anybody does."""
        user = "base.group_user"
        columns, rows = parse(MATRIX)
        for role, groups, like in (
            ("hr_manager", f"{user},hr.group_hr_manager", "hr"),
            ("survey_user", f"{user},survey.group_survey_user", "outsider"),
            ("template_editor", f"{user},mail.group_mail_template_editor", "outsider"),
        ):
            self.readers = {**self.readers, role: new_test_user(self.env, login=f"{role}.test", groups=groups)}
            expected, actual = [], []
            for model, variant, cells in rows:
                # What is somebody's own, dialogs among it, is that of the person in the column, not of the role
                if model not in self.wizard_values and "olga" not in variant and "paula" not in variant:
                    expected.append((f"{model} {variant}", {role: cells[columns.index(like)]}))
                    actual.append((f"{model} {variant}", {role: self._allowed(model, variant, role)}))
            with self.subTest(role):
                self.assertEqual(self._render(actual), self._render(expected))

    def test_every_role_gets_the_description_of_what_it_may_read(self):
        """Every screen begins with it, the pivot with what may be grouped and summed: no refusal of ours ends it."""
        models = [model for model in self.env.values() if model._original_module == "hr_mentorship"]
        ours = [model for model in models if not model._abstract]
        self.assertGreater(len(ours), 100)
        for role, user in self.readers.items():
            for model in ours:
                records = model.with_user(user)
                if records.has_access("read"):
                    with self.subTest(model._name, role=role):
                        self.assertIn("display_name", records.fields_get())

    def test_nobody_presses_a_button_of_somebody_elses_dialog(self):
        """What is read in sudo stays in the cache, where nobody is asked again: a partner would save one's draft."""
        tried = set()
        for model, values in self.wizard_values.items():
            records = self.env[model]
            if model == "hr.mentorship.overview":
                continue  # its buttons lead to what is the reader's own, whoever's page it is
            for name in self._list_buttons(records):
                for role in ("mentor", "mentee", "pm", "admin"):
                    user = self.readers[role]
                    with self.subTest(f"{model}.{name}", role=role), self.env.cr.savepoint() as savepoint:
                        dialog = records.create(values)
                        self.env.flush_all()
                        self.env.invalidate_all()
                        dialog.read()  # as root: now the rules are asked no more
                        with self.assertRaises(AccessError):
                            getattr(dialog.with_user(user), name)()
                        savepoint.rollback()
                        tried.add(model)
        self.assertGreater(len(tried), 20)

    def test_nobody_learns_from_a_refusal_what_a_foreign_program_holds(self):
        """What is there already is refused in the same way as what is not: as somebody else's."""
        user, tried = self.readers["other_pm"], set()
        for title, record in self.records.items():
            records = self.env[record._name].with_user(user)
            program = record._fields.get("program_id") and record.program_id
            if not program or not records.has_access("create") or record._transient or user in program.manager_ids:
                continue
            values = record.sudo().copy_data()[0]
            given = {name: value for name, value in values.items() if name not in records._get_server_fields(True)}
            others = {"employee_id": self.olga.id, "kind": "reliability"}
            free = {name: others.get(name, value) for name, value in given.items()}
            for values in (given, free):
                with self.subTest(title, values=values), self.env.cr.savepoint() as savepoint:
                    with self.assertRaises(AccessError):
                        records.create(values)
                    savepoint.rollback()
                    tried.add(record._name)
        self.assertLessEqual({"hr.mentorship.participant", "hr.mentorship.criterion"}, tried)

    def _list_buttons(self, records):
        for name in dir(type(records)):
            method = getattr(type(records), name)
            is_ours = (getattr(method, "__module__", None) or "").startswith("odoo.addons.hr_mentorship.")
            if name.startswith("action_") and is_ours and not getattr(method, "_api_model", False):
                yield name

    def test_program_manager_of_another_company_reaches_what_belongs_to_none_alone(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        elsewhere = new_test_user(
            self.env,
            login="elsewhere.test",
            groups="base.group_user,hr_mentorship.group_hr_mentorship_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        reached = {
            key
            for key, record in self.records.items()
            if record.with_user(elsewhere).with_context(allowed_company_ids=company.ids).has_access("read")
        }
        self.assertEqual(
            reached,
            {
                "hr.mentorship.interest any",
                "hr.mentorship.time.slot any",
                "hr.mentorship.agreement.template any",
                "hr.mentorship.agreement.section any",
                "hr.mentorship.resource any",
                "hr.mentorship.resource.format any",
                "hr.mentorship.value any",
                "hr.mentorship.level any",
                "hr.mentorship.recognition.rule of the company",
                "hr.mentorship.reward.category any",
                "hr.mentorship.reward published",
                "hr.mentorship.goal.template any",
                "hr.mentorship.question of the library",
                "hr.mentorship.objective any",
                "hr.mentorship.objective of pia",
                "hr.mentorship.objective.criterion any",
                "hr.mentorship.objective.criterion of pia's objective",
                "hr.mentorship.objective.target any",
                "hr.mentorship.objective.target of pia's objective",
            },
        )

    def test_every_model_of_the_addon_stands_in_the_table(self):
        _columns, rows = parse(MATRIX)
        ours = {model._name: model for model in self.env.values() if model._original_module == "hr_mentorship"}
        self.assertEqual({name for name, model in ours.items() if model._abstract}, set(ABSTRACT))
        self.assertEqual({name for name, model in ours.items() if not model._abstract}, {row[0] for row in rows})

    def test_every_model_of_the_table_has_rules_or_is_a_catalogue(self):
        """A model whose records belong to people is never protected by access rights alone."""
        _columns, rows = parse(MATRIX)
        with_rules = set(self.env["ir.rule"].search([]).model_id.mapped("model"))
        self.assertEqual(
            {row[0] for row in rows} - with_rules,
            {
                "hr.mentorship.interest",
                "hr.mentorship.time.slot",
                "hr.mentorship.agreement.template",
                "hr.mentorship.agreement.section",
                "hr.mentorship.value",
                "hr.mentorship.level",
                "hr.mentorship.resource.format",
            },
        )

    def test_no_rule_says_more_of_its_user_than_who_they_are(self):
        """Odoo remembers what a rule says: of a user who moves, it would say where they were."""
        ours = self.env["ir.model.data"].search([("module", "=", "hr_mentorship"), ("model", "=", "ir.rule")])
        rules = self.env["ir.rule"].browse(ours.mapped("res_id")).exists()
        self.assertGreater(len(rules), 50)
        for rule in rules:
            self.assertNotRegex(
                rule.domain_force or "", r"\buser\.(?!(id|share|has_group|partner_id\.id)\b)", rule.name
            )

    def test_people_without_login_reach_nothing(self):
        """Public and portal users have no access to any model of the addon, reports and wizards included."""
        portal = new_test_user(self.env, login="portal.test", groups="base.group_portal")
        public = self.env.ref("base.public_user")
        _columns, rows = parse(MATRIX)
        for user in (portal, public):
            for model in {row[0] for row in rows}:
                for operation in OPERATIONS.values():
                    self.assertFalse(
                        self.env[model].with_user(user).has_access(operation), f"{user.login} may {operation} {model}"
                    )

    def _allowed(self, model, variant, role):
        record = self._record_for(model, variant, role)
        if record is None:
            return "-"
        self.assertEqual(len(record), 1, f"{model} {variant}: the test has no such record")
        record = record.with_user(self.readers[role])
        letters = "".join(letter for letter, operation in OPERATIONS.items() if record.has_access(operation))
        self._check_reading(record, "R" in letters)
        return letters or "-"

    def _record_for(self, model, variant, role):
        """The record as the superuser sees it; None if it is a wizard that this role cannot even open."""
        if model not in self.wizard_values:
            return self.records[f"{model} {variant}"]
        owner = self.readers[role] if variant == "my own" else self.stranger_for(role)
        if model not in OPENED_BY_THE_SERVER and not (
            self.env[model].with_user(self.readers[role]).has_access("create")
        ):
            return None
        wizard = self.env[model].create(self.wizard_values[model])
        self.env.flush_all()
        # Who opened it, as if they had done it through the web client; whether they may is another test
        self.env.cr.execute(f"UPDATE {wizard._table} SET create_uid = %s WHERE id = %s", [owner.id, wizard.id])
        wizard.invalidate_recordset()
        return wizard

    def stranger_for(self, role):
        return self.readers["mentor" if role == "mentee" else "mentee"]

    def _check_reading(self, record, is_readable):
        """Searching and reading agree with the check of the access."""
        # Searching a model without any right to it is refused as such
        found = record.browse().has_access("read") and record.search([("id", "=", record.id)])
        self.assertEqual(bool(found), is_readable, f"{record} as {record.env.user.login}")
        if is_readable:
            self.assertEqual(record.read(["display_name"])[0]["id"], record.id)
        else:
            with self.assertRaises(AccessError):
                record.read(["create_date"] if "create_date" in record else ["display_name"])

    def _render(self, rows):
        return "\n".join(
            f"{title:<54}" + " ".join(f"{role}:{letters:<5}" for role, letters in cells.items())
            for title, cells in rows
        )


@tagged("post_install", "-at_install")
class TestWizardDoors(MentorshipCase):
    """A wizard shows nothing that its reader could not open directly."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("agreement")
        cls.running = cls.add_mentorship("active", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))

    def test_outsider_opens_a_wizard_on_foreign_records_and_is_refused(self):
        hidden = self.add_program("Dreamers", self.pia, state="draft")
        checkin = self.running.checkin_ids[0]
        for model, values in (
            ("hr.mentorship.sign", {"agreement_id": self.pair.agreement_id.id}),
            ("hr.mentorship.verification", {"agreement_id": self.pair.agreement_id.id}),
            ("hr.mentorship.checkin.log", {"checkin_id": checkin.id}),
            ("hr.mentorship.checkin.agenda", {"checkin_id": checkin.id}),
            ("hr.mentorship.checkin.plan", {"checkin_id": checkin.id}),
            ("hr.mentorship.end", {"mentorship_id": self.pair.id}),
            ("hr.mentorship.pause", {"mentorship_id": self.pair.id, "pause_until": "2030-01-01"}),
            ("hr.mentorship.note.dialog", {"mentorship_id": self.pair.id, "body": "Hello."}),
            ("hr.mentorship.thank.you", {"mentorship_id": self.pair.id, "message": "Hello."}),
            ("hr.mentorship.profile.guide", {"profile_id": self.pair.mentee_ids.mentorship_profile_ids.id}),
            ("hr.mentorship.apply", {"program_id": hidden.id, "role": "mentee"}),
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                self.as_user(self.env[model], self.olga).create(values)

    def test_other_program_manager_chooses_mentors_in_a_hidden_program_and_is_refused(self):
        hidden = self.add_program("Dreamers", self.pia, state="draft")
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.choice"], self.petra).create({"program_id": hidden.id})

    def test_outsider_asks_a_form_that_is_not_saved_and_learns_nothing(self):
        """The web client fills forms through onchange, before any record exists that rules could protect."""
        hidden = self.add_program("Dreamers", self.pia, state="draft", goal="Secret goal")
        checkin = self.running.checkin_ids[0]
        profile = self.pair.mentee_ids.mentorship_profile_ids
        for model, field, value, shown in (
            ("hr.mentorship.sign", "agreement_id", self.pair.agreement_id.id, ["body", "reading_body"]),
            ("hr.mentorship.sign", "agreement_id", self.pair.agreement_id.id, ["partner_signature_ids"]),
            ("hr.mentorship.verification", "agreement_id", self.pair.agreement_id.id, ["is_intact", "result"]),
            ("hr.mentorship.checkin.log", "checkin_id", checkin.id, ["held_on", "duration", "summary", "told"]),
            ("hr.mentorship.checkin.log", "checkin_id", checkin.id, ["partner_summary", "line_ids", "reason"]),
            ("hr.mentorship.checkin.log", "checkin_id", checkin.id, ["open_step_ids", "my_member_id"]),
            ("hr.mentorship.checkin.agenda", "checkin_id", checkin.id, ["agenda", "topics"]),
            ("hr.mentorship.apply", "program_id", hidden.id, ["goal", "capacity"]),
            ("hr.mentorship.profile.guide", "profile_id", profile.id, ["wanted_skill_ids", "introduction"]),
            ("hr.mentorship.profile.guide", "profile_id", profile.id, ["style_focus", "resume_topics"]),
        ):
            for name in shown:
                with self.subTest(f"{model}.{name}"), self.assertRaises(AccessError):
                    form = self.as_user(self.env[model], self.olga)
                    form.onchange({field: value}, [field], {field: {}, name: {}})

    def test_outsider_reads_notes_that_wait_in_somebody_elses_dialog_and_is_refused(self):
        checkin = self.running.checkin_ids[0]
        mentee = self.running.mentee_ids
        log = self.env["hr.mentorship.checkin.log"].with_user(mentee.user_id)
        dialog = log.create({"checkin_id": checkin.id, "private_note": "Only for me."})
        for person in (self.olga, self.running.mentor_ids, self.pia, self.ada):
            self.assertFalse(self.as_user(log, person).search([("id", "=", dialog.id)]))
            with self.assertRaises(AccessError):
                self.as_user(dialog, person).read(["private_note"])
