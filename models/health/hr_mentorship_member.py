from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..common.private_fields import SecretInteger
from .hr_mentorship_fit_answer import ANSWERS
from .hr_mentorship_notice import ASK_STATES

ASK_WITHIN = timedelta(days=45)


class HrMentorshipMember(models.Model):
    """Who is asked whether it fits, and when."""

    _inherit = "hr.mentorship.member"

    # NO_ACCESS: that somebody is asked twice tells what they said the first time
    fit_asked_round = SecretInteger(readonly=True, copy=False, groups=NO_ACCESS)

    def _count_held(self):
        self.ensure_one()
        return len(self.sudo().mentorship_id.checkin_ids.filtered(lambda checkin: checkin.state == "done"))

    def _find_fit_answers(self):
        """Return the newest answer (in sudo) to the fit check of each member who has given one, by their ids."""
        answers = {}
        # sudo: the callers show what they make of it to the members themselves alone
        for answer in self.env["hr.mentorship.fit.answer"].sudo().search([("member_id", "in", self.ids)]):
            answers.setdefault(answer.member_id.id, answer)  # the newest comes first
        return answers

    def _get_fit_rounds(self, answers=None):
        """Return for each member which round of the fit check is open, 0 for none.

        :param dict answers: what ``_find_fit_answers`` has found of them, where the caller needs it as well
        """
        members_sudo = self.sudo()  # sudo: what comes out is shown to the members themselves alone
        recently = fields.Date.context_today(self) - ASK_WITHIN
        answers = self._find_fit_answers() if answers is None else answers
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

    # -- What the links of the daily mail open for a member without a user.

    def _filter_awaiting(self, purpose):
        if purpose != "fit":
            return super()._filter_awaiting(purpose)
        rounds = self._get_fit_rounds()
        return self.filtered(lambda member: rounds[member.id])

    def _may_use_link(self, purpose):
        """After “not a fit”, the second step as well."""
        is_second_step = purpose == "fit" and self.mentorship_id.state in ASK_STATES and self._says_no()
        return is_second_step or super()._may_use_link(purpose)

    def _says_no(self):
        # sudo: the member's own answer, on the page of their link
        last = self.env["hr.mentorship.fit.answer"].sudo().search([("member_id", "=", self.id)], limit=1)
        return last.answer == "no"
