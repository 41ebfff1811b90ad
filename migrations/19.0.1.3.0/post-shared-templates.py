from odoo import SUPERUSER_ID, api

RULE = "hr_mentorship.hr_mentorship_program_rule_company"
BEFORE = "['|', ('company_id', 'in', company_ids), ('participant_ids.user_id', '=', user.id)]"
AFTER = (
    "['|', '|', ('company_id', 'in', company_ids), ('participant_ids.user_id', '=', user.id), "
    "'&', ('is_template', '=', True), ('is_shared', '=', True)]"
)


def migrate(cr, version):
    """Templates for all companies are read in all of them.

    A rule that somebody has changed stays as it is.
    """
    rule = api.Environment(cr, SUPERUSER_ID, {}).ref(RULE, raise_if_not_found=False)
    if rule and rule.domain_force == BEFORE:
        rule.domain_force = AFTER
