from lxml import etree

from odoo.tests import BaseCase

from ...models.common import charts

NAME = {"s": "http://www.w3.org/2000/svg"}


class TestCharts(BaseCase):
    """A chart is well-formed, says what it shows, stays within its frame, and needs neither colour nor new engines."""

    def parse(self, svg):
        tree = etree.fromstring(str(svg))
        size = tuple(float(tree.get(name)) for name in ("width", "height"))
        for rect in tree.iterfind(".//s:rect", NAME):
            x, y, width, height = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
            self.assertTrue(x >= 0 and y >= 0 and x + width <= size[0] and y + height <= size[1], "within the frame")
        return tree

    def texts(self, tree):
        return [node.text for node in tree.iterfind(".//s:text", NAME)]

    def test_every_chart_has_size_title_and_description_and_escapes_its_words(self):
        words = ("Meetings & <more>", "Held, “not held”")
        for svg in (
            charts.bars(*words, [("R&D <1>", [(3, "3"), (None, "–")])], 4),
            charts.bars(*words, [("R&D <1>", [(50, "50 %"), (50, "50 %")])], 100, stacked=True),
            charts.dots(*words, [("R&D <1>", [(4.2, 3.9, 4.5), (None, 0, 0)])], 1, 5),
            charts.lines(*words, ["R&D <1>", "May"], [[1, 2], [None, 3]], 1, 5),
        ):
            tree = self.parse(svg)
            self.assertEqual(tree.findtext("s:title", namespaces=NAME), words[0])
            self.assertEqual(tree.findtext("s:desc", namespaces=NAME), words[1])
            self.assertIn("R&D <1>", self.texts(tree))
            self.assertNotIn("pattern", str(svg))

    def test_nothing_to_show_is_drawn_without_a_failure(self):
        self.parse(charts.bars("", "", [], 0))
        self.parse(charts.dots("", "", [], 1, 5))
        self.parse(charts.lines("", "", [], [[]], 0, 0))
        self.parse(charts.lines("", "", ["May"], [[0]], 0, 0))

    def test_long_label_takes_lines_or_says_that_it_is_cut(self):
        long = "What Matters to Them, in Their Own Weights"
        lines = self.texts(self.parse(charts.dots("t", "d", [(long, [(4, 3, 5)]), ("Trust", [(4, 3, 5)])], 1, 5)))
        self.assertEqual(" ".join(lines[5:-1]), long)
        [label, *_values] = self.texts(self.parse(charts.bars("t", "d", [(long, [(4, "4")])], 5)))
        self.assertTrue(long.startswith(label.rstrip("…")) and label.endswith("…"), label)

    def test_bar_of_the_highest_value_takes_the_width_and_half_of_it_the_half(self):
        tree = self.parse(charts.bars("t", "d", [("a", [(10, "10")]), ("b", [(5, "5")])], 10))
        whole, half = (float(rect.get("width")) + 1 for rect in tree.iterfind(".//s:rect", NAME))
        self.assertAlmostEqual(half * 2, whole, delta=0.5)

    def test_series_differ_without_their_colour(self):
        """Solid, with strokes, and light: in black and white as well."""
        tree = self.parse(charts.bars("t", "d", [("a", [(1, ""), (1, ""), (1, "")])], 3, stacked=True))
        solid, hatched, light = tree.iterfind(".//s:rect", NAME)
        self.assertEqual(hatched.get("fill"), "#fff")
        self.assertEqual(len(tree.findall(".//s:path", NAME)), 1)
        self.assertNotEqual(solid.get("fill"), light.get("fill"))
        dots = self.parse(charts.dots("t", "d", [("a", [(2, 1, 3), (3, 2, 4)])], 1, 5))
        self.assertEqual(len({dot.get("fill") for dot in dots.iterfind(".//s:circle", NAME)}), 2)
        lines = self.parse(charts.lines("t", "d", ["a", "b"], [[1, 2], [2, 1]], 0, 2))
        self.assertEqual(len({line.get("stroke-dasharray") for line in lines.iterfind(".//s:polyline", NAME)}), 2)

    def test_strokes_of_a_hatch_end_at_the_edge_of_their_bar(self):
        for width, height in ((100, 12), (3, 40), (0.5, 0.5)):
            strokes = charts._hatch(10, 20, width, height)
            numbers = [float(part) for part in strokes.split('"')[1].replace("M", " ").replace("L", " ").split()]
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                self.assertTrue(10 <= x <= 10.05 + width and 20 <= y <= 20.05 + height)

    def test_line_of_many_labels_leaves_some_out_and_keeps_the_last(self):
        labels = [f"Month {index}" for index in range(24)]
        tree = self.parse(charts.lines("t", "d", labels, [[1] * 24], 0, 2))
        shown = [text for text in self.texts(tree) if "M" in text]
        self.assertLess(len(shown), 10)
        self.assertEqual(shown[-1], "Month 23")
