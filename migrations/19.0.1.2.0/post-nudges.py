from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give programs of before the reminders of a new one."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    programs = env["hr.mentorship.program"].with_context(active_test=False).search([("nudge_step_ids", "=", False)])
    for program in programs:
        program.nudge_step_ids = env["hr.mentorship.nudge.step"]._get_default_steps()
