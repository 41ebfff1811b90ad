from odoo import models


class HrMentorshipKindJob(models.AbstractModel):
    """The same job position, or another one."""

    _name = "hr.mentorship.kind.job"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Job"

    def _build(self, pool, setting):
        return self._build_equality(setting, *self._read_records(pool, "job_id"))

    def _get_facts(self, pool, setting, pairs):
        return self._get_value_facts(pairs, *self._read_records(pool, "job_id"))

    def _get_references(self, fact):
        yield "hr.job", [fact["mentee"], fact["mentor"]]

    def _explain(self, fact, names, reader):
        mentee, mentor = (names["hr.job"].get(fact[side], "") for side in ("mentee", "mentor"))
        if fact["mentee"] == fact["mentor"]:
            return self.env._("Same job position: %(name)s.", name=mentee)
        if reader.role:
            mine, theirs = reader.sort(mentee, mentor)
            return self.env._(
                "Different job positions: %(mine)s (you) and %(theirs)s (%(partner)s).",
                mine=mine,
                theirs=theirs,
                partner=reader.partner,
            )
        return self.env._(
            "Different job positions: %(of_mentee)s (%(mentee)s) and %(of_mentor)s (%(mentor)s).",
            of_mentee=mentee,
            mentee=reader.mentee,
            of_mentor=mentor,
            mentor=reader.mentor,
        )

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.employee_id.job_id)
