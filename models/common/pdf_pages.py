"""Finish the pages of a PDF: a title, the language, and page numbers. Plain Python on bytes, no ORM."""

import io
import re

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfFileReader,
    PdfFileWriter,
    createStringObject,
)

FONT = "/MentorshipPageNumber"
SIZE, GREY, DISTANCE = 8, 0.4, 28
"""Of the number: points, from black to white, and points from the lower edge of the page."""


def finish(pdf, title, lang):
    """Number the pages, and tell readers, searches and voices what the document is.

    Not done by the PDF engine: only its build with patched Qt has footers.

    :param bytes pdf:
    :param str title:
    :param str lang: as HTML has it, like ``de-AT``
    :rtype: bytes
    """
    writer = PdfFileWriter()
    pages = PdfFileReader(io.BytesIO(pdf), strict=False).pages
    for page in pages:
        writer.addPage(page)
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = writer._add_object(DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()}))
    for number in range(1, len(pages) + 1):
        page = writer.getPage(number - 1)  # not writer.pages: the oldest library that Odoo takes has none
        _spell_spaces(writer, page)
        _write_number(writer, page, font, f"{number} / {len(pages)}")
    return _write_with_title(writer, title, lang)


def give_title(pdf, title, lang):
    """Say what a document is that was put together of finished ones: their titles do not come along.

    :param bytes pdf:
    :param str title:
    :param str lang: as HTML has it, like ``de-AT``
    :rtype: bytes
    """
    writer = PdfFileWriter()
    for page in PdfFileReader(io.BytesIO(pdf), strict=False).pages:
        writer.addPage(page)
    return _write_with_title(writer, title, lang)


def _write_with_title(writer, title, lang):
    writer.addMetadata({"/Title": title})
    writer._root_object.update({NameObject("/Lang"): createStringObject(lang)})
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _spell_spaces(writer, page):
    """Have spaces copied as spaces: the engine without patched Qt says of them that they were tabs."""
    for reference in _get_fonts(page).values():
        font = reference.getObject()
        if "/ToUnicode" not in font:
            continue
        letters = font["/ToUnicode"].getObject().getData()
        spelled = re.sub(rb"\[[^\]]*\]", lambda listed: listed[0].replace(b"<0009>", b"<0020>"), letters)
        if spelled != letters:
            font[NameObject("/ToUnicode")] = _add_stream(writer, spelled)


def _get_fonts(page):
    resources = page["/Resources"].getObject()
    if "/Font" not in resources:
        resources[NameObject("/Font")] = DictionaryObject()
    return resources["/Font"].getObject()


def _write_number(writer, page, font, words):
    _get_fonts(page)[NameObject(FONT)] = font
    # A digit of Helvetica is 0.556 of its size wide
    left = float(page.mediaBox.getWidth()) / 2 - len(words) * SIZE * 0.556 / 2
    number = f"\nQ BT {FONT} {SIZE} Tf {GREY} g {left:.1f} {DISTANCE} Td ({words}) Tj ET"
    contents = page["/Contents"].getObject() if "/Contents" in page else ArrayObject()
    drawn = list(contents) if isinstance(contents, ArrayObject) else [page.raw_get("/Contents")]
    # q … Q: whatever the page draws may leave a scale and a colour of its own behind
    page[NameObject("/Contents")] = ArrayObject(
        [_add_stream(writer, b"q\n"), *drawn, _add_stream(writer, number.encode())]
    )


def _add_stream(writer, content):
    stream = DecodedStreamObject()
    stream.setData(content)
    return writer._add_object(stream)
