from odoo import SUPERUSER_ID, api

BEFORE = """    <p style="margin: 16px 0;"><a t-attf-href="{{ object.get_base_url() }}/mail/view?"""
LINK = """    <p style="margin: 0 0 12px 0;"><a t-attf-href="{{ object.get_base_url() }}/report/pdf/\
hr_mentorship.report_proposal/{{ object.id }}">%s</a></p>
"""
WORDS = {
    "de": "Der Antrag auf einer Seite (PDF)",
    "en": "The proposal on one page (PDF)",
    "es": "La propuesta en una página (PDF)",
    "fr": "La proposition sur une page (PDF)",
}


def migrate(cr, version):
    """The mail to a sponsor leads to the proposal, in each language in which nobody has laid it out anew.

    Companies change their templates, so an update leaves them alone.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref("hr_mentorship.mail_template_program_submitted", raise_if_not_found=False)
    if not template:
        return
    bodies = {code: template.with_context(lang=code).body_html or "" for code, _name in env["res.lang"].get_installed()}
    for code, body in bodies.items():
        if "report_proposal" not in body and BEFORE in body:
            link = LINK % WORDS.get(code[:2], WORDS["en"])
            template.with_context(lang=code).body_html = body.replace(BEFORE, f"{link}{BEFORE}", 1)
