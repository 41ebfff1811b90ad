"""The planner as a package: its examples run, and it needs nothing but Python, dateutil and pytz."""

import doctest
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest
from worlds import ROOT

import scheduling

MODULES = ["scheduling", *(f"scheduling.{m.name}" for m in iter_modules(scheduling.__path__) if m.name != "tests")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_it_imports_nothing_but_dateutil_pytz_and_the_standard_library():
    code = (
        "import sys, dateutil.rrule, pytz; before = set(sys.modules); import scheduling; "
        "print(*(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    tops = {name.split(".")[0] for name in run.stdout.split()}
    assert tops <= {"scheduling", "dateutil", "pytz"} | set(sys.stdlib_module_names)
