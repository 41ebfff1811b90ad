from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """People managers read their team in closed quarters, and no figures of today; rules do not go by themselves."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("hr_mentorship.hr_mentorship_participation_report_rule_own", raise_if_not_found=False)
    if rule:
        rule.unlink()
