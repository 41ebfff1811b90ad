from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.common.spoken import by_count, say_date


class HrMentorshipNewProgram(models.TransientModel):
    """A program manager makes a program in four answers: like which template, called what, from when on, for whom."""

    _name = "hr.mentorship.new.program"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "New Program from a Template"

    _document_field = "template_id"
    template_id = fields.Many2one(
        "hr.mentorship.program",
        required=True,
        domain=[("is_template", "=", True)],
        context={"active_test": False},
        default=lambda self: self.env["hr.mentorship.program"]._search_templates()[:1],
    )
    hint = fields.Char(related="template_id.template_hint", related_sudo=False)
    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True, required=True)
    start_date = fields.Date(
        "Mentoring Starts",
        required=True,
        # Time to invite people and to match them
        default=lambda self: self.env["hr.mentorship.program"]._get_start_in(weeks=5),
    )
    sponsor_id = fields.Many2one(
        "res.users",
        domain=lambda self: [
            ("share", "=", False),
            ("id", "!=", self.env.uid),
            ("company_ids", "in", self.env.company.ids),
        ],
        help="The executive who approves it. You can choose one later, before you submit the program.",
    )
    summary = fields.Text("What You Get", compute="_compute_summary", compute_sudo=False)
    left_out = fields.Char(compute="_compute_summary", compute_sudo=False)

    @api.depends("template_id")
    def _compute_name(self):
        for wizard in self:
            template = wizard.template_id
            wizard.name = f"{template.name} {wizard.start_date.year}" if template and wizard.start_date else False

    @api.depends("template_id", "start_date")
    def _compute_summary(self):
        self.summary = self.left_out = False
        for wizard in self.filtered(lambda each: each.template_id and each.start_date):
            template = wizard.template_id
            template.check_access("read")
            try:
                dates = template._get_dates_from(wizard.start_date)
            except UserError as error:
                wizard.left_out = str(error)
                continue
            wizard.summary = "\n".join(line for line in wizard._describe(template, dates) if line)
            wizard.left_out = template._describe_left_out(self.env.company)

    def _describe(self, template, dates):
        """Yield what the program will be like, a line each."""
        modes = dict(template._fields["matching_mode"]._description_selection(self.env))
        formats = dict(template._fields["format"]._description_selection(self.env))
        if dates["enrolment_end_date"]:
            yield self.env._(
                "Enrolment: %(start)s to %(end)s",
                start=say_date(self.env, dates["enrolment_start_date"]),
                end=say_date(self.env, dates["enrolment_end_date"]),
            )
        if dates["end_date"]:
            yield self.env._(
                "Mentoring: %(start)s to %(end)s",
                start=say_date(self.env, dates["start_date"]),
                end=say_date(self.env, dates["end_date"]),
            )
        yield self.env._("Format: %(format)s", format=formats.get(template.format, ""))
        yield self.env._("Meetings: %(rhythm)s", rhythm=template.rhythm_text) if template.rhythm_text else ""
        if not template.is_among_peers:
            yield by_count(
                template.mentor_capacity,
                self.env._("Mentees per mentor: one"),
                self.env._("Mentees per mentor: up to %(count)s", count=template.mentor_capacity),
            )
        yield self.env._("Matching: %(mode)s", mode=modes.get(template.matching_mode, ""))

    def action_create_program(self):
        self._check_mine()
        if not (self.name or "").strip():
            raise UserError(self.env._("Give the program a name."))
        program = self.template_id._create_from_template(self.name.strip(), self.start_date, self.sponsor_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": program._name,
            "res_id": program.id,
            "views": [(False, "form")],
        }
