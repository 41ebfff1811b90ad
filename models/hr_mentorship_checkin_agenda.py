from odoo import api, fields, models
from odoo.exceptions import AccessError

from .private_fields import PrivateOne2many

OWN_TOPICS_FROM = 100
"""Own topics follow our questions."""


class HrMentorshipCheckin(models.Model):
    """What to talk about: our questions for the kind of meeting, and what the members put on the agenda."""

    _inherit = "hr.mentorship.checkin"

    agenda_item_ids = PrivateOne2many("hr.mentorship.agenda.item", "checkin_id", readonly=True)
    has_member = fields.Boolean(compute="_compute_has_member", help="The current user is a member of the mentorship.")

    @api.depends_context("uid")
    @api.depends("mentorship_id.member_ids.user_id")
    def _compute_has_member(self):
        for checkin in self:
            checkin.has_member = bool(checkin.mentorship_id.my_member_id)

    @api.depends("kind", "occurrence", "agenda_item_ids.name", "agenda_item_ids.is_done")
    @api.depends_context("lang", "uid")
    def _compute_agenda(self):
        for checkin in self:
            checkin.agenda = "\n".join(
                f"{'✓' if line['is_done'] else '•'} {line['name']}" for line in checkin._get_agenda_lines()
            )

    def _get_public_agenda(self):
        """Return our questions alone, for where others might read: the topics are words of the members."""
        self.ensure_one()
        prefix = f"{self._get_agenda_key()}-"
        questions = self._get_agenda_questions().items()
        return "\n".join(f"• {question}" for key, question in questions if key.startswith(prefix))

    def _get_agenda_key(self):
        self.ensure_one()
        # Whoever has met before signing asks something else at the first check-in after it
        is_first = self.occurrence == 1 and not self.mentorship_id.sudo().had_first_meeting
        return "first" if self.kind == "regular" and is_first else self.kind

    @api.model
    def _get_agenda_questions(self):
        """Return all our questions by their key, in the reader's language.

        :rtype: dict[str, str]
        """
        return {
            f"{kind}-{number}": question
            for kind, questions in self._get_agendas().items()
            for number, question in enumerate(questions, start=1)
        }

    def _get_agenda_lines(self):
        """List the agenda as the current user may read it: our questions first, then the topics of the members.

        :rtype: list[dict] with ``item``, ``question``, ``name``, ``is_done``
        """
        self.ensure_one()
        items = self.agenda_item_ids
        by_question = {item.question: item for item in items if item.question}
        prefix = f"{self._get_agenda_key()}-"
        questions = {
            key: question for key, question in self._get_agenda_questions().items() if key.startswith(prefix)
        }
        # Of a meeting that has been logged, the questions that were asked then
        questions = {key: item.name for key, item in by_question.items()} or questions
        return [
            {
                "item": by_question.get(key, items.browse()),
                "question": key,
                "name": question,
                "is_done": by_question.get(key, items.browse()).is_done,
            }
            for key, question in questions.items()
        ] + [
            {"item": item, "question": False, "name": item.name, "is_done": item.is_done}
            for item in items
            if not item.question
        ]

    def action_edit_agenda(self):
        """Open the dialog in which a member puts topics on the agenda."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_checkin_agenda_action")
        action["context"] = {"default_checkin_id": self.id}
        return action

    def _get_my_topics(self):
        return self.agenda_item_ids.filtered(lambda item: not item.question and item.author_id == self.env.user)

    def _set_my_topics(self, topics):
        """Put the current user's own topics on the agenda, in place of those they had before.

        :param list[str] topics: one a line
        """
        self.ensure_one()
        self._check_has_member()
        self._check_state_in("planned")
        mine = self._get_my_topics()
        kept = mine.filtered(lambda item: item.topic in topics)
        # sudo: members write the agenda through the dialogs alone
        (mine - kept).sudo().unlink()
        known = set(kept.mapped("topic"))
        self._add_topics([topic for topic in dict.fromkeys(topics) if topic not in known])

    def _add_topics(self, topics, is_done=False):
        self.env["hr.mentorship.agenda.item"].sudo().create(
            [
                {
                    "checkin_id": self.id,
                    "sequence": OWN_TOPICS_FROM,
                    "topic": topic,
                    "author_id": self.env.uid,
                    "is_done": is_done,
                }
                for topic in topics
            ]
        )

    def _tick_agenda(self, lines):
        """Record what was talked about; the caller has checked that the current user is a member.

        :param list[dict] lines: ``question`` of ours or ``item`` (the id of a topic), or else ``name`` of a new topic,
            each with ``is_done``
        """
        self.ensure_one()
        items_sudo = self.sudo().agenda_item_ids
        by_question = {item.question: item for item in items_sudo if item.question}
        questions = self.with_context(lang=self.env.user.lang)._get_agenda_questions()
        prefix = f"{self._get_agenda_key()}-"
        new_items = []
        ticked, unticked = items_sudo.browse(), items_sudo.browse()
        for number, line in enumerate(lines):
            question = line.get("question")
            item = by_question.get(question) or items_sudo.filtered(lambda i, line=line: i.id == line.get("item"))
            if item and line["is_done"]:
                ticked += item
            elif item:
                unticked += item
            elif question in questions and question.startswith(prefix):
                new_items.append(
                    {
                        "checkin_id": self.id,
                        "sequence": number,
                        "question": question,
                        "topic": questions[question],
                        "is_done": line["is_done"],
                    }
                )
        items_sudo.create(new_items)
        ticked.filtered(lambda item: not item.is_done).is_done = True
        unticked.filtered("is_done").is_done = False
        for is_done in (True, False):
            self._add_topics(
                [
                    line["name"].strip()
                    for line in lines
                    if not line.get("question")
                    and not line.get("item")
                    and (line.get("name") or "").strip()
                    and line["is_done"] == is_done
                ],
                is_done=is_done,
            )

    def _check_has_member(self):
        member = self.mentorship_id.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship log its check-ins."))
        return member
