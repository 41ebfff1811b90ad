"""The language in which an agreement is signed, and those in which it is read."""

from odoo.tools.misc import babel_locale_parse

from ..common.spoken import choose_language


def choose_signed(mentorship):
    """Return the members' common language, else that of the company, so that all sign the same text."""
    langs = {member._get_lang() for member in mentorship.member_ids}
    if len(langs) == 1:
        return langs.pop()
    return choose_language(mentorship.env, mentorship.company_id.partner_id.lang)


def list_read(agreement):
    """Return the languages in which the agreement is read: the signed one, and those of its members.

    :rtype: set[str]
    """
    return {agreement._get_lang(), *(member._get_lang() for member in agreement.mentorship_id.member_ids)}


def name_signed(agreement):
    """Return the name of the signed language in that of the reader, e.g. “German”."""
    try:
        name = babel_locale_parse(agreement.lang).get_language_name(agreement.env.lang or "en_US")
    except ValueError:
        name = False
    return name or dict(agreement.env["res.lang"].get_installed()).get(agreement.lang, agreement.lang)
