from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import new_test_user

from .common import SIGNATURE, MentorshipCase


class MatrixCase(MentorshipCase):
    """One record of every model at least, and a user of every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maxDiff = None
        cls.eve, cls.otto = cls.add_person("eve"), cls.add_person("otto")
        cls.hr_officer = new_test_user(cls.env, login="hr.test", groups="base.group_user,hr.group_hr_user")
        cls.readers = {
            "mentee": cls.mia.user_id,
            "mentor": cls.max.user_id,
            "outsider": cls.olga.user_id,
            "lead": cls.paula.user_id,
            "sponsor": cls.sam.user_id,
            "pm": cls.pia.user_id,
            "other_pm": cls.petra.user_id,
            "admin": cls.ada.user_id,
            "hr": cls.hr_officer,
        }
        cls.other_program = cls.add_program("Speakers", cls.petra)
        cls.pair = cls.add_mentorship("active")
        cls.other_pair = cls.add_mentorship("active", mentor=cls.otto, mentee=cls.eve)
        cls.proposed = cls.add_mentorship("proposed", program=cls.add_program("Sellers", cls.pia))
        cls.log_first_checkin(cls.pair)
        cls.log_first_checkin(cls.other_pair)
        cls.closed_program = cls.add_program("Seniors", cls.pia)
        cls.enrol(cls.mia, "mentee", program=cls.closed_program)
        cls.closed_program.state = "closed"
        cls.fill_paulas_team()
        cls.fill_feedback_report()
        cls.enrol(cls.add_person("noah"), "mentee")
        cls.enrol(cls.add_person("ida"), "mentor")
        cls.run_of_program = cls.env["hr.mentorship.matching.run"]._create_runs(cls.program, ["people"])
        cls.env.flush_all()
        cls.records = cls.collect_records()
        cls.wizard_values = cls.collect_wizard_values()

    @classmethod
    def log_first_checkin(cls, pair):
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        checkin.with_user(pair.member_ids[0].user_id)._set_my_topics(["The talk"])
        for member in pair.member_ids:
            checkin.with_user(member.user_id)._log(
                "done",
                held_on=fields.Date.today(),
                summary=f"Summary by {member.employee_id.name}",
                private_note=f"Private note of {member.employee_id.name}",
                rating=4,
                next_steps=[{"name": "Practice", "member_id": member.id, "due_date": fields.Date.today()}],
            )

    @classmethod
    def fill_paulas_team(cls):
        for index in range(2, 5):
            cls.enrol(cls.add_person(f"mentee{index}", manager=cls.paula), "mentee")

    @classmethod
    def fill_feedback_report(cls):
        """Two more mentees answer, so that the mentees of the program are three."""
        today = fields.Date.today()
        for index in range(2):
            pair = cls.add_other_pair(index)
            checkin = pair.checkin_ids.sorted("planned_date")[0]
            checkin.with_user(pair.mentee_ids.user_id)._log("done", held_on=today, rating=5)
        cls.release = cls.env["hr.mentorship.release"].create(
            {
                "program_id": cls.program.id,
                "company_id": cls.program.company_id.id,
                "role": "mentee",
                "date_from": today.replace(day=1) - timedelta(days=31),
                "date_to": today.replace(day=1) - timedelta(days=1),
                "people_from": 3,
                "people_to": 4,
                "mean_from": 4.4,
                "mean_to": 5,
                "weight": 3,
            }
        )

    @classmethod
    def collect_records(cls):
        find = cls.env["hr.mentorship.note"].search
        cls.env["hr.mentorship.note"].with_user(cls.max.user_id)._record(cls.pair, "thank_you", "Thank you, Mia.")
        department = cls.env["hr.department"].create({"name": "Moon base"})

        quarter = {"date_from": "2025-01-01", "date_to": "2025-03-31", "people_from": 5, "people_to": 9, "weight": 5}
        team = cls.env["hr.mentorship.quarter"].create(
            {"manager_id": cls.paula.id, "company_id": cls.env.company.id, **quarter}
        )

        def part(person):
            return cls.program.participant_ids.filtered(lambda participant: participant.employee_id == person)

        def seat(pair, person):
            return pair.member_ids.filtered(lambda member: member.employee_id == person)

        def wish(person):
            return cls.env["hr.mentorship.wish"].create(
                {"participant_id": part(person).id, "wished_employee_id": cls.max.id, "rank": 1}
            )

        def note(person, kind):
            return find([("author_id", "=", person.user_id.id), ("kind", "=", kind)])

        def fit(person):
            return cls.env["hr.mentorship.fit.answer"]._record(seat(cls.pair, person), "early")

        def pulse(person):
            pulses = cls.env["hr.mentorship.pulse"]
            member = seat(cls.pair, person)
            asked = pulses.search([("member_id", "=", member.id)])
            if not asked:
                asked = pulses._ask([(member.id, 1, cls.program.pulse_survey_id.id)])
                asked._answer([{"construct": "fit", "value": 2}])
            return asked

        def answer(person):
            return cls.env["hr.mentorship.feedback"].search([("author_id", "=", person.user_id.id)])

        return {
            "hr.mentorship.training.pass of mia": cls.env["hr.mentorship.training.pass"].create(
                {
                    "employee_id": cls.mia.id,
                    "survey_id": cls.env.ref("hr_mentorship.survey_training_mentee").id,
                    "passed_on": fields.Date.today(),
                }
            ),
            "hr.mentorship.resource any": cls.env["hr.mentorship.resource"].create({"name": "How to listen"}),
            "hr.mentorship.resource.format any": cls.env.ref("hr_mentorship.resource_format_flash"),
            "hr.mentorship.goal.template any": cls.env["hr.mentorship.goal.template"].create({"name": "I listen"}),
            "hr.mentorship.interest any": cls.env["hr.mentorship.interest"].create({"name": "Kite building"}),
            "hr.mentorship.time.slot any": cls.env.ref("hr_mentorship.time_slot_monday_am"),
            "hr.mentorship.agreement.template any": cls.program.agreement_template_id,
            "hr.mentorship.agreement.section any": cls.program.agreement_template_id.section_ids[0],
            "hr.mentorship.profile of mia": cls.mia.mentorship_profile_ids,
            "hr.mentorship.profile of olga": cls.olga.mentorship_profile_ids,
            "hr.mentorship.block of mia": cls.env["hr.mentorship.block"].create(
                {"profile_id": cls.mia.mentorship_profile_ids.id, "blocked_employee_id": cls.otto.id}
            ),
            "hr.mentorship.program open": cls.program,
            "hr.mentorship.program open to another department": cls.add_program(
                "Astronauts", cls.pia, department_ids=[Command.set(department.ids)]
            ),
            "hr.mentorship.program draft": cls.add_program("Dreamers", cls.pia, state="draft"),
            "hr.mentorship.program closed, mia took part": cls.closed_program,
            "hr.mentorship.lesson of the program": cls.env["hr.mentorship.lesson"].create(
                {"program_id": cls.program.id, "name": "More mentors"}
            ),
            **cls.add_points(),
            **cls.add_rewards(),
            **cls.add_posts(),
            "hr.mentorship.criterion of the program": cls.program.criterion_ids[0],
            "hr.mentorship.objective any": cls.env.ref("hr_mentorship.objective_skills"),
            **cls.add_objectives(),
            "hr.mentorship.budget.line of the program": cls.env["hr.mentorship.budget.line"].create(
                {"program_id": cls.program.id, "name": "Kick-off", "planned": 100}
            ),
            "hr.mentorship.participant mia": part(cls.mia),
            "hr.mentorship.participant max": part(cls.max),
            "hr.mentorship.participant eve": part(cls.eve),
            "hr.mentorship.invitation of olga": cls.env["hr.mentorship.invitation"]._ask(cls.program, cls.olga),
            "hr.mentorship.invitation of eve": cls.env["hr.mentorship.invitation"]._ask(cls.program, cls.eve),
            "hr.mentorship.topic.suggestion of mia": cls.env["hr.mentorship.topic.suggestion"].create(
                {"name": "Beekeeping", "key": "beekeeping", "purpose": "wanted", "employee_id": cls.mia.id}
            ),
            "hr.mentorship.wish of mia": wish(cls.mia),
            "hr.mentorship.wish of eve": wish(cls.eve),
            "hr.mentorship proposed, mia with max": cls.proposed,
            "hr.mentorship active, mia with max": cls.pair,
            "hr.mentorship active, eve with otto": cls.other_pair,
            "hr.mentorship.member proposed, mia": seat(cls.proposed, cls.mia),
            "hr.mentorship.member active, mia": seat(cls.pair, cls.mia),
            "hr.mentorship.member active, eve": seat(cls.other_pair, cls.eve),
            "hr.mentorship.candidate for mia": cls.add_candidate(),
            "hr.mentorship.checkin.plan.time for mia": cls.add_suggestion(),
            "hr.mentorship.agreement of mia and max": cls.pair.agreement_id,
            "hr.mentorship.agreement of eve and otto": cls.other_pair.agreement_id,
            "hr.mentorship.agreement.change of mia": cls.add_change(cls.pair, cls.mia),
            "hr.mentorship.agreement.change of eve": cls.add_change(cls.other_pair, cls.eve),
            "hr.mentorship.agreement.answer of mia and max": cls.add_answer("Answers", cls.mia, cls.max),
            "hr.mentorship.agreement.answer of eve and otto": cls.add_answer("More answers", cls.eve, cls.otto),
            "hr.mentorship.question of the library": cls.env.ref("hr_mentorship.question_want"),
            "hr.mentorship.question of the program": cls.program.question_ids[0],
            "hr.mentorship.signature of mia": seat(cls.pair, cls.mia).signature_ids,
            "hr.mentorship.signature of eve": seat(cls.other_pair, cls.eve).signature_ids,
            "hr.mentorship.access.token of a member": cls.add_token(cls.pair),
            "hr.mentorship.letter to a member": cls.add_letter(cls.pair),
            "hr.mentorship.access.limit of an address": cls.env["hr.mentorship.access.limit"].create(
                {"subject": "test", "window_at": fields.Datetime.now(), "count": 1}
            ),
            "hr.mentorship.checkin of mia and max": cls.pair.checkin_ids[0],
            "hr.mentorship.checkin of eve and otto": cls.other_pair.checkin_ids[0],
            "hr.mentorship.agenda.item of mia and max": cls.pair.checkin_ids.agenda_item_ids,
            "hr.mentorship.agenda.item of eve and otto": cls.other_pair.checkin_ids.agenda_item_ids,
            "hr.mentorship.next.step of mia and max": cls.pair.next_step_ids[0],
            "hr.mentorship.next.step of eve and otto": cls.other_pair.next_step_ids[0],
            "hr.mentorship.note private note of mia": note(cls.mia, "private"),
            "hr.mentorship.note private note of max": note(cls.max, "private"),
            "hr.mentorship.note summary by mia": note(cls.mia, "summary"),
            "hr.mentorship.note thank-you of max": note(cls.max, "thank_you"),
            "hr.mentorship.note summary by eve": note(cls.eve, "summary"),
            "hr.mentorship.feedback of mia": answer(cls.mia),
            "hr.mentorship.feedback of max": answer(cls.max),
            "hr.mentorship.fit.answer of mia": fit(cls.mia),
            "hr.mentorship.fit.answer of max": fit(cls.max),
            "hr.mentorship.pulse of mia": pulse(cls.mia),
            "hr.mentorship.pulse of max": pulse(cls.max),
            "hr.mentorship.pulse.answer of mia": pulse(cls.mia).answer_ids,
            "hr.mentorship.pulse.answer of max": pulse(cls.max).answer_ids,
            "hr.mentorship.interview of pia with mia": cls.env["hr.mentorship.interview"].create(
                {"participant_id": part(cls.mia).id, "interviewer_id": cls.pia.user_id.id, "kind": "exit"}
            ),
            "hr.mentorship.pulse.rate of the program": cls.env["hr.mentorship.pulse.rate"].create(
                {
                    "program_id": cls.program.id,
                    "start_date": fields.Date.today() - timedelta(days=60),
                    "end_date": fields.Date.today() - timedelta(days=30),
                    "asked_count": 8,
                    "answered_count": 5,
                }
            ),
            "hr.mentorship.notice to mia": seat(cls.pair, cls.mia)._notify("sign_reminder"),
            "hr.mentorship.nudge.step of the program": cls.program.nudge_step_ids[0],
            "hr.mentorship.nudge of a check-in": cls.env["hr.mentorship.nudge"].create(
                {"checkin_id": cls.pair.checkin_ids[0].id, "step_id": cls.program.nudge_step_ids[0].id}
            ),
            "hr.mentorship.digest to mia": cls.env["hr.mentorship.digest"].create(
                {
                    "partner_id": cls.mia.user_id.partner_id.id,
                    "company_id": cls.program.company_id.id,
                    "day": fields.Date.today(),
                }
            ),
            "hr.mentorship.notice to pia": cls.program._notify_managers("sign_reminder", mentorship=cls.pair),
            **cls.add_goals(),
            "hr.mentorship.job of the program": cls.env["hr.mentorship.job"].create(
                {"kind": "approve", "program_id": cls.program.id, "user_id": cls.pia.user_id.id, "state": "done"}
            ),
            "hr.mentorship.matching.job of the program": cls.run_of_program.job_id,
            "hr.mentorship.matching.run of the program": cls.run_of_program,
            "hr.mentorship.matching.line of the program": cls.run_of_program.line_ids[0],
            "hr.mentorship.matching.insight of the program": cls.run_of_program.insight_ids[0],
            "hr.mentorship.release of a month": cls.release,
            "hr.mentorship.release.mark of an answer": cls.env["hr.mentorship.release.mark"].create(
                {"source": "checkin", "answer_id": 0}
            ),
            "hr.mentorship.release.comment in the program": cls.env["hr.mentorship.release.comment"].create(
                {"program_id": cls.program.id, "body": "Good talks."}
            ),
            "hr.mentorship.outcome of a year": cls.env["hr.mentorship.outcome"].create(
                {
                    "program_id": cls.program.id,
                    "company_id": cls.program.company_id.id,
                    "role": "mentee",
                    "measure": "stayed",
                    "date_from": "2025-01-01",
                    "date_to": "2025-12-31",
                    "participant_count": 3,
                    "participant_effective": 3,
                    "other_count": 9,
                    "other_effective": 9,
                    "share_to": 1,
                    "other_to": 1,
                }
            ),
            "hr.mentorship.outcome.mark of a year": cls.env["hr.mentorship.outcome.mark"].create(
                {"employee_id": cls.mia.id, "date_from": "2025-01-01", "date_to": "2025-12-31"}
            ),
            "hr.mentorship.quarter of the program": cls.env["hr.mentorship.quarter"].create(
                {"program_id": cls.program.id, "role": "mentee", "company_id": cls.env.company.id, **quarter}
            ),
            "hr.mentorship.quarter of paula's team": team,
            "hr.mentorship.quarter.mark of paula's team": cls.env["hr.mentorship.quarter.mark"].create(
                {"manager_id": cls.paula.id, "employee_id": cls.mia.id}
            ),
            "hr.mentorship.team.report of paula's team": cls.env["hr.mentorship.team.report"].browse(team.id),
            "hr.mentorship.feedback.report of the program": cls.env["hr.mentorship.feedback.report"].search(
                [("program_id", "=", cls.program.id)], limit=1
            ),
            "hr.mentorship.participation.report of paula's team": cls.env["hr.mentorship.participation.report"].search(
                [("manager_id", "=", cls.paula.id), ("program_id", "=", cls.program.id)]
            ),
        }

    @classmethod
    def add_objectives(cls):
        """What Pia adds to the list, and a target of her program with a figure."""
        skills = cls.env.ref("hr_mentorship.objective_skills")
        pias = cls.env["hr.mentorship.objective"].with_user(cls.pia.user_id).create({"name": "Moon walks"})
        lines = {"criterion_ids": [Command.create({"kind": "topics"})]}
        pias.write({**lines, "target_ids": [Command.create({"measure": "goals", "wanted_value": 80})]})
        target = cls.env["hr.mentorship.target"].create(
            {"program_id": cls.program.id, "measure": "own", "label": "Talks", "wanted_value": 5, "typed_value": 3}
        )
        return {
            "hr.mentorship.objective of pia": pias.with_env(cls.env),
            "hr.mentorship.objective.criterion any": skills.criterion_ids[0],
            "hr.mentorship.objective.criterion of pia's objective": pias.criterion_ids.with_env(cls.env),
            "hr.mentorship.objective.target any": skills.target_ids[0],
            "hr.mentorship.objective.target of pia's objective": pias.target_ids.with_env(cls.env),
            "hr.mentorship.target of the program": target,
            "hr.mentorship.target.figure of the program": target.figure_ids,
        }

    @classmethod
    def add_goals(cls):
        """Goals of mia and eve, and what reaching two of them proposes."""

        def goal(pair, state="active"):
            goals = cls.env["hr.mentorship.goal"].with_user(pair.mentee_ids.user_id)
            goal = goals.create(
                {
                    "name": "Learn to say no",
                    "mentorship_id": pair.id,
                    "milestone_ids": [Command.create({"name": "Say it once"})],
                    "skill_id": cls.leading.id,
                    "skill_level_id": cls.skill_type.skill_level_ids[0].id,
                }
            )
            if state != "draft":
                goal.action_start()
                goal._log_progress(note="Well")
            if state == "reached":
                goal.action_reach()
            return goal.with_env(cls.env)

        active, draft = goal(cls.pair), goal(cls.pair, "draft")
        proposed, agreed = (
            cls.env["hr.mentorship.skill.proposal"].search([("goal_id", "=", goal(cls.pair, "reached").id)])
            for _time in range(2)
        )
        agreed.with_user(cls.mia.user_id).action_agree()
        return {
            "hr.mentorship.goal of mia, active": active,
            "hr.mentorship.goal of mia, draft": draft,
            "hr.mentorship.goal of eve": goal(cls.other_pair),
            "hr.mentorship.milestone of mia": active.milestone_ids,
            "hr.mentorship.milestone of mia's draft": draft.milestone_ids,
            "hr.mentorship.goal.progress of mia": active.progress_ids,
            "hr.mentorship.goal.report of mia's goal": cls.env["hr.mentorship.goal.report"].browse(active.id),
            **cls.find_reports(),
            "hr.mentorship.skill.proposal of mia, proposed": proposed,
            "hr.mentorship.skill.proposal of mia, agreed": agreed,
        }

    @classmethod
    def find_reports(cls):
        """A row of each report; of skills, one person makes a group here, as there is but one."""
        cls.startClassPatcher(
            patch.object(cls.env.registry["hr.mentorship.skill.report"], "_get_threshold", lambda self: 1)
        )
        cls.env.flush_all()
        return {
            f"hr.mentorship.{name}.report of the program": cls.env[f"hr.mentorship.{name}.report"].search(
                [("program_id", "=", cls.program.id)], limit=1
            )
            for name in ("matching", "shortage", "checkin", "engagement", "skill")
        }

    @classmethod
    def add_points(cls):
        entry = cls.env["hr.mentorship.wallet"]._earn([{"employee_id": cls.mia.id, "points": 5, "reason": "A talk"}])
        rules = cls.env["hr.mentorship.recognition.rule"]
        return {
            "hr.mentorship.wallet of mia": entry.wallet_id,
            "hr.mentorship.wallet.entry of mia": entry,
            "hr.mentorship.points.review of mia with max": cls.env["hr.mentorship.points.review"].create(
                {"reason": "velocity", "mentorship_id": cls.pair.id, "noticed_entries": []}
            ),
            "hr.mentorship.value any": cls.env["hr.mentorship.value"].create({"name": "Humour"}),
            "hr.mentorship.level any": cls.env["hr.mentorship.level"].create({"name": "Kite", "points": 77}),
            "hr.mentorship.recognition.rule of the company": rules.create({"name": "Goal reached"}),
            "hr.mentorship.recognition.rule of the program": rules.create(
                {"name": "Goal reached", "program_id": cls.program.id}
            ),
            "hr.mentorship.recognition.budget of the program": cls.program._open_recognition_budgets()[cls.program.id],
        }

    @classmethod
    def add_posts(cls):
        """What two pairs show or are asked to show, on the wall of their program."""
        cls.program.has_wall = True
        pairs = {"mia with max": cls.pair, "eve with otto": cls.other_pair}
        kinds = {"asked": "thank_you", "shown": "thank_you", "proposed": "spotlight"}
        names = [("mia with max", "asked"), ("mia with max", "shown"), ("eve with otto", "shown")]
        names.append(("eve with otto", "proposed"))
        posts = cls.env["hr.mentorship.post"]._propose(
            [
                {"mentorship_id": pairs[pair].id, "kind": kinds[state], "body": f"Words of {pair}"}
                for pair, state in names
            ]
        )
        (posts[1] | posts[2])._move_to("shown", shown_at="2026-01-05 09:00:00")
        posts[1].with_user(cls.mia.user_id).action_react("heart")
        return {
            **{
                f"hr.mentorship.post of {pair}, {state}": post for (pair, state), post in zip(names, posts, strict=True)
            },
            "hr.mentorship.reaction of mia": cls.env["hr.mentorship.reaction"].search([("post_id", "=", posts[1].id)]),
        }

    @classmethod
    def add_rewards(cls):
        """A reward that everybody sees, one that olga keeps, and what mia and eve have asked for."""
        rewards = cls.env["hr.mentorship.reward"]
        common = {"price": 5, "is_published": True, "owner_id": cls.olga.user_id.id}
        kept, gated, named, coded, hidden = rewards.create(
            [
                {**common, "name": "Tea"},
                {**common, "name": "Kite", "approval": "program"},
                {**common, "name": "Trip", "approval": "person", "approver_id": cls.paula.user_id.id},
                {**common, "name": "Voucher", "kind": "code"},
                {**common, "name": "Plan", "is_published": False},
            ]
        )
        cls.env["hr.mentorship.reward.code"]._import(coded, b"MOON-1")
        cls.env["hr.mentorship.wallet"]._earn(
            [{"employee_id": person.id, "points": 50, "reason": "A talk"} for person in (cls.mia, cls.eve)]
        )
        published = rewards.create({**common, "name": "Book", "owner_id": cls.ada.user_id.id})
        return {
            "hr.mentorship.reward.category any": cls.env.ref("hr_mentorship.reward_category_small"),
            "hr.mentorship.reward published": published,
            "hr.mentorship.reward not published, owned by olga": hidden,
            "hr.mentorship.reward.code of a reward": cls.env["hr.mentorship.reward.code"].search(
                [("reward_id", "=", coded.id)]
            ),
            "hr.mentorship.redemption of mia, for pia to approve": gated._redeem(cls.mia, {}),
            "hr.mentorship.redemption of mia, olga hands it out": kept._redeem(cls.mia, {"size": "M"}),
            "hr.mentorship.redemption of eve, paula approves": named._redeem(cls.eve, {}),
        }

    @classmethod
    def add_change(cls, pair, person):
        member = pair.member_ids.filtered(lambda member: member.employee_id == person)
        return cls.env["hr.mentorship.agreement.change"].create(
            {
                "agreement_id": pair.agreement_id.id,
                "member_id": member.id,
                "changed_at": fields.Datetime.now(),
                "term": "clauses",
                "new_values": {"clauses": "We meet outside."},
            }
        )

    @classmethod
    def add_answer(cls, program, mentee, mentor):
        """An answer of a draft, which stays without signature."""
        agreement = cls.add_mentorship(
            "agreement", mentor=mentor, mentee=mentee, program=cls.add_program(program, cls.pia)
        ).agreement_id
        question = agreement.program_id.question_ids[0]
        agreement.with_user(mentor.user_id)._record_first_meeting({question: "Time"}, {}, {})
        return agreement.answer_ids.filtered("answer")

    @classmethod
    def add_token(cls, pair):
        tokens = cls.env["hr.mentorship.access.token"]
        tokens._mint(pair.member_ids[0], "sign")
        return tokens.search([("member_id", "=", pair.member_ids[0].id)])

    @classmethod
    def add_letter(cls, pair):
        member = pair.member_ids[0]
        mail = cls.env["mail.mail"].create({"model": member._name, "res_id": member.id})
        return cls.env["hr.mentorship.letter"]._queue([(mail, member, "sign", "/mentorship/your-link")])

    @classmethod
    def add_candidate(cls):
        """The card of a mentor, as the server lays it out for mia."""
        program = cls.add_program("Choosers", cls.pia, matching_mode="request")
        cls.enrol(cls.mia, "mentee", program=program)
        cls.enrol(cls.max, "mentor", program=program)
        cards = cls.env["hr.mentorship.candidate"].with_user(cls.mia.user_id)
        program.with_user(cls.mia.user_id).action_find_mentor()
        return cards.search([]).sudo().with_env(cls.env)

    @classmethod
    def add_suggestion(cls):
        """A time that the server suggests to mia."""
        checkin = cls.pair.checkin_ids.filtered(lambda checkin: checkin.state == "planned")[0]
        dialog_id = checkin.with_user(cls.mia.user_id).action_plan()["res_id"]
        return cls.env["hr.mentorship.checkin.plan"].browse(dialog_id).time_ids[0]

    @classmethod
    def collect_wizard_values(cls):
        """What each wizard needs to exist. What it may *do* is the subject of the tests of its capability."""
        mentor = cls.pair.member_ids.participant_id.filtered(lambda participant: participant.role == "mentor")
        log = cls.env["hr.mentorship.checkin.log"].create({"checkin_id": cls.pair.checkin_ids[0].id})
        comparison = {"first_id": cls.run_of_program.id, "second_id": cls.run_of_program.id}
        return {
            "hr.mentorship.apply": {"program_id": cls.program.id, "role": "mentee"},
            "hr.mentorship.ask": {"candidate_id": cls.records["hr.mentorship.candidate for mia"].id},
            "hr.mentorship.first.meeting": {"mentorship_id": cls.pair.id},
            "hr.mentorship.first.meeting.line": {
                "meeting_id": cls.env["hr.mentorship.first.meeting"].create({"mentorship_id": cls.pair.id}).id,
                "question_id": cls.program.question_ids[0].id,
            },
            "hr.mentorship.sign": {"agreement_id": cls.pair.agreement_id.id, "image": SIGNATURE},
            "hr.mentorship.agreement.preview": {"template_id": cls.program.agreement_template_id.id},
            "hr.mentorship.verification": {"agreement_id": cls.pair.agreement_id.id},
            "hr.mentorship.checkin.log": {"checkin_id": cls.pair.checkin_ids[0].id, "private_note": "Private."},
            "hr.mentorship.checkin.log.line": {"log_id": log.id, "name": "The talk"},
            "hr.mentorship.checkin.log.goal": {
                "log_id": log.id,
                "goal_id": cls.records["hr.mentorship.goal of mia, active"].id,
            },
            "hr.mentorship.checkin.log.step": {
                "log_id": log.id,
                "name": "Practice",
                "member_id": cls.pair.member_ids[0].id,
                "due_date": fields.Date.today(),
            },
            "hr.mentorship.checkin.agenda": {"checkin_id": cls.pair.checkin_ids[0].id, "topics": "The talk"},
            "hr.mentorship.checkin.plan": {"checkin_id": cls.pair.checkin_ids[0].id},
            "hr.mentorship.choose.wishes": {"participant_id": cls.pair.member_ids.participant_id[0].id},
            "hr.mentorship.choose.wishes.line": {
                "choice_id": cls.env["hr.mentorship.choose.wishes"]
                .create({"participant_id": cls.pair.member_ids.participant_id[0].id})
                .id,
                "employee_id": cls.max.id,
            },
            "hr.mentorship.end": {"mentorship_id": cls.pair.id, "reason": "fit"},
            "hr.mentorship.pause": {"mentorship_id": cls.pair.id, "pause_until": fields.Date.today()},
            "hr.mentorship.profile.guide": {"profile_id": cls.mia.mentorship_profile_ids.id},
            "hr.mentorship.seal.upload": {"password": "secret"},
            "hr.mentorship.new.match": {"mentorship_id": cls.pair.id},
            "hr.mentorship.note.dialog": {"mentorship_id": cls.pair.id, "body": "A thought."},
            "hr.mentorship.thank.you": {"mentorship_id": cls.pair.id, "message": "Thanks."},
            "hr.mentorship.goal.update": {"goal_id": cls.records["hr.mentorship.goal of mia, active"].id},
            "hr.mentorship.goal.suggest": {"mentorship_id": cls.pair.id, "name": "Speak up"},
            "hr.mentorship.overview": {},
            "hr.mentorship.choice": {"program_id": cls.program.id},
            "hr.mentorship.choice.option": {
                "choice_id": cls.env["hr.mentorship.choice"].create({"program_id": cls.program.id}).id,
                "mentor_id": mentor.id,
            },
            "hr.mentorship.wrap.up": {"program_id": cls.program.id},
            "hr.mentorship.hand.over": {
                "program_id": cls.program.id,
                "user_ids": [Command.set(cls.petra.user_id.ids)],
            },
            "hr.mentorship.book.interview": {"participant_id": cls.pair.member_ids.participant_id[0].id},
            "hr.mentorship.reject": {"mentorship_ids": [Command.set(cls.proposed.ids)], "reason": "Not now."},
            "hr.mentorship.decline.request": {"mentorship_ids": [Command.set(cls.proposed.ids)], "reason": "Not now."},
            "hr.mentorship.invite": {"program_id": cls.program.id},
            "hr.mentorship.reject.application": {
                "participant_ids": [Command.set(cls.pair.member_ids.participant_id.ids)],
                "reason": "Not now.",
            },
            "hr.mentorship.ask.for.changes": {"program_id": cls.program.id, "reason": "More goals."},
            "hr.mentorship.approve": {"program_id": cls.program.id, "word": "Go ahead."},
            "hr.mentorship.report.choice": {"program_ids": [Command.set(cls.program.ids)]},
            "hr.mentorship.new.program": {"name": "Next year"},
            "hr.mentorship.next.cohort": {"program_id": cls.program.id, "name": "Next year"},
            "hr.mentorship.learn.weights": {"program_id": cls.program.id},
            "hr.mentorship.learn.weights.line": {
                "dialog_id": cls.env["hr.mentorship.learn.weights"].create({"program_id": cls.program.id}).id,
                "criterion_id": cls.program.criterion_ids[:1].id,
            },
            "hr.mentorship.redeem": {"reward_id": cls.records["hr.mentorship.reward published"].id},
            "hr.mentorship.refuse.redemption": {
                "redemption_ids": [Command.set(cls.records["hr.mentorship.redemption of mia, for pia to approve"].ids)],
                "reason": "Not now.",
            },
            "hr.mentorship.show.code": {
                "redemption_id": cls.records["hr.mentorship.redemption of mia, olga hands it out"].id
            },
            "hr.mentorship.spotlight": {"mentorship_id": cls.pair.id, "words": "They shine."},
            "hr.mentorship.import.codes": {"reward_id": cls.records["hr.mentorship.reward published"].id},
            "hr.mentorship.payroll.export": {},
            "hr.mentorship.run.comparison": comparison,
            "hr.mentorship.run.difference": {
                "comparison_id": cls.env["hr.mentorship.run.comparison"].create(comparison).id,
                "mentee_id": mentor.id,
            },
        }
