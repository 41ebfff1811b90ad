from . import test_peer
from . import test_tours_peer
