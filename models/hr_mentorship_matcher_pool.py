from odoo import api, models

from .matching_pool import MatchingPool


class HrMentorshipMatcherPool(models.AbstractModel):
    """Who takes part in a matching, who is not ready for it, and who must not meet whom."""

    _inherit = "hr.mentorship.matcher"

    @api.model
    def _read_pool(self, program):
        """Return the waiting mentees and the mentors with free seats, in the order of their ids."""
        ready = self._read_candidates(program, [("seats_left", ">", 0)]).filtered(
            lambda participant: not self._find_obstacle(participant)
        )
        mentees = ready.filtered(lambda participant: participant.role == "mentee")
        return MatchingPool(program, mentees, ready - mentees)

    def _read_candidates(self, program, domain):
        # sudo: whoever manages the program reads its participants, also those of companies not switched on
        participants = self.env["hr.mentorship.participant"].sudo()
        return participants.search([("program_id", "=", program.id), *domain], order="id")

    @api.model
    def _check_pool(self, program):
        """Say who of a program's people cannot be matched yet, or only poorly, and why.

        :rtype: list[tuple[hr.mentorship.participant, str]], in sudo
        """
        people = self._read_candidates(program, [("state", "in", ("applied", "approved"))])
        criteria = program.sudo().criterion_ids._snapshot()
        mentees = people.filtered(lambda participant: participant.role == "mentee")
        pool = MatchingPool(program, mentees, people - mentees)
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
            return self._explain_link_obstacle(participant.link_obstacle)
        if participant.state == "applied":
            return self.env._("Applied, and is not approved yet.")
        if participant.needs_training:
            return self.env._("Not trained yet. Mark them as trained after the training of the mentors.")
        return ""

    def _explain_link_obstacle(self, obstacle):
        # The same rule as for approval: an address may have changed since
        return {
            "missing": self.env._(
                "Has neither a user nor a work e-mail to answer and sign with. Link a user, or enter a work e-mail."
            ),
            "shared": self.env._(
                "Has no user, and shares the work e-mail with somebody who could answer and sign. Link a user, or "
                "enter an address of their own."
            ),
            "changed": self.env._(
                "Has no user, and the work e-mail was changed by somebody who does not keep employees' data. Have HR "
                "confirm it on the employee, on the tab Mentorship."
            ),
        }[obstacle]

    def _find_full(self, participant):
        if participant.seats_left or participant.role == "mentee":
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

        The codes, the first that applies: ``self``, ``line_of_command``, ``parted`` (said no to each other or are
        through, in this program), ``blocked`` (by either side; nobody is told so in words).

        :rtype: dict[tuple[int, int], str], by rows of mentee and mentor
        """
        excluded = {}
        for code, employee_pairs in (
            ("self", {(employee.id, employee.id) for employee in pool.people.employee_id}),
            ("line_of_command", self._find_line_of_command_pairs(pool)),
            ("parted", self._find_parted_pairs(pool)),
            ("blocked", self.env["hr.mentorship.block"]._get_blocked_pairs(pool.people.employee_id)),
        ):
            for pair in pool.pair_rows(employee_pairs):
                excluded.setdefault(pair, code)
        return excluded

    def _find_line_of_command_pairs(self, pool):
        return {
            pair
            for employee_id, manager_ids in pool.people.employee_id._get_lines_of_command().items()
            for manager_id in manager_ids
            for pair in ((employee_id, manager_id), (manager_id, employee_id))
        }

    def _find_parted_pairs(self, pool):
        # Whom a departure has parted have said nothing: they may meet again as soon as both are there
        parted = pool.env["hr.mentorship"].search(
            [
                ("program_id", "=", pool.program.id),
                ("state", "in", ("declined", "ended", "completed")),
                ("ended_by_departure", "=", False),
            ]
        )
        return {
            (mentee.id, mentor.id)
            for mentorship in parted
            for mentee in mentorship.mentee_ids
            for mentor in mentorship.mentor_ids
        }
