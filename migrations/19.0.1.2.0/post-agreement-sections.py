import hashlib
import html
import re

from psycopg2.extras import Json

from odoo import SUPERUSER_ID, api
from odoo.tools.convert import convert_file
from odoo.tools.sql import column_exists

TEXT_FILE = "data/hr_mentorship_agreement_template_data.xml"
"""Today's file and no copy of that time: it has placeholders that are still known, and words that are translated."""

SHIPPED_TEXTS = {
    "c449533bf18cfcaeeff171ae4cc4a9d292c06655bc05723264caf8bebebefdef",
    "5ccd8a54e205aeecc256a88e59e0dbeeffe7a3541f2d435d21417e4a0edec8df",
    "7cd5888c90a641f9ca52de6f88d1bfbf674471f8e3857e5a196f261abe7bcb1c",
    "c16b000a427b39a80e66de626215049747b1a6925fc7653d519003e3f6bc81fe",
}
"""Fingerprints of the words of the standard agreement as we wrote it before, in our four languages."""


def migrate(cr, version):
    """Templates have sections from now on: what an administrator has written stays, as one section.

    The standard text becomes the new one where nobody had changed it, in any language.
    """
    if not column_exists(cr, "hr_mentorship_agreement_template", "body_html"):
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    standard = env.ref("hr_mentorship.hr_mentorship_agreement_template_standard", raise_if_not_found=False)
    cr.execute(
        """
        SELECT template.id, template.body_html
          FROM hr_mentorship_agreement_template template
         WHERE NOT EXISTS (SELECT FROM hr_mentorship_agreement_section WHERE template_id = template.id)
        """
    )
    for template_id, translations in cr.fetchall():
        texts = {lang: text for lang, text in (translations or {}).items() if text}
        is_shipped = {_fingerprint(text) for text in texts.values()} <= SHIPPED_TEXTS
        if standard and template_id == standard.id and is_shipped:
            # init: the sections do not come back by themselves once somebody has deleted them
            convert_file(env, "hr_mentorship", TEXT_FILE, {}, mode="init", noupdate=True)
            continue
        section = env["hr.mentorship.agreement.section"].create({"template_id": template_id})
        # By SQL: all languages as they are, and a placeholder that no longer works must not stop the update
        cr.execute("UPDATE hr_mentorship_agreement_section SET body_html = %s WHERE id = %s", [Json(texts), section.id])
    env.invalidate_all()


def _fingerprint(text):
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
    return hashlib.sha256(words.encode()).hexdigest()
