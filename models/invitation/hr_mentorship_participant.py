from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.client_actions import toast
from ..common.spoken import by_count
from ..mentorship.hr_mentorship_participant import IDENTITY_FIELDS
from ..program.hr_mentorship_participant import OPEN_STATES

WAITING_MAIL = "hr_mentorship.mail_template_participant_waiting"


class HrMentorshipParticipant(models.Model):
    """Whom a program manager adds is asked first, and whoever finds no free place waits for one."""

    _inherit = "hr.mentorship.participant"

    invitation_id = fields.Many2one(
        "hr.mentorship.invitation", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    waiting_since = fields.Datetime(readonly=True, copy=False)
    waiting_position = fields.Integer(
        "Place on the Waiting List", compute="_compute_waiting_position", compute_sudo=True
    )
    is_asked_later = fields.Boolean(compute="_compute_is_asked_later", help="The program is not open yet.")
    can_answer_invitation = fields.Boolean(compute="_compute_can_answer_invitation")

    @api.depends("state", "waiting_since", "role")
    def _compute_waiting_position(self):
        for (program, role), participants in self.grouped(lambda each: (each.program_id, each.role)).items():
            queue = program._find_waiting(role).ids if "waiting" in participants.mapped("state") else []
            for participant in participants:
                number = participant._origin.id
                participant.waiting_position = queue.index(number) + 1 if number in queue else 0

    @api.depends("state", "program_id.state")
    def _compute_is_asked_later(self):
        """Of whom a program manager adds, or has added, to a program that is still being prepared."""
        for participant in self:
            is_new = not participant._origin.id or participant.state == "invited"
            participant.is_asked_later = is_new and participant.program_id.state in ("draft", "submitted")

    @api.depends_context("uid")
    @api.depends("state", "user_id")
    def _compute_can_answer_invitation(self):
        for participant in self:
            participant.can_answer_invitation = participant.state == "invited" and participant.is_me

    # -- Nobody takes part who has not said yes.

    @api.model_create_multi
    def create(self, vals_list):
        participants = super().create(vals_list)
        if not self.env.su:
            participants.filtered(lambda participant: participant.user_id != self.env.user)._ask_for_consent()
        return participants

    def _load_records_create(self, vals_list):
        """Take whom a manager has entered before, with the same values, as they are: nobody is asked a second time.

        So a file that broke off, with the server or the connection, is imported once more from its first line.
        Whoever takes part by their own wish stays an error of their line.
        """
        known = self._find_entered(vals_list)
        new = iter(super()._load_records_create([vals for vals in vals_list if self._get_line_key(vals) not in known]))
        return self.concat(*(known.get(self._get_line_key(vals)) or next(new) for vals in vals_list))

    @api.model
    def _get_line_key(self, vals):
        return vals.get("program_id"), vals.get("employee_id"), vals.get("role")

    @api.model
    def _find_entered(self, vals_list):
        """Return by key those of the lines who have been entered, and hold what the line says."""
        lines = defaultdict(list)
        for vals in vals_list:
            if all(key := self._get_line_key(vals)):
                lines[key].append(vals)
        programs, employees, _roles = zip(*lines, strict=True) if lines else ((), (), ())
        entered = self.search(
            [
                ("program_id", "in", programs),
                ("employee_id", "in", employees),
                ("state", "in", OPEN_STATES),
                ("invitation_id.joins_at_once", "=", True),
            ]
        )
        known = {(each.program_id.id, each.employee_id.id, each.role): each for each in entered}
        return {
            key: each
            for key, each in known.items()
            if key in lines and all(each._is_unchanged(*value) for vals in lines[key] for value in vals.items())
        }

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if not self.env.su:
            self._check_stays_whose_yes_it_is(vals)
            self._check_own_words(vals)
        return super().write(vals)

    def _check_own_words(self, vals):
        """What people have said of themselves is read by their partners as theirs: nobody else rewrites it."""
        others = self.filtered(lambda person: person.user_id and person.motivation and not person.is_me)
        if "motivation" in vals and others and not others._is_unchanged("motivation", vals["motivation"]):
            raise UserError(
                self.env._(
                    "The motivation of %(name)s is in their own words. Ask them to change it.",
                    name=", ".join(others.mapped("employee_id.name")),
                )
            )

    def _check_stays_whose_yes_it_is(self, vals):
        """Whoever takes part has said yes to one program, in one role: nobody else is put in their place."""
        if all(self._is_unchanged(name, vals[name]) for name in IDENTITY_FIELDS if name in vals):
            return
        self.check_access("write")
        raise UserError(
            self.env._(
                "%(name)s has been asked, or has said yes, for themselves: for this program, and in this role. "
                "Withdraw them, and add whom you mean: they are asked as well.",
                name=", ".join(self.employee_id.mapped("name")),
            )
        )

    def _ask_for_consent(self):
        """Ask the people whom a program manager has just added, by hand or by a file."""
        participants = self.sudo()  # sudo: the program has been checked, and invitations are made by the system alone
        participants._check_can_take_part()
        participants._check_has_not_said_no()
        # Not a change that anybody should read about: they never were anything else
        participants.with_context(mail_notrack=True)._move_to("invited")
        for (program, role), group in participants.grouped(lambda each: (each.program_id, each.role)).items():
            invitations = self.env["hr.mentorship.invitation"]._ask(
                program, group.employee_id, role=role, is_personal=True, joins_at_once=True
            )
            by_employee = {invitation.employee_id: invitation for invitation in invitations}
            for participant in group:
                participant.invitation_id = by_employee[participant.employee_id]

    def _check_has_not_said_no(self):
        refused = self.env["hr.mentorship.invitation"].search(
            [
                ("program_id", "in", self.program_id.ids),
                ("employee_id", "in", self.employee_id.ids),
                ("state", "=", "declined"),
            ]
        )
        no = {(each.program_id, each.employee_id) for each in refused}
        for participant in self:
            if (participant.program_id, participant.employee_id) in no:
                raise UserError(
                    self.env._(
                        "%(name)s has said no to “%(program)s” and is not asked again. Talk to them: they can still "
                        "join by the invitation they have, or from their overview.",
                        name=participant.employee_id.name,
                        program=participant.program_id.name,
                    )
                )

    def action_accept_invitation(self):
        """Say yes to what a program manager has entered for oneself."""
        self._check_invited_me()
        return self.invitation_id._open_application(self.role)

    def action_decline_invitation(self):
        self._check_invited_me()
        return self.invitation_id.action_decline()

    def _check_invited_me(self):
        self.ensure_one()
        if not self.is_me:
            raise AccessError(self.env._("You can answer only for yourself."))
        self._check_state_in("invited")

    def action_withdraw(self):
        """An invitation is answered by leaving, too: with a no by the person, and taken back by a program manager."""
        # sudo: of participants whom the user may withdraw, as the step itself finds out
        invited = self.sudo().filtered(lambda participant: participant.state == "invited")
        result = super().action_withdraw()
        mine = invited.filtered(lambda participant: participant.user_id == self.env.user)
        for invitation in mine.invitation_id:
            invitation._decline()
        (invited - mine).invitation_id.filtered(lambda invitation: invitation.state == "invited")._take_back()
        return result

    # -- Places: a program may limit them, and a waiting list moves up by itself.

    def action_approve(self):
        self.program_id._check_manager()
        self._check_state_in("applied", "waiting")
        self._check_places()
        return super().action_approve()

    def _check_places(self):
        for (program, role), group in self.grouped(lambda each: (each.program_id, each.role)).items():
            free = program._count_free_places(role)
            if free is None or len(group) <= free:
                continue
            raise UserError(
                self.env._(
                    "Free places in “%(program)s” for the role %(role)s: %(free)s; people to approve: %(count)s. "
                    "Approve fewer of them, raise the limit of the program, or put people on the waiting list: it "
                    "moves up by itself.",
                    program=program.name,
                    free=free,
                    role=dict(self._fields["role"]._description_selection(self.env))[role],
                    count=len(group),
                )
            )

    def action_put_on_waiting_list(self):
        """Let applications wait until a place becomes free; one mail to each. Without any, say what to do first."""
        if not self:
            return toast(self.env._("Tick the people who have to wait, then press Waiting List."), "warning", False)
        self.program_id._check_manager()
        self._check_state_in("applied")
        for program, role in {(each.program_id, each.role) for each in self}:
            free = program._count_free_places(role)
            if free is None or free:
                raise UserError(
                    self.env._(
                        "“%(program)s” still has places for the role %(role)s, so nobody has to wait. Approve the "
                        "applications, or limit the places of the program first.",
                        program=program.name,
                        role=dict(self._fields["role"]._description_selection(self.env))[role],
                    )
                )
        self._wait()
        self.program_id._finish_approvals()
        return toast(
            by_count(
                len(self),
                self.env._("%(name)s is on the waiting list: the mail is on its way.", name=self._say_names()),
                self.env._("%(count)s people are on the waiting list: the mails are on their way.", count=len(self)),
            )
        )

    def _wait(self):
        self._move_to("waiting", waiting_since=fields.Datetime.now())
        self._send(WAITING_MAIL)

    def _admit(self):
        """Give the person (sudo), who has said yes, a place, or the next one that becomes free."""
        self.ensure_one()
        free = self.program_id._count_free_places(self.role)
        if free is None or free:
            self._move_to("approved")
            self._send("hr_mentorship.mail_template_participant_approved")
        else:
            self._wait()
        self.program_id._finish_approvals()

    def _move_to(self, state, **values):
        leaving = self.sudo().filtered(lambda participant: participant.state == "approved" and state != "approved")
        result = super()._move_to(state, **values)
        leaving.program_id._fill_places()
        return result

    def unlink(self):
        programs = self.sudo().filtered(lambda participant: participant.state == "approved").program_id
        invitations = self.sudo().filtered(lambda participant: participant.state == "invited").invitation_id
        result = super().unlink()
        invitations.filtered(lambda invitation: invitation.state == "invited")._take_back()
        programs._fill_places()
        return result
