from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Command, Domain
from odoo.tools import SQL, format_list

from ..common.given_values import is_readable
from ..common.index_paths import any_path
from ..common.private_fields import SecretMany2many

FREE_KINDS = ("summary", "private")
"""What members write down without a meeting as well."""


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
    author_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="restrict")
    member_id = fields.Many2one(
        "hr.mentorship.member",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Who has written it, where they have no user.",
    )
    receiver_id = fields.Many2one(
        "hr.mentorship.member",
        "Whom It Thanks",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Of several in a group; a thank-you without one is for all.",
    )
    reader_ids = SecretMany2many(
        "hr.employee",
        "hr_mentorship_note_reader_rel",
        "note_id",
        "employee_id",
        "Readers",
        readonly=True,
        groups=NO_ACCESS,
        help="Whom it was written for: the members of then. Whoever joins a group later does not read it.",
    )
    author_name = fields.Char(compute="_compute_author_name", compute_sudo=True)
    receiver_names = fields.Char("Thanked", compute="_compute_receiver_names", compute_sudo=True)
    kind = fields.Selection(
        [
            ("summary", "Shared summary"),
            ("private", "My private note"),
            ("thank_you", "Thank-you"),
        ],
        required=True,
        readonly=True,
    )
    body = fields.Text(required=True, readonly=True)
    day = fields.Date(default=fields.Date.context_today, readonly=True)
    can_read = fields.Boolean(
        compute="_compute_can_read",
        compute_sudo=True,
        search="_search_can_read",
        help="What the record rules ask for: one's own words, and what is for both members.",
    )

    _one_per_checkin = models.UniqueIndex(
        "(checkin_id, author_id, kind) WHERE checkin_id IS NOT NULL", "You have written this note already."
    )
    _one_thank_you = models.UniqueIndex(
        "(mentorship_id, author_id, day, COALESCE(receiver_id, 0)) WHERE kind = 'thank_you'",
        "You have thanked your partner today already.",
    )
    _has_author = models.Constraint("CHECK(author_id IS NOT NULL OR member_id IS NOT NULL)", "A note has an author.")
    _one_of_member = models.UniqueIndex(
        "(checkin_id, member_id, kind) WHERE member_id IS NOT NULL", "You have written this note already."
    )

    @api.depends("author_id.name", "member_id.employee_id.name")
    def _compute_author_name(self):
        for note in self:
            note.author_name = note.author_id.name or note.member_id.employee_id.name

    @api.depends_context("lang")
    # Nothing hangs on the readers, who stay: Odoo would look for notes by them, and nobody does
    @api.depends("author_id", "member_id", "receiver_id", "kind", "mentorship_id.member_ids.employee_id.name")
    def _compute_receiver_names(self):
        """Of a thank-you: whom it names, or everybody with whom its author shared the mentorship then."""
        self.receiver_names = False
        for note in self.filtered(lambda each: each.kind == "thank_you"):
            readers = note.with_context(active_test=False).reader_ids
            author = note.member_id.employee_id or readers.filtered(
                lambda reader, note=note: reader.user_id == note.author_id
            )
            names = format_list(self.env, (note.receiver_id.employee_id or readers - author).mapped("name"))
            note.receiver_names = names and self.env._("To %(names)s", names=names)

    @api.depends_context("uid")
    @api.depends("author_id", "kind", "mentorship_id.member_ids.user_id")
    def _compute_can_read(self):
        user = self.env.user
        for note in self:
            is_for_me = (
                note.kind != "private"
                and user in note.mentorship_id.member_ids.user_id
                and user in note.with_context(active_test=False).reader_ids.user_id
            )
            note.can_read = note.author_id == user or is_for_me

    def _search_can_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the record rules themselves ask for this
        notes_sudo, mine = self.sudo(), Domain("mentorship_id.member_ids.user_id", "=", self.env.uid)
        self.env["hr.employee"].flush_model(["user_id"])
        written_for_me = SQL(
            """
            SELECT reader.note_id
              FROM hr_mentorship_note_reader_rel reader
              JOIN hr_employee employee ON employee.id = reader.employee_id
             WHERE employee.user_id = %s
            """,
            self.env.uid,
        )
        return any_path(
            notes_sudo._search(Domain("author_id", "=", self.env.uid)),
            notes_sudo._search(mine & Domain("kind", "!=", "private") & Domain("id", "in", written_for_me)),
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep for whom the words are: who is in the mentorship when they are written."""
        self.check_access("create")  # before anything is looked up that they name
        # sudo: who the members are, for whoever may write notes
        mentorships = self.env["hr.mentorship"].sudo().browse([values["mentorship_id"] for values in vals_list])
        for values, mentorship in zip(vals_list, mentorships, strict=True):
            values["reader_ids"] = [Command.set(mentorship.member_ids.employee_id.ids)]
        return super().create(vals_list)

    @api.model
    def _write_down(self, mentorship, kind, body):
        """Keep the current user's words that belong to no meeting; the caller has checked that they are a member."""
        if kind not in FREE_KINDS:
            raise UserError(self.env._("Choose who reads this note."))
        # sudo: see _record
        values = {"mentorship_id": mentorship.id, "author_id": self.env.uid, "kind": kind, "body": body.strip()}
        return self.sudo().create(values).with_env(self.env)

    def _is_free_of_me(self):
        """Whether the current user has written this note, and it belongs to no meeting.

        What the others of a group read stays as it is when its author has left them.
        """
        self.ensure_one()
        is_mine = self.author_id == self.env.user and self.kind in FREE_KINDS and not self.checkin_id
        return is_mine and (self.kind == "private" or bool(self.mentorship_id.my_member_id))

    def action_change(self):
        """Open the dialog in which the author changes such a note."""
        self.ensure_one()
        self._check_can_change()
        action = self.mentorship_id.action_write_note()
        action["context"]["default_note_id"] = self.id
        return action

    def _change(self, body):
        """Give a note other words, or take it away with the last of them."""
        self._check_can_change()
        note_sudo = self.sudo()  # sudo: members write notes through the dialogs alone
        if is_readable(body or ""):
            note_sudo.body = body.strip()
        else:
            note_sudo.unlink()

    def _check_can_change(self):
        self.check_access("read")
        if not self._is_free_of_me():
            raise AccessError(
                self.env._(
                    "Whoever has written a note changes it, while they are in the mentorship. What belongs to a "
                    "meeting is changed in its log."
                )
            )

    @api.model
    def _get_thanked_domain(self):
        """Return the domain of what thanks the current user, of the notes of their own mentorships."""
        for_me = Domain("receiver_id", "=", False) | Domain("receiver_id.user_id", "=", self.env.uid)
        return Domain("kind", "=", "thank_you") & Domain("author_id", "!=", self.env.uid) & for_me

    @api.model
    def _record(self, mentorship, kind, body, checkin=None, member=None, receiver=None):
        """Write or rewrite the current user's own note; the caller has checked that they are a member.

        :param member: the author, where it is somebody without a user
        :param receiver: the member whom a thank-you is for, where it is not for all
        """
        body = (body or "").strip()
        receiver_id = receiver.id if receiver else False
        author = {"member_id": member.id, "author_id": False} if member else {"author_id": self.env.uid}
        # sudo: members write notes through the dialogs alone; the author is always the user who asks
        notes_sudo = self.sudo()
        existing = notes_sudo.search(
            [
                ("mentorship_id", "=", mentorship.id),
                ("checkin_id", "=", checkin.id if checkin else False),
                ("kind", "=", kind),
                *((name, "=", value) for name, value in author.items()),
                ("receiver_id", "=", receiver_id),
                # A thank-you of another day stays as it is
                *([("day", "=", fields.Date.context_today(self))] if kind == "thank_you" else []),
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
                    "kind": kind,
                    **author,
                    "receiver_id": receiver_id,
                    "body": body,
                }
            )
        return existing
