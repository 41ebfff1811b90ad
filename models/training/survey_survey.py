from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.groups import ADMIN
from ..program.hr_mentorship_program import ROLES

TRAINING = "mentorship_training"


class SurveySurvey(models.Model):
    """A training of mentors or mentees: a certification whose answers nobody reads but who gives them.

    A type of our own, for which there is no rule on answers at all: neither officers of surveys nor program managers
    nor administrators read any. What they learn is who has passed.
    """

    _inherit = "survey.survey"

    survey_type = fields.Selection(selection_add=[(TRAINING, "Mentorship Training")], ondelete={TRAINING: "cascade"})
    training_role = fields.Selection(ROLES, "Trains", help="For whom a program may require it; empty: for both roles.")

    @api.model
    def _get_mentorship_types(self):
        return (*super()._get_mentorship_types(), TRAINING)

    @api.depends_context("uid")
    @api.depends("survey_type")
    def _compute_allowed_survey_types(self):
        super()._compute_allowed_survey_types()
        if self.env.user.has_group(ADMIN):
            self.allowed_survey_types = [*(self.allowed_survey_types or []), TRAINING]

    @api.model_create_multi
    def create(self, vals_list):
        surveys = super().create(
            [
                {**self._get_training_defaults(), **vals} if vals.get("survey_type") == TRAINING else vals
                for vals in vals_list
            ]
        )
        surveys._keep_training()
        return surveys

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if "active" in vals and not vals["active"] and not self.env.su:
            self._check_not_required()
        result = super().write(vals)
        if self._get_training_rules().keys() & {*vals, *(("certification",) if "survey_type" in vals else ())}:
            self._keep_training()
        return result

    @api.model
    def _get_training_defaults(self):
        """Return what a new training begins with, and what whoever writes it may change."""
        return {
            "questions_layout": "page_per_section",
            "scoring_success_min": 70,
            "lang_ids": [fields.Command.clear()],
            **self._get_training_rules(),
        }

    @api.model
    def _get_training_rules(self):
        """Return what makes a survey a training: reached by people's own links, as often as they want, for a pass."""
        return {
            "scoring_type": "scoring_with_answers_after_page",
            "certification": True,
            "access_mode": "token",
            "users_login_required": False,
            "is_attempts_limited": False,
        }

    def _keep_training(self):
        rules = self._get_training_rules()
        changed = self.filtered(
            lambda survey: (
                survey.survey_type == TRAINING and any(survey[name] != value for name, value in rules.items())
            )
        )
        # super: our own write() would come back here
        return super(SurveySurvey, changed).write(rules) if changed else True  # pylint: disable=super-method-mismatch

    def _check_answer_creation(self, user, partner, email, test_entry=False, check_attempts=True, invite_token=False):
        """Answers begin in :meth:`~.HrMentorshipParticipant._start_training`, or as another try of the same person."""
        if self.survey_type == TRAINING and check_attempts and not test_entry:
            person = user.partner_id if user and not user._is_public() else partner
            mine = [("survey_id", "=", self.id), ("partner_id", "=", person.id if person else 0)]
            # sudo: whether somebody may try once more hangs on what they alone could read
            if not self.env["survey.user_input"].sudo().search_count(mine, limit=1):
                raise UserError(self.env._("Open the training from your own participation."))
        return super()._check_answer_creation(
            user, partner, email, test_entry=test_entry, check_attempts=check_attempts, invite_token=invite_token
        )

    def _check_not_required(self):
        """Programs that require a training would wait for something that nobody can take."""
        # sudo: the programs of others count as well
        programs = self.env["hr.mentorship.program"].sudo()
        for survey in self.sudo().filtered(lambda survey: survey.survey_type == TRAINING):
            if program := programs._find_requiring(survey)[:1]:
                raise UserError(
                    self.env._(
                        "“%(program)s” requires the training “%(survey)s”: nobody could pass it any more. Choose "
                        "another one in the program first, or none.",
                        program=program.name,
                        survey=survey.title,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_not_required(self):
        self._check_not_required()

    def get_formview_id(self, access_uid=None):
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if self.survey_type == TRAINING and not user.has_group("survey.group_survey_user"):
            return self.env.ref("hr_mentorship.survey_survey_view_form_training").id
        return super().get_formview_id(access_uid=access_uid)
