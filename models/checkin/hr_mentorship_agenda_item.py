from odoo import api, fields, models


class HrMentorshipAgendaItem(models.Model):
    """One line of the agenda of a check-in: a topic that a member has added, or one of our questions.

    The questions of each kind of meeting are written in the code, in the reader's language, and become lines only
    when a member logs the meeting: a plan that nobody has touched costs no rows. Topics are words of the members, so
    a global rule shows lines to them alone.
    """

    _name = "hr.mentorship.agenda.item"
    _description = "Mentorship Agenda Item"
    _order = "checkin_id, sequence, id"

    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True, index=True, ondelete="cascade")
    mentorship_id = fields.Many2one(related="checkin_id.mentorship_id", store=True, index=True)
    company_id = fields.Many2one(related="checkin_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    question = fields.Char(readonly=True, help="Which of our questions this is, as kind of meeting and number.")
    topic = fields.Text(required=True, readonly=True)
    author_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="restrict")
    is_done = fields.Boolean("Talked About", readonly=True)
    name = fields.Text("Line", compute="_compute_name")

    _question_once = models.UniqueIndex(
        "(checkin_id, question) WHERE question IS NOT NULL", "This question stands on the agenda already."
    )

    @api.depends("question", "topic")
    @api.depends_context("lang")
    def _compute_name(self):
        questions = self.env["hr.mentorship.checkin"]._get_agenda_questions()
        for item in self:
            # What was asked stays, even where a later version asks something else
            item.name = questions.get(item.question, item.topic)

    @api.depends("name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name
