from odoo import fields, models

from .survey_question import CONSTRUCTS


class HrMentorshipPulseAnswer(models.Model):
    """What one member has said to one question. Its author reads it, and nobody else, administrators included.

    What the question measured when it was answered is kept here: neither the words nor the existence of the question
    matter to figures afterwards.
    """

    _name = "hr.mentorship.pulse.answer"
    _description = "Answer to a Mentorship Survey"
    _order = "id desc"
    _rec_name = "construct"

    pulse_id = fields.Many2one("hr.mentorship.pulse", required=True, readonly=True, index=True, ondelete="cascade")
    author_id = fields.Many2one(related="pulse_id.author_id", store=True, index=True)
    question_id = fields.Many2one("survey.question", readonly=True, index="btree_not_null", ondelete="set null")
    choice_id = fields.Many2one(
        "survey.question.answer", "What Matters", readonly=True, index="btree_not_null", ondelete="set null"
    )
    construct = fields.Selection(CONSTRUCTS, readonly=True)
    value = fields.Integer(readonly=True, aggregator="avg", help="From 1 to 5; 0 for words.")
    weight = fields.Integer(default=1, required=True, readonly=True, help="How much it counts, in their own weights.")
    body = fields.Text(readonly=True)
    may_be_read = fields.Boolean(readonly=True, help="The author agrees that it may be read, without their name.")

    _value_range = models.Constraint("CHECK(value BETWEEN 0 AND 5)", "An answer lies between 1 and 5.")
    _weight_range = models.Constraint("CHECK(weight BETWEEN 1 AND 3)", "A weight lies between 1 and 3.")
