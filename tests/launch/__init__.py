from . import test_launch
from . import test_tours_launch
