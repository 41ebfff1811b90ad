from odoo import Command, api, fields, models

"""Whatever was planned longer ago and never logged is history; nobody is nudged about it any more."""
NUDGES = {
    ("before", "members", False): "checkin_reminder",
    ("after", "members", False): "checkin_nudge",
    ("after", "members", True): "checkin_choices",
    ("after", "managers", False): "checkin_escalation",
}
"""The kind of the line that a step queues, by when, for whom, and whether it offers the choices."""


class HrMentorshipNudgeStep(models.Model):
    """One step of a program to keep its pairs meeting: a word before a check-in, and several after a missed one.

    Each step fires once a check-in, which :class:`HrMentorshipNudge` holds in the database. A check-in that is logged
    gets no more; one that is moved begins anew.
    """

    _name = "hr.mentorship.nudge.step"
    _description = "Reminder of a Mentorship Program"
    _order = "program_id, trigger desc, delay_days, id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    trigger = fields.Selection(
        [("before", "days before a check-in"), ("after", "days after, if nobody logged it")],
        string="When",
        default="after",
        required=True,
    )
    delay_days = fields.Integer("Days", default=3, required=True)
    audience = fields.Selection(
        [("members", "Both members"), ("managers", "Program managers")], string="Who", default="members", required=True
    )
    offers_choices = fields.Boolean("With Choices", help="One click each: we met, another day, take a break, end it.")
    text = fields.Char(
        "Own Words",
        translate=True,
        help="Instead of our words. %(partner)s, %(pair)s, %(day)s and %(program)s are filled in.",
    )
    default_text = fields.Char(
        "What They Read", compute="_compute_default_text", help="With the names of a pair that does not exist."
    )

    _delay_range = models.Constraint(
        "CHECK(delay_days BETWEEN 1 AND 60)", "A reminder comes between 1 and 60 days before or after a check-in."
    )
    _managers_hear_afterwards = models.Constraint(
        "CHECK(audience = 'members' OR trigger = 'after')", "Program managers hear of check-ins nobody logged alone."
    )
    _choices_for_members_afterwards = models.Constraint(
        "CHECK(NOT offers_choices OR (trigger = 'after' AND audience = 'members'))",
        "The choices are for the members, after a check-in that nobody logged.",
    )

    @api.depends("trigger", "delay_days", "audience")
    def _compute_display_name(self):
        triggers = dict(self._fields["trigger"]._description_selection(self.env))
        for step in self:
            step.display_name = f"{step.delay_days} {triggers.get(step.trigger, '')}"

    @api.depends_context("lang")
    @api.depends("trigger", "audience", "offers_choices", "text")
    def _compute_default_text(self):
        notices = self.env["hr.mentorship.notice"]
        texts = notices._get_notice_texts()
        day = notices._say_day(fields.Date.context_today(self), self.env.lang)
        for step in self:
            kind = step._get_kind()
            text = step.text or (texts[kind].text if kind else "")
            pair = "Kim ↔ Robin" if step.program_id.is_among_peers else "Kim → Robin"
            names = {"partner": "Robin", "pair": pair, "day": day, "program": step.program_id.name or ""}
            try:
                step.default_text = text % names
            except (TypeError, ValueError, KeyError):
                step.default_text = text  # somebody is still typing; what cannot be filled in is refused on saving

    @api.constrains("text")
    def _check_text(self):
        notices = self.env["hr.mentorship.notice"]
        for step in self:
            if step.text:
                notices._check_placeholders(step.text, ("partner", "pair", "day", "program"))

    @api.model
    def _get_default_steps(self):
        """Return the steps of a new program, as commands."""
        return [
            Command.create({"trigger": "before", "delay_days": 2}),
            Command.create({"delay_days": 3}),
            Command.create({"delay_days": 7, "offers_choices": True}),
            Command.create({"delay_days": 14, "audience": "managers"}),
        ]

    def _get_kind(self):
        self.ensure_one()
        return NUDGES.get((self.trigger, self.audience, self.offers_choices))
