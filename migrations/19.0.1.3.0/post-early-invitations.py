from odoo import SUPERUSER_ID, api

BEFORE = "[('user_id', '=', user.id)]"
AFTER = (
    "[('user_id', '=', user.id), '|', ('state', '!=', 'invited'), "
    "('program_id.state', 'not in', ('draft', 'submitted'))]"
)


def migrate(cr, version):
    """Whoever is added to a draft reads nothing of it before it opens; rules are not updated by themselves.

    A rule that somebody has changed stays as it is.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("hr_mentorship.hr_mentorship_participant_rule_own", raise_if_not_found=False)
    if rule and rule.domain_force == BEFORE:
        rule.domain_force = AFTER
