from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...models.checkin.hr_mentorship_checkin import LOGGED_STATES, REASONS
from ...models.common.client_actions import toast
from ...models.common.given_values import is_readable
from ...models.common.spoken import by_count

RATINGS = [
    ("0", "Not rated"),
    ("1", "Poor"),
    ("2", "Fair"),
    ("3", "Good"),
    ("4", "Very good"),
    ("5", "Excellent"),
]
STEP_WITHIN = timedelta(days=14)
"""When a next step is due if no other meeting is planned."""


class HrMentorshipCheckinLog(models.TransientModel):
    """A member says in a minute, on a phone as well, what became of a check-in; the other one confirms with one tap."""

    _name = "hr.mentorship.checkin.log"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Log a Check-in"

    _document_field = "checkin_id"
    checkin_id = fields.Many2one("hr.mentorship.checkin", required=True, readonly=True)
    mentorship_id = fields.Many2one(related="checkin_id.mentorship_id", related_sudo=False)
    my_member_id = fields.Many2one(related="mentorship_id.my_member_id", related_sudo=False)
    is_first_log = fields.Boolean(compute="_compute_is_first_log")
    can_confirm = fields.Boolean(related="checkin_id.can_confirm", related_sudo=False)
    is_correction = fields.Boolean("Something Is Not Right")
    told = fields.Char(compute="_compute_told")
    partner_summary = fields.Text(compute="_compute_told")
    agreed_step_ids = fields.Many2many("hr.mentorship.next.step", compute="_compute_steps", string="Agreed")
    outcome = fields.Selection(
        [
            ("done", "We met"),
            ("moved", "We have moved it"),
            ("missed", "It did not happen"),
            ("skipped", "We skip it"),
        ],
        compute="_compute_from_checkin",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
        required=True,
    )
    held_on = fields.Date(
        "Date", compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    duration = fields.Float(
        compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    reason = fields.Selection(
        REASONS,
        compute="_compute_from_checkin",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
        help="Only the members of this mentorship read it.",
    )
    rating = fields.Selection(
        RATINGS,
        "How Was It?",
        compute="_compute_from_checkin",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
        help="Nobody sees your answer; reports show groups of several people.",
    )
    comment = fields.Text(
        compute="_compute_from_checkin",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
        help="You alone read it, unless you let others read it without your name.",
    )
    may_be_read = fields.Boolean(
        "May be read without my name by those who run the program",
        compute="_compute_from_checkin",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
    )
    stars_promise = fields.Text(compute="_compute_promises")
    comment_promise = fields.Text(compute="_compute_promises")
    wants_contact = fields.Boolean(
        "Please contact me", help="The program managers read your name and nothing else; nobody else learns of it."
    )
    can_ask_contact = fields.Boolean(compute="_compute_can_ask_contact")
    line_ids = fields.One2many(
        "hr.mentorship.checkin.log.line",
        "log_id",
        "Agenda",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
    )
    open_step_ids = fields.Many2many("hr.mentorship.next.step", compute="_compute_steps")
    done_step_ids = fields.Many2many(
        "hr.mentorship.next.step", "hr_mentorship_checkin_log_done_rel", string="Done Since"
    )
    step_ids = fields.One2many("hr.mentorship.checkin.log.step", "log_id", "Next Steps")
    next_date = fields.Date(compute="_compute_steps")
    summary = fields.Text(
        compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )
    private_note = fields.Text(
        compute="_compute_from_checkin", store=True, readonly=False, precompute=True, compute_sudo=False
    )

    @api.depends("checkin_id")
    def _compute_from_checkin(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            checkin = wizard.checkin_id
            notes = checkin.note_ids.filtered(lambda note: note.author_id == self.env.user)
            answer = checkin.feedback_ids.filtered(lambda answer: answer.author_id == self.env.user)
            wizard.outcome = checkin.state if checkin.state in LOGGED_STATES else "done"
            wizard.held_on = checkin.held_on or min(checkin.planned_date or today, today)
            wizard.duration = checkin.duration
            wizard.reason = checkin.reason
            wizard.rating = str(answer.rating) if answer.rating else False
            wizard.comment = answer.comment
            wizard.may_be_read = answer.may_be_read
            wizard.summary = notes.filtered(lambda note: note.kind == "summary").body
            wizard.private_note = notes.filtered(lambda note: note.kind == "private").body

    @api.depends("checkin_id.state")
    def _compute_is_first_log(self):
        for wizard in self:
            wizard.is_first_log = wizard.checkin_id.state == "planned"

    @api.depends_context("uid")
    @api.depends("checkin_id")
    def _compute_told(self):
        """What the other one has logged, in words."""
        for wizard in self:
            checkin, me = wizard.checkin_id, wizard.checkin_id.mentorship_id.my_member_id
            summaries = checkin._get_summaries(me) if checkin else []
            wizard.partner_summary = "\n\n".join(summaries) or False
            wizard.told = checkin._tell_log(me) if checkin.state in LOGGED_STATES else False

    @api.depends("checkin_id")
    @api.depends_context("lang")
    def _compute_promises(self):
        """What becomes of stars and comment, said before they are given."""
        program = self.env["hr.mentorship.program"]
        self.stars_promise = program._say_who_reads_answers()
        self.comment_promise = program._say_who_reads_comments()

    @api.depends_context("uid")
    @api.depends("checkin_id")
    def _compute_can_ask_contact(self):
        for wizard in self:
            member = wizard.checkin_id.mentorship_id.my_member_id
            wizard.can_ask_contact = bool(member and member._get_contacts())

    @api.depends("checkin_id")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard.checkin_id._get_agenda_lines() if wizard.checkin_id else []
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "item_id": line["item"].id,
                        "question": line["question"],
                        "name": line["name"],
                        "is_done": line["is_done"],
                    }
                )
                for line in lines
            ]

    @api.depends("checkin_id")
    def _compute_steps(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            checkin, mentorship = wizard.checkin_id, wizard.checkin_id.mentorship_id
            open_steps = mentorship.open_next_step_ids
            wizard.open_step_ids = open_steps.filtered(lambda step, c=checkin: step.checkin_id != c)
            wizard.agreed_step_ids = mentorship.next_step_ids.filtered(lambda step, c=checkin: step.checkin_id == c)
            later = (mentorship.checkin_ids - checkin).filtered(
                lambda other: other.state == "planned" and other.planned_date > today
            )
            wizard.next_date = min(later.mapped("planned_date"), default=today + STEP_WITHIN)

    def action_save(self):
        """Log the check-in, correct what has been logged, or change the own words about it."""
        self.ensure_one()
        # Who asks comes before what they ask: see action_confirm
        self.checkin_id._check_has_member()
        if self.outcome == "moved":
            return self.action_move()
        if self.is_first_log and self.outcome == "done" and not int(self.rating or 0):
            raise UserError(self.env._("How was it? One tap on the stars is enough; only you can see your answer."))
        return self._save()

    def action_move(self):
        """Keep the words, and choose another day or time where everybody does, with times that suit them all."""
        self.ensure_one()
        checkin = self.checkin_id
        checkin._check_has_member()
        for kind, body in (("summary", self.summary), ("private", self.private_note)):
            if (body or "").strip():
                self.env["hr.mentorship.note"]._record(checkin.mentorship_id, kind, body, checkin=checkin)
        return checkin.action_plan()

    def action_confirm(self):
        """It was as the partner says; whatever has been added is kept."""
        self.ensure_one()
        # Who asks comes before what they ask: a stranger learns nothing of how far the members are
        self.checkin_id._check_has_member()
        if self.is_first_log:
            raise UserError(self.env._("Nobody has logged this check-in yet. Say what became of it."))
        self.is_correction = False
        return self._save()

    def _save(self):
        checkin = self.checkin_id
        is_first = checkin.state == "planned"
        is_confirming = checkin.can_confirm
        checkin._log(
            # As it stood in the dialog: the partner may have logged or corrected something else in the meantime
            self.outcome,
            held_on=self.held_on,
            duration=self.duration,
            summary=self.summary,
            private_note=self.private_note,
            rating=int(self.rating or 0) or None,
            comment=self.comment,
            may_be_read=self.may_be_read,
            wants_contact=self.wants_contact,
            reason=self.reason,
            agenda=[
                {"item": line.item_id.id, "question": line.question, "name": line.name, "is_done": line.is_done}
                for line in self.line_ids
                if is_readable(line.name or "")  # a line that somebody has added and left empty
            ],
            next_steps=[
                {"name": step.name, "member_id": step.member_id.id, "due_date": step.due_date}
                for step in self.step_ids
                if is_readable(step.name or "")
            ],
            done_steps=self.done_step_ids,
            is_correction=self.is_correction and not self.is_first_log,
        )
        done = self._save_goals()
        if not done and is_first and checkin.state == "done":
            done = checkin.mentorship_id._celebrate_meetings()
        done = done or toast(self._say_kept(is_first, is_confirming))
        if checkin.can_confirm:
            return self._tell_difference(done)
        return done

    def _say_kept(self, is_first, is_confirming=False):
        """Say that it is kept, and who does what next."""
        # sudo: partners read each other's names
        partners = self.my_member_id._partners().sudo().employee_id.mapped("name")
        if partners and (is_first or self.is_correction):
            names = format_list(self.env, partners)
            return by_count(
                len(partners),
                self.env._("Kept. Next, %(names)s says whether it was so.", names=names),
                self.env._("Kept. Next, %(names)s say whether it was so.", names=names),
            )
        if is_confirming:
            return self.env._("Confirmed, thank you.")
        return self.env._("Kept.")

    def _tell_difference(self, next_action):
        """Say kindly that the partner was faster and says something else."""
        return toast(
            self.env._(
                "Your words are kept. In the meantime, your partner has logged something else: %(told)s Open the "
                "check-in to confirm it, or to say what was different.",
                told=self.checkin_id._tell_log(self.my_member_id),
            ),
            "warning",
            then=next_action,
            stay=True,
        )

    def _save_goals(self):
        """Hook: the check-in has been logged by the current user; keep what the dialog says about goals.

        :returns: an action with something to celebrate, or False
        """
        return False
