import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..common.client_actions import reload, toast
from ..common.private_fields import ReaderOne2many
from ..common.spoken import say_date
from ..link.mail_mail import LINK_PLACEHOLDER
from ..program.hr_mentorship_participant import OPEN_STATES
from ..program.hr_mentorship_program import ROLES

_logger = logging.getLogger(__name__)
MAIL = "hr_mentorship.mail_template_invitation"
ANSWER = "hr_mentorship.mail_activity_type_answer_invitation"
MAX_REMINDERS = 2
ALWAYS_ON_DAYS = 365
"""How long the link to a program without an end leads to its page."""


class HrMentorshipInvitation(models.Model):
    """One person asked to join one program. Nobody takes part who has not said yes.

    Whoever a program manager adds by hand or by a file is asked as well: their participation waits as “invited”, and
    the invitation is *personal*, which means that the program manager has said yes to it already.
    """

    _name = "hr.mentorship.invitation"
    _description = "Mentorship Invitation"
    _inherit = [
        "hr.mentorship.link.holder.mixin",
        "hr.mentorship.letterbox.mixin",
        "hr.mentorship.thread.mixin",
        "hr.mentorship.todo.mixin",
        "hr.mentorship.lifecycle.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["employee_id.name"]

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    department_id = fields.Many2one(related="employee_id.department_id")
    role = fields.Selection(ROLES, string="Asked as", readonly=True, help="Empty: as they like.")
    state = fields.Selection(
        [
            ("invited", "Invited"),
            ("accepted", "Accepted"),
            ("declined", "No, Thanks"),
            ("expired", "Expired"),
            ("withdrawn", "Taken Back"),
        ],
        string="Status",
        default="invited",
        required=True,
        readonly=True,
        index=True,
    )
    word = fields.Text("A Word from the Program Manager", readonly=True)
    is_personal = fields.Boolean(
        "Added by Hand", readonly=True, help="Asked by name, after the enrolment window too; with a yes they take part."
    )
    joins_at_once = fields.Boolean(
        "Takes Part at Once", readonly=True, help="Who says yes takes part without another approval."
    )
    asked_on = fields.Date("Asked on", readonly=True, help="When the mail left; empty while it waits to be sent.")
    remind_on = fields.Date("Next Reminder", readonly=True, index="btree_not_null")
    reminder_count = fields.Integer("Reminders", readonly=True)
    answered_on = fields.Date("Answered on", readonly=True)
    participant_ids = ReaderOne2many("hr.mentorship.participant", "invitation_id", readonly=True)
    has_login = fields.Boolean(compute="_compute_has_login", help="This person answers in Odoo.")
    # The program itself is for those who may join it; what they are asked for, they may read here
    program_name = fields.Char(related="program_id.name", string="Program Name")
    goal = fields.Text(related="program_id.goal")
    start_date = fields.Date(related="program_id.start_date")
    end_date = fields.Date(related="program_id.end_date")
    enrolment_end_date = fields.Date(related="program_id.enrolment_end_date")
    sponsor_word = fields.Text(related="program_id.sponsor_word")
    sponsor_word_image = fields.Image(related="program_id.sponsor_word_image")
    sponsor_word_name = fields.Char(related="program_id.sponsor_word_name")
    sponsor_word_title = fields.Char(related="program_id.sponsor_word_title")
    facts = fields.Text("What It Takes", compute="_compute_facts", compute_sudo=True)
    is_me = fields.Boolean(compute="_compute_my_choices")
    can_join_as_mentor = fields.Boolean(compute="_compute_my_choices")
    can_join_as_mentee = fields.Boolean(compute="_compute_my_choices")
    can_join_as_peer = fields.Boolean(compute="_compute_my_choices")
    can_decline = fields.Boolean(compute="_compute_my_choices")
    can_withdraw = fields.Boolean(compute="_compute_my_choices")
    obstacle = fields.Char("What Stands Against It", compute="_compute_my_choices")
    is_my_program = fields.Boolean(compute="_compute_my_choices")

    _one_each = models.Constraint(
        "UNIQUE(program_id, employee_id)", "This person has been asked to join this program already."
    )
    _reminder_range = models.Constraint(
        f"CHECK(reminder_count BETWEEN 0 AND {MAX_REMINDERS})", "Nobody is reminded more than twice."
    )

    @api.depends("user_id.active")
    def _compute_has_login(self):
        for invitation in self:
            invitation.has_login = invitation.sudo().user_id.active  # sudo: archived users, and of another company

    @api.depends("employee_id.name", "program_id.name")
    def _compute_display_name(self):
        for invitation in self:
            invitation.display_name = self.env._(
                "%(employee)s, invited to %(program)s",
                employee=invitation.sudo().employee_id.name or "",
                program=invitation.sudo().program_id.name or "",
            )

    @api.depends_context("uid", "lang")
    @api.depends("state", "role", "asked_on", "participant_ids.state", "program_id.state", "employee_id")
    def _compute_my_choices(self):
        # sudo: of the own invitation, whether or not the program can be read
        for invitation, invitation_sudo in zip(self, self.sudo(), strict=True):
            is_me = invitation_sudo.user_id == self.env.user
            obstacle = invitation_sudo._find_obstacle()
            is_open = is_me and not obstacle
            invitation.is_me = is_me
            invitation.obstacle = obstacle
            roles = invitation_sudo._get_roles() if is_open else ()
            invitation.can_join_as_mentor = "mentor" in roles
            invitation.can_join_as_mentee = "mentee" in roles
            invitation.can_join_as_peer = "peer" in roles
            invitation.can_decline = is_open and invitation.state == "invited"
            invitation.can_withdraw = is_me and bool(invitation_sudo._get_part())
            invitation.is_my_program = invitation.program_id.has_access("read") and invitation.program_id.is_my_program

    @api.depends_context("lang")
    @api.depends("role", "program_id.format", "program_id.effort_text")
    @api.depends("program_id.mentor_training_id.title", "program_id.mentee_training_id.title")
    def _compute_facts(self):
        for invitation in self:
            program = invitation.program_id
            invitation.facts = "\n".join(program._describe_joining(invitation.role)) if program else False

    def _get_roles(self):
        """Return the roles in which whoever is invited may join."""
        possible = self.program_id._get_roles()
        return (self.role,) if self.role in possible else possible

    # -- what stands against it

    def _find_obstacle(self):
        """Say to whoever is invited (sudo) why they cannot join by it; empty if nothing stands against it.

        A no is no door that closes, and neither is leaving: whoever changes their mind joins by the same link.
        """
        self.ensure_one()
        return self._find_program_obstacle() or self._find_own_obstacle() or self._find_window_obstacle()

    def _find_program_obstacle(self):
        program = self.program_id
        if program.state == "open" and program.active:
            return ""
        words = {
            "cancelled": self.env._(
                "“%(program)s” has been cancelled, so nobody can join it. You need do nothing.", program=program.name
            ),
            "closed": self.env._("“%(program)s” is over. You are welcome in the next program.", program=program.name),
        }
        waiting = self.env._("“%(program)s” is not open yet. Come back when it is.", program=program.name)
        return words.get(program.state, waiting)

    def _find_own_obstacle(self):
        program = self.program_id
        if self._get_part():
            return self.env._(
                "You have said yes to “%(program)s” already; nothing else is needed.", program=program.name
            )
        if self.state == "accepted" and "rejected" in self.participant_ids.mapped("state"):
            return self.env._("“%(program)s” could not offer you a place this time.", program=program.name)
        if self.state == "withdrawn":
            return self.env._(
                "This invitation to “%(program)s” has been taken back. Ask its program managers if you would like to "
                "take part.",
                program=program.name,
            )
        if not self.employee_id.active:
            return self.env._("“%(program)s” is for people who work here.", program=program.name)
        return program._find_entry_obstacle(self.employee_id)

    def _find_window_obstacle(self):
        program, today = self.program_id, fields.Date.context_today(self)
        if self.is_personal:
            return ""
        if program.enrolment_end_date and today > program.enrolment_end_date:
            return self.env._(
                "Enrolment for “%(program)s” ended on %(day)s. You are welcome in the next program.",
                program=program.name,
                day=say_date(self.env, program.enrolment_end_date),
            )
        if today < program.enrolment_start_date:
            return self.env._(
                "Enrolment for “%(program)s” begins on %(day)s. Come back then.",
                program=program.name,
                day=say_date(self.env, program.enrolment_start_date),
            )
        return ""

    def _get_part(self):
        """Return the participation (sudo) that came of it and still holds or waits for a place."""
        parts = self.participant_ids
        return parts.filtered(lambda part: part.state in OPEN_STATES and part.state != "invited")[:1]

    # -- what the invited person does in Odoo

    def action_join_as_mentor(self):
        return self._open_application("mentor")

    def action_join_as_mentee(self):
        return self._open_application("mentee")

    def action_join_as_peer(self):
        return self._open_application("peer")

    def _open_application(self, role):
        self._check_is_me()
        if obstacle := self.sudo()._find_obstacle():  # sudo: see _compute_my_choices
            raise UserError(obstacle)
        self._check_role(role)
        return self.program_id._open_application(role)

    def _check_is_me(self):
        self.ensure_one()
        if not self.is_me:
            raise AccessError(self.env._("You can answer only for yourself."))

    def _check_role(self, role):
        if self.role and self.role != role:
            roles = dict(self._fields["role"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "You are asked to join “%(program)s” as %(role)s. To join in the other role, apply from the "
                    "overview.",
                    program=self.sudo().program_id.name,
                    role=roles[self.role],
                )
            )

    def action_decline(self):
        """Say no, thanks; nobody has to give a reason."""
        self._check_is_me()
        self.sudo()._decline()  # sudo: their own answer
        return toast(
            self.env._(
                "You have said no to “%(program)s”. Should you change your mind: the link in your mail stays open.",
                program=self.program_name,
            )
        )

    def action_leave(self):
        """Leave the program again, in one step."""
        self._check_is_me()
        self.sudo()._get_part().with_env(self.env).action_withdraw()
        return toast(self.env._("You have left “%(program)s”.", program=self.program_name))

    # -- answers; the callers have checked that the person answers

    def _accept(self, role, **values):
        """Say yes for the invited person (sudo)."""
        self.ensure_one()
        if obstacle := self._find_obstacle():
            raise UserError(obstacle)
        self._check_role(role)
        return self.program_id._enrol(self.employee_id, role, **values)

    def _decline(self):
        self.ensure_one()
        self._serialize()
        self._check_state_in("invited")
        self._move_to("declined", answered_on=fields.Date.context_today(self), remind_on=False)
        self._end_invited_parts()

    def _note_yes(self, participant):
        """The person has enrolled (sudo): with a place at once where the program manager has said yes before."""
        if not self:
            return
        is_enough = self.joins_at_once and self.state in ("invited", "declined")
        self._move_to("accepted", answered_on=fields.Date.context_today(self), remind_on=False)
        participant.invitation_id = self
        if is_enough:
            participant._admit()
        self._end_invited_parts()

    def _end_invited_parts(self):
        """Nothing waits for an answer any more."""
        self.participant_ids.filtered(lambda part: part.state == "invited")._move_to("withdrawn")
        self._finish_activities(ANSWER)

    # -- what program managers do

    def action_take_back(self):
        """Take back what nobody has answered; whoever has the mail already reads that on its page."""
        self.program_id._check_manager()
        self._check_state_in("invited")
        self._take_back()
        return reload()

    def _take_back(self, state="withdrawn"):
        invitations = self.sudo()  # sudo: the callers have checked the program
        invitations._move_to(state, remind_on=False)
        invitations.participant_ids.filtered(lambda part: part.state == "invited")._move_to("withdrawn")
        invitations._drop_activities(ANSWER)

    @api.model
    def _ask(self, program, employees, **values):
        """Ask these people (sudo), each once; whoever was asked before is asked anew.

        Only notes it: the mails leave in the background, as there may be thousands.

        :param program: of which the caller has checked that the user manages it
        :param employees: people who may join, and have not said no
        """
        invitations = self.sudo()  # sudo: the program has been checked
        known = invitations.search([("program_id", "=", program.id), ("employee_id", "in", employees.ids)])
        values = {"word": False, "role": False, "is_personal": False, "joins_at_once": False, **values}
        waiting = known.filtered(lambda invitation: invitation.state == "invited")
        waiting.write({name: value for name, value in values.items() if value})
        (known - waiting)._move_to(
            "invited", **values, asked_on=False, remind_on=False, reminder_count=0, answered_on=False
        )
        asked = known | invitations.create(
            [
                {"program_id": program.id, "employee_id": employee.id, **values}
                for employee in employees - known.employee_id
            ]
        )
        self.env.ref("hr_mentorship.ir_cron_send_invitations").sudo()._trigger()
        return asked

    # -- mails, in the background

    def _get_subject(self):
        self.ensure_one()
        if self.reminder_count:
            return self.env._("Would you like to join? %(program)s", program=self.program_id.name)
        return self.env._("You are invited: %(program)s", program=self.program_id.name)

    def _get_link(self):
        """Return what the button of the mail opens; ``mail.mail`` puts in the personal link."""
        self.ensure_one()
        if self.has_login:
            return f"{self.get_base_url()}/odoo/hr.mentorship.invitation/{self.id}"
        return f"{self.get_base_url()}{LINK_PLACEHOLDER}"

    def _get_link_days(self):
        """The page tells to the end what became of it, and lets people leave."""
        end = self.program_id.end_date
        left = (end - fields.Date.context_today(self)).days + 1 if end else ALWAYS_ON_DAYS
        return max(super()._get_link_days(), left)

    def _may_use_link(self, purpose):
        return purpose == "join"

    @api.model
    def _get_open_domain(self):
        """Who may still be written to: the program is open, and so is the door for them."""
        window = Domain("program_id", "any", [("is_enrolment_open", "=", True)])
        return (
            Domain("state", "=", "invited")
            & Domain("program_id.state", "=", "open")
            & Domain("program_id.active", "=", True)
            & Domain("employee_id.active", "=", True)
            & (Domain("is_personal", "=", True) | window)
        )

    @api.model
    def _get_due_domain(self):
        is_due = Domain("asked_on", "=", False) | Domain("remind_on", "<=", fields.Date.context_today(self))
        return self._get_open_domain() & is_due

    @api.model
    def _cron_send(self, batch_size=100):
        """Write to everybody who is due, batch by batch, with a commit after each; then end what is over.

        What is written to somebody, and that it was, is one transaction: however often the job is killed, and however
        many of it run, nobody gets a mail twice.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=self.search_count(self._get_due_domain()))
        last_id = 0
        while batch := self.search(self._get_due_domain() & Domain("id", ">", last_id), order="id", limit=batch_size):
            last_id = batch[-1].id
            try:
                batch.try_lock_for_update(allow_referencing=True)._write_to_them()
                self.env.flush_all()
            except OperationalError:
                # Another run, or an answer, since this transaction has begun
                _logger.info("%s invitations are left to another run.", len(batch), exc_info=True)
                self.env.cr.rollback()
                continue
            if not commit_progress(len(batch), remaining=self.search_count(self._get_due_domain())):
                return
        self._expire()
        commit_progress(remaining=0)

    def _write_to_them(self):
        """Queue the first mail or the next reminder of these people (sudo)."""
        first = self.filtered(lambda invitation: not invitation.asked_on)
        unwanted = (self - first)._filter_without_reminders()
        unwanted.remind_on = False
        today = fields.Date.context_today(self)
        for days, group in first.grouped(lambda each: each.program_id.invitation_reminder_days).items():
            group.write({"asked_on": today, "remind_on": today + timedelta(days=days) if days else False})
        for (days, count), group in (
            (self - first - unwanted)
            .grouped(lambda each: (each.program_id.invitation_reminder_days, each.reminder_count + 1))
            .items()
        ):
            again = days and count < MAX_REMINDERS
            group.write({"reminder_count": count, "remind_on": today + timedelta(days=days) if again else False})
        first._give_todos()
        (self - unwanted)._send_mails()

    def _filter_without_reminders(self):
        profiles = self.employee_id.mentorship_profile_ids.filtered(lambda profile: not profile.wants_reminders)
        return self.filtered(lambda invitation: invitation.employee_id in profiles.employee_id)

    def _give_todos(self):
        """Whoever was asked by name finds it among their activities as well."""
        personal = self.filtered(lambda invitation: invitation.is_personal and invitation.has_login)
        until = fields.Date.context_today(self) + timedelta(days=7)
        personal._schedule_activities(ANSWER, [(invitation, invitation.user_id, until) for invitation in personal])

    def _send_mails(self):
        reachable = self.filtered(lambda invitation: invitation._get_link_address())
        send, letters = self.env["mail.template"]._send_of_mentorship, self.env["hr.mentorship.letter"]
        plain = reachable.filtered("has_login")
        if plain:
            send(MAIL, plain.ids)
        for company, invitations in (reachable - plain).grouped("company_id").items():
            mails = send(MAIL, invitations.ids, **letters._get_mail_values(company))
            letters._queue([(mail, self.browse(mail.res_id), "join", LINK_PLACEHOLDER) for mail in mails])

    @api.model
    def _expire(self):
        """End what nobody can answer any more."""
        today = fields.Date.context_today(self)
        window_over = Domain("is_personal", "=", False) & Domain("program_id.enrolment_end_date", "<", today)
        is_over = window_over | Domain("program_id.end_date", "<", today)
        is_over |= Domain("program_id.state", "in", ("closed", "cancelled"))
        self.search(Domain("state", "=", "invited") & is_over)._take_back("expired")
