import re
from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import Error

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tests import new_test_user, tagged
from odoo.tools import split_every

from ..models.common.private_fields import PrivateOne2many, ReaderOne2many, _Secret
from .common import MentorshipCase

REFUSED = "refused"

# Fields of other modules' models that lead to ours, beside those that ask as the reader or not at all.
WAYS_IN = {
    "survey.survey.mentorship_program_ids": "asked by record rules; what is private ends the walk behind the program",
    "survey.user_input.mentorship_participant_ids": "asked by record rules; nothing leads from people to their answers",
}

# Columns that nobody reads but our own code may ask for, each with what a walk in sudo could learn from it.
ASKABLE = {
    "discuss.channel.mentorship_talk": "that a channel is that of a mentorship; record rules ask for it",
    "hr.mentorship.member.told_phase_rank": "which phase a member was told of, which the dates of the pair say as well",
    "hr.mentorship.participant.seats_taken": "that a proposal is planned, and the matching asks in sudo",
    "hr.mentorship.participant.seats_left": "that a proposal is planned, and the matching asks in sudo",
    "hr.mentorship.post.source_key": "which record a post came from, as a number; only our own code asks",
    "hr.mentorship.redemption.program_id": "who approves, for which record rules ask; to clients its group refuses it",
    "hr.mentorship.skill.proposal.goal_id": "that a proposal comes from a goal, without its words",
}

# What depends on the secret legitimately, or changes with any read.
LEFT_OUT = {"__last_update", "display_name"}


@tagged("post_install", "-at_install", "sweep")
class TestOracle(MentorshipCase):
    """A hidden value is neither read nor asked for: no answer differs between a world with it and one without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maxDiff = None
        cls.eve, cls.otto = cls.add_person("eve"), cls.add_person("otto")
        cls.hr_officer = new_test_user(cls.env, login="hr.test", groups="base.group_user,hr.group_hr_user")
        cls.portal = new_test_user(cls.env, login="portal.test", groups="base.group_portal")
        cls.max.mentorship_profile_ids.write(
            {"offered_skill_ids": [Command.set(cls.leading.ids)], "is_open_to_mentor": True}
        )
        cls.pair = cls.add_mentorship("active")
        cls.other_program = cls.add_program("Speakers", cls.petra)
        for person, role in ((cls.eve, "mentee"), (cls.max, "mentor"), (cls.pia, "mentor")):
            cls.enrol(person, role, program=cls.other_program)
        checkin = cls.pair.checkin_ids.sorted("planned_date")[0]
        for person in (cls.mia, cls.max):
            checkin.with_user(person.user_id)._log("done", held_on=fields.Date.today(), rating=4)
        cls.checkin = checkin
        cls.seat = cls.pair.member_ids.filtered(lambda member: member.employee_id == cls.mia)
        cls.readers = {
            "outsider": cls.olga.user_id,
            "partner": cls.max.user_id,
            "mentee": cls.mia.user_id,
            "planned mentee": cls.eve.user_id,
            "program manager": cls.pia.user_id,
            "other program manager": cls.petra.user_id,
            "administrator": cls.ada.user_id,
            "hr officer": cls.hr_officer,
            "portal": cls.portal,
        }
        cls.env.flush_all()

    # -- questions

    def ask(self, model, domain):
        """Return the ids that the reader of ``model`` finds, or that the question is refused."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self.ask_outright(model, domain)
        except Error:
            return REFUSED

    def ask_outright(self, model, domain):
        """Ask without a savepoint, which is for what the database refuses.

        :raises psycopg2.Error: where it does
        """
        try:
            return tuple(model.with_context(active_test=False).search(domain, order="id").ids)
        except (AccessError, UserError, ValueError, NotImplementedError):
            return REFUSED

    def find_paths(self, target, steps=2):
        """Return every path of so many relations that leads from a model to the model ``target``.

        :rtype: list[tuple[str, str]], names of models and paths of fields
        """
        ways = {}
        for model in self.env.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.relational and field.name not in LEFT_OUT and (field.store or field.search):
                    ways.setdefault(field.comodel_name, []).append((model._name, field.name))
        paths, ends = [], [(target, "")]
        for _step in range(steps):
            ends = [
                (model, f"{name}.{path}" if path else name) for end, path in ends for model, name in ways.get(end, ())
            ]
            paths += ends
            # Everything leads to the user who wrote it; who wrote something is one step on the way, not the first
            ends = [end for end in ends if end[0] != "res.users"]
        return [path for path in paths if not path[1].startswith(("create_uid", "write_uid"))]

    def questions(self, rows, columns):
        """Return what two steps reach: for these rows, for any rows at all, and for their values.

        :rtype: list[tuple[str, tuple]], names of models and conditions
        """
        values = [
            (name, "in", row[name].ids) if rows._fields[name].relational else (name, "=", row[name])
            for row in rows
            for name in columns
        ]
        questions = [(rows._name, condition) for condition in [("id", "in", rows.ids), *values]]
        for model_name, path in self.find_paths(rows._name):
            questions += [(model_name, (path, "in", rows.ids)), (model_name, (path, "!=", False))]
            questions += [(model_name, (f"{path}.{name}", operator, value)) for name, operator, value in values]
        return questions

    def answer(self, reader, questions):
        models = {name: self.env[name].with_user(reader) for name in {name for name, _condition in questions}}
        readable = {name: model for name, model in models.items() if model.has_access("read")}
        answers = {}
        # Several at a time, as a savepoint takes longer than a question
        for some in split_every(100, (q for q in map(self.freeze, questions) if q[0] in readable)):
            answers.update(self.ask_several([(q, readable[q[0]]) for q in some]))
        return answers

    def ask_several(self, asked):
        try:
            with self.env.cr.savepoint(flush=False):
                return {question: self.ask_outright(model, [question[1]]) for question, model in asked}
        except Error:
            return {question: self.ask(model, [question[1]]) for question, model in asked}

    @staticmethod
    def freeze(question):
        model, (path, operator, value) = question
        return model, (path, operator, tuple(value) if isinstance(value, list) else value)

    def look(self, reader):
        """Read, order and group everything of ours that the reader sees."""
        answers = {}
        for model_name in self.our_models("hr.employee.public"):
            model = self.env[model_name].with_user(reader)
            if model._transient or model._abstract or not model.has_access("read"):
                continue
            names = [
                name
                for name, field in model._fields.items()
                if name not in LEFT_OUT and field.type != "binary" and model._has_field_access(field, "read")
            ]
            domain = [("id", "in", self.everybody.ids)] if model_name == "hr.employee.public" else []
            found = model.with_context(active_test=False).search(domain, order="id")
            for row in found.read(names, load=None):
                for name, value in row.items():
                    answers[model_name, row["id"], name] = str(value)
            for name in names:
                field = model._fields[name]
                if field.store and field.column_type and model._auto:
                    try:  # without a savepoint: what is refused here is refused before the database is asked
                        answers[model_name, "order", name] = model.search(domain, order=f"{name}, id").ids
                        answers[model_name, "group", name] = str(model._read_group(domain, [name], ["__count"]))
                    except (AccessError, UserError, ValueError, NotImplementedError):
                        answers[model_name, "group", name] = REFUSED
        return answers

    @property
    def everybody(self):
        return self.env["hr.employee"].union(*self.people.values())

    def our_models(self, *others):
        return sorted(
            [*others, *(name for name in self.env.registry if name.startswith("hr.mentorship"))],
        )

    @contextmanager
    def without_trace(self):
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.invalidate_all()

    def assert_hidden(self, plant, columns=(), knowing=(), with_looking=False):
        """No reader but those who know finds a difference between the world before ``plant()`` and after.

        :param plant: makes the secret, and returns its records
        :param columns: names of their fields that are asked for by value
        :param knowing: names of readers who may tell
        :param with_looking: also read, order and group all that each reader sees, which takes its time
        """
        readers = {name: user for name, user in self.readers.items() if name not in knowing}
        with self.without_trace():
            rows = plant()
            self.env.flush_all()
            questions = self.questions(rows, columns)
            with_it = {name: self.find_out(user, questions, with_looking) for name, user in readers.items()}
        for name, user in readers.items():
            with self.subTest(reader=name, secret=rows._name):
                without_it = self.find_out(user, questions, with_looking)
                keys = with_it[name].keys() | without_it.keys()
                told = {
                    key: (with_it[name].get(key), without_it.get(key))
                    for key in keys
                    if with_it[name].get(key) != without_it.get(key)
                }
                self.assertEqual(told, {})

    def find_out(self, reader, questions, with_looking):
        self.env.invalidate_all()
        return {**self.answer(reader, questions), **(self.look(reader) if with_looking else {})}

    # -- what people write

    def plant_note(self):
        notes = self.env["hr.mentorship.note"].with_user(self.mia.user_id)
        return notes._record(self.pair, "private", "Max talks too much.", checkin=self.checkin)

    def plant_rating(self):
        rating = self.env["hr.mentorship.feedback"].search([("author_id", "=", self.mia.user_id.id)])
        rating.write({"rating": 1, "comment": "Never again.", "wants_contact": True})
        return rating

    def plant_block(self):
        return self.env["hr.mentorship.block"].create(
            {"profile_id": self.mia.mentorship_profile_ids.id, "blocked_employee_id": self.otto.id}
        )

    def plant_fit_answer(self):
        return self.env["hr.mentorship.fit.answer"]._record(self.seat, "no")

    def plant_survey_answer(self):
        pulse = self.env["hr.mentorship.pulse"]._ask([(self.seat.id, 1, self.program.pulse_survey_id.id)])
        pulse._answer([{"construct": "trust", "value": 1, "body": "I am afraid of her."}])
        return pulse.answer_ids

    def plant_survey_decline(self):
        pulse = self.env["hr.mentorship.pulse"]._ask([(self.seat.id, 1, self.program.pulse_survey_id.id)])
        pulse._decline()
        return pulse

    def plant_goal(self):
        return self.env["hr.mentorship.goal"].create(
            {"name": "Become a diver", "mentorship_id": self.pair.id, "member_id": self.seat.id}
        )

    def plant_words(self):
        self.pair.write({"given_end_reason": "fit", "given_request_message": "Please teach me diving."})
        return self.pair

    def plant_proposals(self):
        return self.add_mentorship(mentor=self.max, mentee=self.eve, program=self.other_program) | (
            self.add_mentorship(mentor=self.pia, mentee=self.otto, program=self.other_program)
        )

    def test_private_note_is_found_by_its_author_alone(self):
        self.assert_hidden(self.plant_note, ["body", "kind", "author_id"], knowing=["mentee"])

    def test_rating_is_found_by_its_author_alone(self):
        self.assert_hidden(self.plant_rating, ["rating", "comment", "may_be_read", "wants_contact"], knowing=["mentee"])

    def test_block_is_found_by_its_author_alone(self):
        self.assert_hidden(self.plant_block, ["blocked_employee_id"], knowing=["mentee"])

    def test_answer_to_the_fit_check_is_found_by_its_author_alone(self):
        self.assert_hidden(self.plant_fit_answer, ["answer"], knowing=["mentee"])

    def test_answer_to_a_survey_is_found_by_its_author_alone(self):
        self.assert_hidden(self.plant_survey_answer, ["construct", "value", "body"], knowing=["mentee"])

    def test_whether_somebody_has_answered_is_found_by_themselves_alone(self):
        self.assert_hidden(self.plant_survey_decline, ["state", "round"], knowing=["mentee"])

    def test_draft_of_a_goal_is_found_by_its_mentee_alone(self):
        self.assert_hidden(self.plant_goal, ["name", "state"], knowing=["mentee"])

    def test_reason_and_words_of_a_request_are_asked_for_by_nobody(self):
        self.assert_hidden(self.plant_words, ["given_end_reason", "given_request_message"], knowing=["mentee"])

    def test_nobody_but_the_author_reads_or_reckons_a_difference(self):
        def plant():
            self.plant_rating()
            self.plant_block()
            self.plant_fit_answer()
            self.plant_goal()
            return self.plant_note()

        self.assert_hidden(plant, knowing=["mentee"], with_looking=True)

    # -- what is planned

    def test_proposal_is_found_by_its_program_manager_alone(self):
        """Neither by the two, nor by another program manager, nor in the directory; not even by a date of change."""
        self.enrol(self.otto, "mentee", program=self.other_program)
        long_ago = fields.Datetime.now() - timedelta(days=3)
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_mentorship_participant SET write_date = %s", [long_ago])
        knowing = ["other program manager", "administrator"]
        self.assert_hidden(self.plant_proposals, ["state", "name"], knowing=knowing, with_looking=True)

    # -- what the host asks in sudo

    def test_host_that_asks_in_sudo_meets_no_secret(self):
        """Whoever has an attachment asks about whatever its author and company lead to, in sudo."""
        self.plant_block()
        self.env.company._fields["mentorship_seal_password"].write(self.env.company, "sesame")
        for user in (self.olga.user_id, self.ada.user_id):
            attachments = self.env["ir.attachment"].with_user(user)
            attachments.create({"name": "mine.txt", "raw": b"mine"})
            self.assertTrue(self.ask(attachments, [("create_uid.employee_ids", "!=", False)]), "the way is there")
            for path, value in (
                ("company_id.mentorship_seal_password", "sesame"),
                ("create_uid.company_id.mentorship_seal_file", False),
                ("create_uid.employee_ids.mentorship_profile_ids", False),
                ("create_uid.employee_ids.mentorship_profile_ids.block_ids", False),
                ("create_uid.employee_ids.mentorship_member_ids.mentorship_id.note_ids.body", "x"),
                ("create_uid.employee_ids.badge_ids.mentorship_member_ids.mentorship_id.state", "proposed"),
            ):
                for operator in ("=", "!=", "in", "not in", "=like"):
                    with self.subTest(user=user.name, path=path, operator=operator):
                        asked = [value] if operator in ("in", "not in") else value
                        if operator != "=like" or value:
                            self.assertEqual(self.ask(attachments, [(path, operator, asked)]), REFUSED)

    def test_host_mails_no_file_of_a_pair_to_others(self):
        """Templates attach in sudo whatever a client names."""
        template = self.env["mail.template"].create(
            {"name": "Hello", "model_id": self.env["ir.model"]._get("res.users").id, "subject": "Hello"}
        )
        agreement = self.pair.agreement_id
        copy = self.env["ir.attachment"].create(
            {"name": "Copy.pdf", "raw": b"signed", "res_model": agreement._name, "res_id": agreement.id}
        )
        values = {"attachment_ids": [Command.link(copy.id)], "email_to": "attacker@example.com"}
        for reader, may_read in (("outsider", False), ("other program manager", False), ("mentee", True)):
            user = self.readers[reader]
            mine = template.with_user(user)
            with self.subTest(reader):
                if may_read:
                    self.assertTrue(mine.send_mail(user.id, email_values=values))
                    continue
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    mine.send_mail(user.id, email_values=values)
        self.assertTrue(template.send_mail(self.env.uid, email_values=values), "our own jobs send it to its members")

    def test_search_of_ours_takes_no_domain_into_a_search_in_sudo(self):
        """Each relation that is not stored is asked about the secret number of whoever made its records."""
        author = self.add_person("author", groups="hr_mentorship.group_hr_mentorship_admin,hr.group_hr_manager")
        author.pin = "4711"
        interest = self.env["hr.mentorship.interest"].with_user(author.user_id).create({"name": "Diving"})
        self.max.mentorship_profile_ids.interest_ids = interest
        fields_asked = 0
        for model_name, model in self.env.items():
            for field in model._fields.values():
                is_ours = field._module == "hr_mentorship" or model_name.startswith("hr.mentorship")
                if not (is_ours and field.relational and field.search) or field.store:
                    continue
                fields_asked += 1
                for reader, user in self.readers.items():
                    if reader == "hr officer":
                        continue  # reads such numbers anyway
                    found = [
                        self.ask(
                            model.with_user(user),
                            [(f"{field.name}.create_uid", "any", [("employee_ids.pin", "=", pin)])],
                        )
                        for pin in ("4711", "0000")
                    ]
                    with self.subTest(reader=reader, field=str(field)):
                        self.assertEqual(found[0], found[1])
        self.assertGreater(fields_asked, 5)

    # -- fields to come

    def test_every_way_to_our_models_asks_as_the_reader(self):
        """A one2many looks its records up in sudo where it is no ReaderOne2many."""
        for model_name, model in self.env.items():
            if model._transient or model._abstract:
                continue
            for field in model._fields.values():
                if not field.store or not field.relational or not field.comodel_name.startswith("hr.mentorship"):
                    continue
                with self.subTest(str(field)):
                    if field.type == "one2many":
                        self.assertIsInstance(field, ReaderOne2many)
                    if not model_name.startswith("hr.mentorship") and f"{model_name}.{field.name}" not in WAYS_IN:
                        self.assertIsInstance(field, PrivateOne2many, "the host walks over it in sudo")

    def test_every_way_to_what_few_may_read_is_closed_to_sudo(self):
        """Models whose rules leave out administrators are reached by a PrivateOne2many, and by nothing else."""
        rules = self.env["ir.rule"].search([("groups", "=", False), ("model_id.model", "=like", "hr.mentorship%")])
        private = {
            rule.model_id.model
            for rule in rules
            if re.search(r"user\.id|can_read|has_my_part", rule.domain_force or "")
            and "create_uid" not in rule.domain_force
        }
        self.assertLessEqual({"hr.mentorship.note", "hr.mentorship.feedback", "hr.mentorship.block"}, private)
        for model_name in self.our_models():
            for field in self.env[model_name]._fields.values():
                leads_in = field.store and field.type == "one2many" and field.comodel_name in private
                if leads_in and model_name not in private:
                    with self.subTest(str(field)):
                        self.assertIsInstance(field, PrivateOne2many)

    def test_every_column_that_nobody_reads_is_asked_for_by_nobody(self):
        for model_name, model in self.env.items():
            if model._transient or model._abstract or model_name == "mail.mail":
                continue
            for field in model._fields.values():
                is_ours = field._module == "hr_mentorship" or model_name.startswith("hr.mentorship")
                if is_ours and field.groups == NO_ACCESS and f"{model_name}.{field.name}" not in ASKABLE:
                    with self.subTest(str(field)):
                        if field.store or field.search:  # else there is no way to ask
                            self.assertIsInstance(field, _Secret)
                        with self.assertRaises(UserError):
                            model.search([(field.name, "!=", False)])
