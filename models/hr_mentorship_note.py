from odoo import api, fields, models


class HrMentorshipNote(models.Model):
    """Words that belong to the members of a mentorship alone, or to their author alone.

    Global record rules keep them from program managers and administrators.
    """

    _name = "hr.mentorship.note"
    _description = "Mentorship Note"
    _rec_name = "body"
    _order = "id desc"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True, index=True, ondelete="cascade")
    checkin_id = fields.Many2one("hr.mentorship.checkin", readonly=True, index=True, ondelete="cascade")
    author_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("summary", "Summary for both"),
            ("private", "My private note"),
            ("thank_you", "Thank-you"),
        ],
        required=True,
        readonly=True,
    )
    body = fields.Text(required=True, readonly=True)

    _one_per_checkin = models.UniqueIndex(
        "(checkin_id, author_id, kind) WHERE checkin_id IS NOT NULL", "You have written this note already."
    )
    _one_thank_you = models.UniqueIndex(
        "(mentorship_id, author_id) WHERE kind = 'thank_you'", "You have thanked your partner already."
    )

    @api.model
    def _record(self, mentorship, kind, body, checkin=None):
        """Write or rewrite the current user's own note; the caller has checked that they are a member."""
        body = (body or "").strip()
        # sudo: members write notes through the dialogs alone; the author is always the user who asks
        notes_sudo = self.sudo()
        existing = notes_sudo.search(
            [
                ("mentorship_id", "=", mentorship.id),
                ("checkin_id", "=", checkin.id if checkin else False),
                ("author_id", "=", self.env.uid),
                ("kind", "=", kind),
            ]
        )
        if existing and body:
            existing.body = body
        elif existing:
            existing.unlink()
        elif body:
            existing = notes_sudo.create(
                {
                    "mentorship_id": mentorship.id,
                    "checkin_id": checkin.id if checkin else False,
                    "author_id": self.env.uid,
                    "kind": kind,
                    "body": body,
                }
            )
        return existing
