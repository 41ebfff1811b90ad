"""What each person may do with each record, for the tests that hold it and those that read it."""

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
hr.mentorship.resource.format any                     R      R      R        R      R       R      R        R      R
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
hr.mentorship.wallet of mia                           R      -      -        -      -       -      -        -      -
hr.mentorship.wallet.entry of mia                     R      -      -        -      -       -      -        -      -
hr.mentorship.points.review of mia with max           -      -      -        -      -       RW     -        RW     -
hr.mentorship.value any                               R      R      R        R      R       R      R        CRWD   R
hr.mentorship.level any                               R      R      R        R      R       R      R        CRWD   R
hr.mentorship.recognition.rule of the company         -      -      -        -      -       R      R        CRWD   -
hr.mentorship.recognition.rule of the program         -      -      -        -      -       CRWD   -        CRWD   -
hr.mentorship.recognition.budget of the program       -      -      -        -      -       -      -        -      -
hr.mentorship.post of mia with max, asked             R      R      -        -      -       -      -        -      -
hr.mentorship.post of mia with max, shown             R      R      -        -      -       R      -        -      -
hr.mentorship.post of eve with otto, shown            R      R      -        -      -       R      -        -      -
hr.mentorship.post of eve with otto, proposed         -      -      -        -      -       R      -        -      -
hr.mentorship.reaction of mia                         R      -      -        -      -       -      -        -      -
hr.mentorship.reward.category any                     R      R      R        R      R       R      R        CRWD   R
hr.mentorship.reward published                        R      R      R        R      R       R      R        CRWD   R
hr.mentorship.reward not published, owned by olga     -      -      R        -      -       -      -        CRWD   -
hr.mentorship.reward.code of a reward                 -      -      -        -      -       -      -        -      -
hr.mentorship.redemption of mia, for pia to approve   R      -      -        -      -       R      -        R      -
hr.mentorship.redemption of mia, olga hands it out    R      -      R        -      -       -      -        R      -
hr.mentorship.redemption of eve, paula approves       -      -      -        R      -       -      -        R      -
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
hr.mentorship.pulse of mia                            R      -      -        -      -       -      -        -      -
hr.mentorship.pulse of max                            -      R      -        -      -       -      -        -      -
hr.mentorship.pulse.answer of mia                     R      -      -        -      -       -      -        -      -
hr.mentorship.pulse.answer of max                     -      R      -        -      -       -      -        -      -
hr.mentorship.pulse.rate of the program               -      -      -        -      -       R      -        R      -
hr.mentorship.interview of pia with mia               -      -      -        -      -       RWD    -        -      -
hr.mentorship.notice to mia                           R      -      -        -      -       -      -        -      -
hr.mentorship.nudge.step of the program               -      -      -        -      -       CRWD   -        CRWD   -
hr.mentorship.nudge of a check-in                     -      -      -        -      -       -      -        -      -
hr.mentorship.digest to mia                           -      -      -        -      -       -      -        -      -
hr.mentorship.release of a month                      -      -      -        -      -       -      -        -      -
hr.mentorship.release.mark of an answer               -      -      -        -      -       -      -        -      -
hr.mentorship.release.comment in the program          -      -      -        -      R       R      -        R      -
hr.mentorship.outcome of a year                       -      -      -        -      -       -      -        -      -
hr.mentorship.outcome.mark of a year                  -      -      -        -      -       -      -        -      -
hr.mentorship.quarter of the program                  -      -      -        -      -       -      -        -      -
hr.mentorship.quarter of paula's team                 -      -      -        -      -       -      -        -      -
hr.mentorship.quarter.mark of paula's team            -      -      -        -      -       -      -        -      -
hr.mentorship.notice to pia                           -      -      -        -      -       R      -        -      -

hr.mentorship.goal of mia, active                     CRWD   R      -        -      -       -      -        -      -
hr.mentorship.goal of mia, draft                      CRWD   -      -        -      -       -      -        -      -
hr.mentorship.goal of eve                             -      -      -        -      -       -      -        -      -
hr.mentorship.milestone of mia                        CRWD   R      -        -      -       -      -        -      -
hr.mentorship.milestone of mia's draft                CRWD   -      -        -      -       -      -        -      -
hr.mentorship.goal.progress of mia                    R      R      -        -      -       -      -        -      -
hr.mentorship.goal.report of mia's goal               -      -      -        -      -       R      -        R      -
hr.mentorship.matching.report of the program          -      -      -        -      -       R      -        R      -
hr.mentorship.shortage.report of the program          -      -      -        -      -       R      -        R      -
hr.mentorship.checkin.report of the program           -      -      -        -      -       R      -        R      -
hr.mentorship.engagement.report of the program        -      -      -        -      -       R      -        R      -
hr.mentorship.skill.report of the program             -      -      -        -      -       R      -        R      -
hr.mentorship.topic.suggestion of mia                 R      -      -        -      -       -      -        -      RW
hr.mentorship.skill.proposal of mia, proposed         R      -      -        -      -       -      -        -      -
hr.mentorship.skill.proposal of mia, agreed           R      -      -        -      -       -      -        -      R

hr.mentorship.job of the program                      -      -      -      -      -      R      -      R      -
hr.mentorship.matching.job of the program             -      -      -      -      -      R      -      R      -
hr.mentorship.matching.run of the program             -      -      -      -      -      R      -      R      -
hr.mentorship.matching.line of the program            -      -      -      -      -      R      -      R      -
hr.mentorship.matching.insight of the program         -      -      -      -      -      R      -      R      -

hr.mentorship.feedback.report of the program          -      -      -        -      R       R      -        R      -
hr.mentorship.participation.report of paula's team    -      -      -        -      -       R      -        R      -
hr.mentorship.team.report of paula's team             -      -      -        R      -       -      -        -      -

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
hr.mentorship.profile.guide my own                    CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.profile.guide of somebody else          -      -      -        -      -       -      -        -      -
hr.mentorship.seal.upload my own                      -      -      -        -      -       -      -        -      -
hr.mentorship.seal.upload of somebody else            -      -      -        -      -       -      -        -      -
hr.mentorship.new.match my own                        CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.new.match of somebody else              -      -      -        -      -       -      -        -      -
hr.mentorship.note.dialog my own                      CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.note.dialog of somebody else            -      -      -        -      -       -      -        -      -
hr.mentorship.thank.you my own                        CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.thank.you of somebody else              -      -      -        -      -       -      -        -      -
hr.mentorship.goal.update my own                      CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.goal.update of somebody else            -      -      -        -      -       -      -        -      -
hr.mentorship.goal.suggest my own                     CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.goal.suggest of somebody else           -      -      -        -      -       -      -        -      -
hr.mentorship.choose.wishes my own                    CRW    CRW    CRW      CRW    CRW     CRW    CRW      CRW    CRW
hr.mentorship.choose.wishes of somebody else          -      -      -        -      -       -      -        -      -
hr.mentorship.choose.wishes.line my own               CRWD   CRWD   CRWD     CRWD   CRWD    CRWD   CRWD     CRWD   CRWD
hr.mentorship.choose.wishes.line of somebody else     -      -      -        -      -       -      -        -      -
hr.mentorship.overview my own                         CR     CR     CR       CR     CR      CR     CR       CR     CR
hr.mentorship.overview of somebody else               -      -      -        -      -       -      -        -      -
hr.mentorship.choice my own                           -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.choice of somebody else                 -      -      -      -      -      -      -      -      -
hr.mentorship.choice.option my own                    -      -      -      -      -      CR     CR     CR     -
hr.mentorship.choice.option of somebody else          -      -      -      -      -      -      -      -      -
hr.mentorship.reject my own                           -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.wrap.up my own                          -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.hand.over my own                        -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.book.interview my own                   -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.book.interview of somebody else         -      -      -      -      -      -      -      -      -
hr.mentorship.reject of somebody else                 -      -      -      -      -      -      -      -      -
hr.mentorship.decline.request my own                  -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.decline.request of somebody else        -      -      -      -      -      -      -      -      -
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
hr.mentorship.learn.weights my own                    -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.learn.weights of somebody else          -      -      -      -      -      -      -      -      -
hr.mentorship.learn.weights.line my own               -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.learn.weights.line of somebody else     -      -      -      -      -      -      -      -      -
hr.mentorship.report.choice my own                    -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.report.choice of somebody else          -      -      -      -      -      -      -      -      -
hr.mentorship.new.program my own                      -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.new.program of somebody else            -      -      -      -      -      -      -      -      -
hr.mentorship.run.comparison my own                   -      -      -      -      -      CR     CR     CR     -
hr.mentorship.run.comparison of somebody else         -      -      -      -      -      -      -      -      -
hr.mentorship.run.difference my own                   -      -      -      -      -      CR     CR     CR     -
hr.mentorship.run.difference of somebody else         -      -      -      -      -      -      -      -      -
hr.mentorship.redeem my own                           CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW
hr.mentorship.redeem of somebody else                 -      -      -      -      -      -      -      -      -
hr.mentorship.refuse.redemption my own                CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW
hr.mentorship.refuse.redemption of somebody else      -      -      -      -      -      -      -      -      -
hr.mentorship.show.code my own                        CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW    CRW
hr.mentorship.show.code of somebody else              -      -      -      -      -      -      -      -      -
hr.mentorship.spotlight my own                        -      -      -      -      -      CRW    CRW    CRW    -
hr.mentorship.spotlight of somebody else              -      -      -      -      -      -      -      -      -
hr.mentorship.import.codes my own                     -      -      -      -      -      -      -      CRW    -
hr.mentorship.import.codes of somebody else           -      -      -      -      -      -      -      -      -
hr.mentorship.payroll.export my own                   -      -      -      -      -      -      -      CRW    CRW
hr.mentorship.payroll.export of somebody else         -      -      -      -      -      -      -      -      -
"""

# Dialogs that people do not create themselves: the server opens them, in sudo.
OPENED_BY_THE_SERVER = ("hr.mentorship.first.meeting", "hr.mentorship.first.meeting.line")

# Abstract models hold no records, so there is nothing to grant.
ABSTRACT = {
    "hr.mentorship.dialog.mixin": "mixed into the wizards below",
    "hr.mentorship.approved.line.mixin": "mixed into targets and lines of a budget",
    "hr.mentorship.archived.mixin": "mixed into the models above",
    "hr.mentorship.conditions.mixin": "mixed into programs and rewards",
    "hr.mentorship.conversation.mixin": "mixed into the models above",
    "hr.mentorship.thread.mixin": "mixed into the models above",
    "hr.mentorship.todo.mixin": "mixed into the models above",
    "hr.mentorship.link.holder.mixin": "mixed into members, invitations and participants",
    "hr.mentorship.letterbox.mixin": "mixed into members, invitations and daily mails",
    "hr.mentorship.wallet.expiry": "steps of a job; nothing of it is stored",
    "hr.mentorship.release.across": "steps of a job; nothing of it is stored",
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
    "hr.mentorship.impact": "tells each user of themselves alone (test_impact)",
    "hr.mentorship.leaderboard": "names those who want to be named, to those who may read it (test_leaderboard)",
    "hr.mentorship.recognition.event": "only private methods, called by the job",
    "hr.mentorship.matcher": "only private methods, called by matching runs",
    "hr.mentorship.matching.words": "only private methods, called by what shows matches",
    "hr.mentorship.planner": "only private methods, called by check-ins",
    "report.hr_mentorship.report_agreement": "checks the access to the agreements it prints (test_agreement)",
    "report.hr_mentorship.report_satisfaction": "checks who may print a program (test_reports)",
    "report.hr_mentorship.report_standards": "checks who may print a program (test_standards_report)",
    "report.hr_mentorship.report_outcome": "checks who may print a program (test_outcome)",
    "report.hr_mentorship.report_certificate": "is printed by the member alone (test_certificate)",
    "report.hr_mentorship.report_proposal": "checks who may print a program (test_proposal)",
    "report.hr_mentorship.report_privacy": "checks who may open a program (test_privacy)",
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
