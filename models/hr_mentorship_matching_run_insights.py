from collections import Counter, defaultdict

import numpy as np

from odoo import models

from ..matching.scoring import Scorer, blocks
from .hr_mentorship_matching_insight import EQUALITY_FIELDS
from .private_fields import ReaderOne2many

MICRO_POINTS_PER_PERCENT = 10_000


class HrMentorshipMatchingRunInsights(models.Model):
    """What a run says about the program as a whole, worked out once from what the run has read."""

    _inherit = "hr.mentorship.matching.run"

    insight_ids = ReaderOne2many("hr.mentorship.matching.insight", "run_id", readonly=True)
    shortage_ids = ReaderOne2many(
        "hr.mentorship.matching.insight", "run_id", readonly=True, domain=[("kind", "in", ("topic", "place"))]
    )
    unused_ids = ReaderOne2many(
        "hr.mentorship.matching.insight", "run_id", readonly=True, domain=[("kind", "=", "unused")]
    )
    group_ids = ReaderOne2many(
        "hr.mentorship.matching.insight", "run_id", readonly=True, domain=[("kind", "=", "group")]
    )

    def _write_insights(self, pool, problem, solution):
        vals_list = [
            *self._find_shortages(pool, problem, solution),
            *self._find_unused(pool, problem, solution),
            *self._compare_groups(pool, solution),
        ]
        # sudo: made here alone, for users who manage the program
        self.env["hr.mentorship.matching.insight"].sudo().create([{"run_id": self.id, **vals} for vals in vals_list])

    def _find_shortages(self, pool, problem, solution):
        """Yield, for each topic and each place: who wants it, the seats offered, who goes without."""
        for kind, of_mentee, of_mentor in (
            ("topic", lambda person: person.skill_ids, lambda person: person.skill_ids),
            ("place", lambda p: p.employee_id.work_location_id, lambda p: p.employee_id.work_location_id),
        ):
            wanted, unmatched, seats = Counter(), Counter(), Counter()
            for mentee, mentor_row in zip(pool.mentees, solution.mentor_of.tolist(), strict=True):
                wanted.update(of_mentee(mentee))
                if mentor_row < 0:
                    unmatched.update(of_mentee(mentee))
            for mentor, free in zip(pool.mentors, problem.seats.tolist(), strict=True):
                for record in of_mentor(mentor):
                    seats[record] += free
            for record, count in wanted.items():
                yield {
                    "kind": kind,
                    "facts": {"model": record._name, "id": record.id},
                    "mentee_count": count,
                    "seat_count": seats[record],
                    "unmatched_count": unmatched[record],
                    "matched_share": 1 - unmatched[record] / count,
                }

    def _find_unused(self, pool, problem, solution):
        """Yield the mentors with seats to whom nobody goes, with what the engine knows about why."""
        used = set(solution.mentor_of.tolist())
        rows = np.array([row for row in np.flatnonzero(problem.seats) if int(row) not in used], dtype=np.int64)
        if not len(rows):
            return
        scorer = Scorer(problem)
        eligible, best, best_score = (np.zeros(len(rows), dtype=np.int64) for _figure in range(3))
        for block in blocks(np.arange(problem.n_mentees)):
            scores = scorer.block(block)[:, rows]
            eligible += np.count_nonzero(scores >= 0, axis=0)
            top = scores.argmax(axis=0)
            top_score = scores[top, np.arange(len(rows))]
            is_better = top_score > best_score
            best[is_better], best_score[is_better] = block[top[is_better]], top_score[is_better]
        for index, row in enumerate(rows.tolist()):
            yield {
                "kind": "unused",
                "facts": {
                    "model": "hr.employee",
                    "id": pool.mentors[row].employee_id.id,
                    "eligible": int(eligible[index]),
                    "best": pool.mentees[int(best[index])].id if eligible[index] else False,
                    "score": int(best_score[index]) / MICRO_POINTS_PER_PERCENT,
                },
                "seat_count": int(problem.seats[row]),
            }

    # -- equality

    def _compare_groups(self, pool, solution):
        """Yield how the groups fare that the company has chosen to look at; small groups leave no trace."""
        scores = [
            int(score) / MICRO_POINTS_PER_PERCENT if mentor >= 0 else None
            for score, mentor in zip(solution.score.tolist(), solution.mentor_of.tolist(), strict=True)
        ]
        threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        for key in self.env["hr.mentorship.matching.insight"]._get_equality_groups():
            groups = defaultdict(list)
            for mentee, score in zip(pool.mentees, scores, strict=True):
                groups[mentee.employee_id[EQUALITY_FIELDS[key]] or False].append(score)
            for value in self._choose_shown(groups, threshold):
                yield self._describe_group(key, value, groups[value])

    def _choose_shown(self, groups, threshold):
        """Return the groups that may be shown: none is small, nor could all others together be told by subtraction.

        :param dict groups: value → scores of its people
        """
        by_size = sorted(groups, key=lambda value: len(groups[value]))
        hidden = [value for value in by_size if len(groups[value]) < threshold]
        shown = by_size[len(hidden) :]
        while hidden and shown and sum(len(groups[value]) for value in hidden) < threshold:
            hidden.append(shown.pop(0))
        return shown if len(shown) > 1 else []

    def _describe_group(self, key, value, scores):
        matched = [score for score in scores if score is not None]
        is_record = isinstance(value, models.BaseModel)
        return {
            "kind": "group",
            "facts": {
                "group": key,
                **({"model": value._name, "id": value.id} if is_record else {"value": value}),
            },
            "mentee_count": len(scores),
            "matched_share": len(matched) / len(scores),
            "mean_score": sum(matched) / len(matched) if matched else 0,
        }
