"""Charts as inline SVG, drawn the same by every engine that makes pages: strings from numbers, no ORM.

Width and height are given, as an engine that knows neither draws nothing. Fills differ without their colour: solid,
hatched, light. A hatch is drawn line by line, for not every engine knows patterns. What a chart shows stands in its
title and description for those who do not see it, and in a table beside it, which is the caller's.
"""

import textwrap

from markupsafe import Markup, escape

INK, QUIET, RULE = "#1f1b20", "#6b6470", "#d9d4dc"
COLOURS = ("#5b3a55", "#5b3a55", "#b9a5b5")
DASHES = ("", "7 4", "2 3")
SIZE = 13
"""Of the letters, in pixels."""
LETTER = 0.56
"""How wide a letter is on average, in parts of its size."""
LINE = 15
"""From one line of a label to the next, in pixels."""


def bars(title, description, rows, top, width=430, stacked=False):
    """Return horizontal bars, one group a row.

    :param list rows: (label, [(value, text), …]); a value of None has no bar, and its text stands where it would begin
    :param float top: the value whose bar takes the whole width
    :param bool stacked: the values of a row stand behind each other instead of below
    :rtype: Markup
    """
    longest = max((len(text) for _label, values in rows for _value, text in values), default=0)
    left, right, bar = _measure_labels(rows, width), max(longest * SIZE * LETTER + 10, 60), 18
    if stacked:
        right, bar = 8, 24
    scale = (width - left - right) / (top or 1)
    parts, y = [], 4
    for label, values in rows:
        lines = 1 if stacked else max(len(values), 1)
        words = _wrap(label, left - 8)
        parts.append(_text(left - 8, y + lines * bar / 2 + 4, words[0] + ("…" if words[1:] else ""), "end"))
        x = left
        for index, (value, text) in enumerate(values):
            length = max((value or 0) * scale, 0)
            parts.append(_bar(x, y, length, bar - 2, index))
            if not stacked:
                parts.append(_text(x + length + 6, y + bar - 5, text))
                y += bar
            elif text and length > len(text) * SIZE * LETTER + 6:
                parts.append(_label(x + length / 2, y + bar / 2 + 4, text, index))
            x += length if stacked else 0
        y += (bar if stacked else 0) + 9
    parts.append(_line(left, 0, left, y - 5, INK))
    return _svg(title, description, width, y, parts)


def dots(title, description, rows, low, top, width=430):
    """Return a dot a value on a scale, with the interval in which it lies.

    :param list rows: (label, [(value, from, to), …]); the first series is a full dot, the second a ring
    :rtype: Markup
    """
    left = _measure_labels(rows, width)
    scale = (width - left - 14) / (top - low)
    rows = [(_wrap(label, left - 8), values) for label, values in rows]
    heights = [max(16 * max(len(values), 1), LINE * len(label)) + 8 for label, values in rows]
    parts, y, height = [], 6, 26 + sum(heights)
    for mark in range(int(low), int(top) + 1):
        x = left + (mark - low) * scale
        parts += [_line(x, 0, x, height - 20, RULE), _text(x, height - 5, str(mark), "middle", QUIET)]
    for (label, values), room in zip(rows, heights, strict=True):
        first = y + (room - 8 - LINE * (len(label) - 1)) / 2 + 4
        parts += [_text(left - 8, first + LINE * number, words, "end") for number, words in enumerate(label)]
        above = (room - 8 - 16 * len(values)) / 2
        for index, (value, start, end) in enumerate(values):
            if value is not None:
                x, middle = left + (value - low) * scale, y + above + 8 + 16 * index
                parts.append(
                    _line(left + (start - low) * scale, middle, left + (end - low) * scale, middle, COLOURS[0], 1.5)
                )
                fill = "#fff" if index else COLOURS[0]
                parts.append(f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="5" fill="{fill}" stroke="{COLOURS[0]}" '
                             'stroke-width="1.8"/>')  # fmt: skip
        y += room
    return _svg(title, description, width, height, parts)


def lines(title, description, labels, series, low, top, width=430, height=170):
    """Return a line a series over the same labels, from left to right; a value of None interrupts nothing.

    :param list series: a list of values each, as long as ``labels``
    :rtype: Markup
    """
    left, right, head, foot = 32, 14, 8, 26
    step = (width - left - right) / max(len(labels) - 1, 1)
    scale = (height - head - foot) / ((top - low) or 1)
    places = [left + index * step for index in range(len(labels))] if len(labels) != 1 else [(width + left) / 2]
    parts = []
    for mark in (low, (low + top) / 2, top):
        y = height - foot - (mark - low) * scale
        parts += [_line(left, y, width - right, y, RULE), _text(left - 6, y + 4, f"{mark:g}", "end", QUIET)]
    every = -(-sum(len(label) * SIZE * LETTER + 10 for label in labels) // (width - left)) or 1
    for index, label in enumerate(labels):
        if (len(labels) - 1 - index) % every == 0:
            anchor = (
                "end" if index and index == len(labels) - 1 else "start" if not index and len(labels) > 1 else "middle"
            )
            parts.append(_text(places[index], height - 5, label, anchor, QUIET))
    for index, values in enumerate(series):
        points = [
            (x, height - foot - (value - low) * scale)
            for x, value in zip(places, values, strict=True)
            if value is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = f' stroke-dasharray="{DASHES[index]}"' if DASHES[index] else ""
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[0]}" stroke-width="2"{dash}/>')
        fill = "#fff" if index else COLOURS[0]
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{fill}" stroke="{COLOURS[0]}" stroke-width="1.6"/>'
            for x, y in points
        ]
    return _svg(title, description, width, height, parts)


def key(index, size=13):
    """Return the little square that says in a legend which fill is meant.

    :rtype: Markup
    """
    return _svg("", "", size, size, [_bar(0, 0, size, size, index)])


def _measure_labels(rows, width):
    """Return the room that labels take: what the longest one needs, and half of the chart at most."""
    longest = max((len(label) for label, _values in rows), default=0)
    return min(longest * SIZE * LETTER + 14, width / 2)


def _wrap(label, room):
    """Return the lines of a label that has so much room: a word longer than that is cut, and says so.

    :rtype: list[str]
    """
    most = max(int(room / (SIZE * LETTER)), 8)
    lines = textwrap.wrap(label, most, break_long_words=False, break_on_hyphens=False) or [""]
    return [line if len(line) <= most else line[: most - 1] + "…" for line in lines]


def _bar(x, y, width, height, index):
    """Return a rectangle in the fill of a series."""
    if width <= 0:
        return ""
    fill = (COLOURS[0], "#fff", COLOURS[2])[index % 3]
    box = (
        f'<rect x="{x + 0.5:.1f}" y="{y + 0.5:.1f}" width="{max(width - 1, 0.5):.1f}" height="{height - 1:.1f}" '
        f'fill="{fill}" stroke="{COLOURS[index % 3]}"/>'
    )
    return box + _hatch(x, y, width, height) if index % 3 == 1 else box


def _label(x, y, words, index):
    """Return words upon a bar; upon strokes they get ground of their own."""
    width = len(words) * SIZE * LETTER + 6
    ground = f'<rect x="{x - width / 2:.1f}" y="{y - SIZE:.1f}" width="{width:.1f}" height="{SIZE + 3}" fill="#fff"/>'
    return (ground if index % 3 == 1 else "") + _text(x, y, words, "middle", INK if index % 3 else "#fff")


def _hatch(x, y, width, height, distance=5):
    """Return strokes from the lower left to the upper right, cut off where the rectangle ends."""
    strokes, offset = [], distance
    while offset < width + height:
        start, end = max(offset - height, 0), min(offset, width)
        strokes.append(f"M{x + start:.1f} {y + min(offset, height):.1f}L{x + end:.1f} {y + max(offset - width, 0):.1f}")
        offset += distance
    return f'<path d="{"".join(strokes)}" stroke="{COLOURS[0]}" stroke-width="1.1" fill="none"/>'


def _line(x1, y1, x2, y2, colour, width=1):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def _text(x, y, words, anchor="start", colour=INK):
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{SIZE}" fill="{colour}">{escape(words)}</text>'


def _svg(title, description, width, height, parts):
    named = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>" if title else ""
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" {named}>{words}{"".join(parts)}</svg>'
    )
