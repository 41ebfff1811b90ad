from odoo import api, fields, models

SUGGESTED_WORDS = ("name", "reason", "measure")


class HrMentorshipGoalSuggest(models.TransientModel):
    """A mentor may begin with a template as well."""

    _inherit = "hr.mentorship.goal.suggest"

    template_id = fields.Many2one("hr.mentorship.goal.template", "Start from a Template")

    @api.onchange("template_id")
    def _onchange_template_id(self):
        template = self.template_id
        if not template:
            return
        templates = template.search([("active", "in", (True, False))])
        for name in SUGGESTED_WORDS:
            if not self[name] or self[name] in templates.mapped(name):
                self[name] = template[name]
        self.target_date = self.target_date or template._get_target_date(self.mentorship_id)
