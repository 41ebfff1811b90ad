from odoo import models


class HrMentorshipKindDepartment(models.AbstractModel):
    """The same department, or another one."""

    _name = "hr.mentorship.kind.department"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Department"

    def _build(self, pool, setting):
        return self._build_equality(setting, *self._read_records(pool, "department_id"))

    def _get_facts(self, pool, setting, pairs):
        return self._get_value_facts(pairs, *self._read_records(pool, "department_id"))

    def _get_references(self, fact):
        yield "hr.department", [fact["mentee"], fact["mentor"]]

    def _explain(self, fact, names, reader):
        mentee, mentor = (names["hr.department"].get(fact[side], "") for side in ("mentee", "mentor"))
        if fact["mentee"] == fact["mentor"]:
            return self.env._("Same department: %(name)s.", name=mentee)
        if reader.role:
            mine, theirs = reader.sort(mentee, mentor)
            return self.env._(
                "Different departments: %(mine)s (you) and %(theirs)s (%(partner)s).",
                mine=mine,
                theirs=theirs,
                partner=reader.partner,
            )
        return self.env._(
            "Different departments: %(of_mentee)s (%(mentee)s) and %(of_mentor)s (%(mentor)s).",
            of_mentee=mentee,
            mentee=reader.mentee,
            of_mentor=mentor,
            mentor=reader.mentor,
        )

    def _find_gaps(self, pool, setting):
        return self._ask_for_missing(pool, setting, lambda person: person.employee_id.department_id)
