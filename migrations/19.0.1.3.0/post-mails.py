from odoo import SUPERUSER_ID, api

TIME = """                    <p t-foreach="line['details']" t-as="detail" style="margin: 4px 0 0 0; font-size: 15px; \
line-height: 22px;"><t t-out="detail">Tuesday, 1 December, 10:00 (Europe/Brussels)</t></p>
"""
BEFORE = """<p t-if="line['button']" """


REASON = """    <blockquote t-if="object.rejection_reason or ctx.get('mentorship_reason')" \
style="border-left: 3px solid #714b67; margin: 0 0 12px 0; padding: 4px 12px; white-space: pre-line;">\
<t t-out="object.rejection_reason or ctx.get('mentorship_reason')">…</t></blockquote>
"""


def _say_the_reason(template):
    """The words with which an application is rejected stand in a dialog now, and reach the person by this mail."""
    before, end, after = (template.body_html or "").rpartition("</div>")
    if end and "rejection_reason" not in before:
        template.body_html = f"{before}{REASON}{end}{after}"


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
    rejection = env.ref("hr_mentorship.mail_template_participant_rejected", raise_if_not_found=False)
    if rejection:
        _say_the_reason(rejection.with_context(lang="en_US"))
    digest = env.ref("hr_mentorship.mail_template_digest", raise_if_not_found=False)
    if not digest:
        return
    # The other languages keep their words, and take over what is around them
    template = digest.with_context(lang="en_US")
    body = template.body_html or ""
    if "line['details']" not in body and BEFORE in body:
        template.body_html = body.replace(BEFORE, f"{TIME.strip()}{BEFORE}", 1)
