from odoo import api, fields, models

from ...models.common.spoken import say_date, say_day
from . import cards, pages
from .people import name_partners

STARS = 5


class HrMentorshipCheckin(models.Model):
    """What a member sees of a meeting: with whom and when, what comes next, what to talk about, and what came of it."""

    _inherit = "hr.mentorship.checkin"

    page = fields.Json(compute="_compute_page", help="What its members see; nothing for whoever is none of them.")

    @api.depends_context("uid", "lang", "tz")
    def _compute_page(self):
        # Never in sudo, whoever asks: the record rules decide what belongs to the reader
        for checkin, checkin_of_user in zip(self, self.sudo(False), strict=True):
            checkin.page = checkin_of_user._make_page() if checkin.id and checkin_of_user.has_member else False

    def _make_page(self):
        overview = self.env["hr.mentorship.overview"]
        mentorship = self.mentorship_id
        action = pages.stay_here(self, overview._get_next_action({**overview._find_nothing(), "checkins": self}))
        return {
            "people": mentorship._get_page_people({"mine": mentorship}),
            "title": "",
            "about": cards.get_label(self, "kind"),
            "program": self.program_id.name,
            "status": cards.get_label(self, "state"),
            "sentence": self._get_page_sentence(),
            "chat": "",
            "soon": None,
            "action": action,
            "hints": self._get_page_hints(action),
            "tabs": [tab for tab in self._get_page_tabs() if tab["blocks"]],
            "more": self._get_page_steps(action),
            "back": {"model": mentorship._name, "id": mentorship.id, "label": mentorship._get_page_title()},
            "is_managed": mentorship.is_my_program,
        }

    def _get_page_sentence(self):
        if self.state == "planned":
            return " · ".join(filter(None, (self._describe_time(), self.meeting_location)))
        if self.state == "done":
            return " · ".join(filter(None, (say_day(self.env, self.held_on), self.duration_text)))
        day = say_day(self.env, self.planned_date)
        if self.reason:
            return self.env._("%(day)s. The reason: %(reason)s.", day=day, reason=cards.get_label(self, "reason"))
        return day

    def _get_page_hints(self, action):
        hints = []
        if self.plan_remark and self.state == "planned":
            hints.append(pages.make_hint("plan", "warning", self.plan_remark))
        if self.can_hold_first_meeting:
            hints.append(
                pages.make_hint(
                    "first_meeting",
                    "info",
                    self.env._(
                        "Answer the questions of the first meeting together: your answers become part of the agreement."
                    ),
                    cards.make_button("action_first_meeting", self.env._("Answer the Questions")),
                )
            )
        if self.has_choices:
            hints.append(
                pages.make_hint(
                    "choices",
                    "info",
                    self.env._("You have not met? That is fine as well."),
                    cards.make_button("action_choose_plan", self.env._("Another day")),
                    *([] if self.is_flash else [cards.make_button("action_choose_pause", self.env._("Take a break"))]),
                    cards.make_button("action_choose_end", self.env._("End it kindly")),
                )
            )
        if self.state == "done" and not self.can_confirm and self.logged_by_id:
            hints.append(self._make_confirmation_hint())
        return hints

    def _make_confirmation_hint(self):
        if self.confirmed_on:
            confirmed_on = say_date(self.env, self.confirmed_on)
            return pages.make_hint("confirmed", "success", self.env._("Confirmed on %(date)s.", date=confirmed_on))
        return pages.make_hint(
            "unconfirmed",
            "info",
            self.env._("It is logged; %(names)s can confirm it.", names=name_partners(self.mentorship_id)),
        )

    def _get_page_steps(self, action):
        """Return the buttons beside the next action."""
        env = self.env
        is_planned = self.state == "planned"
        steps = [
            (self.video_link, cards.make_button("action_join", env._("Join"))),
            (
                self.can_plan and not self.has_choices,
                cards.make_button("action_plan", env._("Move") if self.planned_at else env._("Plan the Meeting")),
            ),
            (is_planned, cards.make_button("action_edit_agenda", env._("Add to the Agenda"))),
            (self.can_log and self.is_due, cards.make_button("action_log", env._("Log Check-in"))),
            # Whoever has met before the day says so here, and nowhere by mistake
            (
                self.can_log and is_planned and self.is_next and not self.is_due,
                cards.make_button("action_log", env._("We Have Met: Log It")),
            ),
            (self.can_change, cards.make_button("action_log", env._("Change My View"))),
        ]
        pressed = {button["name"] for button in action["buttons"]} if action else set()
        return [button for is_there, button in steps if is_there and button["name"] not in pressed]

    def _get_page_tabs(self):
        tabs = {
            "agenda": self._make_agenda_tab(),
            "notes": self._make_notes_tab(),
            "steps": pages.make_tab(
                "steps",
                self.env._("Next steps"),
                "fa-check-square-o",
                pages.make_block("steps", pages.CARDS, [pages.make_step_card(step) for step in self.next_step_ids]),
                count=len(self.next_step_ids),
            ),
            "answer": self._make_answer_tab(),
            "messages": pages.make_tab(
                "messages",
                self.env._("Messages"),
                "fa-comments-o",
                pages.make_block("messages", pages.LINES, [], empty=self.env._("About this meeting.")),
            ),
        }
        first = "notes" if self.note_ids else "agenda"
        return [tabs[first], *(tab for key, tab in tabs.items() if key != first)]

    def _make_agenda_tab(self):
        lines = [
            {"key": f"line,{number}", "text": line["name"], "is_done": line["is_done"]}
            for number, line in enumerate(self._get_agenda_lines())
        ]
        return pages.make_tab(
            "agenda",
            self.env._("Agenda"),
            "fa-list-ul",
            pages.make_block(
                "agenda",
                pages.LINES,
                lines,
                self.env._("What we talk about") if self.state == "planned" else self.env._("What we talked about"),
            ),
        )

    def _make_notes_tab(self):
        notes = self.note_ids
        return pages.make_tab(
            "notes",
            self.env._("Notes"),
            "fa-pencil-square-o",
            pages.make_block("notes", pages.LETTERS, [self.mentorship_id._make_letter(note) for note in notes]),
            count=len(notes),
        )

    def _make_answer_tab(self):
        answers = [
            pages.make_fact(
                self.env._("%(rating)s of %(most)s stars", rating=answer.rating, most=STARS), answer.comment or ""
            )
            for answer in self.feedback_ids
        ]
        return pages.make_tab(
            "answer",
            self.env._("My answer"),
            "fa-star-o",
            pages.make_block("answer", pages.FACTS, answers, self.env._("Only you read it.") if answers else ""),
        )
