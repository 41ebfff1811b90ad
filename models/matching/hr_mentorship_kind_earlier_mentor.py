from collections import defaultdict

from odoo import models


class HrMentorshipKindEarlierMentor(models.AbstractModel):
    """Whether they have been a good pair before."""

    _name = "hr.mentorship.kind.earlier_mentor"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Earlier Mentor"

    def _count_earlier(self, pool):
        """Return how many mentorships the two have completed in other programs, in the same roles.

        :rtype: dict[tuple[int, int], int], by rows
        """
        completed = pool.env["hr.mentorship"].search(
            [
                ("state", "=", "completed"),
                ("program_id", "!=", pool.program.id),
                ("mentee_ids", "in", [employee.id for employee in pool.mentee_employees]),
                ("mentor_ids", "in", [employee.id for employee in pool.mentor_employees]),
            ]
        )
        counts = defaultdict(int)
        for mentorship in completed:
            pairs = [(mentee.id, mentor.id) for mentee in mentorship.mentee_ids for mentor in mentorship.mentor_ids]
            for rows in pool.pair_rows(pairs):
                counts[rows] += 1
        return counts

    def _build(self, pool, setting):
        return self._build_pairs(setting, dict.fromkeys(self._count_earlier(pool), 1))

    def _get_facts(self, pool, setting, pairs):
        counts = self._count_earlier(pool)
        return [{"times": counts.get(pair, 0)} for pair in pairs]

    def _explain(self, fact, names, reader):
        if reader.role and not fact["times"]:
            return self.env._("You have not completed a mentorship together before.")
        if reader.role:
            return self.env._("You have completed a mentorship together before.")
        if not fact["times"]:
            return self.env._("They have not completed a mentorship together before.")
        return self.env._("They have completed a mentorship together before.")
