from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.groups import MANAGER

PULSE = "mentorship_pulse"


class SurveySurvey(models.Model):
    """What the members of a pair are asked on the way and at the end; its answers are never in the survey app.

    The questions are kept, edited and translated here, as any survey's. Answers are kept in a model of ours
    (``hr.mentorship.pulse.answer``), which its author alone reads: the survey app reads its own answers in sudo in
    more than a dozen places (results, print, live sessions, statistics, badges, leaderboards), and what is not in its
    tables needs guarding in none of them. So a survey of this type takes no answers there at all.
    """

    _inherit = "survey.survey"

    survey_type = fields.Selection(selection_add=[(PULSE, "Mentorship Survey")], ondelete={PULSE: "cascade"})
    is_asked_pulse = fields.Boolean(compute="_compute_is_asked_pulse")

    @api.model
    def _get_mentorship_types(self):
        return (*super()._get_mentorship_types(), PULSE)

    @api.depends("survey_type")
    def _compute_is_asked_pulse(self):
        asked = self._find_asked_pulses()
        for survey in self:
            survey.is_asked_pulse = survey._origin in asked

    @api.depends_context("uid")
    @api.depends("survey_type")
    def _compute_allowed_survey_types(self):
        super()._compute_allowed_survey_types()
        if self.env.user.has_group(MANAGER):
            self.allowed_survey_types = [*(self.allowed_survey_types or []), PULSE]

    @api.model_create_multi
    def create(self, vals_list):
        surveys = super().create(vals_list)
        surveys._keep_pulse()
        return surveys

    def write(self, vals):
        result = super().write(vals)
        if {"survey_type", *self._get_pulse_rules()} & vals.keys():
            self._keep_pulse()
        return result

    @api.model
    def _get_pulse_rules(self):
        """Return what keeps the survey app from showing such a survey to anybody by a page of its own."""
        return {
            "access_mode": "token",
            "users_login_required": True,
            "scoring_type": "no_scoring",
            "certification": False,
            "questions_layout": "one_page",
        }

    def _keep_pulse(self):
        rules = self._get_pulse_rules()
        changed = self.filtered(
            lambda survey: survey.survey_type == PULSE and any(survey[name] != value for name, value in rules.items())
        )
        # super: our own write() would come back here
        return super(SurveySurvey, changed).write(rules) if changed else True  # pylint: disable=super-method-mismatch

    def _check_answer_creation(self, user, partner, email, test_entry=False, check_attempts=True, invite_token=False):
        self._check_takes_no_answers()
        return super()._check_answer_creation(
            user, partner, email, test_entry=test_entry, check_attempts=check_attempts, invite_token=invite_token
        )

    def _check_takes_no_answers(self):
        if any(survey.survey_type == PULSE for survey in self.sudo()):  # sudo: the type alone
            raise UserError(
                self.env._(
                    "Members answer a mentorship survey on a page of their own, where their answers stay with them. "
                    "Press “Preview” on the survey to see it as they do."
                )
            )

    # -- what has been asked stays as it was asked

    def _find_asked_pulses(self):
        """Return those of ``self`` that somebody has been asked. Not “has answered”, which would tell on somebody."""
        # sudo: whoever edits the survey need not see who has been asked, and learns no more than that somebody was
        asked = self.env["hr.mentorship.pulse"].sudo()._read_group([("survey_id", "in", self.ids)], ["survey_id"])
        return self.browse(survey.id for [survey] in asked)

    def _check_unanswered(self):
        result = super()._check_unanswered()
        asked = self._find_asked_pulses() if not self.env.su else self.browse()
        if asked:
            raise UserError(
                self.env._(
                    "People have been asked “%(survey)s”, so its questions stay as they were asked: figures of two "
                    "rounds could not be compared otherwise. Press “Copy to Change” and choose the copy in your "
                    "program.",
                    survey=asked[0].sudo().title,
                )
            )
        return result

    def action_copy_to_change(self):
        action = super().action_copy_to_change()
        if self.survey_type == PULSE:
            action["views"] = [(self.env.ref("hr_mentorship.survey_survey_view_form_pulse").id, "form")]
        return action

    def get_formview_id(self, access_uid=None):
        if self.survey_type == PULSE:
            return self.env.ref("hr_mentorship.survey_survey_view_form_pulse").id
        return super().get_formview_id(access_uid=access_uid)

    # -- as members see it

    def action_test_survey(self):
        if self.survey_type == PULSE:
            return self.action_preview_pulse()
        return super().action_test_survey()

    def action_preview_pulse(self):
        """Show the page as a mentee sees it, who is asked the most."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/mentorship/survey/preview/{self.id}", "target": "new"}

    def _get_pulse_questions(self, role):
        """Return what somebody in ``role`` is asked, in its order (sudo)."""
        self.ensure_one()
        # sudo: members have no right on surveys; what they are asked, they may read
        questions = self.sudo().question_ids.filtered(lambda question: question._is_pulse_question())
        asked = questions.filtered(lambda question: question.pulse_role in (role, False))
        if role == "peer":
            # Peers learn as well: they are asked what mentees are, unless there is a question of their own for it
            own = set(asked.mapped("construct"))
            asked |= questions.filtered(lambda each: each.pulse_role == "mentee" and each.construct not in own)
        return questions & asked

    def _is_asked_elsewhere(self, program):
        """Whether another program (in sudo) than this one asks these questions."""
        self.ensure_one()
        others = [("id", "!=", program.id), "|", ("pulse_survey_id", "=", self.id), ("closing_survey_id", "=", self.id)]
        return bool(self.env["hr.mentorship.program"].with_context(active_test=False).search_count(others, limit=1))
