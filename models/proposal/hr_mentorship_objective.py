from odoo import api, fields, models
from odoo.exceptions import ValidationError

LONGEST_MEETING = 8.0


class HrMentorshipObjective(models.Model):
    """What a program is for, in a word that companies share: skills, onboarding, leadership …

    It leads somewhere: what usually serves it is suggested to the programs that choose it. Nothing is set by itself.
    """

    _name = "hr.mentorship.objective"
    _description = "Mentorship Objective"
    _inherit = ["hr.mentorship.archived.mixin"]
    _order = "sequence, name, id"

    _used_by = [("hr.mentorship.program", "objective_ids")]
    name = fields.Char("Objective", required=True, translate=True)
    description = fields.Text(translate=True, help="For whom, and what it changes, in a sentence or two.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    format = fields.Selection(
        lambda self: self.env["hr.mentorship.program"]._fields["format"]._description_selection(self.env),
        help="Empty: any format serves this objective.",
    )
    rhythm = fields.Selection(
        lambda self: self.env["hr.mentorship.objective"]._get_rhythms(), help="Empty: any rhythm serves this objective."
    )
    meeting_duration = fields.Float("Length of a Meeting", help="In hours. Nothing: any length serves this objective.")

    _name_unique = models.Constraint(
        "UNIQUE(name)", "An objective with this name exists already. If you do not see it, it is archived."
    )

    @api.model
    def _get_rhythms(self):
        """Return the rhythms that need no more than their name: others are up to each program."""
        rhythms = self.env["hr.mentorship.program"]._fields["rhythm"]._description_selection(self.env)
        return [(value, label) for value, label in rhythms if value not in ("days", "custom")]

    @api.constrains("meeting_duration")
    def _check_meeting_duration(self):
        for objective in self:
            if not 0 <= objective.meeting_duration <= LONGEST_MEETING:
                raise ValidationError(
                    self.env._(
                        "A meeting lasts up to 8 hours. Leave the length in “%(name)s” at 0 if any will do.",
                        name=objective.name,
                    )
                )
