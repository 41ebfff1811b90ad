"""Makes `import matching` work from a plain checkout, and every run of hypothesis the same."""

import sys
from pathlib import Path

from hypothesis import settings

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

settings.register_profile("engine", database=None, deadline=None, derandomize=True)
settings.load_profile("engine")
