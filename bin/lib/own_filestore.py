"""A pytest plugin: gives each worker a filestore of its own, beside its own copy of the database.

pytest-odoo lets all workers share one. At the end of every test class Odoo clears away files that no attachment of the
worker's own database names, and with them those that another worker has written and not committed.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest_odoo

import odoo


@contextmanager
def own_filestore(original_db_name, db_name):
    if original_db_name == db_name:
        yield
        return
    original, own = (Path(odoo.tools.config.filestore(name)) for name in (original_db_name, db_name))
    shutil.rmtree(own, ignore_errors=True)
    if original.is_dir():
        # Files in a filestore are named after their content and never rewritten: links will do.
        shutil.copytree(original, own, copy_function=os.link)
    try:
        yield
    finally:
        shutil.rmtree(own, ignore_errors=True)


if not hasattr(pytest_odoo, "_shared_filestore"):
    raise ImportError("pytest-odoo no longer has _shared_filestore: see whether its workers still share a filestore")
pytest_odoo._shared_filestore = own_filestore
