import ast
import builtins
import re

from lxml import etree, html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

FIRST_MEETING = "first_meeting"
"""The code of the section that the answers of the first meeting stand in; without answers it is left out."""

LOOP_NAMES = ("index", "size", "first", "last", "value", "odd", "even", "parity")
EXPRESSIONS = ("t-out", "t-esc", "t-if", "t-elif", "t-value", "t-foreach")

TYPED_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class HrMentorshipAgreementSection(models.Model):
    """One thought of an agreement: a heading and a few sentences.

    The text is QWeb, filled in the language of its reader. Administrators write ``{{rhythm}}`` or another of the
    placeholders that :meth:`HrMentorshipAgreement._get_placeholders` names. Who may edit mail templates may use any
    expression, with ``object`` as the mentorship and ``agreement`` as the agreement.
    """

    _name = "hr.mentorship.agreement.section"
    _description = "Section of a Mentorship Agreement Template"
    _inherit = ["mail.render.mixin"]
    _order = "template_id, sequence, id"
    _unrestricted_rendering = True

    template_id = fields.Many2one(
        "hr.mentorship.agreement.template", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Heading", translate=True)
    code = fields.Char(help="Technical name: “first_meeting” marks where the answers of the first meeting stand.")
    render_model = fields.Char(compute="_compute_render_model", store=False)
    body_html = fields.Html(
        "Text",
        translate=True,
        sanitize="email_outgoing",
        render_engine="qweb",
        render_options={"post_process": False},
    )

    _one_code = models.UniqueIndex(
        "(template_id, code) WHERE code IS NOT NULL AND code != ''",
        "Another section of this template has that code already.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for section in self:
            section.display_name = section.name or section.code or self.env._("Without heading")

    def _compute_render_model(self):
        self.render_model = "hr.mentorship"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._expand_typed_placeholders(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._expand_typed_placeholders(vals))

    @api.model
    def _expand_typed_placeholders(self, vals):
        if not vals.get("body_html"):
            return vals
        return {**vals, "body_html": TYPED_PLACEHOLDER.sub(r'<t t-out="\1">\1</t>', str(vals["body_html"]))}

    def _has_unsafe_expression(self):
        """Placeholders and conditions on them are for everybody who may edit; all else could read the whole database.

        Odoo's own list of safe expressions knows no more than the name of the record.
        """
        names = self.env["hr.mentorship.agreement.template"]._get_example()._get_placeholders()
        safe = {*names, *(f"not {name}" for name in names)}
        return any(
            directive not in ("t-out", "t-if") or expression.strip() not in safe
            for section in self.sudo()
            for node in section._get_nodes()
            for directive, expression in node.items()
            if directive.startswith("t-")
        )

    def _get_nodes(self):
        self.ensure_one()
        if not self.body_html:
            return []
        return list(html.fragment_fromstring(self.body_html, create_parent="div").iter(etree.Element))

    @api.constrains("body_html")
    def _check_placeholders(self):
        """Fill the text once for an example, so that a mistake is found by its author and not by a pair."""
        if not self:
            return
        example = self.env["hr.mentorship.agreement.template"]._get_example()
        for section in self:
            section._check_names(example)
            section._fill(example.with_context(lang=self.env.lang))

    def _check_names(self, example):
        """Refuse a name that nothing stands behind: QWeb itself would quietly print nothing for it."""
        nodes = self._get_nodes()
        known = {"object", "agreement", *self._render_eval_context(), *dir(builtins), *example._get_placeholders()}
        loops = [node.get("t-as") for node in nodes if node.get("t-as")]
        known |= {*loops, *(f"{name}_{end}" for name in loops for end in LOOP_NAMES)}
        known |= {node.get("t-set") for node in nodes}
        for node in nodes:
            for expression in filter(None, map(node.get, EXPRESSIONS)):
                try:
                    tree = ast.parse(expression.strip(), mode="eval")
                except SyntaxError as error:
                    reason = self.env._("“%(code)s” is no expression", code=expression)
                    raise ValidationError(self._explain(reason)) from error
                local = {part.arg for part in ast.walk(tree) if isinstance(part, ast.arg)}
                names = [part for part in ast.walk(tree) if isinstance(part, ast.Name)]
                local |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
                for name in names:
                    if name.id not in known | local:
                        raise ValidationError(self._explain(self._say_unknown(name.id)))

    def _fill(self, agreement, answers=""):
        """Return heading and text as they read in this agreement, in the language of the context.

        :param Markup answers: what the pair has answered in its first meeting
        :raises ValidationError: if a placeholder cannot be filled
        :rtype: Markup, empty if there is nothing to say
        """
        self.ensure_one()
        if self.code == FIRST_MEETING and not answers:
            # Written out even so, because a mistake in it would else come up only with the first answer
            self._render_section(agreement)
            return Markup()
        body = self._render_section(agreement)
        if self.code == FIRST_MEETING:
            body += answers
        if is_html_empty(body):
            return Markup()
        return (Markup("<h3>%s</h3>") % self.name if self.name else Markup()) + body

    def _render_section(self, agreement):
        if not self.body_html:
            return Markup()
        variables = {
            **self._render_eval_context(),
            "object": agreement.mentorship_id,
            "agreement": agreement,
            **agreement._get_placeholders(),
        }
        try:
            # Not by _render_template(): it knows no variable but "object" where a text has simple placeholders alone
            body = self.env["ir.qweb"]._render(
                html.fragment_fromstring(self.body_html, create_parent="div"), variables
            )
        except Exception as error:
            cause = error.__cause__ or error
            name = getattr(cause, "name", None)
            reason = self._say_unknown(name) if name else str(cause).splitlines()[0]
            raise ValidationError(self._explain(reason)) from error
        return Markup(body[len("<div>") : -len("</div>")])

    def _say_unknown(self, name):
        return self.env._("there is nothing called “%(name)s”", name=name)

    def _explain(self, reason):
        return self.env._(
            "The section “%(section)s” cannot be filled in: %(reason)s. Correct its placeholders, or write plain text.",
            section=self.display_name,
            reason=reason,
        )
