"""A pytest plugin: a test empties those of Odoo's caches that it has made wrong, where Odoo empties all of them.

Rules of access, views and compiled templates are the same for every test, and to work them out again took a good part
of each one's time. Whatever changes them says so by ``clear_cache``, in a test as in production, where a transaction
that is rolled back empties what it has named as well. So does the end of a test here, and the end of a class for what
its set-up has changed. Odoo's own runner goes on to empty them all.
"""

import sys
from functools import partial
from unittest.mock import patch

from odoo.modules.registry import Registry
from odoo.tests.common import TransactionCase

CACHES = sys.modules[Registry.__module__]._CACHES_BY_KEY
changed = set()
"""The names of the caches that have been emptied since the test began, or else since the set-up of the class did."""
changed_by_class = set()

clear_cache, clear_all_caches = Registry.clear_cache, Registry.clear_all_caches
set_up, set_up_class = TransactionCase.setUp, TransactionCase.setUpClass.__func__


def clear_and_note(registry, *names):
    changed.update(names or ("default",))
    clear_cache(registry, *names)


def clear_all_and_note(registry):
    changed.update(CACHES)
    clear_all_caches(registry)


def end_test(registry):
    if names := set(changed):  # a copy: a request of the browser may still be on its way
        clear_cache(registry, *names)
    changed.difference_update(names)


def end_class(registry):
    changed.update(changed_by_class)
    changed_by_class.clear()
    end_test(registry)


def set_up_test(self):
    changed_by_class.update(changed)
    changed.clear()
    with patch.object(self.registry, "clear_all_caches", partial(end_test, self.registry)):
        set_up(self)  # keeps it for the end of the test


def set_up_whole_class(cls):
    def begin_to_end():
        cls.registry.clear_all_caches = partial(end_class, cls.registry)

    def have_ended():
        vars(cls.registry).pop("clear_all_caches", None)

    cls.addClassCleanup(have_ended)
    set_up_class(cls)
    cls.addClassCleanup(begin_to_end)


Registry.clear_cache, Registry.clear_all_caches = clear_and_note, clear_all_and_note
TransactionCase.setUp, TransactionCase.setUpClass = set_up_test, classmethod(set_up_whole_class)
