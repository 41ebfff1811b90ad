"""The wheel holds the addon under its technical name, whole and without the tooling.

check_package.py REPOSITORY WHEEL
"""

import ast
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

ADDON = "hr_mentorship"


def main(repository, wheel):
    manifest = ast.literal_eval((repository / "__manifest__.py").read_text(encoding="utf-8"))
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata_name,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(metadata_name).decode())
    problems = []
    if (metadata["Name"], metadata["Version"]) != (f"odoo-addon-{ADDON}", manifest["version"]):
        problems.append(f"it is called {metadata['Name']} {metadata['Version']}")
    needs = metadata.get_all("Requires-Dist") or []
    for extra, package in (("fast", "pylmcf"), ("seal", "pyhanko")):
        if [need.split()[-3:] for need in needs if package in need] != [["extra", "==", f"'{extra}'"]]:
            problems.append(f"needs {package}, but not by the extra “{extra}” alone")
    root = f"odoo/addons/{ADDON}"
    needed = ["__init__.py", "__manifest__.py", *manifest["data"], *manifest.get("demo", ())]
    problems += [f"lacks {name}" for name in needed if f"{root}/{name}" not in names]
    problems += [f"has {name}" for name in names if name.startswith((f"{root}/bin", f"{root}/."))]
    print(*problems, sep="\n", end="\n" if problems else "")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
