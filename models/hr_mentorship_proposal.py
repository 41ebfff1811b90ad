from odoo import fields, models

MANAGER = "hr_mentorship.group_hr_mentorship_manager"


class HrMentorshipProposal(models.Model):
    """A mentorship nobody but the program manager knows of yet: one row of the working list."""

    _inherit = "hr.mentorship"

    run_id = fields.Many2one(
        "hr.mentorship.matching.run",
        "From Run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
    )
    is_locked = fields.Boolean(
        "Locked", readonly=True, copy=False, groups=MANAGER, help="Solving again leaves this pair as it is."
    )
    is_rejected = fields.Boolean(
        "Rejected",
        readonly=True,
        copy=False,
        groups=MANAGER,
        help="The program manager wants this pair not to be proposed again in this program.",
    )
    reject_reason = fields.Char("Why Not", readonly=True, copy=False, groups=MANAGER)

    def action_lock(self):
        """Keep these pairs when the rest is solved again."""
        return self._set_lock(True)

    def action_unlock(self):
        return self._set_lock(False)

    def action_reject(self):
        """Open the dialog that asks for the reason."""
        self.program_id._check_manager()
        self._check_state_in("proposed")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_reject_action")
        action["context"] = {"default_mentorship_ids": self.ids}
        return action

    def action_take_back_rejection(self):
        """Let this pair be proposed again."""
        self.program_id._check_manager()
        # sudo: checked above, and the field follows its own steps
        self.sudo().filtered("is_rejected").is_rejected = False
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_choose_another(self):
        """Open the dialog with the other mentors of this mentee, each with what the choice costs."""
        self.ensure_one()
        self.program_id._check_manager()
        self._check_state_in("proposed")
        return self.program_id._open_choice(self._get_participant("mentee"), self)

    def _set_lock(self, is_locked):
        self.program_id._check_manager()
        self._check_state_in("proposed")
        # sudo: checked above, and the field follows its own steps
        self.sudo().is_locked = is_locked
        return True

    def _reject(self, reason):
        """Discard proposals for good: runs of this program leave these pairs out from now on."""
        self.program_id._check_manager()
        self._check_state_in("proposed")
        self._move_to(
            "cancelled",
            closed_on=fields.Date.context_today(self),
            is_rejected=True,
            is_locked=False,
            reject_reason=reason,
        )

    def _remove_proposals(self):
        """Delete proposals that nobody has seen, in sudo; their seats are free again."""
        self._check_state_in("proposed")
        # First the seats, by the ORM: what the database deletes along recomputes no free seats
        self.member_ids.unlink()
        return self.unlink()

    def _get_participant(self, role):
        return self.member_ids.filtered(lambda member: member.role == role).participant_id
