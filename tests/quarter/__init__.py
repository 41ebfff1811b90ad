from . import test_quarter
