from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL
from odoo.tools.misc import format_datetime, format_time

from ..common.private_fields import SecretDatetime

ASK_SOON_EVERY = timedelta(hours=4)
"""Whoever has just said that it is urgent has been heard; to say it again and again would only be noise."""

SOON_STANDS = timedelta(days=1)
"""So long the page says who has asked: a day later it has been answered, or “soon” is over."""


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    # NO_ACCESS: that somebody needed help is known to whom they have asked, and not to those who run the program
    asked_soon_at = SecretDatetime(readonly=True, copy=False, groups=NO_ACCESS)

    def _get_soon_partners(self):
        """Return whom a member (in sudo) asks for a word soon: a mentee the mentor, not the others of a group."""
        self.ensure_one()
        partners = self.mentorship_id.member_ids - self
        return partners.filtered(lambda member: member.role != self.role) or partners

    def _note_asked_soon(self):
        """Note that a member (in sudo) asks now.

        By SQL, as who has written to a seat last, and when, is read by those who run the program and by a group. Of two
        presses in the same second the second one fails on the row, is run again, and reads what the first has written.
        """
        self.ensure_one()
        self.flush_recordset(["asked_soon_at"])
        now = fields.Datetime.now()
        noted = self.env.execute_query(
            SQL(
                """
                UPDATE hr_mentorship_member
                   SET asked_soon_at = %s
                 WHERE id = %s AND (asked_soon_at IS NULL OR asked_soon_at <= %s)
             RETURNING id
                """,
                now,
                self.id,
                now - ASK_SOON_EVERY,
            )
        )
        self.invalidate_recordset(["asked_soon_at"], flush=False)
        if not noted:
            raise UserError(
                self.env._(
                    "You have asked at %(time)s already, and it has arrived. If it cannot wait, call. In an "
                    "emergency turn to your manager, to human resources, or to the emergency services.",
                    time=format_time(self.env, self.asked_soon_at, tz=self.env.user.tz, time_format="short"),
                )
            )

    def _find_who_asks_soon(self):
        """Return who has asked this member (in sudo) for a word since yesterday; the last one first."""
        self.ensure_one()
        asking = self._partners().filtered(lambda member: member._is_asking_soon())
        return asking.filtered(lambda member: self in member._get_soon_partners()).sorted("asked_soon_at", reverse=True)

    def _has_just_asked_soon(self):
        """Say whether this member (in sudo) is heard already; see :meth:`_note_asked_soon`."""
        return bool(self.asked_soon_at) and self.asked_soon_at > fields.Datetime.now() - ASK_SOON_EVERY

    def _is_asking_soon(self):
        return bool(self.asked_soon_at) and self.asked_soon_at >= fields.Datetime.now() - SOON_STANDS

    def _say_when_asked_soon(self):
        """Return when this member (in sudo) has asked, on the clock of the reader."""
        return format_datetime(self.env, self.asked_soon_at, tz=self.env.user.tz, dt_format="short")

    @api.model
    def _forget_asked_soon(self, mentorships):
        """Take away what has been asked for soon in these: others sit there now than those who have been asked."""
        # By SQL, for the reason of _note_asked_soon; wherever a seat is still written down, it is one of these
        self.env.cr.execute(
            SQL(
                "UPDATE hr_mentorship_member SET asked_soon_at = NULL WHERE asked_soon_at IS NOT NULL "
                "AND mentorship_id = ANY(%s)",
                list(mentorships.ids),
            )
        )
        self.invalidate_model(["asked_soon_at"], flush=False)

    def _say_who_asks_soon(self):
        """Return the first line of the mail to this member (in sudo): who needs them."""
        self.ensure_one()
        asking = self._partners().filtered("asked_soon_at").sorted("asked_soon_at", reverse=True)[:1]
        return self.env._("%(name)s needs you soon", name=(asking or self._partners()[:1]).employee_id.name)

    def _get_agreed_channels(self):
        """Return how the members have agreed to reach each other, in their words; empty if they have not."""
        self.ensure_one()
        return self.mentorship_id.agreement_id.channels or ""

    def write(self, vals):
        """Whoever moves into a group, or out of it, takes a seat in another mentorship."""
        if "mentorship_id" not in vals:
            return super().write(vals)
        before = self.mentorship_id
        result = super().write(vals)
        # sudo: nobody writes channels; the step has been checked
        mentorships_sudo = (before | self.mentorship_id).sudo()
        mentorships_sudo._keep_channels_to_members()
        self._forget_asked_soon(mentorships_sudo)
        return result

    def _hand_over(self, former):
        """Somebody else has the account of a member now, or has one at last."""
        result = super()._hand_over(former)
        self.mentorship_id._keep_channels_to_members()
        return result
