from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ..common.client_actions import reload
from ..common.given_values import is_readable
from ..common.mail_template import LAYOUT

DECIDE_WITHIN = timedelta(days=14)
DECIDE_TODO = "hr_mentorship.mail_activity_type_decide_topic"
LONGEST_NAME = 60
WAITING_AT_ONCE = 5
PROFILE_FIELDS = {"wanted": "wanted_skill_ids", "offered": "offered_skill_ids"}
"""Where an accepted topic goes, by what it is for."""


class HrMentorshipTopicSuggestion(models.Model):
    """A topic that somebody misses among HR's skills, on its way to become one.

    The employee writes it down, HR makes a skill of it or says why not, and the profile has it where the employee
    meant it.
    """

    _name = "hr.mentorship.topic.suggestion"
    _description = "Suggested Topic"
    _inherit = ["hr.mentorship.thread.mixin", "hr.mentorship.todo.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "id desc"

    name = fields.Char("Topic", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, index=True, help="The topic, however it is spaced and capitalized.")
    purpose = fields.Selection(
        [("wanted", "To learn it"), ("offered", "To help with it")], "What For", required=True, readonly=True
    )
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("asked", "Waits for HR"), ("accepted", "Is a Topic Now"), ("declined", "Declined")],
        string="Status",
        default="asked",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    skill_type_id = fields.Many2one(
        "hr.skill.type",
        "Kind of Skill",
        ondelete="set null",
        domain=lambda self: [("id", "!=", self.env["hr.mentorship.profile"]._get_language_type().id)],
    )
    answer = fields.Char("Why Not", help="The employee reads it.")
    skill_id = fields.Many2one("hr.skill", readonly=True, copy=False, ondelete="set null")
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _once = models.Constraint("UNIQUE(employee_id, key)", "You have suggested this topic already.")

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_decide(self):
        is_officer = self.env.user.has_group("hr.group_hr_user")
        for suggestion in self:
            suggestion.can_decide = is_officer and suggestion.state == "asked"

    # -- the employee

    @api.model
    def _suggest(self, profile, name, purpose):
        """Ask HR for a topic on behalf of the profile's employee.

        :returns: the suggestion, or none where the topic was there all along and is in the profile now
        """
        if profile.user_id != self.env.user:
            raise AccessError(self.env._("You suggest topics for your own profile alone."))
        name = " ".join((name or "").split())
        if not is_readable(name) or len(name) > LONGEST_NAME:
            raise UserError(
                self.env._("Write the topic in a few words. Letters at most: %(count)s.", count=LONGEST_NAME)
            )
        key = name.casefold()
        languages = profile._get_language_type()
        known = self.env["hr.skill"].search(
            [("name", "=ilike", escape_psql(name)), ("skill_type_id", "!=", languages.id)], limit=1
        )
        if known:
            profile.write({PROFILE_FIELDS[purpose]: [Command.link(known.id)]})
            return self
        # sudo: suggestions are made here alone; whose profile it is has been checked
        own_sudo = self.sudo().search([("employee_id", "=", profile.employee_id.id)])
        if same := own_sudo.filtered(lambda suggestion: suggestion.key == key):
            if same.state == "declined":
                raise UserError(
                    self.env._(
                        "You have suggested “%(topic)s” before, and HR has declined it: %(answer)s",
                        topic=same.name,
                        answer=same.answer,
                    )
                )
            raise UserError(self.env._("You have suggested “%(topic)s” already. You hear from HR.", topic=same.name))
        if len(own_sudo.filtered(lambda suggestion: suggestion.state == "asked")) >= WAITING_AT_ONCE:
            raise UserError(
                self.env._(
                    "%(count)s of your suggestions wait for HR. Suggest more once they are answered.",
                    count=WAITING_AT_ONCE,
                )
            )
        suggestion = self.sudo().create(
            {"name": name, "key": key, "purpose": purpose, "employee_id": profile.employee_id.id}
        )
        officers = suggestion.employee_id._find_hr_officers()
        deadline = fields.Date.context_today(self) + DECIDE_WITHIN
        suggestion._schedule_activities(DECIDE_TODO, [(suggestion, officers[suggestion.employee_id], deadline)])
        return suggestion.with_env(self.env)

    # -- HR

    def _check_decides(self):
        for suggestion in self:
            if not suggestion.can_decide:
                raise AccessError(self.env._("HR officers decide about a topic that waits for them."))

    def action_accept(self):
        """Make a skill of it with one's own rights, also for all others in the company who wait for the same topic."""
        self._check_decides()
        languages = self.env["hr.mentorship.profile"]._get_language_type()
        # What is the same topic in one company is one decision, whichever of its suggestions says the kind
        decided = self.grouped(lambda suggestion: (suggestion.key, suggestion.company_id))
        by_kind = {key: (suggestions.skill_type_id - languages)[:1] for key, suggestions in decided.items()}
        for key, suggestions in decided.items():
            if not by_kind[key]:
                raise UserError(
                    self.env._(
                        "Choose first what kind of skill “%(topic)s” is. Languages are no topics.",
                        topic=suggestions[0].name,
                    )
                )
        skills = self._find_or_create_skills(
            {(suggestions[0].name, by_kind[key]) for key, suggestions in decided.items()}
        )
        waiting = self.search(
            [("key", "in", self.mapped("key")), ("company_id", "in", self.company_id.ids), ("state", "=", "asked")]
        ).grouped(lambda suggestion: (suggestion.key, suggestion.company_id))
        for key, suggestions in decided.items():
            same, kind = waiting.get(key, self.browse()), by_kind[key]
            skill = skills[suggestions[0].name.lower(), kind]
            for purpose, of_purpose in same.grouped("purpose").items():
                # sudo: HR has decided, and the employees have said themselves where the topic shall stand
                profiles_sudo = of_purpose.sudo().employee_id.mentorship_profile_ids
                profiles_sudo.write({PROFILE_FIELDS[purpose]: [Command.link(skill.id)]})
            same._decide("accepted", skill_id=skill.id, skill_type_id=kind.id)
        return reload()

    @api.model
    def _find_or_create_skills(self, wanted):
        """Return the skills of these names and kinds, made with one's own rights where there is none.

        :param set[tuple] wanted: pairs of a name and a kind
        :rtype: dict[tuple, record] by name in small letters, and kind
        """
        skills = self.env["hr.skill"]
        named = Domain.OR(
            Domain("name", "=ilike", escape_psql(name)) & Domain("skill_type_id", "=", kind.id) for name, kind in wanted
        )
        # The oldest of two that differ in capitals alone
        found = skills.search(named, order="id desc")
        by_name = {(skill.name.lower(), skill.skill_type_id): skill for skill in found}
        missing = {(name.lower(), kind): name for name, kind in sorted(wanted, key=lambda pair: pair[0])}
        missing = {key: name for key, name in missing.items() if key not in by_name}
        created = skills.create([{"name": name, "skill_type_id": kind.id} for (_low, kind), name in missing.items()])
        return {**by_name, **dict(zip(missing, created, strict=True))}

    def action_decline(self):
        self._check_decides()
        for suggestion in self:
            if not (suggestion.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Say in a word why “%(topic)s” is no topic here, or which one to choose.",
                        topic=suggestion.name,
                    )
                )
        self._decide("declined")
        return reload()

    def _decide(self, state, **values):
        self._move_to(state, decided_on=fields.Date.context_today(self), decided_by_id=self.env.uid, **values)
        self._finish_activities(DECIDE_TODO, users=self.env.user)
        self._drop_activities(DECIDE_TODO)
        self._tell_employees()

    def _tell_employees(self):
        """Tell each what has become of it: one message for all who are told the same in the same language."""
        by_words = self.filtered("user_id").grouped(lambda topic: (topic.user_id.lang, topic.name, topic.answer))
        for (lang, name, answer), suggestions in by_words.items():
            # sudo: a note of the addon's
            told = self.env["mail.thread"]._clean_sudo().with_context(lang=lang)
            if suggestions[0].state == "accepted":
                subject = told.env._("“%(topic)s” is a topic now", topic=name)
                body = told.env._("HR has taken up your topic “%(topic)s”. It stands in your profile.", topic=name)
            else:
                subject = told.env._("Your topic “%(topic)s”", topic=name)
                body = told.env._("HR has not taken up your topic “%(topic)s”: %(answer)s", topic=name, answer=answer)
            told.message_notify(
                partner_ids=suggestions.user_id.partner_id.ids, subject=subject, body=body, email_layout_xmlid=LAYOUT
            )

    @api.constrains("answer")
    def _check_answer(self):
        for suggestion in self:
            if len(suggestion.answer or "") > 300:
                raise ValidationError(self.env._("A word is enough: at most 300 letters."))
