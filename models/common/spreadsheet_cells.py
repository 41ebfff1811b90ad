"""Words of people in files that a spreadsheet opens: they stay words there, and come back as they were."""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula, and the same with the marks of :func:`guard` before it.

After tabs and ends of lines some programs look for a formula as well, and with an East Asian keyboard the wide signs
begin one: https://owasp.org/www-community/attacks/CSV_Injection
"""


def guard(text):
    """Return ``text`` as the cell of a CSV file, where nothing but its first letters says that it is no formula.

    >>> guard("=1+1"), guard("'@me"), guard("5 - 3")
    ("'=1+1", "''@me", '5 - 3')
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguard(text):
    """Return what :func:`guard` has made ``text`` of.

    >>> unguard("'=1+1"), unguard("''@me"), unguard("'tis so")
    ('=1+1', "'@me", "'tis so")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
