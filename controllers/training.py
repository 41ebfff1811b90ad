from odoo.http import request

from odoo.addons.survey.controllers.main import Survey


class TrainingSurvey(Survey):
    def _check_validity(self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True):
        """The address of answers to a training opens them no longer than the training is asked for."""
        result = super()._check_validity(
            survey_sudo, answer_sudo, answer_token, ensure_token=ensure_token, check_partner=check_partner
        )
        if result is True and answer_sudo and not answer_sudo._is_open_training(request.env.user):
            return "survey_auth" if answer_sudo.partner_id.user_ids.filtered("active") else "answer_deadline"
        return result
