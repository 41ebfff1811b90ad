from odoo import Command, fields
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import SIGNATURE, MentorshipCase
from .public_methods import PUBLIC_METHODS, WIZARDS_OF_NOBODY, parse


@tagged("post_install", "-at_install")
class TestPublicMethods(MentorshipCase):
    """Whatever a client may call is known, guarded, and changes nothing in the hands of a stranger."""

    before = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maxDiff = None
        cls.pair = cls.add_mentorship("offered")
        cls.running = cls.add_mentorship("active", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))
        waiting = cls.enrol(cls.add_person("noah"), "mentee")
        run = cls.env["hr.mentorship.matching.run"]._create_runs(cls.program, ["people"])
        choice = cls.env["hr.mentorship.choice"].create({"program_id": cls.program.id, "mentee_id": waiting.id})
        cls.records = {
            "hr.employee": cls.mia,
            "hr.employee.public": cls.env["hr.employee.public"].browse(cls.mia.id),
            "hr.mentorship": cls.pair,
            "hr.mentorship.agreement": cls.running.agreement_id,
            "hr.mentorship.agreement.template": cls.program.agreement_template_id,
            "hr.mentorship.checkin": cls.running.checkin_ids[0],
            "hr.mentorship.checkin.agenda": cls.env["hr.mentorship.checkin.agenda"].create(
                {"checkin_id": cls.running.checkin_ids[0].id, "topics": "Stolen words"}
            ),
            "hr.mentorship.next.step": cls.env["hr.mentorship.next.step"]._agree(
                cls.running.checkin_ids[0],
                [{"name": "Practice", "member_id": cls.running.member_ids[0].id, "due_date": fields.Date.today()}],
            ),
            "mail.activity": cls.running.checkin_ids[0].activity_ids[0],
            "hr.mentorship.lifecycle.mixin": cls.pair,
            "hr.mentorship.topic.suggestion": cls.env["hr.mentorship.topic.suggestion"].create(
                {"name": "Beekeeping", "key": "beekeeping", "purpose": "wanted", "employee_id": cls.mia.id}
            ),
            "hr.mentorship.participant": cls.pair.member_ids.participant_id.filtered(lambda p: p.role == "mentee"),
            "hr.mentorship.profile": cls.mia.mentorship_profile_ids,
            "hr.mentorship.program": cls.program,
            "hr.mentorship.pulse": cls.env["hr.mentorship.pulse"]._ask(
                [(cls.running.member_ids[0].id, 1, cls.program.pulse_survey_id.id)]
            ),
            "survey.survey": cls.env["survey.survey"].create({"title": "Why?", "survey_type": "mentorship"}),
            "hr.mentorship.apply": cls.env["hr.mentorship.apply"].create(
                {"program_id": cls.program.id, "role": "mentee"}
            ),
            "hr.mentorship.checkin.log": cls.env["hr.mentorship.checkin.log"].create(
                {"checkin_id": cls.running.checkin_ids[0].id, "rating": "5", "summary": "Stolen words"}
            ),
            "hr.mentorship.checkin.plan": cls.env["hr.mentorship.checkin.plan"].create(
                {"checkin_id": cls.running.checkin_ids[0].id, "planned_at": cls.running.end_date}
            ),
            "hr.mentorship.choose.wishes": cls.env["hr.mentorship.choose.wishes"].create(
                {"participant_id": cls.enrol(cls.paula, "mentee").id}
            ),
            "hr.mentorship.end": cls.env["hr.mentorship.end"].create({"mentorship_id": cls.running.id}),
            "hr.mentorship.pause": cls.env["hr.mentorship.pause"].create(
                {"mentorship_id": cls.running.id, "pause_until": cls.running.end_date}
            ),
            "hr.mentorship.profile.guide": cls.env["hr.mentorship.profile.guide"].create(
                {"profile_id": cls.mia.mentorship_profile_ids.id}
            ),
            "hr.mentorship.seal.upload": cls.env["hr.mentorship.seal.upload"].create({"password": "secret"}),
            "hr.mentorship.job": cls.env["hr.mentorship.job"].create(
                {"kind": "approve", "program_id": cls.program.id, "user_id": cls.pia.user_id.id}
            ),
            "hr.mentorship.matching.job": run.job_id,
            "hr.mentorship.matching.run": run,
            "hr.mentorship.matching.line": run.line_ids[0],
            "hr.mentorship.choice": choice,
            "hr.mentorship.choice.option": cls.env["hr.mentorship.choice.option"].create(
                {"choice_id": choice.id, "mentor_id": waiting.id}
            ),
            "hr.mentorship.wrap.up": cls.env["hr.mentorship.wrap.up"].create({"program_id": cls.program.id}),
            "hr.mentorship.interview": cls.env["hr.mentorship.interview"].create(
                {
                    "participant_id": cls.running.member_ids.participant_id[0].id,
                    "interviewer_id": cls.pia.user_id.id,
                    "kind": "exit",
                }
            ),
            "hr.mentorship.book.interview": cls.env["hr.mentorship.book.interview"].create(
                {"participant_id": cls.running.member_ids.participant_id[0].id}
            ),
            "hr.mentorship.hand.over": cls.env["hr.mentorship.hand.over"].create(
                {"program_id": cls.program.id, "user_ids": [Command.set(cls.petra.user_id.ids)]}
            ),
            "hr.mentorship.reject": cls.env["hr.mentorship.reject"].create(
                {"mentorship_ids": [Command.set(cls.pair.ids)], "reason": "Stolen words"}
            ),
            "hr.mentorship.decline.request": cls.env["hr.mentorship.decline.request"].create(
                {"mentorship_ids": [Command.set(cls.pair.ids)], "reason": "Stolen words"}
            ),
            "hr.mentorship.reject.application": cls.env["hr.mentorship.reject.application"].create(
                {"participant_ids": [Command.set(cls.pair.member_ids.participant_id.ids)], "reason": "Stolen words"}
            ),
            "hr.mentorship.invitation": cls.env["hr.mentorship.invitation"]._ask(cls.program, cls.mia),
            "hr.mentorship.invite": cls.env["hr.mentorship.invite"].create({"program_id": cls.program.id}),
            "hr.mentorship.lesson": cls.env["hr.mentorship.lesson"].create(
                {"program_id": cls.program.id, "name": "Stolen words"}
            ),
            "hr.mentorship.learn.weights": cls.env["hr.mentorship.learn.weights"].create(
                {"program_id": cls.program.id}
            ),
            "hr.mentorship.next.cohort": cls.env["hr.mentorship.next.cohort"].create(
                {"program_id": cls.add_program("Over", cls.pia, state="closed").id}
            ),
            "hr.mentorship.report.choice": cls.env["hr.mentorship.report.choice"].create(
                {"program_ids": [Command.set(cls.program.ids)]}
            ),
            "hr.mentorship.new.program": cls.env["hr.mentorship.new.program"].create({"name": "Stolen"}),
            "hr.mentorship.ask.for.changes": cls.env["hr.mentorship.ask.for.changes"].create(
                {"program_id": cls.program.id, "reason": "Stolen words"}
            ),
            "hr.mentorship.notice": cls.running.member_ids[:1]._notify("sign_reminder"),
            "hr.mentorship.target": cls.env["hr.mentorship.target"].create(
                {"program_id": cls.program.id, "wanted_value": 5}
            ),
            "hr.mentorship.approve": cls.env["hr.mentorship.approve"].create(
                {"program_id": cls.program.id, "word": "Stolen words"}
            ),
            "hr.mentorship.new.match": cls.env["hr.mentorship.new.match"].create({"mentorship_id": cls.running.id}),
            "hr.mentorship.resource": cls.env["hr.mentorship.resource"].create(
                {"name": "How to listen", "url": "https://example.com/listening"}
            ),
            "hr.mentorship.goal.template": cls.env["hr.mentorship.goal.template"].create({"name": "I listen"}),
            "hr.mentorship.overview": cls.env["hr.mentorship.overview"].create({}),
            "hr.mentorship.wallet": cls.env["hr.mentorship.wallet"]
            ._earn([{"employee_id": cls.mia.id, "points": 5, "reason": "A talk"}])
            .wallet_id,
            "hr.mentorship.points.review": cls.env["hr.mentorship.points.review"].create(
                {"reason": "velocity", "mentorship_id": cls.running.id, "noticed_entries": [], "word": "Stolen words"}
            ),
            **cls.make_goals(),
            **cls.make_request_dialogs(),
            **cls.make_rewards(),
            **cls.make_posts(),
            "hr.mentorship.first.meeting": cls.env["hr.mentorship.first.meeting"].create(
                {
                    "seen": {},
                    "mentorship_id": cls.add_mentorship(
                        "agreement", mentor=cls.add_person("mentor0"), mentee=cls.add_person("mentee0")
                    ).id,
                }
            ),
            "hr.mentorship.sign": cls.env["hr.mentorship.sign"].create(
                {
                    "agreement_id": cls.add_mentorship(
                        "agreement", mentor=cls.add_person("ida"), mentee=cls.add_person("uma")
                    ).agreement_id.id,
                    "has_read": True,
                    "image": SIGNATURE,
                }
            ),
            "hr.mentorship.note.dialog": cls.env["hr.mentorship.note.dialog"].create(
                {"mentorship_id": cls.running.id, "body": "A thought."}
            ),
            "hr.mentorship.thank.you": cls.env["hr.mentorship.thank.you"].create(
                {"mentorship_id": cls.running.id, "message": "Thanks."}
            ),
        }
        cls.env.flush_all()

    @classmethod
    def make_goals(cls):
        eve = cls.running.mentee_ids
        goal = cls.env["hr.mentorship.goal"].create(
            {
                "name": "Learn to say no",
                "mentorship_id": cls.running.id,
                "milestone_ids": [Command.create({"name": "Say it once"})],
                "state": "active",
            }
        )
        return {
            "hr.mentorship.goal": goal,
            "hr.mentorship.milestone": goal.milestone_ids,
            "hr.mentorship.skill.proposal": cls.env["hr.mentorship.skill.proposal"].create(
                {
                    "employee_id": eve.id,
                    "goal_id": goal.id,
                    "skill_id": cls.leading.id,
                    "skill_level_id": cls.skill_type.skill_level_ids[0].id,
                }
            ),
            "hr.mentorship.goal.update": cls.env["hr.mentorship.goal.update"].create(
                {"goal_id": goal.id, "note": "Stolen words"}
            ),
            "hr.mentorship.goal.suggest": cls.env["hr.mentorship.goal.suggest"].create(
                {"mentorship_id": cls.running.id, "name": "Stolen words"}
            ),
        }

    @classmethod
    def make_rewards(cls):
        reward = cls.env["hr.mentorship.reward"].create(
            {
                "name": "Kite",
                "price": 5,
                "is_published": True,
                "owner_id": cls.ada.user_id.id,
                "approval": "person",
                "approver_id": cls.pia.user_id.id,
            }
        )
        cls.env["hr.mentorship.wallet"]._earn([{"employee_id": cls.mia.id, "points": 5, "reason": "A talk"}])
        redemption = reward._redeem(cls.mia, {})
        refusal = {"redemption_ids": [Command.set(redemption.ids)], "reason": "Not now."}
        return {
            "hr.mentorship.reward": reward,
            "hr.mentorship.redemption": redemption,
            "hr.mentorship.redeem": cls.env["hr.mentorship.redeem"].create({"reward_id": reward.id}),
            "hr.mentorship.refuse.redemption": cls.env["hr.mentorship.refuse.redemption"].create(refusal),
            "hr.mentorship.import.codes": cls.env["hr.mentorship.import.codes"].create({"reward_id": reward.id}),
            "hr.mentorship.payroll.export": cls.env["hr.mentorship.payroll.export"].create({}),
        }

    @classmethod
    def make_posts(cls):
        cls.program.has_wall = True
        with_note = cls.running.with_user(cls.people["eve"].user_id)
        with_note._thank("Stolen words")
        return {
            "hr.mentorship.post": cls.running._propose_spotlight("Stolen words"),
            "hr.mentorship.note": cls.env["hr.mentorship.note"].search(
                [("mentorship_id", "=", cls.running.id), ("kind", "=", "thank_you")]
            ),
            "hr.mentorship.spotlight": cls.env["hr.mentorship.spotlight"].create(
                {"mentorship_id": cls.running.id, "words": "Stolen words"}
            ),
        }

    @classmethod
    def make_request_dialogs(cls):
        program = cls.add_program("Choosers", cls.pia, matching_mode="request")
        asking = cls.enrol(cls.mia, "mentee", program=program).with_user(cls.mia.user_id)
        cls.enrol(cls.olga, "mentor", program=program)
        asking.action_find_mentor()
        candidate = asking.env["hr.mentorship.candidate"].search([])
        dialog = asking.env["hr.mentorship.ask"].create({"candidate_id": candidate.id})
        return {"hr.mentorship.candidate": candidate.with_env(cls.env), "hr.mentorship.ask": dialog.with_env(cls.env)}

    def test_every_public_method_stands_in_the_table(self):
        found = {
            (model, name)
            for model, model_class in self.env.registry.items()
            for definition in model_class.mro()
            if definition.__module__.startswith("odoo.addons.hr_mentorship.") and definition._name == model
            for name, member in vars(definition).items()
            if callable(member) and not name.startswith("_") and not getattr(member, "_api_private", False)
        }
        self.assertEqual(sorted(found), sorted((row[0], row[1]) for row in parse(PUBLIC_METHODS)))

    def test_outsider_calls_every_guarded_method_and_is_refused(self):
        for model, method, guard, _intruder in parse(PUBLIC_METHODS):
            if guard in ("manager", "sponsor", "member") or (guard == "own" and model not in WIZARDS_OF_NOBODY):
                with self.subTest(f"{model}.{method}"):
                    self._assert_refused(model, method, self.olga)

    def test_closest_reader_calls_every_guarded_method_and_is_refused(self):
        for model, method, _guard, intruder in parse(PUBLIC_METHODS):
            if intruder != "-":
                with self.subTest(f"{model}.{method} by {intruder}"):
                    self._assert_refused(model, method, self.people[intruder])

    def test_outsider_calls_every_opening_method_and_changes_nothing(self):
        for model, method, guard, _intruder in parse(PUBLIC_METHODS):
            if guard != "opens":
                continue
            with self.subTest(f"{model}.{method}"):
                before = self._fingerprint()
                try:
                    self._call(model, method, self.olga)
                except (AccessError, UserError, RedirectWarning):
                    self.env.invalidate_all()
                self.assertEqual(self._fingerprint(), before)

    def test_private_helpers_are_refused_to_clients(self):
        """The methods that write in sudo without asking who calls."""
        for model, method in (
            ("hr.mentorship", "_activate"),
            ("hr.mentorship", "_move_to"),
            ("hr.mentorship", "_end"),
            ("hr.mentorship", "_pause"),
            ("hr.mentorship", "_thank"),
            ("hr.mentorship.member", "_answer_pool"),
            ("hr.employee", "_leave_mentorships"),
            ("hr.mentorship", "_resume"),
            ("hr.mentorship", "_request"),
            ("hr.mentorship", "_offer_seat"),
            ("hr.mentorship", "_decline_request"),
            ("hr.mentorship", "_ask_next_wish"),
            ("hr.mentorship.candidate", "_open"),
            ("hr.mentorship.matcher", "_rank_mentors"),
            ("hr.mentorship.participant", "_find_my_choosing"),
            ("hr.mentorship.member", "_answer"),
            ("hr.mentorship.agreement", "_sign"),
            ("hr.mentorship.agreement", "_adjust"),
            ("hr.mentorship", "_amend"),
            ("hr.mentorship.checkin", "_log"),
            ("hr.mentorship.checkin", "_set_my_topics"),
            ("hr.mentorship.next.step", "_agree"),
            ("hr.mentorship.next.step", "_finish"),
            ("hr.mentorship.member", "_ask_for_contact"),
            ("hr.mentorship.checkin", "_move"),
            ("hr.mentorship.checkin", "_reschedule"),
            ("hr.mentorship.checkin", "_suggest_times"),
            ("hr.mentorship.job", "_queue"),
            ("hr.mentorship.matching.run", "_create_runs"),
            ("hr.mentorship.matching.run", "_apply"),
            ("hr.mentorship", "_pair_by_hand"),
            ("hr.mentorship", "_reject"),
            ("hr.mentorship.participant", "_reject"),
            ("hr.mentorship.program", "_ask_for_changes"),
            ("hr.mentorship.program", "_say_word"),
            ("hr.mentorship.program", "_keep_approved"),
            ("hr.mentorship.program", "_agree_to_changes"),
            ("hr.mentorship.target.figure", "_record"),
            ("hr.mentorship.note", "_record"),
            ("hr.mentorship.post", "_propose"),
            ("hr.mentorship.post", "_agree"),
            ("hr.mentorship.post", "_withdraw"),
            ("hr.mentorship.note", "_put_on_wall"),
            ("hr.mentorship", "_propose_spotlight"),
            ("hr.mentorship.reaction", "_toggle"),
            ("hr.mentorship.reward", "_redeem"),
            ("hr.mentorship.reward", "_take_one"),
            ("hr.mentorship.redemption", "_approve"),
            ("hr.mentorship.redemption", "_fulfil"),
            ("hr.mentorship.redemption", "_refuse"),
            ("hr.mentorship.reward.code", "_read_code_of"),
            ("hr.mentorship.reward.code", "_import"),
            ("hr.mentorship.wallet", "_earn"),
            ("hr.mentorship.wallet", "_spend"),
            ("hr.mentorship.wallet", "_refund"),
            ("hr.mentorship.wallet", "_reverse"),
            ("hr.mentorship.wallet", "_post"),
            ("hr.mentorship.wallet", "_give"),
            ("hr.mentorship.recognition.event", "_cron_collect"),
            ("hr.mentorship.recognition.event", "_simulate"),
            ("gamification.badge.user", "_grant_by_rules"),
            ("hr.mentorship.wallet", "_find_differences"),
            ("hr.mentorship.goal", "_suggest"),
            ("hr.mentorship.goal", "_log_progress"),
            ("hr.mentorship.goal", "_log_moves"),
            ("hr.mentorship.goal.progress", "_record"),
            ("hr.mentorship.milestone", "_mark_done"),
            ("hr.mentorship.skill.proposal", "_propose_for"),
            ("hr.mentorship.program", "_enrol"),
            ("hr.mentorship.block", "_block_partners"),
            ("hr.mentorship.block", "_get_blocked_pairs"),
        ):
            with self.subTest(f"{model}.{method}"), self.assertRaises(AccessError):
                call_kw(self.env[model].with_user(self.olga.user_id), method, [[]], {})

    def _assert_refused(self, model, method, person):
        # Nothing has changed since the last one was refused
        self.before = self.before or self._fingerprint()
        with self.assertRaises(AccessError):
            self._call(model, method, person)
        before, self.before = self.before, self._fingerprint()
        self.assertEqual(self.before, before)

    def _call(self, model, method, person):
        """As the RPC layer does, on somebody else's record; a dialog is the caller's own, about somebody else's."""
        record = self.records[model]
        if record.is_transient():
            self.env.cr.execute(
                f"UPDATE {record._table} SET create_uid = %s WHERE id = %s", [person.user_id.id, record.id]
            )
        record = self.as_user(record, person)
        args = [] if getattr(getattr(record, method), "_api_model", False) else [record.ids]
        return call_kw(record.browse(), method, args, {})

    def _fingerprint(self):
        """Count and hash all lasting rows of the addon, with the to-dos and mails that belong to them."""
        self.env.flush_all()
        tables = [
            model._table
            for model in self.env.values()
            if model._original_module == "hr_mentorship"
            and model._auto
            and not model._abstract
            and not model._transient
        ]
        tables += ["mail_activity", "mail_mail", "mail_message", "mail_followers"]
        look = "SELECT '{0}', COUNT(*), md5(string_agg(t::text, '|' ORDER BY id)) FROM {0} t"
        self.env.cr.execute(" UNION ALL ".join(look.format(table) for table in tables))
        return {table: row for table, *row in self.env.cr.fetchall()}
