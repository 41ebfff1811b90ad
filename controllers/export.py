import json
from itertools import chain

from werkzeug.datastructures import FileStorage

from odoo.http import request, route

from odoo.addons.web.controllers import export, pivot

from ..models.common.base import ADDON
from ..models.common.own_context import OURS, get_own
from ..models.common.spreadsheet_cells import guard


def shows_mentorship(model_name, paths=()):
    """Return whether a file of this model brings what people have written in mentorship, by any of these columns."""
    for path in ("id", *paths):
        model = request.env.get(model_name)
        for name in path.split("/"):
            if model is None:
                break
            field = model._fields.get(name)
            if model._original_module == ADDON or (field and ADDON in field._modules):
                return True
            model = request.env.get(field.comodel_name) if field and field.relational else None
    return False


class MentorshipExport:
    """What people have written stays text in files: no spreadsheet of a manager runs it as a formula.

    Odoo's own guard, a quotation mark in CSV, knows three signs of six; its Excel files have none, and each text with
    a ``=`` in front is written as a formula. Files of other models are left as they are.
    """

    def base(self, data):
        params = json.loads(data)
        if shows_mentorship(params["model"], [field["name"] for field in params["fields"]]):
            request.update_context(mentorship_export=OURS)
        return super().base(data)

    def _is_of_mentorship(self):
        return get_own(request.env, "mentorship_export")


class CSVExport(MentorshipExport, export.CSVExport):
    def from_data(self, fields, columns_headers, rows):
        if self._is_of_mentorship():
            # The import takes the marks away again
            rows = [[guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        return super().from_data(fields, columns_headers, rows)


class PlainTextMixin:
    """A writer whose texts are texts, and neither formulas nor links."""

    def write(self, row, column, cell_value, style=None):
        if isinstance(cell_value, str) and cell_value:
            return self.worksheet.write_string(row, column, cell_value, style)
        return super().write(row, column, cell_value, style)


class PlainTextWriter(PlainTextMixin, export.ExportXlsxWriter):
    pass


class PlainTextGroupWriter(PlainTextMixin, export.GroupExportXlsxWriter):
    pass


class ExcelExport(MentorshipExport, export.ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        if not self._is_of_mentorship():
            return super().from_data(fields, columns_headers, rows)
        with PlainTextWriter(fields, columns_headers, len(rows)) as writer:
            for row_index, row in enumerate(rows, start=1):
                for cell_index, cell_value in enumerate(row):
                    writer.write_cell(row_index, cell_index, cell_value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        if not self._is_of_mentorship():
            return super().from_group_data(fields, columns_headers, groups)
        with PlainTextGroupWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for group_name, group in groups.children.items():
                row, column = writer.write_group(row, column, group_name, group)
        return writer.value


class TableExporter(pivot.TableExporter):
    @route()
    def export_xlsx(self, data, **kw):
        """Mark the headings of a pivot table, which are names that people have given."""
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if table and shows_mentorship(table["model"]):
            for heading in chain(*table["col_group_headers"], table["measure_headers"], table["rows"]):
                if str(heading["title"]).startswith(("=", "{=")):
                    heading["title"] = f"'{heading['title']}"
        return super().export_xlsx(json.dumps(table), **kw)
