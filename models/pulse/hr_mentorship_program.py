from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many
from .survey_survey import PULSE

SURVEYS = ("pulse_survey_id", "closing_survey_id")


class HrMentorshipProgram(models.Model):
    """What the members of a program are asked, and how often."""

    _inherit = "hr.mentorship.program"

    asks_surveys = fields.Boolean(
        "Ask How It Goes",
        default=True,
        groups=MANAGER,
        help="Members are asked by the daily mail and on their overview. Flash meetings are looked back at, and no "
        "more.",
    )
    pulse_survey_id = fields.Many2one(
        "survey.survey",
        "On the Way",
        domain=[("survey_type", "=", PULSE)],
        default=lambda self: self.env.ref("hr_mentorship.survey_pulse", raise_if_not_found=False),
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
        help="Empty: nobody is asked on the way.",
    )
    closing_survey_id = fields.Many2one(
        "survey.survey",
        "At the End",
        domain=[("survey_type", "=", PULSE)],
        default=lambda self: self.env.ref("hr_mentorship.survey_pulse_closing", raise_if_not_found=False),
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
        help="Whoever has completed a mentorship, or ended it early, is asked once. Empty: nobody is asked at the end.",
    )
    pulse_first_days = fields.Integer(
        "First After", default=30, required=True, groups=MANAGER, help="Days from the start of the mentorship."
    )
    pulse_every_days = fields.Integer(
        "Then Every", default=60, required=True, groups=MANAGER, help="Days. 0: only once on the way."
    )
    pulse_rate_ids = ReaderOne2many("hr.mentorship.pulse.rate", "program_id", readonly=True, groups=MANAGER)
    pulse_hint = fields.Char(compute="_compute_pulse_hint", compute_sudo=True, groups=MANAGER)

    _pulse_first_range = models.Constraint(
        "CHECK(pulse_first_days BETWEEN 7 AND 365)", "Ask for the first time after 7 to 365 days."
    )
    _pulse_every_range = models.Constraint(
        "CHECK(pulse_every_days = 0 OR pulse_every_days BETWEEN 14 AND 365)",
        "Ask again after 14 to 365 days, or enter 0 to ask only once on the way. More often would be too much.",
    )

    @api.constrains(*SURVEYS)
    def _check_pulse_surveys(self):
        for program in self.sudo():  # sudo: the type of a survey, whoever may read the survey
            for survey in program.pulse_survey_id | program.closing_survey_id:
                if survey.survey_type != PULSE:
                    raise ValidationError(
                        self.env._("“%(survey)s” is no mentorship survey. Choose one.", survey=survey.title)
                    )

    @api.depends_context("lang")
    @api.depends("asks_surveys", "pulse_survey_id.active", "closing_survey_id.active", "format")
    def _compute_pulse_hint(self):
        for program in self:
            surveys = program.pulse_survey_id | program.closing_survey_id
            archived = surveys.filtered(lambda survey: not survey.active)
            program.pulse_hint = False
            if program.asks_surveys and archived:
                program.pulse_hint = self.env._(
                    "“%(survey)s” is archived, so nobody is asked it. Choose another survey.", survey=archived[0].title
                )
            elif program.asks_surveys and not surveys:
                program.pulse_hint = self.env._("No survey is chosen, so nobody is asked.")

    def action_preview_pulse_survey(self):
        return self._preview_pulse("pulse_survey_id")

    def action_preview_closing_survey(self):
        return self._preview_pulse("closing_survey_id")

    def _preview_pulse(self, name):
        self.ensure_one()
        self._check_manager()
        return self._get_pulse_survey(name).action_preview_pulse()

    def action_change_pulse_survey(self):
        """Open a copy of the survey on the way to change, which this program asks from now on."""
        return self._change_pulse("pulse_survey_id")

    def action_change_closing_survey(self):
        return self._change_pulse("closing_survey_id")

    def _change_pulse(self, name):
        self.ensure_one()
        self._check_manager()
        survey = self._get_pulse_survey(name)
        # What is theirs already and was asked of nobody needs no copy
        if not survey.has_access("write") or survey.is_asked_pulse or survey.sudo()._is_asked_elsewhere(self):
            title = self.env._("%(survey)s, %(program)s", survey=survey.title, program=self.name)
            survey = survey.copy()
            survey.title = title  # not a value of the copy, which the host calls “(copy)” whatever it is given
            self[name] = survey
        return {
            "type": "ir.actions.act_window",
            "res_model": survey._name,
            "res_id": survey.id,
            "views": [(self.env.ref("hr_mentorship.survey_survey_view_form_pulse").id, "form")],
        }

    def _get_pulse_survey(self, name):
        if not self[name]:
            raise UserError(self.env._("Choose a survey first."))
        return self[name]
