from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give agreements of before the terms of their mentorship, and mark signatures of before 19.0.1.1.0."""
    agreements = api.Environment(cr, SUPERUSER_ID, {})["hr.mentorship.agreement"]
    agreements._take_terms_of_before()
    agreements.env["hr.mentorship.signature"]._mark_those_before_evidence()
