from json import dumps
from secrets import randbelow

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ...matching import MICRO_POINTS_PER_PERCENT, MOST_BAND
from ..common.given_values import LARGEST_INTEGER
from ..common.private_fields import SecretInteger
from ..common.spoken import by_count

MOST_POINTS = MOST_BAND // MICRO_POINTS_PER_PERCENT
TWO = 2
"""As many sets of criteria are one change."""
SUMS = ("people", "total")
"""The objectives for which a lot can be drawn: those that are a sum, see :func:`..matching.draw`."""


class HrMentorshipProgram(models.Model):
    """Where seats are short, a lottery may decide between applicants whose scores are near-equal.

    What counts as near-equal is told to whoever applies, and stays as it was told from the first application on. The
    seed is drawn once, with the first matching and by nobody's hand, and told as matches are published: so nobody draws
    until they like who comes out, and nobody applies until they like their lot.
    """

    _inherit = "hr.mentorship.program"

    lottery_points = fields.Integer(
        "Lottery within",
        default=0,
        tracking=True,
        help="Where seats are short, scores count in steps of so many points, and a lottery decides between mentees of "
        "the same step. Applicants are told. 0: the score decides to the last digit, and only equals are drawn.",
    )
    # NO_ACCESS: whoever manages another program and applies to this one would know their lot; the words tell it in time
    lottery_seed = SecretInteger(
        readonly=True,
        copy=False,
        aggregator=None,
        groups=NO_ACCESS,
        help="Drawn once, with the first matching. Whoever draws again with it, from the same scores, gets the same "
        "people.",
    )
    lottery_words = fields.Char("How Near-Equals Are Drawn", compute="_compute_lottery_words")

    _lottery_points_range = models.Constraint(
        f"CHECK(lottery_points BETWEEN 0 AND {MOST_POINTS})",
        "A lottery decides within 10 points at most: wider steps would not be near-equal.",
    )

    @api.depends_context("lang")
    @api.depends("lottery_points", "lottery_seed", "matching_mode", "format", "mentorship_ids.offered_on")
    def _compute_lottery_words(self):
        for program in self:
            program.lottery_words = program._say_lottery() if program._has_lottery() else False

    def _has_lottery(self):
        # Peers go in pairs: no seat is short, and who is left over is nobody's lot
        return bool(self.lottery_points) and self.matching_mode != "request" and not self.is_among_peers

    def _say_lottery(self):
        steps = by_count(
            self.lottery_points,
            self.env._(
                "Where seats are short, match scores count in whole points, and a lottery decides between mentees with "
                "the same."
            ),
            self.env._(
                "Where seats are short, match scores count in steps of %(points)s points, and a lottery decides "
                "between mentees of the same step.",
                points=self.lottery_points,
            ),
        )
        return f"{steps} {self._say_seed()}"

    def _say_seed(self):
        program = self.sudo()  # sudo: the seed alone, once it is told
        # Not as soon as it is drawn: that somebody matches is not told before there is something to tell
        if not program.lottery_seed or not program.mentorship_ids.filtered("offered_on"):
            return self.env._("Its seed is drawn with the first matching, and stands here once matches are published.")
        words = self.env._(
            "Its seed is %(seed)s: whoever draws again with it gets the same people.", seed=program.lottery_seed
        )
        # What counts may be mended later: told, so that nobody mends until they like who comes out
        rules = {
            dumps([run.settings[name] for name in ("criteria", "minimum_score")], sort_keys=True)
            for run in program.run_ids
            if run.state == "done" and run.lottery_points
        }
        if len(rules) < TWO:
            return words
        changes = self.env._(
            "Since it was drawn, pairs were looked for by %(count)s different sets of criteria.", count=len(rules)
        )
        return f"{words} {changes}"

    def _draw_seed(self):
        """Draw the seed, once and for all matchings of this program (in sudo).

        Not before: who knows the seed while people apply could choose the moment to apply, or the draft to go on with.
        """
        if self._has_lottery() and not self.lottery_seed:
            self.lottery_seed = 1 + randbelow(LARGEST_INTEGER)

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if "lottery_points" in vals:
            points = vals["lottery_points"]
            self.filtered(lambda program: not program._is_unchanged("lottery_points", points))._check_lottery_untold()
        drawing = self.filtered(lambda program: program._has_lottery())
        result = super().write(vals)
        # Who matches and in which format goes on decides as well whether there is one
        drawing.filtered(lambda program: not program._has_lottery())._check_lottery_untold()
        return result

    def _check_lottery_untold(self):
        """Raise where somebody has applied to these programs already, and been told something else."""
        # sudo: whether there is anybody, whoever they are
        told = (
            self.env["hr.mentorship.participant"]
            .sudo()
            ._read_group([("program_id", "in", self.ids), ("role", "=", "mentee")], ["program_id"])
        )
        told_ids = {program.id for [program] in told}
        for program in self:
            if program.id in told_ids:
                raise UserError(
                    self.env._(
                        "Mentees have applied to “%(name)s”, and were told how its seats are given. A lottery can be "
                        "set or changed until the first one applies.",
                        name=program.name,
                    )
                )

    def _get_objectives(self):
        """Nobody is drawn by an objective that is no sum, and applicants were told that they are."""
        objectives = super()._get_objectives()
        return [key for key in objectives if key in SUMS] if self._has_lottery() else objectives

    def _describe_joining(self, role):
        """Lots are drawn of mentees alone: mentors are told nothing that does not concern them."""
        lines = super()._describe_joining(role)
        if role != "mentor" and self.lottery_words:
            lines.append(self.lottery_words)
        return lines
