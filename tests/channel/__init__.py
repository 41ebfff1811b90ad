from . import test_channel
from . import test_channel_concurrency
from . import test_soon
from . import test_tours_channel
