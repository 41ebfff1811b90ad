from markupsafe import Markup, escape

from odoo import api, fields, models

from .hr_mentorship_question import ADDRESSED_TO
from .private_fields import PrivateOne2many


class HrMentorshipAgreementAnswer(models.Model):
    """What a pair has answered to one question of its first meeting, for both of them to read and to change.

    The question is kept as it was asked: the program may change its own at any time.
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
    answer = fields.Text()
    changed_by_id = fields.Many2one("hr.mentorship.member", ondelete="set null")
    changed_at = fields.Datetime()

    _one_answer = models.UniqueIndex(
        "(agreement_id, question_id) WHERE question_id IS NOT NULL", "A question has one answer that both write."
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

        :returns: dict of question: answer without text
        """
        answers = self.create(
            [
                {
                    "agreement_id": agreement.id,
                    "question_id": question.id,
                    "sequence": question.sequence,
                    "question": question.with_context(lang="en_US").name,
                    "addressed_to": question.addressed_to,
                }
                for question in questions
            ]
        )
        for lang in agreement._get_langs():
            for answer, question in zip(answers, questions, strict=True):
                answer.with_context(lang=lang).question = question.with_context(lang=lang).name
        return dict(zip(questions, answers, strict=True))


class HrMentorshipAgreement(models.Model):
    _inherit = "hr.mentorship.agreement"

    answer_ids = PrivateOne2many("hr.mentorship.agreement.answer", "agreement_id", readonly=True, copy=True)

    def _get_answers_html(self):
        self.ensure_one()
        answers = self.sudo().answer_ids.filtered("answer").sorted()  # sudo: whoever reads the text reads them in it
        items = [
            Markup("<li><strong>%s</strong><br/>%s</li>")
            % (answer.question, Markup("<br/>").join(escape(line) for line in answer.answer.splitlines()))
            for answer in answers
        ]
        return Markup("<ul>%s</ul>") % Markup().join(items) if items else Markup()

    def _carry_answers(self, previous):
        """Begin with what the pair has answered for ``previous``, the text before this one.

        The caller composes the text afterwards.
        """
        self.ensure_one()
        self.write({"goals": previous.goals, "channels": previous.channels})
        previous.answer_ids.copy({"agreement_id": self.id})
