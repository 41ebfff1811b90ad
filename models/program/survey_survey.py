from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many

APPLICATION = "mentorship"


class SurveySurvey(models.Model):
    """Questions that applicants of a program answer.

    A type of our own: the rules of the survey application let its officers read the answers of its own types only,
    and ours let program managers read those of their programs.
    """

    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[(APPLICATION, "Mentorship Application")], ondelete={APPLICATION: "cascade"}
    )
    mentorship_program_ids = ReaderOne2many(
        "hr.mentorship.program",
        "application_survey_id",
        string="Asked In",
        readonly=True,
        context={"active_test": False},
        groups=MANAGER,
    )
    is_answered_application = fields.Boolean(compute="_compute_is_answered_application")

    @api.model
    def _get_mentorship_types(self):
        """Return the types whose answers are given in confidence; a later room adds its own."""
        return (APPLICATION,)

    @api.depends("survey_type", "user_input_ids.state")
    def _compute_is_answered_application(self):
        answered = self._find_answered_applications()
        for survey in self:
            survey.is_answered_application = survey._origin in answered

    @api.depends_context("uid")
    @api.depends("survey_type")
    def _compute_allowed_survey_types(self):
        super()._compute_allowed_survey_types()
        if self.env.user.has_group(MANAGER):
            self.allowed_survey_types = [*(self.allowed_survey_types or []), APPLICATION]

    @api.model_create_multi
    def create(self, vals_list):
        surveys = super().create(
            [
                {"description_done": self._get_way_back(), **vals} if vals.get("survey_type") == APPLICATION else vals
                for vals in vals_list
            ]
        )
        surveys.filtered(lambda survey: survey.survey_type == APPLICATION)._close_to_strangers()
        return surveys

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if "survey_type" in vals and not self.env.su:
            self._check_type_stays(vals["survey_type"])
        if "active" in vals and not vals["active"] and not self.env.su:
            self._check_not_asked_now()
        result = super().write(vals)
        if {"survey_type", "access_mode", "users_login_required"} & vals.keys():
            self.filtered(lambda survey: survey.survey_type == APPLICATION)._close_to_strangers()
        if not self.env.su:
            # Odoo asks the record rules before; ours go by what can be written
            self.filtered(lambda survey: survey.survey_type in self._get_mentorship_types()).check_access("write")
        return result

    @api.model
    def _get_way_back(self):
        link = Markup('<p><a class="btn btn-primary" href="/odoo/my-mentorship-participations">%s</a></p>')
        return link % self.env._("Back to my participations")

    def _close_to_strangers(self):
        """Nobody answers for somebody else, not even who got hold of a link, and nobody twice."""
        values = {"access_mode": "token", "users_login_required": True, "is_attempts_limited": True}
        not_yet = self.filtered(lambda survey: any(survey[name] != value for name, value in values.items()))
        # super: our own write() would come back here, for ever where Odoo takes the limit off again
        return super(SurveySurvey, not_yet).write(values)  # pylint: disable=super-method-mismatch

    def _check_answer_creation(self, user, partner, email, test_entry=False, check_attempts=True, invite_token=False):
        """Answers begin in :meth:`~.HrMentorshipParticipantSurvey._start_survey` alone: others would be nobody's."""
        if self.survey_type == APPLICATION and check_attempts and not test_entry:
            raise UserError(self.env._("Open the questions from your own participation. They are answered once."))
        return super()._check_answer_creation(
            user, partner, email, test_entry=test_entry, check_attempts=check_attempts, invite_token=invite_token
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_without_answers(self):
        self._check_unanswered()

    def _find_answered_applications(self):
        """Return those of ``self`` that are application surveys and that somebody has begun to answer."""
        # sudo: whoever edits the survey need not see its answers, and learns no more than that there are some
        answered = (
            self.env["survey.user_input"]
            .sudo()
            ._read_group(
                [
                    ("survey_id", "in", self.ids),
                    ("survey_id.survey_type", "=", APPLICATION),
                    ("test_entry", "=", False),
                ],
                ["survey_id"],
            )
        )
        return self.browse(survey.id for [survey] in answered)

    def _check_unanswered(self):
        """What people have answered stays what they were asked; the superuser takes all along at uninstallation."""
        answered = self._find_answered_applications() if not self.env.su else self.browse()
        if answered:
            raise UserError(
                self.env._(
                    "People have answered “%(survey)s”, so its questions stay as they were asked. Press “Copy to "
                    "Change” on the survey: the copy is yours to change, and you choose it in the next program.",
                    survey=answered[0].sudo().title,
                )
            )

    def _check_not_asked_now(self):
        # sudo: the programs of others count as well
        for survey in self.sudo():
            if program := survey.mentorship_program_ids.filtered(lambda program: program.state == "open")[:1]:
                raise UserError(
                    self.env._(
                        "“%(program)s” asks the questions of “%(survey)s” now. Choose other questions there first.",
                        program=program.name,
                        survey=survey.title,
                    )
                )

    def action_copy_to_change(self):
        """Open a copy of the questions, for the next program: what has been answered stays as it was asked."""
        self.ensure_one()
        copy = self.copy({"title": self.env._("%(survey)s, new version", survey=self.title)})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copy.id,
            "views": [(self.env.ref("hr_mentorship.survey_survey_view_form_application").id, "form")],
        }

    def _prepare_statistics(self, user_input_lines=None):
        """Count on the results page only answers that the reader may read, which the host counts in sudo."""
        is_ours = set(self.mapped("survey_type")) & set(self._get_mentorship_types())
        if self.env.su or not is_ours or user_input_lines:
            return super()._prepare_statistics(user_input_lines)
        return dict.fromkeys(("global_success_rate", "count_all", "count_finished", "count_failed", "count_passed"), 0)

    def _check_type_stays(self, survey_type):
        """Confidential answers would become readable, and a page of ours one for anybody; open answers confidential.

        Not only where there are answers already: those to come would be given in the same belief.
        """
        ours = set(self._get_mentorship_types())
        for survey in self:
            if survey.survey_type != survey_type and {survey.survey_type, survey_type} & ours:
                raise UserError(
                    self.env._(
                        "“%(survey)s” keeps its type: what is asked in a mentorship is answered in confidence, and "
                        "other surveys are not. Create a new survey of the type that you need.",
                        survey=survey.title,
                    )
                )

    def get_formview_id(self, access_uid=None):
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if self.survey_type == APPLICATION and not user.has_group("survey.group_survey_user"):
            return self.env.ref("hr_mentorship.survey_survey_view_form_application").id
        return super().get_formview_id(access_uid=access_uid)
