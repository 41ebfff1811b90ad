from datetime import time

from babel.dates import get_day_names
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list
from odoo.tools.misc import babel_locale_parse, format_time, get_lang

from odoo.addons.base.models.res_partner import _tz_get

from ...scheduling.rules import RuleError, check_rule, days_of_rule, words_of_rule
from .spoken import say_date, say_duration

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
EXAMPLE_RULE = "FREQ=MONTHLY;BYDAY=1TU"
MOST_DAYS = 365
"""A rhythm of days is at most a year long."""


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
    has_meeting_time = fields.Boolean("Always at the Same Time")
    meeting_tz = fields.Selection(
        _tz_get,
        "Time Zone",
        help="The time zone of the meeting time; where it is empty, that of the mentor, or of one of two peers.",
    )
    home_tz_text = fields.Char("Time Zone Meant", compute="_compute_home_tz_text", help="Where none is chosen.")
    meeting_duration = fields.Float("Length of One Meeting", help="In hours and minutes.")
    meeting_mode = fields.Selection(MEETING_MODES, "Where")
    meeting_location = fields.Char("Place", help="A room, a café, or the number or link of a call.")
    end_date = fields.Date()
    rhythm_text = fields.Char("Meetings", compute="_compute_rhythm_text")
    meeting_duration_text = fields.Char("One Meeting Takes", compute="_compute_meeting_duration_text")

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

    # -- What terms may say, and what they say in words.

    @api.depends_context("lang")
    @api.depends(
        "rhythm", "rhythm_days", "rhythm_rule", "meeting_weekday", "has_meeting_time", "meeting_time", "meeting_tz"
    )
    def _compute_rhythm_text(self):
        for record in self:
            record.rhythm_text = record._describe_rhythm()

    @api.depends_context("lang")
    @api.depends("meeting_duration")
    def _compute_meeting_duration_text(self):
        for record in self:
            record.meeting_duration_text = say_duration(self.env, record.meeting_duration)

    # -- what is refused

    @api.constrains("rhythm", "rhythm_days")
    def _check_rhythm_days(self):
        for record in self:
            if record.rhythm == "days" and not 1 <= record.rhythm_days <= MOST_DAYS:
                raise ValidationError(
                    self.env._(
                        "Between two meetings lie 1 to %(most)s days, not %(days)s. Enter the number of days.",
                        most=MOST_DAYS,
                        days=record.rhythm_days,
                    )
                )

    @api.constrains("rhythm", "rhythm_rule")
    def _check_rhythm_rule(self):
        for record in self:
            if record.rhythm == "custom":
                try:
                    check_rule(record.rhythm_rule, fields.Date.context_today(record))
                except RuleError as error:
                    raise ValidationError(record._explain_rule_error(error)) from error

    @api.constrains("has_meeting_time", "meeting_time")
    def _check_meeting_time(self):
        for record in self:
            if record.has_meeting_time and not 0 <= record.meeting_time < 24:
                raise ValidationError(
                    self.env._("A meeting begins between 00:00 and 23:59. Check the time of the meetings.")
                )

    @api.model
    def _explain_rule_error(self, error):
        """Say what is wrong with a rule, and what a right one looks like.

        :param RuleError error:
        """
        values = {"detail": error.detail, "example": EXAMPLE_RULE}
        return {
            "empty": self.env._(
                "Write down the rule by which you meet, e.g. %(example)s for the first Tuesday of each month.", **values
            ),
            "syntax": self.env._(
                "This rule cannot be read, because of “%(detail)s”. A rule looks like %(example)s (the first Tuesday "
                "of each month).",
                **values,
            ),
            "part": self.env._(
                "A rule has no part “%(detail)s”. Leave it out; a rule looks like %(example)s (the first Tuesday of "
                "each month).",
                **values,
            ),
            "sub_daily": self.env._(
                "A rule says on which days you meet, so “%(detail)s” has no place in it: the time has its own field. "
                "A rule looks like %(example)s (the first Tuesday of each month).",
                **values,
            ),
            "bound": self.env._(
                "Leave out “%(detail)s”: the meetings begin and end with the mentorship. A rule looks like %(example)s "
                "(the first Tuesday of each month).",
                **values,
            ),
            "rare": self.env._(
                "By this rule there is no meeting within a year. A rule looks like %(example)s (the first Tuesday of "
                "each month).",
                **values,
            ),
        }[error.problem]

    # -- in words

    def _describe_place(self):
        """Return where the pair meets, as far as it is known, in the language of the reader."""
        self.ensure_one()
        mode = dict(self._fields["meeting_mode"]._description_selection(self.env)).get(self.meeting_mode)
        if mode and self.meeting_location:
            return self.env._("%(mode)s (%(place)s)", mode=mode, place=self.meeting_location)
        return mode or self.meeting_location or ""

    def _describe_rhythm(self):
        """Say in one sentence how often, on which day and when they meet, in the reader's language.

        :rtype: str
        """
        self.ensure_one()
        rhythm = self._describe_days()
        if not rhythm or not self.has_meeting_time:
            return rhythm
        return self.env._(
            "%(rhythm)s at %(time)s (%(time_zone)s)",
            rhythm=rhythm,
            time=self._format_meeting_time(),
            time_zone=self._describe_time_zone(),
        )

    def _describe_days(self):
        """The part of the sentence about the days; empty where no rhythm is chosen yet."""
        if self.rhythm == "custom":
            return self._describe_rule()
        text = {
            "weekly": self.env._("Every week"),
            "biweekly": self.env._("Every two weeks"),
            "monthly": self.env._("Every month"),
            "days": self._say_every("day", self.rhythm_days),
        }.get(self.rhythm, "")
        if not (text and self._has_weekday()):
            return text
        weekday = self._name_weekday(int(self.meeting_weekday))
        if self.rhythm == "days":
            return self.env._("%(rhythm)s, if possible on a %(weekday)s", rhythm=text, weekday=weekday)
        if self.rhythm == "monthly":
            return self.env._("%(rhythm)s on a %(weekday)s", rhythm=text, weekday=weekday)
        return self.env._("%(rhythm)s on %(weekday)s", rhythm=text, weekday=weekday)

    def _has_weekday(self):
        """Whether the preferred day plays a part: a rule names its own days, and short rhythms visit all of them."""
        return (
            bool(self.meeting_weekday)
            and self.rhythm != "custom"
            and not (self.rhythm == "days" and self.rhythm_days < 7)
        )

    def _describe_rule(self):
        try:
            words = words_of_rule(self.rhythm_rule)
            return self._describe_words(words) if words else self._describe_next_days()
        except RuleError:
            # In a form while somebody types it; the constraint says what is wrong as soon as it is saved
            return ""

    def _describe_words(self, words):
        rhythm = self._say_every("month" if words.kind == "month_weekday" else words.kind, words.interval)
        if words.kind == "week" and words.weekdays:
            names = format_list(self.env, [self._name_weekday(day) for day in words.weekdays])
            return self.env._("%(rhythm)s on %(weekday)s", rhythm=rhythm, weekday=names)
        if words.kind == "month" and words.number:
            if words.number < 0:
                return self.env._("%(rhythm)s on its last day", rhythm=rhythm)
            return self.env._("%(rhythm)s on day %(day)s", rhythm=rhythm, day=words.number)
        if words.kind == "month_weekday":
            values = {"rhythm": rhythm, "weekday": self._name_weekday(words.weekdays[0])}
            return {
                1: self.env._("%(rhythm)s on the first %(weekday)s", **values),
                2: self.env._("%(rhythm)s on the second %(weekday)s", **values),
                3: self.env._("%(rhythm)s on the third %(weekday)s", **values),
                4: self.env._("%(rhythm)s on the fourth %(weekday)s", **values),
                -1: self.env._("%(rhythm)s on the last %(weekday)s", **values),
            }[words.number]
        return rhythm

    def _describe_next_days(self):
        """For rules that are too much for a sentence."""
        today = fields.Date.context_today(self)
        days = days_of_rule(self.rhythm_rule, today, today + relativedelta(months=13))[:3]
        return self.env._(
            "By the rule %(rule)s, next on %(days)s",
            rule=self.rhythm_rule,
            days=format_list(self.env, [say_date(self.env, day) for day in days]),
        )

    @api.model
    def _say_every(self, unit, count):
        if unit == "day":
            return self.env._("Every day") if count == 1 else self.env._("Every %(count)s days", count=count)
        if unit == "week":
            return {1: self.env._("Every week"), 2: self.env._("Every two weeks")}.get(
                count, self.env._("Every %(count)s weeks", count=count)
            )
        return self.env._("Every month") if count == 1 else self.env._("Every %(count)s months", count=count)

    @api.model
    def _name_weekday(self, number):
        # As it stands in a sentence: small in Spanish and French, unlike the labels of the selection
        return get_day_names("wide", locale=babel_locale_parse(get_lang(self.env).code))[number]

    def _format_meeting_time(self):
        minutes = min(round(self.meeting_time * 60), 24 * 60 - 1)
        return format_time(self.env, time(*divmod(minutes, 60)), time_format="short")

    # -- the time zone

    def _describe_time_zone(self):
        return self._get_meeting_tz()

    def _get_meeting_tz(self):
        """The time zone on whose clocks the meetings begin.

        :rtype: str
        """
        self.ensure_one()
        return self.meeting_tz or self._get_home_tz()

    @api.depends_context("lang")
    def _compute_home_tz_text(self):
        for terms in self:
            terms.home_tz_text = terms._describe_home_tz()

    def _describe_home_tz(self):
        """Hook: say which time zone is meant where the terms name none."""
        return self._get_home_tz()

    def _get_home_tz(self):
        """The time zone that is meant where the terms name none."""
        company = self.company_id
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
