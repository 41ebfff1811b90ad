from . import test_outcome
