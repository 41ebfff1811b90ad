"""What migration scripts of every version do alike to data that companies change, and that an update leaves alone.

What nobody has changed becomes as it is shipped today; what somebody has changed is theirs.
"""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_path
from odoo.tools.convert import xml_import
from odoo.tools.translate import TranslationImporter, get_po_paths

MODULE = "hr_mentorship"


def replace_domains(cr, domains):
    """Give record rules another domain where theirs is still the one that was shipped.

    :param dict[str, tuple[str, str]] domains: by xml id, without the module: the domain of before and that of today
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (before, after) in domains.items():
        rule = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        if rule and bare(rule.domain_force) == bare(before):
            rule.domain_force = after


def replace_in_domains(cr, parts):
    """Give record rules another condition in the place of a shipped one, wherever it stands in their domain.

    :param dict[str, tuple[str, str]] parts: by xml id, without the module: the condition of before and that of today
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (before, after) in parts.items():
        rule = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        if rule and before in (rule.domain_force or ""):
            rule.domain_force = rule.domain_force.replace(before, after)


def bare(domain):
    """Return a domain as it is compared: spaces and the comma before a closing bracket say nothing.

    >>> bare("[('a', '=', 1),\\n]") == bare("[('a','=',1)]")
    True
    """
    return "".join((domain or "").split()).replace(",]", "]")


def find_untouched(env, model):
    """Return the records of the addon that updates alone have written so far, by xml id without the module."""
    kept = env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
    records = env[model].browse(kept.mapped("res_id")).exists()
    untouched = records.filtered(lambda record: record.write_uid.id == SUPERUSER_ID)
    return {entry.name: env[model].browse(entry.res_id) for entry in kept if entry.res_id in untouched._ids}


def take_from_file(env, path, names):
    """Read the records ``names`` of a data file again, as at the installation.

    :param str path: within the addon, as in the manifest
    """
    importer = xml_import(env, MODULE, {}, mode="init", xml_filename=file_path(f"{MODULE}/{path}"))
    for record in read_records(path):
        if record.get("id") in names:
            importer._tag_record(record)


def take_words(env, names):
    """Take the words of records in all languages again, with each file of words read once for all of them."""
    words = TranslationImporter(env.cr)
    for code, _name in env["res.lang"].get_installed():
        for path in get_po_paths(MODULE, code):
            words.load_file(path, code, xmlids=[f"{MODULE}.{name}" for name in names])
    words.save(overwrite=True, force_overwrite=True)


def read_records(path):
    """Return the elements of the records in a data file."""
    return list(etree.parse(file_path(f"{MODULE}/{path}")).iter("record"))
