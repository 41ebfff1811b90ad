from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give programs of before the questions of a new one; at the end, when the library has its translations."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["hr.mentorship.program"].with_context(active_test=False).search(
        [("question_ids", "=", False), ("state", "not in", ("closed", "cancelled"))]
    )._take_questions_from_library()
