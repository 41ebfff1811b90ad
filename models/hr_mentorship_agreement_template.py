from odoo import fields, models


class HrMentorshipAgreementTemplate(models.Model):
    """The text of an agreement, with placeholders that the program and the members fill.

    The text is QWeb, rendered by Odoo's mail renderer with ``object`` as the mentorship, in the language that the
    agreement will be signed in.
    """

    _name = "hr.mentorship.agreement.template"
    _description = "Mentorship Agreement Template"
    _inherit = ["mail.render.mixin"]
    _order = "sequence, id"
    _unrestricted_rendering = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    render_model = fields.Char(compute="_compute_render_model", store=False)
    body_html = fields.Html(
        "Text",
        required=True,
        translate=True,
        sanitize="email_outgoing",
        render_engine="qweb",
        render_options={"post_process": False},
    )

    def _compute_render_model(self):
        self.render_model = "hr.mentorship"
