from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.private_fields import PrivateOne2many

KINDS = [
    ("earn", "Earned"),
    ("gift", "Received with a thank-you"),
    ("spend", "Spent"),
    ("refund", "Given back"),
    ("reversal", "Taken back"),
    ("expire", "Expired"),
]
EARNED_IN_PROGRAM = ("earn", "gift", "reversal")


class HrMentorshipWalletEntry(models.Model):
    """Points that have gone into a wallet or out of it: added by the wallet, never changed or deleted.

    What was wrong is followed by an entry that takes it back. The database refuses what the ORM does not see.
    """

    _name = "hr.mentorship.wallet.entry"
    _description = "Entry of a Mentorship Wallet"
    _rec_name = "reason"
    _order = "id desc"

    # Odoo asks for an index of every inverse; _of_wallet, which serves the statement, does not count as one
    wallet_id = fields.Many2one("hr.mentorship.wallet", required=True, readonly=True, index=True, ondelete="restrict")
    reason = fields.Char("What For", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    points = fields.Integer(required=True, readonly=True, aggregator="sum")
    points_words = fields.Char("Change", compute="_compute_words", help="With its sign.")
    balance_after = fields.Integer(required=True, readonly=True, aggregator=None)
    debt_after = fields.Integer("Owed After", required=True, readonly=True, aggregator=None)
    program_id = fields.Many2one("hr.mentorship.program", readonly=True, index="btree_not_null", ondelete="set null")
    program_name = fields.Char(
        "Name of the Program",
        compute="_compute_program_name",
        compute_sudo=True,
        help="In which points were earned. Spent ones come out of the wallet, whatever program their budget is.",
    )
    from_employee_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="set null", help="Whom the points come from."
    )
    rule_id = fields.Many2one(
        "hr.mentorship.recognition.rule", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    event_date = fields.Date(readonly=True, help="When it happened; it may have been paid later.")
    day = fields.Date("When", compute="_compute_words", help="When it happened, not when it was paid.")
    event_key = fields.Char(readonly=True, help="The event that was paid, so that it is paid once.")
    reverses_id = fields.Many2one(
        "hr.mentorship.wallet.entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The entry that this one takes back.",
    )
    reversed_by_ids = PrivateOne2many("hr.mentorship.wallet.entry", "reverses_id", readonly=True)

    # The latest ones of a wallet are its first, and a level is added up without a look at the entries themselves
    _of_wallet = models.Index("(wallet_id, id) INCLUDE (kind, points)")
    _counts = models.Constraint("CHECK(points <> 0)", "An entry moves points.")
    _event_once = models.UniqueIndex(
        "(wallet_id, event_key) WHERE event_key IS NOT NULL", "This event has been paid already."
    )
    _taken_back_once = models.UniqueIndex(
        "(reverses_id) WHERE reverses_id IS NOT NULL", "These points have been given back already."
    )

    @api.private
    def init(self):
        """Let the database keep what has been written, but for links to what is deleted elsewhere."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION hr_mentorship_wallet_entry_stays() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION 'An entry of a wallet is never changed or deleted.';
            END
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS hr_mentorship_wallet_entry_stays ON hr_mentorship_wallet_entry;
            CREATE TRIGGER hr_mentorship_wallet_entry_stays
             BEFORE DELETE
                 OR UPDATE OF wallet_id, points, kind, reason, balance_after, debt_after, event_key, event_date
                 ON hr_mentorship_wallet_entry
                FOR EACH ROW EXECUTE FUNCTION hr_mentorship_wallet_entry_stays();
            """
        )

    @api.depends("points", "event_date", "create_date")
    def _compute_words(self):
        for entry in self:
            entry.day = entry.event_date or fields.Datetime.context_timestamp(entry, entry.create_date).date()
            entry.points_words = f"{entry.points:+d}".replace("-", "−")

    @api.depends_context("lang")
    @api.depends("kind", "program_id.name")
    def _compute_program_name(self):
        for entry in self:
            entry.program_name = entry.program_id.name if entry.kind in EARNED_IN_PROGRAM else False

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            raise UserError(self.env._("Entries are added by earning and spending points, and in no other way."))
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("An entry is never changed. What was wrong is taken back by another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An entry is never deleted. What was wrong is taken back by another one."))
