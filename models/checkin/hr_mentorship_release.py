from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..program.hr_mentorship_program import ROLES

CLOSES_AFTER = timedelta(days=7)
"""How long after its end a month waits for those who log their meetings late."""


class HrMentorshipRelease(models.Model):
    """What a closed month has brought in ratings, of one program and role: counted once, and never again.

    Reports read releases and no answers. A release is made of at least *N* people, does not follow what happens
    later, and no answer is in two of them: so neither two looks nor two cuts differ by fewer than *N* people, even if
    somebody moves meetings to other months in between.
    """

    _name = "hr.mentorship.release"
    _description = "Released Figures of Mentorships"
    _order = "month desc, program_id, role"
    _rec_name = "program_id"

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    role = fields.Selection(ROLES, required=True, readonly=True)
    month = fields.Date(required=True, readonly=True)
    people_count = fields.Integer(required=True, readonly=True)
    rating_1_count = fields.Integer(readonly=True)
    rating_2_count = fields.Integer(readonly=True)
    rating_3_count = fields.Integer(readonly=True)
    rating_4_count = fields.Integer(readonly=True)
    rating_5_count = fields.Integer(readonly=True)

    _one_cell = models.Constraint("UNIQUE(program_id, role, month)", "This month has been released already.")

    @api.model
    def _cron_release(self):
        """Release the months that are closed; one statement reads all, so a run that is killed has done nothing."""
        self.env["ir.cron"]._commit_progress(remaining=1)
        self._release_closed_months()
        self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _release_closed_months(self):
        """Freeze what closed months have brought, where enough people have answered; the rest waits or stays hidden.

        :rtype: hr.mentorship.release, the new ones
        """
        for model in ("hr.mentorship.feedback", "hr.mentorship.checkin", "hr.mentorship.member", self._name):
            self.env[model].flush_model()
        first_open_month = (fields.Date.context_today(self) - CLOSES_AFTER).replace(day=1)
        threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        self.env.cr.execute(
            SQL(
                """
                SELECT feedback.program_id, feedback.company_id, member.role,
                       date_trunc('month', checkin.held_on)::date,
                       COUNT(DISTINCT member.employee_id), %(counts)s, array_agg(feedback.id)
                  FROM hr_mentorship_feedback feedback
                  JOIN hr_mentorship_member member ON member.id = feedback.member_id
                  JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
                 WHERE feedback.is_released IS NOT TRUE
                   AND checkin.held_on < %(first_open_month)s
                   AND NOT EXISTS (
                           SELECT FROM hr_mentorship_release release
                            WHERE release.program_id = feedback.program_id
                              AND release.role = member.role
                              AND release.month = date_trunc('month', checkin.held_on)::date
                       )
              GROUP BY feedback.program_id, feedback.company_id, member.role, date_trunc('month', checkin.held_on)
                HAVING COUNT(DISTINCT member.employee_id) >= %(threshold)s
                """,
                counts=SQL(", ").join(
                    SQL("COUNT(*) FILTER (WHERE feedback.rating = %s)", rating) for rating in range(1, 6)
                ),
                first_open_month=first_open_month,
                threshold=threshold,
            )
        )
        names = ["program_id", "company_id", "role", "month", "people_count"]
        names += [f"rating_{rating}_count" for rating in range(1, 6)]
        cells = self.env.cr.fetchall()
        releases = self.create([dict(zip(names, cell[:-1], strict=True)) for cell in cells])
        # By SQL: a rating keeps the time and the user of its author. Two runs at once cannot count the same answers:
        # the second one fails here, as what it writes has changed since it has read it, and is run again
        released = [feedback_id for cell in cells for feedback_id in cell[-1]]
        self.env.cr.execute(
            SQL("UPDATE hr_mentorship_feedback SET is_released = TRUE WHERE id IN %s", tuple(released) or (0,))
        )
        self.env["hr.mentorship.feedback"].invalidate_model(["is_released"])
        return releases
