from odoo import api, fields, models

from .private_fields import ReaderOne2many

ADDRESSED_TO = [("both", "Both"), ("mentor", "Mentor"), ("mentee", "Mentee")]


class HrMentorshipQuestion(models.Model):
    """A question that a pair talks through in its first meeting.

    Those without a program are the library: a new program begins with a copy of it, and has its own from then on.
    """

    _name = "hr.mentorship.question"
    _description = "Question for the First Meeting"
    _inherit = ["hr.mentorship.archived.mixin"]
    _order = "program_id, sequence, id"
    _used_by = [("hr.mentorship.agreement.answer", "question_id")]

    program_id = fields.Many2one("hr.mentorship.program", index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    addressed_to = fields.Selection(ADDRESSED_TO, "Who Answers", default="both", required=True)

    @api.model
    def _get_library(self):
        return self.search([("program_id", "=", False)])

    @api.model
    def _take_translations(self):
        """Give the copies in programs what has been translated in the library since; what they have of their own stays.

        A copy is one as long as it reads the same in English.
        """
        self.flush_model(["name", "program_id"])
        self.env.cr.execute(
            """
            UPDATE hr_mentorship_question copy
               SET name = original.name || copy.name
              FROM hr_mentorship_question original
             WHERE original.program_id IS NULL
               AND copy.program_id IS NOT NULL
               AND copy.name->>'en_US' = original.name->>'en_US'
               AND copy.name != original.name || copy.name
            """
        )
        self.invalidate_model(["name"])


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    question_ids = ReaderOne2many(
        "hr.mentorship.question",
        "program_id",
        string="Questions for the First Meeting",
        copy=True,
        groups="hr_mentorship.group_hr_mentorship_manager",
    )

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        if not self.env.context.get("mentorship_keeps_questions"):
            programs.browse(
                program.id for program, vals in zip(programs, vals_list, strict=True) if not vals.get("question_ids")
            )._take_questions_from_library()
        return programs

    def copy(self, default=None):
        # The copy of a program without questions has none either
        return super(HrMentorshipProgram, self.with_context(mentorship_keeps_questions=True)).copy(default)

    def _take_questions_from_library(self):
        # sudo: the library belongs to administrators, and who may create a program gets a copy of it
        library = self.env["hr.mentorship.question"].sudo()._get_library()
        for program in self:
            # A copy takes the translations along
            library.copy({"program_id": program.id})
