from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the programs that are there already the criteria that a new one starts with."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    programs = env["hr.mentorship.program"].with_context(active_test=False).search([("criterion_ids", "=", False)])
    for program in programs:
        program.criterion_ids = env["hr.mentorship.criterion"]._get_default_criteria()
