import ast
import re
from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import BaseCase, tagged

COUNTED = re.compile(r"%\((?:count|total|days|hours|steps|wanted|more|weeks|months|minutes)\)s ([\w’]+)")

NEVER_ONE = {
    "This works with one record at a time, and %(count)s are selected.": "none or several are",
    "The server was stopped %(count)s times in the middle of it.": "always MAX_ATTEMPTS",
    "Your message has %(count)s letters.": "more than are allowed",
    "Your word has %(count)s letters.": "more than are allowed",
    "Since it was drawn, pairs were looked for by %(count)s": "more than one set",
    "A lot decided: in %(count)s of %(draws)s draws": "reads well with one of 32",
    "Choose up to %(count)s different people": "always MAX_WISHES",
    "%(count)s people take part in": "more than a limit of one or more",
    "%(count)s peers wait in": "more than MOST_PEERS",
    "%(count)s fewer people with a partner": "peers go in pairs",
    "%(done)s of %(total)s steps done": "a launch has several steps",
    "All %(total)s steps of the launch": "a launch has several steps",
    "Fewer than %(count)s ": "the number of people below which nothing is shown",
    "Told month by month, as soon as the points of a month": "three or more",
    "Learned from %(count)s finished mentorships": "fifteen for each of two criteria at least",
    "Answers are told of groups of %(count)s people": "three or more",
    "What people answer is shown in figures of groups of %(count)s people": "three or more",
    "Nobody is shown yet. That takes %(count)s people": "three or more",
    "Nobody sees your stars. They count only in figures of at least %(count)s": "three or more",
    "In no period that is over have %(count)s people": "three or more",
    "Nothing can be said yet: a quarter has to be over, and %(count)s people": "five or more",
    "Your answers become figures of at least %(count)s people": "three or more",
    "Your answers count as soon as at least %(count)s people": "three or more",
    "%(minutes)s min": "reads alike with one",
    "What the daily mail has told is deleted after %(count)s days.": "always FORGET_AFTER",
    "About %(count)s meetings of %(length)s:": "those of a whole program",
    "A meeting lasts more than nothing, and at most %(hours)s hours.": "always MAX_HOURS",
    "Usually free at the same time for %(hours)s hours a week.": "one hour has a sentence of its own",
    "%(hours)s hours apart.": "one hour has a sentence of its own",
    "%(mentee)s has waited for %(days)s days.": "one day has a sentence of its own",
    "You have waited for %(days)s days.": "one day has a sentence of its own",
    "%(topic)s (%(level)s, %(steps)s levels above": "one level has words of its own",
    "%(count)s goals reached.": "one goal has a sentence of its own",
    "Offers %(count)s of the %(wanted)s topics you want": "one topic has a sentence of its own",
    "You offer %(count)s of the %(wanted)s topics": "one topic has a sentence of its own",
    "%(mentor)s offers %(count)s of the %(wanted)s topics": "one topic has a sentence of its own",
    "Offers none of the %(wanted)s topics": "one topic has a sentence of its own",
    "You offer none of the %(wanted)s topics": "one topic has a sentence of its own",
    "%(mentor)s offers none of the %(wanted)s topics": "one topic has a sentence of its own",
    "Every %(count)s ": "each unit has words of its own for one",
    "%(count)s points to go: you have %(balance)s": "one point has words of its own",
    "%(count)s requests wait still.": "one request has a sentence of its own",
    "You have met %(count)s times.": "each tenth time",
    "%(day)s: %(count)s meetings confirmed": "many on one day, or nobody looks at it",
    "%(day)s: %(count)s goals reached": "many on one day, or nobody looks at it",
    "This file has %(count)s rows.": "more than a limit of thousands",
    "%(count)s programs": "one and two are named",
}
"""Sentences in which the number is never one, with the reason."""

NO_NOUNS = {"a", "left", "there", "on", "off", "nearly", "cannot", "of", "and", "more", "from", "to", "is", "in", "bis"}
"""What may follow a number without being counted by it."""


@tagged("post_install", "-at_install")
class TestCounts(BaseCase):
    """Nobody reads “1 pairs are”: a sentence that counts has another form for one, or needs none."""

    def test_every_sentence_that_counts_reads_well_with_one(self):
        root = Path(get_module_path("hr_mentorship"))
        found, counting = [], 0
        for folder in ("models", "wizards", "controllers", "reports"):
            for path in sorted((root / folder).rglob("*.py")):
                for sentence, line in self._find_sentences(ast.parse(path.read_text())):
                    counting += 1
                    if not any(sentence.startswith(known) for known in NEVER_ONE):
                        found.append(f"{path.relative_to(root)}:{line}: {sentence}")
        self.assertFalse(found)
        self.assertGreater(counting, 10)

    def test_the_search_finds_what_it_looks_for(self):
        for code, is_found in (
            ('self.env._("%(count)s pairs are in.", count=n)', True),
            ('by_count(n, self.env._("One pair is in."), self.env._("%(count)s pairs are in.", count=n))', False),
            ('self.env._("Pairs: %(count)s of %(total)s.", count=n, total=m)', False),
        ):
            with self.subTest(code):
                self.assertEqual(bool(list(self._find_sentences(ast.parse(code)))), is_found)

    def _find_sentences(self, tree):
        """Yield the sentences for any number of things that stand beside none for one, with their lines."""
        chosen = {
            part
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "by_count"
            for part in ast.walk(node)
        }
        for node in ast.walk(tree):
            is_sentence = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "_" and node.args
            if not is_sentence or node in chosen or not isinstance(node.args[0], ast.Constant):
                continue
            nouns = [word for word in COUNTED.findall(node.args[0].value) if word not in NO_NOUNS]
            if nouns:
                yield node.args[0].value, node.lineno
