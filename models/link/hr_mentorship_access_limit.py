from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, hmac

WINDOW_MINUTES = 15
LIMITS = {"token": 300, "verify": 100, "request": 5}
"""Requests with one token, verifications of one copy, and links that one member asks for, in a window. Nothing is
counted for an address, as a whole company may share one: what somebody there tries must lock out nobody else."""


class HrMentorshipAccessLimit(models.Model):
    """Counts what is tried on the public pages. In the database, as there are several workers and servers."""

    _name = "hr.mentorship.access.limit"
    _description = "Limit of Requests to the Public Mentorship Pages"
    _rec_name = "subject"

    subject = fields.Char(required=True, help="Whose requests: a keyed hash, no address is kept.")
    window_at = fields.Datetime(required=True)
    count = fields.Integer(required=True)

    _one_count = models.Constraint("UNIQUE(subject, window_at)", "Each subject is counted once in each window.")

    @api.model
    def _get_subject(self, kind, value):
        return hmac(self.env, f"hr_mentorship_{kind}", str(value))

    @api.model
    def _get_window(self):
        now = fields.Datetime.now()
        return now.replace(minute=now.minute - now.minute % WINDOW_MINUTES, second=0)

    @api.model
    def _is_exceeded(self, kind, value):
        domain = [("subject", "=", self._get_subject(kind, value)), ("window_at", "=", self._get_window())]
        return sum(self.search(domain).mapped("count")) >= LIMITS[kind]

    @api.model
    def _count(self, kind, value):
        """Count one more; in SQL, where two at once cannot both add to the same number."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO hr_mentorship_access_limit (subject, window_at, count)
                     VALUES (%s, %s, 1)
                ON CONFLICT (subject, window_at) DO UPDATE SET count = hr_mentorship_access_limit.count + 1
                """,
                self._get_subject(kind, value),
                self._get_window(),
            )
        )
        self.invalidate_model(["count"])

    @api.autovacuum
    def _gc_counts(self):
        self.search([("window_at", "<", fields.Datetime.now() - timedelta(days=1))]).unlink()
