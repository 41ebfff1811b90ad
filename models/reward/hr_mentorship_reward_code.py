import csv
import io
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from ..common.private_fields import SecretChar, SecretMany2one, SecretText
from . import reward_cipher

KEY_PARAMETER = "hr_mentorship.reward_code_key"
HEADINGS = frozenset(
    {"code", "codes", "gift code", "voucher", "voucher code", "gutschein", "gutscheincode", "código", "codigo"}
)
LONGEST = 200
AT_ONCE = 10000
ROWS_NAMED = 10
UNREADABLE = re.compile(r"[\x00-\x1f\x7f]")


class HrMentorshipRewardCode(models.Model):
    """One gift code: encrypted as soon as it is here, handed out once, shown to the one who got it and nobody else.

    The key is a system parameter, which administrators of the system alone can read: not ``database.secret``, which
    Odoo makes anew for each copy of a database, and with it every code that a company has paid for would be lost. The
    table itself has no reader at all; our own code asks it in SQL, so that no domain, order or group ever reaches it.
    """

    _name = "hr.mentorship.reward.code"
    _description = "Gift Code"
    _rec_name = "reward_id"

    reward_id = fields.Many2one("hr.mentorship.reward", required=True, readonly=True, index=True, ondelete="restrict")
    token = SecretText(required=True, readonly=True, copy=False, groups=NO_ACCESS)
    fingerprint = SecretChar(required=True, readonly=True, copy=False, groups=NO_ACCESS)
    redemption_id = SecretMany2one(
        "hr.mentorship.redemption", readonly=True, copy=False, ondelete="restrict", groups=NO_ACCESS
    )

    _handed_out_once = models.UniqueIndex(
        "(redemption_id) WHERE redemption_id IS NOT NULL", "Nobody gets two codes for one reward."
    )
    _known_once = models.UniqueIndex("(fingerprint)", "This code is there already.")
    _free = models.Index("(reward_id, id) WHERE redemption_id IS NULL")

    # -- the key

    @api.model
    def _make_key(self):
        """Make the key once, while the addon is installed or updated."""
        parameters = self.env["ir.config_parameter"]._clean_sudo()
        if not parameters.get_param(KEY_PARAMETER):
            parameters.set_param(KEY_PARAMETER, reward_cipher.make_key())

    @api.model
    def _get_key(self):
        # sudo: no user reads the key
        key = self.env["ir.config_parameter"]._clean_sudo().get_param(KEY_PARAMETER)
        if not key:
            raise UserError(
                self.env._(
                    "The key of the gift codes is missing. Restore the system parameter “%(name)s” from a backup, or "
                    "update the application to begin with a new one.",
                    name=KEY_PARAMETER,
                )
            )
        return key

    # -- handing out

    @api.model
    def _count_free(self, rewards):
        """Return how many codes are left, by id of the reward."""
        ids = rewards._origin.ids
        if not ids:
            return {}
        self.env.cr.execute(
            SQL(
                "SELECT reward_id, COUNT(*) FROM hr_mentorship_reward_code"
                " WHERE reward_id = ANY(%s) AND redemption_id IS NULL GROUP BY reward_id",
                list(ids),
            )
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _reserve(self, redemption):
        """Set one code aside for ``redemption``: never one that another transaction is about to take."""
        redemption.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship_reward_code
                   SET redemption_id = %s
                 WHERE id = (SELECT id FROM hr_mentorship_reward_code
                              WHERE reward_id = %s AND redemption_id IS NULL
                           ORDER BY id
                              LIMIT 1
                         FOR UPDATE SKIP LOCKED)
             RETURNING id
                """,
                redemption.id,
                redemption.reward_id.id,
            )
        )
        if not self.env.cr.fetchone():
            raise UserError(redemption.reward_id._say_sold_out())
        redemption.reward_id.invalidate_recordset(["left_count", "left_text"])

    @api.model
    def _release(self, redemptions):
        """Nobody has seen these codes: others may have them."""
        self.env.cr.execute(
            SQL(
                "UPDATE hr_mentorship_reward_code SET redemption_id = NULL WHERE redemption_id = ANY(%s)",
                list(redemptions.ids),
            )
        )
        self.env["hr.mentorship.reward"].invalidate_model(["left_count", "left_text"])

    @api.model
    def _read_code_of(self, redemption):
        """Return the code in clear; the caller has checked that the reader is the one who got it."""
        self.env.cr.execute(SQL("SELECT token FROM hr_mentorship_reward_code WHERE redemption_id = %s", redemption.id))
        row = self.env.cr.fetchone()
        code = row and reward_cipher.decrypt(self._get_key(), row[0])
        if not code:
            raise UserError(
                self.env._(
                    "Your code cannot be opened: the key of the gift codes has changed since it was imported. Ask "
                    "%(owner)s, who can get you another one.",
                    owner=redemption.sudo().owner_id.name,  # sudo: whom to ask
                )
            )
        return code

    # -- importing

    @api.model
    def _read_rows(self, content):
        """Return the codes of a CSV file by the number of their row, and what is wrong with it in words.

        :param bytes content: of the file: one code a row, or a column with a heading of its own
        :rtype: tuple[list[tuple[int, str]], str]
        """
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        if "\0" in text:
            return [], self.env._("This is no CSV file. Save the sheet as “CSV”, and choose that file.")
        first_line = text.partition("\n")[0]
        delimiter = max(";,\t", key=first_line.count)
        try:
            rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
        except csv.Error:
            return [], self.env._("This is no CSV file. Save the sheet as “CSV”, and choose that file.")
        while rows and not any(rows[-1]):
            rows.pop()  # empty lines at the end are of the program that has written the file
        column, first = 0, 0
        for index, cell in enumerate(rows[0] if rows else ()):
            if cell.casefold() in HEADINGS:
                column, first = index, 1
                break
        codes = [
            (number, row[column] if column < len(row) else "")
            for number, row in enumerate(rows[first:], start=first + 1)
        ]
        if not codes:
            return [], self.env._("There is no code in this file.")
        if len(codes) > AT_ONCE:
            return [], self.env._(
                "This file has %(count)s rows. Import up to %(most)s at once.", count=len(codes), most=AT_ONCE
            )
        return codes, ""

    @api.model
    def _find_faults(self, codes, tells_known=True):
        """Say which rows stand in the way of an import; no code is named, as whoever reads the sentence could use it.

        :param codes: as of :meth:`_read_rows`
        :param tells_known: whether to say what has been imported before, too
        :rtype: list[str]
        """
        blank = [number for number, code in codes if not code]
        unreadable = [number for number, code in codes if len(code) > LONGEST or UNREADABLE.search(code)]
        first_row, twice = {}, []
        for number, code in codes:
            if code and first_row.setdefault(code, number) != number:
                twice.append(number)
        known = self._find_known([code for _number, code in codes if code]) if tells_known else ()
        there = [number for number, code in codes if code in known and first_row[code] == number]
        return [
            sentence
            for rows, sentence in (
                (blank, self.env._("No code in row %(rows)s.", rows=self._say_rows(blank))),
                (unreadable, self.env._("No readable code in row %(rows)s.", rows=self._say_rows(unreadable))),
                (twice, self.env._("Twice in this file, again in row %(rows)s.", rows=self._say_rows(twice))),
                (there, self.env._("Imported before: row %(rows)s.", rows=self._say_rows(there))),
            )
            if rows
        ]

    def _say_rows(self, numbers):
        shown = ", ".join(str(number) for number in numbers[:ROWS_NAMED])
        if len(numbers) <= ROWS_NAMED:
            return shown
        return self.env._("%(rows)s and %(count)s more", rows=shown, count=len(numbers) - ROWS_NAMED)

    @api.model
    def _find_known(self, codes):
        """Return those of ``codes`` that have been imported before, for any reward."""
        key = self._get_key()
        by_fingerprint = {reward_cipher.fingerprint(key, code): code for code in codes}
        self.env.cr.execute(
            SQL("SELECT fingerprint FROM hr_mentorship_reward_code WHERE fingerprint = ANY(%s)", list(by_fingerprint))
        )
        return {by_fingerprint[fingerprint] for (fingerprint,) in self.env.cr.fetchall()}

    @api.model
    def _import(self, reward, content):
        """Keep all codes of a CSV file for ``reward``, or none of them; return how many."""
        codes, fault = self._read_rows(content)
        faults = [fault] if fault else self._find_faults(codes)
        if faults:
            raise UserError(
                self.env._(
                    "Nothing has been imported.\n%(faults)s\nMend the file and choose it again.",
                    faults="\n".join(faults),
                )
            )
        key = self._get_key()
        # sudo: nobody writes codes but this step, whose caller has checked who asks
        self.sudo().create(
            [
                {
                    "reward_id": reward.id,
                    "token": reward_cipher.encrypt(key, code),
                    "fingerprint": reward_cipher.fingerprint(key, code),
                }
                for _number, code in codes
            ]
        )
        reward.invalidate_recordset(["left_count", "left_text"])
        return len(codes)
