from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .survey_survey import APPLICATION

MANAGER = "hr_mentorship.group_hr_mentorship_manager"


class HrMentorshipParticipantSurvey(models.Model):
    """The answers a participant gives to the questions of a program, read by its program managers."""

    _inherit = "hr.mentorship.participant"

    survey_answer_id = fields.Many2one(
        "survey.user_input",
        string="Answers",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
    )
    survey_status = fields.Selection(
        [("open", "To answer"), ("done", "Answered")],
        string="Application Survey",
        compute="_compute_survey_status",
        compute_sudo=True,
        help="Empty where the program asks nothing.",
    )

    _one_answer = models.UniqueIndex(
        "(survey_answer_id) WHERE survey_answer_id IS NOT NULL", "These answers belong to somebody else."
    )

    @api.depends(
        *("state", "member_ids.mentorship_id.state", "program_id.application_survey_id"),
        *("survey_answer_id.state", "survey_answer_id.survey_id"),
    )
    def _compute_survey_status(self):
        """Who has a match already has nothing to answer any more: the questions are there to find it.

        A match that nobody has published yet does not count: questions that vanish would tell of it.
        """
        waiting = self._filter_waiting_as_known()
        for participant in self:
            survey, answer = participant.program_id.application_survey_id, participant.survey_answer_id
            if answer.state == "done" and (not survey or answer.survey_id == survey):
                participant.survey_status = "done"
            elif survey and (participant.state == "applied" or participant in waiting):
                participant.survey_status = "open"
            else:
                participant.survey_status = False

    @api.constrains("survey_answer_id")
    def _check_survey_answer(self):
        """Answers belong to who gave them, in sudo too: whoever runs a program reads and deletes what stands here."""
        for participant in self.sudo():
            answer = participant.survey_answer_id
            is_own = answer.partner_id == participant.user_id.partner_id and answer.survey_id.survey_type == APPLICATION
            if answer and not is_own:
                raise ValidationError(self.env._("These answers belong to somebody else."))

    def unlink(self):
        # sudo: the answers go with their participant; who may delete that one has been checked by then. Theirs only:
        # whatever stands in the field, nobody deletes answers of another application with it
        answers_sudo = self.sudo().survey_answer_id.filtered(lambda answer: answer.survey_id.survey_type == APPLICATION)
        result = super().unlink()
        answers_sudo.unlink()
        return result

    def action_answer_survey(self):
        """Open the questions of the program, where the current user left off."""
        self.ensure_one()
        if not self.is_me:
            raise AccessError(self.env._("You can answer only for yourself."))
        if self.survey_status != "open":
            raise UserError(
                self.env._("There is nothing left to answer for “%(program)s”.", program=self.program_id.name)
            )
        return {"type": "ir.actions.act_url", "url": self._start_survey(), "target": "self"}

    def _start_survey(self):
        """Return where the participant answers; the caller has checked that they are the current user."""
        # sudo: employees have no rights on surveys, and this is an answer of their own
        participant_sudo = self.sudo()
        survey_sudo = participant_sudo.program_id.application_survey_id
        if participant_sudo.survey_answer_id.survey_id != survey_sudo:
            participant_sudo.survey_answer_id = survey_sudo._create_answer(
                user=participant_sudo.user_id, check_attempts=False
            )
        return participant_sudo.survey_answer_id.get_start_url()

    def action_view_survey_answer(self):
        self.ensure_one()
        self.program_id._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answers of %(name)s", name=self.employee_id.name),
            "res_model": "survey.user_input",
            "res_id": self.survey_answer_id.id,
            "views": [(self.env.ref("hr_mentorship.survey_user_input_view_form_application").id, "form")],
        }

    def _get_survey_answers(self, questions):
        """Return what the participants in ``self`` have answered to ``questions``, in no language.

        Finished surveys only. One query for the answers, whatever their number.

        :param questions: survey.question
        :returns: by ids of participant and question: the ids of the chosen answers for a choice, a float for a number
            or a scale, a date, or a string; nothing where the question was skipped
        :rtype: dict[tuple[int, int], list[int] | float | datetime.date | str]
        """
        # sudo: the matching reads the answers; what it shows of them, and to whom, is decided there
        participant_of = {participant.survey_answer_id.id: participant.id for participant in self.sudo()}
        lines_sudo = (
            self.env["survey.user_input.line"]
            .sudo()
            .search_fetch(
                [
                    ("user_input_id", "in", [answer_id for answer_id in participant_of if answer_id]),
                    ("user_input_id.state", "=", "done"),
                    ("question_id", "in", questions.ids),
                    ("skipped", "=", False),
                ]
            )
        )
        answers = {}
        for line in lines_sudo:
            key = (participant_of[line.user_input_id.id], line.question_id.id)
            if line.answer_type == "suggestion":
                if line.suggested_answer_id and not line.matrix_row_id:
                    answers.setdefault(key, []).append(line.suggested_answer_id.id)
            elif line.answer_type in ("numerical_box", "scale"):
                answers[key] = float(line[f"value_{line.answer_type}"])
            elif line.answer_type in ("date", "char_box"):
                answers[key] = line[f"value_{line.answer_type}"]
        return answers
