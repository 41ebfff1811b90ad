from odoo import api, models

from ..models.common import charts
from ..models.common.spoken import by_count, say_date, with_colon
from ..models.outcome.hr_mentorship_outcome import NAMES
from . import asked

EDGE = 0.005
"""A difference of less than half a point is none."""


class ReportHrMentorshipOutcome(models.AbstractModel):
    """How participants have fared in a year beside colleagues like them, headed by what that cannot say.

    Read are released outcomes alone (``hr.mentorship.outcome``): figures of years that are over, of *N* people at least
    on either side, from which no two reports give anybody away.
    """

    _name = "report.hr_mentorship.report_outcome"
    _description = "Mentorship Outcome Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs, start, end, values = asked.begin(self.env, docids, data, "_check_outcomes")
        return {**values, "sections": self._make_sections(programs, start, end)}

    @api.model
    def _make_sections(self, programs, start, end):
        """Return what is told of lotteries and of comparisons, of all programs together before each of them."""
        # sudo: released figures, for people who have been checked
        figures = self.sudo().env["hr.mentorship.outcome"]._get_figures(programs, start, end)
        return [self._make_section(programs, row) for row in figures]

    def _make_section(self, programs, row):
        roles = {"mentor": self.env._("Mentors"), "mentee": self.env._("Mentees"), "peer": self.env._("Peers")}
        role = roles[row["role"]]
        is_lottery = row["comparison"] == "lottery"
        side, other = self.env._("Participants"), self.env._("Comparable colleagues")
        if is_lottery:
            role = self.env._("Mentees, where luck decided")
            side, other = self.env._("Given a mentor by lot"), self.env._("Not drawn")
        together = self.env._("all programs together")
        place = row["program"].name or together
        labels = self._get_labels()
        measures = [(labels[name], row["measures"][name]) for name in NAMES]
        title = f"{role}, {place}" if len(programs) > 1 else role
        say_difference = self._say_effect if is_lottery else self._say_difference
        return {
            "title": title,
            "is_lottery": is_lottery,
            "compared": self._say_drawn(row) if is_lottery else self._say_compared(row),
            "differences": [(label, say_difference(*each["difference"])) for label, each in measures],
            "chart": {
                "title": self.env._("Within a year"),
                "svg": self._draw(title, measures),
                "legend": [(charts.key(0), side), (charts.key(1), other)],
                "head": ["", side, other],
                "rows": [
                    [label, self._say_share(each["share"]), self._say_share(each["other"])] for label, each in measures
                ],
                "note": "",
            },
        }

    @api.model
    def _get_labels(self):
        field = self.env["hr.mentorship.outcome"]._fields["measure"]
        return dict(field._description_selection(self.env))

    def _draw(self, title, measures):
        rows = [
            (name, [(100 * sum(each[side]) / 2, self._say_share(each[side])) for side in ("share", "other")])
            for name, each in measures
        ]
        description = "; ".join(
            f"{with_colon(self.env, name)} {' / '.join(words for _value, words in values)}" for name, values in rows
        )
        return charts.bars(title, description, rows, 100)

    def _get_words(self, row):
        return {
            "people": row["people"],
            "others": row["others"],
            "start": say_date(self.env, row["date_from"]),
            "end": say_date(self.env, row["date_to"]),
        }

    def _say_drawn(self, row):
        return self.env._(
            "Seats were short, and a lot decided between mentees who fitted equally well: %(people)s who were given a "
            "mentor beside %(others)s who were not, each followed for a year between %(start)s and %(end)s. Luck alone "
            "made the difference between them, so what follows is an effect of being given a mentor.",
            **self._get_words(row),
        )

    def _say_compared(self, row):
        said = self.env._(
            "%(people)s participants beside %(others)s comparable colleagues, each followed for a year between "
            "%(start)s and %(end)s.",
            **self._get_words(row),
        )
        if not row["alone"]:
            return said
        alone = by_count(
            row["alone"],
            self.env._("One more participant had no comparable colleague and is in no figure."),
            self.env._(
                "%(people)s more participants had no comparable colleague and are in no figure.", people=row["alone"]
            ),
        )
        return f"{said} {alone}"

    def _say_share(self, share):
        low, high = (round(100 * end) for end in share)
        return self.env._("%(from)s to %(to)s %%", **{"from": low, "to": high})

    def _say_difference(self, low, high):
        """Return between what the difference of participants and colleagues lies, in points, and what that says."""
        words = self._get_points(low, high)
        if low > EDGE:
            return self.env._("Participants more often, by %(least)s to %(most)s points.", **words)
        if high < -EDGE:
            return self.env._("Participants less often, by %(least)s to %(most)s points.", **words)
        return self._say_nothing(low, high)

    def _say_effect(self, low, high):
        """Return between what the effect of a lottery lies."""
        words = self._get_points(low, high)
        if low > EDGE:
            return self.env._("More often with a mentor, by %(least)s to %(most)s points.", **words)
        if high < -EDGE:
            return self.env._("Less often with a mentor, by %(least)s to %(most)s points.", **words)
        return self._say_nothing(low, high)

    def _get_points(self, low, high):
        least, most = sorted((abs(round(100 * low)), abs(round(100 * high))))
        return {"least": least, "most": most}

    def _say_nothing(self, low, high):
        return self.env._(
            "Nothing can be told apart from chance: from %(low)s to %(high)s points.",
            low=f"{round(100 * low):+d}".replace("-", "−"),
            high=f"{round(100 * high):+d}",
        )
