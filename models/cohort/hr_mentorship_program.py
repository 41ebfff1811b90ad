from babel.units import format_unit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import babel_locale_parse, formatLang, get_lang

from ..common.groups import MANAGER
from ..common.private_fields import ReaderOne2many
from ..common.spoken import by_count, choose_language, say_date
from . import last_time

SETTING_OF = {
    "seats": "last_capacity",
    "enrolment": "last_enrolment",
    "pairs": "last_duration",
    "meetings": "last_rhythm",
    "offers": "last_offer_validity",
}
"""What each subject of ``last_time`` tells of."""
LAST_SETTINGS = tuple(SETTING_OF.values())
DAYS_A_MONTH = 30.44


class HrMentorshipProgram(models.Model):
    """What a program leaves to the next one: its results, its lessons, and the people it had no partner for.

    Results are counted once, when the program closes, and do not follow what happens to its people later. Satisfaction
    is made of releases alone, which hold nothing of fewer people than may be told of.
    """

    _inherit = "hr.mentorship.program"

    predecessor_id = fields.Many2one(
        "hr.mentorship.program",
        "Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
    )
    successor_ids = ReaderOne2many(
        "hr.mentorship.program", "predecessor_id", string="Followed By", readonly=True, groups=MANAGER
    )
    lesson_ids = ReaderOne2many("hr.mentorship.lesson", "program_id", string="Lessons", groups=MANAGER)
    open_lesson_ids = fields.Many2many(
        "hr.mentorship.lesson", string="Open Lessons", compute="_compute_open_lesson_ids", groups=MANAGER
    )
    asks_left_over = fields.Boolean(
        "Ask Who Was Left Over",
        copy=False,
        groups=MANAGER,
        help="When the program opens, those who found no partner last time are asked whether they want to stay. With "
        "a yes they have their place at once.",
    )
    result_on = fields.Date("Counted On", readonly=True, copy=False, groups=MANAGER)
    result_mentor_count = fields.Integer("Mentors Then", readonly=True, copy=False, groups=MANAGER)
    result_mentee_count = fields.Integer("Mentees Then", readonly=True, copy=False, groups=MANAGER)
    result_pair_count = fields.Integer("Mentorships Then", readonly=True, copy=False, groups=MANAGER)
    result_completed_count = fields.Integer("Completed Then", readonly=True, copy=False, groups=MANAGER)
    result_declined_count = fields.Integer("Not Begun Then", readonly=True, copy=False, groups=MANAGER)
    result_left_over_count = fields.Integer("Left Over Then", readonly=True, copy=False, groups=MANAGER)
    result_meeting_count = fields.Integer("Meetings Held Then", readonly=True, copy=False, groups=MANAGER)
    result_goal_count = fields.Integer("Goals Then", readonly=True, copy=False, groups=MANAGER)
    result_reached_count = fields.Integer("Goals Reached Then", readonly=True, copy=False, groups=MANAGER)
    result_rating = fields.Float(
        "Satisfaction Then", readonly=True, copy=False, digits=(2, 1), groups=MANAGER, help="From 1 to 5; 0: too few."
    )
    result_words = fields.Text("Results", compute="_compute_result_words")
    last_time_words = fields.Text("Last Time", compute="_compute_last_time")
    left_over_count = fields.Integer("Left Over Last Time", compute="_compute_last_time")
    # What stands beside the settings while they are made
    last_capacity = fields.Char("Mentees per Mentor, Last Time", compute="_compute_last_settings")
    last_enrolment = fields.Char("Enrolment, Last Time", compute="_compute_last_settings")
    last_duration = fields.Char("Duration, Last Time", compute="_compute_last_settings")
    last_rhythm = fields.Char("Rhythm, Last Time", compute="_compute_last_settings")
    last_offer_validity = fields.Char("Days to Answer, Last Time", compute="_compute_last_settings")

    @api.depends_context("uid", "lang")
    @api.depends("state", "is_my_program")
    def _compute_result_words(self):
        """Read by those who run the program, and by its sponsor."""
        self.result_words = False
        for program in self.filtered(lambda each: each.is_my_program or each.is_my_approval):
            program.result_words = program.sudo()._say_results()  # sudo: figures, for people who have been checked

    @api.depends_context("uid", "lang")
    @api.depends("state", "is_my_program")
    def _compute_last_time(self):
        self.last_time_words = False
        self.left_over_count = 0
        for program in self.filtered(lambda each: each.is_my_program or each.is_my_approval):
            # sudo: whoever runs or approves a program learns from the one it follows, and need not have run that one
            former = program.sudo().predecessor_id
            program.last_time_words = former._say_results() if former else False
            program.left_over_count = len(former._find_left_over().employee_id)

    @api.depends_context("uid")
    @api.depends("state", "is_my_program")
    def _compute_open_lesson_ids(self):
        """Apart from what the sponsor reads as well, who may not even be given an empty list."""
        self.open_lesson_ids = False
        for program in self.filtered("is_my_program"):
            # sudo: see _compute_last_time
            lessons = program.sudo().predecessor_id.lesson_ids
            program.open_lesson_ids = lessons.filtered(lambda lesson: not lesson.is_taken_up).ids

    @api.depends_context("uid", "lang")
    @api.depends("state", "is_my_program")
    def _compute_last_settings(self):
        planned = self.filtered(
            lambda each: each.state in ("draft", "submitted") and (each.is_my_program or each.is_my_approval)
        )
        # sudo: see _compute_last_time
        former = {program: program.sudo().predecessor_id._origin for program in planned}
        words = self.sudo().browse().union(*former.values())._say_last_settings()
        for program in self:
            program.update(dict.fromkeys(LAST_SETTINGS, False) | words.get(former.get(program), {}))

    def _find_last_cohort(self):
        """Whoever planned a program as the next cohort has said which one it follows."""
        # sudo: see the field's figures, which whoever runs or approves a program reads
        return self.sudo().predecessor_id or super()._find_last_cohort()

    # -- results

    def _finish(self, outcome, word="", ended=None, told=None):
        if outcome == "closed":
            self._freeze_results()
        return super()._finish(outcome, word, ended, told)

    def _freeze_results(self):
        """Count once what these programs have brought."""
        figures = self._count_results()
        for program in self.sudo():  # sudo: the step that closes the program has been checked
            program.write({**figures[program.id], "result_on": fields.Date.context_today(self)})
        self._freeze_satisfaction()

    def _count_results(self):
        """Return the results of these programs as they are now, by id and field.

        :rtype: dict[int, dict[str, int]]
        """
        sudo = self.sudo().env  # sudo: numbers only
        mine = [("program_id", "in", self.ids)]
        figures = {program_id: {} for program_id in self.ids}
        people = sudo["hr.mentorship.participant"]._read_group(
            [*mine, ("state", "=", "approved")], ["program_id", "role"], ["__count"]
        )
        published = [*mine, ("offered_on", "!=", False)]
        pairs = sudo["hr.mentorship"]._read_group(published, ["program_id", "state"], ["__count"])
        # The same ones of which last_time tells how long they went on
        begun = dict(
            sudo["hr.mentorship"]._read_group([*published, ("start_date", "!=", False)], ["program_id"], ["__count"])
        )
        goals = sudo["hr.mentorship.goal"]._read_group(
            [*mine, ("state", "in", ("active", "reached", "unfinished"))], ["program_id", "state"], ["__count"]
        )
        meetings = dict(
            sudo["hr.mentorship.checkin"]._read_group([*mine, ("state", "=", "done")], ["program_id"], ["__count"])
        )
        for program in self.sudo():
            by_role = {role: count for each, role, count in people if each == program}
            by_state = {state: count for each, state, count in pairs if each == program}
            of_goals = {state: count for each, state, count in goals if each == program}
            figures[program.id] = {
                "result_mentor_count": by_role.get("mentor", 0),
                "result_mentee_count": by_role.get("mentee", 0) + by_role.get("peer", 0),
                "result_pair_count": begun.get(program, 0),
                "result_completed_count": by_state.get("completed", 0),
                "result_declined_count": sum(by_state.values()) - begun.get(program, 0),
                "result_left_over_count": len(program._find_left_over().employee_id),
                "result_meeting_count": meetings.get(program, 0),
                "result_goal_count": sum(of_goals.values()),
                "result_reached_count": of_goals.get("reached", 0),
            }
        return figures

    def _freeze_satisfaction(self):
        for program, rating in self.sudo()._average_released_ratings().items():  # sudo: see the callers
            program.result_rating = rating

    def _average_released_ratings(self):
        """Return the mean rating of these programs (sudo), of what has been released and of nothing else.

        :rtype: dict[hr.mentorship.program, float]
        """
        means = self.env["hr.mentorship.release"]._average(self.ids)
        return {self.browse(program_id): mean for program_id, mean in means.items()}

    def _preview_results(self):
        """Return the results of this program (sudo) as they would be if it closed now, a line each."""
        self.ensure_one()
        rating = self._average_released_ratings().get(self, 0)
        today = fields.Date.context_today(self)
        return self.new({**self._count_results()[self.id], "result_rating": rating, "result_on": today})._say_results()

    def _say_results(self):
        """Return the results of this program (sudo), a line each; nothing before it has closed."""
        if not self.result_on:
            return ""
        people = self.env._(
            "People: %(mentors)s mentors, %(mentees)s mentees",
            mentors=self.result_mentor_count,
            mentees=self.result_mentee_count,
        )
        if self.is_among_peers:
            people = self.env._("People: %(peers)s peers", peers=self.result_mentee_count)
        lines = [
            people,
            self._say_pairs(),
            self.env._("Left without a partner: %(count)s", count=self.result_left_over_count),
            self.env._("Meetings held: %(count)s", count=self.result_meeting_count),
            self.env._(
                "Goals reached: %(reached)s of %(goals)s",
                reached=self.result_reached_count,
                goals=self.result_goal_count,
            ),
        ]
        if self.result_rating:
            rating = formatLang(self.env, self.result_rating, digits=1)
            lines.append(self.env._("Satisfaction with the meetings: %(rating)s of 5", rating=rating))
        else:
            lines.append(self.env._("Satisfaction with the meetings: too few answers to say"))
        return "\n".join(lines)

    def _say_pairs(self):
        """Say how many mentorships began, and what they lack of the matches that were published."""
        pairs = self.env._(
            "Mentorships: %(pairs)s, of which %(completed)s completed",
            pairs=self.result_pair_count,
            completed=self.result_completed_count,
        )
        if not self.result_declined_count:
            return pairs
        declined = by_count(
            self.result_declined_count,
            self.env._("one more match did not come about"),
            self.env._("%(count)s more matches did not come about", count=self.result_declined_count),
        )
        return self.env._("%(mentorships)s; %(declined)s", mentorships=pairs, declined=declined)

    # -- what the settings have brought

    def _say_last_settings(self):
        """Return what these closed programs (sudo) tell of their settings, a sentence a setting; the caller checks.

        :rtype: dict[hr.mentorship.program, dict[str, str]]
        """
        closed = self.filtered("result_on")
        if not closed:
            return {}
        threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        counts = last_time.count(closed.env, closed.ids, threshold)
        return {program: program._say_settings(counts[program.id]) for program in closed}

    def _say_settings(self, counts):
        """Return what :meth:`_say_last_settings` does, of one program, from its numbers by subject."""
        say = {
            "seats": self._say_last_capacity,
            "enrolment": self._say_last_enrolment,
            "pairs": self._say_last_duration,
            "meetings": self._say_last_rhythm,
            "offers": self._say_last_offers,
        }
        return {SETTING_OF[subject]: say[subject](*numbers) for subject, numbers in counts.items()}

    def _say_last_capacity(self, mentees, left):
        if self.is_among_peers:
            return ""  # they go in pairs: there are no seats to change
        words = {"capacity": self.mentor_capacity, "mentees": mentees, "left": left}
        if not left:
            return self.env._("Last time %(capacity)s: none of %(mentees)s mentees was left without a mentor.", **words)
        return by_count(
            left,
            self.env._("Last time %(capacity)s: 1 of %(mentees)s mentees was left without a mentor.", **words),
            self.env._("Last time %(capacity)s: %(left)s of %(mentees)s mentees were left without a mentor.", **words),
        )

    def _say_last_enrolment(self, applications, window, half, most):
        words = {"window": self._say_time(window, "day"), "count": applications, "half": half, "most": most}
        if half == most:
            return self.env._(
                "Last time %(window)s: nine in ten of the applications (%(count)s) came by day %(most)s.", **words
            )
        return self.env._(
            "Last time %(window)s: half of the applications (%(count)s) came by day %(half)s, nine in ten by day "
            "%(most)s.",
            **words,
        )

    def _say_last_duration(self, begun, completed, ended, half_on):
        months = self.duration_months
        if self.end_date:
            months = max(round((self.end_date - self.start_date).days / DAYS_A_MONTH), 1)
        words = {"duration": self._say_time(months, "month"), "begun": begun, "completed": completed, "ended": ended}
        parts = [self.env._("Last time %(duration)s: %(completed)s of %(begun)s mentorships were completed", **words)]
        if half_on and half_on < (self.end_date or half_on):
            parts.append(self.env._("half of them by %(date)s", date=say_date(self.env, half_on)))
        parts.append(self.env._("%(ended)s ended early", **words))
        return ", ".join(parts) + "."

    def _say_last_rhythm(self, held, due):
        return self.env._(
            "Last time “%(rhythm)s”: %(held)s of %(due)s planned meetings were held.",
            rhythm=self._name_setting("rhythm", self.rhythm),
            held=held,
            due=due,
        )

    def _say_last_offers(self, offers, lapsed):
        words = {"days": self._say_time(self.offer_validity_days, "day"), "offers": offers, "lapsed": lapsed}
        if not lapsed:
            return self.env._("Last time %(days)s: none of %(offers)s offers lapsed without an answer.", **words)
        return by_count(
            lapsed,
            self.env._("Last time %(days)s: 1 of %(offers)s offers lapsed without an answer.", **words),
            self.env._("Last time %(days)s: %(lapsed)s of %(offers)s offers lapsed without an answer.", **words),
        )

    def _say_time(self, number, unit):
        return format_unit(number, unit, length="long", locale=babel_locale_parse(get_lang(self.env).code))

    # -- who was left over

    def _find_left_over(self):
        """Return the participants (sudo) who had a place in these programs, and nobody to meet."""
        # sudo: whom the callers show is counted, or written to
        places = (
            self.env["hr.mentorship.participant"]
            .sudo()
            .search([("program_id", "in", self.ids), ("state", "=", "approved"), ("employee_id.active", "=", True)])
        )
        matched = places.member_ids.filtered(lambda member: member.mentorship_id.offered_on).participant_id
        return places - matched

    # -- the next cohort

    def action_plan_next(self):
        """Open the dialog that makes the program that follows this one."""
        self.ensure_one()
        self._check_manager()
        self._check_state_in("closed")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_next_cohort_action")
        return {**action, "context": {"default_program_id": self.id}}

    def action_learn_weights(self):
        """Show beside the weights of the criteria those that finished mentorships speak for."""
        self.ensure_one()
        self._check_manager()
        self._check_state_in("draft", "submitted", "open")
        if not self.criterion_ids:
            raise UserError(self.env._("Say first who fits whom: add a criterion."))
        return self.env["hr.mentorship.learn.weights"]._open(self)

    def action_view_successors(self):
        """Open the cohort that follows; a list where there is more than one."""
        self.ensure_one()
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_program_action")
        if len(self.successor_ids) == 1:
            form = [view for view in action["views"] if view[1] == "form"]
            return {**action, "res_id": self.successor_ids.id, "view_mode": "form", "views": form}
        return {**action, "domain": [("predecessor_id", "=", self.id)]}

    def _create_successor(self, name, start_date, sponsor, asks_left_over=True):
        """Return a draft that is set up like this program, and begins on ``start_date``.

        :param sponsor: res.users, may be empty
        """
        self.ensure_one()
        self._check_manager()
        self._check_state_in("closed")
        # Two who plan it at once make one: the second of them starts again, and reads of the first
        self._serialize()
        # sudo: a successor that somebody else manages by now
        if others := self.sudo().successor_ids.filtered(lambda each: each.state != "cancelled"):
            raise UserError(
                self.env._(
                    "“%(next)s” follows “%(program)s” already. Change that one, or cancel it first.",
                    next=others[0].name,
                    program=self.name,
                )
            )
        program = self._copy_design(
            self.company_id, **self._get_dates_from(start_date), name=name, active=True, sponsor_id=sponsor.id
        )
        # sudo: what a client does not fill in; the right has been checked
        program.sudo().write({"predecessor_id": self.id, "asks_left_over": asks_left_over})
        program._after_template()
        return program

    def _after_open(self):
        super()._after_open()
        self._ask_left_over()

    def _ask_left_over(self):
        """Ask those who found no partner last time whether they want to stay; with a yes they have their place."""
        # sudo: follows the step that opens the program, which has been checked
        for program in self.sudo().filtered(lambda each: each.asks_left_over and each.predecessor_id):
            places = program.predecessor_id._find_left_over().grouped("employee_id")
            known = program.participant_ids.employee_id | program.invitation_ids.employee_id
            people = self.env["hr.employee"].sudo().browse(employee.id for employee in places)
            for (role, lang), group in (
                program._find_eligible(people - known)
                .grouped(lambda employee, places=places: self._say_role_and_lang(places[employee]))
                .items()
            ):
                told = self.with_context(lang=lang)
                word = told.env._(
                    "In “%(program)s” we found no partner for you, which we are sorry about. Would you like to stay? "
                    "With a yes you have your place at once, and the matching puts you in front.",
                    program=program.predecessor_id.with_context(lang=lang).name,
                )
                asked_as = role if role in program._get_roles() else False  # among peers all join in one way
                program.invitation_ids._ask(
                    program, group, role=asked_as, word=word, is_personal=True, joins_at_once=True
                )

    def _say_role_and_lang(self, participants):
        """Return in which role a person is asked, both if there is no saying, and in which language."""
        roles = set(participants.mapped("role"))
        partner = participants.employee_id._get_mentorship_partner()
        lang = choose_language(self.env, partner.lang, self.env.company.partner_id.lang)
        return roles.pop() if len(roles) == 1 else False, lang
