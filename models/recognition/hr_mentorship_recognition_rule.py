from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..common.spoken import by_count
from .event_queries import QUERIES

EVENTS = [
    ("training_passed", "Training passed"),
    ("agreement_signed", "Agreement signed by everybody"),
    ("checkin_confirmed", "Meeting held, confirmed by both sides"),
    ("checkin_streak", "Meetings held in a row"),
    ("meetings_held", "Meetings held in all"),
    ("goal_reached", "Goal reached, and the mentor congratulated"),
    ("mentorship_completed", "Mentorship completed"),
    ("first_mentor", "Mentor for the first time"),
    ("thanked", "Thank-you received"),
    ("survey_answered", "Survey answered"),
    ("mentor_of_cohort", "Mentor of the cohort"),
]
"""What can be paid: each is confirmed by the other side, by the program manager or by the system."""
COUNTED = ("checkin_streak", "meetings_held")
"""Events of which every n-th counts."""
MOST_POINTS = 10_000
"""What a rule pays at most for one event: more is a slip of the keyboard, or a way of helping oneself."""
FROZEN = frozenset({"event", "program_id", "company_id"})
"""What a rule that has paid keeps: an event pays a rule once, and a rule made over would pay the past anew."""
MEASURES = FROZEN | {"every", "role"}
SECRET = ("thanked", "survey_answered")
"""Events that are nobody's business, see ``is_open`` in the queries: the company pays them, and they give no badge."""
BADGES = (
    "first_mentor",
    "ten_meetings",
    "steady",
    "goal",
    "goal_helper",
    "trained",
    "mentor_of_cohort",
)
"""Ends of the names in our data of badges that are there for rules to give."""
PERIODS = [("month", "A month"), ("quarter", "A quarter"), ("year", "A year"), ("ever", "In all")]


class HrMentorshipRecognitionRule(models.Model):
    """What an event is worth: points, a badge, or both.

    It pays for what happens from the day on which it was made, or on which what it pays for was changed: what has
    happened before has been paid by the rules of then. A rule that has paid is archived and never deleted.

    A rule holds for one program, or for all programs of a company with recognition switched on. Where a program has
    rules of its own for an event, they stand in the place of the company's.
    """

    _name = "hr.mentorship.recognition.rule"
    _description = "Mentorship Recognition Rule"
    _inherit = ["hr.mentorship.archived.mixin"]
    _order = "program_id, sequence, id"

    _used_by = (("hr.mentorship.wallet.entry", "rule_id"),)

    name = fields.Char("What For", required=True, translate=True, help="Stands in the statement of who is paid.")
    sequence = fields.Integer(default=10)
    event = fields.Selection(EVENTS, default="goal_reached", required=True)
    every = fields.Integer(required=True, default=5, help="How many meetings it takes.")
    role = fields.Selection([("mentor", "Mentors"), ("mentee", "Mentees"), ("peer", "Peers")], "Only For")
    points = fields.Integer(required=True, default=10)
    badge_id = fields.Many2one(
        "gamification.badge", ondelete="set null", index="btree_not_null", help="Given once to each person."
    )
    program_id = fields.Many2one(
        "hr.mentorship.program", index="btree_not_null", ondelete="cascade", help="Empty: all programs of the company."
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, readonly=False, precompute=True, index=True
    )
    cap = fields.Integer("At Most", required=True, default=0, help="How often it is paid to one person; 0: always.")
    cap_period = fields.Selection(PERIODS, "Within", default="month", required=True)
    start_date = fields.Date("From")
    end_date = fields.Date("To")
    counts_from = fields.Date(required=True, readonly=True, copy=False, default=fields.Date.context_today)
    is_paused = fields.Boolean("Paused", help="Nothing is paid while it is paused; what has happened is paid later.")
    words = fields.Char("In Words", compute="_compute_words")

    _is_in_range = models.Constraint(
        f"CHECK(points BETWEEN 0 AND {MOST_POINTS})", "Points are whole numbers from 0 to 10,000."
    )
    _counts_up = models.Constraint("CHECK(every BETWEEN 1 AND 1000)", "It takes from one to a thousand meetings.")
    _is_cap = models.Constraint("CHECK(cap BETWEEN 0 AND 1000)", "A limit is a number from 0 to 1,000.")
    _ends_after_start = models.Constraint(
        "CHECK(start_date IS NULL OR end_date IS NULL OR start_date <= end_date)", "A rule ends after it has begun."
    )

    @api.depends("program_id.company_id")
    def _compute_company_id(self):
        for rule in self:
            rule.company_id = rule.program_id.company_id or rule.company_id

    @api.constrains("points", "badge_id")
    def _check_gives_something(self):
        for rule in self:
            if not (rule.points or rule.badge_id):
                raise ValidationError(
                    self.env._("“%(name)s” gives nothing. Enter points, choose a badge, or both.", name=rule.name)
                )

    @api.constrains("event", "badge_id")
    def _check_badge_tells_nothing(self):
        """Everybody sees badges; those of a program would see who has answered, or was thanked."""
        for rule in self:
            if rule.badge_id and rule.event in SECRET:
                raise ValidationError(
                    self.env._(
                        "Everybody sees a badge, and nobody is to see who has answered a survey or was thanked. Give "
                        "points in “%(name)s”, and no badge.",
                        name=rule.name,
                    )
                )

    @api.depends_context("lang")
    @api.depends("name", "points", "badge_id", "event", "every", "role", "cap", "cap_period")
    def _compute_words(self):
        for rule in self:
            rule.words = rule._say()

    def _say(self, tells_role=True):
        """Return what is paid for what, in one line."""
        what = self.name or ""
        if self.event in COUNTED:
            what = self.env._("%(what)s (every %(number)s)", what=what, number=self.every)
        if self.role and tells_role:
            roles = dict(self._fields["role"]._description_selection(self.env))
            what = self.env._("%(what)s, %(role)s only", what=what, role=roles[self.role])
        paid = []
        if self.points:
            paid.append(
                by_count(self.points, self.env._("1 point"), self.env._("%(points)s points", points=self.points))
            )
        if self.badge_id:
            # sudo: the name of a badge
            paid.append(self.env._("badge “%(name)s”", name=self.sudo().badge_id.name))
        words = self.env._("%(what)s: %(paid)s", what=what, paid=" + ".join(paid))
        if self.cap:
            periods = {
                "month": self.env._("at most %(cap)s a month", cap=self.cap),
                "quarter": self.env._("at most %(cap)s a quarter", cap=self.cap),
                "year": self.env._("at most %(cap)s a year", cap=self.cap),
                "ever": self.env._("at most %(cap)s in all", cap=self.cap),
            }
            words = f"{words} ({periods[self.cap_period]})"
        return words

    def _say_for(self, program, left):
        """Return for somebody in ``program`` what is paid for what, or that its fixed budget no longer pays it.

        :param left: as of ``_get_left`` of the budgets
        """
        words = self._say(tells_role=False)
        if self.event in SECRET or left.get(program.id, self.points) >= self.points:
            return words
        return self.env._(
            "%(words)s. “%(program)s” has given all its points: this is paid when there are new ones.",
            words=words,
            program=program.name,
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_named(vals_list)
        rules = super().create(vals_list)
        rules._check_badges()
        self.env["hr.mentorship.recognition.event"]._collect_soon()
        return rules

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if "program_id" in vals:
            self._check_named([vals])
        if not FROZEN.isdisjoint(vals):
            self._check_has_not_paid()
        begins_anew = self if not MEASURES.isdisjoint(vals) else self.browse()
        if vals.get("active"):
            begins_anew |= self.filtered(lambda rule: not rule.active)
        result = super().write(vals)
        if begins_anew and "counts_from" not in vals:
            # sudo: follows from what has been written by somebody who may
            super(HrMentorshipRecognitionRule, begins_anew.sudo()).write(
                {"counts_from": fields.Date.context_today(self)}
            )
        if "badge_id" in vals:
            self._check_badges()
        self.env["hr.mentorship.recognition.event"]._collect_soon()
        return result

    def _check_has_not_paid(self):
        for rule in self._filter_used():
            raise UserError(
                self.env._(
                    "“%(name)s” has paid already. Archive it, and make a new rule for what is paid from now on.",
                    name=rule.name,
                )
            )

    def _filter_used(self):
        """Whoever got a badge by a rule has a number of it, and no link."""
        self.env["gamification.badge.user"].flush_model(["recognition_rule"])
        self.env.cr.execute(
            SQL("SELECT recognition_rule FROM gamification_badge_user WHERE recognition_rule = ANY(%s)", list(self.ids))
        )
        return super()._filter_used() | self.browse({rule_id for (rule_id,) in self.env.cr.fetchall()})

    @api.model
    def _check_named(self, vals_list):
        programs = self.env["hr.mentorship.program"]
        given = [vals for vals in vals_list if vals.get("program_id", self.env.context.get("default_program_id"))]
        programs._check_manages_named(given)

    def copy_data(self, default=None):
        """A badge that the one who copies may not give is left out, where points remain: a program is copied whole."""
        vals_list = super().copy_data(default)
        for vals in vals_list:
            badge = self.env["gamification.badge"].browse(vals.get("badge_id"))
            if vals.get("points") and not badge._may_be_in_rules():
                vals["badge_id"] = False
        return vals_list

    def _check_badges(self):
        """A rule gives our badges that are there for it, and others only if its writer might give them by hand."""
        for badge in self.badge_id:
            if not badge._may_be_in_rules():
                raise UserError(
                    self.env._(
                        "“%(name)s” is a badge that you may not give. Choose one of those for mentorship, or one that "
                        "everybody may give.",
                        name=badge.name,
                    )
                )

    @api.model
    def _find_for(self, programs):
        """Return the rules (sudo) that hold in each of these programs.

        :rtype: dict[hr.mentorship.program, hr.mentorship.recognition.rule]
        """
        if not programs:
            return {}
        # sudo: what is paid is told to everybody who takes part; the rules themselves are the managers'
        every = self.sudo().search([("program_id", "in", [False, *programs.ids])])
        rules = every.filtered(lambda rule: not rule.is_paused and rule.event in QUERIES)
        found = {}
        for program in programs:
            # Paused ones keep the company's away as well
            own = every.filtered(lambda rule, program=program: rule.program_id == program)
            company = program.sudo().company_id
            found[program] = rules.filtered(
                lambda rule, program=program, own=own, company=company: (
                    rule.program_id == program
                    or (
                        not rule.program_id
                        and rule.company_id in (company, company.browse())
                        and rule.event not in own.mapped("event")
                    )
                )
            )
        return found
