import logging
from collections import Counter
from dataclasses import replace

import numpy as np

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...matching import MICRO_POINTS_PER_PERCENT, MOST_PEERS, MatchingError, Problem, both_ways, value_of
from ...matching.scoring import Scorer
from ..program.hr_mentorship_participant import OPEN_STATES
from .kept_apart import list_kept_apart
from .matching_pool import MatchingPool, split

_logger = logging.getLogger(__name__)
IN_PROGRAM = Domain("state", "in", OPEN_STATES)
BY_LINK = Domain("user_id", "=", False) | Domain("user_id.active", "=", False)
"""People who answer by a personal link, and may not be reachable alone."""


class HrMentorshipMatcher(models.AbstractModel):
    """The only door between the matching engine, which knows arrays, and the ORM.

    Reads the pool of a program in a fixed number of queries, and builds the engine's problem from it. Solving and
    proposing is the work of :class:`HrMentorshipMatchingRun`, words are that of :class:`HrMentorshipMatchingWords`.

    What each kind of criterion compares, and what it says of it, is the work of ``hr.mentorship.kind.<kind>``.

    A *setting* is one entry of ``hr.mentorship.criterion._snapshot()``, possibly with another weight.
    """

    _name = "hr.mentorship.matcher"
    _description = "Mentorship Matcher"

    # -- reading

    def _read_criteria(self, program):
        # sudo: the caller has checked the user; weights are read by program managers alone
        return program.sudo().criterion_ids._snapshot()

    @api.model
    def _build_problem(self, program, pool, criteria=None, minimum_score=0.0, seed=0):
        """Translate a pool into the arrays of the engine.

        :param pool: as :meth:`_read_pool` gives it
        :param list[dict] criteria: settings as ``criterion._snapshot()`` gives them, those of the program if None
        :param float minimum_score: pairs that score lower, 0 to 100, may not be matched
        :param int seed: another one picks another of several equally good solutions
        :rtype: ..matching.Problem
        :raises UserError: if the criteria say nothing, or compare what there is no more
        """
        criteria = self._read_criteria(program) if criteria is None else criteria
        self._check_criteria(program, criteria)
        excluded = sorted(self._find_excluded_pairs(pool))
        if pool.is_among_peers and len(pool.mentees) > MOST_PEERS:
            raise UserError(
                self.env._(
                    "%(count)s peers wait in “%(name)s”, and up to %(most)s are matched at a time. Split the program, "
                    "or approve some of them later.",
                    count=len(pool.mentees),
                    name=program.name,
                    most=MOST_PEERS,
                )
            )
        try:
            return Problem(
                mentee_ids=pool.mentees.ids,
                mentor_ids=pool.mentors.ids,
                seats=pool.mentors.mapped("seats_left"),
                criteria=self._build_criteria(pool, criteria),
                excluded_mentees=[pair[0] for pair in excluded],
                excluded_mentors=[pair[1] for pair in excluded],
                minimum_score=round(minimum_score * MICRO_POINTS_PER_PERCENT),
                seed=seed,
                is_peers=pool.is_among_peers,
            )
        except MatchingError as error:
            raise UserError(str(error)) from error

    def _build_criteria(self, pool, criteria):
        """Return the criteria of the engine: one a setting in their order, then what holds both ways among peers."""
        if not pool.is_among_peers:
            return [self._get_kind(setting)._build(pool, setting) for setting in criteria]
        built = [pool.keep(setting, self._get_kind(setting)._build) for setting in criteria]
        ways = [both_ways(criterion) for criterion in built]
        return [way[0] for way in ways] + [each for way in ways for each in way[1:]]

    def _get_kind(self, setting):
        return self.env[f"hr.mentorship.kind.{setting['kind']}"]

    def _check_criteria(self, program, criteria):
        if not criteria:
            raise UserError(
                self.env._(
                    "“%(name)s” compares nothing yet, so nobody can say who fits. Add a criterion first.",
                    name=program.name,
                )
            )
        if not any(setting["weight"] for setting in criteria):
            raise UserError(
                self.env._(
                    "All criteria of “%(name)s” have the weight 0, so every pair would be as good as any other. "
                    "Give at least one of them a weight.",
                    name=program.name,
                )
            )
        for setting in criteria:
            self._get_kind(setting)._check(program, setting)

    @api.model
    def _rate(self, program, pairs, criteria=None, with_facts=True):
        """Say how well some pairs fit, whether or not they may or would be matched.

        :param pairs: list of (mentee, mentor), participants of the program
        :param bool with_facts: leave it out where many pairs are rated and few are explained
        :returns: for each pair a dict: ``score`` 0 to 100, ``facts`` as ``match_facts`` has them, ``excluded`` the
            code of the rule that keeps the two apart or None, ``missed`` the settings of the must-haves they miss
        :rtype: list[dict]
        """
        if not pairs:
            return []
        criteria = self._read_criteria(program) if criteria is None else criteria
        self._check_criteria(program, criteria)
        participants = self.env["hr.mentorship.participant"].sudo()  # sudo: as in _read_pool
        mentees = participants.browse({mentee.id: None for mentee, _mentor in pairs}.keys())
        mentors = participants.browse({mentor.id: None for _mentee, mentor in pairs}.keys())
        pool = MatchingPool(program, mentees, mentors)
        problem = Problem(
            pool.mentees.ids, pool.mentors.ids, [0] * len(pool.mentors), self._build_criteria(pool, criteria)
        )
        scorer = Scorer(problem)
        rows = [(pool.mentee_rows[mentee], pool.mentor_rows[mentor]) for mentee, mentor in pairs]
        columns = [np.array(column) for column in zip(*rows, strict=True)]
        scores, values = scorer.scores(*columns), scorer.values(*columns)
        excluded = self._find_excluded_pairs(pool)
        facts = self._get_match_facts(pool, criteria, rows, values) if with_facts else [{}] * len(rows)
        return [
            {
                "score": int(scores[index]) / MICRO_POINTS_PER_PERCENT,
                "facts": facts[index],
                "excluded": excluded.get(pair),
                "missed": self._find_missed(criteria, problem, values[index]),
            }
            for index, pair in enumerate(rows)
        ]

    def _find_missed(self, criteria, problem, values):
        """Return the settings of the must-haves that a pair misses, in one direction or the other."""
        missed = {
            criterion.key
            for criterion, value in zip(problem.criteria, values, strict=True)
            if value < criterion.minimum
        }
        return [setting for setting in criteria if setting["key"] in missed]

    @api.model
    def _get_match_facts(self, pool, criteria, pairs, values, is_proven=False):
        """Return what explains some matches, as ``match_facts`` stores it: figures and ids, no words.

        :param pairs: list of (row of the mentee, row of the mentor)
        :param values: array (n_pairs, n_criteria) of values 0..1
        :rtype: list[dict]
        """
        if pool.is_among_peers:
            return self._get_peer_facts(pool, criteria, pairs, values, is_proven)
        total_weight = sum(setting["weight"] for setting in criteria) or 1
        by_criterion = [
            self._get_kind(setting)._get_facts(pool, setting, pairs) if pairs else [] for setting in criteria
        ]
        return [
            {
                "is_proven": bool(is_proven),
                "criteria": [
                    {
                        **setting,
                        "value": round(float(values[index][column]), 4),
                        "points": round(100 * setting["weight"] * float(values[index][column]) / total_weight, 1),
                        "most_points": round(100 * setting["weight"] / total_weight, 1),
                        **by_criterion[column][index],
                    }
                    for column, setting in enumerate(criteria)
                ],
            }
            for index in range(len(pairs))
        ]

    def _get_peer_facts(self, pool, criteria, pairs, values, is_proven):
        """The same for peers: what one has of the other and the other way round, each for half of the points.

        What is the same seen from either side stands once.
        """
        total_weight = sum(setting["weight"] for setting in criteria) or 1
        back = [(other, one) for one, other in pairs]
        facts = [{"is_proven": bool(is_proven), "criteria": []} for _pair in pairs]
        for column, setting in enumerate(criteria):
            kind = self._get_kind(setting)
            most = 100 * setting["weight"] / total_weight
            if kind._is_mutual:
                ways = [(pairs, [float(row[column]) for row in values], most, {})]
            else:
                criterion = pool.keep(setting, kind._build)
                ways = [
                    (pairs, value_of(criterion, pairs), most / 2, {}),
                    (back, value_of(criterion, back), most / 2, {"is_back": True}),
                ]
            for way, of_pairs, points, mark in ways:
                found = kind._get_facts(pool, setting, way) if way else []
                for index, (fact, value) in enumerate(zip(found, of_pairs, strict=True)):
                    facts[index]["criteria"].append(
                        {
                            **setting,
                            "value": round(value, 4),
                            "points": round(points * value, 1),
                            "most_points": round(points, 1),
                            **mark,
                            **fact,
                        }
                    )
        return facts

    # -- writing

    @api.model
    def _find_free_slots(self, mentor):
        taken = set(mentor.member_ids.filtered("is_live").mapped("slot"))
        return [slot for slot in range(1, mentor.capacity + 1) if slot not in taken]

    # -- Who takes part in a matching, who is not ready for it, and who must not meet whom.

    @api.model
    def _read_pool(self, program):
        """Return the waiting mentees and the mentors with free seats, in the order of their ids."""
        ready = self._read_ready(program, Domain("seats_left", ">", 0))
        return MatchingPool(program, *split(ready))

    def _read_ready(self, program, domain):
        """Return those of a program's people whom nothing keeps out of a matching: see :meth:`_find_obstacle`.

        The database looks for what it sees; what only Python knows concerns those without a user, who are few.
        """
        domain &= ~self._get_obstacle_domain(program)
        by_link = self._read_candidates(program, domain & BY_LINK)
        return self._read_candidates(program, domain) - by_link.filtered(self._find_obstacle)

    def _read_candidates(self, program, domain):
        # sudo: whoever manages the program reads its participants, also those of companies not switched on
        participants = self.env["hr.mentorship.participant"].sudo()
        return participants.search([("program_id", "=", program.id), *domain], order="id")

    @api.model
    def _check_pool(self, program):
        """Say who of a program's people cannot be matched yet, or only poorly, and why.

        :rtype: list[tuple[hr.mentorship.participant, str]], in sudo
        """
        full = Domain("role", "=", "mentor") & Domain("seats_left", "=", 0)
        suspects = self._get_obstacle_domain(program) | self._get_suspect_domain(program) | full
        return self._check_people(program, self._read_candidates(program, IN_PROGRAM & suspects))

    @api.model
    def _find_not_ready(self, program, most):
        """Return how many of a program's people cannot be matched as they are, and the first of them.

        A mentor whose seats are taken is ready, and busy. Whoever has an obstacle for certain is counted by the
        database; only whoever may have one is looked at.

        :rtype: tuple[int, hr.mentorship.participant], in sudo
        """
        is_busy = Domain("state", "=", "approved") & Domain("seats_left", "=", 0)
        asked = Domain("program_id", "=", program.id) & IN_PROGRAM & ~is_busy
        certain = self._get_obstacle_domain(program)
        # sudo: as in _read_candidates
        participants_sudo = self.env["hr.mentorship.participant"].sudo()
        count = participants_sudo.search_count(asked & certain)
        first = participants_sudo.search(asked & certain, order="id", limit=most)
        suspects = participants_sudo.search(asked & ~certain & self._get_suspect_domain(program), order="id")
        found = participants_sudo.union(*(person for person, _reason in self._check_people(program, suspects)))
        return count + len(found), (first | found).sorted("id")[:most]

    def _get_obstacle_domain(self, program):
        """Return the domain of people with an obstacle that the database sees: see :meth:`_find_obstacle`."""
        ready = Domain(self.env["hr.mentorship.participant"]._get_ready_domain())
        return (
            Domain("state", "!=", "approved")
            | Domain("employee_id.active", "=", False)
            | Domain("employee_id.company_id", "!=", program.sudo().company_id.id)
            | ~ready
        )

    def _get_suspect_domain(self, program):
        """Return a domain that holds everybody who may have an obstacle beside these, or a gap."""
        return Domain.OR(
            [
                BY_LINK,
                *(
                    self._get_kind(setting)._get_suspect_domain(setting)
                    for setting in program.sudo().criterion_ids._snapshot()
                    if setting["weight"] or setting["is_required"]
                ),
            ]
        )

    def _check_people(self, program, people):
        """The same for some of them (in sudo)."""
        criteria = program.sudo().criterion_ids._snapshot()
        pool = MatchingPool(program, *split(people))
        gaps = self._find_gaps(pool, criteria)
        return [
            (participant, reason)
            for participant in people
            if (reason := self._find_obstacle(participant) or self._find_full(participant) or gaps.get(participant))
        ]

    def _find_obstacle(self, participant):
        """Say what keeps a participant (sudo) out of every matching; empty if nothing does."""
        employee = participant.employee_id
        if not employee.active:
            return self.env._("Has left: the employee is archived. Withdraw the participation.")
        if employee.company_id != participant.program_id.company_id:
            return self.env._(
                "Works for %(company)s now, and the program belongs to another company.",
                company=employee.company_id.name,
            )
        if participant.link_obstacle:
            return self.env["hr.mentorship.matching.words"]._explain_link_obstacle(participant.link_obstacle)
        if participant.state != "approved":
            return {
                "invited": self.env._("Invited, and has not said yes yet."),
                "waiting": self.env._("On the waiting list until a place becomes free."),
            }.get(participant.state, self.env._("Applied, and is not approved yet."))
        if participant.needs_training:
            return participant._explain_needs_training()
        return ""

    def _find_full(self, participant):
        if participant.seats_left or participant.role != "mentor":
            return ""  # a mentee without a free seat has a mentor, or had one: nothing to do
        return self.env._(
            "All seats are taken (%(taken)s of %(capacity)s).",
            taken=participant.seats_taken,
            capacity=participant.capacity,
        )

    def _find_gaps(self, pool, criteria):
        """Return what people have not answered, but a criterion of the program asks for.

        :rtype: dict[hr.mentorship.participant, str]
        """
        gaps = {}
        for setting in criteria:
            if setting["weight"] or setting["is_required"]:
                for participant, reason in self._get_kind(setting)._find_gaps(pool, setting).items():
                    gaps.setdefault(participant, reason)
        return gaps

    # -- who must not meet whom

    def _find_excluded_pairs(self, pool):
        """Return the pairs that must not meet, each with the code of the rule that keeps them apart.

        The codes, the first that applies: see :func:`list_kept_apart`.

        :rtype: dict[tuple[int, int], str], by rows of mentee and mentor
        """
        excluded = {}
        for code, employee_pairs in list_kept_apart(pool, self._get_parted_states(pool.program)):
            for pair in pool.pair_rows(employee_pairs):
                excluded.setdefault(pair, code)
        return excluded

    @api.model
    def _get_parted_states(self, program):
        """Hook: return the states of mentorships after which the two are not brought together again."""
        return ("declined", "ended", "completed")

    @api.model
    def _get_unmatched_facts(self, pool, criteria, entry):
        """Return what explains why a mentee has nobody: figures and ids, no words.

        :param entry: what the engine says of them (:class:`..matching.Unmatched`)
        :rtype: dict
        """
        by_key = {setting["key"]: setting for setting in criteria}
        ruled_out = entry.ruled_out
        best = pool.mentors[entry.best_mentor] if entry.best_mentor >= 0 else pool.mentors[:0]
        return {
            "wanted": pool.mentees[entry.mentee].skill_ids.ids,
            "is_peer": pool.is_among_peers,
            "n_mentors": len(pool.mentors) - pool.is_among_peers,  # oneself is nobody to go with
            "eligible": entry.eligible,
            "best_mentor": best.id,
            "best_score": entry.best_score / MICRO_POINTS_PER_PERCENT,
            "best_is_full": entry.best_is_full,
            "holders": [pool.mentees[row].id for row in entry.holders],
            "ruled_out": [
                {"rule": key, "setting": by_key.get(key), "count": int(count)}
                for key, count in ruled_out.items()
                if count
            ],
        }

    # -- What runs need of the matcher: the pool as it is without the proposals that a run may replace.

    @api.model
    def _get_settings(self, program):
        """Return what the program manager has chosen and a run depends on, as plain data to be kept with it."""
        return {"criteria": self._read_criteria(program), "minimum_score": program.minimum_score}

    @api.model
    def _read_open_pool(self, program):
        """Return the people a run may pair: those who are free, and those of proposals that are not locked.

        :returns: the pool, and the free seats of its mentors in the order of their rows
        :rtype: tuple[MatchingPool, list[int]]
        """
        # sudo: proposals of a program whose manager has been checked
        members = program.sudo()._get_unlocked_proposals().member_ids
        freed = Counter(member.participant_id.id for member in members)
        ready = self._read_ready(
            program, Domain("seats_left", ">", 0) | (Domain("id", "in", list(freed)) & Domain("state", "=", "approved"))
        )
        pool = MatchingPool(program, *split(ready))
        return pool, [mentor.seats_left + freed[mentor.id] for mentor in pool.mentors]

    @api.model
    def _build_run_problem(self, program, pool, seats, settings):
        problem = self._build_problem(program, pool, settings["criteria"], settings["minimum_score"])
        return replace(problem, seats=seats)

    # -- The mentors for one mentee, by the same score and the same rules as a matching of everybody.

    @api.model
    def _rank_mentors(self, mentee, mentors=None, most=None):
        """Return the mentors whom ``mentee`` may ask, best first; equally good ones in the order of their names.

        A seat that an unpublished plan holds is taken, unless the plan is for this mentee.

        :param mentee: hr.mentorship.participant; the caller has checked that the user is this mentee
        :param mentors: the participants who are asked about, all mentors of the program if None
        :param int most: how many at most
        :returns: for each a dict: ``mentor`` (in sudo), ``score`` 0 to 100, ``facts`` as ``match_facts`` has them
        :rtype: list[dict]
        """
        mentee = mentee.sudo()  # sudo: mentees read no mentors, and get no more of them than this ranking
        mentors = self._find_askable_mentors(mentee, mentors)
        if not mentors or self._find_obstacle(mentee):
            return []
        program = mentee.program_id
        criteria = self._read_criteria(program)
        pool = MatchingPool(program, mentee, mentors)
        problem = self._build_problem(program, pool, criteria, program.minimum_score)
        scorer = Scorer(problem)
        scores = scorer.block(np.array([0]))[0]
        rows = sorted(
            np.flatnonzero(scores >= 0).tolist(),
            key=lambda row: (-scores[row], mentors[row].employee_id.name, mentors[row].id),
        )[:most]
        values = scorer.values(np.zeros(len(rows), dtype=int), np.array(rows, dtype=int))
        all_facts = self._get_match_facts(pool, criteria, [(0, row) for row in rows], values)
        return [
            {"mentor": mentors[row], "score": int(scores[row]) / MICRO_POINTS_PER_PERCENT, "facts": facts}
            for row, facts in zip(rows, all_facts, strict=True)
        ]

    @api.model
    def _rank_mentees(self, mentor, mentees, most=None):
        """Return those of ``mentees`` to whom ``mentor`` may offer a seat, best first; as :meth:`_rank_mentors`.

        Whoever has a mentor, or is planned for one, waits for nobody, unless they are planned for this very mentor.

        :param mentor: hr.mentorship.participant; the caller has checked that the user is this mentor
        :param mentees: the participants (in sudo) who have agreed to be shown
        :returns: for each a dict: ``mentee`` (in sudo), ``score``, ``facts``
        :rtype: list[dict]
        """
        mentor = mentor.sudo()  # sudo: mentors read no mentees, and get no more of them than this ranking
        planned = mentor.member_ids.mentorship_id.filtered(lambda mentorship: mentorship.state == "proposed")
        waiting = Domain("seats_left", ">", 0) | Domain("id", "in", planned.member_ids.participant_id.ids)
        waiting &= Domain("role", "=", "mentee") & Domain("state", "=", "approved")
        mentees = self._read_ready(mentor.program_id, Domain("id", "in", mentees.ids) & waiting)
        if not mentees or mentor.state != "approved" or self._find_obstacle(mentor):
            return []
        program = mentor.program_id
        criteria = self._read_criteria(program)
        pool = MatchingPool(program, mentees, mentor)
        scorer = Scorer(self._build_problem(program, pool, criteria, program.minimum_score))
        scores = scorer.block(np.arange(len(mentees)))[:, 0]
        rows = sorted(
            np.flatnonzero(scores >= 0).tolist(),
            key=lambda row: (-scores[row], mentees[row].employee_id.name, mentees[row].id),
        )[:most]
        values = scorer.values(np.array(rows, dtype=int), np.zeros(len(rows), dtype=int))
        all_facts = self._get_match_facts(pool, criteria, [(row, 0) for row in rows], values)
        return [
            {"mentee": mentees[row], "score": int(scores[row]) / MICRO_POINTS_PER_PERCENT, "facts": facts}
            for row, facts in zip(rows, all_facts, strict=True)
        ]

    @api.model
    def _rank_or_nothing(self, participant, others=None, most=None):
        """Return whom this mentee may ask, or to whom this mentor may offer a seat; nothing where nobody can say.

        For what looks at several programs at once, or only mentions the result beside something else: the criteria of
        one program, of which the program manager is told elsewhere, must not stand in the way of all that.
        """
        rank = self._rank_mentees if participant.role == "mentor" else self._rank_mentors
        try:
            return rank(participant, others, most)
        except UserError as error:
            _logger.info("In program %s nobody can be ranked: %s", participant.program_id.id, error)
            return []

    def _find_askable_mentors(self, mentee, mentors=None):
        planned = mentee._find_plans().member_ids.participant_id
        domain = (
            Domain("role", "=", "mentor")
            & Domain("state", "=", "approved")
            & (Domain("seats_left", ">", 0) | Domain("id", "in", planned.ids))
        )
        if mentors is not None:
            domain &= Domain("id", "in", mentors.ids)
        return self._read_ready(mentee.program_id, domain)
