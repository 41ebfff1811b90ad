"""Counting queries: what is written for sets costs the same for few records and for many."""

from collections import Counter
from unittest.mock import patch

from lxml import etree

from .common import MentorshipCase

FEW, MANY = 2, 6
# What is cached once a transaction (a company, a rule) falls now into this measurement, now into that one. A query too
# many a record shows as at least MANY - FEW.
NOISE = 3


class PerformanceCase(MentorshipCase):
    """Counts queries for a few records and for three times as many: what is written for sets costs the same."""

    def setUp(self):
        super().setUp()
        self.staffed = Counter()

    def staff(self, role, number):
        """Return the next people of that name."""
        first = self.staffed[role]
        self.staffed[role] += number
        return self.add_people(dict.fromkeys(f"{role}{index}" for index in range(first, first + number)))

    def count_queries(self, act):
        self.env.cr.flush()
        self.env.invalidate_all()
        # random: the bus collects garbage now and then
        with patch("random.random", lambda: 1):
            before = self.env.cr.sql_log_count
            act()
            self.env.cr.flush()  # what is tracked is written down right before the commit
            return self.env.cr.sql_log_count - before

    def assert_same_cost(self, act, few, many, per_record=0):
        """``act(few)`` and ``act(many)`` take the same number of queries.

        :param per_record: what Odoo itself needs for each further record
        """
        # The best of three: rules, groups and translations are cached on the way, some only at the second time
        cost_of_few, cost_of_many = (
            min(self.count_queries(lambda some=some: act(some)) for _time in range(3)) for some in (few, many)
        )
        self._compare(cost_of_few, cost_of_many, len(few), len(many), per_record)

    def assert_same_cost_once(self, act, warm, few, many, per_record=0):
        """The same for what can be done only once to each record; ``warm`` fills the caches."""
        self.assertTrue(len(many) == 3 * len(few) and not few & many and not warm & (few + many))
        self.count_queries(lambda: act(warm))
        cost_of_few = self.count_queries(lambda: act(few))
        cost_of_many = self.count_queries(lambda: act(many))
        self._compare(cost_of_few, cost_of_many, len(few), len(many), per_record)

    def _compare(self, cost_of_few, cost_of_many, few, many, per_record):
        self.assertGreater(cost_of_few, 0)
        self.assertLessEqual(
            cost_of_many - cost_of_few,
            per_record * (many - few) + NOISE,
            f"{cost_of_few} queries for {few} records, {cost_of_many} for {many}",
        )

    def read_as_client(self, model, view_type, employee, xmlid=None):
        """Return a function that reads records with exactly what the web client asks for in that view."""
        reader = self.env[model].with_user(employee.user_id)
        view = reader.get_view(self.env.ref(xmlid).id if xmlid else None, view_type)
        specification = self._specification(reader, etree.fromstring(view["arch"]))
        self.assertTrue(specification)

        def read(records):
            found = reader.web_search_read([("id", "in", records.ids)], specification)
            self.assertEqual(len(found["records"]), len(records))

        return read

    def _specification(self, model, node):
        specification = {}
        for child in node:
            if not isinstance(child.tag, str):
                continue
            if child.tag != "field":
                specification.update(self._specification(model, child))
                continue
            name = child.get("name")
            field = model._fields[name]
            if not field.relational:
                specification[name] = {}
                continue
            comodel = model.env[field.comodel_name]
            shown = {"display_name": {}}
            if field.type in ("one2many", "many2many") and "tags" not in (child.get("widget") or ""):
                inline = child.xpath("./list | ./kanban")
                view_type = (child.get("mode") or "list").split(",")[0]
                arch = inline[0] if inline else etree.fromstring(comodel.get_view(None, view_type)["arch"])
                shown.update(self._specification(comodel, arch))
            specification[name] = {"fields": shown}
        return specification
