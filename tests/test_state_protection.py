from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SIGNATURE, MentorshipCase


@tagged("post_install", "-at_install")
class TestStateProtection(MentorshipCase):
    """Nobody writes a status: it follows its own steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("agreement")
        cls.running = cls.add_mentorship("active", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))
        cls.applicant = cls.enrol(cls.olga, "mentee", state="applied")
        cls.enrol(cls.add_person("noah"), "mentee")
        cls.run_of_program = cls.env["hr.mentorship.matching.run"]._create_runs(cls.program, ["people"])
        cls.guarded = {
            "hr.mentorship.program": (cls.program, "closed"),
            "hr.mentorship.participant": (cls.applicant, "approved"),
            "hr.mentorship": (cls.pair, "active"),
            "hr.mentorship.agreement": (cls.pair.agreement_id, "signed"),
            "hr.mentorship.checkin": (cls.running.checkin_ids[0], "done"),
            "hr.mentorship.notice": (cls.running.member_ids[:1]._notify("sign_reminder"), "sent"),
            "hr.mentorship.next.step": (
                cls.env["hr.mentorship.next.step"]._agree(
                    cls.running.checkin_ids[0],
                    [{"name": "Practice", "member_id": cls.running.member_ids[0].id, "due_date": fields.Date.today()}],
                ),
                "done",
            ),
            "hr.mentorship.matching.run": (cls.run_of_program, "done"),
            "hr.mentorship.job": (
                cls.env["hr.mentorship.job"].create(
                    {"kind": "approve", "program_id": cls.program.id, "user_id": cls.pia.user_id.id}
                ),
                "done",
            ),
            "hr.mentorship.invitation": (
                cls.env["hr.mentorship.invitation"]._ask(cls.program, cls.olga),
                "accepted",
            ),
            "hr.mentorship.pulse": (
                cls.env["hr.mentorship.pulse"]._ask(
                    [(cls.running.member_ids[0].id, 1, cls.program.pulse_survey_id.id)]
                ),
                "answered",
            ),
            "hr.mentorship.redemption": (cls.make_redemption(), "fulfilled"),
            "hr.mentorship.points.review": (
                cls.env["hr.mentorship.points.review"].create(
                    {"reason": "velocity", "mentorship_id": cls.running.id, "noticed_entries": []}
                ),
                "dismissed",
            ),
            "hr.mentorship.post": (cls.make_post(), "shown"),
            **cls.make_goals(),
        }
        cls.root = cls.env.ref("base.user_admin")
        cls.root.write({"group_ids": [Command.link(cls.env.ref("hr_mentorship.group_hr_mentorship_admin").id)]})
        cls.env.flush_all()

    @classmethod
    def make_post(cls):
        cls.program.has_wall = True
        return cls.running._propose_spotlight("They shine.").with_env(cls.env)

    @classmethod
    def make_redemption(cls):
        values = {"name": "Kite", "price": 5, "is_published": True, "owner_id": cls.ada.user_id.id}
        cls.env["hr.mentorship.wallet"]._earn([{"employee_id": cls.mia.id, "points": 5, "reason": "A talk"}])
        return cls.env["hr.mentorship.reward"].create(values)._redeem(cls.mia, {}).with_env(cls.env)

    @classmethod
    def make_goals(cls):
        goal = cls.env["hr.mentorship.goal"].create({"name": "Learn to say no", "mentorship_id": cls.running.id})
        proposal = cls.env["hr.mentorship.skill.proposal"].create(
            {
                "employee_id": goal.employee_id.id,
                "skill_id": cls.leading.id,
                "skill_level_id": cls.skill_type.skill_level_ids[0].id,
            }
        )
        topic = cls.env["hr.mentorship.topic.suggestion"].create(
            {"name": "Beekeeping", "key": "beekeeping", "purpose": "wanted", "employee_id": cls.mia.id}
        )
        return {
            "hr.mentorship.goal": (goal, "reached"),
            "hr.mentorship.skill.proposal": (proposal, "applied"),
            "hr.mentorship.topic.suggestion": (topic, "accepted"),
        }

    def test_every_model_with_a_status_is_guarded(self):
        mixin = self.env.registry["hr.mentorship.lifecycle.mixin"]
        ours = [
            model
            for model in self.env.values()
            if model._original_module == "hr_mentorship"
            and model._auto
            and not model._transient
            and not model._abstract
        ]
        with_state = {model._name for model in ours if "state" in model._fields}
        self.assertEqual(with_state, {model._name for model in ours if issubclass(type(model), mixin)})
        self.assertEqual(with_state, set(self.guarded))

    def test_anybody_writes_a_status_and_is_refused(self):
        users = [person.user_id for person in self.people.values()] + [self.root]
        for record, state in self.guarded.values():
            before = record.state
            for user in users:
                with self.subTest(f"{record._name} by {user.login}"):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        record.with_user(user).write({"state": state})
            self.assertEqual(record.state, before)

    def test_program_manager_sets_a_status_in_the_same_breath_as_other_fields_and_is_refused(self):
        with self.assertRaises(AccessError):
            self.as_user(self.program, self.pia).write({"name": "Renamed", "state": "closed"})
        self.assertEqual(self.program.name, "Leaders")

    def test_program_manager_edits_other_fields_and_succeeds(self):
        self.as_user(self.program, self.pia).write({"name": "Renamed"})
        self.assertEqual(self.program.name, "Renamed")

    def test_program_manager_changes_the_terms_of_a_proposal_but_not_what_members_agree_on(self):
        proposal = self.add_mentorship("proposed", program=self.add_program("Speakers", self.pia))
        self.as_user(proposal, self.pia).write({"rhythm": "weekly"})
        self.assertEqual(proposal.rhythm, "weekly")
        for pair in (self.pair, self.running):
            with self.subTest(pair.state), self.assertRaises(UserError):
                self.as_user(pair, self.pia).write({"rhythm": "weekly"})

    def test_anybody_writes_what_only_the_steps_write_and_is_refused(self):
        """The client hides read-only fields; a call from outside does not."""
        today = fields.Date.today()
        for values in (
            {"offered_on": today},
            {"start_date": today},
            {"closed_on": today},
            {"end_reason": "fit"},
            {"score": 100},
            {"match_facts": {}},
            {"program_id": self.program.id},
        ):
            for person in (self.pia, self.ada):
                with self.subTest(f"{person.name} {values}"), self.assertRaises(AccessError):
                    self.as_user(self.running, person).write(values)

    def test_program_manager_imports_a_status_and_is_refused(self):
        """The import of the web client, for new records and for existing ones."""
        today = fields.Date.today()
        programs = self.as_user(self.env["hr.mentorship.program"], self.pia)
        before = programs.search_count([])
        result = programs.load(
            ["name", "start_date", "end_date", "enrolment_end_date", "state"],
            [["Imported", str(today), str(fields.Date.add(today, days=90)), str(today), "open"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("Use the buttons", result["messages"][0]["message"])
        self.assertEqual(programs.search_count([]), before)
        for record, state in self.guarded.values():
            old = record.state
            with self.subTest(record._name):
                label = dict(record._fields["state"]._description_selection(self.env))[state]
                result = self.as_user(record, self.pia).load([".id", "state"], [[str(record.id), label]])
                self.assertFalse(result["ids"])
                record.invalidate_recordset()
                self.assertEqual(record.state, old)

    def test_program_manager_creates_in_another_status_and_is_refused(self):
        programs = self.as_user(self.env["hr.mentorship.program"], self.pia)
        for context in ({}, {"default_state": "open"}):
            with self.subTest(context=context), self.assertRaises(AccessError):
                programs.with_context(**context).create({"name": "Shortcut", "state": "open"})

    def test_program_manager_puts_a_status_into_the_context_and_starts_from_a_draft(self):
        programs = self.as_user(self.env["hr.mentorship.program"], self.pia).with_context(default_state="open")
        self.assertEqual(programs.create({"name": "Shortcut"}).state, "draft")
        created, _display_name = programs.name_create("Shortcut")
        self.assertEqual(programs.browse(created).state, "draft")

    def test_employee_puts_a_status_into_the_context_of_an_application_and_waits_like_everybody(self):
        """The application is written in sudo, and the context comes from the client."""
        wizard = self.as_user(self.env["hr.mentorship.apply"], self.paula).with_context(default_state="approved")
        wizard.create(
            {"program_id": self.program.id, "role": "mentee", "skill_ids": [Command.link(self.leading.id)]}
        ).action_apply()
        participant = self.program.participant_ids.filtered(lambda p: p.employee_id == self.paula)
        self.assertEqual(participant.state, "applied")

    def test_member_puts_a_status_into_the_context_of_a_signature_and_starts_nothing_early(self):
        pair = self.add_mentorship("offered", mentor=self.add_person("mentor1"), mentee=self.add_person("mentee1"))
        for member in pair.member_ids:
            self.as_user(pair, member.employee_id).with_context(default_state="signed").action_accept()
        self.assertEqual((pair.state, pair.agreement_id.state), ("agreement", "draft"))
        for member in pair.member_ids:
            agreement = self.as_user(pair.agreement_id, member.employee_id)
            agreement.with_context(default_state="done", default_signed_at="2020-01-01 00:00:00")._sign("X", SIGNATURE)
        self.assertEqual(set(pair.checkin_ids.mapped("state")), {"planned"})
        self.assertFalse(pair.agreement_id.signature_ids.filtered(lambda s: s.signed_at.year == 2020))

    def test_program_manager_approves_through_the_list_of_a_program_and_is_refused(self):
        line = {"employee_id": self.paula.id, "role": "mentee", "skill_ids": [Command.link(self.leading.id)]}
        program = self.as_user(self.program, self.pia)
        for commands in (
            [Command.create({**line, "state": "approved"})],
            [Command.update(self.applicant.id, {"state": "approved"})],
        ):
            with self.subTest(commands=commands), self.assertRaises(AccessError):
                program.write({"participant_ids": commands})
        program.with_context(default_state="approved").write({"participant_ids": [Command.create(line)]})
        self.assertEqual(program.participant_ids.filtered(lambda p: p.employee_id == self.paula).state, "invited")

    def test_program_manager_sets_a_status_as_default_value_and_nothing_happens(self):
        """ir.default would fill the status of each new record before anybody looks."""
        self.env["ir.default"].set("hr.mentorship.participant", "state", "approved", user_id=self.pia.user_id.id)
        participants = self.as_user(self.env["hr.mentorship.participant"], self.pia)
        values = {"program_id": self.program.id, "employee_id": self.paula.id, "role": "mentee"}
        self.assertEqual(participants.create(values).state, "invited")

    def test_program_manager_copies_a_program_and_starts_from_a_draft(self):
        program = self.as_user(self.program, self.pia)
        self.assertEqual(program.copy().state, "draft")
        with self.assertRaises(AccessError):
            program.copy({"state": "open"})
        with self.assertRaises(AccessError):
            program.with_context(default_state="open").copy({"state": "open"})

    def test_member_smuggles_answers_and_signatures_and_is_refused(self):
        member = self.pair.member_ids.filtered(lambda member: member.employee_id == self.mia)
        with self.assertRaises(AccessError):
            self.as_user(member, self.mia).write({"response": "accepted"})
        with self.assertRaises(AccessError):
            self.as_user(self.env["hr.mentorship.signature"], self.mia).create(
                {
                    "agreement_id": self.pair.agreement_id.id,
                    "member_id": member.id,
                    "signed_name": "Mia",
                    "image": SIGNATURE,
                    "body_hash": "x",
                }
            )
        for person in (self.mia, self.pia, self.ada):
            with self.subTest(person.name), self.assertRaises(AccessError):
                self.as_user(self.pair, person).write({"member_ids": [Command.update(member.id, {"slot": 2})]})

    def test_program_manager_puts_somebody_else_in_a_seat_and_is_refused(self):
        """The seat follows the participant: changing that person would hand over the notes of a mentorship."""
        participant = self.running.member_ids[0].participant_id
        for values in (
            {"employee_id": self.pia.id},
            {"role": "mentee"},
            {"program_id": self.add_program("X", self.pia).id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self.as_user(participant, self.pia).write(values)
        with self.assertRaises(UserError):
            self.as_user(self.applicant, self.pia).write({"employee_id": self.paula.id})
        self.assertEqual(self.applicant.employee_id, self.olga, "nor before there is a mentorship: Olga has applied")
