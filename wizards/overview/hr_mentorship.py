from odoo import api, fields, models
from odoo.tools import format_list

from ...models.common.spoken import by_count, say_date, with_colon
from ...models.mentorship.hr_mentorship import RUNNING_STATES
from . import cards, pages
from .next_action import QUIET

OPEN_STATES = ("offered", "agreement", *RUNNING_STATES)


class HrMentorship(models.Model):
    """What a member sees of a mentorship: the people, where they stand, what comes next, and all that belongs to it."""

    _inherit = "hr.mentorship"

    page = fields.Json(compute="_compute_page", help="What its members see; nothing for whoever is none of them.")

    @api.depends_context("uid", "lang", "tz")
    def _compute_page(self):
        # Never in sudo, whoever asks: the record rules decide what belongs to the reader
        for mentorship, mentorship_of_user in zip(self, self.sudo(False), strict=True):
            member = mentorship.id and mentorship_of_user.my_member_id
            mentorship.page = mentorship_of_user._make_page() if member else False

    def _make_page(self):
        overview = self.env["hr.mentorship.overview"]
        found = overview._find_of_mentorship(self)
        action = overview._get_next_action(found)
        if not action or action["kind"] in QUIET:
            # In a break the next meeting is not what comes next
            action = self._get_idle_action() or action
        action = pages.stay_here(self, action)
        return {
            "people": self._get_page_people(found),
            "title": self._get_page_heading(),
            "program": self.program_id.name,
            "status": cards.get_label(self, "state"),
            "sentence": self._get_page_sentence(),
            "chat": self._get_chat_label(),
            "soon": self._get_soon_button(),
            "change": next(iter(overview._get_change_button(self)), None),
            "action": action,
            "hints": self._get_page_hints(action),
            "tabs": self._add_resources([tab for tab in self._get_page_tabs(found) if tab["blocks"]]),
            "more": self._get_page_steps(action),
            "is_managed": self.is_my_program,
        }

    # -- the head

    def _get_page_people(self, found):
        people = self.env["hr.mentorship.overview"]._get_people(found, show=self)
        return [{**person, "standing": "", "program": "", "buttons": []} for person in people]

    def _get_page_heading(self):
        """Return what stands above the people, where they are more than one."""
        others = self.member_ids - self.my_member_id
        if len(others) < 2:
            return ""
        return self.env._("My group") if self.my_member_id.role == "mentee" else self.env._("My mentees")

    def _get_chat_label(self):
        if not self.can_chat:
            return ""
        return self.env._("Chat in your group") if len(self.member_ids) > 2 else self.env._("Chat")

    def _get_soon_button(self):
        """Return the button of the urgent request, which says how the members have agreed to reach each other."""
        # sudo: no client reads when they have asked; whoever just has reads that it has arrived, and no button
        if not self.can_ask_soon or self.my_member_id.sudo()._has_just_asked_soon():
            return None
        partners_sudo = self.my_member_id.sudo()._get_soon_partners()  # sudo: partners know names
        lines = [
            self.env._(
                "%(names)s learns at once that you need a few minutes soon, in your chat or by mail. Nobody else does.",
                names=format_list(self.env, partners_sudo.employee_id.mapped("name")),
            )
        ]
        if channels := self.my_member_id._get_agreed_channels():
            lines.append(self.env._("You have agreed to reach each other like this: %(words)s", words=channels))
        return cards.make_button(
            "action_ask_soon",
            self.env._("I Need You Soon"),
            confirm="\n\n".join(lines),
            confirm_label=self.env._("Tell Them Now"),
            cancel_label=self.env._("Not Now"),
        )

    def _get_page_sentence(self):
        """Say in one sentence where the members stand."""
        if self.trace or self.state in ("agreement", "active"):
            return self.env["hr.mentorship.overview"]._get_standing(self)
        if self.state == "paused":
            return self._say_break()
        values = {"date": say_date(self.env, self.closed_on or self.offer_expires_on)}
        met = self.done_checkin_count
        if self.state == "offered":
            return self.env._("You decide freely, until %(date)s.", **values)
        if self.state == "completed":
            words = by_count(
                met,
                self.env._("Completed on %(date)s, after one meeting."),
                self.env._("Completed on %(date)s, after %(count)s meetings."),
            )
            return words % {**values, "count": met}
        if self.state == "ended":
            return self.env._("It ended on %(date)s. What you have agreed and reached stays here.", **values)
        return self._say_why_not()

    def _say_why_not(self):
        if self.request_answer:
            return self.env._("It was not approved: %(reason)s", reason=self.request_answer)
        return self.env._("It did not come to a mentorship.")

    def _say_break(self):
        if not self.away_member_id:
            return self.env["hr.mentorship.overview"]._get_standing(self)
        return self.env._(
            "%(name)s is away until %(date)s. Nothing is planned until then, and nobody is reminded.",
            name=self.away_member_id.sudo().employee_id.name,  # sudo: partners know names
            date=say_date(self.env, self.pause_until),
        )

    # -- what to do

    def _get_idle_action(self):
        """Return what one can do where nobody waits for anything; None, where there is no such thing."""
        if self.state != "paused" or not self.can_pause:
            return None
        return {
            **self.env["hr.mentorship.overview"]._get_action_values("resume", self),
            "title": self.env._("Ready to go on?"),
            "text": self.env._(
                "You take a break until %(date)s. The planned end stays as it is.",
                date=say_date(self.env, self.pause_until),
            ),
            "buttons": [cards.make_button("action_resume", self.env._("Go On"), "primary")],
        }

    def _get_page_hints(self, action):
        """Return what else is good to know; a hook, for what later rooms have to say."""
        hints = self._get_soon_hints() if self.state in OPEN_STATES else []
        if self.state in ("agreement", *RUNNING_STATES) and self.my_fit_answer == "no" and not self.asks_fit:
            hints.append(
                pages.make_hint(
                    "fit",
                    "info",
                    self.env._("You have said that it is not a fit. Only you see this."),
                    cards.make_button("action_find_new_match", self.env._("Look for a new match"), "primary"),
                    cards.make_button("action_fit_good", self.env._("It fits after all")),
                )
            )
        if self.health in ("slowing", "stalled", "at_risk"):
            buttons = [
                cards.make_button("action_amend", self.env._("Meet less often")) if self.can_amend else None,
                cards.make_button("action_pause", self.env._("Take a break")) if self.can_pause else None,
            ]
            hints.append(
                pages.make_hint(
                    "health", "warning", self.health_hint, *filter(None, buttons), muted=self.health_reasons or ""
                )
            )
        if self.can_return and (not action or action["kind"] != "another_partner"):
            hints.append(
                pages.make_hint(
                    "return",
                    "info",
                    self.env._(
                        "Would you like another partner in this program? You are matched again as soon as you say so, "
                        "and not before."
                    ),
                    cards.make_button("action_back_to_pool", self.env._("Yes, Match Me Again"), "primary"),
                )
            )
        return hints

    def _get_soon_hints(self):
        """Say who needs a word soon, to those whom they have asked, and to them that it has arrived."""
        # sudo: no client reads when somebody has asked; the page is that of the member
        member_sudo = self.my_member_id.sudo()
        chat = cards.make_button("action_chat", self._get_chat_label(), "primary") if self.can_chat else None
        hints = [
            pages.make_hint(
                f"soon,{asking_sudo.id}",
                "warning",
                self.env._(
                    "%(name)s needs a few minutes with you soon. Asked on %(when)s.",
                    name=asking_sudo.employee_id.name,
                    when=asking_sudo._say_when_asked_soon(),
                ),
                *filter(None, [chat]),
            )
            for asking_sudo in member_sudo._find_who_asks_soon()
        ]
        if member_sudo._is_asking_soon():
            names = format_list(self.env, member_sudo._get_soon_partners().employee_id.mapped("name"))
            words = self.env._(
                "You have asked %(names)s for a few minutes soon, on %(when)s. It has been sent.",
                names=names,
                when=member_sudo._say_when_asked_soon(),
            )
            hints.append(pages.make_hint("asked_soon", "info", words))
        return hints

    def _get_page_steps(self, action):
        """Return the buttons of what one does rarely, behind “More”; a hook."""
        env = self.env
        signs_first = self.can_sign and not self.amendment_id
        steps = [
            (self.can_amend, cards.make_button("action_amend", env._("Change the Agreement"))),
            (self.may_thank, cards.make_button("action_thank", env._("Write a Thank-you"))),
            (self.state == "active" and self.can_pause, cards.make_button("action_pause", env._("Pause"))),
            (
                self.can_sign,
                cards.make_button(
                    "action_send_my_link",
                    env._("Send Me a Link"),
                    confirm=env._(
                        "Send a personal link to your e-mail address? Whoever has it can sign for you without a "
                        "login, once."
                    ),
                    confirm_label=env._("Send the Link"),
                    cancel_label=env._("Go Back"),
                ),
            ),
            (
                signs_first,
                cards.make_button(
                    "action_refuse",
                    env._("Do Not Sign"),
                    confirm=env._(
                        "Not sign this agreement? The mentorship does not start. You need no reason, and you stay in "
                        "the program."
                    ),
                    confirm_label=env._("Do Not Sign"),
                    cancel_label=env._("Go Back"),
                ),
            ),
            (
                self.can_sign and self.amendment_id,
                cards.make_button(
                    "action_refuse",
                    env._("Reject the Change"),
                    confirm=env._(
                        "Not sign this change? Your mentorship goes on as you have agreed before. You need no reason."
                    ),
                    confirm_label=env._("Do Not Sign"),
                    cancel_label=env._("Go Back"),
                ),
            ),
            (
                self.is_my_request,
                cards.make_take_back_button(self),
            ),
            (
                self.state == "active" and self.done_checkin_count and not self.is_mentee_of_group,
                cards.make_button(
                    "action_complete",
                    env._("Complete"),
                    confirm=env._(
                        "Complete this mentorship? All members get a badge and are asked for a thank-you; planned "
                        "check-ins are cancelled."
                    ),
                    confirm_label=env._("Complete"),
                    cancel_label=env._("Not Yet"),
                ),
            ),
            (
                self.state in OPEN_STATES and not (self.can_answer or signs_first or self.is_my_request),
                cards.make_button(
                    "action_end", env._("Leave the Group") if self.is_mentee_of_group else env._("End Early")
                ),
            ),
        ]
        pressed = {button["name"] for button in action["buttons"]} if action else set()
        return [button for is_there, button in steps if is_there and button["name"] not in pressed]

    # -- what belongs to it

    def _get_page_tabs(self, found):
        """Return the tabs, the one that is open first; a hook."""
        tabs = {
            "meetings": self._make_meetings_tab(found),
            "goals": self._make_goals_tab(found),
            "notes": self._make_notes_tab(),
            "agreement": self._make_agreement_tab(),
            "people": self._make_people_tab(),
            "messages": self._make_messages_tab(),
        }
        first = {"requested": ("people",), "offered": ("people",), "agreement": ("agreement", "people")}.get(
            self.state, ()
        )
        return [tabs[key] for key in (*first, *(key for key in tabs if key not in first))]

    def _add_resources(self, tabs):
        """Show what helps in this phase in the tab that is open first, whichever that is."""
        links = [cards.make_resource_card(resource) for resource in self.resource_ids]
        block = pages.make_block("resources", pages.LINKS, links, self.env._("Good for now"))
        if tabs and block:
            blocks = tabs[0]["blocks"]
            # Above the meetings, of which there may be a screenful; below the terms and the people, which are short
            blocks.insert(0 if tabs[0]["key"] == "meetings" else len(blocks), block)
        return tabs

    def _make_meetings_tab(self, found):
        checkins = found["all_checkins"]
        planned = checkins.filtered(lambda checkin: checkin.state == "planned")
        over = (checkins - planned).filtered(lambda checkin: checkin.state != "cancelled").sorted("list_position")
        is_long = len(planned) > pages.MEETINGS_AT_ONCE or len(over) > pages.MEETINGS_AT_ONCE
        all_of_them = [cards.make_button("action_view_checkins", self.env._("See All Meetings"))] if is_long else []
        upcoming = [
            {**card, "muted": [line for line in card["muted"] if line != self._get_page_title()]}
            for card in map(cards.make_checkin_card, planned[: pages.MEETINGS_AT_ONCE])
        ]
        return pages.make_tab(
            "meetings",
            self.env._("Meetings"),
            "fa-calendar-o",
            pages.make_block("upcoming", pages.CARDS, upcoming, self.env._("What comes")),
            pages.make_block(
                "over",
                pages.CARDS,
                [pages.make_held_card(checkin) for checkin in over[: pages.MEETINGS_AT_ONCE]],
                self.env._("What was"),
            ),
            pages.make_block("all", pages.CARDS, [], buttons=all_of_them),
            count=self.done_checkin_count,
        )

    def _make_goals_tab(self, found):
        buttons = []
        empty = ""
        if self.can_set_goal:
            buttons.append(cards.make_button("action_add_goal", self.env._("New Goal")))
            empty = self.env._("One sentence is enough to begin with: what do you want to be able to do?")
        if self.can_suggest_goal:
            buttons.append(cards.make_button("action_suggest_goal", self.env._("Suggest a Goal")))
            empty = empty or self.env._("No goal yet. Your mentee sets it, and you may suggest one.")
        return pages.make_tab(
            "goals",
            self.env._("Goals"),
            "fa-flag-o",
            pages.make_block(
                "goals",
                pages.CARDS,
                [cards.make_goal_card(goal) for goal in found["goals"]],
                empty=empty,
                buttons=buttons,
            ),
            count=len(found["goals"]),
        )

    def _make_notes_tab(self):
        steps = self.open_next_step_ids
        # The latest first, by what they are about
        notes = self.note_ids.sorted(lambda note: (pages.get_day_of_note(note), note.id), reverse=True)
        buttons = [cards.make_button("action_thank", self.env._("Write a Thank-you"))] if self.may_thank else []
        is_time = self.state in RUNNING_STATES
        if is_time or self.state == "agreement":
            buttons.insert(0, cards.make_button("action_write_note", self.env._("Write a Note")))
        return pages.make_tab(
            "notes",
            self.env._("Notes"),
            "fa-pencil-square-o",
            pages.make_block(
                "steps", pages.CARDS, [pages.make_step_card(step) for step in steps], self.env._("Next steps")
            ),
            pages.make_block(
                "notes",
                pages.LETTERS,
                [self._make_letter(note) for note in notes],
                self.env._("What you have written"),
                empty=self.env._(
                    "What you write down when you log a meeting, or in between, stands here. Only you two read it."
                )
                if is_time and len(self.member_ids) < 3
                else "",
                buttons=buttons,
            ),
            count=len(notes),
        )

    def _make_letter(self, note):
        """Return a note as it stands on the page; a hook."""
        return pages.make_letter(note)

    def _make_agreement_tab(self):
        buttons = []
        change = []
        if self.amendment_id:
            change = [cards.make_button("action_view_agreement", self.env._("See the Change"))]
        elif self.agreement_id:
            label = self.env._("Read the Agreement") if len(self.agreement_ids) < 2 else self.env._("See All Versions")
            buttons.append(cards.make_button("action_view_agreement", label))
        if self.can_amend:
            buttons.append(cards.make_button("action_amend", self.env._("Change It")))
        facts = []
        if self.state not in ("declined", "cancelled"):
            names = ("rhythm_text", "meeting_duration_text", "meeting_mode", "meeting_location")
            facts = pages.get_facts(self, *names, "start_date", "end_date")
        return pages.make_tab(
            "agreement",
            self.env._("Agreement") if self.has_agreement_step else self.env._("How we meet"),
            "fa-file-text-o",
            pages.make_block(
                "change",
                pages.LINES,
                [],
                empty=self.env._(
                    "A change of your agreement waits until everybody has signed it. What is below stays in force "
                    "until then."
                )
                if change
                else "",
                buttons=change,
            ),
            pages.make_block("terms", pages.FACTS, facts, buttons=buttons),
        )

    def _make_people_tab(self):
        reasons = [
            {"key": f"reason,{number}", "text": line}
            for number, line in enumerate((self.match_reasons or "").splitlines())
            # What speaks for it, and how somebody has asked, stand above as long as there is an answer to give
            if line and not self.can_answer
        ]
        others = self.member_ids - self.my_member_id
        said = []
        for member in others.sorted(lambda each: each.role != "mentor"):
            topics = ", ".join(member.skill_ids.mapped("name"))
            words = [member.introduction, member.motivation]
            if member.role == "peer" and (offered := ", ".join(member.offered_skill_ids.mapped("name"))):
                words.insert(0, f"{with_colon(self.env, self.env._('Can help with'))} {offered}")
            if topics:
                title = self.env._("Can help with") if member.role == "mentor" else self.env._("Wants to learn")
                words.insert(0, f"{with_colon(self.env, title)} {topics}")
            if any(words):
                name = member.sudo().employee_id.name  # sudo: partners know names
                said.append(pages.make_fact(name, "\n".join(filter(None, words))))
        question = []
        if self.request_message and not self.can_answer:
            label = self.env._("The question") if self.is_flash else self.env._("How it began")
            question.append(pages.make_fact(label, self.request_message))
        return pages.make_tab(
            "people",
            self.env._("Us"),
            "fa-users",
            pages.make_block("question", pages.FACTS, question),
            pages.make_block("people", pages.FACTS, said),
            pages.make_block("why", pages.LINES, reasons, self.env._("Why this match")),
        )

    def _make_messages_tab(self):
        chat = [cards.make_button("action_chat", self._get_chat_label(), "primary")] if self.can_chat else []
        empty = self.env._("What has been said here, and what has changed.")
        if chat:
            empty = self.env._(
                "What you write to each other in the chat is read by nobody else. Below stands what has changed here; "
                "what is written there is read by the members, and by whoever is mentioned."
            )
        return pages.make_tab(
            "messages",
            self.env._("Messages"),
            "fa-comments-o",
            pages.make_block("chat", pages.LINES, [], empty=empty, buttons=chat),
        )
