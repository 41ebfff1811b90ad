from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..common.groups import MANAGER
from .survey_survey import TRAINING

TRAINING_FIELDS = {"mentor": "mentor_training_id", "mentee": "mentee_training_id", "peer": "mentee_training_id"}
"""Among peers there is one training, of everybody; it stands where that of whoever learns does."""
LIVE_PROGRAM_STATES = ("draft", "submitted", "open")


class HrMentorshipProgram(models.Model):
    """Which training a program requires of its mentors, and of its mentees, before it matches them."""

    _inherit = "hr.mentorship.program"

    mentor_training_id = fields.Many2one(
        "survey.survey",
        "Training of Mentors",
        domain=[("survey_type", "=", TRAINING), ("training_role", "in", ("mentor", False))],
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
        help="Mentors are matched once they have passed it, or are marked as trained elsewhere. Empty: none.",
    )
    mentee_training_id = fields.Many2one(
        "survey.survey",
        "Training of Mentees",
        domain=[("survey_type", "=", TRAINING), ("training_role", "in", ("mentee", "peer", False))],
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
        help="Mentees are matched once they have passed it, or are marked as trained elsewhere. Empty: none.",
    )
    training_problem = fields.Char(compute="_compute_training_problem", compute_sudo=True, groups=MANAGER)

    @api.constrains("mentor_training_id", "mentee_training_id")
    def _check_trainings(self):
        for program in self.sudo():  # sudo: the type of a survey, whoever may read the survey
            for survey in program._get_trainings():
                if survey.survey_type != TRAINING:
                    raise ValidationError(
                        self.env._("“%(survey)s” is no mentorship training. Choose one.", survey=survey.title)
                    )

    @api.depends_context("lang")
    @api.depends("mentor_training_id.active", "mentee_training_id.active", "state")
    def _compute_training_problem(self):
        for program in self:
            archived = program._get_trainings().filtered(lambda survey: not survey.active)
            program.training_problem = bool(archived and program.state in LIVE_PROGRAM_STATES) and self.env._(
                "The training “%(survey)s” is archived, so nobody can take it, and who has not passed it is not "
                "matched. Choose another one, or none.",
                survey=archived[0].title,
            )

    def _get_trainings(self):
        """Return what these programs (in sudo) require, of either role."""
        return self.mentor_training_id | self.mentee_training_id

    def _get_training_for(self, role):
        """Return what these programs (in sudo) require of a role; empty if nothing."""
        return self[TRAINING_FIELDS[role]] if role in TRAINING_FIELDS else self.env["survey.survey"]

    @api.model
    def _find_requiring(self, survey):
        """Return the programs that require this training and are not over yet."""
        requires = Domain("mentor_training_id", "=", survey.id) | Domain("mentee_training_id", "=", survey.id)
        return self.search(requires & Domain("state", "in", LIVE_PROGRAM_STATES))

    def _check_trainings_can_be_taken(self):
        """Raise a sentence where people wait for a training that nobody can take."""
        for program in self.sudo():  # sudo: see _check_trainings
            if program.training_problem:
                raise UserError(program.training_problem)
