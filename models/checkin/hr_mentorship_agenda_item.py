from odoo import api, fields, models

from ..common.given_values import is_readable

OWN_TOPICS_FROM = 100
"""Own topics follow our questions."""


class HrMentorshipAgendaItem(models.Model):
    """One line of the agenda of a check-in: a topic that a member has added, or one of our questions.

    The questions of each kind of meeting are written in the code, in the reader's language, and become lines only
    when a member logs the meeting: a plan that nobody has touched costs no rows. Topics are words of the members, so
    a global rule shows lines to them alone.
    """

    _name = "hr.mentorship.agenda.item"
    _description = "Mentorship Agenda Item"
    _order = "checkin_id, sequence, id"

    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True, index=True, ondelete="cascade")
    mentorship_id = fields.Many2one(related="checkin_id.mentorship_id", store=True, index=True)
    company_id = fields.Many2one(related="checkin_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    question = fields.Char(readonly=True, help="Which of our questions this is, as kind of meeting and number.")
    topic = fields.Text(required=True, readonly=True)
    author_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="restrict")
    is_done = fields.Boolean("Talked About", readonly=True)
    name = fields.Text("Line", compute="_compute_name")

    _question_once = models.UniqueIndex(
        "(checkin_id, question) WHERE question IS NOT NULL", "This question stands on the agenda already."
    )

    @api.depends("question", "topic")
    @api.depends_context("lang")
    def _compute_name(self):
        questions = self.env["hr.mentorship.checkin"]._get_agenda_questions()
        for item in self:
            # What was asked stays, even where a later version asks something else
            item.name = questions.get(item.question, item.topic)

    @api.depends("name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name

    @api.model
    def _tick(self, checkin, lines):
        """Record what was talked about; the caller has checked that the current user is a member.

        :param list[dict] lines: ``question`` of ours or ``item`` (the id of a topic), or else ``name`` of a new topic,
            each with ``is_done``
        """
        # sudo: members write the agenda through the dialogs alone
        items_sudo = checkin.sudo().agenda_item_ids
        by_question = {item.question: item for item in items_sudo if item.question}
        questions = checkin.with_context(lang=self.env.user.lang)._get_own_questions()
        new_items = []
        ticked, unticked = items_sudo.browse(), items_sudo.browse()
        for number, line in enumerate(lines):
            question = line.get("question")
            item = by_question.get(question) or items_sudo.filtered(lambda i, line=line: i.id == line.get("item"))
            if item and line["is_done"]:
                ticked += item
            elif item:
                unticked += item
            elif question in questions:
                new_items.append(
                    {
                        "checkin_id": checkin.id,
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
                checkin,
                [
                    line["name"].strip()
                    for line in lines
                    if not line.get("question")
                    and not line.get("item")
                    and is_readable(line.get("name") or "")
                    and line["is_done"] == is_done
                ],
                is_done=is_done,
            )

    @api.model
    def _add_topics(self, checkin, topics, is_done=False):
        """Put topics of the current user on an agenda; the caller has checked that they are a member."""
        # sudo: see _tick
        self.sudo().create(
            [
                {
                    "checkin_id": checkin.id,
                    "sequence": OWN_TOPICS_FROM,
                    "topic": topic,
                    "author_id": self.env.uid,
                    "is_done": is_done,
                }
                for topic in topics
            ]
        )
