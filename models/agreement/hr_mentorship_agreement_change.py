from odoo import api, fields, models
from odoo.tools import format_time, groupby

from ..common.spoken import say_day
from .terms import TERMS, describe_term, label_terms, to_json


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
        labels = label_terms(self.env)
        words = {"removed": self.env._("before:"), "added": self.env._("now:")}
        for change in self:
            nothing = self.env._("nothing")
            change.old_words = describe_term(change.agreement_id, change.term, change.old_values or {}) or nothing
            change.new_words = describe_term(change.agreement_id, change.term, change.new_values or {}) or nothing
            label = labels.get(change.term, change.term)
            values = {**words, "label": label, "old": change.old_words, "new": change.new_words}
            change.description = self.env["ir.qweb"]._render("hr_mentorship.agreement_change", values)

    @api.model
    def _record(self, agreement, member, old):
        """Keep what ``member`` has changed in the terms of ``agreement``, which were ``old`` before."""
        new, now = agreement._get_adjustable(), fields.Datetime.now()
        return self.create(
            [
                {
                    "agreement_id": agreement.id,
                    "member_id": member.id,
                    "changed_at": now,
                    "term": term,
                    "old_values": to_json(old, names),
                    "new_values": to_json(new, names),
                }
                for term, names in TERMS.items()
                if any(old[name] != new[name] for name in names)
            ]
        )

    def _list_in_words(self):
        """Return the changes as a list for their readers, what was saved at once under one head; False if none.

        :rtype: Markup or bool
        """
        heads = [
            # sudo: members read each other's names here as on every page of theirs
            {"name": member.sudo().employee_id.name, "moment": moment, "changes": changes}
            for (member, moment), changes in groupby(self, self._get_head)
        ]
        return self.env["ir.qweb"]._render("hr_mentorship.agreement_changes", {"heads": heads}) if heads else False

    def _get_head(self, change):
        """Return who has changed something and when, as people say it: what was saved at once stands under one head."""
        moment = fields.Datetime.context_timestamp(change, change.changed_at)
        time = format_time(self.env, moment.time(), time_format="short")
        return change.member_id, f"{say_day(self.env, moment.date())}, {time}"
