"""The engine as a package: its examples run, and it needs nothing but Python and numpy."""

import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import matching

ROOT = Path(matching.__file__).resolve().parents[1]
MODULES = ["matching", *(f"matching.{m.name}" for m in iter_modules(matching.__path__) if m.name != "tests")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_it_imports_nothing_but_numpy_and_the_standard_library():
    code = "import sys, numpy; before = set(sys.modules); import matching; print(*(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    tops = {name.split(".")[0] for name in run.stdout.split()}
    assert tops <= {"matching", "numpy"} | set(sys.stdlib_module_names)
