from operator import itemgetter

from odoo import api, models
from odoo.tools import groupby

from ...models.common.groups import MANAGER
from ...models.common.spoken import by_count, say_date
from ...models.mentorship.hr_mentorship import RUNNING_STATES
from . import cards
from .next_action import find_next_actions
from .people import get_partner_members, make_person, name_partners
from .words import say

MET_STATES = ("agreement", *RUNNING_STATES)
"""Two people know each other now, and belong on the page."""
UNDER_WAY = ("open", "submitted", "draft")
"""States of the programs that one manages, those in which the most is to be done first."""
TIMELINE_AT_ONCE = 6
PROGRAMS_AT_ONCE = 12


class HrMentorshipOverview(models.TransientModel):
    """What the page shows, as values for the web client, in one call."""

    _inherit = "hr.mentorship.overview"

    @api.model
    @api.readonly
    def get_page(self):
        """Return My Mentorship of the current user.

        :rtype: dict with ``action`` (the one thing to do next, or None), ``more`` (what waits behind it), ``people``,
            ``sections`` (see :meth:`_get_sections`), ``figures`` and ``start`` (what to do without any of it)
        """
        found = self._find_page()
        actions = [self._make_action(action) for action in find_next_actions(self._get_facts(found))]
        people = self._get_people_cards(found)
        sections = sorted(self._get_sections(found), key=lambda section: section["sequence"])
        action = actions[0] if actions else self._get_rest(found, people, sections)
        if not action:
            self._stress_most_urgent(sections)
        return {
            "action": action,
            "more": actions[1:],
            "people": people,
            "figures": self._get_figures(found),
            "sections": [section for section in sections if section["cards"]],
            "has_employee": found["has_employee"],
        }

    @api.model
    def _find_page(self):
        there = self._find_what_there_is()
        found = {**self._find_mine(there), **self._find_goals(there), **self._find_programs(there)}
        todo, active = found["todo_mentorship_ids"], found["active_mentorship_ids"]
        invitations = self._find_my_invitations(there)
        return {
            **found,
            "there": there,
            "invitations": invitations,
            # Whoever is invited to a program finds it above
            "open_program_ids": found["open_program_ids"] - invitations.program_id,
            "notices": self._find_my_notices(there),
            "next_steps": self._find_my_next_steps(there),
            "balance": self._find_my_balance(there),
            "resources": self._pick_resources(todo | active, found["waiting_participant_ids"]),
        }

    # -- what to do next

    @api.model
    def _get_facts(self, found):
        """Return what is known, for the list of next actions; see ``next_action.py``."""
        waiting = found["waiting_participant_ids"]
        # Whoever runs programs comes for those, and joins one when they like
        is_guest = found["has_employee"] and not found["managed_program_ids"]
        is_settled = waiting or found["mine"].filtered(lambda each: each.state in MET_STATES)
        return {
            "mentorship": [self._get_mentorship_facts(each, found) for each in found["mine"]],
            "checkin": [
                {
                    "id": checkin.id,
                    "day": checkin.planned_date,
                    "is_due": checkin.is_due,
                    "can_log": checkin.can_log and checkin.state == "planned",
                    "can_confirm": checkin.can_confirm and checkin.is_waiting_for_me and checkin.state == "done",
                    "is_first": checkin.kind == "first",
                    "can_plan": checkin.can_plan,
                    "has_time": bool(checkin.planned_at),
                    "is_next": checkin.state == "planned" and not checkin.is_due and checkin.is_next,
                }
                for checkin in found["checkins"]
            ],
            "goal": [
                {
                    "id": goal.id,
                    "is_suggested": goal.state == "suggested",
                    "can_decide": goal.can_decide,
                    "can_congratulate": goal.can_congratulate,
                }
                for goal in found["goals"]
            ],
            "participant": [
                {
                    "id": participant.id,
                    "training_is_open": participant.training_status == "open",
                    "survey_is_open": participant.survey_status == "open",
                    "is_waiting": True,
                }
                for participant in waiting
            ],
            "invitation": [{"id": each.id} for each in found["invitations"]],
            "program_to_approve": [{"id": program.id} for program in found["approval_program_ids"]],
            "program_to_choose_in": [{"id": program.id} for program in found["choosing_program_ids"]],
            "program_to_join": [
                {"id": program.id} for program in found["open_program_ids"] if is_guest and not is_settled
            ],
            "level": [{"id": proposal.id} for proposal in found["skill_proposal_ids"]],
            "profile": [{"id": 0, "has_topics": found["has_topics"]}] if is_guest else [],
        }

    @api.model
    def _get_mentorship_facts(self, mentorship, found):
        has_goal = any(goal.mentorship_id == mentorship for goal in found["goals"])
        return {
            "id": mentorship.id,
            "day": mentorship.offer_expires_on,
            "can_answer": mentorship.can_answer,
            "is_request_to_me": mentorship.is_request_to_me,
            "can_sign": mentorship.can_sign,
            "is_amendment": bool(mentorship.amendment_id),
            "can_hold_first_meeting": mentorship.can_hold_first_meeting,
            "asks_fit": mentorship.asks_fit,
            "can_thank": mentorship.can_thank,
            "is_asked_for_another": mentorship in found["returning_mentorship_ids"],
            "is_without_goal": mentorship.state == "active" and mentorship.can_set_goal and not has_goal,
        }

    @api.model
    def _make_action(self, action):
        """Put one next action into words, with its buttons and what helps to decide."""
        model = {
            "mentorship": "hr.mentorship",
            "checkin": "hr.mentorship.checkin",
            "goal": "hr.mentorship.goal",
            "participant": "hr.mentorship.participant",
            "invitation": "hr.mentorship.invitation",
            "level": "hr.mentorship.skill.proposal",
            "profile": "hr.mentorship.overview",
        }.get(action.about, "hr.mentorship.program")
        record = self.env[model].browse(action.id) if action.id else self.env[model]
        words = say(action.kind, record)
        return {
            **self._get_action_values(action.kind, record),
            "title": words.title,
            "text": words.text,
            "buttons": words.buttons,
            "person": words.person and make_person(words.person, with_details=True),
            "card": words.card,
            "is_link": words.is_link,
        }

    @api.model
    def _get_action_values(self, kind, record):
        return {
            "key": f"{kind},{record.id or 0}",
            "kind": kind,
            "model": record._name,
            "id": record.id or 0,
            "buttons": [],
            "person": None,
            "card": None,
            "is_link": False,
        }

    @api.model
    def _get_rest(self, found, people, sections):
        """Return what stands first on the page where there is nothing to do at all: no page leads nowhere."""
        values = self._get_action_values("rest", self.browse())
        is_manager = self.env.user.has_group(MANAGER)
        if is_manager and not found["managed_program_ids"] and not people and not found["open_program_ids"]:
            return {
                **values,
                "kind": "create_program",
                "title": self.env._("Start your first mentorship program"),
                "text": self.env._(
                    "Choose a template: goals, rules, agreement and checklist come with it, and you change what you "
                    "like. Nothing reaches anybody before you open it."
                ),
                "buttons": [
                    cards.make_button("action_create_program", self.env._("Create a Program"), "primary"),
                ],
            }
        if people or found["managed_program_ids"]:
            return None
        if not found["has_employee"]:
            title = self.env._("You cannot take part yet")
            text = self.env._(
                "Your user has no employee record in this company, so you cannot take part yourself. Ask your HR "
                "department to link one."
            )
            return {**values, "title": title, "text": text}
        return {
            **values,
            "title": self.env._("Nothing waits for you"),
            "text": self.env._(
                "No program is open for enrolment now. Keep your profile up to date: you hear by mail as soon as a "
                "program starts that is for you."
            ),
            "buttons": [cards.make_button("action_open_my_profile", self.env._("My Profile"), "primary")],
        }

    def action_create_program(self):
        """Choose a template for a new program."""
        return self.env["ir.actions.actions"]._for_xml_id("hr_mentorship.hr_mentorship_new_program_action")

    # -- the same for the page of one mentorship

    @api.model
    def _find_of_mentorship(self, mentorship):
        """Return of one mentorship of the current user what :meth:`_get_facts` asks for, and all that belongs to it."""
        checkins = self._search_whole(
            "hr.mentorship.checkin", [("mentorship_id", "=", mentorship.id)], order="planned_date, id"
        )
        asked = mentorship.filtered(lambda each: each.can_return and each.my_member_id.pool_answer == "asked")
        return {
            **self._find_nothing(),
            "mine": mentorship,
            "all_checkins": checkins,
            "checkins": checkins.filtered(lambda checkin: checkin.state in ("planned", "done")),
            "goals": self._search_whole("hr.mentorship.goal", [("mentorship_id", "=", mentorship.id)]),
            "returning_mentorship_ids": asked,
        }

    @api.model
    def _find_nothing(self):
        """Return what :meth:`_get_facts` asks for where there is none of it."""
        names = ("waiting_participant_ids", "approval_program_ids", "choosing_program_ids", "open_program_ids")
        names += ("managed_program_ids", "skill_proposal_ids", "returning_mentorship_ids")
        return {
            **{name: self.env[self._fields[name].comodel_name] for name in names},
            "mine": self.env["hr.mentorship"],
            "checkins": self.env["hr.mentorship.checkin"],
            "goals": self.env["hr.mentorship.goal"],
            "invitations": self.env["hr.mentorship.invitation"],
            # No page but My Mentorship sends somebody to their profile
            "has_employee": False,
            "has_topics": True,
        }

    @api.model
    def _get_next_action(self, found):
        """Return the one thing to do next of what has been found; None, if there is nothing to do."""
        actions = find_next_actions(self._get_facts(found))
        return self._make_action(actions[0]) if actions else None

    # -- who we are

    @api.model
    def _get_people(self, found, show=None):
        """Return whom one is together with now, each with how to reach them and where it stands.

        :param show: the mentorships whose people are asked for, where these are not those who have met
        """
        mentorships = found["mine"].filtered(lambda each: each.state in MET_STATES) if show is None else show
        members = mentorships.member_ids - mentorships.my_member_id
        contacts = self._get_contacts(members)
        return [
            {
                **make_person(member),
                "relation": self._get_relation(mentorship.my_member_id.role, member.role),
                "mentorship_id": mentorship.id,
                "program": mentorship.program_id.name,
                "standing": self._get_standing(mentorship),
                "buttons": self._get_change_button(mentorship) + self._get_thanks_button(mentorship),
                **contacts.get(member.employee_id.id, {}),
                "chat": self._get_chat(mentorship, member),
            }
            for mentorship in mentorships
            for member in get_partner_members(mentorship)
        ]

    @api.model
    def _get_people_cards(self, found):
        """Return the same, a card each; a group is one card, with all of its people on it."""
        return [
            people[0] if len(people) == 1 else self._make_group_card(people)
            for _mentorship_id, people in groupby(self._get_people(found), key=itemgetter("mentorship_id"))
        ]

    @api.model
    def _make_group_card(self, people):
        """Return one card for several people of a mentorship: what holds for all of them once, and a line each."""
        first, mentorship = people[0], self.env["hr.mentorship"].browse(people[0]["mentorship_id"])
        # Somebody without a user is in no chat, which the others have nevertheless
        chat = next((person["chat"] for person in people if person["chat"]), "")
        names = {person["key"]: person["name"] for person in people}
        return {
            **first,
            "key": f"group,{first['mentorship_id']}",
            "name": mentorship._get_page_heading(),
            "chat": chat,
            # To thank all of them is offered once, and each of them beside the name
            "members": [
                {
                    **person,
                    "thanks": cards.make_button(
                        "action_thank",
                        self.env._("Thank %(name)s", name=names[person["key"]]),
                        args=[person["member_id"]],
                    )
                    if mentorship.may_thank
                    else None,
                }
                for person in people
            ],
        }

    def _get_change_button(self, mentorship):
        """Lead to the change of which the standing says that it waits for the others."""
        if not mentorship.trace or not mentorship.amendment_id:
            return []
        return [cards.make_button("action_view_agreement", self.env._("See the Change"))]

    def _get_thanks_button(self, mentorship):
        return [cards.make_button("action_thank", self.env._("Say Thanks"))] if mentorship.may_thank else []

    @api.model
    def _get_contacts(self, members):
        """Return how to reach these people, as far as colleagues read that of each other."""
        people = self.env["hr.employee.public"].search_fetch(
            [("id", "in", members.employee_id.ids)], ["name", "work_email", "mobile_phone", "work_phone"]
        )
        return {
            person.id: {
                "email": person.work_email or "",
                "phone": person.mobile_phone or person.work_phone or "",
                "email_label": self.env._("Write to %(address)s", address=person.work_email),
                "phone_label": self.env._("Call %(number)s", number=person.mobile_phone or person.work_phone),
            }
            for person in people
        }

    def _get_chat(self, mentorship, member):
        """Return the name of the button that opens the messages with ``member``; none, if they get none in Odoo."""
        if not mentorship.can_chat or not member.sudo().user_id:  # sudo: partners know how to reach each other
            return ""
        if len(mentorship.member_ids) > 2:
            return self.env._("Chat in your group")
        # sudo: partners read each other's names
        return self.env._("Chat with %(name)s", name=member.sudo().employee_id.name)

    def _get_relation(self, my_role, role):
        if my_role == "peer":
            return self.env._("My peer")
        if my_role == "mentee":
            return self.env._("My mentor") if role == "mentor" else self.env._("Learns with me")
        return self.env._("My mentee") if role == "mentee" else self.env._("Mentors with me")

    def _get_standing(self, mentorship):
        """Say in one sentence how far two people are."""
        if mentorship.trace:
            return mentorship.trace
        if mentorship.state == "agreement":
            return self.env._("You are about to begin: the agreement is to be signed.")
        if mentorship.state == "paused":
            return self.env._("Takes a break until %(date)s.", date=say_date(self.env, mentorship.pause_until))
        met = mentorship.done_checkin_count
        if not met:
            return self.env._("Together since %(date)s.", date=say_date(self.env, mentorship.start_date))
        words = by_count(
            met,
            self.env._("Together since %(date)s; you have met once."),
            self.env._("Together since %(date)s; you have met %(count)s times."),
        )
        return words % {"date": say_date(self.env, mentorship.start_date), "count": met}

    # -- the rest of the page

    @api.model
    def _get_figures(self, found):
        """Return what one has done so far, each with the page behind it."""
        figures = [
            ("meetings", self.env._("Meetings"), found["held_checkin_count"], "hr_mentorship_my_checkin_action"),
            ("hours", self.env._("Hours"), found["held_hours"], "hr_mentorship_my_checkin_action"),
            ("goals", self.env._("Goals reached"), found["reached_goal_count"], "hr_mentorship_my_goal_action"),
            ("badges", self.env._("Badges"), found["badge_count"], "hr_mentorship_badge_action"),
            (
                "thanks",
                self.env._("Thank-yous"),
                found["thank_you_count"],
                "hr_mentorship_thank_you_received_action",
            ),
            ("points", self.env._("Points"), found["balance"], "hr_mentorship_my_wallet_server_action"),
        ]
        counted = ("held_checkin_count", "reached_goal_count", "badge_count", "thank_you_count", "balance")
        if not any(found[name] for name in counted):
            return []
        return [
            {"key": key, "label": label, "value": value, "action": f"hr_mentorship.{action}"}
            for key, label, value, action in figures
            # Without points yet, My Points says how to earn some
            if value or key in ("meetings", "hours") or (key == "points" and value is not None)
        ]

    @api.model
    def _get_sections(self, found):
        """Return the sections below what to do next, in their order on the page.

        Hook: whoever adds a section extends this, and appends a dict with ``key``, ``title``, ``sequence`` (they stand
        in its order), ``template`` of the web client, which is called with ``section``, and ``cards``, made by
        ``cards.make_card``; a section without any is left out. ``hr_mentorship.MyMentorship.Cards`` shows them.
        """
        template = "hr_mentorship.MyMentorship.Cards"
        waiting = found["requested_mentorship_ids"] | found["answered_mentorship_ids"].filtered(
            # The other ones stand among the people
            lambda mentorship: mentorship.state not in MET_STATES
        )
        upcoming = found["checkin_ids"].filtered(lambda checkin: not checkin.is_due)
        managed = self._get_managed_cards(found)
        title = self.env._("Programs you manage")
        working = [card for card in managed if card["is_waiting"]]
        quiet = [card for card in managed if not card["is_waiting"]]
        sections = [
            # What waits for those who run programs is work, and comes before what is news
            ("managed", title, working),
            ("news", self.env._("News"), [cards.make_notice_card(each) for each in found["notices"]]),
            ("checkins", self.env._("Next check-ins"), [cards.make_checkin_card(each) for each in upcoming]),
            ("goals", self.env._("Your goals"), [cards.make_goal_card(each) for each in found["goal_ids"]]),
            ("steps", self.env._("Your next steps"), [cards.make_step_card(each) for each in found["next_steps"]]),
            ("answers", self.env._("Waiting for the other side"), [cards.make_waiting_card(each) for each in waiting]),
            (
                "participants",
                self.env._("You wait for a match"),
                [cards.make_participant_card(each) for each in found["waiting_participant_ids"]],
            ),
            ("quiet", self.env._("Your other programs") if working else title, quiet),
            (
                "programs",
                self.env._("Programs you can join"),
                [cards.make_program_card(each) for each in found["open_program_ids"][:PROGRAMS_AT_ONCE]],
            ),
            ("resources", self.env._("Good for now"), [cards.make_resource_card(each) for each in found["resources"]]),
            ("timeline", self.env._("What you have done"), self._get_timeline(found)),
        ]
        return [
            {
                "key": key,
                "title": title,
                "sequence": 10 * number,
                "template": "hr_mentorship.MyMentorship.Timeline" if key == "timeline" else template,
                "cards": shown,
            }
            for number, (key, title, shown) in enumerate(sections)
        ]

    @api.model
    def _get_managed_cards(self, found):
        """Return the programs that one runs: those that are under way first, and of these where it is most urgent."""
        programs = found["managed_program_ids"].sorted(lambda program: UNDER_WAY.index(program.state))
        managed = [(UNDER_WAY.index(program.state), cards.make_managed_card(program)) for program in programs]
        return [card for _state, card in sorted(managed, key=lambda pair: (pair[0], pair[1]["urgency"]))]

    @api.model
    def _stress_most_urgent(self, sections):
        """Let the first thing that waits in one's programs stand out, where nothing on the page comes before it."""
        for section in sections:
            if section["key"] == "managed" and section["cards"]:
                section["cards"][0]["rows"][0]["style"] = "primary"

    @api.model
    def _get_timeline(self, found):
        """Return what has happened lately, the newest first."""
        moments = [
            (checkin.held_on, "fa-comments-o", cards.get_label(checkin, "kind"), checkin)
            for checkin in found["checkins"]
            if checkin.state == "done"
        ]
        moments += [
            (goal.reached_on, "fa-flag", self.env._("Goal reached: %(goal)s", goal=goal.name), goal)
            for goal in found["goals"]
            if goal.state == "reached" and goal.reached_on
        ]
        moments += [
            (
                thanks.day,
                "fa-heart-o",
                self.env._("%(name)s has thanked you", name=thanks.author_name),
                thanks.mentorship_id,
            )
            for thanks in found["thank_yous"]
        ]
        moments += [
            (
                mentorship.start_date,
                "fa-handshake-o",
                self.env._("You began with %(name)s", name=name_partners(mentorship)),
                mentorship,
            )
            for mentorship in found["mine"]
            if mentorship.start_date and mentorship.state in (*RUNNING_STATES, "completed")
        ]
        moments.sort(key=lambda moment: moment[0], reverse=True)
        return [
            {
                **cards.make_card(record, title, icon=icon, day=say_date(self.env, day)),
                "key": f"{icon},{record._name},{record.id},{day}",
            }
            for day, icon, title, record in moments[:TIMELINE_AT_ONCE]
        ]
