"""The engine as a package needs nothing but Python, dateutil and pytz."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_it_imports_nothing_but_dateutil_pytz_and_the_standard_library():
    known = "import sys, dateutil.rrule, pytz; old = set(sys.modules)"
    code = f"{known}; import scheduling; print(*(set(sys.modules) - old))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    tops = {name.split(".")[0] for name in run.stdout.split()}
    assert tops <= {"scheduling", "dateutil", "pytz"} | set(sys.stdlib_module_names)
