from . import test_pause
