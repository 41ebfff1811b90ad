from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from .agreement_text import PLACEHOLDERS, TextError, check, fill

FIRST_MEETING = "first_meeting"
"""The code of the section that the answers of the first meeting stand in; without answers it is left out."""


class HrMentorshipAgreementSection(models.Model):
    """One thought of an agreement: a heading and a few sentences.

    Administrators write ``{{rhythm}}`` or another one of :const:`PLACEHOLDERS`, which is replaced by words of the pair.
    That is all a text can do: see :mod:`agreement_text`. Do not make it a text of the mail engine again: there,
    expressions run with the rights of whoever drafts the agreement, and checking one runs it already.
    """

    _name = "hr.mentorship.agreement.section"
    _description = "Section of a Mentorship Agreement Template"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "hr.mentorship.agreement.template", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Heading", translate=True)
    code = fields.Char(help="Technical name: “first_meeting” marks where the answers of the first meeting stand.")
    body_html = fields.Html("Text", translate=True, sanitize="email_outgoing")

    _one_code = models.UniqueIndex(
        "(template_id, code) WHERE code IS NOT NULL AND code != ''",
        "Another section of this template has that code already.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for section in self:
            section.display_name = section.name or section.code or self.env._("Without heading")

    @api.constrains("body_html")
    def _check_placeholders(self):
        """Let a mistake be found by its author and not by a pair, in whichever language it was made."""
        field = self._fields["body_html"]
        for section in self:
            for text in (field._get_stored_translations(section) or {}).values():
                section._explain_faults(check, text)

    def _fill(self, values, answers=""):
        """Return heading and text as they read with ``values``, in the language of the context.

        :param dict values: words by placeholder
        :param Markup answers: what the pair has answered in its first meeting
        :raises ValidationError: if a placeholder cannot be filled
        :rtype: Markup, empty if there is nothing to say
        """
        self.ensure_one()
        body = self._explain_faults(fill, self.body_html, values)
        if self.code == FIRST_MEETING:
            body = body + answers if answers else Markup()
        if is_html_empty(body):
            return Markup()
        return (Markup("<h3>%s</h3>") % self.name if self.name else Markup()) + body

    def _explain_faults(self, function, *args):
        """Call a function of :mod:`agreement_text`, and say in a sentence what it cannot read."""
        try:
            return function(*args)
        except TextError as error:
            raise ValidationError(
                self.env._(
                    "The section “%(section)s” cannot be filled in: %(reason)s. Correct its placeholders, or write "
                    "plain text. There are: %(placeholders)s.",
                    section=self.display_name,
                    reason=self._explain(error),
                    placeholders=", ".join(PLACEHOLDERS),
                )
            ) from error

    def _explain(self, error):
        return {
            "unknown": self.env._("there is nothing called “%(name)s”", name=error.detail),
            "expression": self.env._("“%(code)s” is no placeholder", code=error.detail),
            "directive": self.env._("“%(code)s” cannot be used here", code=error.detail),
        }[error.problem]
