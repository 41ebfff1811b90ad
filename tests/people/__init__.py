from . import test_block
from . import test_profile
