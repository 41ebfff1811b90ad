from odoo import api, fields, models

from ..agreement.languages import list_read
from .hr_mentorship_question import ADDRESSED_TO


class HrMentorshipAgreementAnswer(models.Model):
    """What was answered to one question of a first meeting, for all members to read.

    A question to both has an answer of each member, which nobody else writes. One to a single role has one answer that
    belongs to all: at one desk, either may write down what was said. So do answers of before 19.0.1.3.0 of which nobody
    knows who has said them. The question is kept as it was asked: the program may change its own at any time.
    """

    _name = "hr.mentorship.agreement.answer"
    _description = "Answer of a First Meeting"
    _order = "agreement_id, sequence, id"
    _rec_name = "question"

    agreement_id = fields.Many2one("hr.mentorship.agreement", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    question_id = fields.Many2one("hr.mentorship.question", "Asked", index="btree_not_null", ondelete="set null")
    sequence = fields.Integer()
    question = fields.Char(required=True, translate=True)
    addressed_to = fields.Selection(ADDRESSED_TO, "Who Answers", default="both", required=True)
    member_id = fields.Many2one(
        "hr.mentorship.member",
        "Whose",
        index="btree_not_null",
        ondelete="restrict",
        help="Who says this, and alone writes it; nobody if it belongs to all members.",
    )
    answer = fields.Text()
    changed_by_id = fields.Many2one("hr.mentorship.member", ondelete="set null")
    changed_at = fields.Datetime()

    _one_answer = models.UniqueIndex(
        "(agreement_id, question_id, COALESCE(member_id, 0)) WHERE question_id IS NOT NULL",
        "A question has one answer of each member, or one of all.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.agreement_id._check_unsigned()
        return answers

    def write(self, vals):
        self.agreement_id._check_unsigned()
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_only_unsigned(self):
        agreements = self.agreement_id
        if not agreements._is_being_uninstalled():
            agreements._check_unsigned()

    @api.model
    def _freeze_questions(self, agreement, questions):
        """Write down questions as they read now, in every language in which this pair reads them.

        All answers to a question are made at once, with the same words: the last member is asked what the first was.

        :returns: answers without text
        """
        vals_list = [
            {
                "agreement_id": agreement.id,
                "question_id": question.id,
                "sequence": question.sequence,
                "question": question.with_context(lang="en_US").name,
                "addressed_to": question._get_addressee(),
                "member_id": member.id,
            }
            for question in questions
            for member in (
                agreement.mentorship_id.member_ids if question._get_addressee() == "both" else [self.member_id]
            )
        ]
        answers = self.create(vals_list)
        for lang in list_read(agreement):
            for answer in answers:
                answer.with_context(lang=lang).question = answer.question_id.with_context(lang=lang).name
        return answers

    def _group_by_question(self):
        """Return the answers to each question, in the order in which they are asked and the members stand.

        :rtype: list of recordsets
        """
        groups = {}
        for answer in self.sorted():
            # Where the program has deleted its question, what was frozen together reads the same
            key = answer.question_id.id or (answer.sequence, answer.with_context(lang="en_US").question)
            groups[key] = groups.get(key, self.browse()) + answer
        return list(groups.values())

    def _filter_writable(self, member):
        """Return what ``member`` writes: the own answers, and those that belong to all."""
        return self.filtered(lambda answer: not answer.member_id or answer.member_id == member)

    def _get_speaker(self):
        """Return who says this, as it is printed; nothing if it belongs to all."""
        self.ensure_one()
        return self.member_id.employee_id.name or ""
