from odoo import api, models


class HrMentorshipCheckin(models.Model):
    """The closing review looks at what the two wanted to reach."""

    _inherit = "hr.mentorship.checkin"

    @api.depends("mentorship_id.goal_ids.state", "mentorship_id.goal_ids.progress")
    def _compute_agenda(self):
        super()._compute_agenda()
        reviews = self.filtered(
            lambda checkin: checkin.kind == "closing" and checkin.state == "planned" and checkin.has_member
        )
        if not reviews:
            return
        # Read anew each time, and never as superuser: in a group, mentees do not read each other's goals
        goals = self.env["hr.mentorship.goal"].sudo(False)
        goals = goals.search([("mentorship_id", "in", reviews.mentorship_id.ids), ("state", "=", "active")])
        by_mentorship = goals.grouped("mentorship_id")
        for checkin in reviews:
            lines = [
                self.env._("• Open goal: %(goal)s (%(progress)s %%)", goal=goal.name, progress=round(goal.progress))
                for goal in by_mentorship.get(checkin.mentorship_id, goals.browse())
            ]
            checkin.agenda = "\n".join([checkin.agenda, *lines])
