from odoo import api, fields, models
from odoo.tools import SQL


class HrMentorshipProgram(models.Model):
    """Whether a program has a wall, on which its people show what they like to be seen with."""

    _inherit = "hr.mentorship.program"

    has_wall = fields.Boolean(
        "Wall",
        help="Its people and its managers read there what members agree to show: milestones, thank-yous, spotlights.",
    )
    wall_since = fields.Date(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._start_wall()
        return programs

    def write(self, vals):
        result = super().write(vals)
        if "has_wall" in vals:
            self._start_wall()
        return result

    def _start_wall(self):
        """Note from when on milestones are asked about; switched on again, nothing between is."""
        # sudo: follows from the switch, which has been written by somebody who may
        self.filtered("has_wall").sudo().wall_since = fields.Date.context_today(self)

    @api.model
    def _get_my_walls_query(self):
        """Return a query of the programs whose wall the current user reads: as one who takes part, or runs it.

        :rtype: SQL
        """
        return SQL(
            """
            SELECT program.id
              FROM hr_mentorship_program program
              JOIN hr_mentorship_participant participant
                ON participant.program_id = program.id AND participant.state = 'approved'
             WHERE participant.user_id = %(uid)s AND program.has_wall
             UNION ALL
            SELECT program.id
              FROM hr_mentorship_program program
              JOIN hr_mentorship_program_manager_rel manager ON manager.hr_mentorship_program_id = program.id
             WHERE manager.res_users_id = %(uid)s AND program.has_wall
            """,
            uid=self.env.uid,
        )

    def action_view_wall(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_post_action")
        return {**action, "context": {"search_default_program_id": self.id}}
