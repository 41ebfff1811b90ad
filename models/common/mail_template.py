import logging

from odoo import api, models

from .ir_qweb import COMPILED, CompiledTemplates
from .own_context import get_own, without_foreign
from .spoken import choose_language

_logger = logging.getLogger(__name__)
LAYOUT = "hr_mentorship.mail_layout"
"""What every mail of ours looks like, notes to single people too."""


class MailTemplate(models.Model):
    _inherit = "mail.template"

    @api.model
    def _send_of_mentorship(self, template_xmlid, ids, **email_values):
        """Queue one of our mails about each of ``ids``; without its template no mail, and all else goes on.

        Administrators may delete templates, and what a person has just decided must not fail for that.

        :returns: the mails, in sudo
        """
        template = self.env.ref(template_xmlid, raise_if_not_found=False)
        if not template:
            _logger.warning("%s mails were not sent: their template %s has been deleted.", len(ids), template_xmlid)
            return self.env["mail.mail"]._clean_sudo()
        # sudo: the mail is ours, not the user's own; the callers have checked the transition. Clean, as default_… of a
        # client's context would send it to somebody else as well.
        templates = without_foreign(template._clean_sudo()).with_context(**{COMPILED: CompiledTemplates()})
        return templates.send_mail_batch(ids, email_values=email_values)

    def _render_lang(self, res_ids, engine="inline_template"):
        """A contact's language may be one that is not installed: one person's would keep all others from their mail."""
        langs = super()._render_lang(res_ids, engine)
        if get_own(self.env, COMPILED, CompiledTemplates) is None:
            return langs
        return {res_id: lang and choose_language(self.env, lang) for res_id, lang in langs.items()}
