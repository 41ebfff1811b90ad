from odoo import SUPERUSER_ID, api

TIME = """                    <p t-foreach="line['details']" t-as="detail" style="margin: 4px 0 0 0; font-size: 15px; \
line-height: 22px;"><t t-out="detail">Tuesday, 1 December, 10:00 (Europe/Brussels)</t></p>
"""
BEFORE = """<p t-if="line['button']" """


def migrate(cr, version):
    """Mails that nobody has given another layout take ours, and the daily mail says time and place of a meeting.

    The templates are data that companies change, so an update leaves them alone.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    ids = env["ir.model.data"].search([("module", "=", "hr_mentorship"), ("model", "=", "mail.template")])
    templates = env["mail.template"].browse(ids.mapped("res_id")).exists()
    templates.filtered(
        lambda template: template.email_layout_xmlid == "mail.mail_notification_light"
    ).email_layout_xmlid = "hr_mentorship.mail_layout"
    digest = env.ref("hr_mentorship.mail_template_digest", raise_if_not_found=False)
    if not digest:
        return
    # The other languages keep their words, and take over what is around them
    template = digest.with_context(lang="en_US")
    body = template.body_html or ""
    if "line['details']" not in body and BEFORE in body:
        template.body_html = body.replace(BEFORE, f"{TIME.strip()}{BEFORE}", 1)
