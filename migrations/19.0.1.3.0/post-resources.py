from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Pairs that run already have begun their phase: nobody is told of it on the day of the update."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    ranks = env["hr.mentorship.resource"]._get_phase_ranks()
    for phase, domain in env["hr.mentorship"]._get_phase_domains().items():
        members = env["hr.mentorship.member"].search([("mentorship_id", "any", domain)])
        members.told_phase_rank = ranks[phase]
