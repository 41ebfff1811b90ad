from odoo import fields, models
from odoo.exceptions import AccessError

from ..models.common.groups import MANAGER


class DigestDigest(models.Model):
    """What has moved in the programs that the receiver runs, in Odoo's own mail of figures."""

    _inherit = "digest.digest"

    kpi_mentorship_meetings = fields.Boolean("Mentorship Meetings Held")
    kpi_mentorship_meetings_value = fields.Integer(compute="_compute_kpi_mentorship_meetings_value")
    kpi_mentorship_begun = fields.Boolean("Mentorships Begun")
    kpi_mentorship_begun_value = fields.Integer(compute="_compute_kpi_mentorship_begun_value")

    def _compute_kpi_mentorship_meetings_value(self):
        self._count_mentorship("hr.mentorship.checkin", "kpi_mentorship_meetings_value", "held_on")

    def _compute_kpi_mentorship_begun_value(self):
        self._count_mentorship("hr.mentorship", "kpi_mentorship_begun_value", "start_date")

    def _count_mentorship(self, model, name, day):
        """Count what the receiver may read anyway; whoever runs no program gets a mail without this figure."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only program managers read figures of mentorship in their digest."))
        start, end = (
            fields.Datetime.to_datetime(self.env.context.get(key)) for key in ("start_datetime", "end_datetime")
        )
        # Invented people are in nobody's figures
        programs = self.env["hr.mentorship.program"]._find_my_programs().filtered(lambda program: not program.is_sample)
        domain = [("program_id", "in", programs.ids)]
        domain += [(day, ">=", start.date())] if start else []
        domain += [(day, "<", end.date())] if end else []
        counts = dict(self.env[model]._read_group(domain, ["company_id"], ["__count"]))
        for digest in self:
            digest[name] = counts.get(digest.company_id or self.env.company, 0)

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("hr_mentorship.hr_mentorship_root_menu").id
        actions["kpi_mentorship_meetings"] = f"hr_mentorship.hr_mentorship_checkin_report_action?menu_id={menu}"
        actions["kpi_mentorship_begun"] = f"hr_mentorship.hr_mentorship_engagement_report_action?menu_id={menu}"
        return actions
