from odoo import api, models
from odoo.tools import SQL

SOURCE = "pulse"


class HrMentorshipRelease(models.Model):
    """What members say in surveys leaves them by releases alone, as their check-in stars do."""

    _inherit = "hr.mentorship.release"

    @api.model
    def _get_answer_sources(self):
        """One row a survey and construct.

        What somebody has chosen counts in their own weights: the mean of how much of it they have found, the most
        important three times, the next one twice.
        """
        self._flush_surveys()
        return [
            *super()._get_answer_sources(),
            SQL(
                """
                SELECT %s::varchar AS source, MIN(answer.id) AS answer_id, pulse.program_id, pulse.company_id,
                       pulse.employee_id, pulse.department_id, pulse.role, answer.construct AS measure,
                       pulse.answered_on, SUM(answer.value * answer.weight)::numeric / SUM(answer.weight) AS value,
                       pulse.threshold
                  FROM hr_mentorship_pulse_answer answer
                  JOIN hr_mentorship_pulse pulse ON pulse.id = answer.pulse_id
                 WHERE pulse.state = 'answered' AND answer.value > 0 AND answer.construct IS NOT NULL
              GROUP BY pulse.id, answer.construct
                """,
                SOURCE,
            ),
        ]

    @api.model
    def _get_comment_sources(self):
        self._flush_surveys()
        return [
            *super()._get_comment_sources(),
            SQL(
                """
                SELECT %s::varchar AS source, answer.id AS answer_id, pulse.program_id, pulse.employee_id, pulse.role,
                       pulse.answered_on, answer.body, COALESCE(answer.may_be_read, FALSE) AS may_be_read,
                       pulse.threshold
                  FROM hr_mentorship_pulse_answer answer
                  JOIN hr_mentorship_pulse pulse ON pulse.id = answer.pulse_id
                 WHERE pulse.state = 'answered' AND answer.body IS NOT NULL
                """,
                SOURCE,
            ),
        ]

    @api.model
    def _flush_surveys(self):
        for model in ("hr.mentorship.pulse", "hr.mentorship.pulse.answer"):
            self.env[model].flush_model()

    @api.model
    def _get_measure_labels(self):
        constructs = self.env["hr.mentorship.pulse.answer"]._fields["construct"]._description_selection(self.env)
        return {**super()._get_measure_labels(), **dict(constructs)}

    @api.model
    def _get_gaps(self, programs, date_from=None, date_to=None):
        """Return how far mentors and mentees are apart, where the figures of both have been released.

        Made of released figures alone, so it tells nothing that they do not. After Heeneman and de Grave (2019), who
        look at the distance between what the two sides perceive.

        :returns: dicts of ``program``, ``measure``, ``position``, ``date_from``, ``date_to``, ``mentor`` and
            ``mentee`` (the figures), ``gap`` (mentors minus mentees, to 0.1) and ``is_band`` (one of the two is known
            as a band only, so the gap is about that much)
        :rtype: list[dict]
        """
        cells = {}
        for figure in self._get_figures(programs, date_from, date_to):
            if figure["role"]:
                key = figure["program"], figure["measure"], figure["position"]
                cells.setdefault(key, {})[figure["role"]] = figure
        return [
            {
                "program": program,
                "measure": measure,
                "position": position,
                "date_from": sides["mentor"]["date_from"],
                "date_to": sides["mentor"]["date_to"],
                "mentor": sides["mentor"],
                "mentee": sides["mentee"],
                "gap": round(sides["mentor"]["mean"] - sides["mentee"]["mean"], 1),
                "is_band": sides["mentor"]["is_band"] or sides["mentee"]["is_band"],
            }
            for (program, measure, position), sides in cells.items()
            if sides.keys() == {"mentor", "mentee"}
        ]
