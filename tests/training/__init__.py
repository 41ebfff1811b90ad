from . import test_required_training
from . import test_tours_training
