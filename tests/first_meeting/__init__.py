from . import test_first_meeting
from . import test_tours_first_meeting
