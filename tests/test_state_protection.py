from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import SIGNATURE, MentorshipCase

# Every method of the addon that a client can call, and what keeps a stranger from changing anything with it.
#
# guard     opens    returns an action or a value and changes nothing
#           own      changes only what belongs to the caller
#           orm      an ORM method: access rights and record rules apply (test_access_matrix), and the tests below
#           manager  program managers of the program
#           sponsor  the sponsor of the program
#           member   the members of the mentorship, each for themselves
# intruder  who can read the record and still is refused, beside an outsider
PUBLIC_METHODS = """
model                             method                          guard    intruder
gamification.badge.user           -                               -        -
base                              copy_data                       orm      -
base                              create                          orm      -
base                              default_get                     orm      -
base                              onchange                        orm      -
base                              write                           orm      -
hr.employee                       create                          orm      -
hr.employee                       write                           orm      -
hr.employee                       action_confirm_link_email       manager  pia
hr.mentorship.archived.mixin      unlink                          orm      -
hr.employee                       action_view_mentorships         opens    -
hr.employee.public                action_open_my_mentorship_profile  opens    -
hr.employee.public                action_ask_as_mentor            opens    -
hr.employee.public                action_find_my_mentor           opens    -
hr.mentorship                     write                           orm      -
hr.mentorship                     action_offer                    manager  mia
hr.mentorship                     action_discard                  manager  mia
hr.mentorship                     action_take_up                  manager  mia
hr.mentorship                     action_complete                 member   petra
hr.mentorship                     action_end                      opens    -
hr.mentorship                     action_pause                    opens    -
hr.mentorship                     action_back_to_pool             member   petra
hr.mentorship                     action_stay_out_of_pool         member   petra
hr.mentorship                     action_resume                   member   petra
hr.mentorship                     action_accept                   member   pia
hr.mentorship                     action_decline                  member   pia
hr.mentorship                     action_refuse                   member   pia
hr.mentorship                     action_take_back                member   pia
hr.mentorship                     action_write_to_both            manager  mia
hr.mentorship                     action_fit_good                 member   pia
hr.mentorship                     action_fit_early                member   pia
hr.mentorship                     action_fit_no                   member   pia
hr.mentorship                     action_find_new_match           opens    -
hr.mentorship.new.match           action_confirm                  member   pia
hr.mentorship.new.match           action_try_again                member   pia
hr.mentorship                     action_sign                     opens    -
hr.mentorship                     action_amend                    opens    -
hr.mentorship                     action_send_my_link             member   pia
hr.mentorship                     action_send_links               manager  mia
hr.mentorship                     action_thank                    opens    -
hr.mentorship                     action_view_checkins            opens    -
hr.mentorship                     action_view_agreement           opens    -
hr.mentorship                     action_lock                     manager  mia
hr.mentorship                     action_unlock                   manager  mia
hr.mentorship                     action_reject                   manager  mia
hr.mentorship                     action_take_back_rejection      manager  mia
hr.mentorship                     action_choose_another           manager  mia
hr.mentorship.agreement           write                           orm      -
hr.mentorship.agreement           create                          orm      -
hr.mentorship                     action_first_meeting            member   pia
hr.mentorship.agreement.answer    create                          orm      -
hr.mentorship.agreement.answer    write                           orm      -
hr.mentorship.checkin             action_first_meeting            member   pia
hr.mentorship.first.meeting       action_save                     member   pia
hr.mentorship.first.meeting       action_save_and_sign            member   pia
hr.mentorship.first.meeting.line  write                           orm      -
hr.mentorship.program             create                          orm      -
hr.mentorship.program             copy                            orm      -
hr.mentorship.agreement           action_void                     manager  otto
hr.mentorship.agreement           action_print                    opens    -
hr.mentorship.agreement.template  action_preview                  opens    -
hr.mentorship.checkin             action_choose_plan              opens    -
hr.mentorship.checkin             action_choose_pause             opens    -
hr.mentorship.checkin             action_choose_end               opens    -
hr.mentorship.checkin             action_log                      opens    -
hr.mentorship.checkin             action_confirm                  member   pia
hr.mentorship.checkin             write                           orm      -
hr.mentorship.checkin             action_plan                     member   pia
hr.mentorship.checkin             action_join                     opens    -
hr.mentorship.checkin             create                          orm      -
hr.mentorship.checkin             unlink                          orm      -
calendar.attendee                 write                           orm      -
calendar.attendee                 unlink                          orm      -
calendar.event                    write                           orm      -
calendar.event                    unlink                          orm      -
hr.version                        write                           orm      -
resource.resource                 write                           orm      -
ir.fields.converter               for_model                       orm      -
hr.mentorship                     action_view_goals               opens    -
hr.mentorship                     action_add_goal                 opens    -
hr.mentorship                     action_suggest_goal             opens    -
hr.mentorship.goal                create                          orm      -
hr.mentorship.goal                write                           orm      -
hr.mentorship.goal                action_accept                   member   otto
hr.mentorship.goal                action_start                    member   otto
hr.mentorship.goal                action_drop                     member   otto
hr.mentorship.goal                action_reopen                   member   otto
hr.mentorship.goal                action_reach                    member   pia
hr.mentorship.goal                action_update                   opens    -
hr.mentorship.goal                action_congratulate             member   eve
hr.mentorship.goal.progress       write                           orm      -
hr.mentorship.goal.template       action_use                      opens    -
hr.mentorship.resource            action_open                     opens    -
hr.mentorship.resource            action_open_link                opens    -
hr.mentorship.milestone           create                          orm      -
hr.mentorship.milestone           write                           orm      -
hr.mentorship.milestone           action_tick                     member   pia
hr.mentorship.milestone           action_untick                   member   pia
hr.mentorship.skill.proposal      action_agree                    own      otto
hr.mentorship.skill.proposal      action_decline                  own      otto
hr.mentorship.skill.proposal      action_apply                    own      eve
hr.mentorship.goal.update         action_save                     member   pia
hr.mentorship.goal.suggest        action_suggest                  member   eve
hr.mentorship.checkin             action_edit_agenda              opens    -
hr.mentorship.next.step           action_done                     member   pia
hr.mentorship.next.step           action_reopen                   member   pia
mail.activity                     action_feedback                 orm      -
mail.activity                     action_feedback_schedule_next   orm      -
mail.activity                     action_log_checkin              opens    -
hr.mentorship.criterion           create                          orm      -
hr.mentorship.criterion           write                           orm      -
hr.mentorship.choice              action_show                     manager  petra
hr.mentorship.choice.option       action_choose                   manager  petra
hr.mentorship.lifecycle.mixin     create                          orm      -
hr.mentorship.lifecycle.mixin     write                           orm      -
hr.mentorship.lifecycle.mixin     action_open                     opens    -
hr.mentorship.matching.job        action_cancel                   manager  -
hr.mentorship.matching.line       action_choose_mentor            manager  -
hr.mentorship.matching.run        action_apply                    manager  -
hr.mentorship.matching.run        action_reproduce                manager  -
hr.mentorship.matching.run        action_compare                  manager  -
hr.mentorship.matching.run        action_view_distribution        opens    -
hr.mentorship.participant         write                           orm      -
hr.mentorship.participant         create                          orm      -
hr.mentorship.participant         action_approve                  manager  mia
hr.mentorship.participant         action_reject                   manager  mia
hr.mentorship.participant         action_take_back_rejection      manager  mia
hr.mentorship.participant         action_withdraw                 own      petra
hr.mentorship.participant         action_find_mentor              opens    -
hr.mentorship.participant         action_put_on_waiting_list      manager  mia
hr.mentorship.participant         action_accept_invitation        opens    -
hr.mentorship.participant         action_decline_invitation       own      pia
hr.mentorship.invitation          action_join_as_mentor           opens    -
hr.mentorship.invitation          action_join_as_mentee           opens    -
hr.mentorship.invitation          action_decline                  own      pia
hr.mentorship.invitation          action_leave                    own      pia
hr.mentorship.invitation          action_take_back                manager  mia
hr.mentorship.program             action_invite                   opens    -
hr.mentorship.program             action_view_invitations         opens    -
hr.mentorship.program             action_view_waiting_list        opens    -
hr.mentorship.program             action_stop_invitations         manager  sam
hr.mentorship.invite              action_invite                   manager  petra
hr.mentorship.profile             action_open_my_profile          opens    -
hr.mentorship.profile             action_take_over_resume_skills  own      petra
hr.mentorship.profile             action_take_over_resume_languages  own   petra
hr.mentorship.profile             action_clear_style              own      petra
hr.mentorship.participant         action_choose_wishes            opens    -
hr.mentorship.participant         unlink                          orm      -
hr.mentorship.participant         action_answer_survey            own      pia
hr.mentorship.participant         action_view_survey_answer       manager  mia
hr.mentorship.participant         action_mark_trained             manager  mia
hr.mentorship.participant         action_take_up                  manager  mia
hr.mentorship.participant         action_take_training            own      pia
hr.mentorship.participant         action_review_training          own      pia
hr.mentorship.program             write                           orm      -
hr.mentorship.program             copy_data                       orm      -
mail.followers                    create                          orm      -
mail.mail                         create                          orm      -
mail.mail                         write                           orm      -
res.users                         write                           orm      -
hr.mentorship.program             action_submit                   manager  sam
hr.mentorship.program             action_approve                  sponsor  pia
hr.mentorship.program             action_give_approval            sponsor  pia
hr.mentorship.program             action_say_word                 sponsor  pia
hr.mentorship.program             action_open_program             manager  sam
hr.mentorship.budget.line         create                          orm      -
hr.mentorship.budget.line         write                           orm      -
hr.mentorship.budget.line         unlink                          orm      -
hr.mentorship.approve             action_confirm                  sponsor  pia
hr.mentorship.program             action_take_suggestions         manager  sam
hr.mentorship.program             action_undo_suggestions         manager  sam
hr.mentorship.target              create                          orm      -
hr.mentorship.target              write                           orm      -
hr.mentorship.target              action_go                       opens    -
hr.mentorship.program             action_return_to_draft          manager  sam
hr.mentorship.program             action_ask_for_changes          sponsor  pia
hr.mentorship.program             action_close                    manager  sam
hr.mentorship.program             action_ask_close                opens    -
hr.mentorship.program             action_ask_cancel               opens    -
hr.mentorship.program             action_hand_over                opens    -
hr.mentorship.program             action_cancel                   manager  sam
hr.mentorship.program             action_join_as_mentor           opens    -
hr.mentorship.program             action_join_as_mentee           opens    -
hr.mentorship.program             action_view_my_participation    opens    -
hr.mentorship.program             action_find_mentor              opens    -
hr.mentorship.program             action_match                    opens    -
hr.mentorship.program             action_view_participants        opens    -
hr.mentorship.program             action_view_eligible            manager  sam
hr.mentorship.program             action_save_as_template         manager  sam
hr.mentorship.program             action_use_template             opens    -
hr.mentorship.program             action_start_checklist          manager  sam
hr.mentorship.program             action_view_launch_steps        opens    -
hr.mentorship.program             action_plan_next                opens    -
hr.mentorship.program             action_view_successors          opens    -
hr.mentorship.lesson              create                          orm      -
hr.mentorship.lesson              write                           orm      -
hr.mentorship.lesson              action_take_up                  manager  sam
hr.mentorship.release             create                          orm      -
hr.mentorship.program             action_view_applications        opens    -
hr.mentorship.program             action_view_waiting             opens    -
hr.mentorship.program             action_view_proposals           opens    -
hr.mentorship.program             action_view_mentorships         opens    -
hr.mentorship.program             action_view_attention           opens    -
hr.mentorship.program             action_view_overdue_checkins    opens    -
hr.mentorship.program             action_view_satisfaction        opens    -
hr.mentorship.program             action_view_goals               opens    -
hr.mentorship.agreement           action_verify                   opens    -
hr.mentorship.signature           create                          orm      -
hr.mentorship.program             action_compare_objectives       manager  sam
hr.mentorship.program             action_use_recommended          manager  sam
hr.mentorship.program             action_solve_rest               manager  sam
hr.mentorship.program             action_publish_all              manager  sam
hr.mentorship.program             action_add_pair                 manager  sam
hr.mentorship.program             action_cancel_solving           manager  sam
hr.mentorship.program             action_view_free_mentors        opens    -
hr.mentorship.program             action_view_runs                opens    -
hr.mentorship.program             action_view_insights            opens    -
hr.mentorship.signature           write                           orm      -
ir.attachment                     write                           orm      -
mail.thread                       message_subscribe               orm      -
survey.survey                     create                          orm      -
survey.survey                     write                           orm      -
survey.question                   create                          orm      -
survey.question                   write                           orm      -
survey.question.answer            create                          orm      -
survey.question.answer            write                           orm      -
survey.survey                     action_copy_to_change           opens    -
survey.survey                     get_formview_id                 opens    -
hr.mentorship.dialog.mixin        create                          orm      -
hr.mentorship.dialog.mixin        write                           orm      -
hr.mentorship.apply               action_apply                    own      -
hr.mentorship.choose.wishes       action_save                     own      pia
hr.mentorship.block               create                          orm      -
hr.mentorship.candidate           action_find                     opens    -
hr.mentorship.candidate           action_ask                      opens    -
hr.mentorship.ask                 action_send                     own      petra
hr.mentorship.checkin.log         action_save                     member   pia
hr.mentorship.checkin.log         action_move                     member   pia
hr.mentorship.checkin.log         action_confirm                  member   pia
hr.mentorship.checkin.agenda      action_save                     member   pia
hr.mentorship.checkin.plan        create                          orm      -
hr.mentorship.checkin.plan        action_save                     member   pia
hr.mentorship.end                 action_end                      member   petra
hr.mentorship.notice              action_dismiss                  own      pia
hr.mentorship.notice              action_go                       own      pia
hr.mentorship.overview            action_open                     opens    -
hr.mentorship.overview            action_open_my_profile          opens    -
hr.mentorship.overview            web_read                        orm      -
hr.mentorship.pause               action_pause                    member   petra
hr.mentorship.seal.upload         action_upload                   manager  ada
hr.mentorship.seal.upload         action_remove                   manager  ada
hr.mentorship.reject              action_reject                   manager  petra
hr.mentorship.wrap.up             action_wrap_up                  manager  petra
hr.mentorship.hand.over           action_hand_over                manager  petra
hr.mentorship.reject.application  action_reject                   manager  petra
hr.mentorship.ask.for.changes     action_send                     sponsor  pia
hr.mentorship.new.program         action_create_program           manager  olga
hr.mentorship.next.cohort         action_create_program           manager  petra
mail.activity.schedule            action_schedule_plan            orm      -
hr.mentorship.sign                create                          orm      -
hr.mentorship.sign                action_read                     opens    -
hr.mentorship.sign                action_adjust                   opens    -
hr.mentorship.sign                action_save_terms               member   pia
hr.mentorship.sign                action_confirm                  opens    -
hr.mentorship.sign                action_sign                     member   pia
hr.mentorship.thank.you           action_send                     member   pia
"""

WIZARDS_OF_NOBODY = ("hr.mentorship.overview", "hr.mentorship.apply")


def parse(table):
    _header, *lines = [line.split() for line in table.splitlines() if line.strip()]
    return [line for line in lines if line[1] != "-"]


@tagged("post_install", "-at_install")
class TestPublicMethods(MentorshipCase):
    """Whatever a client may call is known, guarded, and changes nothing in the hands of a stranger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maxDiff = None
        cls.pair = cls.add_mentorship("offered")
        cls.running = cls.add_mentorship("active", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))
        waiting = cls.enrol(cls.add_person("waiting"), "mentee")
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
            "hr.mentorship.participant": cls.pair.member_ids.participant_id.filtered(lambda p: p.role == "mentee"),
            "hr.mentorship.profile": cls.mia.mentorship_profile_ids,
            "hr.mentorship.program": cls.program,
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
            "hr.mentorship.seal.upload": cls.env["hr.mentorship.seal.upload"].create({"password": "secret"}),
            "hr.mentorship.matching.job": run.job_id,
            "hr.mentorship.matching.run": run,
            "hr.mentorship.matching.line": run.line_ids[0],
            "hr.mentorship.choice": choice,
            "hr.mentorship.choice.option": cls.env["hr.mentorship.choice.option"].create(
                {"choice_id": choice.id, "mentor_id": waiting.id}
            ),
            "hr.mentorship.wrap.up": cls.env["hr.mentorship.wrap.up"].create({"program_id": cls.program.id}),
            "hr.mentorship.hand.over": cls.env["hr.mentorship.hand.over"].create(
                {"program_id": cls.program.id, "user_ids": [Command.set(cls.petra.user_id.ids)]}
            ),
            "hr.mentorship.reject": cls.env["hr.mentorship.reject"].create(
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
            "hr.mentorship.next.cohort": cls.env["hr.mentorship.next.cohort"].create(
                {"program_id": cls.add_program("Over", cls.pia, state="closed").id}
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
            **cls.make_goals(),
            **cls.make_request_dialogs(),
            "hr.mentorship.first.meeting": cls.env["hr.mentorship.first.meeting"].create(
                {
                    "seen": {},
                    "mentorship_id": cls.add_mentorship(
                        "agreement", mentor=cls.add_person("udo"), mentee=cls.add_person("ute")
                    ).id,
                }
            ),
            "hr.mentorship.sign": cls.env["hr.mentorship.sign"].create(
                {
                    "agreement_id": cls.add_mentorship(
                        "agreement", mentor=cls.add_person("ulf"), mentee=cls.add_person("uma")
                    ).agreement_id.id,
                    "has_read": True,
                    "image": SIGNATURE,
                }
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
                except (AccessError, UserError):
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
            ("hr.mentorship.matching.run", "_create_runs"),
            ("hr.mentorship.matching.run", "_apply"),
            ("hr.mentorship", "_pair_by_hand"),
            ("hr.mentorship", "_reject"),
            ("hr.mentorship.participant", "_reject"),
            ("hr.mentorship.program", "_ask_for_changes"),
            ("hr.mentorship.program", "_say_word"),
            ("hr.mentorship.target.figure", "_record"),
            ("hr.mentorship.note", "_record"),
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
        before = self._fingerprint()
        with self.assertRaises(AccessError):
            self._call(model, method, person)
        self.assertEqual(self._fingerprint(), before)

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
        rows = {}
        for table in [*tables, "mail_activity", "mail_mail", "mail_message", "mail_followers"]:
            self.env.cr.execute(f"SELECT COUNT(*), md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t")
            rows[table] = self.env.cr.fetchone()
        return rows


@tagged("post_install", "-at_install")
class TestStateProtection(MentorshipCase):
    """Nobody writes a status: it follows its own steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls.add_mentorship("agreement")
        cls.running = cls.add_mentorship("active", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))
        cls.applicant = cls.enrol(cls.olga, "mentee", state="applied")
        cls.enrol(cls.add_person("waiting"), "mentee")
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
            "hr.mentorship.invitation": (
                cls.env["hr.mentorship.invitation"]._ask(cls.program, cls.olga),
                "accepted",
            ),
            **cls.make_goals(),
        }
        cls.root = cls.env.ref("base.user_admin")
        cls.root.write({"group_ids": [Command.link(cls.env.ref("hr_mentorship.group_hr_mentorship_admin").id)]})
        cls.env.flush_all()

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
        return {"hr.mentorship.goal": (goal, "reached"), "hr.mentorship.skill.proposal": (proposal, "applied")}

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
        pair = self.add_mentorship("offered", mentor=self.add_person("ulf"), mentee=self.add_person("uma"))
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
        self.as_user(self.applicant, self.pia).write({"employee_id": self.paula.id})
        self.assertEqual(self.applicant.employee_id, self.paula, "free as long as there is no mentorship")
