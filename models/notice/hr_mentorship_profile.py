from odoo import api, fields, models

REMINDERS = "reminders"
"""The kind of mail that a line is of which is none of another kind, and may be done without."""


class HrMentorshipProfile(models.Model):
    _inherit = "hr.mentorship.profile"

    wants_reminders = fields.Boolean(
        "Reminders by Mail",
        default=True,
        help="Meetings to come and to log, goals and plans: what you also find on My Mentorship.",
    )
    wants_thanks = fields.Boolean(
        "Thank-yous by Mail", default=True, help="That somebody has thanked you, or congratulates you on a goal."
    )

    @api.model
    def _get_mail_kinds(self):
        """Return what of the daily mail people may do without, by kind, each with the field that says whether they do.

        Hook: whoever queues lines of another kind (``NoticeText.mail_kind``) adds a field, and names it here.
        """
        return {REMINDERS: "wants_reminders", "thanks": "wants_thanks"}

    @api.model
    def _get_names_of_mail_kinds(self):
        """Return by kind what it is called, in the language of the environment."""
        fields_of_kinds = self._get_mail_kinds()
        said = self.fields_get(list(fields_of_kinds.values()), ["string"])
        return {kind: said[field]["string"] for kind, field in fields_of_kinds.items()}
