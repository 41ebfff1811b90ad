from odoo import api, fields, models

APPROVE_REQUESTS = "hr_mentorship.mail_activity_type_approve_requests"
DAYS_TO_APPROVE = 2


class HrMentorshipProgram(models.Model):
    """Who brings mentors and mentees together: the program manager, the mentees themselves, or both."""

    _inherit = "hr.mentorship.program"

    approves_requests = fields.Boolean(
        "Requests Need Approval",
        tracking=True,
        help="A request waits until a program manager has approved it, and only then is the mentor asked. Program "
        "managers read who asks whom and why they fit, not the words between the two.",
    )
    can_find_mentor = fields.Boolean(
        compute="_compute_can_find_mentor", help="The current user is a mentee who may ask a mentor of this program."
    )

    @api.depends_context("uid")
    @api.depends("state", "matching_mode", "participant_ids.state", "mentorship_ids.state")
    def _compute_can_find_mentor(self):
        programs = self.env["hr.mentorship.participant"]._find_my_choosing().program_id
        for program in self:
            program.can_find_mentor = program._origin.id in programs.ids

    def action_find_mentor(self):
        """Show the current user, a mentee, the mentors whom they may ask."""
        self.ensure_one()
        return self.env["hr.mentorship.candidate"]._open(self)

    def _name_my_next_wish(self):
        """Return the name of the mentor whom the current user wants most of all who can be asked; or nothing."""
        self.ensure_one()
        mentees = self.env["hr.mentorship.participant"]._find_my_choosing()
        mine = mentees.filtered(lambda mentee: mentee.program_id == self)[:1]
        return (mine and mine._find_next_wishes()[:1].employee_id.name) or ""

    def action_ask_next_wish(self):
        """Open the dialog that asks the mentor whom the current user, a mentee, wants most of all who can be asked."""
        self.ensure_one()
        return self.env["hr.mentorship.candidate"]._open_next_wish(self)

    def _lets_mentors_offer(self):
        """Hook: whether mentors may offer their seats: where people choose, and there are mentors."""
        self.ensure_one()
        return self.matching_mode != "manager" and not self.is_among_peers

    # -- approving requests

    def _holds_back(self, asking):
        """Whether a request of ``asking`` (a participant, in sudo) waits for a program manager.

        Not that of somebody who runs the program: they would approve it themselves.
        """
        self.ensure_one()
        return self.approves_requests and asking.user_id not in self.manager_ids

    def action_view_requests(self):
        return self._open_related("hr_mentorship.hr_mentorship_request_action", search_default_requested_now=1)

    def _ask_managers_for_requests(self):
        """In sudo."""
        self._ask_managers(APPROVE_REQUESTS, DAYS_TO_APPROVE)

    def write(self, vals):
        """Who runs a program from now on has the to-do of the requests that wait already."""
        self.check_access("write")
        result = super().write(vals)
        if "manager_ids" in vals:
            self._find_with_requests()._ask_managers_for_requests()
        return result

    def _find_with_requests(self):
        """Return those of these programs (in sudo) in which requests wait to be approved."""
        waiting = [("program_id", "in", self.ids), ("state", "=", "requested")]
        # sudo: whether any wait, for to-dos of those who run the program
        return self.env["hr.mentorship"].sudo().search(waiting).program_id

    def _finish_requests(self):
        """Close the to-dos of programs (in sudo) in which no request waits any more."""
        (self - self._find_with_requests())._finish_activities(APPROVE_REQUESTS)

    def _after_close(self):
        super()._after_close()
        self._drop_activities(APPROVE_REQUESTS)
