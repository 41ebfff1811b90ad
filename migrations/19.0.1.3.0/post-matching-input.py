import base64

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Take the inputs of matching runs out of the attachments, which more people read than the runs' secrets."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    attachments = env["ir.attachment"].search(
        [("res_model", "=", "hr.mentorship.matching.run"), ("res_field", "=", "input_data")]
    )
    for attachment in attachments:
        # By SQL, and one at a time: a run is never written again, and its input may be large
        cr.execute(
            "UPDATE hr_mentorship_matching_run SET input_data = %s WHERE id = %s",
            [base64.b64encode(attachment.raw or b""), attachment.res_id],
        )
        attachment.invalidate_recordset()
    attachments.unlink()
