import base64
import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_duration, html_sanitize

from ..common.own_pictures import CARRIED, keep_own_pictures
from ..common.private_fields import ReaderOne2many
from ..common.spoken import say_date, say_duration
from ..program.hr_mentorship_program import LEARNING
from .hr_mentorship_agreement_section import FIRST_MEETING
from .languages import name_signed

UPLOADED = re.compile(r"/web/(?:image|content)/(\d{1,9})(?![\d:])")
"""The address at which an editor shows a picture that was put into a text."""


class HrMentorshipAgreementTemplate(models.Model):
    """The text of an agreement in sections, with placeholders that the program, the people and the terms fill."""

    _name = "hr.mentorship.agreement.template"
    _description = "Mentorship Agreement Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    section_ids = ReaderOne2many("hr.mentorship.agreement.section", "template_id", string="Sections", copy=True)

    @api.constrains("name")
    def _check_name(self):
        # Required alone lets a name of blanks, or an empty one by RPC, pass
        if any(not (template.name or "").strip() for template in self):
            raise ValidationError(self.env._("Give the agreement template a name: program managers choose it by that."))

    @api.constrains("active")
    def _check_one_left(self):
        if not all(self.mapped("active")) and not self.search_count([], limit=1):
            raise ValidationError(self._say_last_one())

    @api.ondelete(at_uninstall=False)
    def _unlink_all_but_one(self):
        if not self.search_count([("id", "not in", self.ids)], limit=1):
            raise UserError(self._say_last_one())

    def _say_last_one(self):
        return self.env._(
            "New programs need an agreement template, and there would be none left. Create another one first, or "
            "change the text of this one."
        )

    def _render_text(self, agreement):
        """Return the text of ``agreement`` in the language of the context of ``self``.

        :rtype: Markup
        """
        self.ensure_one()
        agreement = agreement.with_context(lang=self.env.lang)
        answers = agreement._get_answers_html()
        parts = [self._fill_sections(self._get_placeholders(agreement), answers)]
        if FIRST_MEETING not in self.section_ids.mapped("code") and answers:
            title = self.env._("What we agreed in our first meeting")
            parts.append(Markup("<h3>%s</h3>%s") % (title, answers))
        parts.append(self._get_clauses(agreement))
        parts.append(Markup("<p><em>%s</em></p>") % self._describe_language(agreement))
        return self._embed_pictures(html_sanitize(Markup().join(parts)))

    def _render_example(self):
        """Return the text as a pair that does not exist would read it, in the language of the context of ``self``.

        :rtype: Markup
        """
        self.ensure_one()
        agreement = self._get_example()
        parts = [
            self._fill_sections(self._get_placeholders(agreement) | self._get_example_words()),
            Markup("<p><em>%s</em></p>") % self._describe_language(agreement),
        ]
        return self._embed_pictures(html_sanitize(Markup().join(parts)))

    def _fill_sections(self, values, answers=""):
        return Markup().join(section._fill(values, answers) for section in self.section_ids.sorted())

    @api.model
    def _get_placeholders(self, agreement):
        """Return the words of ``agreement`` for each of :const:`PLACEHOLDERS`, in the language of the context.

        :rtype: dict[str, str], empty strings for what is not known
        """
        # sudo: the members read neither each other's application nor the program of another company
        agreement = agreement.sudo()
        mentorship, program = agreement.mentorship_id, agreement.mentorship_id.program_id
        peers = mentorship.member_ids.filtered(lambda member: member.role == "peer")
        topics = mentorship.member_ids.filtered(lambda member: member.role in LEARNING).skill_ids.sorted()
        return {
            "mentors": "" if peers else ", ".join(mentorship.mentor_ids.mapped("name")),
            "mentees": "" if peers else ", ".join(mentorship.mentee_ids.mapped("name")),
            "peers": ", ".join(peers.employee_id.mapped("name")),
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

    @api.model
    def _get_clauses(self, agreement):
        """Return what the members add in their own words as a section of the text, in the language of the context.

        :rtype: Markup, empty if they add nothing
        """
        clauses = [line.strip() for line in (agreement.clauses or "").splitlines() if line.strip()]
        if not clauses:
            return Markup()
        return Markup("<h3>%s</h3><ul>%s</ul>") % (
            self.env._("We also agree"),
            Markup().join(Markup("<li>%s</li>") % line for line in clauses),
        )

    @api.model
    def _describe_language(self, agreement):
        return self.env._(
            "This agreement is signed in %(language)s. Texts in other languages are translations for reading.",
            language=name_signed(agreement),
        )

    @api.model
    def _embed_pictures(self, text):
        """Return a text with its pictures in it, so that it is the same in ten years and printing it fetches nothing.

        :rtype: Markup
        """
        return keep_own_pictures(text, self._load_picture)

    @api.model
    def _load_picture(self, source):
        """Return a picture that an editor of a section has put in, or nothing for any other address."""
        found = UPLOADED.match(source)
        if not found:
            return None
        # sudo: the pair reads no attachments of sections; those are in their agreement, and no other ones
        picture = self.env["ir.attachment"].sudo().browse(int(found[1])).exists()
        if picture.res_model != "hr.mentorship.agreement.section" or picture.type != "binary":
            return None
        address = f"data:{picture.mimetype};base64,{base64.b64encode(picture.raw or b'').decode()}"
        return address if CARRIED.fullmatch(address) else None

    def action_preview(self):
        """Show the text as a pair of the example would read it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_agreement_preview_action")
        action["context"] = {"default_template_id": self.id}
        return action

    @api.model
    def _get_example(self):
        """Return the agreement of a pair that does not exist, whose terms can be put into words.

        :rtype: hr.mentorship.agreement, a new record
        """
        return self.env["hr.mentorship.agreement"].new(
            {
                "lang": self.env.lang or "en_US",
                "rhythm": "biweekly",
                "meeting_duration": 1.0,
                "meeting_weekday": "1",
                "has_meeting_time": True,
                "meeting_time": 10.0,
                "meeting_tz": "UTC",
                "meeting_mode": "video",
                "end_date": fields.Date.add(fields.Date.context_today(self), months=6),
            }
        )

    @api.model
    def _get_example_words(self):
        """Return the placeholders that are not terms. Names, not records: nobody of the example can be looked up."""
        return {
            "mentors": self.env._("Kim Mentor"),
            "mentees": self.env._("Robin Mentee"),
            "peers": self.env._("Kim and Robin"),
            "program": self.env._("Example program"),
            "program_goal": self.env._("People learn from each other across departments."),
            "company": self.env.company.name,
            "topics": self.env._("Leading a team"),
        }
