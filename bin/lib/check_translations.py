"""The translations: complete, current, and with every placeholder in its place.

check_translations.py FRESH.pot I18N_FOLDER            prints what is wrong; exit 1 if anything is
check_translations.py --update FRESH.pot I18N_FOLDER   brings the committed files up to date with FRESH.pot
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

import polib

ADDON = "hr_mentorship"
LANGUAGES = ("de", "es", "fr")
STRAIGHT = re.compile(r"[^\W\d_]'[^\W\d_]")
"""An apostrophe of typewriters in a word, which all our languages print as ’."""
# %s, %(name)s, {{ expression }}, {name}, and the tags of translated markup
PLACEHOLDER = re.compile(r"%%|%(?:\(\w+\))?[-+0#]*\d*(?:\.\d+)?[sdifr]|\{\{.*?\}\}|\{\w*\}|</?[a-zA-Z][\w-]*")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("fresh", type=polib.pofile)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    if arguments.update:
        update(arguments.fresh, arguments.folder)
        return 0
    problems = [*check_template(arguments.fresh, arguments.folder / f"{ADDON}.pot")]
    for language in LANGUAGES:
        problems += check_language(arguments.fresh, arguments.folder / f"{language}.po")
    print(*problems, sep="\n", end="\n" if problems else "")
    return bool(problems)


def terms(catalogue):
    return {entry.msgid: entry for entry in catalogue if not entry.obsolete}


def check_template(fresh, path):
    if not path.exists():
        yield f"{path.name}: missing"
        return
    old, new = terms(polib.pofile(path)), terms(fresh)
    yield from (f"{path.name}: lacks {msgid!r}" for msgid in sorted(new.keys() - old.keys()))
    yield from (f"{path.name}: no longer used: {msgid!r}" for msgid in sorted(old.keys() - new.keys()))


def check_language(fresh, path):
    if not path.exists():
        yield f"{path.name}: missing"
        return
    translated = terms(polib.pofile(path))
    for msgid in sorted(terms(fresh)):
        entry = translated.get(msgid)
        if not entry or not entry.msgstr or entry.fuzzy:
            yield f"{path.name}: not translated: {msgid!r}"
        elif placeholders(msgid) != placeholders(entry.msgstr):
            yield f"{path.name}: other placeholders: {msgid!r} → {entry.msgstr!r}"
        elif STRAIGHT.search(entry.msgstr):
            yield f"{path.name}: an apostrophe that is not ’: {entry.msgstr!r}"
    yield from (f"{path.name}: no longer used: {msgid!r}" for msgid in sorted(translated.keys() - terms(fresh).keys()))


def placeholders(text):
    return Counter(re.sub(r"\s", "", found) for found in PLACEHOLDER.findall(text))


def update(fresh, folder):
    """Write the template, and every language with the terms it has: new ones are left empty for a translator."""
    folder.mkdir(exist_ok=True)
    template = folder / f"{ADDON}.pot"
    if not template.exists() or same_terms(polib.pofile(template), fresh) is False:
        fresh.save(str(template))
    for language in LANGUAGES:
        path = folder / f"{language}.po"
        old = terms(polib.pofile(path)) if path.exists() else {}
        merged = polib.POFile()
        merged.metadata = {**fresh.metadata, "Language": language, "Plural-Forms": ""}
        for entry in fresh:
            known = old.get(entry.msgid)
            entry.msgstr = known.msgstr if known and not known.fuzzy else ""
            merged.append(entry)
        if not path.exists() or same_terms(polib.pofile(path), merged) is False:
            merged.save(str(path))
        untranslated = sum(not entry.msgstr for entry in merged)
        print(f"{path.name}: {len(merged)} terms, {untranslated} to translate")


def same_terms(old, new):
    """Compare without the dates of the header, which change with every export."""

    def essence(catalogue):
        return [(entry.msgid, entry.msgstr, entry.comment, entry.occurrences, entry.fuzzy) for entry in catalogue]

    return essence(old) == essence(new)


if __name__ == "__main__":
    sys.exit(main())
