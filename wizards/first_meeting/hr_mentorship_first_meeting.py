from odoo import api, fields, models
from odoo.fields import Command

from ...models.common.client_actions import toast

TEXTS = ("goals", "channels")


class HrMentorshipFirstMeeting(models.TransientModel):
    """Mentor and mentee answer the questions of their program, at one desk or each on a phone.

    A question to both has a line for the own answer, beside what the partner has said; all else belongs to both. Only
    the server opens this dialog: its lines name questions that members have no access to otherwise.
    """

    _name = "hr.mentorship.first.meeting"
    _inherit = ["hr.mentorship.dialog.mixin", "hr.mentorship.terms.mixin"]
    _description = "First Meeting"

    _document_field = "mentorship_id"
    mentorship_id = fields.Many2one("hr.mentorship", required=True, readonly=True, ondelete="cascade")
    agreement_id = fields.Many2one(related="mentorship_id.agreement_id", related_sudo=False)
    line_ids = fields.One2many("hr.mentorship.first.meeting.line", "meeting_id", string="Questions")
    goals = fields.Text("What We Want to Reach")
    channels = fields.Char("How We Reach Each Other")
    seen = fields.Json(readonly=True, help="The terms as they were when the dialog was opened.")
    news = fields.Text(readonly=True, help="What the partner has changed meanwhile.")

    @api.depends("mentorship_id")
    def _compute_display_name(self):
        for meeting in self:
            meeting.display_name = self.env._("First meeting: %(pair)s", pair=meeting.mentorship_id.name)

    def _get_home_tz(self):
        return self.mentorship_id._get_home_tz()

    @api.model
    def _get_written_terms(self):
        """The planned end stays that of the program."""
        return [name for name in self._get_term_fields() if name != "end_date"]

    @api.model
    def _open(self, mentorship):
        """Return the dialog with what both have answered so far; the caller has checked who asks."""
        agreement = mentorship.agreement_id
        values = {name: agreement[name] for name in (*self._get_written_terms(), *TEXTS)}
        # sudo: members read no questions but those of their own program, in here
        answers = agreement.sudo().answer_ids
        questions = agreement.sudo().program_id.question_ids - answers.question_id
        mine = answers._filter_writable(mentorship.my_member_id)
        lines = [
            *({"answer_id": answer.id, "sequence": answer.sequence, "answer": answer.answer} for answer in mine),
            *({"question_id": question.id, "sequence": question.sequence} for question in questions),
        ]
        meeting = self.sudo().create(
            {
                "mentorship_id": mentorship.id,
                "seen": values,
                "line_ids": [Command.create({**line, "seen": line.get("answer")}) for line in lines],
                **values,
            }
        )
        return meeting._reopen()

    def _reopen(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_first_meeting_action")
        return {**action, "res_id": self.id}

    def action_save(self):
        """Take over what was written; where the partner was faster, show that first."""
        self.ensure_one()
        return self._save() or toast(self.env._("Saved. All of you read it, and it becomes part of your agreement."))

    def action_save_and_sign(self):
        self.ensure_one()
        return self._save() or self.mentorship_id.action_sign()

    def _save(self):
        """Return the dialog again if something of the partner has to be read first."""
        self._check_mine()
        meeting_sudo = self.sudo()  # sudo: who may open the dialog may not read questions and answers by themselves
        meeting_sudo.mentorship_id.with_env(self.env)._check_first_meeting()
        touched = meeting_sudo.line_ids.filtered(lambda line: (line.answer or "") != (line.seen or ""))
        lines = {line.answer_id or line.question_id: line for line in touched}
        values = {
            name: self[name] for name in (*self._get_written_terms(), *TEXTS) if self[name] != self.seen.get(name)
        }
        overruled = self.mentorship_id.agreement_id._record_first_meeting(
            {key: line.answer for key, line in lines.items()},
            values,
            {**{key: line.seen for key, line in lines.items()}, **self.seen},
        )
        # What is in was written here: the next save must not take it for the partner's
        for key in lines.keys() - overruled.keys():
            lines[key].seen = lines[key].answer
        meeting_sudo.seen = {**self.seen, **{key: value for key, value in values.items() if key not in overruled}}
        if not overruled:
            return None
        news = []
        for key, text in overruled.items():
            if isinstance(key, str):
                meeting_sudo.seen = {**meeting_sudo.seen, key: text}
                meeting_sudo[key] = self._join(text, self[key], "\n" if self._fields[key].type == "text" else "; ")
                news.append(self._describe_news(self._fields[key]._description_string(self.env), text))
            else:
                line = lines[key]
                line.seen = text
                line.answer = self._join(text, line.answer)
                news.append(self._describe_news(line.question, text, line.is_mine))
        meeting_sudo.news = "\n".join(news)
        return self._reopen()

    def _describe_news(self, question, text, is_mine=False):
        """Return what stands there meanwhile; one's own answer changes only where one has opened the dialog twice."""
        if is_mine:
            return self.env._("%(question)s – you, elsewhere: %(text)s", question=question, text=text or "–")
        return self.env._("%(question)s – the other side: %(text)s", question=question, text=text or "–")

    @api.model
    def _join(self, theirs, mine, separator="\n"):
        """Return both texts: saving once more without a look at them drops nobody's words."""
        if not theirs or not mine or set(theirs.split(separator)) <= set(mine.split(separator)):
            return mine or theirs
        return f"{theirs}{separator}{mine}"
