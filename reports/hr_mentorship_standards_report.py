from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_list

from ..models.common.spoken import by_count, say_date
from . import satisfaction_figures


class Evidence(NamedTuple):
    """One thing that an assessor looks for: what the records say of it, or what is missing."""

    is_there: bool
    text: str


class ReportHrMentorshipStandards(models.AbstractModel):
    """What a program can show for each of the six core standards of EMCC's ISMCP, and what only a person can answer.

    The names of the standards are those of the International Standards for Mentoring and Coaching Programmes; what is
    looked at and asked beneath is our own. It is made of settings and counts, and holds nothing of a single person.
    """

    _name = "report.hr_mentorship.report_standards"
    _description = "Evidence for Standards Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs = self.env["hr.mentorship.program"].browse(docids)
        # The route that serves documents does not ask who may read them
        programs._check_report()
        threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        sudo = programs.sudo()  # sudo: settings and counts, for people who have been checked
        today = fields.Date.context_today(self)
        figures = satisfaction_figures.read(sudo.env, programs.ids, None, None, threshold, today)
        counted = self._count(sudo)
        standards = {
            program.id: self._list_standards(program, figures[program.id], counted[program.id], threshold)
            for program in sudo
        }
        return {
            "doc_ids": programs.ids,
            "doc_model": programs._name,
            "docs": programs,
            "standards": standards,
            "found": {program_id: self._say_found(each) for program_id, each in standards.items()},
            "made_on": say_date(self.env, today),
        }

    @api.model
    def _count(self, programs):
        """Return how many trained people, agreements, releases, proven runs and guides there are, by program id."""
        nothing = {"trained": 0, "agreements": 0, "releases": 0, "proven": 0}
        nothing["guides"] = programs.env["hr.mentorship.resource"].search_count([])
        found = {program.id: dict(nothing) for program in programs}
        for name, model, domain in (
            ("trained", "hr.mentorship.participant", [("state", "=", "approved"), ("needs_training", "=", False)]),
            ("agreements", "hr.mentorship.agreement", [("state", "=", "signed")]),
            ("releases", "hr.mentorship.release", []),
            ("proven", "hr.mentorship.matching.run", [("used_at", "!=", False), ("is_proven", "=", True)]),
        ):
            rows = programs.env[model]._read_group(
                [("program_id", "in", programs.ids), *domain], ["program_id"], ["__count"]
            )
            for program, count in rows:
                found[program.id][name] = count
        return found

    def _list_standards(self, program, figures, counted, threshold):
        """Return the name, the evidence and the open questions of each standard."""
        return [
            (self.env._("Clarity of purpose"), self._find_purpose(program, figures), self._ask_purpose()),
            (
                self.env._("Stakeholder training and briefing"),
                self._find_training(program, figures, counted),
                self._ask_training(program),
            ),
            (
                self.env._("Processes for selection and matching"),
                self._find_matching(program, figures, counted),
                self._ask_matching(program),
            ),
            (
                self.env._("Processes for measurement and review"),
                self._find_review(program, figures, counted),
                self._ask_review(),
            ),
            (
                self.env._("High standards of ethics"),
                self._find_ethics(program, counted, threshold),
                self._ask_ethics(program),
            ),
            (self.env._("Administration and support"), self._find_support(program), self._ask_support()),
        ]

    @api.model
    def _say_found(self, standards):
        every = [each for _name, evidence, _questions in standards for each in evidence]
        return self.env._(
            "The records show %(found)s of %(all)s pieces of evidence. %(asked)s questions are left for you.",
            found=sum(each.is_there for each in every),
            all=len(every),
            asked=sum(len(questions) for _name, _evidence, questions in standards),
        )

    # -- what the records show

    def _find_purpose(self, program, figures):
        objectives, targets = program.objective_ids, program.target_ids
        goals = figures.goals
        return [
            Evidence(bool(program.goal), program.goal or self.env._("The program does not say what it is for.")),
            Evidence(
                bool(objectives),
                self.env._("Objectives: %(names)s.", names=format_list(self.env, objectives.mapped("name")))
                if objectives
                else self.env._("No objectives are chosen."),
            ),
            Evidence(
                bool(targets),
                self.env._(
                    "Targets in figures: %(names)s.", names=format_list(self.env, targets.mapped("display_name"))
                )
                if targets
                else self.env._("No targets in figures are set."),
            ),
            Evidence(
                bool(program.approved_on),
                self.env._(
                    "Approved by %(name)s on %(day)s.",
                    name=program.approved_by_id.name,
                    day=say_date(self.env, program.approved_on),
                )
                if program.approved_on
                else self.env._("No sponsor has approved the program here."),
            ),
            Evidence(
                bool(goals),
                self.env._(
                    "Pairs have goals of their own: %(reached)s of %(due)s that were due are reached.",
                    reached=goals[0],
                    due=goals[1],
                )
                if goals
                else self.env._("Too few goals of pairs are due to tell of them."),
            ),
        ]

    def _find_training(self, program, figures, counted):
        trainings = program.mentor_training_id | program.mentee_training_id
        guides, people = counted["guides"], sum(figures.people.values())
        return [
            Evidence(
                bool(trainings),
                self.env._("Trainings: %(names)s.", names=format_list(self.env, trainings.mapped("title")))
                if trainings
                else self.env._("The program has no training."),
            ),
            self._find_training_duty(program, trainings),
            Evidence(
                bool(counted["trained"]) and bool(trainings),
                self.env._(
                    "Trained, or in no need of it: %(trained)s of %(people)s.",
                    trained=counted["trained"],
                    people=people,
                )
                if trainings
                else self.env._("Nobody is trained here."),
            ),
            Evidence(
                bool(guides),
                by_count(
                    guides,
                    self.env._("One guide is at hand while a mentorship goes on."),
                    self.env._("Guides at hand while a mentorship goes on: %(count)s.", count=guides),
                )
                if guides
                else self.env._("No guides are at hand while a mentorship goes on."),
            ),
        ]

    def _find_matching(self, program, figures, counted):
        criteria = list(dict.fromkeys(program.criterion_ids.filtered("weight").mapped("display_name")))
        wish = program.mentees_wish or program.mentors_wish
        return [
            Evidence(True, self.env._("Open to: %(audience)s", audience=program._say_who_may_join())),
            Evidence(
                bool(criteria),
                self.env._("Compared are: %(names)s.", names=format_list(self.env, criteria))
                if criteria
                else self.env._("No criteria of matching are set."),
            ),
            Evidence(
                wish,
                self.env._("People name whom they would like to meet.")
                if wish
                else self.env._("Nobody names whom they would like to meet."),
            ),
            Evidence(
                True,
                by_count(
                    program.offer_validity_days,
                    self.env._("Both sides see why they match, and say yes or no within a day."),
                    self.env._(
                        "Both sides see why they match, and say yes or no within %(count)s days.",
                        count=program.offer_validity_days,
                    ),
                ),
            ),
            Evidence(
                bool(counted["proven"]),
                self.env._("A matching was used than which none is better by these criteria, as has been proven.")
                if counted["proven"]
                else self.env._("No matching with a proof was used."),
            ),
            Evidence(
                True,
                self.env._(
                    "Either side can end a match without a reason and be matched again; both are asked early whether "
                    "it fits."
                ),
            ),
        ]

    def _find_review(self, program, figures, counted):
        surveys = program.pulse_survey_id | program.closing_survey_id
        return [
            Evidence(
                bool(figures.due),
                self.env._("Meetings held: %(held)s of %(due)s that were due.", held=figures.held, due=figures.due)
                if figures.due
                else self.env._("No meeting has been due yet."),
            ),
            Evidence(
                bool(surveys) and program.asks_surveys,
                self.env._(
                    "Both sides are asked how it goes: %(names)s.", names=format_list(self.env, surveys.mapped("title"))
                )
                if surveys and program.asks_surveys
                else self.env._("Nobody is asked in surveys how it goes."),
            ),
            Evidence(
                bool(counted["releases"]),
                self.env._("The satisfaction report reads figures of groups that have answered.")
                if counted["releases"]
                else self.env._("No answers have been released yet: too few, or too early."),
            ),
            Evidence(
                True,
                self.env._("Each day the health of every pair is judged, and program managers see who needs help."),
            ),
            Evidence(
                bool(program.budget_text),
                self.env._("Costs: %(budget)s", budget=program.budget_text)
                if program.budget_text
                else self.env._("No budget says what the program costs."),
            ),
            Evidence(
                bool(program.lesson_ids),
                by_count(
                    len(program.lesson_ids),
                    self.env._("One lesson is written down for the next program."),
                    self.env._("Lessons written down for the next program: %(count)s.", count=len(program.lesson_ids)),
                )
                if program.lesson_ids
                else self.env._("No lessons are written down for the next program."),
            ),
        ]

    def _find_ethics(self, program, counted, threshold):
        return [
            Evidence(
                program.requires_agreement,
                by_count(
                    counted["agreements"],
                    self.env._("Both sides sign an agreement on goals and confidentiality: one is signed."),
                    self.env._(
                        "Both sides sign an agreement on goals and confidentiality: %(count)s are signed.",
                        count=counted["agreements"],
                    ),
                )
                if program.requires_agreement
                else self.env._("Mentorships begin without an agreement."),
            ),
            Evidence(
                True,
                self.env._(
                    "One page, “Who Sees What”, tells everybody before they join what is kept and who reads it."
                ),
            ),
            Evidence(
                True,
                self.env._(
                    "Answers are told of groups of %(count)s people or more; nobody else reads notes and ratings.",
                    count=threshold,
                ),
            ),
            Evidence(
                True,
                self.env._("Nobody is matched along their own line of command, or with whom they would rather not be."),
            ),
        ]

    def _find_support(self, program):
        managers, steps = program.manager_ids, program.nudge_step_ids
        return [
            Evidence(
                len(managers) > 1,
                self.env._("Program managers: %(names)s.", names=format_list(self.env, managers.mapped("name")))
                if len(managers) > 1
                else self.env._("One program manager alone, with nobody to stand in."),
            ),
            Evidence(
                bool(program.launch_started_on),
                program.launch_words or self.env._("A launch checklist is kept.")
                if program.launch_started_on
                else self.env._("No launch checklist was kept."),
            ),
            Evidence(
                bool(steps),
                self.env._("Meetings that are missed are followed up step by step.")
                if steps
                else self.env._("Nothing reminds of meetings that are missed."),
            ),
            Evidence(True, self.env._("Breaks, endings and departures have their own steps, and the partner is told.")),
            Evidence(
                program.has_recognition,
                self.env._("Taking part is recognized, and a certificate is printed at the end.")
                if program.has_recognition
                else self.env._("A certificate is printed at the end; taking part is not recognized with points."),
            ),
        ]

    # -- what only a person can answer

    def _find_training_duty(self, program, trainings):
        if program.is_among_peers:
            return Evidence(
                bool(trainings),
                self.env._("Nobody is matched without training.")
                if trainings
                else self.env._("People are matched without training as well."),
            )
        return Evidence(
            program.requires_training,
            self.env._("Nobody is matched as a mentor without training.")
            if program.requires_training
            else self.env._("Mentors are matched without training as well."),
        )

    def _ask_purpose(self):
        return [
            self.env._("Which aim of the company does the program serve, and who decided that?"),
            self.env._("How did managers of participants and other stakeholders learn what it is for?"),
        ]

    def _ask_training(self, program):
        return [
            self.env._("What did sponsor and managers of participants learn about their own part?"),
            self.env._("How do people find out what they could do better for each other, and who helps them with it?")
            if program.is_among_peers
            else self.env._("How do mentors find out what they could do better, and where do they get help with it?"),
        ]

    def _ask_matching(self, program):
        return [
            self.env._("By what is decided who takes part, and who is turned away?")
            if program.is_among_peers
            else self.env._("By what are mentors chosen, and who is turned away?"),
            self.env._("Why these criteria and weights?"),
        ]

    def _ask_review(self):
        return [
            self.env._("What did you change in the program because of what you saw?"),
            self.env._("What is the benefit worth, beside the cost?"),
        ]

    def _ask_ethics(self, program):
        return [
            self.env._("Which code of ethics binds everybody, and how do they know it?")
            if program.is_among_peers
            else self.env._("Which code of ethics binds mentors, and how do they know it?"),
            self.env._("Whom does somebody turn to who feels treated badly, and what happens then?"),
        ]

    def _ask_support(self):
        return [
            self.env._("How much time do program managers have for it, and what were they taught?"),
            self.env._("Who goes on with the program when they are away?"),
        ]
