import numpy as np

from odoo import fields, models

from ..program.hr_mentorship_program import LEARNING

LONG_WAIT_DAYS = 90
"""After so many days somebody waits as long as it counts. Being left out of a whole program counts twice that."""


class HrMentorshipKindWaiting(models.AbstractModel):
    """How long a mentee has waited."""

    _name = "hr.mentorship.kind.waiting"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Waiting"
    _is_mutual = False

    def _read_waiting(self, pool):
        """Return (left out of an earlier program, days since the application) for each mentee."""
        employees = pool.mentees.employee_id
        earlier = pool.env["hr.mentorship.participant"].search(
            [
                ("employee_id", "in", employees.ids),
                ("role", "in", LEARNING),
                ("state", "=", "approved"),
                ("program_id.state", "=", "closed"),
                ("program_id", "!=", pool.program.id),
            ]
        )
        had_mentor = earlier.member_ids.filtered(lambda member: member.mentorship_id.offered_on).participant_id
        left_out = (earlier - had_mentor).employee_id
        today = fields.Date.context_today(pool.mentees)
        return [
            (mentee.employee_id in left_out, max((today - mentee.create_date.date()).days, 0))
            for mentee in pool.mentees
        ]

    def _build(self, pool, setting):
        values = [
            1 if was_left_out else min(days / LONG_WAIT_DAYS, 1) / 2 for was_left_out, days in self._read_waiting(pool)
        ]
        mentees = np.array(values, dtype=float).reshape(-1, 1)
        return self._make_criterion(setting, (mentees, np.ones((len(pool.mentors), 1))))

    def _get_facts(self, pool, setting, pairs):
        waiting = self._read_waiting(pool)
        return [{"was_left_out": waiting[mentee][0], "days": waiting[mentee][1]} for mentee, _mentor in pairs]

    def _explain(self, fact, names, reader):
        if reader.role == "mentee":
            return self._explain_waiting_to_mentee(fact)
        mentee = reader.mentee
        if fact["was_left_out"]:
            return self.env._("%(mentee)s was left without a partner in an earlier program.", mentee=mentee)
        if not fact["days"]:
            return self.env._("%(mentee)s applied today.", mentee=mentee)
        if fact["days"] == 1:
            return self.env._("%(mentee)s has waited for one day.", mentee=mentee)
        return self.env._("%(mentee)s has waited for %(days)s days.", mentee=mentee, days=fact["days"])

    def _explain_waiting_to_mentee(self, fact):
        if fact["was_left_out"]:
            return self.env._("You were left without a partner in an earlier program.")
        if not fact["days"]:
            return self.env._("You applied today.")
        if fact["days"] == 1:
            return self.env._("You have waited for one day.")
        return self.env._("You have waited for %(days)s days.", days=fact["days"])
