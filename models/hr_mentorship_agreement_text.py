from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_duration
from odoo.tools.misc import babel_locale_parse

from .spoken import say_date, say_duration


class HrMentorshipAgreement(models.Model):
    """The text that the members sign in one language, and its translations for those who read another one.

    Program, people and terms fill the sections of the template. The translations say what the members were shown when
    they signed, so they are fixed with the text and stand under the same fingerprint.
    """

    _inherit = "hr.mentorship.agreement"

    goals = fields.Text("What We Want to Reach", readonly=True)
    channels = fields.Char(
        "How We Reach Each Other", readonly=True, help="Between the meetings: mail, phone or chat, and when."
    )
    reading_texts = fields.Json(
        readonly=True, copy=False, help="The text in the languages of members who read another one than is signed."
    )
    reading_body = fields.Html(
        "Text in My Language",
        compute="_compute_reading_body",
        sanitize=False,
        help="The text as the reader's own language has it; it is the signed text where there is no translation.",
    )
    is_translation = fields.Boolean(compute="_compute_reading_body")
    translation_notice = fields.Char(compute="_compute_reading_body")

    @api.depends("body", "lang", "reading_texts")
    @api.depends_context("lang")
    def _compute_reading_body(self):
        for agreement in self:
            translation = (agreement.reading_texts or {}).get(self.env.lang)
            agreement.reading_body = translation or agreement.body
            agreement.is_translation = bool(translation)
            agreement.translation_notice = bool(translation) and self.env._(
                "You are reading a translation. The text that is signed is in %(language)s.",
                language=agreement._get_lang_name(),
            )

    def _compose(self):
        """Write the text of agreements that nobody has signed yet, from template, people, terms and answers."""
        for agreement in self:
            texts = {lang: agreement._render_body(lang) for lang in agreement._get_langs()}
            agreement.write({"body": texts.pop(agreement.lang), "reading_texts": texts or False})

    def _get_langs(self):
        """Return the languages in which this agreement is read: the signed one, and those of its members."""
        self.ensure_one()
        return {self.lang, *(member._get_lang() for member in self.mentorship_id.member_ids)}

    def _render_body(self, lang):
        """Return the text as it reads in ``lang``, with a last sentence on the language that is signed.

        :rtype: Markup
        """
        self.ensure_one()
        agreement = self.with_context(lang=lang)
        # sudo: who drafts is the last one to accept, and reads neither template nor partner
        template = (agreement.template_id or agreement.program_id.agreement_template_id).sudo()
        return template._render_text(agreement)

    def _describe_language(self):
        return self.env._(
            "This agreement is signed in %(language)s. Texts in other languages are translations for reading.",
            language=self._get_lang_name(),
        )

    def _get_lang_name(self):
        """Return the name of the signed language in that of the reader, e.g. “German”."""
        self.ensure_one()
        try:
            name = babel_locale_parse(self.lang).get_language_name(self.env.lang or "en_US")
        except ValueError:
            name = False
        return name or dict(self.env["res.lang"].get_installed()).get(self.lang, self.lang)

    def _get_placeholders(self):
        """Return the words for each of :const:`PLACEHOLDERS`, as they read in the language of the context.

        :rtype: dict[str, str], empty strings for what is not known
        """
        self.ensure_one()
        # sudo: the members read neither each other's application nor the program of another company
        agreement = self.sudo()
        mentorship, program = agreement.mentorship_id, agreement.mentorship_id.program_id
        topics = mentorship.member_ids.filtered(lambda member: member.role == "mentee").skill_ids.sorted()
        return {
            "mentors": ", ".join(mentorship.mentor_ids.mapped("name")),
            "mentees": ", ".join(mentorship.mentee_ids.mapped("name")),
            "program": program.name or "",
            "company": program.company_id.name or "",
            "is_reverse": "1" if program.format == "reverse" else "",
            "program_goal": program.goal or "",
            "topics": ", ".join(topics.mapped("name")),
            "goals": agreement.goals or "",
            "end_date": say_date(self.env, agreement.end_date),
            "rhythm": agreement._describe_rhythm(),
            "duration": say_duration(self.env, agreement.meeting_duration),
            "length": format_duration(agreement.meeting_duration),
            "place": agreement._describe_place(),
            "channels": agreement.channels or "",
        }

    def _describe_place(self):
        """Return where the pair meets, as far as it is known, in the language of the reader."""
        self.ensure_one()
        mode = dict(self._fields["meeting_mode"]._description_selection(self.env)).get(self.meeting_mode)
        if mode and self.meeting_location:
            return self.env._("%(mode)s (%(place)s)", mode=mode, place=self.meeting_location)
        return mode or self.meeting_location or ""

    def _get_answers_html(self):
        """Hook: what the pair has answered in its first meeting, as a list.

        :rtype: Markup, empty if there is nothing
        """
        return Markup()
