from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Check-ins of before have neither an author nor a confirmation, but ratings."""
    api.Environment(cr, SUPERUSER_ID, {})["hr.mentorship.feedback"]._take_as_confirmation()
