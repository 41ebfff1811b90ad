from . import test_ending
from . import test_offer
