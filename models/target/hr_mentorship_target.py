from datetime import timedelta

from babel.units import format_unit

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang
from odoo.tools.misc import babel_locale_parse, get_lang

from ..common import charts
from ..common.private_fields import ReaderOne2many
from ..common.spoken import say_date, say_day
from .target_figures import measure
from .target_state import judge, share_of

MEASURES = [
    ("participation", "People taking part"),
    ("match_rate", "Match rate"),
    ("match_time", "Time to a match"),
    ("meetings", "Meetings held"),
    ("satisfaction", "Satisfied with their meetings"),
    ("goals", "Goals reached"),
    ("skills", "Skill growth"),
    ("retention", "Still in the company"),
    ("own", "Own figure"),
]
SHARES = ("match_rate", "meetings", "satisfaction", "goals", "skills", "retention")
"""Measured in percent."""
LOWER_IS_BETTER = ("match_time",)
TREND_AFTER = timedelta(days=6)
"""A figure that is compared with today's is about a week old at least."""
STAYING_AFTER = timedelta(days=90)
SHOWN_FIGURES = 6
"""How many of the last figures stand in words beside the line of all of them."""
PLACES = {
    "participation": "action_view_participants",
    "match_rate": "action_match",
    "match_time": "action_match",
    "meetings": "action_view_overdue_checkins",
    "satisfaction": "action_view_satisfaction",
    "goals": "action_view_goals",
    "skills": "action_view_goals",
    "retention": "action_view_participants",
}
"""Where something can be done about a figure."""


def check_wanted(records):
    """Raise a sentence for wanted figures that no program can reach."""
    labels = dict(records._fields["measure"]._description_selection(records.env))
    for record in records:
        if record.measure in SHARES and not 0 < record.wanted_value <= 100:
            raise ValidationError(
                records.env._(
                    "“%(measure)s” is a share: choose a target above 0 and up to 100 %%.",
                    measure=labels[record.measure],
                )
            )
        if record.measure in ("participation", "match_time") and record.wanted_value <= 0:
            raise ValidationError(
                records.env._("Choose a target above zero for “%(measure)s”.", measure=labels[record.measure])
            )


class HrMentorshipTarget(models.Model):
    """A figure that a program wants to reach, beside the figure of today.

    Figures are counted, never typed in, but for those that only people outside of Odoo know. What cannot be said, too
    early or of too few people, says so; what is off the target says what to do about it.
    """

    _name = "hr.mentorship.target"
    _description = "Mentorship Target"
    _order = "program_id, sequence, id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    measure = fields.Selection(MEASURES, required=True, default="participation")
    label = fields.Char("What It Counts", translate=True, help="What your own figure says, e.g. promotions.")
    unit = fields.Char(translate=True, help="What the figure counts: people, %, hours a week …")
    lower_is_better = fields.Boolean(
        compute="_compute_lower_is_better", store=True, readonly=False, precompute=True, help="The target is a limit."
    )
    wanted_value = fields.Float("Target", required=True, digits=(16, 2))
    typed_value = fields.Float(
        "Figure of Today", copy=False, digits=(16, 2), help="Each figure that you enter is kept with its day."
    )
    figure_ids = ReaderOne2many("hr.mentorship.target.figure", "target_id", "History", readonly=True, copy=False)
    name = fields.Char(compute="_compute_name")
    value = fields.Float("Today", compute="_compute_figure", digits=(16, 2))
    has_value = fields.Boolean(compute="_compute_figure")
    value_text = fields.Char("Today in Words", compute="_compute_figure")
    wanted_text = fields.Char("Target in Words", compute="_compute_figure")
    progress = fields.Float(compute="_compute_figure", help="Which part of the way to the target is done, in percent.")
    standing = fields.Selection(
        [
            ("green", "On target"),
            ("amber", "Nearly there"),
            ("red", "Off target"),
            ("unknown", "Cannot be said yet"),
        ],
        string="Status",
        compute="_compute_figure",
    )
    standing_reason = fields.Char("Why", compute="_compute_figure", help="Why it cannot be said yet.")
    advice = fields.Char("What to Do", compute="_compute_figure")
    trend = fields.Selection(
        [("better", "Better"), ("same", "The same"), ("worse", "Worse")], compute="_compute_figure"
    )
    trend_text = fields.Char("Trend in Words", compute="_compute_figure")
    # sanitize=False: drawn here, and its words are escaped; cleaning would take the drawing away
    history_chart = fields.Html(compute="_compute_history_chart", sanitize=False)
    has_place = fields.Boolean(compute="_compute_has_place", help="There is a page where something can be done.")

    _one_target = models.UniqueIndex(
        "(program_id, measure) WHERE measure != 'own'", "The program has a target for this measure already. Change it."
    )

    # -- what is wanted

    @api.depends("measure")
    def _compute_lower_is_better(self):
        for target in self:
            if target.measure != "own":
                target.lower_is_better = target.measure in LOWER_IS_BETTER

    @api.depends_context("lang")
    @api.depends("measure", "label")
    def _compute_name(self):
        labels = dict(self._fields["measure"]._description_selection(self.env))
        for target in self:
            target.name = (target.measure == "own" and target.label) or labels.get(target.measure)

    @api.depends("name")
    def _compute_display_name(self):
        for target in self:
            target.display_name = target.name

    @api.constrains("measure", "wanted_value")
    def _check_wanted(self):
        check_wanted(self)

    @api.constrains("measure", "label")
    def _check_label(self):
        for target in self:
            if target.measure == "own" and not (target.label or "").strip():
                raise ValidationError(self.env._("Say what your own figure counts, e.g. “Promotions from within”."))

    @api.model_create_multi
    def create(self, vals_list):
        self.env["hr.mentorship.program"]._check_manages_named(vals_list)
        targets = super().create(vals_list)
        targets.filtered("typed_value")._record_typed()
        return targets

    def write(self, vals):
        result = super().write(vals)
        if "typed_value" in vals:
            self._record_typed()
        return result

    def _record_typed(self):
        own = self.filtered(lambda target: target.measure == "own")
        values = {target.id: target.typed_value for target in own}
        self.env["hr.mentorship.target.figure"]._record(values, fields.Date.context_today(self))

    # -- where it stands

    @api.depends_context("uid", "lang")
    @api.depends(
        "measure",
        "wanted_value",
        "unit",
        "lower_is_better",
        "typed_value",
        "figure_ids.value",
        "program_id.state",
    )
    def _compute_figure(self):
        readable = self.filtered(lambda target: target._is_readable())
        figures = self._measure(readable._filter_counted().program_id._origin)
        history = self._read_history()
        today = fields.Date.context_today(self)
        for target in self:
            days = history.get(target._origin.id, {})
            value, reason = target._pick(figures, days, today) if target in readable else (None, "")
            target.has_value = value is not None
            target.value = value or 0.0
            target.value_text = target._say(value) if target.has_value else False
            target.wanted_text = target._say(target.wanted_value)
            early = target._explain_early(today)
            verdict = judge(value, target.wanted_value, target.lower_is_better) if target.has_value else "unknown"
            is_open = not target.has_value or (bool(early) and verdict != "green")
            target.standing = "unknown" if is_open else verdict
            target.standing_reason = (early or target._explain(reason)) if is_open else False
            share = share_of(value, target.wanted_value, target.lower_is_better) if target.has_value else 0.0
            target.progress = 100 * share
            target.advice = target._advise() if target.standing in ("amber", "red") else False
            target.trend, target.trend_text = target._compare(value, days, today)

    def _is_readable(self):
        """Whether the user may know the figures: in a form that is not saved, no record rule asks."""
        program = self.program_id
        return self.env.su or program.is_my_program or program.is_my_approval

    @api.model
    def _measure(self, programs):
        """Return the figures of programs as they are now; the caller has checked that the user may read them.

        :rtype: dict[tuple[int, str], Figure] by program id and measure
        """
        if not programs:
            return {}
        threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        # sudo: figures of programs that the user runs or approves, none of them of a single person
        return measure(self.sudo().env, programs.ids, threshold, fields.Date.context_today(self))

    def _filter_counted(self):
        return self.filtered(lambda target: target.measure != "own")

    def _read_history(self):
        """Return what has been written down, by target id and day."""
        history = {}
        for figure in self.figure_ids:
            history.setdefault(figure.target_id.id, {})[figure.day] = figure.value
        return history

    def _pick(self, figures, days, today):
        """Return today's figure of this target, and why there is none."""
        if self.measure == "own" or self.program_id.state in ("closed", "cancelled"):
            # What is over stays as it was at its end
            if days:
                return self._round(days[max(days)]), ""
            figure = figures.get((self.program_id._origin.id, self.measure))
            return None, "nobody" if not figure else figure.reason or "unwritten"
        figure = figures.get((self.program_id._origin.id, self.measure))
        if figure:
            return None if figure.value is None else self._round(figure.value), figure.reason
        return (0.0, "") if self.measure == "participation" else (None, "nobody")

    def _round(self, value):
        """As it is read, it is judged: nobody misses a target of 80 % with 80 %."""
        return round(value, 1 if self.measure == "own" else 0)

    def _compare(self, value, days, today):
        """Return how today's figure stands to one that is a week old or, in the first week, to the oldest one."""
        earlier = [day for day in days if day < today]
        if value is None or not earlier:
            return False, False
        settled = [day for day in earlier if day <= today - TREND_AFTER]
        day = max(settled) if settled else min(earlier)
        was = {"value": self._say(days[day]), "date": say_day(self.env, day)}
        difference = value - self._round(days[day])
        if not difference:
            return "same", self.env._("As on %(date)s", **was)
        text = (
            self.env._("Up from %(value)s on %(date)s", **was)
            if difference > 0
            else self.env._("Down from %(value)s on %(date)s", **was)
        )
        return ("better" if (difference > 0) != self.lower_is_better else "worse"), text

    def _say(self, value):
        """Return a figure with its unit, in as many digits as it takes."""
        value = self._round(value)
        if self.measure == "match_time":
            locale = babel_locale_parse(get_lang(self.env).code)
            return format_unit(int(value), "day", length="long", locale=locale)
        text = formatLang(self.env, value, digits=0 if value == round(value) else 1)
        if self.measure in SHARES:
            return self.env._("%(share)s %%", share=text)
        return f"{text} {self.unit}" if self.measure == "own" and self.unit else text

    # -- in words

    def _explain_early(self, today):
        """Say why it is too early to judge a figure that does not meet its target; empty once it is not."""
        program = self.program_id
        if program.state in ("draft", "submitted"):
            return self.env._("The program is not open yet.")
        if program.state != "open" or self.measure == "own":
            return ""
        day, text = self._get_first_day()
        return text if day and day > today else ""

    def _get_first_day(self):
        """Return from which day on the figure is judged, and the sentence for the days before; no day if always."""
        program = self.program_id
        if self.measure == "participation" and program.enrolment_end_date:
            last = program.enrolment_end_date
            text = self.env._("Too early: people may join until %(date)s.", date=say_date(self.env, last))
            return last + timedelta(days=1), text
        start = program.start_date
        if not start or self.measure in ("participation", "match_time"):
            return False, ""
        if self.measure == "retention":
            day = start + STAYING_AFTER
            return day, self.env._(
                "Too early: said from %(date)s on, three months after the start.", date=say_date(self.env, day)
            )
        return start, self.env._("Too early: mentoring begins on %(date)s.", date=say_date(self.env, start))

    def _explain(self, reason):
        """Say why there is no figure."""
        if self.program_id.state in ("closed", "cancelled"):
            return self._explain_over(reason)
        if reason == "few":
            threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
            return {
                "goals": self.env._(
                    "Fewer than %(count)s people have a goal whose day has come. Single people are not shown.",
                    count=threshold,
                ),
                "skills": self.env._(
                    "Fewer than %(count)s people have reached a higher level. Single people are not shown.",
                    count=threshold,
                ),
                "retention": self.env._(
                    "Fewer than %(count)s people have begun a mentorship. Single people are not shown.",
                    count=threshold,
                ),
            }[self.measure]
        return {
            "match_rate": self.env._("Nobody who could be matched is approved yet."),
            "match_time": self.env._("Nobody has been matched yet."),
            "satisfaction": self.env._("Too few answers in a month that is closed. Single answers stay private."),
            "goals": self.env._("No goal has come to its day yet."),
            "meetings": self.env._("No meeting has been due yet."),
            "skills": self.env._("No mentorship has begun yet."),
            "retention": self.env._("No mentorship has begun yet."),
            "own": self.env._("No figure has been entered yet."),
        }.get(self.measure, "")

    def _explain_over(self, reason):
        """Say why a program that is over has left no figure."""
        if reason == "unwritten":
            return self.env._("No figure was written down at the end.")
        if reason == "few":
            threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
            return {
                "goals": self.env._(
                    "Fewer than %(count)s people had a goal. Single people are not shown.", count=threshold
                ),
                "skills": self.env._(
                    "Fewer than %(count)s people reached a higher level. Single people are not shown.", count=threshold
                ),
                "retention": self.env._(
                    "Fewer than %(count)s people began a mentorship. Single people are not shown.", count=threshold
                ),
            }[self.measure]
        return {
            "match_rate": self.env._("Nobody who could be matched was approved."),
            "match_time": self.env._("Nobody was matched."),
            "satisfaction": self.env._("Too few people answered in each month. Single answers stay private."),
            "goals": self.env._("Nobody had a goal."),
            "meetings": self.env._("No meeting was due."),
            "skills": self.env._("No mentorship began."),
            "retention": self.env._("No mentorship began."),
            "own": self.env._("No figure was entered."),
        }.get(self.measure, "")

    def _advise(self):
        """Say what to do about a figure that does not meet its target."""
        if self.program_id.state != "open":
            return self.env._("The program is over: take it up when you design the next one.")
        return {
            "participation": self.env._(
                "Ask the sponsor for a word to everybody, and speak to those who would do well: people join when they "
                "are asked."
            ),
            "match_rate": self.env._(
                "People wait. Match them, lower a must-have that keeps them apart, or win others for their topics."
            ),
            "match_time": self.env._(
                "Match every week instead of once, and give people fewer days to answer an offer."
            ),
            "meetings": self.env._(
                "Speak to the pairs whose meetings are overdue. If many are, a longer rhythm that is kept is better "
                "than a short one that is not."
            ),
            "satisfaction": self.env._(
                "See in which role and month it fell. Ask both sides what they miss, and offer those who do not fit "
                "another match."
            ),
            "goals": self.env._(
                "Remind pairs of goals whose day is over: a smaller goal, or a first step within a week, gets them "
                "going again."
            ),
            "skills": self.env._(
                "Ask people to tie a goal to a skill and a level: what is reached is then proposed to their file."
            ),
            "retention": self.env._(
                "Ask HR why people have left, and those who stay what they miss. Make careers here a topic."
            ),
            "own": self.env._("Decide with the sponsor what would move this figure, and enter it again in a month."),
        }[self.measure]

    @api.depends_context("lang")
    @api.depends("figure_ids.value", "value", "has_value", "wanted_value")
    def _compute_history_chart(self):
        today = fields.Date.context_today(self)
        history = self._read_history()
        for target in self:
            days = dict(sorted(history.get(target._origin.id, {}).items()))
            if target.has_value and target.program_id.state == "open":
                days[today] = target.value
            target.history_chart = target._draw_history(days) if days else False

    def _draw_history(self, days):
        """Return what has been written down as a line beside the target, and the last figures as a table."""
        wanted = [self.wanted_value] * len(days)
        values = list(days.values())
        labels = [format_date(self.env, day, date_format="d MMM") for day in days]
        drawing = charts.lines(
            self.name or "",
            self.env._("The full line is the figure, the broken one the target."),
            labels,
            [values, wanted],
            min(0, *values, *wanted),
            max(1, *values, *wanted),
        )
        figures = [(say_day(self.env, day), self._say(value)) for day, value in list(days.items())[-SHOWN_FIGURES:]]
        return self.env["ir.qweb"]._render("hr_mentorship.target_history", {"drawing": drawing, "figures": figures})

    @api.depends_context("uid")
    @api.depends("measure", "program_id")
    def _compute_has_place(self):
        for target in self:
            target.has_place = target.measure in PLACES and target.program_id.is_my_program

    def action_go(self):
        """Open the page where something can be done about this figure."""
        self.ensure_one()
        if self.measure not in PLACES:
            raise UserError(self.env._("Your own figure has no page: open the target and enter a new one."))
        return getattr(self.program_id, PLACES[self.measure])()

    # -- the history

    @api.model
    def _cron_record(self):
        """Write down every week where the open programs stand; a run that is killed has done nothing."""
        self.env["ir.cron"]._commit_progress(remaining=1)
        self.search([("program_id.state", "=", "open")])._record_today()
        self.env["ir.cron"]._commit_progress(1)

    def _record_today(self):
        """Write down the figures of today; those that are typed in are written down when they are."""
        counted = self._filter_counted()
        figures = self._measure(counted.program_id)
        today = fields.Date.context_today(self)
        values = {}
        for target in counted:
            figure = figures.get((target.program_id.id, target.measure))
            if figure and figure.value is not None:
                values[target.id] = figure.value
        self.env["hr.mentorship.target.figure"]._record(values, today)
