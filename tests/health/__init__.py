from . import test_fit_check
from . import test_health
from . import test_tours_track
