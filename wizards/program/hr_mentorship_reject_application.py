from odoo import api, fields, models

from ...models.common.own_context import OwnText

REJECTION_MAIL = "hr_mentorship.mail_template_participant_rejected"


class HrMentorshipRejectApplication(models.TransientModel):
    """The program manager says no to people in kind words, and reads the mail before it goes."""

    _name = "hr.mentorship.reject.application"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Reject Applications"

    _document_field = "participant_ids"
    participant_ids = fields.Many2many(
        "hr.mentorship.participant",
        "hr_mentorship_reject_application_rel",
        string="Applications",
        required=True,
        readonly=True,
    )
    count = fields.Integer(compute="_compute_count")
    names = fields.Char("People", compute="_compute_names", compute_sudo=False)
    reason = fields.Text(
        "Your Words", required=True, help="Part of the mail. The managers of the program read it on the application."
    )
    preview = fields.Html("The Mail", compute="_compute_preview", compute_sudo=False, sanitize=False)

    @api.depends("participant_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.participant_ids)

    @api.depends("participant_ids")
    def _compute_names(self):
        for wizard in self:
            wizard.names = ", ".join(wizard._get_readable().mapped("employee_id.name"))

    @api.depends("participant_ids", "reason")
    def _compute_preview(self):
        """Show the mail as the first of them gets it."""
        template = self.env.ref(REJECTION_MAIL, raise_if_not_found=False)
        for wizard in self:
            first = wizard._get_readable()[:1]
            if not (template and first):
                wizard.preview = False
                continue
            # sudo: the same mail as the one that goes out, about somebody whom the user may read
            mail = template.sudo().with_context(mentorship_reason=OwnText(wizard.reason or "…"))
            wizard.preview = mail._render_field("body_html", first.ids, compute_lang=True)[first.id]

    def _get_readable(self):
        """Return the applications that the user may decide about: a form that is not saved has asked nobody yet."""
        return self.participant_ids._origin._filtered_access("read").filtered("program_id.is_my_program")

    def action_reject(self):
        self._check_mine()
        # Read in sudo: what the caller may not see would be left out in silence, and nobody told
        return self.sudo().participant_ids.with_env(self.env)._reject(self.reason)
