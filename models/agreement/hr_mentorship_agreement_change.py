from markupsafe import Markup

from odoo import api, fields, models


class HrMentorshipAgreementChange(models.Model):
    """One term of a draft that a member has changed: who, when, what, and from what to what.

    The values are kept as they were, and put into words in the language of whoever reads them.
    """

    _name = "hr.mentorship.agreement.change"
    _description = "Change of a Mentorship Agreement"
    _order = "id desc"
    _rec_name = "term"

    agreement_id = fields.Many2one(
        "hr.mentorship.agreement", required=True, index=True, readonly=True, ondelete="cascade"
    )
    program_id = fields.Many2one(related="agreement_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    member_id = fields.Many2one(
        "hr.mentorship.member", "Changed by", required=True, index=True, readonly=True, ondelete="restrict"
    )
    changed_at = fields.Datetime(required=True, readonly=True)
    term = fields.Char(required=True, readonly=True, help="Technical name of the term, see TERMS.")
    old_values = fields.Json(readonly=True)
    new_values = fields.Json(readonly=True)
    old_words = fields.Char("Before", compute="_compute_words")
    new_words = fields.Char("After", compute="_compute_words")
    description = fields.Html("What", compute="_compute_words", sanitize=False)

    @api.depends_context("lang")
    @api.depends("term", "old_values", "new_values")
    def _compute_words(self):
        labels = self.env["hr.mentorship.agreement"]._get_term_labels()
        removed, added = self.env._("before:"), self.env._("now:")
        for change in self:
            nothing = self.env._("nothing")
            change.old_words = change.agreement_id._describe_term(change.term, change.old_values or {}) or nothing
            change.new_words = change.agreement_id._describe_term(change.term, change.new_values or {}) or nothing
            change.description = Markup(
                '%s: <del><span class="visually-hidden">%s </span>%s</del> '
                '<ins><span class="visually-hidden">%s </span>%s</ins>'
            ) % (labels.get(change.term, change.term), removed, change.old_words, added, change.new_words)
