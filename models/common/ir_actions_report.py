import io
import textwrap

from odoo import models

from . import pdf_pages
from .spoken import choose_language

OWN_REPORTS = (
    "hr_mentorship.report_agreement",
    "hr_mentorship.report_satisfaction",
    "hr_mentorship.report_outcome",
    "hr_mentorship.report_proposal",
    "hr_mentorship.report_certificate",
    "hr_mentorship.report_privacy",
    "hr_mentorship.report_standards",
)
ONE_FOR_ALL = ("hr_mentorship.report_satisfaction", "hr_mentorship.report_outcome")
"""One document, however many records it is about."""
MARGINS = {"data-report-margin-top": "16", "data-report-margin-bottom": "20", "data-report-header-spacing": "0"}
"""In millimetres. Those of the company's paper leave room for a header and a footer, which these documents have not."""
LONGEST_TITLE = 150
"""Of a document about many records, in letters: a reader shows it on one line."""


class IrActionsReport(models.Model):
    """Documents of mentorship look the same with every build of the PDF engine.

    A build without patched Qt has neither headers nor footers and takes one document at a time. So the heading stands
    in the page, each record is printed by itself, and pages are numbered afterwards. What tells of several records at
    once is one document of its own.
    """

    _inherit = "ir.actions.report"

    def _prepare_html(self, html, report_model=False):
        prepared = super()._prepare_html(html, report_model=report_model)
        if self.report_name not in OWN_REPORTS or not prepared:
            return prepared
        bodies, res_ids, _header, _footer, paper = prepared
        return bodies, res_ids, None, None, {**paper, **MARGINS}

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        render = super()._render_qweb_pdf_prepare_streams
        if report.report_name in ONE_FOR_ALL:
            # The host cuts what it prints of several records into one piece a record: it is told of none
            asked = {"program_ids": list(res_ids)} if res_ids else {}
            made = render(report_ref, {**(data or {}), **asked}, res_ids=None)[False]
            lang = self.env.lang or "en_US"
            finished = self._finish_pages(made, report.with_context(lang=lang).name, lang)
            return {res_ids[0] if res_ids and len(res_ids) == 1 else False: finished}
        if report.report_name not in OWN_REPORTS or not res_ids:
            return render(report_ref, data, res_ids=res_ids)
        streams = {}
        for record in self.env[report.model].browse(dict.fromkeys(res_ids)):
            made = render(report_ref, data, res_ids=record.ids)[record.id]
            if made["attachment"] and report.attachment_use:  # printed and finished before
                streams[record.id] = made
                continue
            lang = choose_language(self.env, "lang" in record and record.lang, self.env.lang)
            named = record.with_context(lang=lang)
            title = f"{report.with_context(lang=lang).name} - {named.display_name}"
            streams[record.id] = self._finish_pages(made, title, lang)
        return streams

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        pdf, kind = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        report = self._get_report(report_ref)
        ids = list(dict.fromkeys([res_ids] if isinstance(res_ids, int) else res_ids or ()))
        if kind != "pdf" or len(ids) < 2 or report.report_name not in OWN_REPORTS or report.report_name in ONE_FOR_ALL:
            return pdf, kind
        names = ", ".join(self.env[report.model].browse(ids).mapped("display_name"))
        title = textwrap.shorten(f"{report.name} - {names}", LONGEST_TITLE, placeholder=" …")
        return pdf_pages.give_title(pdf, title, (self.env.lang or "en_US").replace("_", "-")), kind

    def _finish_pages(self, made, title, lang):
        pdf = pdf_pages.finish(made["stream"].getvalue(), title, lang.replace("_", "-"))
        return {**made, "stream": io.BytesIO(pdf)}
