from odoo.addons.hr_mentorship.updates import replace_domains

# As the scripts before this one leave it
BEFORE = "['|', ('company_id', 'in', company_ids), ('has_my_part', '=', True)]"
AFTER = (
    "['|', '|', ('company_id', 'in', company_ids), ('has_my_part', '=', True), "
    "'&', ('is_template', '=', True), ('is_shared', '=', True)]"
)


def migrate(cr, version):
    """Templates for all companies are read in all of them.

    A rule that somebody has changed stays as it is.
    """
    replace_domains(cr, {"hr_mentorship_program_rule_company": (BEFORE, AFTER)})
