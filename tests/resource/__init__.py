from . import test_goal_template
from . import test_resource
from . import test_tours_resources
