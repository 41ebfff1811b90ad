from . import test_main_flow
