from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SIGNATURE, MentorshipCase

OPERATIONS = {"C": "create", "R": "read", "W": "write", "D": "unlink"}

# What each person may do with each record: C(reate), R(ead), W(rite), D(elete).
#
# mentee mia and mentor max are a pair in the program of pm pia; eve and otto are another pair in it. outsider olga
# takes part in nothing, lead paula is mia's people manager, sponsor sam approved the program. other_pm petra manages
# another program. admin ada administers mentorship, and hr is an HR officer without any role in mentorship.
#
# Create means: make a record like this one. What a model refuses to everybody, whatever the access rights (a
# signature is never changed, a signed text neither), stands in the tests of that capability.
MATRIX = """
record                                                mentee mentor outsider lead   sponsor pm     other_pm admin  hr
hr.mentorship.interest any                            CR     CR     CR       CR     CR      CR     CR       CRWD   CR
hr.mentorship.time.slot any                           R      R      R        R      R       R      R        CRWD   R
hr.mentorship.agreement.template any                  R      R      R        R      R       R      R        CRWD   R
hr.mentorship.agreement.section any                   R      R      R        R      R       R      R        CRWD   R
hr.mentorship.resource any                            R      R      R        R      R       CRWD   CRWD     CRWD   R
hr.mentorship.training.pass of mia                    R      -      -        -      -       -      -        -      -
hr.mentorship.goal.template any                       R      R      R        R      R       CRWD   CRWD     CRWD   R

hr.mentorship.profile of mia                          RW     -      -        -      -       R      R        RW     RW
hr.mentorship.profile of olga                         -      -      RW       -      -       R      R        RW     RW
hr.mentorship.block of mia                            CRWD   -      -        -      -       -      -        -      -
hr.mentorship.program open                            R      R      R        R      R       CRWD   R        CRWD   R
hr.mentorship.program open to another department      -      -      -        -      R       CRWD   -        CRWD   -
hr.mentorship.program draft                           -      -      -        -      R       CRWD   -        CRWD   -
hr.mentorship.program closed, mia took part           R      -      -        -      R       CRWD   -        CRWD   -
hr.mentorship.lesson of the program                   -      -      -        -      -       CRWD   -        CRWD   -
hr.mentorship.criterion of the program                -      -      -        -      -       CRWD   -        CRWD   -
hr.mentorship.objective any                           R      R      R        R      R       R      R        CRWD   R
hr.mentorship.objective of pia                        R      R      R        R      R       CRW    R        CRWD   R
hr.mentorship.budget.line of the program              -      -      -        -      R       CRWD   -        CRWD   -
hr.mentorship.objective.criterion any                 -      -      -        -      -       R      R        CRWD   -
hr.mentorship.objective.criterion of pia's objective  -      -      -        -      -       CRWD   R        CRWD   -
hr.mentorship.objective.target any                    -      -      -        -      -       R      R        CRWD   -
hr.mentorship.objective.target of pia's objective     -      -      -        -      -       CRWD   R        CRWD   -
hr.mentorship.target of the program                   -      -      -        -      R       CRWD   -        CRWD   -
hr.mentorship.target.figure of the program            -      -      -        -      R       R      -        R      -
hr.mentorship.participant mia                         R      -      -        -      -       CRWD   -        CRWD   -
hr.mentorship.participant max                         -      R      -        -      -       CRWD   -        CRWD   -
hr.mentorship.participant eve                         -      -      -        -      -       CRWD   -        CRWD   -

hr.mentorship.invitation of olga                      -      -      R        -      -       R      -        R      -
hr.mentorship.invitation of eve                       -      -      -        -      -       R      -        R      -

hr.mentorship.wish of mia                             R      -      -        -      -       R      -        R      -
hr.mentorship.wish of eve                             -      -      -        -      -       R      -        R      -

hr.mentorship proposed, mia with max                  -      -      -        -      -       RW     -        RW     -
hr.mentorship active, mia with max                    R      R      -        -      -       RW     -        RW     -
hr.mentorship active, eve with otto                   -      -      -        -      -       RW     -        RW     -
hr.mentorship.member proposed, mia                    -      -      -        -      -       R      -        R      -
hr.mentorship.member active, mia                      R      R      -        -      -       R      -        R      -
hr.mentorship.member active, eve                      -      -      -        -      -       R      -        R      -

hr.mentorship.agreement of mia and max                R      R      -        -      -       R      -        R      -
hr.mentorship.agreement of eve and otto               -      -      -        -      -       R      -        R      -
hr.mentorship.agreement.change of mia                 R      R      -        -      -       R      -        R      -
hr.mentorship.agreement.change of eve                 -      -      -        -      -       R      -        R      -
hr.mentorship.agreement.answer of mia and max         R      R      -        -      -       -      -        -      -
hr.mentorship.agreement.answer of eve and otto        -      -      -        -      -       -      -        -      -
hr.mentorship.question of the library                 -      -      -        -      -       R      R        CRWD   -
hr.mentorship.question of the program                 -      -      -        -      -       CRWD   -        CRWD   -
hr.mentorship.signature of mia                        R      R      -        -      -       R      -        R      -
hr.mentorship.signature of eve                        -      -      -        -      -       R      -        R      -
hr.mentorship.access.token of a member                -      -      -        -      -       -      -        -      -
hr.mentorship.letter to a member                      -      -      -        -      -       -      -        -      -
hr.mentorship.access.limit of an address              -      -      -        -      -       -      -        -      -
hr.mentorship.checkin of mia and max                  R      R      -        -      -       R      -        R      -
hr.mentorship.checkin of eve and otto                 -      -      -        -      -       R      -        R      -
hr.mentorship.agenda.item of mia and max              R      R      -        -      -       -      -        -      -
hr.mentorship.agenda.item of eve and otto             -      -      -        -      -       -      -        -      -
hr.mentorship.next.step of mia and max                R      R      -        -      -       -      -        -      -
hr.mentorship.next.step of eve and otto               -      -      -        -      -       -      -        -      -

hr.mentorship.note private note of mia                R      -      -        -      -       -      -        -      -
hr.mentorship.note private note of max                -      R      -        -      -       -      -        -      -
hr.mentorship.note summary by mia                     R      R      -        -      -       -      -        -      -
hr.mentorship.note thank-you of max                   R      R      -        -      -       -      -        -      -
hr.mentorship.note summary by eve                     -      -      -        -      -       -      -        -      -
hr.mentorship.feedback of mia                         R      -      -        -      -       -      -        -      -
hr.mentorship.feedback of max                         -      R      -        -      -       -      -        -      -
hr.mentorship.fit.answer of mia                       R      -      -        -      -       -      -        -      -
hr.mentorship.fit.answer of max                       -      R      -        -      -       -      -        -      -
hr.mentorship.notice to mia                           R      -      -        -      -       -      -        -      -
hr.mentorship.nudge.step of the program               -      -      -        -      -       CRWD   -        CRWD   -
hr.mentorship.nudge of a check-in                     -      -      -        -      -       -      -        -      -
hr.mentorship.digest to mia                           -      -      -        -      -       -      -        -      -
hr.mentorship.release of a month                      -      -      -        -      -       -      -        -      -
hr.mentorship.notice to pia                           -      -      -        -      -       R      -        -      -

hr.mentorship.goal of mia, active                     CRWD   R      -        -      -       -      -        -      -
hr.mentorship.goal of mia, draft                      CRWD   -      -        -      -       -      -        -      -
hr.mentorship.goal of eve                             -      -      -        -      -       -      -        -      -
hr.mentorship.milestone of mia                        CRWD   R      -        -      -       -      -        -      -
hr.mentorship.milestone of mia's draft                CRWD   -      -        -      -       -      -        -      -
hr.mentorship.goal.progress of mia                    R      R      -        -      -       -      -        -      -
hr.mentorship.goal.report of mia's goal               -      -      -        -      -       R      -        R      -
hr.mentorship.skill.proposal of mia, proposed         R      -      -        -      -       -      -        -      -
hr.mentorship.skill.proposal of mia, agreed           R      -      -        -      -       -      -        -      R

hr.mentorship.matching.job of the program             -      -      -      -      -      R      -      R      -
hr.mentorship.matching.run of the program             -      -      -      -      -      R      -      R      -
hr.mentorship.matching.line of the program            -      -      -      -      -      R      -      R      -
hr.mentorship.matching.insight of the program         -      -      -      -      -      R      -      R      -

hr.mentorship.feedback.report of the program          -      -      -        -      R       R      -        R      -
hr.mentorship.participation.report of paula's team    -      -      -        R      -       R      -        R      -

hr.mentorship.apply my own                            CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.apply of somebody else                  -      -      -        -      -       -      -        -      -
hr.mentorship.candidate for mia                       R      -      -        -      -       -      -        -      -
hr.mentorship.checkin.plan.time for mia               R      -      -        -      -       -      -        -      -
hr.mentorship.ask my own                              CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.ask of somebody else                    -      -      -        -      -       -      -        -      -
hr.mentorship.first.meeting my own                    RW     RW     RW       RW     RW      RW     RW       RW     RW
hr.mentorship.first.meeting of somebody else          -      -      -        -      -       -      -        -      -
hr.mentorship.first.meeting.line my own               RW     RW     RW       RW     RW      RW     RW       RW     RW
hr.mentorship.first.meeting.line of somebody else     -      -      -        -      -       -      -        -      -
hr.mentorship.sign my own                             CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.sign of somebody else                   -      -      -        -      -       -      -        -      -
hr.mentorship.agreement.preview my own                -      -      -        -      -       -      -        CRW    -
hr.mentorship.agreement.preview of somebody else      -      -      -        -      -       -      -        -      -
hr.mentorship.verification my own                     CR     CR     CR       CR     CR      CR     CR       CR     CR
hr.mentorship.verification of somebody else           -      -      -        -      -       -      -        -      -
hr.mentorship.checkin.log my own                      CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.checkin.log of somebody else            -      -      -        -      -       -      -        -      -
hr.mentorship.checkin.log.line my own                 CRWD   CRWD   CRWD     CRWD   CRWD    CRWD   CRWD     CRWD   CRWD
hr.mentorship.checkin.log.line of somebody else       -      -      -        -      -       -      -        -      -
hr.mentorship.checkin.log.goal my own                 CRWD   CRWD   CRWD     CRWD   CRWD    CRWD   CRWD     CRWD   CRWD
hr.mentorship.checkin.log.goal of somebody else       -      -      -        -      -       -      -        -      -
hr.mentorship.checkin.log.step my own                 CRWD   CRWD   CRWD     CRWD   CRWD    CRWD   CRWD     CRWD   CRWD
hr.mentorship.checkin.log.step of somebody else       -      -      -        -      -       -      -        -      -
hr.mentorship.checkin.agenda my own                   CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.checkin.agenda of somebody else         -      -      -        -      -       -      -        -      -
hr.mentorship.checkin.plan my own                     CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.checkin.plan of somebody else           -      -      -        -      -       -      -        -      -
hr.mentorship.end my own                              CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.end of somebody else                    -      -      -        -      -       -      -        -      -
hr.mentorship.pause my own                            CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.pause of somebody else                  -      -      -        -      -       -      -        -      -
hr.mentorship.seal.upload my own                      -      -      -        -      -       -      -        -      -
hr.mentorship.seal.upload of somebody else            -      -      -        -      -       -      -        -      -
hr.mentorship.new.match my own                        CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.new.match of somebody else              -      -      -        -      -       -      -        -      -
hr.mentorship.thank.you my own                        CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.thank.you of somebody else              -      -      -        -      -       -      -        -      -
hr.mentorship.goal.update my own                      CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.goal.update of somebody else            -      -      -        -      -       -      -        -      -
hr.mentorship.goal.suggest my own                     CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.goal.suggest of somebody else           -      -      -        -      -       -      -        -      -
hr.mentorship.choose.wishes my own                    CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.choose.wishes of somebody else          -      -      -        -      -       -      -        -      -
hr.mentorship.overview my own                         CR     CR     CR       CR     CR      CR     CR       CR     CR
hr.mentorship.overview of somebody else               -      -      -        -      -       -      -        -      -
hr.mentorship.choice my own                           -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.choice of somebody else                 -      -      -      -      -      -      -      -      -
hr.mentorship.choice.option my own                    -      -      -      -      -      CR     CR     CR     -
hr.mentorship.choice.option of somebody else          -      -      -      -      -      -      -      -      -
hr.mentorship.reject my own                           -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.wrap.up my own                          -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.hand.over my own                        -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.reject of somebody else                 -      -      -      -      -      -      -      -      -
hr.mentorship.wrap.up of somebody else                -      -      -      -      -      -      -      -      -
hr.mentorship.hand.over of somebody else              -      -      -      -      -      -      -      -      -
hr.mentorship.invite my own                           -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.invite of somebody else                 -      -      -      -      -      -      -      -      -
hr.mentorship.reject.application my own               -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.reject.application of somebody else     -      -      -      -      -      -      -      -      -
hr.mentorship.ask.for.changes my own                  CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW
hr.mentorship.ask.for.changes of somebody else        -      -      -      -      -      -      -      -      -
hr.mentorship.approve my own                          CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW
hr.mentorship.approve of somebody else                -      -      -      -      -      -      -      -      -
hr.mentorship.next.cohort my own                      -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.next.cohort of somebody else            -      -      -      -      -      -      -      -      -
hr.mentorship.new.program my own                      -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.new.program of somebody else            -      -      -      -      -      -      -      -      -
hr.mentorship.run.comparison my own                   -      -      -      -      -      CR     CR     CR     -
hr.mentorship.run.comparison of somebody else         -      -      -      -      -      -      -      -      -
hr.mentorship.run.difference my own                   -      -      -      -      -      CR     CR     CR     -
hr.mentorship.run.difference of somebody else         -      -      -      -      -      -      -      -      -
"""

# Dialogs that people do not create themselves: the server opens them, in sudo.
OPENED_BY_THE_SERVER = ("hr.mentorship.first.meeting", "hr.mentorship.first.meeting.line")

# Abstract models hold no records, so there is nothing to grant.
ABSTRACT = {
    "hr.mentorship.dialog.mixin": "mixed into the wizards below",
    "hr.mentorship.archived.mixin": "mixed into the models above",
    "hr.mentorship.conversation.mixin": "mixed into the models above",
    "hr.mentorship.thread.mixin": "mixed into the models above",
    "hr.mentorship.todo.mixin": "mixed into the models above",
    "hr.mentorship.link.holder.mixin": "mixed into members and invitations",
    "hr.mentorship.letterbox.mixin": "mixed into members and daily mails",
    "hr.mentorship.lifecycle.mixin": "mixed into the models above",
    "hr.mentorship.terms.mixin": "mixed into programs, agreements and mentorships",
    **dict.fromkeys(
        (
            "hr.mentorship.kind",
            "hr.mentorship.kind.custom",
            "hr.mentorship.kind.topics",
            "hr.mentorship.kind.interests",
            "hr.mentorship.kind.languages",
            "hr.mentorship.kind.department",
            "hr.mentorship.kind.job",
            "hr.mentorship.kind.place",
            "hr.mentorship.kind.time_zone",
            "hr.mentorship.kind.seniority",
            "hr.mentorship.kind.style",
            "hr.mentorship.kind.availability",
            "hr.mentorship.kind.wishes",
            "hr.mentorship.kind.earlier_mentor",
            "hr.mentorship.kind.waiting",
            "hr.mentorship.kind.reliability",
            "hr.mentorship.kind.custom_field",
            "hr.mentorship.kind.custom_answer",
        ),
        "only private methods, called by the matcher",
    ),
    "hr.mentorship.matcher": "only private methods, called by matching runs",
    "hr.mentorship.matching.words": "only private methods, called by what shows matches",
    "hr.mentorship.planner": "only private methods, called by check-ins",
    "report.hr_mentorship.report_agreement": "checks the access to the agreements it prints (test_agreement)",
    "report.hr_mentorship.report_satisfaction": "checks who may print a program (test_reports)",
    "report.hr_mentorship.report_proposal": "checks who may print a program (test_proposal)",
}


def parse(matrix):
    """Return the names of the columns, and for each row its model, its variant and the letters of each column."""
    header, *lines = [line for line in matrix.splitlines() if line.strip()]
    _record, *columns = header.split()
    rows = []
    for line in lines:
        model, *variant = line.split()
        cells = variant[-len(columns) :]
        rows.append((model, " ".join(variant[: -len(columns)]), cells))
    return columns, rows


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
        cls.enrol(cls.add_person("waiting"), "mentee")
        cls.enrol(cls.add_person("idle"), "mentor")
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
        for index in range(3):
            cls.enrol(cls.add_person(f"team{index}", manager=cls.paula), "mentee")

    @classmethod
    def fill_feedback_report(cls):
        """Two more mentees answer, so that the mentees of the program are three."""
        today = fields.Date.today()
        for index in range(2):
            mentor, mentee = cls.add_person(f"mentor{index}"), cls.add_person(f"mentee{index}")
            pair = cls.add_mentorship("active", mentor=mentor, mentee=mentee)
            checkin = pair.checkin_ids.sorted("planned_date")[0]
            checkin.with_user(mentee.user_id)._log("done", held_on=today, rating=5)
        cls.release = cls.env["hr.mentorship.release"].create(
            {
                "program_id": cls.program.id,
                "company_id": cls.program.company_id.id,
                "role": "mentee",
                "month": today.replace(day=1) - timedelta(days=1),
                "people_count": 3,
                "rating_5_count": 3,
            }
        )

    @classmethod
    def collect_records(cls):
        find = cls.env["hr.mentorship.note"].search
        cls.env["hr.mentorship.note"].with_user(cls.max.user_id)._record(cls.pair, "thank_you", "Thank you, Mia.")
        department = cls.env["hr.department"].create({"name": "Moon base"})

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
            "hr.mentorship.matching.job of the program": cls.run_of_program.job_id,
            "hr.mentorship.matching.run of the program": cls.run_of_program,
            "hr.mentorship.matching.line of the program": cls.run_of_program.line_ids[0],
            "hr.mentorship.matching.insight of the program": cls.run_of_program.insight_ids[0],
            "hr.mentorship.release of a month": cls.release,
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
            "hr.mentorship.skill.proposal of mia, proposed": proposed,
            "hr.mentorship.skill.proposal of mia, agreed": agreed,
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
            "hr.mentorship.end": {"mentorship_id": cls.pair.id, "reason": "fit"},
            "hr.mentorship.pause": {"mentorship_id": cls.pair.id, "pause_until": fields.Date.today()},
            "hr.mentorship.seal.upload": {"password": "secret"},
            "hr.mentorship.new.match": {"mentorship_id": cls.pair.id},
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
            "hr.mentorship.reject": {"mentorship_ids": [Command.set(cls.proposed.ids)], "reason": "Not now."},
            "hr.mentorship.invite": {"program_id": cls.program.id},
            "hr.mentorship.reject.application": {
                "participant_ids": [Command.set(cls.pair.member_ids.participant_id.ids)],
                "reason": "Not now.",
            },
            "hr.mentorship.ask.for.changes": {"program_id": cls.program.id, "reason": "More goals."},
            "hr.mentorship.approve": {"program_id": cls.program.id, "word": "Go ahead."},
            "hr.mentorship.new.program": {"name": "Next year"},
            "hr.mentorship.next.cohort": {"program_id": cls.program.id, "name": "Next year"},
            "hr.mentorship.run.comparison": comparison,
            "hr.mentorship.run.difference": {
                "comparison_id": cls.env["hr.mentorship.run.comparison"].create(comparison).id,
                "mentee_id": mentor.id,
            },
        }


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
            },
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
                record.read(["create_date"] if "create_date" in record else ["program_id"])

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
            ("hr.mentorship.thank.you", {"mentorship_id": self.pair.id, "message": "Hello."}),
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
        for model, field, value, shown in (
            ("hr.mentorship.sign", "agreement_id", self.pair.agreement_id.id, ["body", "reading_body"]),
            ("hr.mentorship.sign", "agreement_id", self.pair.agreement_id.id, ["partner_signature_ids"]),
            ("hr.mentorship.verification", "agreement_id", self.pair.agreement_id.id, ["is_intact", "result"]),
            ("hr.mentorship.checkin.log", "checkin_id", checkin.id, ["held_on", "duration", "summary", "told"]),
            ("hr.mentorship.checkin.log", "checkin_id", checkin.id, ["partner_summary", "line_ids", "reason"]),
            ("hr.mentorship.checkin.log", "checkin_id", checkin.id, ["open_step_ids", "my_member_id"]),
            ("hr.mentorship.checkin.agenda", "checkin_id", checkin.id, ["agenda", "topics"]),
            ("hr.mentorship.apply", "program_id", hidden.id, ["goal", "capacity"]),
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
