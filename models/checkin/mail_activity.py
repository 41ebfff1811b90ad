from odoo import models
from odoo.exceptions import RedirectWarning, UserError

from .todos import LOG, NEXT_STEP


class MailActivity(models.Model):
    """A check-in is not over because somebody ticked a to-do: marking it as done opens the log."""

    _inherit = "mail.activity"

    def action_feedback(self, feedback=False, attachment_ids=None):
        self._check_is_logged()
        return super().action_feedback(feedback=feedback, attachment_ids=attachment_ids)

    def action_feedback_schedule_next(self, feedback=False, attachment_ids=None):
        self._check_is_logged()
        return super().action_feedback_schedule_next(feedback=feedback, attachment_ids=attachment_ids)

    def action_log_checkin(self):
        """Return the dialog that takes the place of marking this to-do as done, or nothing."""
        self.ensure_one()
        checkin = self._get_checkins_to_log()
        return checkin.action_log() if checkin.has_member else False

    def _check_is_logged(self):
        """Lead to the log whoever marks the to-do as done where the web client does not open it by itself."""
        # Our own code finishes to-dos by _action_done; sudo here is another module or a server action
        checkin = self.browse() if self.env.su else self._get_checkins_to_log()
        if checkin and not checkin[0].has_member:
            raise UserError(
                self.env._("Only the members log “%(checkin)s”, by this to-do.", checkin=checkin[0].display_name)
            )
        if checkin:
            raise RedirectWarning(
                self.env._(
                    "Did you meet? Say in the log what became of “%(checkin)s”; that finishes this to-do as well.",
                    checkin=checkin[0].display_name,
                ),
                self.env.ref("hr_mentorship.hr_mentorship_checkin_log_action").id,
                self.env._("Log the Check-in"),
                {"default_checkin_id": checkin[0].id},
            )

    def _get_checkins_to_log(self):
        """Return the check-ins of to-dos of ours that their members have not answered yet."""
        checkin_type = self.env.ref(LOG, raise_if_not_found=False)
        ours = self.filtered(lambda activity: activity.active and activity.activity_type_id == checkin_type)
        checkins = self.env["hr.mentorship.checkin"].browse(ours.mapped("res_id")).exists()
        return checkins.filtered(lambda checkin: checkin.state == "planned" or checkin.can_confirm)

    def _action_done(self, feedback=False, attachment_ids=None):
        step_type = self.env.ref(NEXT_STEP, raise_if_not_found=False)
        ids = [activity.res_id for activity in self if step_type and activity.activity_type_id == step_type]
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if ids:
            # sudo: whoever may finish the to-do of a step has done the step
            self.env["hr.mentorship.next.step"].sudo().browse(ids).exists()._finish()
        return result
