"""Apps › Module Info: static/description/index.html, made of the fragments in readme/.

make_description.py REPOSITORY           writes it
make_description.py --check REPOSITORY   exit 1 if it is not what the fragments say
"""

import argparse
import re
from pathlib import Path

from docutils.core import publish_parts

FRAGMENTS = {
    "DESCRIPTION": "",
    "WALKS": "Three minutes for each role",
    "INSTALL": "Installation",
    "CONFIGURE": "For the administrator",
    "USAGE": "How it works",
}
PICTURES = "../static/description/"  # where a fragment finds them; the page stands beside them


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("repository", type=Path)
    arguments = parser.parse_args()
    page = arguments.repository / "static" / "description" / "index.html"
    wanted = make_page(arguments.repository / "readme")
    if arguments.check:
        current = page.read_text(encoding="utf-8") == wanted
        if not current:
            print(f"{page.name} is older than readme/: bin/lib/make_description.py makes it anew")
        return not current
    page.write_text(wanted, encoding="utf-8")
    return 0


def make_page(folder):
    parts = ["<h1>Employee Mentorship</h1>"]
    for name, title in FRAGMENTS.items():
        source = (folder / f"{name}.rst").read_text(encoding="utf-8").replace(PICTURES, "")
        if title:
            parts.append(f"<h2>{title}</h2>")
        parts.append(render(source))
    return "\n".join(["<section>", *parts, "</section>", ""])


def render(source):
    """Return the HTML of a fragment, its headings below those of the page. Raises on anything docutils warns about."""
    settings = {"initial_header_level": 3, "doctitle_xform": False, "halt_level": 2, "smart_quotes": False}
    body = publish_parts(source, writer="html5", settings_overrides=settings)["body"].strip()
    # Odoo's page has no style of docutils, by which a name in code looks like one
    body = re.sub(r'<span class="pre">(.*?)</span>', r"\1", body)
    return re.sub(r'<span class="docutils literal">(.*?)</span>', r"<code>\1</code>", body)


if __name__ == "__main__":
    raise SystemExit(main())
