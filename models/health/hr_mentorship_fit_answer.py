from odoo import api, fields, models

ANSWERS = [
    ("good", "It feels good"),
    ("early", "Too early to say"),
    ("no", "It is not a fit"),
]


class HrMentorshipFitAnswer(models.Model):
    """What a member has said about the match after their first meeting, and once more if it was too early then.

    A global record rule shows it to its author alone, administrators included. Nothing is computed from it that
    somebody else reads, health and reports neither: people say no here because they are told that nobody reads it, not
    even in figures. What programs are told about fit is what people say in surveys, which say beforehand that figures
    are made of them.
    """

    _name = "hr.mentorship.fit.answer"
    _description = "Answer to the Fit Check"
    _rec_name = "answer"
    _order = "id desc"

    member_id = fields.Many2one("hr.mentorship.member", required=True, readonly=True, index=True, ondelete="cascade")
    author_id = fields.Many2one(related="member_id.user_id", store=True, index=True)
    program_id = fields.Many2one(related="member_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    round = fields.Integer(required=True, readonly=True, help="One after the first meeting, two after another one.")
    answer = fields.Selection(ANSWERS, required=True, readonly=True)
    answered_on = fields.Date(required=True, readonly=True)
    held_count = fields.Integer(required=True, readonly=True, help="How often they had met by then.")

    _one_answer = models.Constraint("UNIQUE(member_id, round)", "You have answered this already.")
    _rounds = models.Constraint("CHECK(round IN (1, 2))", "You are asked twice at most.")

    @api.model
    def _record(self, member, answer):
        """Write or rewrite a member's own answer; the caller has checked that it is theirs."""
        # sudo: members answer by the buttons and their links alone
        answers_sudo = self.sudo()
        last = answers_sudo.search([("member_id", "=", member.id)], limit=1)
        held = member._count_held()
        values = {"answer": answer, "answered_on": fields.Date.context_today(self), "held_count": held}
        if last and not last._is_superseded(held):
            last.write(values)
            return last
        return answers_sudo.create({"member_id": member.id, "round": last.round + 1, **values})

    def _is_superseded(self, held):
        """Whether there is reason to ask once more: it was too early, and they have met again since."""
        self.ensure_one()
        return self.answer == "early" and self.round == 1 and held > self.held_count
