from odoo import api, fields, models

EQUALITY_FIELDS = {
    "sex": "sex",
    "department": "department_id",
    "job": "job_id",
    "place": "work_location_id",
}
"""What a company may choose to compare → the field of the employee."""
EQUALITY_PARAMETER = "hr_mentorship.equality_%s"


class HrMentorshipMatchingInsight(models.Model):
    """What a run says about the program: where mentors are short, who is not used, and whether groups fare alike."""

    _name = "hr.mentorship.matching.insight"
    _description = "Matching Insight"
    _order = "run_id desc, kind, unmatched_count desc, id"

    run_id = fields.Many2one("hr.mentorship.matching.run", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="run_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("topic", "Topic"), ("place", "Place"), ("unused", "Mentor without a mentee"), ("group", "Group")],
        required=True,
        readonly=True,
    )
    facts = fields.Json(readonly=True)
    name = fields.Char(compute="_compute_name")
    mentee_count = fields.Integer("Mentees", readonly=True)
    seat_count = fields.Integer("Seats", readonly=True)
    unmatched_count = fields.Integer("Without a Mentor", readonly=True)
    matched_share = fields.Float("Matched", readonly=True, aggregator=None, help="Share of the mentees, 0 to 1.")
    mean_score = fields.Float("Mean Match", readonly=True, digits=(5, 1), aggregator=None)
    explanation = fields.Char("Why", compute="_compute_explanation")

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_name(self):
        names = self._read_names()
        for insight in self:
            facts = insight.facts or {}
            label = names.get((facts.get("model"), facts.get("id"))) or self._get_value_label(facts)
            group = self._get_group_label(facts)
            insight.name = f"{group}: {label}" if group else label

    def _read_names(self):
        wanted = {}
        for insight in self:
            facts = insight.facts or {}
            if facts.get("id") and facts.get("model") in self.env:
                wanted.setdefault(facts["model"], set()).add(facts["id"])
        return {
            # sudo: names of topics, places and people of a program that the reader manages
            (model, record.id): record.display_name
            for model, ids in wanted.items()
            for record in self.env[model].sudo().browse(ids).exists()
        }

    def _get_value_label(self, facts):
        if not facts.get("value"):
            return self.env._("Not known")
        # sudo: the labels of a field are no secret
        field = self.env["hr.employee"].sudo()._fields[EQUALITY_FIELDS[facts["group"]]]
        return dict(field._description_selection(self.env)).get(facts["value"], facts["value"])

    @api.model
    def _get_group_label(self, facts):
        return {
            "sex": self.env._("Sex"),
            "department": self.env._("Department"),
            "job": self.env._("Job position"),
            "place": self.env._("Place of work"),
        }.get(facts.get("group"))

    @api.depends("facts", "kind")
    @api.depends_context("lang")
    def _compute_explanation(self):
        mentees = (
            # sudo: people of a program that the reader manages
            self.env["hr.mentorship.participant"]
            .sudo()
            .browse({insight.facts["best"] for insight in self if (insight.facts or {}).get("best")})
            .exists()
        )
        names = {mentee.id: mentee.employee_id.name for mentee in mentees}
        for insight in self:
            insight.explanation = insight._explain_unused(names) if insight.kind == "unused" else False

    def _explain_unused(self, names):
        facts = self.facts or {}
        if not facts.get("eligible"):
            return self.env._("Fits nobody who waits: the rules, the must-haves or the lowest score keep all away.")
        return self.env._(
            "%(count)s mentees may be paired with them, and all of those are better off elsewhere or get nobody for "
            "it. The best was %(name)s with %(score)s %%.",
            count=facts["eligible"],
            name=names.get(facts.get("best"), "?"),
            score=round(facts["score"]),
        )

    @api.model
    def _get_equality_groups(self):
        """What this company has chosen to look at."""
        # sudo: a setting, chosen by the administrator; only groups of people come out
        parameters = self.env["ir.config_parameter"]._clean_sudo()
        return [key for key in EQUALITY_FIELDS if parameters.get_param(EQUALITY_PARAMETER % key)]
