import re
from collections import defaultdict

from odoo import Command, api, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from .own_context import Own, get_own
from .spreadsheet_cells import unguard

SEPARATORS = re.compile(r"[,;]")
WORDS = ("char", "text", "html")
"""Blanks at the ends of these belong to what somebody has written."""
MOST_SEPARATORS = 6
"""Of so many pieces between commas a single name is made at most."""
MAILS_OF = {
    "hr.employee": ("work_email", "user_id.email"),
    "res.users": ("login", "email"),
    "res.partner": ("email",),
}
"""Where the addresses are by which people are named in a file."""


class ImportLine(Own, dict):
    """What is known of the line of a file that is read; stands in the context."""


class BatchRefusedError(Exception):
    """A batch of lines was refused: the host then tries them one by one, and only each line's own error counts."""


class ImportNames(Own, dict):
    """What stands in the columns of a file, by field, and what of it has been found; stands in the context."""

    def __init__(self, fields, data):
        # A file with lines of lines makes records while it is read: there, each is looked for when it is its turn
        if not any("/" in field for field in fields if field):
            super().__init__({field: {row[index] for row in data} for index, field in enumerate(fields)})
        self.found = {}
        # Lines with a cell that could not be read, by their number
        self.unread = set()


class IrFieldsConverter(models.AbstractModel):
    """Files for the models of mentorship are read as they are meant, and what is not clear is an error, never a guess.

    Odoo takes an empty cell for a value, the first of several people of one name, and every comma for the end of a
    name. Here a new record has its defaults where a cell is empty; people are found by name or by mail address; a name
    that several have is refused; and what has been exported is read back as what it was.
    """

    _inherit = "ir.fields.converter"

    @api.model
    def for_model(self, model, fromtype=str, *, savepoint):
        if not model._is_mentorship_model():
            return super().for_model(model, fromtype, savepoint=savepoint)
        # Filled anew for every line of the file, for the converters of its cells
        line = ImportLine()
        converter = self.with_context(mentorship_import_line=line)
        convert = super(IrFieldsConverter, converter).for_model(model, fromtype, savepoint=savepoint)

        def read_line(record, log):
            record = {name: self._strip_cell(model, name, value) for name, value in record.items()}
            line["record"] = self._find_line_record(model, record)
            record = {name: self._unguard_cell(line["record"], name, value) for name, value in record.items()}
            if not line["record"]:
                record = {name: value for name, value in record.items() if value or not self._fills_in(model, name)}
            return convert(record, log)

        return read_line

    def _strip_cell(self, model, name, value):
        if not isinstance(value, str) or (name in model._fields and model._fields[name].type in WORDS):
            return value
        return value.strip()

    def _unguard_cell(self, current, name, value):
        """Take the mark away that keeps words from being a formula, unless somebody has written it themselves."""
        if not isinstance(value, str):
            return value
        field = current._fields.get(name)
        if current and field and current._has_field_access(field, "read") and current[name] == value:
            return value
        return unguard(value)

    def _fills_in(self, model, name):
        """Return whether a new record gets a value of its own where a file says nothing."""
        field = model._fields.get(name)
        if not field or name in (self.env.context.get("import_skip_records") or ()):
            return False
        return bool(field.default or (field.compute and field.store and not field.readonly))

    def _find_line_record(self, model, record):
        """Return the record that a line of the file is about; nothing for a new one, or one that is not to be read."""
        record_id = record.get(".id")
        if record.get("id"):
            xmlid = record["id"]
            module = self.env.context.get("_import_current_module", "")
            record_id = self._xmlid_to_record_id(xmlid if "." in xmlid else f"{module}.{xmlid}", model)
        try:
            found = model.browse(int(record_id or 0)).exists()
        except ValueError:
            return model.browse()
        return found._filtered_access("read")

    # -- values

    @api.model
    def _str_to_selection(self, model, field, value, savepoint):
        return super()._str_to_selection(model, field, value.strip(), savepoint)

    @api.model
    def _str_to_many2one(self, model, field, values, savepoint):
        [line] = values
        if set(line) == {None} and model._is_mentorship_model():
            name = unguard(line[None].strip())
            if current := self._find_current(field, line[None]) or self._find_current(field, unguard(line[None])):
                return current.id, []
            if name:
                found = self._find_in_column(field, name) or self._find_named(field, [name])[name.casefold()]
                self._check_one(field, name, found)
                if found:
                    return found.id, []
            values = [{None: name}]
        return super()._str_to_many2one(model, field, values, savepoint)

    @api.model
    def _str_to_many2many(self, model, field, value, savepoint):
        [line] = value
        if set(line) != {None} or not model._is_mentorship_model():
            return super()._str_to_many2many(model, field, value, savepoint)
        text = unguard(line[None])
        current = self._find_current(field, line[None]) or self._find_current(field, text)
        if current is None:
            names = self._split_names(field, text)
            found = self.env[field.comodel_name].browse()
            for name, known in names.items():
                self._check_one(field, name, known)
                records = known
                if not known:
                    # The host finds it in its own way, offers to create it, or says that it is not there
                    record_id, warnings = self.db_id_for(model, field, None, name, savepoint)
                    if record_id is None or warnings:
                        return super()._str_to_many2many(model, field, [{None: ",".join(names)}], savepoint)
                    records = known.browse(record_id)
                found |= records
            current = found
        if self.env.context.get("update_many2many"):
            return [Command.link(record_id) for record_id in current.ids], []
        return [Command.set(current.ids)], []

    def _find_current(self, field, text):
        """Return what the record of this line holds, if the cell says it in the very words of an export."""
        record = (get_own(self.env, "mentorship_import_line", ImportLine) or {}).get("record")
        if not record or record._name != field.model_name or not record._has_field_access(field, "read"):
            return None
        current = record[field.name]
        words = ",".join(current.mapped("display_name"))
        return current if current and words == text else None

    # -- names

    def _find_named(self, field, names):
        """Return the records of each name or mail address, capitals aside, in one query.

        A topic may be written with its type, as “Languages: French”, where several types have one of that name.

        :rtype: dict[str, records] by the name in small letters
        """
        comodel = self.env[field.comodel_name]
        mails = MAILS_OF.get(comodel._name, ())
        conditions = []
        for name in names:
            conditions.append(Domain("display_name", "=ilike", self._escape_pattern(name)))
            if "@" in name:
                conditions += [Domain(path, "=ilike", self._escape_pattern(name)) for path in mails]
            kind, colon, rest = name.partition(":")
            if colon and comodel._name == "hr.skill":
                conditions.append(
                    Domain("skill_type_id.name", "=ilike", self._escape_pattern(kind.strip()))
                    & Domain("name", "=ilike", self._escape_pattern(rest.strip()))
                )
        by_name = self._group_by_name(comodel.search(Domain.OR(conditions)))
        # Blanks after the colon are nobody's business
        return {
            name.casefold(): by_name.get(name.casefold())
            or by_name.get(": ".join(part.strip() for part in name.casefold().split(":", 1)), comodel.browse())
            for name in names
        }

    def _find_in_column(self, field, name):
        """Return what has been found for the whole column of the file at once, where it is looked for by plain names.

        Whoever is not among them is looked for alone, in all other ways.
        """
        columns = get_own(self.env, "mentorship_import_names", ImportNames)
        if columns is None or field.name not in columns or field.comodel_name == field.model_name:
            return None
        if field.name not in columns.found:
            columns.found[field.name] = self._find_column(field, columns[field.name])
        return columns.found[field.name].get(name.casefold())

    def _find_column(self, field, cells):
        comodel = self.env[field.comodel_name]
        rec_name = comodel._fields.get(comodel._rec_name)
        if not rec_name or rec_name.type != "char" or not rec_name.store:
            return {}
        names = {unguard(cell.strip()) for cell in cells if isinstance(cell, str) and cell.strip()}
        conditions = [self._is_one_of(comodel._rec_name, names)]
        if mails := {name for name in names if "@" in name}:
            for path in MAILS_OF.get(comodel._name, ()):
                parent, _dot, name = path.rpartition(".")
                condition = self._is_one_of(name, mails)
                conditions.append(Domain(parent, "any", condition) if parent else condition)
        return self._group_by_name(comodel.search(Domain.OR(conditions)))

    def _is_one_of(self, name, texts):
        """Return the condition that a field holds one of these texts, capitals aside: one comparison, however many."""
        lowered = [text.lower() for text in texts]

        def to_sql(model, alias, query):
            return SQL("LOWER(%s) = ANY(%s)", model._field_to_sql(alias, name, query), lowered)

        return Domain.custom(to_sql=to_sql)

    def _group_by_name(self, records):
        """Return records by each of their names and addresses, in small letters.

        :rtype: dict[str, records]
        """
        comodel = records.browse()
        mails = MAILS_OF.get(comodel._name, ())
        by_name = defaultdict(comodel.browse)
        for record in records:
            known = {record.display_name}
            if comodel._rec_name and comodel._fields[comodel._rec_name].type == "char":
                known.add(record[comodel._rec_name])
            known.update(address for path in mails for address in record.mapped(path))
            if comodel._name == "hr.skill":
                known.add(f"{record.skill_type_id.name}: {record.name}")
            for key in {(each or "").strip().casefold() for each in known}:
                by_name[key] |= record
        return by_name

    def _escape_pattern(self, text):
        return re.sub(r"([\\%_])", r"\\\1", text)

    def _split_names(self, field, text):
        """Return the names in a cell with what they stand for, the longest names first tried.

        They are separated by commas or semicolons, which may be part of a name as well: “Big data (Hadoop,Spark)”.

        :rtype: dict[str, records] in the order of the cell
        """
        stops = [match.start() for match in SEPARATORS.finditer(text)]
        starts, ends = [0, *(stop + 1 for stop in stops)], [*stops, len(text)]
        spans = {
            (first, last): text[starts[first] : ends[last]].strip()
            for first in range(len(starts))
            for last in range(first, min(first + MOST_SEPARATORS, len(ends)))
        }
        found = self._find_named(field, list(OrderedSet(filter(None, spans.values()))))
        names, first = {}, 0
        while first < len(starts):
            candidates = [last for (start, last), name in spans.items() if start == first and name]
            known = [last for last in candidates if found[spans[first, last].casefold()]]
            last = max(known, default=first)
            if name := spans[first, last]:
                names[name] = found[name.casefold()]
            first = last + 1
        return names

    def _check_one(self, field, name, records):
        """Refuse a name that several records have, and say how to write which one is meant."""
        if len(records) < 2:
            return
        comodel = records.browse()
        if comodel._name == "hr.skill":
            which = [f"{record.skill_type_id.name}: {record.name}" for record in records]
            way_out = self.env._("Write the type as well, like “%(example)s”.", example=which[0])
        elif mails := MAILS_OF.get(comodel._name):
            which = []
            for record in records:
                address = next((found[0] for path in mails if (found := record.mapped(path)) and found[0]), "")
                company = record.company_id.name if "company_id" in record._fields else ""
                which.append(f"{record.display_name} ({', '.join(filter(None, (address, company)))})")
            way_out = self.env._("Write the mail address instead of the name.")
        else:
            which = [f"{record.display_name} ({record.id})" for record in records]
            way_out = self.env._("Write the database ID or the External ID instead of the name.")
        raise self._format_import_error(
            ValueError,
            self.env._("“%(name)s” in the column “%%(field)s” may be %(which)s. %(way_out)s"),
            {"name": name, "which": " / ".join(which), "way_out": way_out},
            {"value": name, "field_type": self.env._("name")},
        )
