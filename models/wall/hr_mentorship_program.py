from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.date_utils import start_of

from ..common.client_actions import reload

SHOWN_AFTER_END = timedelta(days=30)
"""How long after the last day of a program its leaderboard is still there."""


class HrMentorshipProgram(models.Model):
    """Whether a program has a wall, on which its people show what they like to be seen with, and a leaderboard."""

    _inherit = "hr.mentorship.program"

    has_wall = fields.Boolean(
        "Wall",
        help="Its people and its managers read there what members agree to show: milestones, thank-yous, spotlights.",
    )
    wall_since = fields.Date(readonly=True, copy=False)
    has_leaderboard = fields.Boolean(
        "Leaderboard",
        copy=False,
        help="Names those who want to be named, and nobody else. Switched off, it forgets who they were.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._start_wall()
        return programs

    def write(self, vals):
        result = super().write(vals)
        if "has_wall" in vals:
            self._start_wall()
        if not vals.get("has_leaderboard", True):
            self._forget_leaderboard(SQL("program_id = ANY(%s)", self.ids))
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
        return self._get_my_query(SQL("program.has_wall"))

    @api.model
    def _get_my_leaderboards_query(self):
        """Return a query of the programs whose leaderboard the current user reads: the same people as the wall.

        :rtype: SQL
        """
        return self._get_my_query(
            SQL(
                """program.has_leaderboard AND program.has_recognition AND program.active
                   AND (program.state = 'open' OR (program.state = 'closed' AND program.end_date >= %s))""",
                fields.Date.context_today(self) - SHOWN_AFTER_END,
            )
        )

    @api.model
    def _get_my_query(self, condition):
        """Return a query of the programs under ``condition`` in which the current user takes part, or that they run."""
        return SQL(
            """
            SELECT program.id
              FROM hr_mentorship_program program
              JOIN hr_mentorship_participant participant
                ON participant.program_id = program.id AND participant.state = 'approved'
             WHERE participant.user_id = %(uid)s AND %(condition)s
             UNION ALL
            SELECT program.id
              FROM hr_mentorship_program program
              JOIN hr_mentorship_program_manager_rel manager ON manager.hr_mentorship_program_id = program.id
             WHERE manager.res_users_id = %(uid)s AND %(condition)s
            """,
            uid=self.env.uid,
            condition=condition,
        )

    def action_view_wall(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_post_action")
        return {**action, "context": {"search_default_program_id": self.id}}

    # -- the leaderboard

    def action_view_leaderboard(self):
        return self.env["ir.actions.actions"]._for_xml_id("hr_mentorship.hr_mentorship_leaderboard_action")

    def action_join_leaderboard(self):
        """Let one's own name stand on the leaderboard: nobody says so for somebody else."""
        self.ensure_one()
        seats = self._check_my_leaderboard_seats()
        if self.id not in {row[0] for row in self.env.execute_query(self._get_my_leaderboards_query())}:
            raise UserError(
                self.env._("“%(program)s” has no leaderboard now. Ask its program managers for one.", program=self.name)
            )
        self._set_on_leaderboard(SQL("id = ANY(%s)", seats.ids), is_on=True)
        return reload()

    def action_leave_leaderboard(self):
        """Take one's own name off it, at once."""
        self.ensure_one()
        self._set_on_leaderboard(SQL("id = ANY(%s)", self._check_my_leaderboard_seats().ids), is_on=False)
        return reload()

    def _check_my_leaderboard_seats(self):
        self.check_access("read")
        seats = self._find_my_leaderboard_seats()
        if not seats:
            raise AccessError(
                self.env._(
                    "On the leaderboard of “%(program)s” stand people who take part in it. Join the program first.",
                    program=self.name,
                )
            )
        return seats

    def _find_my_leaderboard_seats(self):
        """Return how the current user takes part in these programs (sudo): as a mentor, as a mentee, or as both."""
        # sudo: their own, of which one column is read by nobody
        participants = self.env["hr.mentorship.participant"].sudo()
        return participants.search(
            [("program_id", "in", self.ids), ("user_id", "=", self.env.uid), ("state", "=", "approved")]
        )

    @api.model
    def _forget_leaderboard(self, condition):
        """Forget who wanted to be named: whoever wants it anew says so anew."""
        self._set_on_leaderboard(condition, is_on=False)

    @api.model
    def _set_on_leaderboard(self, condition, *, is_on):
        """In SQL: who has changed a participant, and when, is read by those who run the program."""
        participants = self.env["hr.mentorship.participant"]
        participants.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship_participant SET on_leaderboard = %s
                 WHERE %s AND on_leaderboard IS DISTINCT FROM %s
                """,
                is_on,
                condition,
                is_on,
            )
        )
        participants.invalidate_model(["on_leaderboard", "leaderboard_words"])

    def _get_leaderboard_days(self):
        """Return the first and the last day that count: of a cohort all, else the weeks of the quarter; to last week.

        :rtype: tuple[datetime.date, datetime.date]
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        last = today - timedelta(days=today.weekday() + 1)
        first = self.recognition_since or last
        if self.time_frame == "always_on":
            first = max(first, start_of(start_of(last, "quarter"), "week"))
        return min(first, last), last
