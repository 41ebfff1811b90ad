from odoo import api, fields, models

ADDRESSED_TO = [("both", "Everybody"), ("mentor", "Mentor"), ("mentee", "Mentee")]


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

    def _get_addressee(self):
        """Return who answers here: among peers, each of the two is asked what mentors and mentees are."""
        return "both" if self.program_id.is_among_peers else self.addressed_to

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
