from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

CHART_HEIGHT = 120
BAR_WIDTH, BAR_GAP = 42, 18
BEST_RATING = 5


class ReportHrMentorshipSatisfaction(models.AbstractModel):
    """What a program has brought: participation, meetings and satisfaction, without any single answer."""

    _name = "report.hr_mentorship.report_satisfaction"
    _description = "Mentorship Satisfaction Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs = self.env["hr.mentorship.program"].browse(docids)
        # The route that serves PDFs does not ask who may read the document
        programs.check_access("read")
        if not all(program.is_my_program or program.is_my_approval for program in programs):
            raise AccessError(self.env._("Only the sponsor and the program managers print the report of a program."))
        return {
            "doc_ids": docids,
            "doc_model": programs._name,
            "docs": programs,
            "figures": self._get_figures(programs),
            "threshold": self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
        }

    @api.model
    def _get_figures(self, programs):
        """Collect the figures of each program; the caller has checked that the user may read them.

        :returns: by program id: ``people`` (role → applied and approved), ``states`` (label → mentorships),
            ``checkins`` (label → number), ``held_share`` (of the check-ins that are due, 0..1, None without any),
            ``ratings`` (role label → (answers, mean 1..5, share satisfied 0..1)), ``bars`` (see :meth:`_get_bars`)
        :rtype: dict[int, dict]
        """
        # sudo: counts only, for people who have been checked; a sponsor reads no mentorships
        sudo = self.sudo().env
        report = sudo["hr.mentorship.feedback.report"]
        in_programs = [("program_id", "in", programs.ids)]
        figures = {
            program.id: {"people": {}, "states": {}, "checkins": {}, "ratings": {}, "months": {}}
            for program in programs
        }
        roles, states, kinds = (
            dict(sudo[model]._fields[field]._description_selection(self.env))
            for model, field in (
                ("hr.mentorship.participant", "role"),
                ("hr.mentorship", "state"),
                ("hr.mentorship.checkin", "state"),
            )
        )
        for program, role, count in sudo["hr.mentorship.participant"]._read_group(
            [*in_programs, ("state", "=", "approved")], ["program_id", "role"], ["__count"]
        ):
            figures[program.id]["people"][roles[role]] = count
        for program, state, count in sudo["hr.mentorship"]._read_group(
            [*in_programs, ("offered_on", "!=", False)], ["program_id", "state"], ["__count"]
        ):
            figures[program.id]["states"][states[state]] = count
        held = dict.fromkeys(programs.ids, 0)
        due = dict.fromkeys(programs.ids, 0)
        for program, state, is_overdue, count in self._count_checkins(sudo, in_programs):
            label = self.env._("Overdue") if is_overdue else kinds[state]
            figures[program.id]["checkins"][label] = count
            if state in ("done", "missed") or is_overdue:
                due[program.id] += count
                held[program.id] += count if state == "done" else 0
        for program, role, count, rating, satisfied in report._read_group(
            in_programs, ["program_id", "role"], ["__count", "rating:avg", "satisfied_share:avg"]
        ):
            figures[program.id]["ratings"][roles[role]] = (count, rating, satisfied)
        for program, month, rating in report._read_group(in_programs, ["program_id", "month:month"], ["rating:avg"]):
            figures[program.id]["months"][month] = rating
        for program_id, values in figures.items():
            values["held_share"] = held[program_id] / due[program_id] if due[program_id] else None
            values["bars"] = self._get_bars(values.pop("months"))
        return figures

    def _count_checkins(self, sudo, domain):
        """Yield (program, state, is overdue, count)."""
        checkins = sudo["hr.mentorship.checkin"]
        overdue = dict(checkins._read_group([*domain, ("is_overdue", "=", True)], ["program_id"], ["__count"]))
        for program, state, count in checkins._read_group(domain, ["program_id", "state"], ["__count"]):
            late = overdue.get(program, 0) if state == "planned" else 0
            if late:
                yield program, state, True, late
            if count > late:
                yield program, state, False, count - late

    def _get_bars(self, months):
        """Return the bars of the rating chart, in pixels from the upper left corner.

        :param dict months: first day of the month → mean rating, 1..5
        :rtype: list[dict]
        """
        return [
            {
                "x": index * (BAR_WIDTH + BAR_GAP),
                "y": CHART_HEIGHT - round(CHART_HEIGHT * months[month] / BEST_RATING),
                "width": BAR_WIDTH,
                "height": round(CHART_HEIGHT * months[month] / BEST_RATING),
                "middle": index * (BAR_WIDTH + BAR_GAP) + BAR_WIDTH / 2,
                "value": f"{months[month]:.1f}",
                "label": format_date(self.env, month, date_format="MMM yy"),
            }
            for index, month in enumerate(sorted(months))
        ]
