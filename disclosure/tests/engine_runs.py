"""Makes `import disclosure` work from a plain checkout, and every run of hypothesis the same.

Not in a conftest.py: pytest could not tell it from the one of the matching engine, whose tests are no package either.
"""

import sys
from pathlib import Path

from hypothesis import settings

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

settings.register_profile("disclosure", database=None, deadline=None, derandomize=True)
settings.load_profile("disclosure")
