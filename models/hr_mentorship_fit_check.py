from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from .hr_mentorship_fit_answer import ANSWERS
from .hr_mentorship_notice import NoticeText
from .private_fields import SecretInteger

ASK_WITHIN = timedelta(days=45)
"""Somebody who has been meeting for longer than this does not begin any more."""

ASK_STATES = ("agreement", "active")
"""Who has met before signing is asked before signing: saying no costs least then."""


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(selection_add=[("fit_check", "Fit check")], ondelete={"fit_check": "cascade"})

    @api.model
    def _get_notice_texts(self):
        texts = super()._get_notice_texts()
        texts["fit_check"] = NoticeText(
            text=self.env._(
                "You have met %(partner)s. Does it fit? One tap is enough, and nobody but you reads your answer: not "
                "your partner, not your program manager."
            ),
            subject=self.env._("Do you and %(partner)s fit?"),
            button=self.env._("Answer now"),
            purpose="fit",
            rank=35,
            mentorship_states=ASK_STATES,
            asks=True,
            has_card=True,
        )
        return texts


class HrMentorshipMember(models.Model):
    """Who is asked whether it fits, and when."""

    _inherit = "hr.mentorship.member"

    # NO_ACCESS: that somebody is asked twice tells what they said the first time
    fit_asked_round = SecretInteger(readonly=True, copy=False, groups=NO_ACCESS)

    def _count_held(self):
        self.ensure_one()
        return len(self.sudo().mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "done"))

    def _get_fit_rounds(self):
        """Return for each member which round of the fit check is open, 0 for none."""
        members_sudo = self.sudo()  # sudo: what comes out is shown to the members themselves alone
        recently = fields.Date.context_today(self) - ASK_WITHIN
        answers = {}
        for answer in self.env["hr.mentorship.fit.answer"].sudo().search([("member_id", "in", self.ids)]):
            answers.setdefault(answer.member_id.id, answer)  # the newest comes first
        rounds = {}
        for member in members_sudo:
            held = member.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "done")
            last = answers.get(member.id)
            if member.mentorship_id.state not in ASK_STATES or not held:
                rounds[member.id] = 0
            elif last:
                rounds[member.id] = 2 if last._is_superseded(len(held)) else 0
            else:
                first = min(checkin.held_on or checkin.planned_date for checkin in held)
                rounds[member.id] = 1 if first >= recently else 0
        return rounds

    def _ask_fit(self):
        """Ask those for whom a round has just opened; each is asked once a round."""
        rounds = self._get_fit_rounds()
        asked = self.sudo().filtered(lambda member: rounds[member.id] > member.fit_asked_round)
        for number, members in asked.grouped(lambda member: rounds[member.id]).items():
            members.fit_asked_round = number
        if asked:
            asked._notify("fit_check")

    def _answer_fit(self, answer):
        """Record what ``self`` say; the caller has checked that it is their own answer."""
        self.ensure_one()
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Choose one of the answers."))
        self.mentorship_id._check_state_in(*ASK_STATES, "paused")
        self.env["hr.mentorship.fit.answer"]._record(self, answer)

    def _find_new_match(self, may_tell=False, not_again=False):
        """End kindly, as it is not a fit, and go back to the pool; the pair is never proposed again.

        Two steps lead here: the answer, and this. Without ``may_tell``, the program manager gets to know no more than
        that the mentorship has ended.
        """
        self.ensure_one()
        mentorship = self.mentorship_id
        mentorship._end("fit" if may_tell else "none", by=self)
        self._answer_pool("yes")
        if not_again and self.user_id:
            self.env["hr.mentorship.block"]._block_partners(self)


class HrMentorshipCheckin(models.Model):
    _inherit = "hr.mentorship.checkin"

    def _after_log(self):
        result = super()._after_log()
        held = self.filtered(lambda checkin: checkin.state == "done")
        # sudo: whoever logs asks for both sides
        held.mentorship_id.sudo().member_ids._ask_fit()
        return result


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    asks_fit = fields.Boolean(compute="_compute_my_fit", help="The current user is asked whether it fits.")
    my_fit_answer = fields.Selection(ANSWERS, compute="_compute_my_fit")

    @api.depends_context("uid")
    @api.depends("state", "member_ids", "checkin_ids.state")
    def _compute_my_fit(self):
        rounds = self.my_member_id._get_fit_rounds()
        answers = {}
        for answer in self.env["hr.mentorship.fit.answer"].search([("member_id", "in", self.my_member_id.ids)]):
            answers.setdefault(answer.member_id.id, answer.answer)
        for mentorship in self:
            member = mentorship.my_member_id
            mentorship.asks_fit = bool(rounds.get(member.id))
            mentorship.my_fit_answer = answers.get(member.id, False)

    def action_fit_good(self):
        return self._answer_fit("good")

    def action_fit_early(self):
        return self._answer_fit("early")

    def action_fit_no(self):
        """Say that it is not a fit, and be asked whether to look for somebody else."""
        self._answer_fit("no")
        return self.action_find_new_match()

    def action_find_new_match(self):
        self.ensure_one()
        return self._open_dialog("hr_mentorship.hr_mentorship_new_match_action")

    def _answer_fit(self, answer):
        self.ensure_one()
        self._my_members()._answer_fit(answer)
        self.invalidate_recordset(["asks_fit", "my_fit_answer"])
        return {"type": "ir.actions.client", "tag": "soft_reload"}
