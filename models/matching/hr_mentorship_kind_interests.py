from odoo import models
from odoo.fields import Domain


class HrMentorshipKindInterests(models.AbstractModel):
    """What both like."""

    _name = "hr.mentorship.kind.interests"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Interests"

    def _read_interests(self, pool):
        return [[person.interest_ids.ids for person in people] for people in (pool.mentees, pool.mentors)]

    def _build(self, pool, setting):
        return self._build_overlap(setting, *self._read_interests(pool))

    def _get_facts(self, pool, setting, pairs):
        return self._get_overlap_facts(pairs, *self._read_interests(pool))

    def _get_references(self, fact):
        yield "hr.mentorship.interest", fact["shared"]

    def _explain(self, fact, names, reader):
        shared = [names["hr.mentorship.interest"].get(interest) for interest in fact["shared"]]
        if not any(shared):
            return self.env._("No interest in common.")
        interests = ", ".join(filter(None, shared))
        if reader.role:
            return self.env._("You both share: %(interests)s.", interests=interests)
        return self.env._("Both share: %(interests)s.", interests=interests)

    def _get_suspect_domain(self, setting):
        return super()._get_suspect_domain(setting) & Domain("interest_ids", "=", False)

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.interest_ids)
