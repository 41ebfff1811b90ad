import re

from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse, get_lang

# The year with what joins it to the day before or after it: “, y”, “ 'de' y”, “y年”, “y. ”
YEAR_AT_THE_END = re.compile(r"[\s,.]*(?:'[^']*'\s*)?y+[^A-Za-z]*$")
YEAR_AT_THE_BEGINNING = re.compile(r"^y+[^A-Za-z']*(?:'[^']*'\s*)?")


def say_day(env, day, lang_code=None):
    """Return a day with its weekday and without its year, in the order and with the words of the language.

    Saturday, November 28; Samstag, 28. November; sábado, 28 de noviembre. Locales have no such form of their own in
    full words: it is the full one without the year.
    """
    full = babel_locale_parse(get_lang(env, lang_code).code).date_formats["full"].pattern
    pattern = YEAR_AT_THE_BEGINNING.sub("", YEAR_AT_THE_END.sub("", full))
    return format_date(env, day, lang_code=lang_code, date_format=pattern)
