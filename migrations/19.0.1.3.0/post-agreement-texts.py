import logging
import re

from psycopg2.extras import Json

from odoo.addons.hr_mentorship.models.agreement.agreement_text import to_plain

_logger = logging.getLogger(__name__)

RHYTHM = "dict(%(x)s._fields['rhythm']._description_selection(%(x)s.env))"
SHIPPED_EXPRESSIONS = {
    "', '.join(object.mentor_ids.mapped('name'))": "mentors",
    "', '.join(object.mentee_ids.mapped('name'))": "mentees",
    "', '.join(object.member_ids.filtered(lambda m: m.role == 'mentee').skill_ids.mapped('name'))": "topics",
    f"{RHYTHM % {'x': 'agreement'}}.get(agreement.rhythm, '').lower()": "rhythm",
    f"{RHYTHM % {'x': 'object'}}.get(object.rhythm, '').lower()": "rhythm",
    "format_date(agreement.end_date)": "end_date",
    "format_date(object.end_date)": "end_date",
    "format_duration(agreement.meeting_duration)": "length",
    "format_duration(object.meeting_duration)": "length",
    "object.company_id.name": "company",
    "object.program_id.goal": "program_goal",
    "object.program_id.name": "program",
    "agreement.goals": "goals",
    "agreement.channels": "channels",
}
"""Expressions that stood in the texts we shipped, or say what one of today's placeholders says."""

LENGTH = re.compile(r'<t t-out="length">[^<]*</t> (hours|Stunden|horas|h)\b')
EXAMPLES = {"hours": "1 hour", "Stunden": "1 Stunde", "horas": "1 hora", "h": "1 heure"}
"""How the standard text said the length of a meeting, “01:00 hours”: now “1 hour”."""


def migrate(cr, version):
    """Let texts of agreements hold placeholders of the list alone; whatever else they computed stays as words to read.

    Agreements that exist are not touched: their text was written when they were drafted.
    """
    cr.execute(
        """
        SELECT section.id, section.body_html,
               COALESCE(template.name->>'en_US', ''), COALESCE(section.name->>'en_US', section.code, '')
          FROM hr_mentorship_agreement_section section
          JOIN hr_mentorship_agreement_template template ON template.id = section.template_id
         WHERE section.body_html IS NOT NULL
         ORDER BY section.id
        """
    )
    for section_id, texts, template, section in cr.fetchall():
        plain, taken = {}, {}
        for lang, text in texts.items():
            plain[lang], expressions = to_plain(text, SHIPPED_EXPRESSIONS)
            plain[lang] = LENGTH.sub(_say_duration, plain[lang])
            taken.update(dict.fromkeys(expressions))
        if plain == texts:
            continue
        cr.execute("UPDATE hr_mentorship_agreement_section SET body_html = %s WHERE id = %s", [Json(plain), section_id])
        if taken:
            _logger.warning(
                "The section “%s” of the agreement template “%s” computed something: %s. It stands there as words in "
                "brackets now and is filled in no more. Write the section anew, with placeholders of the list.",
                section,
                template,
                ", ".join(taken),
            )


def _say_duration(match):
    return f'<t t-out="duration">{EXAMPLES[match[1]]}</t>'
