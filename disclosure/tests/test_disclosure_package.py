"""The engine as a package needs nothing but Python."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_it_imports_nothing_but_the_standard_library():
    code = "import sys; old = set(sys.modules); import disclosure; print(*(set(sys.modules) - old))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    tops = {name.split(".")[0] for name in run.stdout.split()}
    assert tops <= {"disclosure"} | set(sys.stdlib_module_names)
