from odoo import SUPERUSER_ID, api

REASONS = '<p style="margin: 0 0 12px 0; white-space: pre-line;"><t t-out="object._get_match_reasons()">'
ROLE = """<p t-if="object.role == 'mentor'" style="margin: 0 0 12px 0;">You would be the mentor.</p>
    <p t-elif="object.role == 'mentee'" style="margin: 0 0 12px 0;">You would be the mentee.</p>
    <p t-else="" style="margin: 0 0 12px 0;">You would help each other: each of you learns, and each of you gives.</p>
    """


def migrate(cr, version):
    """The mails that offer a match say why to whom they are for, and an offer says in which role.

    The templates are data that companies change, so an update leaves them alone. The other languages keep their words,
    and take over what is around them.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    for name in ("offer", "request"):
        template = env.ref(f"hr_mentorship.mail_template_{name}", raise_if_not_found=False)
        body = (template and template.body_html) or ""
        if "object.mentorship_id.match_reasons" not in body:
            continue
        body = body.replace("object.mentorship_id.match_reasons", "object._get_match_reasons()")
        if name == "offer" and "object.role" not in body:
            body = body.replace(REASONS, ROLE + REASONS, 1)
        template.body_html = body
