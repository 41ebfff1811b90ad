from . import test_time_frame
