from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .hr_mentorship_wish import MAX_WISHES
from .private_fields import ReaderOne2many


class HrMentorshipParticipantWish(models.Model):
    """Whom a participant would like to meet: up to five people of the other role, in order."""

    _inherit = "hr.mentorship.participant"

    wish_ids = ReaderOne2many("hr.mentorship.wish", "participant_id", readonly=True)
    is_me = fields.Boolean(compute="_compute_is_me")
    can_wish = fields.Boolean(compute="_compute_can_wish", help="The current user may choose wishes here now.")

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_me(self):
        for participant in self:
            participant.is_me = participant.user_id == self.env.user

    @api.depends_context("uid")
    @api.depends(
        *("user_id", "role", "state", "known_seats_left"),
        *("program_id.state", "program_id.mentees_wish", "program_id.mentors_wish"),
    )
    def _compute_can_wish(self):
        for participant in self:
            participant.can_wish = participant.is_me and participant._may_wish()

    def action_choose_wishes(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_choose_wishes_action")
        action["context"] = {"default_participant_id": self.id}
        return action

    def _role_may_wish(self):
        self.ensure_one()
        return self.program_id.mentees_wish if self.role == "mentee" else self.program_id.mentors_wish

    def _may_wish(self):
        """Wishes are for those who are not matched yet, in a program that still matches."""
        self.ensure_one()
        is_waiting = self.state == "applied" or (self.state == "approved" and self.known_seats_left)
        return bool(is_waiting and self.program_id.state == "open" and self._role_may_wish())

    def _get_wish_candidates(self):
        """Return the employees (sudo) among whom this participant may choose.

        Approved participants of the other role in the program, without those whom the line of command rules out.
        Blocks are left out of account: a name that is missing would tell who blocked.
        """
        self.ensure_one()
        me = self.sudo().employee_id
        if not me:
            return me
        # sudo: participants do not read each other; their names are what the program shows them to choose from
        others = self.sudo().search(
            [
                ("program_id", "=", self.program_id.id),
                ("role", "=", "mentor" if self.role == "mentee" else "mentee"),
                ("state", "=", "approved"),
                ("employee_id.active", "=", True),
            ]
        )
        employees = others.employee_id - me
        managers = (employees | me)._get_lines_of_command()
        return employees.filtered(
            lambda employee: employee.id not in managers[me.id] and me.id not in managers[employee.id]
        )

    def _set_wishes(self, employee_ids):
        """Replace the wishes of the current user by these people, the first choice first."""
        self.ensure_one()
        if not (self.is_me or self.env.su):
            raise AccessError(self.env._("You can choose only your own wishes."))
        if not self._may_wish():
            raise UserError(
                self.env._(
                    "“%(program)s” takes no wishes from you now: you are matched, or nobody asks for them.",
                    program=self.program_id.name,
                )
            )
        if len(employee_ids) > MAX_WISHES or len(set(employee_ids)) < len(employee_ids):
            raise UserError(self.env._("Choose up to %(count)s different people, each of them once.", count=MAX_WISHES))
        employees = self.env["hr.employee"].sudo().browse(employee_ids)
        if gone := employees - self._get_wish_candidates():
            raise UserError(
                self.env._(
                    "%(names)s cannot be matched with you in “%(program)s”. Choose somebody else.",
                    names=", ".join(gone.mapped("name")),
                    program=self.program_id.name,
                )
            )
        # sudo: wishes are written here alone; who asks, and for whom, has been checked
        self.sudo().wish_ids.unlink()
        self.sudo().wish_ids.create(
            [
                {"participant_id": self.id, "wished_employee_id": employee_id, "rank": rank}
                for rank, employee_id in enumerate(employee_ids, 1)
            ]
        )
