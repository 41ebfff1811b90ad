from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

APPROVE_PROGRAM = "hr_mentorship.mail_activity_type_approve_program"
CHANGE_PROGRAM = "hr_mentorship.mail_activity_type_change_program"


class HrMentorshipProgramSponsor(models.Model):
    """Four eyes: somebody other than those who run a program says yes to it, or what shall change, and they hear it."""

    _inherit = "hr.mentorship.program"

    change_request = fields.Text(
        "Wanted Changes", readonly=True, copy=False, help="What the sponsor wants to be changed before saying yes."
    )
    sponsor_hint = fields.Char(compute="_compute_sponsor_hint", help="Why nobody can approve this program.")

    @api.depends("sponsor_id.active", "manager_ids", "state")
    def _compute_sponsor_hint(self):
        for program in self:
            is_waiting = program.state in ("draft", "submitted")
            program.sponsor_hint = program._find_sponsor_obstacle() if is_waiting else False

    def _find_sponsor_obstacle(self):
        """Say why the sponsor cannot approve this program; empty if nothing stands against it."""
        sponsor = self.sudo().sponsor_id  # sudo: names of users of other companies
        if sponsor and sponsor._origin in self.manager_ids._origin:
            return self.env._(
                "%(name)s manages this program, and nobody approves their own. Choose somebody else as sponsor.",
                name=sponsor.name,
            )
        if sponsor and not sponsor.active:
            return self.env._(
                "%(name)s has no access to Odoo any more and cannot approve. Choose another sponsor.",
                name=sponsor.name,
            )
        return ""

    @api.constrains("sponsor_id", "manager_ids")
    def _check_sponsor_is_another(self):
        for program in self:
            # Once it is approved, a sponsor may well lend a hand
            if program.state in ("draft", "submitted") and program.sponsor_id in program.manager_ids:
                raise ValidationError(program._find_sponsor_obstacle())

    @api.constrains("goal", "sponsor_id")
    def _check_submitted_stays_whole(self):
        for program in self:
            if program.state in ("submitted", "open", "closed") and not (program.goal or "").strip():
                raise ValidationError(
                    self.env._(
                        "The goal of “%(name)s” is what its sponsor approves. Put it in other words, but do not leave "
                        "it empty.",
                        name=program.name,
                    )
                )
            if program.state == "submitted" and not program.sponsor_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” waits for its sponsor. Choose another one, or take it back to draft first.",
                        name=program.name,
                    )
                )

    def write(self, vals):
        if "sponsor_id" not in vals:
            return super().write(vals)
        waiting = self.filtered(
            lambda program: program.state == "submitted" and program.sponsor_id.id != vals["sponsor_id"]
        )
        result = super().write(vals)
        if waiting:
            waiting._check_can_approve()
            waiting._drop_activities(APPROVE_PROGRAM)
            waiting._ask_sponsor()
        return result

    def action_submit(self):
        self._check_can_approve()
        result = super().action_submit()
        self.sudo().change_request = False  # sudo: follows the steps of the program, which have been checked
        self._drop_activities(CHANGE_PROGRAM)
        return result

    def action_approve(self):
        result = super().action_approve()
        self._tell_managers("hr_mentorship.mail_template_program_approved")
        return result

    def action_ask_for_changes(self):
        """Open the dialog in which the sponsor says what shall change."""
        self.ensure_one()
        self._check_sponsor()
        self._check_state_in("submitted")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_ask_for_changes_action")
        action["context"] = {"default_program_id": self.id}
        return action

    def _ask_for_changes(self, reason):
        """The sponsor sends the program back, with a word that reaches those who run it."""
        self._check_sponsor()
        self._check_state_in("submitted")
        if not (reason or "").strip():
            raise UserError(self.env._("Say what shall change, so that the program manager knows what to do."))
        self._move_to("draft", change_request=reason)
        # Not done, as nothing has been approved
        self._drop_activities(APPROVE_PROGRAM)
        today = fields.Date.context_today(self)
        self._schedule_activities(CHANGE_PROGRAM, [(program, program.manager_ids, today) for program in self])
        self._tell_managers("hr_mentorship.mail_template_program_changes")

    def _ask_sponsor(self):
        """Give the sponsor a to-do and a mail."""
        today = fields.Date.context_today(self)
        self._schedule_activities(APPROVE_PROGRAM, [(program, program.sponsor_id, today) for program in self])
        self.env["mail.template"]._send_of_mentorship("hr_mentorship.mail_template_program_submitted", self.ids)

    def _tell_managers(self, template_xmlid):
        """Send one mail to each program manager, in their own language, but not to whoever did it."""
        for user in self.manager_ids - self.env.user:
            programs = self.filtered(lambda program, u=user: u in program.manager_ids)
            self.env["mail.template"].with_context(lang=user.lang)._send_of_mentorship(
                template_xmlid, programs.ids, recipient_ids=[(6, 0, user.partner_id.ids)]
            )

    def _check_can_approve(self):
        for program in self:
            if obstacle := program._find_sponsor_obstacle():
                raise UserError(obstacle)

    def _after_close(self):
        self._drop_activities(CHANGE_PROGRAM)
        return super()._after_close()
