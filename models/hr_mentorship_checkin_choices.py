from odoo import api, fields, models

CHOICES = ("log", "plan", "pause", "end")


class HrMentorshipCheckin(models.Model):
    """What a member may do about a check-in that nobody has logged, one click each; from a mail as well."""

    _inherit = "hr.mentorship.checkin"

    has_choices = fields.Boolean(compute="_compute_has_choices")

    @api.depends_context("uid")
    @api.depends("state", "planned_date")
    def _compute_has_choices(self):
        for checkin in self:
            mentorship = checkin.mentorship_id
            checkin.has_choices = checkin.is_overdue and bool(mentorship.my_member_id) and mentorship.state == "active"

    def action_choose_plan(self):
        self.ensure_one()
        return self.action_plan()

    def action_choose_pause(self):
        self.ensure_one()
        return self.mentorship_id.action_pause()

    def action_choose_end(self):
        self.ensure_one()
        return self.mentorship_id.action_end()

    def _open_choice(self, choice):
        """Open the check-in, and over it the dialog that a member has chosen in a mail.

        :param str choice: of ``CHOICES``
        """
        if not self:  # the address without its check-in
            return self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_my_checkin_action")
        self.ensure_one()
        self.check_access("read")
        page = {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
        if self.state != "planned" or not self.mentorship_id.my_member_id:
            return page
        dialog = {
            "log": self.action_log,
            "plan": self.action_choose_plan,
            "pause": self.action_choose_pause,
            "end": self.action_choose_end,
        }[choice]()
        return {
            "type": "ir.actions.client",
            "tag": "hr_mentorship.dialog_over_page",
            "params": {"page": page, "dialog": dialog},
        }
