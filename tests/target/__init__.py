from . import test_objective
from . import test_target
