from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command, Domain

from ...models.common.spoken import by_count

MOST_CANDIDATES = 100
"""Cards a mentee gets to see of a program; nobody reads more, and the best come first."""
AGREED_KINDS = ("topics", "interests", "languages", "department", "job", "place")
"""What mentors are told of a mentee who wants to be shown, as the consent names it: no reason speaks of more."""
FEWEST_BESIDE, MOST_BESIDE = 2, 3
"""Mentors who are compared at a time: of more, nobody keeps in mind what the first one said."""


class HrMentorshipCandidate(models.TransientModel):
    """A mentor whom a mentee may ask, or a mentee to whom a mentor may offer a seat, as far as they are shown.

    Only the server writes these cards, for the one who looks. They hold copies and no links to the other one's
    application or profile, so that nothing else of those can be read through them.
    """

    _name = "hr.mentorship.candidate"
    _description = "Mentor to Ask, or Mentee to Offer a Seat"
    _order = "sequence, id"

    _transient_max_hours = 24.0  # a page may stay open over night
    mentee_id = fields.Many2one("hr.mentorship.participant", required=True, ondelete="cascade", groups=NO_ACCESS)
    mentor_id = fields.Many2one("hr.mentorship.participant", required=True, ondelete="cascade", groups=NO_ACCESS)
    active = fields.Boolean(default=True)
    is_mentee = fields.Boolean(help="The card of a mentee, for a mentor with a free seat.")
    sequence = fields.Integer()
    program_id = fields.Many2one("hr.mentorship.program", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee.public", required=True)
    avatar_128 = fields.Image(related="employee_id.avatar_128", related_sudo=False)
    name = fields.Char(required=True)
    job_title = fields.Char()
    department_id = fields.Many2one("hr.department", ondelete="cascade")
    work_location_id = fields.Many2one("hr.work.location", "Place", ondelete="cascade")
    score = fields.Integer("Match", aggregator=None, help="How well the two of you fit, from 0 to 100.")
    reasons = fields.Text("Why You Fit")
    skill_ids = fields.Many2many("hr.skill", string="Can Help With")
    language_ids = fields.Many2many("hr.skill", "hr_mentorship_candidate_language_rel", string="Languages")
    interest_ids = fields.Many2many("hr.mentorship.interest", string="Interests")
    introduction = fields.Text()
    free_seats = fields.Integer(aggregator=None)
    levels_of_wanted = fields.Json(
        exportable=False, help="The topics that the mentee wants, each with the level that the reasons name, if any."
    )

    @api.model
    def action_find(self):
        """Show the mentors whom the current user may ask, in whatever program."""
        return self._open()

    def action_ask(self):
        """Open the dialog in which the mentee reads more, writes a few words and asks."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_ask_action")
        if self.is_mentee:
            action["name"] = self.env._("Offer a Seat")
        action["context"] = {"default_candidate_id": self.id}
        return action

    @api.model
    def _open(self, program=None):
        """Rank the mentors anew and show them.

        :param program: only those of this program, at first; the search can be widened
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_candidate_action")
        if not self.env.cr.readonly:  # where the web client only wants to know the name of the page
            cards = self._refresh()
            action["help"] = self._explain_nothing(cards)
        # The path of the server action: a page that is loaded again ranks again
        action["path"] = "find-my-mentor"
        if program:
            action["context"] = {"search_default_program_id": program.id}
        return action

    @api.model
    def _open_next_wish(self, program):
        """Open the dialog that asks whom the current user wants most; all of them where there is no such mentor."""
        mentees = self.env["hr.mentorship.participant"]._find_my_choosing()
        mentee = mentees.filtered(lambda each: each.program_id == program)[:1]
        wished = mentee and mentee._find_next_wishes()[:1]
        if wished:
            self._refresh()
            # sudo: the user's own cards, by what they do not show
            mine = self.sudo().search([("create_uid", "=", self.env.uid), ("mentee_id", "=", mentee.id)])
            if card := mine.filtered(lambda each: each.mentor_id == wished):
                return card.with_env(self.env).action_ask()
        return self._open(program)

    @api.model
    def _refresh(self):
        """Lay out new cards for the current user; those of pages that are still open elsewhere stay usable."""
        # sudo: nobody else writes cards; they are for the current user and hold only what a mentee may see
        cards_sudo = self.sudo()
        cards_sudo.search([("create_uid", "=", self.env.uid), ("is_mentee", "=", False)]).active = False
        mentees = self.env["hr.mentorship.participant"]._find_my_choosing()
        return cards_sudo.create([vals for mentee in mentees for vals in self._prepare_cards(mentee)])

    # -- where there is nobody to show

    @api.model
    def _explain_nothing(self, cards):
        """Return what the page says where it shows nobody: the one reason that holds, and what to do about it.

        :param cards: all that there are; whoever sees none of them has narrowed the search
        :rtype: Markup
        """
        if cards:
            title = self.env._("Nobody is like this")
            reasons = [self.env._("Take away a part of your search, and you see all mentors whom you may ask again.")]
        else:
            title = self.env._("Nobody to ask at the moment")
            reasons = self._find_reasons_for_nobody()
        paragraphs = Markup().join(Markup("<p>%s</p>") % reason for reason in reasons)
        home = Markup('<p><a href="/odoo/mentorship" class="btn btn-primary">%s</a></p>')
        return (
            Markup('<p class="o_view_nocontent_smiling_face">%s</p>') % title
            + paragraphs
            + (Markup() if cards else home % self.env._("See what to do next"))
        )

    @api.model
    def _find_reasons_for_nobody(self):
        """Say why the current user sees no mentor: one sentence for each program in which they are a mentee."""
        if not self.env["hr.mentorship.profile"]._get_my_employee():
            return [
                self.env._(
                    "Your user has no employee record in this company, so you cannot take part yourself. Ask your HR "
                    "department to link one."
                )
            ]
        # sudo: the user's own participations, whatever record rules show of their programs
        mentees_sudo = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("role", "=", "mentee"),
                    ("state", "in", ("applied", "waiting", "approved")),
                    ("company_id", "in", self.env.companies.ids),
                    ("program_id.state", "=", "open"),
                ]
            )
        )
        choosing_sudo = mentees_sudo._find_my_choosing()
        reasons = [
            self._explain_no_fit(mentee) if mentee in choosing_sudo else self._explain_not_choosing(mentee)
            for mentee in mentees_sudo
        ]
        return reasons or [
            self.env._("You are in no program as a mentee. My Mentorship shows which ones you can join.")
        ]

    def _explain_no_fit(self, mentee):
        """Say to a mentee who may ask why there is nobody to be asked."""
        program = mentee.program_id.name
        if not mentee.skill_ids:
            return self.env._(
                "No mentor of “%(program)s” with a free seat fits you now. Say on your application which topics you "
                "want to learn: it is by these that we find somebody.",
                program=program,
            )
        return self.env._(
            "No mentor of “%(program)s” with a free seat fits you now. Look in again: seats become free, and mentors "
            "join.",
            program=program,
        )

    def _explain_not_choosing(self, mentee):
        """Say to a mentee why they ask nobody now."""
        program = mentee.program_id.name
        if mentee.state == "applied":
            return self.env._(
                "Your application for “%(program)s” is not answered yet. You choose a mentor as soon as it is "
                "approved.",
                program=program,
            )
        if mentee.state == "waiting":
            return self.env._(
                "“%(program)s” is full, and you are on its waiting list. You choose a mentor as soon as a place is "
                "yours.",
                program=program,
            )
        # Who has a match, or is asked, reads that: how people are brought together is of no interest to them by now
        if match := self.env["hr.mentorship"]._explain_match_there(mentee):
            return match
        if mentee.program_id.matching_mode == "manager":
            return self.env._(
                "In “%(program)s” the program manager brings people together. You will hear from them.", program=program
            )
        if mentee.needs_training:
            return mentee.training_hint
        return self.env["hr.mentorship"]._explain_why_not_now(mentee)

    # -- some of them side by side

    @api.readonly
    def get_comparison(self):
        """Return what these cards say, side by side, for the web client: two or three mentors, a column each.

        :rtype: dict of ``mentors`` and ``rows``; each row has a ``label`` and a cell a mentor, which is a list of lines
        :raises UserError: for fewer or more of them, or where a card is no longer there
        """
        if not FEWEST_BESIDE <= len(self) <= MOST_BESIDE:
            raise UserError(self.env._("Choose two or three mentors to compare."))
        # Those that are put away as well: of a page that is open still, while another one has been opened
        cards = self.exists()
        if cards != self:
            raise UserError(
                self.env._("This page is too old to compare what is on it. Load it again, and choose once more.")
            )
        cards.check_access("read")
        cards = cards.sudo()  # sudo: made for this reader, who may be in another company for a moment
        levels = self.env["hr.skill.level"].browse(
            {level for card in cards for level in (card.levels_of_wanted or {}).values() if level}
        )
        # A level may have been removed since, which the reasons still name
        names = {level.id: self.env["hr.mentorship.matching.words"]._name_level(level) for level in levels.exists()}
        rows = [
            ("program", self.env._("Program"), [card.program_id.name for card in cards]),
            ("reasons", self.env._("Why you fit"), [(card.reasons or "").splitlines() for card in cards]),
            ("topics", self.env._("Can help with"), [card._list_topics(names) for card in cards]),
            ("languages", self.env._("Languages"), [", ".join(card.language_ids.mapped("name")) for card in cards]),
            ("interests", self.env._("Interests"), [", ".join(card.interest_ids.mapped("name")) for card in cards]),
            ("department", self.env._("Department"), [card.department_id.name for card in cards]),
            ("place", self.env._("Place"), [card.work_location_id.name for card in cards]),
            ("seats", self.env._("Free seats"), [card._say_free_seats() for card in cards]),
            ("introduction", self.env._("In their words"), [card.introduction for card in cards]),
        ]
        return {
            "model": self._name,
            "mentors": [
                {
                    "id": card.id,
                    "employee_id": card.employee_id.id,
                    "name": card.name,
                    "job": card.job_title or "",
                    "score": card.score,
                }
                for card in cards
            ],
            "rows": [
                {"key": key, "label": label, "cells": [self._make_cell(said) for said in cells]}
                for key, label, cells in rows
                # What nobody has said, and a program that is the same for all, tell no two apart
                if any(cells) and not (key == "program" and len(set(cells)) == 1)
            ],
        }

    @api.model
    def _make_cell(self, said):
        lines = said if isinstance(said, list) else [said] if said else []
        return [{"is_wanted": False, **line} if isinstance(line, dict) else {"text": line} for line in lines]

    def _list_topics(self, level_names):
        """Return the topics as lines, those first that the mentee wants, with the level that the reasons name."""
        self.ensure_one()
        wanted = {int(skill_id): level_id for skill_id, level_id in (self.levels_of_wanted or {}).items()}
        topics = self.env["hr.mentorship.kind.topics"]
        return [
            {
                "text": topics._describe_topic(skill.name, level_names.get(wanted.get(skill.id)), None, None),
                "is_wanted": skill.id in wanted,
            }
            for skill in self.skill_ids.sorted(lambda each: each.id not in wanted)
        ]

    def _say_free_seats(self):
        self.ensure_one()
        return by_count(
            self.free_seats,
            self.env._("One seat is free"),
            self.env._("%(count)s seats are free", count=self.free_seats),
        )

    @api.model
    def action_find_mentees(self):
        """Show the mentees to whom the current user may offer a seat, in whatever program."""
        return self._open_mentees()

    @api.model
    def _open_mentees(self, program=None):
        """Rank the mentees anew and show them; parameters as of :meth:`_open`."""
        if not self.env.cr.readonly:  # as in _open
            self._refresh_mentees()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_candidate_mentee_action")
        action["path"] = "offer-a-seat"
        if program:
            action["context"] = {"search_default_program_id": program.id}
        return action

    @api.model
    def _refresh_mentees(self):
        # sudo: as in _refresh, and only what the mentees have agreed to show
        cards_sudo = self.sudo()
        cards_sudo.search([("create_uid", "=", self.env.uid), ("is_mentee", "=", True)]).active = False
        mentors = self.env["hr.mentorship.participant"]._find_my_offering()
        cards_sudo.create([vals for mentor in mentors for vals in self._prepare_mentee_cards(mentor)])

    @api.model
    def _prepare_mentee_cards(self, mentor):
        matcher, words = self.env["hr.mentorship.matcher"], self.env["hr.mentorship.matching.words"]
        ranking = matcher._rank_or_nothing(mentor, mentor._find_open_mentees(), most=MOST_CANDIDATES)
        mentees = [rating["mentee"] for rating in ranking]
        agreed = [self._leave_out_unagreed(rating["facts"]) for rating in ranking]
        reasons = words._explain_to_mentor(mentor, mentees, agreed)
        return [
            {**vals, "mentor_id": mentor.id, "mentee_id": mentee.id, "is_mentee": True}
            for mentee, vals in zip(mentees, self._lay_out(mentees, ranking, reasons), strict=True)
        ]

    @api.model
    def _leave_out_unagreed(self, facts):
        """Return ``match_facts`` with what the mentee has agreed to show: of topics, not how far they are."""
        return {
            **facts,
            "criteria": [
                {**fact, "shared": [[skill_id, False, None] for skill_id, _level, _steps in fact["shared"]]}
                if fact["kind"] == "topics" and "shared" in fact
                else fact
                for fact in facts["criteria"]
                if fact["kind"] in AGREED_KINDS
            ],
        }

    @api.model
    def _forget_mentees(self, about):
        """Take off the cards of mentors what these mentees have shown: they show it no longer, or not to them.

        The cards stay, without all that: who offers a seat on a page that is still open is told in words why not.

        :param Domain about: which cards, by their mentee and mentor
        """
        # sudo: cards of others, which nobody else writes; nothing of them is read here
        cards_sudo = self.sudo().with_context(active_test=False)
        cards_sudo.search(Domain("is_mentee", "=", True) & about).write(
            {
                "active": False,
                "job_title": False,
                "department_id": False,
                "work_location_id": False,
                "score": 0,
                "reasons": False,
                "skill_ids": [Command.clear()],
                "interest_ids": [Command.clear()],
                "language_ids": [Command.clear()],
                "introduction": False,
            }
        )

    @api.model
    def _prepare_cards(self, mentee):
        matcher = self.env["hr.mentorship.matcher"]
        ranking = matcher._rank_or_nothing(mentee, most=MOST_CANDIDATES)
        mentors = [rating["mentor"] for rating in ranking]
        words = self.env["hr.mentorship.matching.words"]
        reasons = words._explain_to_mentee(mentee, mentors, [rating["facts"] for rating in ranking])
        free = self._count_known_seats(mentors)
        return [
            {
                **vals,
                "mentor_id": mentor.id,
                "mentee_id": mentee.id,
                "free_seats": free[mentor],
                "levels_of_wanted": self._find_levels_of_wanted(mentee, mentor, rating["facts"]),
            }
            for mentor, rating, vals in zip(mentors, ranking, self._lay_out(mentors, ranking, reasons), strict=True)
        ]

    @api.model
    def _lay_out(self, participants, ranking, reasons):
        """Return what the cards of these participants (in sudo) show of them, in their order."""
        employee_ids = [participant.employee_id.id for participant in participants]
        profiles = (
            self.env["hr.mentorship.profile"]
            .sudo()
            .search_fetch([("employee_id", "in", employee_ids)], ["employee_id", "introduction", "language_ids"])
        )
        profile_of = {profile.employee_id.id: profile for profile in profiles}
        nothing = profiles.browse()
        # What colleagues see of each other: read for all of them at once, which hr.employee does not do for jobs
        people = {person.id: person for person in self.env["hr.employee.public"].sudo().browse(employee_ids)}
        cards = []
        for position, (participant, rating, sentences) in enumerate(zip(participants, ranking, reasons, strict=True)):
            person = people[participant.employee_id.id]
            profile = profile_of.get(participant.employee_id.id, nothing)
            cards.append(
                {
                    "sequence": position,
                    "program_id": participant.program_id.id,
                    "employee_id": person.id,
                    "name": person.name,
                    "job_title": person.job_title,
                    "department_id": person.department_id.id,
                    "work_location_id": person.work_location_id.id,
                    "score": round(rating["score"]),
                    "reasons": "\n".join(sentences),
                    "skill_ids": [Command.set(participant.skill_ids.ids)],
                    "interest_ids": [Command.set(participant.interest_ids.ids)],
                    "language_ids": [Command.set(profile.language_ids.ids)],
                    "introduction": profile.introduction,
                }
            )
        return cards

    @api.model
    def _count_known_seats(self, mentors):
        """Return how many seats of these mentors (in sudo) are free for all to know, by mentor.

        Nobody learns of a proposal that is not published, not even by the seat it would take.
        """
        participants = self.env["hr.mentorship.participant"].sudo().browse([mentor.id for mentor in mentors])
        # sudo: how many seats a mentor has left is published in the directory of mentors
        seats = participants._count_seats(self.env["hr.mentorship"]._get_published_live_states())
        return {mentor: left for mentor, (_taken, left) in seats.items()}

    @api.model
    def _find_levels_of_wanted(self, mentee, mentor, facts):
        """Return the topics that a mentee wants of a mentor, each with the level that the mentee is told, or 0."""
        levels = {
            skill_id: level_id or 0
            for fact in facts["criteria"]
            if fact.get("kind") == "topics" and fact["is_shown"] and (fact["weight"] or fact["is_required"])
            for skill_id, level_id, _steps in fact.get("shared", ())
        }
        return {skill.id: levels.get(skill.id, 0) for skill in mentee.skill_ids & mentor.skill_ids}
