import re
from collections import defaultdict
from collections.abc import Collection
from contextlib import contextmanager

from odoo import Command, api, fields, models, tools
from odoo.api import NewId
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.models import MAGIC_COLUMNS
from odoo.tools.misc import clean_context

from .given_values import fits, is_id, is_readable
from .ir_fields_converter import BatchRefusedError, ImportNames
from .own_context import get_own

ADDON = "hr_mentorship"
YEARS = range(1900, 2200)
"""Years in which something of ours can lie; further away, counting days back and forth leaves the calendar."""


class NotOneRecordError(UserError, ValueError):
    """Says to people what Odoo says to programmers, who may still catch it as they always did."""


class NotAskedForError(UserError, ValueError):
    """Says in a sentence that a search, an order or a group goes by something that is kept nowhere."""


class Base(models.AbstractModel):
    """What holds for everything that reaches a model of this addon from outside, present and to come.

    Record rules say who reads and writes which record. They do not see what a client gives along: values of fields
    that the server fills in, ids of documents from which related fields are then read in sudo, defaults in the context.
    Those are looked at here, in one place, for ``create``, ``write``, ``copy``, imports, ``onchange`` and defaults, and
    for lines inside of other values. What the addon itself does in sudo is not asked again, but starts without the
    defaults of a client's context.

    Other models are left as they are, but for the fields that this addon adds to them.
    """

    _inherit = "base"

    _given_at_creation = ()
    """Read-only fields that the one who creates a record may fill in, beside those that are required."""

    # -- defaults of a context

    @api.private
    def sudo(self, flag=True):
        records = super().sudo(flag)
        return records._without_client_defaults() if flag and self._original_module == ADDON else records

    def _clean_sudo(self):
        """Return these records of any model in sudo, for a change: without the defaults that a client may have sent.

        Models of ours need no more than ``sudo()``; for those of Odoo, code of this addon calls this.
        """
        return self.sudo()._without_client_defaults()

    def _without_client_defaults(self):
        if any(key.startswith("default_") for key in self.env.context):
            # Replaced, as keys are taken out
            return self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden
        return self

    @api.model
    def default_get(self, fields):
        if self._original_module != ADDON:
            return super().default_get(fields)
        if self.env.su:
            return super(Base, self._without_client_defaults()).default_get(fields)
        clean = self._without_client_defaults()
        given = {name: self.env.context[f"default_{name}"] for name in fields if f"default_{name}" in self.env.context}
        given = self._drop_server_values(given, is_new=True)
        # Before anything is made of them: records of a form are read while they are taken over
        self._check_client_values([given], is_onchange=True)
        self._check_plain_values([given], is_onchange=True)
        context = {**clean.env.context, **{f"default_{name}": value for name, value in given.items()}}
        replaced = self.with_context(context)  # pylint: disable=context-overridden
        values = super(Base, replaced).default_get(fields)
        self._check_client_values([values], is_onchange=True)
        for name in self._get_server_fields(True).intersection(values):
            # Neither the context nor a default of the user's own says what the server fills in
            field = self._fields[name]
            value = field.convert_to_cache(field.default(clean) if field.default else False, self, validate=False)
            values[name] = field.convert_to_write(value, self)
        return values

    # -- values of a client

    @api.model_create_multi
    def create(self, vals_list):
        if self._original_module == ADDON:
            self._check_years(vals_list)
            if self.env.su:
                return super(Base, self._without_client_defaults()).create(vals_list).with_env(self.env)
        if not self.env.su:
            self._refuse_server_values(vals_list, is_new=True)
            self._check_client_values(vals_list)
            self._check_plain_values(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        is_ours = self._original_module == ADDON
        if is_ours:
            self._check_years([vals])
        if self.env.su:
            return super(Base, self._without_client_defaults() if is_ours else self).write(vals)
        self._refuse_server_values([vals])
        self._check_client_values([vals])
        self._check_plain_values([vals])
        result = super().write(vals)
        if is_ours and any(self._fields[name].type == "many2one" for name in vals if name in self._fields):
            # Odoo asks the record rules before; a record that has been moved must not have left them
            self.check_access("write")
        return result

    def copy_data(self, default=None):
        if self._original_module != ADDON or self.env.su:
            return super().copy_data(default)
        self._refuse_server_values([default or {}], is_new=True)
        kept_by_server = self._get_server_fields(True)
        return [
            {name: value for name, value in vals.items() if name not in kept_by_server}
            for vals in super().copy_data(default)
        ]

    def onchange(self, values, field_names, fields_spec):
        if not self.env.su:
            values = self._drop_server_values(values, is_new=not self)
            field_names = [name for name in field_names if name in values or name not in self._fields]
            self._check_client_values([values], is_onchange=True)
            self._check_plain_values([values], is_onchange=True)
            if self._original_module == ADDON:
                self._check_years([values])
        return super().onchange(values, field_names, fields_spec)

    @api.private
    def ensure_one(self):
        if self._original_module == ADDON and len(self._ids) != 1:
            raise NotOneRecordError(
                self.env._(
                    "This works with one record at a time, and %(count)s are selected. Choose one: %(document)s.",
                    count=len(self._ids),
                    document=self.env["ir.model"]._get(self._name).name,
                )
            )
        return super().ensure_one()

    # -- what the server fills in

    @api.model
    @tools.ormcache("self._name", "is_new")
    def _get_server_fields(self, is_new):
        """Return the names of the fields of this addon that no client fills in.

        Those are what is computed or related and read-only, owners among them, and every other read-only field, but
        that the one who creates a record says what it belongs to.

        :rtype: frozenset[str]
        """
        return frozenset(
            name
            for name, field in self._fields.items()
            if ADDON in field._modules
            and field.readonly
            and name not in (*MAGIC_COLUMNS, "display_name")
            and not field.inverse
            and (field.compute or not is_new or not self._is_given_at_creation(field))
        )

    @api.model
    def _is_given_at_creation(self, field):
        if field.name in self._given_at_creation:
            return True
        return field.required and (field.relational or not field.default)

    @api.model
    def _refuse_server_values(self, vals_list, is_new=False):
        kept_by_server = self._get_server_fields(is_new)
        for vals in vals_list if kept_by_server else ():
            for name in kept_by_server.intersection(vals):
                if not (is_new and self._is_as_by_default(name, vals[name])):
                    raise AccessError(
                        self.env._(
                            "“%(field)s” (%(name)s) of “%(document)s” is filled in by the system and cannot be set "
                            "from outside. Leave it out.",
                            field=self._fields[name]._description_string(self.env),
                            name=name,
                            document=self.env["ir.model"]._get(self._name).name,
                        )
                    )

    @api.model
    def _is_as_by_default(self, name, value):
        """Say whether ``value`` claims nothing: methods that override ``create`` write defaults down."""
        default = self._fields[name].default
        return value == default(self._without_client_defaults()) if default else not value

    @api.model
    def _drop_server_values(self, vals, is_new):
        """Return the values of a form without those that the server fills in, in lines as well.

        The web client sends back what it was shown. The server knows better, and computes it again.
        """
        kept_by_server = self._get_server_fields(is_new)
        kept = {}
        for name, value in vals.items():
            field = self._fields.get(name)
            if name in kept_by_server:
                continue
            if field is None or not field.relational:
                kept[name] = value
            elif isinstance(value, dict):
                kept[name] = self.env[field.comodel_name]._drop_from_record(value, value.get("id"))
            elif isinstance(value, list | tuple):
                comodel = self.env[field.comodel_name]
                kept[name] = [self._drop_from_command(comodel, command) for command in value]
            else:
                kept[name] = value
        return kept

    def _drop_from_command(self, comodel, command):
        if isinstance(command, list | tuple) and len(command) == 3 and isinstance(command[2], dict):
            target = command[1] if command[0] == Command.UPDATE else False
            return (*command[:2], comodel._drop_from_record(command[2], target))
        return command

    def _drop_from_record(self, vals, record_id):
        """Return what a form may say of another record: of one that is there, only what the user may write."""
        if not isinstance(record_id, int):
            return self._drop_server_values(vals, is_new=True)
        if self._original_module == ADDON and not self.browse(record_id).has_access("write"):
            return {"id": record_id} if "id" in vals else {}
        return self._drop_server_values(vals, is_new=False)

    # -- what a client refers to

    @api.model
    def _check_client_values(self, vals_list, is_onchange=False):
        """Let a client name only documents that the user may read.

        Related and computed fields read them in sudo, and the name of a record is shown to whoever named it.
        """
        found = defaultdict(set)
        for vals in vals_list:
            if isinstance(vals, dict):  # else the host has handed on a command of its own field, and stumbles over it
                for model_name, record_id in self._list_references(vals, is_onchange):
                    found[model_name].add(record_id)
        for model_name, ids in found.items():
            records = self.env[model_name].browse(sorted(ids))
            if model_name == "ir.attachment" and self._original_module != ADDON:
                # What the host attaches, it sends in sudo, by jobs that nobody is behind, and tells its name
                records = records._filter_of_mentorship().with_env(self.env)
            if model_name == "hr.employee" and not records.has_access("read"):
                records = self.env["hr.employee.public"].browse(records.ids)  # what colleagues see of each other
            records.check_access("read")

    @api.model
    def _list_references(self, vals, is_onchange):
        """Yield name of the model and id of the records in ``vals``, as far as this addon is at one of the two ends.

        :param is_onchange: lines are made without being saved, so nobody else asks whether the user may
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None:
                continue
            if field.type in ("one2many", "many2many") and ADDON in field._modules:
                self._check_is_list(field, value)
            if not value and value != {}:
                continue
            if field.type == "reference" and ADDON in field._modules:
                model_name, _comma, record_id = str(value).partition(",")
                if model_name not in self.env or not record_id.isdigit():
                    raise self._not_a_reference(field)
                yield model_name, int(record_id)
            if field.relational:
                comodel = self.env[field.comodel_name]
                # A file of ours is a file like any other to the models of the host
                is_ours = ADDON in (self._original_module, comodel._original_module) or comodel._name == "ir.attachment"
                items = value if field.type in ("one2many", "many2many") else [value]
                if isinstance(items, models.BaseModel) or not isinstance(items, list | tuple):
                    items = [items]
                for item in items:
                    for model_name, found in self._list_in_item(field, comodel, item, is_onchange):
                        if is_ours or model_name != comodel._name:
                            yield model_name, found

    def _list_in_item(self, field, comodel, item, is_onchange):
        """Yield what :meth:`_list_references` yields, for one value: an id, a command, or the values of a record."""
        if isinstance(item, models.BaseModel):
            yield from ((comodel._name, record_id) for record_id in item.ids)
        elif isinstance(item, dict) and (is_onchange or field.type != "many2one"):
            if isinstance(item.get("id"), int):
                yield comodel._name, item["id"]
            elif comodel._original_module == ADDON:
                comodel.check_access("create")
            yield from comodel._list_references(item, is_onchange)
        elif isinstance(item, list | tuple):
            yield from self._list_in_command(field, comodel, item, is_onchange)
        elif isinstance(item, int) and not isinstance(item, bool):
            if not is_id(item) and ADDON in (self._original_module, *field._modules):
                raise self._not_a_reference(field)
            yield comodel._name, item
        elif isinstance(item, NewId):
            if item.origin:
                yield comodel._name, item.origin
        elif not (is_onchange and isinstance(item, str)) and ADDON in field._modules:
            # In a form, lines that are not saved have names of the client's own
            raise self._not_a_reference(field)

    def _list_in_command(self, field, comodel, item, is_onchange):
        if not item or item[0] not in iter(Command):
            if ADDON in field._modules:
                raise self._not_a_reference(field)
            return
        command, target, values = (*item, False, False)[:3]
        if not self._is_whole(command, item, values):
            # The host stumbles over it, or takes a text for the ids of its letters
            if ADDON in field._modules:
                raise self._not_a_reference(field)
            return
        if command == Command.SET:
            for record_id in values:
                yield from self._list_in_item(field, comodel, record_id, is_onchange)
        elif command not in (Command.CREATE, Command.CLEAR):
            yield from self._list_in_item(field, comodel, target, is_onchange)
        if command in (Command.CREATE, Command.UPDATE):
            if is_onchange and command == Command.CREATE and comodel._original_module == ADDON:
                comodel.check_access("create")
            yield from comodel._list_references(values, is_onchange)

    @api.model
    def _is_whole(self, command, item, values):
        """Say whether a command has with it what it is about: ids to set, or the values of a record."""
        if command == Command.SET:
            return isinstance(values, Collection) and not isinstance(values, str | dict)
        if command in (Command.CREATE, Command.UPDATE):
            return isinstance(values, dict)
        return command == Command.CLEAR or len(item) > 1

    def _check_is_list(self, field, value):
        """Lines are given as a list; the host stumbles over a number, a text or a dictionary in its place."""
        if value is not None and value is not False and not isinstance(value, list | tuple | models.BaseModel):
            raise self._not_a_reference(field)

    def _not_a_reference(self, field):
        return UserError(self.env._("“%(field)s” does not name a record. Choose one from the list.", field=field.name))

    @api.model
    def _check_plain_values(self, vals_list, is_onchange=False):
        """Refuse in words what no field of this addon can hold, in lines of a form as well.

        Lines that are saved come by here again, by their own ``create`` and ``write``.
        """
        for vals in vals_list:
            for name, value in vals.items() if isinstance(vals, dict) else ():
                field = self._fields.get(name)
                if field is None or ADDON not in field._modules:
                    continue
                if field.relational:
                    for line in self._list_lines(value) if is_onchange else ():
                        self.env[field.comodel_name]._check_plain_values([line], is_onchange)
                elif field.type != "reference" and not fits(field, value, self, is_onchange):
                    raise UserError(
                        self.env._(
                            "“%(value)s” does not fit “%(field)s”. Enter it again, or choose from the list.",
                            value=str(value)[:50].replace("\0", " "),
                            field=field._description_string(self.env),
                        )
                    )
                elif not is_onchange and field.required and field.type in ("char", "text") and isinstance(value, str):
                    self._check_is_seen(field, value)

    @api.model
    def _check_is_seen(self, field, value):
        """Refuse a required text in which there is nothing to read: the database takes it for one."""
        if not is_readable(value):
            raise UserError(
                self.env._(
                    "“%(field)s” would be empty for everybody: it holds nothing that one can see. Write at least one "
                    "letter.",
                    field=field._description_string(self.env),
                )
            )

    @staticmethod
    def _list_lines(value):
        """Return the values of the lines that a client gives along with a relation."""
        commands = value if isinstance(value, list | tuple) else [[Command.CREATE, 0, value]]
        return [
            command[2]
            for command in commands
            if isinstance(command, list | tuple) and len(command) == 3 and isinstance(command[2], dict)
        ]

    @api.model
    def _check_years(self, vals_list):
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                if value and field is not None and field.type in ("date", "datetime"):
                    try:
                        year = fields.Date.to_date(value).year
                    except (TypeError, ValueError):
                        year = None
                    if year not in YEARS:
                        raise UserError(
                            self.env._(
                                "“%(value)s” is no date for “%(field)s”. Choose one between %(first)s and %(last)s.",
                                value=value,
                                field=field._description_string(self.env),
                                first=YEARS[0],
                                last=YEARS[-1],
                            )
                        )

    # -- what a client asks by

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        domain = Domain(domain)
        for condition in domain.iter_conditions():
            field = self._fields.get(condition.field_expr.partition(".")[0])
            if field is None or field.store or field.search:
                continue
            if ADDON in (self._original_module, *field._modules):
                self._check_field_access(field, "read")
                raise self._not_asked_for(field)
        return super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)

    def _field_to_sql(self, alias, field_expr, query=None):
        with self._saying_what_is_not_kept(field_expr):
            return super()._field_to_sql(alias, field_expr, query)

    def _read_group_groupby(self, alias, groupby_spec, query):
        with self._saying_what_is_not_kept(groupby_spec):
            return super()._read_group_groupby(alias, groupby_spec, query)

    @contextmanager
    def _saying_what_is_not_kept(self, field_expr):
        """Order and group by what is kept, or say that this is not: the host's word for it is one for programmers."""
        try:
            yield
        except NotAskedForError:
            raise
        except ValueError as error:
            field = self._fields.get(re.split(r"[.:]", field_expr)[0])
            is_ours = field is not None and ADDON in (self._original_module, *field._modules)
            # Of what is kept in another record, only the record itself can be sorted by
            if not is_ours or (field.store and field.column_type and "." not in field_expr):
                raise
            raise self._not_asked_for(field) from error

    def _not_asked_for(self, field):
        return NotAskedForError(
            self.env._(
                "“%(field)s” is worked out anew for each reader: nothing can be searched, sorted or grouped by it. "
                "Leave it out.",
                field=field._description_string(self.env),
            )
        )

    # -- imports

    @api.model
    def _is_mentorship_model(self):
        return self._name.split(".")[:2] == ["hr", "mentorship"]

    @api.model
    def load(self, fields, data):
        """Look for the people and programs of a file in one go a column, instead of line by line."""
        if not self._is_mentorship_model():
            return super().load(fields, data)
        names = ImportNames(fields, data)
        return super(Base, self.with_context(mentorship_import_names=names)).load(fields, data)

    @api.model
    def _convert_records(self, records, **options):
        """Note the lines of a file of which a cell could not be read."""
        names, log = self._get_import_names(), options.get("log")
        if names is None:
            return super()._convert_records(records, **options)

        def note(message):
            if message.get("type") == "error" and "rows" in message:
                names.unread.add(message["rows"]["from"])
            if log:
                log(message)

        return super()._convert_records(records, **{**options, "log": note})

    def _load_records(self, data_list, update=False):
        """Let each line of a file say what is wrong with it once, and no line what is wrong with another one.

        A line with a cell that could not be read has said so: that its value is missing as well is no second error.
        The host tries all lines together and then one by one, and would report the first error of both, the one of all
        together at the first line of the file.
        """
        names = self._get_import_names()
        if names is None:
            return super()._load_records(data_list, update)
        readable = [data for data in data_list if data.get("info", {}).get("rows", {}).get("from") not in names.unread]
        try:
            return super()._load_records(readable, update)
        except UserError as error:
            if len(data_list) == 1:
                raise
            raise BatchRefusedError from error

    def _get_import_names(self):
        """Return what is known of the file that is read into this model, if one is."""
        return get_own(self.env, "mentorship_import_names", ImportNames) if self._is_mentorship_model() else None

    def _load_records_write(self, values):
        """Write only what a file changes: what has been exported comes back unchanged, protected values among it."""
        if not self._is_mentorship_model():
            return super()._load_records_write(values)
        self.check_access("write")
        changed = {name: value for name, value in values.items() if not self._is_unchanged(name, value)}
        if changed:
            return super()._load_records_write(changed)
        return None

    def _is_unchanged(self, name, value):
        """Return whether each of ``self`` holds ``value`` already, as far as the user may read and write it.

        Whoever may not is told so by the write itself, the same for the value that is there as for any other.

        :param value: as for ``write``
        """
        field = self._fields.get(name)
        if not field or not all(self._has_field_access(field, operation) for operation in ("read", "write")):
            return False
        return all(record._holds(field, value) for record in self)

    def _holds(self, field, value):
        self.ensure_one()
        current = self[field.name]
        if field.type not in ("one2many", "many2many"):
            return field.convert_to_cache(value, self, validate=False) == field.convert_to_cache(
                current, self, validate=False
            )
        ids = set(current.ids)
        for command in value or [Command.clear()]:
            operation, record_id, content = command
            if operation == Command.SET and set(content) == ids:
                continue
            if operation == Command.LINK and record_id in ids:
                continue
            if operation == Command.CLEAR and not ids:
                continue
            if operation == Command.UPDATE and record_id in ids:
                line = current.browse(record_id)
                if all(line._is_unchanged(name, part) for name, part in content.items()):
                    continue
            return False
        return True
