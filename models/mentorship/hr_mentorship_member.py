from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from .hr_mentorship import LIVE_STATES
from .todos import ANSWER_OFFER

LINKS_BY_TEMPLATE = {
    "hr_mentorship.mail_template_offer": "answer",
    "hr_mentorship.mail_template_request": "answer",
    "hr_mentorship.mail_template_seat_offer": "answer",
    "hr_mentorship.mail_template_sign_agreement": "sign",
    "hr_mentorship.mail_template_agreement_redrafted": "sign",
    "hr_mentorship.mail_template_agreement_adjusted": "sign",
    "hr_mentorship.mail_template_amendment": "sign",
    "hr_mentorship.mail_template_sign_link": "sign",
    "hr_mentorship.mail_template_started": "checkin",
    "hr_mentorship.mail_template_group_changed": "sign",
}
"""The mails that bring a personal link to members without a user, or to a member who asks for one."""


class HrMentorshipMember(models.Model):
    """A participant's seat in a mentorship; everything that each side does alike lives here."""

    _name = "hr.mentorship.member"
    _description = "Mentorship Member"
    _order = "mentorship_id, role desc, id"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, index=True, ondelete="cascade")
    participant_id = fields.Many2one("hr.mentorship.participant", required=True, index=True, ondelete="restrict")
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    role = fields.Selection(related="participant_id.role", store=True)
    employee_id = fields.Many2one(related="participant_id.employee_id", store=True, index=True)
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    slot = fields.Integer(required=True, default=1, help="Which of the participant's seats this is, counted from one.")
    is_live = fields.Boolean(compute="_compute_is_live", store=True)
    mentorship_state = fields.Selection(related="mentorship_id.state", string="Status")
    response = fields.Selection(
        [("pending", "No answer yet"), ("accepted", "Accepted"), ("declined", "Declined")],
        default="pending",
        required=True,
    )
    responded_at = fields.Datetime()
    thanked_on = fields.Date(help="The day on which this member thanked the others.")
    badge_user_id = fields.Many2one("gamification.badge.user", "Badge", index="btree_not_null", ondelete="set null")
    # What partners show each other, whatever their access to each other's profile and application.
    job_title = fields.Char(related="employee_id.job_title")
    skill_ids = fields.Many2many(related="participant_id.skill_ids")
    offered_skill_ids = fields.Many2many(related="participant_id.offered_skill_ids")
    interest_ids = fields.Many2many(related="participant_id.interest_ids")
    motivation = fields.Text(related="participant_id.motivation")
    introduction = fields.Text(compute="_compute_introduction")
    has_login = fields.Boolean(compute="_compute_has_login", help="This member answers and signs in Odoo.")

    _one_seat = models.Constraint(
        "UNIQUE(mentorship_id, participant_id)", "A participant has one seat in a mentorship."
    )
    _no_overbooking = models.UniqueIndex(
        "(participant_id, slot) WHERE is_live",
        "This seat has just been taken. Reload the page and match again: the free seats have changed.",
    )
    _one_live_mentor_per_mentee = models.UniqueIndex(
        "(program_id, employee_id) WHERE is_live AND role IN ('mentee', 'peer')",
        "This person has a mentorship in the program already.",
    )
    _one_badge = models.UniqueIndex(
        "(badge_user_id) WHERE badge_user_id IS NOT NULL", "A badge rewards one mentorship of one person."
    )

    @api.depends("mentorship_id.state")
    def _compute_is_live(self):
        for member in self:
            member.is_live = member.mentorship_id.state in LIVE_STATES

    @api.depends("employee_id.mentorship_profile_ids.introduction")
    def _compute_introduction(self):
        profiles = self.sudo().employee_id.mentorship_profile_ids  # sudo: see the comment above the fields
        by_employee = {profile.employee_id.id: profile.introduction for profile in profiles}
        for member in self:
            member.introduction = by_employee.get(member.employee_id.id)

    @api.depends("employee_id.name")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for member in self:
            member.display_name = f"{member.employee_id.name} ({roles.get(member.role, '')})"

    @api.constrains("slot", "participant_id")
    def _check_slot(self):
        for member in self:
            if not member._has_valid_slot():
                raise ValidationError(
                    self.env._(
                        "%(name)s has %(capacity)s seats in “%(program)s”, and all of them are taken. Raise the "
                        "number of seats or choose another partner.",
                        name=member.employee_id.name,
                        capacity=member.participant_id.capacity,
                        program=member.program_id.name,
                    )
                )

    def _has_valid_slot(self):
        return 1 <= self.slot <= self.participant_id.capacity

    @api.constrains("mentorship_id", "participant_id")
    def _check_partners(self):
        """Nobody is matched with themselves, along their own line of command, or with whom either side has blocked."""
        mentorships = self.mentorship_id
        blocked = self.env["hr.mentorship.block"]._get_blocked_pairs(mentorships.member_ids.employee_id)
        self._check_line_of_command()
        for mentorship in mentorships:
            employees = mentorship.member_ids.employee_id
            if len(employees) < len(mentorship.member_ids):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be matched with themselves.", name=mentorship.member_ids[:1].employee_id.name
                    )
                )
            for employee in employees:
                other = employees.filtered(lambda other, e=employee: (e.id, other.id) in blocked)[:1]
                if other:
                    # Whoever reads this must not learn who of the two does not want
                    raise ValidationError(
                        self.env._(
                            "%(first)s and %(second)s cannot be matched. Choose somebody else.",
                            first=employee.name,
                            second=other.name,
                        )
                    )
            if untrained := mentorship.member_ids.participant_id.filtered("needs_training"):
                raise ValidationError(
                    self.env._(
                        "%(name)s has not been trained yet, and “%(program)s” matches trained people only. Mark them "
                        "as trained, or choose somebody else.",
                        name=untrained[0].employee_id.name,
                        program=mentorship.program_id.name,
                    )
                )
            if any(member.participant_id.program_id != mentorship.program_id for member in mentorship.member_ids):
                raise ValidationError(self.env._("The members of a mentorship take part in its program."))

    def _answer(self, response):
        """Record the answers of ``self``; the caller has made sure that they are the user's own.

        A yes to what has become impossible changes nothing: the offer is withdrawn, for good, so no error undoes that.
        """
        self.mentorship_id._check_state_in("offered")
        if any(member.response != "pending" for member in self):
            raise UserError(self.env._("You have answered this offer already."))
        self.mentorship_id._serialize()
        if response == "accepted" and self.sudo().mentorship_id._withdraw_impossible():  # sudo: decided by the rules
            return
        # sudo: a member may change nothing but their own answer, and that only here
        members_sudo = self.sudo()
        members_sudo.write({"response": response, "responded_at": fields.Datetime.now()})
        mentorships = members_sudo.mentorship_id
        mentorships._finish_activities(ANSWER_OFFER, users=self.user_id)
        if response == "declined":
            mentorships._after_decline()
            mentorships._tell_declined(members_sudo)
            return
        complete = mentorships.filtered(
            lambda mentorship: all(member.response == "accepted" for member in mentorship.member_ids)
        )
        if complete:
            complete._after_all_accepted()

    def _holds_known_seat(self, published):
        """Whether this is a seat that its participant knows to be taken.

        :param published: the states in which members take part knowingly
        """
        self.ensure_one()
        return self.mentorship_state in published

    @api.model
    def _get_through_domain(self):
        """Hook: return the domain of the seats after which a mentee has had what the program gives.

        :rtype: Domain
        """
        return Domain("mentorship_id.state", "=", "completed")

    def _partners(self):
        """Return the other members of the mentorships of ``self``."""
        return self.mentorship_id.member_ids - self

    def _name_partners(self):
        """Return the names of the others as a sentence has them, in the language of the environment; for mails."""
        return format_list(self.env, self._partners().employee_id.mapped("name"))

    def _send(self, template_xmlid, is_requested=False, **email_values):
        """Queue one mail of ours for each of these members.

        :param bool is_requested: the member, who has a user, has asked for the link that it brings
        :returns: the mails, in sudo
        """
        if not self:
            return self.env["mail.mail"]
        return self.env["mail.template"]._send_of_mentorship(template_xmlid, self.ids, **email_values)

    @api.depends("user_id.active")
    def _compute_has_login(self):
        for member in self:
            member.has_login = member.sudo().user_id.active  # sudo: archived users, and those of another company

    def _awaits_answer(self):
        self.ensure_one()
        return self.mentorship_id.state == "offered" and self.response == "pending"

    def _check_line_of_command(self):
        """Refuse pairs of whom one is above the other."""
        managers = self.mentorship_id.member_ids.employee_id._get_lines_of_command()
        for mentorship in self.mentorship_id:
            employees = mentorship.member_ids.employee_id
            for employee in employees:
                superior = employees.filtered(lambda other, e=employee: other.id in managers[e.id])[:1]
                if superior:
                    raise ValidationError(
                        self.env._(
                            "%(manager)s is in the line of command above %(employee)s. Mentoring works outside of it: "
                            "choose somebody else.",
                            manager=superior.name,
                            employee=employee.name,
                        )
                    )
