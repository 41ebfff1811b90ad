from odoo import api, models
from odoo.exceptions import AccessError


class ReportHrMentorshipProposal(models.AbstractModel):
    """The page with which a program wins its sponsor: what for, for whom, when, how much of whose time and money."""

    _name = "report.hr_mentorship.report_proposal"
    _description = "Mentorship Proposal Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs = self.env["hr.mentorship.program"].browse(docids)
        # The route that serves PDFs does not ask who may read the document
        programs.check_access("read")
        if not all(program.is_my_program or program.is_my_approval for program in programs):
            raise AccessError(self.env._("Only the sponsor and the program managers print the proposal of a program."))
        return {
            "doc_ids": docids,
            "doc_model": programs._name,
            "docs": programs,
            "figures": {program.id: program._get_proposed_targets() for program in programs},
        }
