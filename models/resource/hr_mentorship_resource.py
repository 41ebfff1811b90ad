from odoo import api, fields, models
from odoo.exceptions import ValidationError

PHASES = [
    ("before", "Before You Start"),
    ("first_meeting", "First Meeting"),
    ("first_month", "First Month"),
    ("middle", "On the Way"),
    ("closing", "Closing"),
]
SHOWN_AT_ONCE = 3
"""More than that, and nobody reads any."""
ON_A_CARD = (
    "name",
    "good_for",
    "kind",
    "minutes",
    "phase",
    "role",
    "format_ids",
    "sequence",
    "company_id",
    "active",
)
"""What is read of the whole library where three of it are offered: not its texts."""


class HrMentorshipResource(models.Model):
    """Something to read or to work with, for a role, a phase and the formats it fits: a guide, a template, a link.

    Nothing hangs on a resource: whoever keeps the library changes, archives and deletes as they like.
    """

    _name = "hr.mentorship.resource"
    _description = "Mentorship Resource"
    _order = "phase_rank, sequence, id"

    name = fields.Char("Title", required=True, translate=True)
    good_for = fields.Char("In One Sentence", translate=True, help="What it is good for: this stands on the card.")
    phase = fields.Selection(
        PHASES, default="first_month", required=True, index=True, help="When it is offered to the members of a pair."
    )
    phase_rank = fields.Integer(compute="_compute_phase_rank", store=True)
    role = fields.Selection(
        [("both", "Both"), ("mentor", "Mentors"), ("mentee", "Mentees")], "For", default="both", required=True
    )
    kind = fields.Selection(
        [
            ("guide", "Conversation Guide"),
            ("agenda", "Agenda"),
            ("questions", "Questions"),
            ("template", "Template"),
            ("checklist", "Checklist"),
            ("reading", "Reading"),
        ],
        default="guide",
        required=True,
    )
    format_ids = fields.Many2many(
        "hr.mentorship.resource.format",
        string="Formats",
        help="Offered in programs of these formats alone. Empty: it fits all of them.",
    )
    minutes = fields.Integer("Minutes to Read", default=3)
    body = fields.Html("Text", translate=True)
    url = fields.Char("Link", help="A page in your intranet or on the web.")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    sequence = fields.Integer(default=10, help="The three first ones of a phase are offered by themselves.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for the people of all companies.")
    active = fields.Boolean(default=True)

    _minutes_range = models.Constraint(
        "CHECK(minutes IS NULL OR minutes BETWEEN 0 AND 600)", "Reading takes between 0 and 600 minutes."
    )

    @api.depends("phase")
    def _compute_phase_rank(self):
        ranks = self._get_phase_ranks()
        for resource in self:
            resource.phase_rank = ranks.get(resource.phase, 0)

    @api.model
    def _get_phase_ranks(self):
        """Return the number of each phase, counted from one."""
        return {phase: rank for rank, (phase, _label) in enumerate(PHASES, start=1)}

    @api.constrains("url")
    def _check_url(self):
        for resource in self:
            if resource.url and not resource.url.strip().lower().startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "“%(url)s” is no address of a page. Copy the whole address, with https:// at its beginning.",
                        url=resource.url,
                    )
                )

    @api.model
    def _find_by_phase(self, companies):
        """Return what the library has for people of ``companies``, by phase.

        :rtype: dict[str, hr.mentorship.resource] (sudo)
        """
        # sudo: a line of a mail names them to people of another company than the one of whoever queues it
        found = self.sudo().search_fetch([("company_id", "in", [False, *companies.ids])], ON_A_CARD)
        return found.grouped("phase")

    def _fits(self, role, mentoring_format):
        """Return whether this is of use to somebody with this role in a program of this format."""
        self.ensure_one()
        names = self.env["hr.mentorship.resource.format"]._get_formats()
        formats = [names.get(format_id) for format_id in self.format_ids.ids]
        return self.role in ("both", role) and (not formats or mentoring_format in formats)

    def _pick_for(self, role, company, mentoring_format):
        """Return those of ``self`` that somebody is offered who has this role in a program of this format.

        What is for their format alone comes first, then what is for their role.
        """
        fitting = self.filtered(
            lambda each: each.company_id in (company, company.browse()) and each._fits(role, mentoring_format)
        )
        fitting = fitting.sorted(lambda each: (len(each.format_ids) != 1, each.role == "both", each.sequence, each.id))
        return fitting[:SHOWN_AT_ONCE]

    def action_open(self):
        """Open the resource as a page of its own, from a card inside another form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_link(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}
