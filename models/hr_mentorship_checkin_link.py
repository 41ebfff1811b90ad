from odoo import fields, models

from .hr_mentorship_checkin_log import CONFIRM_WITHIN, LOGGED_STATES

MEETING_STATES = ("agreement", "active")
"""A pair may meet once before it signs."""

CONFIRM_STATES = (*MEETING_STATES, "paused", "completed")


class HrMentorshipCheckin(models.Model):
    """A check-in on the page behind the personal link of a member who has no user."""

    _inherit = "hr.mentorship.checkin"

    def _is_ahead(self):
        """Whether nobody can have met yet: another day, or later today."""
        self.ensure_one()
        is_later = bool(self.planned_at) and self.planned_at > fields.Datetime.now()
        return self.state == "planned" and (is_later or not self.is_due)

    def _get_seen(self):
        """Return what a page shows as logged, for the answer that comes from it."""
        self.ensure_one()
        return f"{self.state} {self.held_on or ''}"

    def _log_by_link(
        self,
        member,
        outcome,
        *,
        seen=None,
        held_on=None,
        summary=None,
        rating=None,
        comment=None,
        wants_contact=False,
        done_steps=None,
    ):
        """Record what ``member``, who has no user, says about a check-in on the page of their link.

        The same as :meth:`_log`, in short: saying the same as the partner confirms it, saying something else than the
        page has shown corrects it. Where the partner has logged or corrected it in the meantime, the words are kept
        and the member is asked again.

        :param str seen: what the page showed as logged, of :meth:`_get_seen`
        """
        self.ensure_one()
        self._serialize()
        self._check_log(outcome, held_on, None)
        self._check_state_in("planned", *LOGGED_STATES)
        is_same = outcome == self.state and (outcome != "done" or not held_on or held_on == self.held_on)
        if is_same:
            self._confirm(member)
        elif self.state == "planned" or seen == self._get_seen():
            latest = min(self.planned_date, fields.Date.context_today(self))
            self._settle(member, outcome, held_on or latest, None, None)
        if (summary or "").strip():
            self.env["hr.mentorship.note"]._record(self.mentorship_id, "summary", summary, checkin=self, member=member)
        if done_steps:
            (done_steps & self.mentorship_id.open_next_step_ids)._finish()
        if rating and outcome == "done":
            self.env["hr.mentorship.feedback"]._record(self, member, rating, comment, wants_contact)
        if wants_contact:
            member._ask_for_contact()
        self._update_todos()
        self._after_log()


class HrMentorshipMember(models.Model):
    """Which check-in the link of a member is about."""

    _inherit = "hr.mentorship.member"

    def _get_checkin_to_log(self):
        """Return the oldest check-in that waits for the member: due, or logged by the partner and to be confirmed."""
        self.ensure_one()
        mentorship = self.mentorship_id
        since = fields.Date.context_today(self) - CONFIRM_WITHIN
        waiting = mentorship.checkin_ids.filtered(
            lambda checkin: (
                (checkin.is_due and mentorship.state in MEETING_STATES)
                or (
                    checkin.state == "done"
                    and checkin.logged_by_id
                    and self not in checkin.confirmed_member_ids
                    and checkin.held_on >= since
                    and mentorship.state in CONFIRM_STATES
                )
            )
        )
        return waiting.sorted("planned_date")[:1]

    def _get_link_checkin(self):
        """Return what the page of the member's link shows: what waits for them, or the next meeting."""
        if waiting := self._get_checkin_to_log():
            return waiting
        ahead = self.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        return ahead.sorted("planned_date")[:1] if self.mentorship_id.state in MEETING_STATES else ahead.browse()

    def _get_open_steps(self):
        """Return the next steps that are the member's own."""
        self.ensure_one()
        return self.mentorship_id.open_next_step_ids.filtered(lambda step: step.member_id == self)


class HrMentorshipNotice(models.Model):
    """Nobody is asked to confirm what they have confirmed."""

    _inherit = "hr.mentorship.notice"

    def _filter_true(self):
        return (
            super()
            ._filter_true()
            .filtered(
                lambda notice: (
                    notice.kind != "checkin_logged"
                    # sudo: who has confirmed is a matter of the members, and the line is one of theirs
                    or notice.member_id not in notice.sudo().checkin_id.confirmed_member_ids
                )
            )
        )
