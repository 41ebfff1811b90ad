from odoo import models

from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many
from ..people.hr_mentorship_profile import STYLE_ITEMS
from .survey_survey import APPLICATION


class SurveyUserInput(models.Model):
    """The answers to an application survey belong to one participant."""

    _inherit = "survey.user_input"

    mentorship_participant_ids = ReaderOne2many("hr.mentorship.participant", "survey_answer_id", groups=MANAGER)

    def _mark_done(self):
        result = super()._mark_done()
        for answer in self.filtered(lambda each: each.survey_id.survey_type == APPLICATION):
            # sudo: the host finishes answers in sudo as well; nobody but the applicant fills in their profile
            participant_sudo = answer.sudo().mentorship_participant_ids
            if participant_sudo and participant_sudo.user_id == self.env.user:
                answer.sudo()._fill_profile(participant_sudo)
        return result

    def _fill_profile(self, participant):
        """Take over into the profile of ``participant`` (sudo) what they have just said of themselves.

        Words fill only what is empty; a choice takes the place of an earlier one.
        """
        self.ensure_one()
        profile = participant.employee_id.mentorship_profile_ids
        lines = self.user_input_line_ids.filtered(lambda line: not line.skipped)
        for question, given in lines.grouped("question_id").items():
            name = question.mentorship_profile_field
            words = given[0].value_text_box or given[0].value_char_box
            values = given.suggested_answer_id.mapped("mentorship_profile_value")
            if name == "motivation" and words and not participant.motivation:
                participant.motivation = words
            elif name == "introduction" and words and not profile.introduction:
                profile.introduction = words
            elif name == "availability_ids" and any(values):
                slots = self.env["hr.mentorship.time.slot"].search([("part", "in", values)])
                profile.availability_ids = slots.filtered(lambda slot: slot.weekday < "5")
            elif name in STYLE_ITEMS and values[:1] and values[0] in ("1", "2", "3", "4", "5"):
                profile[name] = values[0]
