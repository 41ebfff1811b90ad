from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...models.first_meeting.hr_mentorship_question import ADDRESSED_TO


class HrMentorshipFirstMeetingLine(models.TransientModel):
    """One question, and what the member writes down for it: their own answer, or one that belongs to both."""

    _name = "hr.mentorship.first.meeting.line"
    _description = "Question of a First Meeting"
    _order = "sequence, id"
    _rec_name = "question"

    meeting_id = fields.Many2one("hr.mentorship.first.meeting", required=True, index=True, ondelete="cascade")
    question_id = fields.Many2one("hr.mentorship.question", "Asked", ondelete="cascade")
    answer_id = fields.Many2one("hr.mentorship.agreement.answer", "Answered", ondelete="cascade")
    sequence = fields.Integer()
    question = fields.Char(compute="_compute_question", compute_sudo=True)
    addressed_to = fields.Selection(
        ADDRESSED_TO,
        "Who Answers",
        compute="_compute_question",
        compute_sudo=True,
    )
    is_mine = fields.Boolean(compute="_compute_question", compute_sudo=True, help="Nobody else writes this answer.")
    hint = fields.Char(compute="_compute_question", compute_sudo=True)
    answer = fields.Text(help="All of you read it.")
    seen = fields.Text(help="The answer as it was when the dialog was opened.")
    partner_answer = fields.Text("The Other Side Says", compute="_compute_partner_answer", compute_sudo=True)
    last_change = fields.Char(compute="_compute_question", compute_sudo=True)

    @api.depends("question_id", "answer_id")
    @api.depends_context("lang")
    def _compute_question(self):
        for line in self:
            line.question = line.answer_id.question or line.question_id.name
            line.addressed_to = line.answer_id.addressed_to or line.question_id._get_addressee()
            line.is_mine = bool(line.answer_id.member_id) if line.answer_id else line.addressed_to == "both"
            line.hint = self.env._("What you say …") if line.is_mine else self.env._("What you say together …")
            line.last_change = not line.is_mine and line.answer_id.changed_by_id.employee_id.name

    @api.depends("meeting_id", "question_id", "answer_id")
    @api.depends_context("lang", "uid")
    def _compute_partner_answer(self):
        """What the others have said to the same question; nothing where one answer belongs to all."""
        for meeting in self.meeting_id:
            me = meeting.mentorship_id.my_member_id
            answers = meeting.mentorship_id.agreement_id.answer_ids
            group_of = {key: group for group in answers._group_by_question() for key in (*group, group.question_id)}
            for line in self.filtered(lambda line, m=meeting: line.meeting_id == m):
                group = group_of.get(line.answer_id or line.question_id, answers.browse())
                line.partner_answer = "\n".join(
                    self.env._("%(name)s: %(answer)s", name=other._get_speaker(), answer=other.answer)
                    for other in group.filtered(lambda other, me=me: other.member_id and other.member_id != me)
                    if other.answer
                )

    def write(self, vals):
        if not self.env.su and vals.keys() - {"answer"}:
            raise AccessError(self.env._("Only the answer of a question can be changed here."))
        return super().write(vals)
