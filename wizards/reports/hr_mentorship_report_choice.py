from odoo import api, fields, models
from odoo.exceptions import UserError


class HrMentorshipReportChoice(models.TransientModel):
    """Which programs and which time a report tells of."""

    _name = "hr.mentorship.report.choice"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Choose What a Report Tells Of"

    _document_field = "program_ids"
    document = fields.Selection(
        [("satisfaction", "Satisfaction Report"), ("outcome", "Outcome Report")],
        string="Report",
        required=True,
        default="satisfaction",
    )
    program_ids = fields.Many2many(
        "hr.mentorship.program",
        string="Programs",
        required=True,
        default=lambda self: self._get_default_programs(),
        domain="[('is_my_program', '=', True), ('state', 'in', ('open', 'closed'))]",
    )
    date_from = fields.Date("From", help="Empty: from the beginning.")
    date_to = fields.Date("To", help="Empty: until today.")

    @api.model
    def _get_default_programs(self):
        """Those chosen in a list, else all open ones that the user manages."""
        programs = self.env["hr.mentorship.program"]
        if self.env.context.get("active_model") == programs._name:
            return programs.browse(self.env.context.get("active_ids") or []).exists()
        return programs.search([("state", "=", "open"), ("manager_ids", "in", self.env.uid)])

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for choice in self:
            if choice.date_from and choice.date_to and choice.date_from > choice.date_to:
                raise UserError(self.env._("The period ends before it begins. Check its days."))

    def action_read(self):
        return self._open("qweb-html")

    def action_print(self):
        return self._open("qweb-pdf")

    def _open(self, kind):
        self._check_mine()
        programs = self.program_ids
        open_document = programs._open_outcomes if self.document == "outcome" else programs._open_report
        return open_document(kind, self.date_from, self.date_to)
