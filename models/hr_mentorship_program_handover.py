from odoo import Command, api, models
from odoo.exceptions import UserError


class HrMentorshipProgram(models.Model):
    """A program goes from hand to hand in a step of its own: whoever leaves its managers reads it no more."""

    _inherit = "hr.mentorship.program"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "manager_ids" in vals:
                self.new({"manager_ids": vals["manager_ids"]})._check_keeps_me()
        return super().create(vals_list)

    def write(self, vals):
        if "manager_ids" in vals:
            for program in self:
                program.new({"manager_ids": vals["manager_ids"]}, origin=program)._check_keeps_me()
        return super().write(vals)

    def _check_keeps_me(self):
        """Refuse, before anything is written, what would lock the user out in the middle of the form.

        ``self`` is the program as it would be. Administrators read all programs anyway.
        """
        if self.env.su or self.env.user.has_group("hr_mentorship.group_hr_mentorship_admin"):
            return
        if self.manager_ids._origin and self.env.user not in self.manager_ids._origin:
            raise UserError(
                self.env._(
                    "You would no longer be able to open this program. Stay among its managers while you set it up, "
                    "and press “Hand Over” when somebody else shall run it."
                )
            )

    def action_hand_over(self):
        """Open the dialog that gives the program to somebody else."""
        self.ensure_one()
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_hand_over_action")
        action["context"] = {"default_program_id": self.id}
        return action

    def _hand_over(self, users, keep_me):
        """Let ``users`` run the program, with the current user or instead of them, and tell the new ones."""
        self.ensure_one()
        self._check_manager()
        me = self.env.user
        # sudo: the right has been checked, and is gone with the last line. Names of users of other companies, too
        program_sudo, users_sudo = self.sudo(), users.sudo()
        if not users_sudo.filtered("active"):
            raise UserError(self.env._("Choose who runs “%(name)s” from now on.", name=program_sudo.name))
        if outsiders := users_sudo.filtered(
            lambda user: not user.has_group("hr_mentorship.group_hr_mentorship_manager")
            or program_sudo.company_id not in user.company_ids
        ):
            raise UserError(
                self.env._(
                    "%(names)s cannot run programs of %(company)s. Ask a system administrator to make them program "
                    "managers there first.",
                    names=", ".join(outsiders.mapped("name")),
                    company=program_sudo.company_id.name,
                )
            )
        newcomers = users_sudo - program_sudo.manager_ids
        program_sudo._hand_todos_over(me, users_sudo[0], keep_me)
        kept = me if keep_me else program_sudo.manager_ids.browse()
        program_sudo.manager_ids = [Command.set((users_sudo | kept).ids)]
        for user in newcomers:
            told = program_sudo.with_context(lang=user.lang)
            told.message_notify(
                partner_ids=user.partner_id.ids,
                subject=told.env._("You manage %(name)s now", name=told.name),
                body=told.env._("%(who)s has handed this mentorship program over to you.", who=me.name),
            )

    def _hand_todos_over(self, former, successor, keep_me):
        """Give what waits for the former manager to the new one; whoever stays keeps it."""
        if keep_me or former == successor:
            return
        documents = {record._name: record for record in (self, self.mentorship_ids, self.participant_ids)}
        for model, records in documents.items():
            todos = self.env["mail.activity"]._clean_sudo().with_context(mail_activity_quick_update=True)
            todos.search([("res_model", "=", model), ("res_id", "in", records.ids), ("user_id", "=", former.id)]).write(
                {"user_id": successor.id}
            )
