from . import test_flash
from . import test_tours_flash
