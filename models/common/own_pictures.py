"""Keep in a text the pictures that it carries itself: what is fetched from elsewhere while it is printed tells that
place who prints what and when, may be another picture tomorrow, and may be an address that only the server reaches.
"""

import re

from lxml import etree, html
from markupsafe import Markup

FETCHED = ("src", "srcset", "background", "poster", "data", "href", "xlink:href", "formaction", "lowsrc", "dynsrc")
"""Attributes that a printing engine follows by itself, but for ``href`` of a link that somebody has to click."""
FETCHING_TAGS = ("script", "link", "style", "iframe", "frame", "object", "embed", "video", "audio", "source", "base")
FETCHING_STYLE = re.compile(r"url\s*\(|@import|expression\s*\(|image-set|\\", re.IGNORECASE)
CARRIED = re.compile(r"data:image/(png|jpe?g|gif);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)


def keep_own_pictures(text, load=lambda source: None):
    """Return a text that needs nothing from outside.

    :param load: gives for an address that is not carried along what to carry instead, as ``data:`` address, or nothing
    :rtype: Markup

    >>> keep_own_pictures('<p>Hi <img src="https://example.com/a.png"/>you</p>')
    Markup('<p>Hi you</p>')
    >>> keep_own_pictures('<p style="color: red; background: url(//x.org)">Hi</p><a href="https://x.org">x</a>')
    Markup('<p style="color: red">Hi</p><a href="https://x.org">x</a>')
    """
    root = html.fragment_fromstring(str(text or ""), create_parent="div")
    etree.strip_elements(root, *FETCHING_TAGS, etree.Comment, with_tail=False)
    for node in list(root.iter(etree.Element)):
        _keep_own(node, load)
    body = etree.tostring(root, encoding="unicode", method="html")
    return Markup(body[body.index(">") + 1 : body.rindex("<")])


def _keep_own(node, load):
    for name in [name for name, _value in node.items() if name in FETCHED]:
        if name == "href" and node.tag == "a":
            continue
        source = node.get(name).strip()
        carried = source if name == "src" and CARRIED.fullmatch(source) else name == "src" and load(source)
        if carried:
            node.set(name, carried)
        else:
            del node.attrib[name]
    if "style" in node.attrib:
        kept = [part.strip() for part in node.get("style").split(";") if not FETCHING_STYLE.search(part)]
        node.set("style", "; ".join(filter(None, kept)))
    if node.tag == "img" and not node.get("src"):
        node.drop_tree()
