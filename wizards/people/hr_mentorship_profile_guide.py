from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.common.client_actions import reload, toast
from ...models.common.spoken import with_colon
from ...models.people.topic_domains import languages_domain, topics_domain

STEPS = [
    ("topics", "What you share, what you learn"),
    ("about", "About you"),
    ("words", "In your words"),
    ("style", "How you work"),
    ("time", "When you have time"),
    ("preview", "What others see"),
]


class HrMentorshipProfileGuide(models.TransientModel):
    """One's own profile in five small steps, for a thumb, and what others will see of it.

    Each step is kept in the profile as one goes on, so that nothing is lost by whoever closes the dialog halfway.
    """

    _name = "hr.mentorship.profile.guide"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Fill in the Mentorship Profile"

    _document_field = "profile_id"
    profile_id = fields.Many2one("hr.mentorship.profile", required=True, readonly=True)
    step = fields.Selection(STEPS, default="topics", required=True, readonly=True)
    step_in_words = fields.Char(compute="_compute_step_in_words")
    progress = fields.Integer(compute="_compute_step_in_words")
    employee_id = fields.Many2one(related="profile_id.employee_id", related_sudo=False)
    is_open_to_mentor = fields.Boolean(related="profile_id.is_open_to_mentor", readonly=False, related_sudo=False)
    mentor_capacity = fields.Integer(related="profile_id.mentor_capacity", readonly=False, related_sudo=False)
    offered_skill_ids = fields.Many2many(
        related="profile_id.offered_skill_ids",
        readonly=False,
        related_sudo=False,
        domain=topics_domain,
    )
    is_looking_for_mentor = fields.Boolean(
        related="profile_id.is_looking_for_mentor", readonly=False, related_sudo=False
    )
    wanted_skill_ids = fields.Many2many(
        related="profile_id.wanted_skill_ids",
        readonly=False,
        related_sudo=False,
        domain=topics_domain,
    )
    interest_ids = fields.Many2many(related="profile_id.interest_ids", readonly=False, related_sudo=False)
    language_ids = fields.Many2many(
        related="profile_id.language_ids",
        readonly=False,
        related_sudo=False,
        domain=languages_domain,
    )
    seniority = fields.Selection(related="profile_id.seniority", readonly=False, related_sudo=False)
    introduction = fields.Text(related="profile_id.introduction", readonly=False, related_sudo=False)
    style_structure = fields.Selection(related="profile_id.style_structure", readonly=False, related_sudo=False)
    style_thinking = fields.Selection(related="profile_id.style_thinking", readonly=False, related_sudo=False)
    style_feedback = fields.Selection(related="profile_id.style_feedback", readonly=False, related_sudo=False)
    style_focus = fields.Selection(related="profile_id.style_focus", readonly=False, related_sudo=False)
    style_novelty = fields.Selection(related="profile_id.style_novelty", readonly=False, related_sudo=False)
    style_closeness = fields.Selection(related="profile_id.style_closeness", readonly=False, related_sudo=False)
    availability_ids = fields.Many2many(related="profile_id.availability_ids", readonly=False, related_sudo=False)
    resume_topics = fields.Char(compute="_compute_resume_topics", compute_sudo=False)
    misses_topic = fields.Boolean("A topic is missing")
    new_topic = fields.Char("Topic")
    new_topic_purpose = fields.Selection(
        lambda self: self.env["hr.mentorship.topic.suggestion"]._fields["purpose"]._description_selection(self.env),
        "What For",
        default="wanted",
    )
    suggested_topics = fields.Text(compute="_compute_suggested_topics", compute_sudo=False)

    @api.model_create_multi
    def create(self, vals_list):
        guides = super().create([self._split(vals)[1] for vals in vals_list])
        for guide, vals in zip(guides, vals_list, strict=True):
            guide._tell(self._split(vals)[0])
        return guides

    def write(self, vals):
        told, own = self._split(vals)
        result = super().write(own)
        self._tell(told)
        return result

    @api.model
    def _split(self, vals):
        """Return what is said about the person, and what the dialog itself keeps."""
        told = {name: vals[name] for name in vals if (self._fields[name].related or "").startswith("profile_id.")}
        return told, {name: value for name, value in vals.items() if name not in told}

    def _tell(self, told):
        # All at once: field by field, a mentor would be one without a topic for a moment, which is refused
        if told:
            self._check_document_access()
            self.profile_id.write(told)
            self.invalidate_recordset()  # of a dialog, the host forgets by itself nothing that it shows of a record

    def _check_document_access(self):
        # Program managers read profiles, and are not guided through them
        self.profile_id.check_access("write")

    @api.depends("step")
    def _compute_step_in_words(self):
        names = [name for name, _label in STEPS]
        labels = dict(self._fields["step"]._description_selection(self.env))
        last = len(STEPS) - 1
        for guide in self:
            number = names.index(guide.step) + 1
            guide.progress = round(100 * min(number, last) / last)
            guide.step_in_words = (
                self.env._("%(number)s of %(all)s: %(step)s", number=number, all=last, step=labels[guide.step])
                if number <= last
                else labels[guide.step]
            )

    @api.depends("profile_id", "offered_skill_ids")
    def _compute_resume_topics(self):
        for guide in self:
            profile = guide.profile_id
            topics = profile._get_resume_skills() - profile._get_resume_languages() - guide.offered_skill_ids
            guide.resume_topics = ", ".join(topics.mapped("name"))

    @api.depends("profile_id")
    def _compute_suggested_topics(self):
        """What has become of one's own suggestions, one a line."""
        for guide in self:
            own = self.env["hr.mentorship.topic.suggestion"].search(
                [("employee_id", "=", guide.profile_id.employee_id.id), ("state", "!=", "accepted")]
            )
            labels = dict(own._fields["state"]._description_selection(self.env))
            guide.suggested_topics = "\n".join(
                f"{with_colon(self.env, suggestion.name)} {suggestion.answer or labels[suggestion.state]}"
                for suggestion in own
            )

    # -- steps

    @api.model
    def _open_for(self, profile):
        if not profile:
            raise UserError(
                self.env._("A profile belongs to an employee, and your user is none yet. Ask HR to link the two.")
            )
        return self.create({"profile_id": profile.id})._show("topics")

    def _check_mine(self):
        self._check_document_access()
        return super()._check_mine()

    def _show(self, step):
        self._check_mine()
        self.sudo().step = step  # sudo: only these steps move the dialog on
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_profile_guide_action")
        action["res_id"] = self.id
        return action

    def action_next(self):
        return self._move(1)

    def action_back(self):
        return self._move(-1)

    def action_finish(self):
        self._check_mine()
        return reload()

    def _move(self, by):
        self._check_mine()
        names = [name for name, _label in STEPS]
        return self._show(names[max(0, min(len(names) - 1, names.index(self.step) + by))])

    def action_take_over(self):
        """Offer the topics of one's résumé, and stay at this step."""
        self._check_mine()
        self.profile_id.action_take_over_resume_skills()
        self.invalidate_recordset()
        return self._show(self.step)

    def action_suggest_topic(self):
        """Ask HR for a topic that is missing, and stay at this step."""
        self._check_mine()
        suggestion = self.env["hr.mentorship.topic.suggestion"]._suggest(
            self.profile_id, self.new_topic, self.new_topic_purpose
        )
        message = (
            self.env._("HR has your topic “%(topic)s”. You hear from them.", topic=suggestion.name)
            if suggestion
            else self.env._("This topic is there already. It stands in your profile now.")
        )
        self.write({"new_topic": False, "misses_topic": False})
        self.invalidate_recordset()
        return toast(message, then=self._show(self.step))

    def action_take_over_languages(self):
        self._check_mine()
        self.profile_id.action_take_over_resume_languages()
        self.invalidate_recordset()
        return self._show(self.step)
