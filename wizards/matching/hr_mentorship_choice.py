from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.matching.choice_by_hand import find_options

OPTIONS_SHOWN = 12


class HrMentorshipChoice(models.TransientModel):
    """The program manager chooses a mentor for one mentee, and sees beforehand what that costs everybody else."""

    _name = "hr.mentorship.choice"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Choose a Mentor"

    _document_field = "program_id"
    _given_at_creation = ("mentorship_id",)
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    is_among_peers = fields.Boolean(related="program_id.is_among_peers", related_sudo=False)
    mentorship_id = fields.Many2one("hr.mentorship", "Instead Of", readonly=True)
    mentee_id = fields.Many2one(
        "hr.mentorship.participant", domain="[('program_id', '=', program_id), ('is_waiting', '=', True)]"
    )
    mentor_id = fields.Many2one(
        "hr.mentorship.participant",
        domain="[('program_id', '=', program_id), ('role', 'in', ('mentor', 'peer')), ('state', '=', 'approved'), "
        "('id', '!=', mentee_id)]",
        help="Look at one mentor only; empty: the best ones.",
    )
    mentee_name = fields.Char(related="mentee_id.employee_id.name", related_sudo=False, string="Mentee's Name")
    option_ids = fields.One2many("hr.mentorship.choice.option", "choice_id", readonly=True)
    has_costs = fields.Boolean(readonly=True)

    def action_show(self):
        """Fill in the mentors, best first, and show the dialog again."""
        self.ensure_one()
        self.program_id._check_manager()
        if not self.mentee_id:
            raise UserError(self.env._("Choose first for whom you look."))
        self._fill()
        return self._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose a Partner") if self.is_among_peers else self.env._("Choose a Mentor"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _fill(self):
        options, has_costs = find_options(
            self.env, self.program_id, self.mentee_id, self.mentor_id, limit=OPTIONS_SHOWN
        )
        current = self.mentorship_id.sudo().member_ids.participant_id - self.mentee_id.sudo()
        # sudo: options are made here alone, for users who manage the program
        self.sudo().write(
            {
                "has_costs": has_costs,
                "option_ids": [
                    Command.clear(),
                    *(
                        Command.create({**option, "is_current": option["mentor_id"] in current.ids})
                        for option in options
                    ),
                ],
            }
        )
