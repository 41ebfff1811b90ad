from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

RHYTHMS = [
    ("weekly", "Every week"),
    ("biweekly", "Every two weeks"),
    ("monthly", "Every month"),
    ("days", "Every … days"),
    ("custom", "By a rule of its own"),
]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
USUAL_HOUR = 10
"""When to meet as long as nobody has said it."""
MEETING_MODES = [("in_person", "In person"), ("video", "Video call"), ("phone", "Phone call")]


class HrMentorshipTermsMixin(models.AbstractModel):
    """How often, when, how long and where a pair meets.

    A program suggests terms, an agreement records those that its members sign, and a mentorship holds those in force,
    by which its check-ins are planned. They pass from one to the next by :meth:`_get_terms`.
    """

    _name = "hr.mentorship.terms.mixin"
    _description = "Terms of a Mentorship"

    rhythm = fields.Selection(RHYTHMS, help="How often a pair meets.")
    rhythm_days = fields.Integer("Days Between Meetings", default=14)
    rhythm_rule = fields.Char(
        "Rule", help="A recurrence rule of iCalendar (RFC 5545), e.g. FREQ=MONTHLY;BYDAY=1TU for each first Tuesday."
    )
    meeting_weekday = fields.Selection(
        WEEKDAYS, "Preferred Day", help="Meetings are planned on this day where both work on it."
    )
    meeting_time = fields.Float(help="When a meeting begins on the clock of its time zone, in hours after midnight.")
    has_meeting_time = fields.Boolean("At a Fixed Time")
    meeting_tz = fields.Selection(
        _tz_get, "Time Zone", help="The time zone of the meeting time; where it is empty, that of the mentor."
    )
    meeting_duration = fields.Float(help="Length of one meeting, in hours.")
    meeting_mode = fields.Selection(MEETING_MODES, "Where")
    meeting_location = fields.Char("Place", help="A room, a café, or the number or link of a call.")
    end_date = fields.Date()

    @api.onchange("has_meeting_time")
    def _onchange_has_meeting_time(self):
        """Midnight is nobody's time: whoever wants a fixed one begins with one at which people meet."""
        if self.has_meeting_time and not self.meeting_time:
            self.meeting_time = USUAL_HOUR

    @api.model
    def _get_term_fields(self):
        """Return the names of the fields that are terms, in the order in which people read them."""
        return [
            name
            for name, field in self.env["hr.mentorship.terms.mixin"]._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS
        ]

    def _get_terms(self):
        """Return the terms as values that another record of this mixin can be created or written with."""
        self.ensure_one()
        return {name: self[name] for name in self._get_term_fields()}
