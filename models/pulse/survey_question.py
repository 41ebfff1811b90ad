from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..program.hr_mentorship_program import ROLES
from .survey_survey import PULSE

CONSTRUCTS = [
    ("overall", "Overall"),
    ("fit", "Fit"),
    ("trust", "Trust"),
    ("usefulness", "Usefulness"),
    ("goal_progress", "Progress towards Goals"),
    ("time_spent", "Time Well Spent"),
    ("rewarding", "Rewarding for Both"),
    ("support", "Support from the Program"),
    ("recommend", "Would Recommend"),
    ("own_weighted", "What Matters to Them, in Their Own Weights"),
]
"""What is measured, whatever the words of a question: reports speak of constructs.

Shaped by two instruments, of which no item is taken over: MEMeQ, in which mentees say how important each aspect of
mentoring is to them, and satisfaction is read in these weights (Schäfer et al. 2015, BMC Med Educ 15:201); and the
questionnaire of Heeneman and de Grave (2019, BMC Med Educ 19:133), which asks mentors and mentees alike and looks at
the distance between the two. A company that holds a licence for an instrument may enter its items as questions of
its own survey and choose the construct of each.
"""
POINTS = (1, 2, 3, 4, 5)
TYPES = ("scale", "text_box", "multiple_choice")


class SurveyQuestion(models.Model):
    """One question of a mentorship survey: what it measures and who is asked."""

    _inherit = "survey.question"

    construct = fields.Selection(
        CONSTRUCTS,
        "Measures",
        help="What the question tells about. Reports follow this, whatever the words: so figures of a changed survey "
        "go on where those of the former one ended.",
    )
    pulse_role = fields.Selection(ROLES, "Asked Of", help="Empty: everybody.")

    pulse_kind = fields.Selection(
        [
            ("scale", "A scale from 1 to 5"),
            ("text_box", "Own words"),
            ("multiple_choice", "What matters, in their own weights"),
        ],
        "Answered By",
        compute="_compute_pulse_kind",
        inverse="_inverse_pulse_kind",
    )

    @api.depends("question_type")
    def _compute_pulse_kind(self):
        for question in self:
            question.pulse_kind = question.question_type if question.question_type in TYPES else False

    @api.onchange("pulse_kind")
    def _inverse_pulse_kind(self):
        for question in self.filtered("pulse_kind"):
            question.question_type = question.pulse_kind
            if question.pulse_kind == "scale":
                question.update({"scale_min": POINTS[0], "scale_max": POINTS[-1]})
            if (question.pulse_kind == "multiple_choice") != (question.construct == "own_weighted"):
                question.construct = "own_weighted" if question.pulse_kind == "multiple_choice" else False

    @api.constrains("survey_id", "question_type", "is_page", "construct", "scale_min", "scale_max")
    def _check_pulse_question(self):
        for question in self.sudo():  # sudo: the type of the survey, whoever may read it
            if question.survey_id.survey_type != PULSE or question.is_page:
                continue
            if question.question_type not in TYPES:
                raise ValidationError(
                    self.env._(
                        "“%(question)s” cannot be asked in a mentorship survey. Choose a scale, a text box, or, for "
                        "what matters to people in their own weights, a choice of several.",
                        question=question.title,
                    )
                )
            if question.question_type == "scale" and (question.scale_min, question.scale_max) != (1, 5):
                raise ValidationError(
                    self.env._(
                        "The scale of “%(question)s” goes from 1 to 5, so that figures can be compared.",
                        question=question.title,
                    )
                )
            if question.question_type == "scale" and question.construct in (False, "own_weighted"):
                raise ValidationError(
                    self.env._(
                        "Say what “%(question)s” measures: figures are shown by that, and never by question.",
                        question=question.title,
                    )
                )
            if question.question_type == "multiple_choice" and question.construct != "own_weighted":
                raise ValidationError(
                    self.env._(
                        "“%(question)s” lets people choose what matters to them, and measures nothing else. Choose "
                        "“What Matters to Them” for it, or make it a scale.",
                        question=question.title,
                    )
                )

    def _is_pulse_question(self):
        self.ensure_one()
        return self.question_type in TYPES and not self.is_page
