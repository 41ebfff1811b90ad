import io
import re

import xlsxwriter

from odoo import fields
from odoo.fields import NO_ACCESS
from odoo.http import Controller, content_disposition, request, route
from odoo.tools import html2plaintext

MINE = {
    "hr.mentorship.profile": "user_id",
    "hr.mentorship.block": "user_id",
    "hr.mentorship.topic.suggestion": "user_id",
    "hr.mentorship.invitation": "user_id",
    "hr.mentorship.participant": "user_id",
    "hr.mentorship.wish": "participant_id.user_id",
    "hr.mentorship.training.pass": "employee_id.user_id",
    "hr.mentorship": "member_ids.user_id",
    "hr.mentorship.member": "user_id",
    "hr.mentorship.agreement": "mentorship_id.member_ids.user_id",
    "hr.mentorship.agreement.change": "agreement_id.mentorship_id.member_ids.user_id",
    "hr.mentorship.agreement.answer": "agreement_id.mentorship_id.member_ids.user_id",
    "hr.mentorship.signature": "member_id.user_id",
    "hr.mentorship.checkin": "mentorship_id.member_ids.user_id",
    "hr.mentorship.agenda.item": "mentorship_id.member_ids.user_id",
    "hr.mentorship.next.step": "mentorship_id.member_ids.user_id",
    "hr.mentorship.note": "mentorship_id.member_ids.user_id",
    "hr.mentorship.post": "mentorship_id.member_ids.user_id",
    "hr.mentorship.reaction": "user_id",
    "hr.mentorship.feedback": "author_id",
    "hr.mentorship.fit.answer": "author_id",
    "hr.mentorship.pulse": "author_id",
    "hr.mentorship.pulse.answer": "author_id",
    "hr.mentorship.goal": "mentorship_id.member_ids.user_id",
    "hr.mentorship.milestone": "goal_id.mentorship_id.member_ids.user_id",
    "hr.mentorship.goal.progress": "goal_id.mentorship_id.member_ids.user_id",
    "hr.mentorship.skill.proposal": "user_id",
    "hr.mentorship.notice": "partner_id.user_ids",
    "hr.mentorship.wallet": "employee_id.user_id",
    "hr.mentorship.wallet.entry": "wallet_id.employee_id.user_id",
    "hr.mentorship.redemption": "user_id",
}
"""What is kept about somebody, and how their user is found in it. The record rules say what of it they read."""

LEFT_OUT = {"id", "display_name", "create_uid", "write_uid", "write_date"}
UNTOLD_TYPES = {"binary", "image", "json", "one2many", "properties", "properties_definition"}
NUMBERS = ("integer", "float", "monetary")
LONGEST_CELL = 32_767
"""Letters that a cell of a spreadsheet holds."""
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


class MyData(Controller):
    """Everybody takes their mentorship data with them, as one file (Regulation (EU) 2016/679, articles 15 and 20).

    It is read as the user: the file holds what they could open in Odoo anyway, and nothing else.
    """

    @route("/mentorship/my-data", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            self._write_pages(book)
        day = fields.Date.context_today(request.env.user)
        return request.make_response(
            file.getvalue(),
            headers=[
                ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                ("Content-Disposition", content_disposition(f"{request.env._('My mentorship data')} {day}.xlsx")),
                ("Cache-Control", "no-store"),
            ],
        )

    def _write_pages(self, book):
        names, bold = set(), book.add_format({"bold": True})
        for model, owner in MINE.items():
            columns, rows = self._read_mine(model, owner)
            if not rows:
                continue
            # sudo: what the kind of record is called
            title = request.env["ir.model"].sudo()._get(model).name
            self._write_page(book, bold, self._name_page(title, names), columns, rows)
        for title, rows in (self._read_badges(), self._read_surveys()):
            if rows:
                self._write_page(book, bold, self._name_page(title, names), rows[0], rows[1:])
        if not names:
            book.add_worksheet().write_string(0, 0, request.env._("Nothing is kept about you in mentorship."))

    def _write_page(self, book, bold, name, columns, rows):
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for column, label in enumerate(columns):
            page.write_string(0, column, label, bold)
        page.set_column(0, len(columns) - 1, 24)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                # As a text, whatever it begins with: no spreadsheet runs what somebody has written
                page.write_string(number, column, value[:LONGEST_CELL])

    def _name_page(self, title, taken):
        """Return a name for the page as spreadsheets take it: short, without some signs, once a file."""
        label = NOT_IN_A_NAME.sub(" ", title)[:31].strip()
        while label.lower() in taken:
            label = f"{label[:28]} {len(taken)}"
        taken.add(label.lower())
        return label

    def _read_mine(self, model, owner):
        """Return the labels of the columns in which something stands, and the rows, all as texts."""
        records = request.env[model].with_context(active_test=False).search([(owner, "=", request.env.uid)], order="id")
        told = {
            name: described
            for name, described in records.fields_get(attributes=["string", "type", "store", "selection"]).items()
            if described["type"] not in UNTOLD_TYPES
            and name not in LEFT_OUT
            and (described["store"] or self._tells_what_is_kept(records, name))
        }
        table = [[self._say(record[name], described) for name, described in told.items()] for record in records]
        used = [column for column in range(len(told)) if any(row[column] for row in table)]
        labels = [described["string"] for described in told.values()]
        return [labels[column] for column in used], [[row[column] for column in used] for row in table]

    def _tells_what_is_kept(self, records, name):
        """Whether this field says to those whom it concerns what stands in a column that nobody reads as it is."""
        field = records._fields[name]
        if not field.compute or field.type not in ("char", "text", "html", "selection"):
            return False
        needed, _context = field.get_depends(records)
        kept = (records._fields.get(path) for path in needed)
        return any(each is not None and each.groups == NO_ACCESS for each in kept)

    def _read_badges(self):
        """Return title and rows of the badges that mentorship has given to the user, the labels first."""
        badges = request.env["gamification.badge.user"]
        mine = badges.search([("user_id", "=", request.env.uid), ("is_of_mentorship", "=", True)], order="id")
        day = fields.Date.context_today
        rows = [[badge.badge_name or "", str(day(badge, badge.create_date)), badge.comment or ""] for badge in mine]
        labels = [request.env._("Badge"), request.env._("Day"), request.env._("Comment")]
        return request.env._("Badges"), [labels, *rows] if rows else []

    def _read_surveys(self):
        """Return title and rows of what the user has answered in applications and trainings, the labels first."""
        types = request.env["survey.survey"]._get_mentorship_types()
        mine = [
            ("user_input_id.partner_id", "=", request.env.user.partner_id.id),
            ("user_input_id.test_entry", "=", False),
            ("survey_id.survey_type", "in", types),
        ]
        # sudo: nobody has a right on answers, and these are the user's own
        found = (
            request.env["survey.user_input.line"]
            .sudo()
            .with_context(active_test=False)
            .search(mine, order="user_input_id, question_sequence, id")
        )
        day = fields.Date.context_today
        rows = [
            [
                line.survey_id.title or "",
                str(day(line, line.create_date)),
                line.question_id.title or "",
                "" if line.skipped else line.display_name or "",
            ]
            for line in found
        ]
        labels = [request.env._("Survey"), request.env._("Day"), request.env._("Question"), request.env._("Answer")]
        return request.env._("Answers"), [labels, *rows] if rows else []

    def _say(self, value, described):
        """Return a value as a text, by what its field is described as."""
        kind = described["type"]
        if kind == "many2one":
            # sudo: the name of what stands in the reader's own record, as Odoo's forms show it
            return value.sudo().display_name or ""
        if kind == "many2many":
            return ", ".join(value._filtered_access("read").mapped("display_name"))
        if kind == "selection":
            return dict(described["selection"]).get(value, "")
        if kind == "html":
            return html2plaintext(value or "")
        if kind == "boolean":
            return request.env._("Yes") if value else ""
        # A number is never missing: nought is one
        return "" if value in (False, None) and kind not in NUMBERS else str(value or 0)
