from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

WORDS = ("name", "reason", "measure", "first_step", "measured_by", "unit", "baseline", "target")


class HrMentorshipGoalTemplate(models.Model):
    """A goal that many have, said well: a mentee begins with it and makes it their own."""

    _name = "hr.mentorship.goal.template"
    _description = "Mentorship Goal Template"
    _order = "topic, sequence, id"

    name = fields.Char("Goal", required=True, translate=True, help="In the words of the mentee: “I …”.")
    topic = fields.Selection(
        [
            ("career", "Career"),
            ("skills", "Skills"),
            ("onboarding", "New in the Company"),
            ("culture", "Culture and Network"),
            ("leadership", "Leadership"),
            ("knowledge", "Sharing Knowledge"),
            ("wellbeing", "Time and Energy"),
        ],
        default="skills",
        required=True,
    )
    hint = fields.Text(translate=True, help="How to make it one's own: which figures to take, what to leave out.")
    reason = fields.Text("Why It Matters", translate=True)
    measure = fields.Text("How We Will See It", translate=True)
    first_step = fields.Char(translate=True)
    measured_by = fields.Selection(
        lambda self: self.env["hr.mentorship.goal"]._fields["measured_by"]._description_selection(self.env),
        default="milestones",
        required=True,
    )
    unit = fields.Char(translate=True)
    baseline = fields.Float("From")
    target = fields.Float("To")
    weeks = fields.Integer(default=12, help="How long it takes most people; the day is set from today on.")
    milestones = fields.Text(translate=True, help="One a line.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for the people of all companies.")
    active = fields.Boolean(default=True)
    can_use = fields.Boolean(compute="_compute_can_use")

    _weeks_range = models.Constraint("CHECK(weeks BETWEEN 1 AND 104)", "A goal takes between 1 and 104 weeks.")

    @api.constrains("measured_by", "baseline", "target")
    def _check_way(self):
        for template in self:
            if template.measured_by == "value" and template.baseline == template.target:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is measured by a figure, which has to go somewhere: enter another target than "
                        "%(figure)s.",
                        name=template.name,
                        figure=template.baseline,
                    )
                )

    @api.depends_context("uid")
    def _compute_can_use(self):
        """Whoever learns somewhere begins with it; everybody else reads it."""
        goals = self.env["hr.mentorship.goal"]
        self.can_use = bool(self.env["hr.mentorship"].search_count(goals._get_learning_domain(), limit=1))

    def action_use(self):
        """Open a new goal that begins with this template."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Goal"),
            "res_model": "hr.mentorship.goal",
            "views": [(False, "form")],
            "context": {"default_template_id": self.id},
        }

    def _split_milestones(self):
        self.ensure_one()
        return [line.strip() for line in (self.milestones or "").splitlines() if line.strip()]

    def _get_goal_values(self):
        """Return what a goal begins with, in the language of whoever writes it."""
        self.ensure_one()
        return {name: self[name] for name in WORDS}

    def _get_target_date(self, mentorship):
        """Return by when a goal of ``mentorship`` is reached that begins today: no later than the two meet."""
        today = fields.Date.context_today(self)
        day, last = today + timedelta(weeks=self.weeks), mentorship.end_date
        return min(day, last) if last and last > today else day

    def _get_milestone_commands(self):
        return [
            Command.create({"sequence": rank * 10, "name": name})
            for rank, name in enumerate(self._split_milestones(), start=1)
        ]
