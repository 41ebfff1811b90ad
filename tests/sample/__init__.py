from . import test_sample
from . import test_tours_sample
