"""What a client may hand to a search that runs beyond the client's own rights: ids and names, and no other domain.

A domain inside a domain (``any``, a dotted path, a subquery) is evaluated with the rights of the search around it. In
a search in sudo it would answer yes or no about every table of the database.
"""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import OrderedSet

PLAIN_OPERATORS = frozenset(
    ("in", "not in", "=", "!=", "like", "not like", "ilike", "not ilike", "=like", "not =like", "=ilike", "not =ilike")
)
PLAIN_TYPES = (int, float, str, type(None))
COLLECTIONS = (list, tuple, set, frozenset, OrderedSet)
NAMES = frozenset(("id", "name", "display_name"))
"""What may be asked of the records on the other side: Odoo makes such conditions of a word typed into a search."""


def plain_condition(model, field_name, operator, value):
    """Return the condition on a field of another model, for a search of ours in sudo.

    :param model: any record, for the language of the refusal
    :raises UserError: where the client asks with more than an operator and ids or names
    :rtype: Domain
    """
    if operator in ("any", "not any"):
        is_plain = isinstance(value, (Domain, list, tuple)) and all(
            condition.field_expr in NAMES and _is_plain(condition.operator, condition.value)
            for condition in Domain(value).iter_conditions()
        )
    else:
        is_plain = _is_plain(operator, value)
    if not is_plain:
        raise UserError(
            model.env._("This field is searched by names only. Choose one or more of them from its list of values.")
        )
    return Domain(field_name, operator, value)


def _is_plain(operator, value):
    values = value if isinstance(value, COLLECTIONS) else (value,)
    return operator in PLAIN_OPERATORS and all(isinstance(item, PLAIN_TYPES) for item in values)
