from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..agreement.terms import find_changes
from ..common.private_fields import PrivateOne2many
from .hr_mentorship_checkin import PREPARE, SCHEDULE


class HrMentorshipAgreement(models.Model):
    _inherit = "hr.mentorship.agreement"

    answer_ids = PrivateOne2many("hr.mentorship.agreement.answer", "agreement_id", readonly=True, copy=True)

    def _get_answers_html(self):
        self.ensure_one()
        answers = self.sudo().answer_ids.filtered("answer")  # sudo: whoever reads the text reads them in it
        items = [
            Markup("<li><strong>%s</strong><br/>%s</li>")
            % (group[0].question, Markup("<br/>").join(self._get_answer_html(answer) for answer in group))
            for group in answers._group_by_question()
        ]
        return Markup("<ul>%s</ul>") % Markup().join(items) if items else Markup()

    @api.model
    def _get_answer_html(self, answer):
        text = Markup("<br/>").join(escape(line) for line in answer.answer.splitlines())
        if not answer.member_id:
            return text
        return Markup("<em>%s</em> %s") % (self.env._("%(name)s:", name=answer._get_speaker()), text)

    def _carry_answers(self, previous):
        self.ensure_one()
        self.write({"goals": previous.goals, "channels": previous.channels})
        previous.answer_ids.copy({"agreement_id": self.id})
        return super()._carry_answers(previous)

    # -- first meeting

    def _record_first_meeting(self, answers, values, seen):
        """Take over what a member has written in the first meeting, and compose the draft anew.

        Both may write at the same time. Answers to a question to both are everybody's own. Of what belongs to all, who
        saves later changes only what they have touched, and where the partner has changed that very thing meanwhile,
        the partner's words stay until the user has read them.

        :param dict answers: new text by question or, where the program has deleted that, by answer; only of touched
            ones
        :param dict values: new values of terms, ``goals`` and ``channels``; only of touched ones
        :param dict seen: what stood there when the user began, by the same keys
        :returns: what was not taken over, because it has been changed meanwhile: the current text by key
        """
        self.ensure_one()
        mentorship = self.mentorship_id
        # Before anything is read that decides: a signature of the partner is in, or waits for this
        mentorship._serialize()
        mentorship._check_first_meeting()
        self._check_state_in("draft")
        agreement_sudo = self.sudo()  # sudo: a member writes the draft of the own agreement, and only here
        known = agreement_sudo._get_writable_answers(mentorship.my_member_id)
        agreement_sudo._check_asked(answers, known)
        current = {key: known[key].answer if key in known else False for key in answers}
        current.update({name: agreement_sudo[name] for name in ("goals", "channels") if name in values})
        overruled = {key: text or "" for key, text in current.items() if (text or "") != (seen.get(key) or "")}
        agreement_sudo._write_answers({key: text for key, text in answers.items() if key not in overruled}, known)
        old = agreement_sudo._get_adjustable()
        changes = find_changes(agreement_sudo, {name: text for name, text in values.items() if name not in overruled})
        if changes:
            agreement_sudo._apply_changes(mentorship.my_member_id, old, changes)
        else:
            agreement_sudo._compose()
        agreement_sudo._tell_change()
        first = agreement_sudo.mentorship_id.checkin_ids.filtered(lambda checkin: checkin.kind == "first")
        first.filtered(lambda checkin: checkin.state == "planned")._replace_activities(SCHEDULE, PREPARE)
        return overruled

    def _get_writable_answers(self, member):
        """Return the answers that ``member`` writes, by their question and by themselves."""
        answers = self.answer_ids._filter_writable(member)
        by_question = {answer.question_id: answer for answer in answers if answer.question_id}
        return {**by_question, **{answer: answer for answer in answers}}

    def _check_asked(self, answers, known):
        """Refuse what nobody has asked here, and what somebody else says."""
        answered = {*self.answer_ids, *self.answer_ids.question_id}
        for key in answers.keys() - known.keys():
            if key in answered:
                raise AccessError(self.env._("This is what somebody else says. Write your own answer to the question."))
            if key not in set(self.program_id.question_ids):
                raise AccessError(self.env._("This question belongs to another program."))

    def _write_answers(self, answers, known):
        asked = self.env["hr.mentorship.question"].union(*(key for key in answers if key not in known))
        self.env["hr.mentorship.agreement.answer"]._freeze_questions(self, asked)
        member = self.mentorship_id.my_member_id
        rows = self._get_writable_answers(member)
        for key, text in answers.items():
            rows[key].write({"answer": text, "changed_by_id": member.id, "changed_at": fields.Datetime.now()})
