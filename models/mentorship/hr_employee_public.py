from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain

from ..common.plain_search import plain_condition
from ..people.hr_mentorship_profile import SENIORITIES


class HrEmployeePublic(models.Model):
    """The part of a mentorship profile that colleagues may read: only that of people who are open to mentor."""

    _inherit = "hr.employee.public"

    is_open_to_mentor = fields.Boolean(compute="_compute_mentor_card", search="_search_is_open_to_mentor")
    mentor_seats_left = fields.Integer("Free Seats", compute="_compute_mentor_card")
    mentor_skill_ids = fields.Many2many(
        "hr.skill", string="Can Help With", compute="_compute_mentor_card", search="_search_mentor_skill_ids"
    )
    mentor_interest_ids = fields.Many2many(
        "hr.mentorship.interest",
        string="Interests",
        compute="_compute_mentor_card",
        search="_search_mentor_interest_ids",
    )
    mentor_language_ids = fields.Many2many(
        "hr.skill",
        string="Languages",
        compute="_compute_mentor_card",
        search="_search_mentor_language_ids",
    )
    mentor_seniority = fields.Selection(
        SENIORITIES, string="Work Experience", compute="_compute_mentor_card", search="_search_mentor_seniority"
    )
    mentor_introduction = fields.Text("Introduction", compute="_compute_mentor_card")
    mentorship_member_ids = fields.Many2many(
        "hr.mentorship.member",
        string="Mentorships",
        compute="_compute_mentorship_member_ids",
        help="Current and past mentorships of this person that you may see.",
    )

    @api.depends_context("uid")
    def _compute_mentor_card(self):
        # sudo: publishes chosen fields of people who said themselves that they are open to mentor
        profiles_sudo = (
            self.env["hr.mentorship.profile"]
            .sudo()
            .search([("employee_id", "in", self.ids), ("is_open_to_mentor", "=", True)])
        )
        mentees = dict(
            self.env["hr.mentorship.member"]
            .sudo()
            ._read_group(
                [
                    *(("employee_id", "in", self.ids), ("role", "=", "mentor"), ("is_live", "=", True)),
                    # Nobody learns of a proposal, not even by the seat it would take
                    ("mentorship_id.offered_on", "!=", False),
                ],
                ["employee_id"],
                ["__count"],
            )
        )
        profile_by_employee = {profile.employee_id.id: profile for profile in profiles_sudo}
        no_profile = profiles_sudo.browse()
        for employee in self:
            profile = profile_by_employee.get(employee.id, no_profile)
            employee.is_open_to_mentor = bool(profile)
            employee.mentor_seats_left = max(profile.mentor_capacity - mentees.get(profile.employee_id, 0), 0)
            employee.mentor_skill_ids = profile.offered_skill_ids.ids
            employee.mentor_interest_ids = profile.interest_ids.ids
            employee.mentor_language_ids = profile.language_ids.ids
            employee.mentor_seniority = profile.seniority
            employee.mentor_introduction = profile.introduction

    @api.depends_context("uid")
    def _compute_mentorship_member_ids(self):
        # no sudo: the record rules of the members say what the reader may see
        members = self.env["hr.mentorship.member"].search(
            [("employee_id", "in", self.ids), ("mentorship_id.offered_on", "!=", False)]
        )
        by_employee = members.grouped(lambda member: member.employee_id.id)
        for employee in self:
            employee.mentorship_member_ids = by_employee.get(employee.id, members.browse())

    def _search_is_open_to_mentor(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_open_mentors(Domain.TRUE)

    def _search_mentor_skill_ids(self, operator, value):
        return self._domain_open_mentors(plain_condition(self, "offered_skill_ids", operator, value))

    def _search_mentor_interest_ids(self, operator, value):
        return self._domain_open_mentors(plain_condition(self, "interest_ids", operator, value))

    def _search_mentor_language_ids(self, operator, value):
        return self._domain_open_mentors(plain_condition(self, "language_ids", operator, value))

    def _search_mentor_seniority(self, operator, value):
        return self._domain_open_mentors(plain_condition(self, "seniority", operator, value))

    def _domain_open_mentors(self, domain):
        # sudo: answers only who is open to mentor, which everybody may know. Whatever the client asks for has come
        # through plain_condition(): a domain of the client's own in here would ask any table of the database
        profiles = self.env["hr.mentorship.profile"].sudo()
        query = profiles._search(Domain("is_open_to_mentor", "=", True) & domain)
        return Domain("id", "in", query.subselect(f"{query.table}.employee_id"))

    def action_ask_as_mentor(self):
        """Open the dialog that asks this mentor, or say in which case that is possible."""
        self.ensure_one()
        candidates = self.env["hr.mentorship.candidate"]
        candidates._refresh()
        card = candidates.search([("employee_id", "=", self.id), ("create_uid", "=", self.env.uid)], limit=1)
        if card:
            return card.action_ask()
        raise RedirectWarning(
            self.env._(
                "You can ask %(name)s as soon as both of you take part in a program in which mentees choose, and "
                "%(name)s has a free seat there that fits your topics. My Mentorship shows which ones you can join.",
                name=self.name,
            ),
            self.env.ref("hr_mentorship.hr_mentorship_overview_action").id,
            self.env._("Open My Mentorship"),
        )

    def action_open_my_mentorship_profile(self):
        return self.env["hr.mentorship.profile"].action_open_my_profile()
