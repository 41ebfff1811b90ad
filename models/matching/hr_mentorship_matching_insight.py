from collections import Counter, defaultdict

from odoo import api, fields, models

from ...matching import MICRO_POINTS_PER_PERCENT, unused
from ..common.spoken import by_count

EQUALITY_FIELDS = {
    "sex": "sex",
    "department": "department_id",
    "job": "job_id",
    "place": "work_location_id",
}
"""What a company may choose to compare → the field of the employee."""
EQUALITY_PARAMETER = "hr_mentorship.equality_%s"


class HrMentorshipMatchingInsight(models.Model):
    """What a run says about the program: where mentors are short, who is not used, and whether groups fare alike."""

    _name = "hr.mentorship.matching.insight"
    _description = "Matching Insight"
    _order = "run_id desc, kind, unmatched_count desc, id"

    run_id = fields.Many2one("hr.mentorship.matching.run", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="run_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("topic", "Topic"), ("place", "Place"), ("unused", "Mentor without a mentee"), ("group", "Group")],
        required=True,
        readonly=True,
    )
    facts = fields.Json(readonly=True)
    name = fields.Char(compute="_compute_name")
    mentee_count = fields.Integer("People", readonly=True)
    seat_count = fields.Integer("Seats", readonly=True)
    unmatched_count = fields.Integer("Without a Partner", readonly=True)
    matched_share = fields.Float("Matched", readonly=True, aggregator=None, help="Share of the people, 0 to 1.")
    mean_score = fields.Float("Mean Match", readonly=True, digits=(5, 1), aggregator=None)
    explanation = fields.Char("Why", compute="_compute_explanation")

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_name(self):
        names = self._read_names()
        for insight in self:
            facts = insight.facts or {}
            label = names.get((facts.get("model"), facts.get("id"))) or self._get_value_label(facts)
            group = self._get_group_label(facts)
            insight.name = f"{group}: {label}" if group else label

    def _read_names(self):
        wanted = {}
        for insight in self:
            facts = insight.facts or {}
            if facts.get("id") and facts.get("model") in self.env:
                wanted.setdefault(facts["model"], set()).add(facts["id"])
        return {
            # sudo: names of topics, places and people of a program that the reader manages
            (model, record.id): record.display_name
            for model, ids in wanted.items()
            for record in self.env[model].sudo().browse(ids).exists()
        }

    def _get_value_label(self, facts):
        if not facts.get("value"):
            return self.env._("Not known")
        # sudo: the labels of a field are no secret
        field = self.env["hr.employee"].sudo()._fields[EQUALITY_FIELDS[facts["group"]]]
        return dict(field._description_selection(self.env)).get(facts["value"], facts["value"])

    @api.model
    def _get_group_label(self, facts):
        return {
            "sex": self.env._("Sex"),
            "department": self.env._("Department"),
            "job": self.env._("Job position"),
            "place": self.env._("Place of work"),
        }.get(facts.get("group"))

    @api.depends("facts", "kind")
    @api.depends_context("lang")
    def _compute_explanation(self):
        mentees = (
            # sudo: people of a program that the reader manages
            self.env["hr.mentorship.participant"]
            .sudo()
            .browse({insight.facts["best"] for insight in self if (insight.facts or {}).get("best")})
            .exists()
        )
        names = {mentee.id: mentee.employee_id.name for mentee in mentees}
        for insight in self:
            insight.explanation = insight._explain_unused(names) if insight.kind == "unused" else False

    def _explain_unused(self, names):
        facts = self.facts or {}
        if not facts.get("eligible"):
            return self.env._("Fits nobody who waits: the rules, the must-haves or the lowest score keep all away.")
        words = {"name": names.get(facts.get("best"), "?"), "score": round(facts["score"])}
        return by_count(
            facts["eligible"],
            self.env._(
                "One mentee may be paired with them, %(name)s with %(score)s %%, and is better off elsewhere or gets "
                "nobody for it.",
                **words,
            ),
            self.env._(
                "%(count)s mentees may be paired with them, and all of those are better off elsewhere or get nobody "
                "for it. The best was %(name)s with %(score)s %%.",
                count=facts["eligible"],
                **words,
            ),
        )

    @api.model
    def _get_equality_groups(self):
        """What this company has chosen to look at."""
        # sudo: a setting, chosen by the administrator; only groups of people come out
        parameters = self.env["ir.config_parameter"]._clean_sudo()
        return [key for key in EQUALITY_FIELDS if parameters.get_param(EQUALITY_PARAMETER % key)]

    # -- What a run says about the program as a whole, worked out once from what the run has read.

    @api.model
    def _keep_insights(self, run, pool, problem, solution):
        """Write down what there is to say, in sudo.

        :param pool: the :class:`MatchingPool` that the problem was built from
        """
        vals_list = [
            *self._find_shortages(pool, problem, solution),
            *self._find_unused(pool, problem, solution),
            *self._compare_groups(pool, solution),
        ]
        return self.create([{"run_id": run.id, **vals} for vals in vals_list])

    def _find_shortages(self, pool, problem, solution):
        """Yield, for each topic and each place: who wants it, the seats offered, who goes without."""
        for kind, of_mentee, of_mentor in (
            ("topic", lambda person: person.skill_ids, lambda person: person._get_offered_skills()),
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
        if pool.is_among_peers:
            return  # whoever is left over stands among those without a partner
        for mentor in unused(problem, solution):
            yield {
                "kind": "unused",
                "facts": {
                    "model": "hr.employee",
                    "id": pool.mentors[mentor.mentor].employee_id.id,
                    "eligible": mentor.eligible,
                    "best": pool.mentees[mentor.best_mentee].id if mentor.eligible else False,
                    "score": mentor.best_score / MICRO_POINTS_PER_PERCENT,
                },
                "seat_count": int(problem.seats[mentor.mentor]),
            }

    # -- equality

    def _compare_groups(self, pool, solution):
        """Yield how the groups fare that the company has chosen to look at; small groups leave no trace."""
        scores = [
            int(score) / MICRO_POINTS_PER_PERCENT if mentor >= 0 else None
            for score, mentor in zip(solution.score.tolist(), solution.mentor_of.tolist(), strict=True)
        ]
        threshold = self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()
        for key in self._get_equality_groups():
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
