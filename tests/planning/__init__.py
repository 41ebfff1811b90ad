from . import test_planning
from . import test_replanning
from . import test_rhythm
