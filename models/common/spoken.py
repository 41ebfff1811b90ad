"""Say durations and days the way people say them, in the language of the reader."""

import re

from babel.lists import format_list
from babel.units import format_unit

from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse, get_lang

# The year with what joins it to the day before or after it: “, y”, “ 'de' y”, “y年”, “y. ”
YEAR_AT_THE_END = re.compile(r"[\s,.]*(?:'[^']*'\s*)?y+[^A-Za-z]*$")
YEAR_AT_THE_BEGINNING = re.compile(r"^y+[^A-Za-z']*(?:'[^']*'\s*)?")
FIRST = re.compile(r"\b1 (?=[^\W\d])")


def say_duration(env, hours):
    """Return e.g. “1 hour”, “45 minutes” or “1 hour and 30 minutes”; nothing for nothing.

    :param float hours: as Odoo keeps durations
    """
    whole, minutes = divmod(round((hours or 0) * 60), 60)
    locale = _get_locale(env)
    parts = [(whole, "hour"), (minutes, "minute")]
    words = [format_unit(count, unit, length="long", locale=locale) for count, unit in parts if count]
    return format_list(words, locale=locale) if words else ""


def say_date(env, day):
    """Return e.g. “December 8, 2026”; nothing for nothing."""
    return _say_first(format_date(env, day, date_format="long"), _get_locale(env)) if day else ""


def say_day(env, day, lang_code=None):
    """Return a day with its weekday and without its year, in the order and with the words of the language.

    Saturday, November 28; Samstag, 28. November; sábado, 28 de noviembre. Locales have no such form of their own in
    full words: it is the full one without the year.
    """
    locale = babel_locale_parse(get_lang(env, lang_code).code)
    pattern = YEAR_AT_THE_BEGINNING.sub("", YEAR_AT_THE_END.sub("", locale.date_formats["full"].pattern))
    return _say_first(format_date(env, day, lang_code=lang_code, date_format=pattern), locale)


def _say_first(words, locale):
    """Return a date as French says the first of a month, which locales do not know: 1er décembre."""
    return FIRST.sub("1er ", words) if locale.language == "fr" else words


def with_colon(env, name):
    """Return ``name`` with the colon after it, as the language sets it: French leaves a space before."""
    return env._("%(label)s:", label=name)


def by_count(count, one, many):
    """Return the sentence for one thing, or that for any other number of them; both are translated by the caller.

    The languages of this addon know no third form.
    """
    return one if count == 1 else many


def choose_language(env, *codes):
    """Return the first of the ``codes`` that is installed here, else English or whatever is.

    A contact may have a language that is not, as clients write any; Odoo says nothing at all in such a one.
    """
    installed = [code for code, _name in env["res.lang"].get_installed()]
    return next((code for code in (*codes, "en_US") if code in installed), installed[0])


def _get_locale(env):
    return babel_locale_parse(get_lang(env).code)
