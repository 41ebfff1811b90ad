from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Domain

from .todos import CONTACT, LOG, NEXT_STEP


class MailActivity(models.Model):
    """A check-in is not over because somebody ticked a to-do: marking it as done opens the log.

    Who would like to talk to somebody is known to those who are asked, and to no administrator beside them: the partner
    may be one.
    """

    _inherit = "mail.activity"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or operation == "create":
            return result
        # sudo: whose it is decides whether it is read
        hidden = self.browse((self.sudo() - self.sudo().filtered_domain(self._get_contact_domain())).ids)
        if not hidden:
            return result
        forbidden = hidden | result[0] if result else hidden
        return (forbidden, lambda: forbidden._make_access_error(operation))

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_contact_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _get_contact_domain(self):
        """Return which to-dos the user may know of, as far as they say who would like to talk."""
        contact = self.env["ir.model.data"]._xmlid_to_res_id(CONTACT)
        if not contact:  # deleted by an administrator: "no type" would hide all that have none
            return Domain.TRUE
        return Domain("activity_type_id", "!=", contact) | Domain("user_id", "=", self.env.uid)

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
