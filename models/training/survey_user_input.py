from odoo import models
from odoo.fields import Domain

from .survey_survey import TRAINING


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _save_lines(self, question, answer, comment=None, overwrite_existing=True):
        """The first answer counts: a page that is handed in again, as its correction got lost on the way, goes on."""
        is_given = not overwrite_existing and question in self.user_input_line_ids.question_id
        if self.survey_id.survey_type == TRAINING and is_given:
            return None
        return super()._save_lines(question, answer, comment, overwrite_existing=overwrite_existing)

    def _mark_done(self):
        result = super()._mark_done()
        passed = self.filtered(
            lambda answer: answer.survey_id.survey_type == TRAINING and answer.scoring_success and not answer.test_entry
        )
        if passed:
            self.env["hr.mentorship.training.pass"]._record(passed)
        return result

    def _is_open_training(self, visitor):
        """Whether these answers (sudo) to a training are still gone on with, or read, by whoever has their link.

        Somebody with a user signs in. Of others the link is all that is known, so it opens nothing any more as soon as
        nobody asks them for the training.
        """
        self.ensure_one()
        if self.survey_id.survey_type != TRAINING or self.test_entry:
            return True
        if owners := self.partner_id.user_ids.filtered("active"):
            return visitor in owners
        participants = self.env["hr.mentorship.participant"]
        return any(
            participant.program_id._get_training_for(participant.role) == self.survey_id
            for participant in participants.search(
                participants._get_taking_domain() & Domain("employee_id.work_contact_id", "=", self.partner_id.id)
            )
        )
