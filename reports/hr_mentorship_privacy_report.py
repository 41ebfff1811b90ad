from odoo import api, models
from odoo.tools import format_list

from ..models.notice.hr_mentorship_digest import FORGET_AFTER

READERS = ("partner", "managers", "sponsor", "lead", "hr", "admin")
"""Whom the table asks about, beside the participants themselves."""

RECORDS = [
    ("profile", ("managers", "hr", "admin")),
    ("block", ()),
    ("application", ("managers", "admin")),
    ("wishes", ("managers", "admin")),
    ("training", ()),
    ("matching", ("managers", "admin")),
    ("match", ("partner", "managers", "admin")),
    ("agreement", ("partner", "managers", "admin")),
    ("first_meeting", ("partner",)),
    ("checkin", ("partner", "managers", "admin")),
    ("next_step", ("partner",)),
    ("message", ("partner",)),
    ("private_note", ()),
    ("summary", ("partner",)),
    ("thank_you", ("partner",)),
    ("wall_asked", ("partner",)),
    ("wall", ("partner", "managers")),
    ("reaction", ()),
    ("leaderboard", ("partner", "managers")),
    ("rating", ()),
    ("fit", ()),
    ("survey", ()),
    ("interview", ("managers",)),
    ("goal", ("partner",)),
    ("skill", ("hr",)),
    ("topic", ("hr",)),
    ("points", ()),
    ("fair_play", ("managers", "admin")),
    ("reward", ("managers", "lead", "admin")),
    ("payroll", ("hr", "admin")),
    ("badge", ("colleagues",)),
    ("level", ("colleagues",)),
]
"""What is kept about a participant, and who reads single records of it besides. The rules of access say the same: see
tests/test_privacy.py, which compares the two."""


class ReportHrMentorshipPrivacy(models.AbstractModel):
    """One page for employees and works councils: what a program keeps about people, who reads it, and for how long.

    It is made of the settings as they are, and of a table that a test compares with the rules of access. Whoever may
    open a program may read it: people should know before they join.
    """

    _name = "report.hr_mentorship.report_privacy"
    _description = "Who Sees What in a Mentorship Program"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs = self.env["hr.mentorship.program"].browse(docids)
        # The route that serves documents does not ask who may read them
        programs.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": programs._name,
            "docs": programs,
            "records": self._list_records(),
            "others": self._describe_others(),
            "about": {program.id: self._list_about(program) for program in programs},
            "groups": list(self._describe_groups().values()),
            "compared": {program.id: self._describe_compared(program) for program in programs},
            "kept": self._list_kept(),
        }

    @api.model
    def _name_readers(self):
        return {
            "partner": self.env._("your partner"),
            "managers": self.env._("the program managers"),
            "sponsor": self.env._("the sponsor"),
            "lead": self.env._("your manager"),
            "hr": self.env._("HR"),
            "admin": self.env._("the administrators of mentorship"),
            "colleagues": self.env._("all colleagues"),
        }

    @api.model
    def _list_records(self):
        """Return what is kept, a note on it or nothing, and who reads it besides the person, each in words.

        :rtype: list[tuple[str, str, str]]
        """
        names, notes, readers = self._name_records(), self._get_notes(), self._name_readers()
        return [
            (
                names[record],
                notes.get(record, ""),
                format_list(self.env, [readers[reader] for reader in allowed]) if allowed else self.env._("nobody"),
            )
            for record, allowed in RECORDS
        ]

    @api.model
    def _describe_others(self):
        """Name those who read none of it."""
        readers = self._name_readers()
        others = [readers[reader] for reader in READERS if all(reader not in allowed for _record, allowed in RECORDS)]
        if not others:
            return ""
        return self.env._(
            "Nothing but badges, and levels that people show, is read by: %(people)s.",
            people=format_list(self.env, others),
        )

    @api.model
    def _name_records(self):
        return {
            "profile": self.env._("Your profile: topics, introduction, languages, working style"),
            "block": self.env._("With whom you do not want to be matched"),
            "application": self.env._("That you take part, your motivation and answers"),
            "wishes": self.env._("Whom you wish for"),
            "training": self.env._("Your answers and results in a training"),
            "matching": self.env._(
                "What a matching has found for you: who would fit, why nobody does, your chance where a lot decides"
            ),
            "match": self.env._("That the two of you are a pair, and why you match"),
            "agreement": self.env._("Your agreement and its signatures"),
            "first_meeting": self.env._("What you answered in the first meeting"),
            "checkin": self.env._("Your meetings: day, length, whether they were held"),
            "next_step": self.env._("Agenda and next steps"),
            "message": self.env._("What you write to each other in your chat"),
            "private_note": self.env._("Your private notes"),
            "summary": self.env._("What you wrote down for both of you"),
            "thank_you": self.env._("Thank-yous"),
            "wall_asked": self.env._("What you are asked to show on the wall, before all of you agree"),
            "wall": self.env._("What all of you have agreed to show on the wall of the program"),
            "reaction": self.env._("Your reactions on the wall"),
            "leaderboard": self.env._("Your place and points on the leaderboard, if you have put yourself on it"),
            "rating": self.env._("Your ratings"),
            "fit": self.env._("What you said about the fit of your match"),
            "survey": self.env._("What you say in surveys, and whether you answer"),
            "interview": self.env._("What a program manager notes in an interview with you"),
            "goal": self.env._("Your goals"),
            "skill": self.env._("A skill level that you and your mentor have agreed on, once you put it forward"),
            "topic": self.env._("A topic that you suggest to HR"),
            "points": self.env._("Your points and what they are for"),
            "fair_play": self.env._("What is unusual about the points of the two of you"),
            "reward": self.env._("The rewards that you redeem"),
            "payroll": self.env._("What you have received in rewards, in money, by month"),
            "badge": self.env._("Badges"),
            "level": self.env._("The level that your points have reached, if you show it in your profile"),
        }

    @api.model
    def _get_notes(self):
        return {
            "profile": self.env._(
                "Colleagues who look for a mentor read what you publish by being open to mentor; the preview of your "
                "profile shows it."
            ),
            "matching": self.env._(
                "You and your partner read why you match, once you are a pair. How near-equals are drawn is told "
                "before anybody applies, and the seed once matches are published: see below."
            ),
            "training": self.env._("Program managers read whether you have passed, where the program requires it."),
            "rating": self.env._(
                "Others read figures of groups, never one answer. The program managers and the sponsor read a comment "
                "if you let them, without your name and among ten or more. “Please contact me” tells your name."
            ),
            "wall_asked": self.env._("The program managers read the words of a spotlight, which they have written."),
            "wall": self.env._(
                "Everybody who takes part in the program reads it. Any of you takes it back at any time, and it goes "
                "when one of you leaves the company."
            ),
            "reaction": self.env._("Others read how many there are of each kind, and not whose."),
            "leaderboard": self.env._(
                "At first nobody is on it, and nobody puts you there. Everybody who takes part in the program reads "
                "it, where it has one. You take yourself off at any time; of whoever is not on it nothing is told."
            ),
            "fair_play": self.env._(
                "Where points go back and forth or many events fall on one day: who got points from whom and how "
                "often, never what you wrote or spend points on. You do not read it; if points are taken back, you "
                "read why."
            ),
            "reward": self.env._(
                "Program managers, and your manager, read those that they approve. Whoever hands a reward out, or is "
                "named to approve it, reads who gets it; your size and address reach whoever sends it alone, and a "
                "gift code you alone."
            ),
            "points": self.env._("If you leave the company with some, HR learns how many, and not what they are for."),
            "payroll": self.env._("A file for payroll, of months that are over; what the reward was is not in it."),
            "badge": self.env._("That you have one and since when, but not in which program you have earned it."),
            "level": self.env._(
                "At first you alone read it, and nobody shows it for you. Its name tells how many points you have "
                "earned at least, never how many you have. You hide it again at any time."
            ),
            "survey": self.env._(
                "Others read figures of groups, and your words only if you tick so: without your name, among those of "
                "at least ten people. “Please contact me” tells your name."
            ),
            "interview": self.env._("Whoever holds the interview alone, and not you."),
            "goal": self.env._("Program managers read status, dates and progress, without a word of what it is about."),
        }

    @api.model
    def _list_about(self, program):
        """Return what makes the people of this program differ from what the table says, a line each."""
        lines = []
        if program.is_sample:
            lines.append(
                self.env._(
                    "This is a sample program: its people are invented, and nothing in it is about anybody of the "
                    "company."
                )
            )
        if program.is_among_peers:
            lines.append(
                self.env._(
                    "People join this program as peers. What this page says of a mentor or of a mentee holds for each "
                    "of the two: neither reads more than the other."
                )
            )
        if program._lets_mentors_offer():
            lines.append(
                self.env._(
                    "Mentees who look for a mentor are shown to mentors of the program with a free seat if they have "
                    "said so, and as long as they want: name, job, department and place, topics and interests, "
                    "languages and introduction. Nobody is shown to somebody whom they would rather not meet, or who "
                    "leads them."
                )
            )
        if program.approves_requests and program.matching_mode != "manager":
            lines.append(
                self.env._(
                    "Program managers approve who asks whom before anybody is asked. They read the names, when, and "
                    "why the two fit; what one writes to the other is read by the two alone."
                )
            )
        return lines

    @api.model
    def _describe_groups(self):
        """Return what is told of groups, and to whom, a sentence each, by the model that keeps it.

        :rtype: dict[str, str]
        """
        count = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        return {
            "hr.mentorship.release": self.env._(
                "What people answer is shown in figures of groups of %(count)s people or more, to the program "
                "managers, the sponsor and the administrators of mentorship. What fewer have said is shown to nobody.",
                count=count,
            ),
            "hr.mentorship.release.across": self.env._(
                "What too few have said in programs that are over is told together with that of other such programs, "
                "as soon as it is of so many people: to the administrators of mentorship alone, and never of which "
                "programs."
            ),
            "hr.mentorship.outcome": self.env._(
                "Of groups of that size, the program managers also read how many stayed, changed department or job and "
                "reached a higher level in a skill within a year: beside colleagues who took no part, or, where a lot "
                "decided, beside those whom it left without a mentor."
            ),
            "hr.mentorship.quarter": self.env._(
                "Of quarters that are over, your manager reads how often the people of the team met in the middle, "
                "never who takes part; and whoever takes part reads the same of the program, beside their own figures."
            ),
        }

    @api.model
    def _describe_compared(self, program):
        """Say what the matching compares; to whom it may be shown, all of it."""
        # sudo: what is compared, not whose. What is kept from members is named to those who run or approve the program,
        # and counted for everybody, so that the list is never taken for the whole
        criteria = program.sudo().criterion_ids.filtered(lambda criterion: criterion.weight or criterion.is_required)
        shown = criteria
        if not (program.is_my_program or program.is_my_approval):
            shown = criteria.filtered("is_shown_to_members")
        names = list(dict.fromkeys(shown.mapped("display_name")))
        if hidden := len(criteria - shown):
            names.append(self.env._("what only the program managers see (%(count)s)", count=hidden))
        return format_list(self.env, names) if names else ""

    @api.model
    def _list_kept(self):
        """Say for how long what is kept, a line each."""
        return [
            self.env._("A personal link opens nothing any more after its last day, and is deleted 30 days later."),
            self.env._("What the daily mail has told is deleted after %(count)s days.", count=FORGET_AFTER.days),
            self.env._(
                "A sample program, by which a company tries things out, holds invented people alone. It cannot stand "
                "beside programs of real people, and a button removes all of it."
            ),
            self.env._("Signed agreements are kept as they are: nobody changes or deletes them."),
            self.env._(
                "Everything else stays until the company deletes it. Whoever leaves the company takes part in nothing "
                "any more; program figures stay, without names."
            ),
        ]
