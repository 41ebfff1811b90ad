from . import test_lottery
