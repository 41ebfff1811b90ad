from odoo import models

WISH_VALUES = (1.0, 0.85, 0.7, 0.55, 0.4)
"""What a first choice, a second … is worth."""
STRONGER_WISH = 0.6
"""Share of the stronger wish where both sides are asked for theirs; the weaker one has the rest."""


class HrMentorshipKindWishes(models.AbstractModel):
    """Whom they have asked for."""

    _name = "hr.mentorship.kind.wishes"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Wishes"

    def _read_wishes(self, pool):
        """Return the ranks (of the mentor for the mentee, of the mentee for the mentor) of all pairs with a wish.

        :rtype: dict[tuple[int, int], tuple[int | None, int | None]], by rows
        """
        ranks = pool.env["hr.mentorship.wish"]._get_ranks(pool.people)
        wishes = {}
        for (participant_id, employee_id), rank in ranks.items():
            if pool.is_among_peers:
                row = pool.mentee_row_of_id[participant_id]
                for other in pool.mentor_rows_of.get(employee_id, ()):
                    wishes[row, other] = (rank, wishes.get((row, other), (None, None))[1])
                    wishes[other, row] = (wishes.get((other, row), (None, None))[0], rank)
                continue
            if participant_id in pool.mentee_row_of_id:
                row = pool.mentee_row_of_id[participant_id]
                for mentor_row in pool.mentor_rows_of.get(employee_id, ()):
                    wishes[row, mentor_row] = (rank, wishes.get((row, mentor_row), (None, None))[1])
            else:
                row = pool.mentor_row_of_id[participant_id]
                for mentee_row in pool.mentee_rows_of.get(employee_id, ()):
                    wishes[mentee_row, row] = (wishes.get((mentee_row, row), (None, None))[0], rank)
        return wishes

    def _rate_wishes(self, pool, ranks):
        weaker, stronger = sorted(WISH_VALUES[rank - 1] if rank else 0 for rank in ranks)
        if not (pool.is_among_peers or (pool.program.mentees_wish and pool.program.mentors_wish)):
            return stronger
        return STRONGER_WISH * stronger + (1 - STRONGER_WISH) * weaker

    def _build(self, pool, setting):
        wishes = self._read_wishes(pool)
        return self._build_pairs(setting, {pair: self._rate_wishes(pool, ranks) for pair, ranks in wishes.items()})

    def _get_facts(self, pool, setting, pairs):
        wishes = self._read_wishes(pool)
        return [dict(zip(("mentee", "mentor"), wishes.get(pair, (None, None)), strict=True)) for pair in pairs]

    def _explain(self, fact, names, reader):
        if not (fact["mentee"] or fact["mentor"]):
            return self.env._("Neither has wished for the other.")
        if reader.role:
            return self._explain_wishes_to_member(*reader.sort(fact["mentee"], fact["mentor"]), reader.partner)
        if fact["mentee"] and fact["mentor"]:
            return self.env._(
                "They wish for each other: choice %(of_mentee)s of %(mentee)s, choice %(of_mentor)s of %(mentor)s.",
                of_mentee=fact["mentee"],
                mentee=reader.mentee,
                of_mentor=fact["mentor"],
                mentor=reader.mentor,
            )
        name = reader.mentee if fact["mentee"] else reader.mentor
        return self.env._("Choice %(rank)s of %(name)s.", rank=fact["mentee"] or fact["mentor"], name=name)

    def _explain_wishes_to_member(self, mine, theirs, partner):
        if mine and theirs:
            return self.env._(
                "You wish for each other: %(partner)s is your choice %(mine)s, and you are choice %(theirs)s of "
                "%(partner)s.",
                partner=partner,
                mine=mine,
                theirs=theirs,
            )
        if mine:
            return self.env._("%(partner)s is your choice %(rank)s.", partner=partner, rank=mine)
        return self.env._("You are choice %(rank)s of %(partner)s.", partner=partner, rank=theirs)
