from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

FOLLOW_UP = "hr_mentorship.mail_activity_type_agreement_follow_up"
SIGN = "hr_mentorship.mail_activity_type_sign_agreement"
REMIND_EVERY_DAYS = 4


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    signing_days = fields.Integer(
        "Days to Sign", default=14, required=True, help="How long the members have to sign their agreement."
    )

    _signing_days_range = models.Constraint(
        "CHECK(signing_days BETWEEN 1 AND 365)", "Members have between 1 and 365 days to sign their agreement."
    )


class HrMentorshipAgreement(models.Model):
    """What happens when an agreement is not signed: somebody refuses, time runs out, or the text is withdrawn."""

    _inherit = "hr.mentorship.agreement"

    state = fields.Selection(
        selection_add=[("refused", "Refused"), ("expired", "Expired")],
        ondelete={"refused": "cascade", "expired": "cascade"},
    )
    sign_until = fields.Date(readonly=True, copy=False, index="btree_not_null")
    reminded_on = fields.Date(readonly=True, copy=False)
    is_my_program = fields.Boolean(compute="_compute_is_my_program")

    @api.depends_context("uid")
    @api.depends("program_id.manager_ids")
    def _compute_is_my_program(self):
        for agreement in self:
            agreement.is_my_program = agreement.program_id.is_my_program

    def _refuse_as(self, member):
        """Close what ``member`` does not sign: a mentorship before it has begun, or an amendment. Nobody asks why."""
        self.ensure_one()
        self.mentorship_id._serialize()
        self._check_state_in("draft", "signing")
        if member.has_signed:
            raise UserError(self.env._("You have signed this agreement already. You can end the mentorship instead."))
        others = self.sudo().mentorship_id.member_ids - member
        if self.is_amendment:
            self._close_amendments("refused", others, "hr_mentorship.mail_template_amendment_refused")
            return
        self._close_unsigned("refused")
        others._send("hr_mentorship.mail_template_agreement_refused")

    def _close_unsigned(self, state):
        """Nothing comes of these agreements: free the seats, and let the program managers look for another match."""
        agreements_sudo = self.sudo()  # sudo: the callers have checked who closes them
        agreements_sudo._move_to(state)
        mentorships = agreements_sudo.mentorship_id
        mentorships._after_decline()
        today = fields.Date.context_today(self)
        mentorships._schedule_activities(
            FOLLOW_UP, [(mentorship, mentorship.program_id.manager_ids, today) for mentorship in mentorships]
        )

    def action_void(self):
        """Withdraw texts that somebody still has to sign; signatures so far stay on them.

        The agreement of a mentorship that has not begun is drafted anew. Of an amendment nothing comes: the agreement
        in force stays so, and the members may suggest another change.
        """
        self.program_id._check_manager()
        self.mentorship_id._serialize()
        self._check_state_in("draft", "signing")
        agreements_sudo = self.sudo()  # sudo: program managers write no agreements but through this step
        amendments = agreements_sudo.filtered("is_amendment")
        amendments._close_amendments(
            "void", amendments.mentorship_id.member_ids, "hr_mentorship.mail_template_amendment_void"
        )
        agreements_sudo -= amendments
        agreements_sudo._move_to("void")
        mentorships = agreements_sudo.mentorship_id
        mentorships._drop_activities(SIGN)
        self.env["hr.mentorship.agreement"]._draft_for(
            mentorships, template_xmlid="hr_mentorship.mail_template_agreement_redrafted"
        )
        agreements_sudo._tell_change()
        return True

    @api.model
    def _cron_chase_signatures(self, batch_size=100):
        """Close agreements that were not signed in time, and remind the members of the others now and then.

        In batches with a commit after each: what a killed run has done does not match the domains any more.
        """
        today = fields.Date.context_today(self)
        # A pause stops the clock: nobody is reminded of anything, and the days to sign begin again afterwards
        waiting = [("state", "in", ("draft", "signing")), ("mentorship_id.state", "!=", "paused")]
        expired = [*waiting, ("sign_until", "<", today)]
        due = fields.Date.add(today, days=-REMIND_EVERY_DAYS)
        to_remind = [
            *waiting,
            ("sign_until", ">=", today),
            ("create_date", "<=", due),
            "|",
            ("reminded_on", "=", False),
            ("reminded_on", "<=", due),
        ]
        for domain, step in ((expired, "_expire"), (to_remind, "_remind")):
            while True:
                batch = self.search(domain, limit=batch_size).try_lock_for_update()
                if not batch:
                    break
                getattr(batch, step)()
                remaining = self.search_count(expired) + self.search_count(to_remind)
                if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                    return

    def _expire(self):
        amendments = self.filtered("is_amendment")
        amendments._close_amendments(
            "expired", amendments.mentorship_id.member_ids, "hr_mentorship.mail_template_amendment_expired"
        )
        unsigned = self - amendments
        members = unsigned.mentorship_id.member_ids
        unsigned._close_unsigned("expired")
        members._send("hr_mentorship.mail_template_agreement_expired")

    def _remind(self):
        self.sudo().reminded_on = fields.Date.context_today(self)
        for sign_until, agreements in self.grouped("sign_until").items():
            members = agreements.mentorship_id.member_ids.filtered(lambda member: not member.has_signed)
            members._notify("sign_reminder", sign_until=sign_until)

    @api.model
    def _get_sign_until(self, mentorship):
        return fields.Date.context_today(self) + timedelta(days=mentorship.program_id.signing_days)


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    def action_refuse(self):
        """The current user does not sign."""
        for mentorship in self:
            if not mentorship.my_member_id:
                raise AccessError(self.env._("Only the members of a mentorship refuse to sign its agreement."))
            if not mentorship.amendment_id:
                mentorship._check_state_in("agreement")
            mentorship.open_agreement_id._refuse_as(mentorship.my_member_id)
        return True
