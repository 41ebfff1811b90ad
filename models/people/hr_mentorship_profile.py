from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.private_fields import PrivateOne2many
from .topic_domains import languages_domain, topics_domain

SENIORITIES = [
    ("starting", "Up to 2 years"),
    ("growing", "3 to 5 years"),
    ("established", "6 to 10 years"),
    ("experienced", "11 to 20 years"),
    ("veteran", "More than 20 years"),
]
SENIORITY_STEPS = {key: step for step, (key, _label) in enumerate(SENIORITIES)}
"""How many steps somebody stands above the beginning."""
STYLE_ITEMS = (
    "style_structure",
    "style_thinking",
    "style_feedback",
    "style_focus",
    "style_novelty",
    "style_closeness",
)

"""The questions about the working style, in the order of the form. An answer is "1" to "5", or False if left open."""


def _scale(low, high):
    """The five answers between two poles that are equally good."""
    return [("1", low), ("2", "2"), ("3", "3"), ("4", "4"), ("5", high)]


class HrMentorshipProfile(models.Model):
    """What an employee brings to mentorship and looks for in it; one record per employee.

    The record itself is private to its employee, the program managers and the administrators. What colleagues
    may read of somebody who is open to mentor is published field by field on ``hr.employee.public``.
    """

    _name = "hr.mentorship.profile"
    _description = "Mentorship Profile"
    _rec_name = "employee_id"
    _order = "employee_id"

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    active = fields.Boolean(related="employee_id.active", store=True)
    is_open_to_mentor = fields.Boolean("Open to Mentor", help="Colleagues find you in the mentor directory.")
    mentor_capacity = fields.Integer(
        "Mentees at the Same Time", default=2, help="How many mentees you can take care of at the same time."
    )
    is_looking_for_mentor = fields.Boolean("Looking for a Mentor")
    offered_skill_ids = fields.Many2many(
        "hr.skill",
        "hr_mentorship_profile_offered_skill_rel",
        string="Can Help With",
        domain=topics_domain,
        help="Topics you would gladly share. Your level comes from the skills in your résumé.",
    )
    wanted_skill_ids = fields.Many2many(
        "hr.skill",
        "hr_mentorship_profile_wanted_skill_rel",
        string="Wants to Learn",
        domain=topics_domain,
        help="Topics you want to grow in.",
    )
    interest_ids = fields.Many2many("hr.mentorship.interest", string="Interests")
    language_ids = fields.Many2many(
        "hr.skill",
        "hr_mentorship_profile_language_rel",
        string="Languages",
        domain=languages_domain,
        help="The languages in which you like to hold a conversation.",
    )
    seniority = fields.Selection(
        SENIORITIES, string="Work Experience", help="For how many years have you been working, here and elsewhere?"
    )
    block_ids = PrivateOne2many("hr.mentorship.block", "profile_id", string="Rather Not With")
    is_my_profile = fields.Boolean(compute="_compute_is_my_profile")
    introduction = fields.Text(help="A few sentences about you: what you do, what moves you, how you like to work.")
    style_structure = fields.Selection(
        _scale("Along an agenda", "As they come"), string="How do good conversations run?"
    )
    style_thinking = fields.Selection(
        _scale("Thinking aloud", "Thinking in silence"), string="How do you find a solution?"
    )
    style_feedback = fields.Selection(
        _scale("Straight out", "Gently wrapped"), string="How do you like to hear what could be better?"
    )
    style_focus = fields.Selection(_scale("Facts and figures", "People and moods"), string="What do you look at first?")
    style_novelty = fields.Selection(
        _scale("Try it right away", "Understand it first"), string="What do you do with something new?"
    )
    style_closeness = fields.Selection(
        _scale("Work only", "All of life"), string="What should a conversation have room for?"
    )
    availability_ids = fields.Many2many(
        "hr.mentorship.time.slot", string="Available", help="When you usually have time, in your own time zone."
    )

    _employee_unique = models.Constraint("UNIQUE(employee_id)", "This employee has a mentorship profile already.")
    _mentor_capacity_range = models.Constraint(
        "CHECK(mentor_capacity BETWEEN 1 AND 50)", "A mentor takes care of at least one and at most 50 mentees."
    )

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_my_profile(self):
        for profile in self:
            profile.is_my_profile = profile.user_id == self.env.user

    @api.constrains("is_open_to_mentor", "offered_skill_ids")
    def _check_mentor_offers_something(self):
        for profile in self:
            if profile.is_open_to_mentor and not profile.offered_skill_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s is open to mentor, but offers no topic yet. Add at least one topic under "
                        "“Can Help With”, so that mentees can find the right mentor.",
                        name=profile.employee_id.name,
                    )
                )

    @api.constrains("language_ids")
    def _check_languages(self):
        language_type = self._get_language_type()
        for profile in self:
            others = profile.language_ids.filtered(lambda skill: skill.skill_type_id != language_type)
            if others:
                raise ValidationError(
                    self.env._(
                        "%(skills)s: not a language. Choose from the skills of the type “%(type)s”.",
                        skills=", ".join(others.mapped("name")),
                        type=language_type.name or self.env._("Languages"),
                    )
                )

    @api.model
    def _get_language_type(self):
        """Return the skill type whose skills are languages; empty if the company has removed it."""
        # Not env.ref(), which looks each time whether the record is still there: the domains of fields ask for it
        found = self.env["ir.model.data"]._xmlid_to_res_id("hr_skills.hr_skill_type_lang")
        return self.env["hr.skill.type"].browse(found or ())

    @api.model
    def _get_my_employee(self, company=None):
        """Return the current user's employee in ``company`` (the current company if none is given), in sudo:
        ordinary users have no read access to ``hr.employee``."""
        company = company or self.env.company
        return self.env.user.sudo().employee_ids.filtered(lambda employee: employee.company_id == company)[:1]

    @api.model
    def action_open_my_profile(self):
        """Open the current user's own profile."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_my_profile_action")
        employee = self._get_my_employee()
        action["res_id"] = employee.mentorship_profile_ids.id
        return action

    def action_take_over_resume_skills(self):
        """Offer every skill that stands in the employee's résumé today, beside those offered already."""
        self.check_access("write")
        for profile in self:
            profile.offered_skill_ids |= profile._get_resume_skills() - profile._get_resume_languages()

    def action_take_over_resume_languages(self):
        self.check_access("write")
        self._take_over_resume_languages()

    def _take_over_resume_languages(self):
        """Add the languages that stand in the résumés; the caller has checked that the profiles may be written."""
        for profile in self:
            profile.language_ids |= profile._get_resume_languages()

    def _get_resume_skills(self):
        # sudo: the skills in the résumé of the profile's own employee; the callers have checked the profile
        return self.sudo().employee_id.current_employee_skill_ids.skill_id.with_env(self.env)

    def _get_resume_languages(self):
        language_type = self._get_language_type()
        return self._get_resume_skills().filtered(lambda skill: skill.skill_type_id == language_type)

    # -- How and when somebody likes to work with a partner. The matching reads it, colleagues never do.

    def action_clear_style(self):
        """Take all answers about the working style back."""
        self.check_access("write")
        self.write(dict.fromkeys(STYLE_ITEMS, False))
