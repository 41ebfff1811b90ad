from . import test_group
from . import test_running_group
from . import test_group_concurrency
from . import test_tours_group
from . import test_group_thanks
from . import test_group_notes
