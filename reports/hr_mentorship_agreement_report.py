from odoo import api, models


class ReportHrMentorshipAgreement(models.AbstractModel):
    """The agreement with its signatures, as the members get it."""

    _name = "report.hr_mentorship.report_agreement"
    _description = "Mentorship Agreement Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        agreements = self.env["hr.mentorship.agreement"].browse(docids)
        # The route that serves PDFs does not ask who may read the document
        agreements.check_access("read")
        return {"doc_ids": docids, "doc_model": agreements._name, "docs": agreements}
