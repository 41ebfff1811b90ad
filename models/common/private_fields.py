"""Fields that no search reaches beyond the rights of whoever reads.

The host evaluates conditions beyond a reader's rights in some places: it searches attachments with the client's domain
in sudo, and looks up the records of a one2many by their ids in sudo. A domain walks from there over any relation, and
“found” or “not found” answers what the walk asks. So the ways to what people write for themselves or for each other
end at these fields: nothing is asked of them in sudo, and otherwise only as the reader whom the record rules know.
"""

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


def _refuse_question(field, model):
    raise UserError(
        model.env._(
            "“%(field)s” is private: nothing can be searched by it. Leave it out of the filter.",
            field=field._description_string(model.env),
        )
    )


class ReaderOne2many(fields.One2many):
    """A one2many in whose conditions a reader meets the records that the record rules let them see, and no others.

    The host looks up ids, and whether there are any records at all, in sudo: “whose notes are there?” by yes and no.
    """

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if model.env.su or operator not in ("in", "not in"):
            return super().condition_to_sql(field_expr, operator, value, model, alias, query)
        ids = [record_id for record_id in value if record_id]
        found = []
        if ids:
            domain = Domain("id", "in", ids).optimize_full(model.env[self.comodel_name])
            found.append(super().condition_to_sql(field_expr, "any", domain, model, alias, query))
        if False in value:
            found.append(super().condition_to_sql(field_expr, "not any", Domain.TRUE, model, alias, query))
        condition = SQL("(%s)", SQL(" OR ").join(found)) if found else SQL("FALSE")
        return condition if operator == "in" else SQL("(NOT %s)", condition)


class PrivateOne2many(ReaderOne2many):
    """Records of a model that record rules keep to some readers: no condition in sudo reaches them at all."""

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if model.env.su:
            _refuse_question(self, model)
        return super().condition_to_sql(field_expr, operator, value, model, alias, query)


class _Secret:
    """A column that our own code alone reads; ``groups=NO_ACCESS`` keeps it from being read, this from being asked."""

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        _refuse_question(self, model)


class SecretBinary(_Secret, fields.Binary):
    pass


class SecretBoolean(_Secret, fields.Boolean):
    pass


class SecretChar(_Secret, fields.Char):
    pass


class SecretDatetime(_Secret, fields.Datetime):
    pass


class SecretInteger(_Secret, fields.Integer):
    pass


class SecretJson(_Secret, fields.Json):
    pass


class SecretMany2one(_Secret, fields.Many2one):
    pass


class SecretMany2many(_Secret, fields.Many2many):
    pass


class SecretSelection(_Secret, fields.Selection):
    pass


class SecretText(_Secret, fields.Text):
    pass
